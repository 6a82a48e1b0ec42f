"""Cells that are many and alike, computed in one loop that holds the code of their shape: none costs a call.

What a sweep does for a cell is what ``Engine.relevance`` and ``Engine.calculated`` do for one; only words of
``codegen`` become code. Names in a sweep: ``at`` the cell, ``n`` its node, ``s`` the index of its template, ``E`` the
engine, ``D`` the marks, ``S`` the fixed nodes, ``W`` the world, ``T`` the definition, ``R`` and ``V`` what notes a
change of relevance or of a value, ``F`` the faults so far.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from neksus_desktop.forms.codegen import NAMES, coded
from neksus_desktop.forms.definition import Definition
from neksus_desktop.forms.failures import FAILURES
from neksus_desktop.forms.instance import written
from neksus_desktop.forms.lowering import Lowered
from neksus_desktop.forms.xpath.values import MAX_EXACT

Sweep = Callable[[int, Any, bytearray, list[Any], Any, Definition, Any, Any, Any], int]
_MADE: dict[tuple[str, str, bool], Sweep] = {}
_MAX_MADE = 2000

_FRAME = """
def sweep(at, E, D, S, W, T, R, V, F):
    stop, P, O, B, X, Y, find = T.stops[at], T.params, T.orders, T.bare, T.special, T.bare_special, D.find
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


def bind(definition: Definition) -> list[Sweep | None]:
    """The sweep of each cell, made when the first engine of a form asks."""
    found: list[Sweep | None] = [None]  # group -1
    for shape, kind, free in reversed(definition.groups):
        found.append(_sweep_of(definition.shapes[shape][0], kind, free=free))
    return [found[-1 - group] if group >= 0 else None for group in definition.group_of]


def _sweep_of(lowered: Lowered, kind: str, *, free: bool) -> Sweep:
    key = (repr(lowered), kind, free)
    made = _MADE.get(key)
    if made is None:
        if len(_MADE) > _MAX_MADE:
            _MADE.clear()
        made = _MADE[key] = _made(lowered, kind, free=free)
    return made


def _made(lowered: Lowered, kind: str, *, free: bool) -> Sweep:
    code, sort, params = coded(lowered)
    if kind == "rel":
        rest = ("" if sort == "bool" else "        own = _b(own)\n") + _RELEVANCE
    elif free:
        rest = _NUMBER + _VALUE
    else:
        rest = "        text, own = written(own, n.template.type)\n" + _VALUE
    names = "".join(f"p{number}, " for number in range(params))
    fallback = "True" if kind == "rel" else '""'
    source = _FRAME.format(names=names, code=code, fallback=fallback, kind=kind, rest=rest.strip("\n"))
    scope: dict[str, Any] = {
        "__builtins__": {},
        **NAMES,
        "FAILURES": FAILURES,
        "MAX_EXACT": MAX_EXACT,
        "written": written,
    }
    exec(compile(source, "<form sweep>", "exec"), scope)  # noqa: S102 - the text consists of the words above
    made: Sweep = scope["sweep"]
    return made
