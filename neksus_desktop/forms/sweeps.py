"""Cells that are many and alike, computed in one loop that holds the code of their shape: none costs a call.

What a sweep does for a cell is what ``Engine.relevance`` and ``Engine.calculated`` do for one; only words of
``codegen`` become code. A sweep belongs to one engine: ``E``; ``T`` is its definition, ``D`` its marks, ``S`` its fixed
nodes, ``W`` its world and ``F`` its faults. ``at`` is the cell, ``n`` its node, ``s`` the index of its template; ``R``
and ``V`` note a change of relevance or of a value.
"""

from __future__ import annotations

from collections.abc import Callable
from textwrap import indent
from typing import Any

from neksus_desktop.forms.codegen import NAMES, coded
from neksus_desktop.forms.definition import Definition
from neksus_desktop.forms.failures import FAILURES
from neksus_desktop.forms.instance import written
from neksus_desktop.forms.lowering import Lowered
from neksus_desktop.forms.xpath.values import MAX_EXACT

Sweep = Callable[[int, Any, Any], int]
_MADE: dict[tuple[str, str, bool], Callable[..., Sweep]] = {}
_MAX_MADE = 2000

_FRAME = """
def make(E, T, D, S, W, F):
    Q, P, O, B, X, Y, find = T.stops, T.params, T.orders, T.bare, T.special, T.bare_special, D.find
    def sweep(at, R, V):
        stop = Q[at]
        while at < stop:
            D[at] = 0
            s, {names}= P[at]
            n = S[s]
            try:
                own = {code}
            except FAILURES as error:
                E.failed(T.cell(at), n, error)
                own = {fallback}
            else:
                if F:
                    F.pop((n.key, "{kind}"), None)
{rest}
            at += 1
            if not D[at]:
                at = find(1, at)
        return at
    return sweep
"""
_RELEVANCE = """
        if own is not n.own:
            n.own = own
            if n.up.rel:
                n.rel = own
                R(n.key)
                if n.value:
                    n.x = n.t if own else ""
                    for o in O[s]:
                        D[o] = 1
                    if s in X:
                        E.touched_apart(n, X[s])
                else:
                    for o in B[s]:
                        D[o] = 1
                    if s in Y:
                        E.touched_apart(n, Y[s])
"""
_NUMBER = """
        if own.__class__ is not float:
            text, own = written(own, n.template.type)
        elif own.is_integer() and -MAX_EXACT < own < MAX_EXACT:
            text = f"{own:.0f}" if own else "0"
        elif own != own:
            text = own = ""
        else:
            text, own = written(own, n.template.type)
"""
_VALUE = """
        n.t = own
        if text != n.value or n.rel and own.__class__ is not n.x.__class__:
            if text != n.value:
                n.value = text
                V(n.key)
            if n.rel:
                n.x = own
                for o in O[s]:
                    D[o] = 1
                if s in X:
                    E.touched_apart(n, X[s])
            if n.template.cells:
                E.mark_constraint(n)
"""


def sweeps_of(definition: Definition) -> list[Callable[..., Sweep]]:
    """What makes the sweeps of a form's groups, for an engine."""
    return [_maker_of(definition.shapes[shape][0], kind, free=free) for shape, kind, free in definition.groups]


def _maker_of(lowered: Lowered, kind: str, *, free: bool) -> Callable[..., Sweep]:
    key = (repr(lowered), kind, free)
    made = _MADE.get(key)
    if made is None:
        if len(_MADE) > _MAX_MADE:
            _MADE.clear()
        made = _MADE[key] = _made(lowered, kind, free=free)
    return made


def _made(lowered: Lowered, kind: str, *, free: bool) -> Callable[..., Sweep]:
    code, sort, params = coded(lowered)
    if kind == "rel":
        rest = ("" if sort == "bool" else "        own = _b(own)\n") + _RELEVANCE
    elif free:
        rest = _NUMBER + _VALUE
    else:
        rest = "        text, own = written(own, n.template.type)\n" + _VALUE
    names = "".join(f"p{number}, " for number in range(params))
    fallback = "True" if kind == "rel" else '""'
    source = _FRAME.format(names=names, code=code, fallback=fallback, kind=kind, rest=indent(rest.strip("\n"), "    "))
    scope: dict[str, Any] = {
        "__builtins__": {},
        **NAMES,
        "FAILURES": FAILURES,
        "MAX_EXACT": MAX_EXACT,
        "written": written,
    }
    exec(compile(source, "<form sweep>", "exec"), scope)  # noqa: S102 - the text consists of the words above
    made: Callable[..., Sweep] = scope["make"]
    return made
