"""Lowered expressions → Python functions ``f(n, S, W)`` of the node, the fixed nodes and the world.

Only the words of ``lowering`` are known; anything else is refused, so a damaged or hostile description cannot make code
of its own. Parameters never become part of the code's text: they are bound as variables.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from neksus_desktop.errors import FormUnreadableError
from neksus_desktop.forms.instance import Rows
from neksus_desktop.forms.lowering import PURE, Lowered
from neksus_desktop.forms.refs import spread
from neksus_desktop.forms.xpath.context import Context
from neksus_desktop.forms.xpath.functions import TABLE, total
from neksus_desktop.forms.xpath.functions_date import now, today
from neksus_desktop.forms.xpath.operators import OPERATORS
from neksus_desktop.forms.xpath.values import NAN, equal, to_boolean, to_number, unpack

Function = Callable[[Any, Any, Any], Any]
_MAKERS: dict[str, Callable[..., Function]] = {}
_MAX_MAKERS = 5000


class _Clock:
    def __init__(self, world: Any) -> None:
        self.world = world


def _listed(node: Any, downs: list[tuple[int, bool]]) -> list[Any]:
    return [one for one in spread(node, downs) if one.rel]


def _added(nodes: list[Any]) -> float:
    return float(total(None, nodes))  # type: ignore[arg-type]  # asks nothing of it


NAMES: dict[str, Any] = {
    "_eq": equal,
    "_n": to_number,
    "_nan": NAN,
    "_b": to_boolean,
    "_u": unpack,
    "_C": Context,
    "_div": OPERATORS["div"],
    "_mod": OPERATORS["mod"],
    "_F": {name: entry[2] for name, entry in TABLE.items()},
    "_listed": _listed,
    "_sum": _added,
    "_today": lambda world: today(_Clock(world)),  # type: ignore[arg-type]  # all it asks for
    "_now": lambda world: now(_Clock(world)),  # type: ignore[arg-type]  # all it asks for
    "Rows": Rows,
    "float": float,
    "str": str,
    "len": len,
    "abs": abs,
}
_COMPARE = frozenset(("<", "<=", ">", ">="))
_ADD = {"+": "+", "-": "-", "*": "*"}
_RESULTS = dict.fromkeys(
    ("boolean-from-string", "contains", "starts-with", "ends-with", "selected", "is-selected"), "bool"
)
_RESULTS.update(
    dict.fromkeys(
        ["int", "round", "floor", "ceiling", "abs", "pow", "number", "string-length", "count-selected", "min", "max"],
        "num",
    )
)
_RESULTS.update(
    dict.fromkeys(
        ["concat", "join", "substr", "substring", "translate", "string", "normalize-space", "selected-at"], "str"
    )
)
Coded = tuple[str, str]


def function_of(lowered: Lowered, params: list[Any]) -> Function:
    """The function of a lowered expression; parameters of ``gen`` are closures already.

    Raises:
        FormUnreadableError: words that do not exist.
    """
    return maker_of(lowered)(*params)


def maker_of(lowered: Lowered) -> Callable[..., Function]:
    """The code for a shape, made once."""
    shape = repr(lowered)
    maker = _MAKERS.get(shape)
    if maker is None:
        if len(_MAKERS) > _MAX_MAKERS:
            _MAKERS.clear()
        maker = _MAKERS[shape] = _made(lowered)
    return maker


def coded(lowered: Lowered) -> tuple[str, str, int]:
    """The code of a shape, what it gives (bool, num, str or any), and how many parameters it has."""
    count = [0]
    code, kind = _code(lowered, count)
    return code, kind, count[0]


def _made(lowered: Lowered) -> Callable[..., Function]:
    code, _, count = coded(lowered)
    names = ", ".join(f"p{number}" for number in range(count))
    bound = "".join(f", p{number}=p{number}" for number in range(count))  # a default is found sooner than a closure's
    source = f"def make({names}):\n    return lambda n, S, W{bound}: {code}\n"
    scope: dict[str, Any] = {"__builtins__": {}, **NAMES}
    exec(compile(source, "<form expression>", "exec"), scope)  # noqa: S102 - the text consists of the words below
    made: Callable[..., Function] = scope["make"]
    return made


def _refuse() -> FormUnreadableError:
    return FormUnreadableError(file="", detail="compiled_form_damaged", line=0)


def _param(index: Any, count: list[int]) -> str:
    if type(index) is not int or index < 0:
        raise _refuse()
    count[0] = max(count[0], index + 1)
    return f"p{index}"


def _whole(number: Any) -> int:
    if type(number) is not int or not 0 <= number < 1_000_000:  # noqa: PLR2004
        raise _refuse()
    return number


def _code(tree: Lowered, count: list[int]) -> Coded:
    word = tree[0]
    if word in ("num", "str"):
        return _param(tree[1], count), word
    if word == "slot":
        return f"S[{_param(tree[2], count)}].x", "str" if tree[1] == "t" else "any"
    if word == "near":
        kids = "".join(f".kids[{_whole(pos)}]" for pos in tree[3])
        return f"n{'.up' * _whole(tree[2])}{kids}.x", "str" if tree[1] == "t" else "any"
    coder = _CODERS.get(word)
    if coder is None:
        raise _refuse()
    return coder(tree, count)


def _number(coded: Coded) -> str:
    code, kind = coded
    if kind == "num":
        return code
    if kind == "any":
        return f'(v if (v:={code}).__class__ is float else _nan if v == "" else _n(v))'
    return f"_n({code})"


def _numeric(tree: Lowered, count: list[int]) -> str:
    """An operand as a number; ``coalesce(x, number)``, which sums are full of, without a detour."""
    if tree[0] == "coalesce":
        first, second = (_code(part, count) for part in tree[1:])
        if first[1] == "any" and second[1] == "num":
            other = f'{second[0]} if v == "" or v != v else _n(v)'
            return f"(v if (v:={first[0]}).__class__ is float and v == v else {other})"
        return _number(_coalesced(first, second))
    return _number(_code(tree, count))


def _truth(coded: Coded) -> str:
    code, kind = coded
    if kind == "bool":
        return code
    if kind == "str":
        return f'({code} != "")'
    return f"_b({code})"


def _filled(coded: Coded) -> str:
    code, kind = coded
    return f'({code} != "")' if kind == "str" else f'((v:={code}) != "" and v is not False)'


def _equality(left: Coded, right: Coded, *, same: bool) -> str:
    negation = "" if same else "not "
    if left[1] == "str" and right[1] == "str":
        return f"({left[0]} {'==' if same else '!='} {right[0]})"
    if left[1] in ("str", "num") and right[1] == "any":
        left, right = right, left
    if left[1] == "any" and right[1] == "str":
        return f"({negation}((v == {right[0]}) if (v:={left[0]}).__class__ is str else _eq(v, {right[0]})))"
    if left[1] == "any" and right[1] == "num":
        return (
            f"({negation}((abs(v - {right[0]}) < 1e-12) if (v:={left[0]}).__class__ is float else _eq(v, {right[0]})))"
        )
    return f"({negation}_eq({left[0]}, {right[0]}))"


def _chain(tree: Lowered, count: list[int]) -> Coded:
    if all(op in ("+", "-") for op, _ in tree[2:]):
        parts = [_numeric(tree[1], count)]
        parts.extend(f" {op} {_numeric(operand, count)}" for op, operand in tree[2:])
        return f"({''.join(parts)})", "num"
    left = _code(tree[1], count)
    for op, operand in tree[2:]:
        right = _code(operand, count)
        if op in ("=", "!="):
            left = _equality(left, right, same=op == "="), "bool"
        elif op in _COMPARE:
            left = f"({_number(left)} {op} {_number(right)})", "bool"
        elif op in _ADD:
            left = f"({_number(left)} {op} {_number(right)})", "num"
        elif op in ("div", "mod"):
            left = f"_{op}({left[0]}, {right[0]})", "num"
        else:
            raise _refuse()
    return left


def _joined(tree: Lowered, count: list[int]) -> Coded:
    return "(" + f" {tree[0]} ".join(_truth(_code(part, count)) for part in tree[1:]) + ")", "bool"


def _constant(tree: Lowered, _count: list[int]) -> Coded:
    known = {
        "true": ("True", "bool"),
        "false": ("False", "bool"),
        "today": ("_today(W)", "any"),
        "now": ("_now(W)", "any"),
    }
    if tree[1] not in known:
        raise _refuse()
    return known[tree[1]]


def _if(tree: Lowered, count: list[int]) -> Coded:
    test, then, otherwise = (_code(part, count) for part in tree[1:])
    kind = then[1] if then[1] == otherwise[1] else "any"
    return f"({then[0]} if {_truth(test)} else {otherwise[0]})", kind


def _coalesce(tree: Lowered, count: list[int]) -> Coded:
    first, second = (_code(part, count) for part in tree[1:])
    return _coalesced(first, second)


def _coalesced(first: Coded, second: Coded) -> Coded:
    return f'(v if (v:={first[0]}) != "" and v == v else {second[0]})', first[1] if first[1] == second[1] else "any"


def _call(tree: Lowered, count: list[int]) -> Coded:
    name = tree[1]
    if name not in PURE:
        raise _refuse()
    arguments = "".join(f", {_code(part, count)[0]}" for part in tree[2:])
    return f"_F[{name!r}](None{arguments})", _RESULTS.get(name, "any")


def _downs(downs: Any) -> str:
    return repr([(_whole(pos), bool(many)) for pos, many in downs])


def _nodes(tree: Lowered, count: list[int]) -> str:
    if tree[0] == "from":
        start = f"S[{_param(tree[1], count)}]"
    elif tree[0] == "up":
        start = f"n{'.up' * _whole(tree[1])}"
    else:
        raise _refuse()
    return f"_listed({start}, {_downs(tree[2])})"


def _set(tree: Lowered, count: list[int]) -> Coded:
    name, nodes = tree[1], _nodes(tree[-1], count)
    if name == "sum":
        return f"_sum({nodes})", "num"
    if name == "count":
        return f"float(len({nodes}))", "num"
    if name not in ("count-non-empty", "min", "max", "join", "concat"):
        raise _refuse()
    head = "".join(f", {_code(part, count)[0]}" for part in tree[2:-1])
    return f"_F[{name!r}](None{head}, {nodes})", "str" if name in ("join", "concat") else "num"


_CODERS: dict[str, Callable[[Lowered, list[int]], Coded]] = {
    "chain": _chain,
    "and": _joined,
    "or": _joined,
    "const": _constant,
    "if": _if,
    "coalesce": _coalesce,
    "not": lambda tree, count: (f"(not {_truth(_code(tree[1], count))})", "bool"),
    "boolean": lambda tree, count: (_truth(_code(tree[1], count)), "bool"),
    "neg": lambda tree, count: (f"(-{_number(_code(tree[1], count))})", "num"),
    "blank": lambda tree, count: (f"(not {_filled(_code(tree[1], count))})", "bool"),
    "filled": lambda tree, count: (_filled(_code(tree[1], count)), "bool"),
    "fn": _call,
    "set": _set,
    "place": lambda tree, _count: (f"float(n{'.up' * _whole(tree[1])}.index + 1)", "num"),
    "gen": lambda tree, count: (f"_u({_param(tree[1], count)}(_C(n, W)))", "any"),
}
