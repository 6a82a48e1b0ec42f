"""The functions an expression may call: XPath 1.0's own, and texts, numbers and lists of the ODK list.

``TABLE`` maps a name to ``(fewest arguments, most arguments, function)``; -1 means any number. A function takes the
``Context`` and the values of its arguments. What needs its arguments unevaluated is in ``compiler``.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable
from decimal import ROUND_HALF_DOWN, ROUND_HALF_UP, Decimal
from typing import Any

from neksus_desktop.forms.xpath import functions_date, functions_odk
from neksus_desktop.forms.xpath.axes import ancestors, descendants
from neksus_desktop.forms.xpath.context import Context
from neksus_desktop.forms.xpath.values import (
    NAN,
    Moment,
    Value,
    fault,
    index,
    to_boolean,
    to_nodes,
    to_number,
    to_text,
    whole,
)

Function = Callable[..., Value]
_MAX_PLACES = 30
_SPACES = re.compile("[ \t\n\r\f\v]+")
_MAX_TEXT = 10_000_000


def flatten(values: Iterable[Value]) -> list[Value]:
    """Node-sets replaced by the values of their nodes."""
    flat: list[Value] = []
    for value in values:
        if type(value) is list:
            flat.extend(node.x for node in value)
        else:
            flat.append(value)
    return flat


def join(separator: str, values: Iterable[Value]) -> str:
    """Texts of all values, put together; refused when the result would be absurdly long."""
    texts = [to_text(value) for value in flatten(values)]
    if sum(map(len, texts)) > _MAX_TEXT:
        raise fault("text_too_long")
    return separator.join(texts)


def substring(_c: Context, text: Value, start: Value, length: Value = math.inf) -> str:
    """XPath's own: 1-based, with rounding."""
    source = to_text(text)
    first = _round_half_up(to_number(start))
    last = first + _round_half_up(to_number(length))
    if math.isnan(first) or math.isnan(last):
        return ""
    begin = max(first, 1.0)
    return source[int(min(begin, len(source) + 1)) - 1 : int(max(min(last, len(source) + 1), 1)) - 1]


def _round_half_up(number: float) -> float:
    return number if math.isinf(number) or math.isnan(number) else math.floor(number + 0.5)


def substr(_c: Context, text: Value, start: Value, end: Value = None) -> str:
    """ODK's own: 0-based, negative numbers count from the end."""
    source = to_text(text)
    length = len(source)
    first = index(start)
    last = length if end is None else index(end)
    first = first + length if first < 0 else first
    last = last + length if last < 0 else last
    return source[min(max(first, 0), length) : min(max(last, 0), length)]


def substring_before(_c: Context, text: Value, mark: Value) -> str:
    """The part before the first ``mark``."""
    head, found, _ = to_text(text).partition(to_text(mark) or "\0\0")
    return head if found else ""


def substring_after(_c: Context, text: Value, mark: Value) -> str:
    """The part after the first ``mark``."""
    source, sought = to_text(text), to_text(mark)
    return source[source.index(sought) + len(sought) :] if sought in source else ""


def translate(_c: Context, text: Value, old: Value, new: Value) -> str:
    """Characters replaced one by one; those without a partner go."""
    to = to_text(new)
    table: dict[int, str | None] = {}
    for place, char in enumerate(to_text(old)):
        table.setdefault(ord(char), to[place] if place < len(to) else None)
    return to_text(text).translate(table)


def round_number(_c: Context, number: Value, places: Value = 0.0) -> float:
    """To whole numbers or to decimals; halves go up, as in JavaRosa."""
    value, digits = to_number(number), index(places)
    if math.isnan(value) or math.isinf(value):
        return value
    if abs(digits) > _MAX_PLACES:
        return NAN
    exact = Decimal(repr(value))
    if digits >= 0:
        mode = ROUND_HALF_DOWN if value < 0 else ROUND_HALF_UP
        if abs(value) >= 1e15:  # noqa: PLR2004 - no fraction is left in a double of this size
            return value
        return math.copysign(float(exact.quantize(Decimal(1).scaleb(-digits), rounding=mode)), value)
    scaled = exact.scaleb(digits)
    return float(Decimal(int(scaled + Decimal("0.5"))).scaleb(-digits))


def total(_c: Context, nodes: Value) -> float:
    """The sum; what is no number counts as nothing."""
    result = 0.0
    for node in to_nodes(nodes):
        value = node.x
        number = value if type(value) is float else to_number(value)
        if number == number:  # noqa: PLR0124 - the test for NaN
            result += number
    return result


def _extreme(pick: Callable[[list[float]], float]) -> Function:
    def extreme(_c: Context, *values: Value) -> float:
        numbers = [number for value in flatten(values) if not math.isnan(number := to_number(value))]
        return pick(numbers) if numbers else NAN

    return extreme


def count_filled(_c: Context, nodes: Value) -> float:
    """How many nodes hold something."""
    return float(
        sum(1 for node in to_nodes(nodes) if node.string() != "" or any(k.kind == "element" for k in node.down()))
    )


def position(c: Context, nodes: Value = None) -> float:
    """Place in the list of the predicate, or of a node among its siblings of the same name."""
    if nodes is None:
        if c.place:
            return float(c.place)
        node = c.node
    else:
        found = to_nodes(nodes)
        if not found:
            return 0.0
        node = found[0]
    return float(node.place())


def _named(part: str) -> Function:
    def named(c: Context, nodes: Value = None) -> str:
        found = [c.node] if nodes is None else to_nodes(nodes)
        if not found or found[0].kind in ("text", "comment", "root"):
            return ""
        return str(getattr(found[0], part))

    return named


def lang(c: Context, wanted: Value) -> bool:
    """Whether xml:lang here is the language or a variety of it."""
    for node in (c.node, *ancestors(c.node)):
        for attribute in node.attributes():
            if attribute.qname == "xml:lang":
                have, want = attribute.text.lower(), to_text(wanted).lower()
                return bool(have == want or have.startswith(want + "-"))
    return False


def by_id(c: Context, wanted: Value) -> list[Any]:
    """Elements whose ``id`` (or ``xml:id``) is among the words given."""
    words = set(join(" ", wanted if type(wanted) is list else [wanted]).split())
    if type(wanted) is list:
        words = {word for node in wanted for word in node.string().split()}
    top = c.node
    for top in (c.node, *ancestors(c.node)):  # noqa: B007 - the last one is the root
        pass
    found = []
    for node in descendants(top):
        c.charge(1)
        if any(a.qname in ("id", "xml:id") and a.text in words for a in node.attributes()):
            found.append(node)
    return found


def concat(_c: Context, *values: Value) -> str:
    """All texts put together."""
    return join("", values)


def join_with(_c: Context, separator: Value, *values: Value) -> str:
    """All texts put together with a separator."""
    return join(to_text(separator), values)


def boolean_from_string(_c: Context, value: Value) -> bool:
    """True for «true» and «1»."""
    text = to_text(value)
    return text == "1" or text.lower() == "true"


def number(_c: Context, value: Value) -> float:
    """XPath's own."""
    return to_number(value)


def _math(function: Callable[[float], float]) -> Function:
    def compute(_c: Context, value: Value) -> float:
        given = to_number(value) if not isinstance(value, Moment) else value.decimal_days()
        try:
            return float(function(given))
        except ValueError:
            return -math.inf if given == 0 and function in (math.log, math.log10) else NAN
        except OverflowError:
            return math.inf

    return compute


def _two(function: Callable[[float, float], float]) -> Function:
    def compute(_c: Context, left: Value, right: Value) -> float:
        try:
            return float(function(to_number(left), to_number(right)))
        except (ValueError, ZeroDivisionError):
            return math.inf if to_number(left) == 0 else NAN
        except OverflowError:
            return math.inf

    return compute


def _floor(number: float) -> float:
    return number if math.isinf(number) or math.isnan(number) else float(math.floor(number))


def _ceiling(number: float) -> float:
    return number if math.isinf(number) or math.isnan(number) else math.copysign(float(math.ceil(number)), number)


def normalized(text: str) -> str:
    """XPath's own white space, at the ends and in between; a hard space is none."""
    return _SPACES.sub(" ", text).strip(" ")


def _text_of_context(function: Callable[[str], Value]) -> Function:
    def compute(c: Context, value: Value = None) -> Value:
        return function(to_text([c.node] if value is None else value))

    return compute


TABLE: dict[str, tuple[int, int, Function]] = {
    "true": (0, 0, lambda _c: True),
    "false": (0, 0, lambda _c: False),
    "boolean": (1, 1, lambda _c, value: to_boolean(value)),
    "not": (1, 1, lambda _c, value: not to_boolean(value)),
    "boolean-from-string": (1, 1, boolean_from_string),
    "number": (1, 1, number),
    "int": (1, 1, lambda _c, value: whole(value)),
    "round": (1, 2, round_number),
    "floor": (1, 1, _math(_floor)),
    "ceiling": (1, 1, _math(_ceiling)),
    "abs": (1, 1, _math(abs)),
    "sum": (1, 1, total),
    "min": (0, -1, _extreme(min)),
    "max": (0, -1, _extreme(max)),
    "pow": (2, 2, _two(math.pow)),
    "atan2": (2, 2, _two(math.atan2)),
    "pi": (0, 0, lambda _c: math.pi),
    "exp10": (1, 1, _math(lambda x: math.pow(10.0, x))),
    **{
        name: (1, 1, _math(getattr(math, name)))
        for name in ["acos", "asin", "atan", "cos", "sin", "tan", "sqrt", "exp", "log10", "log"]
    },
    "string": (0, 1, _text_of_context(str)),
    "string-length": (0, 1, _text_of_context(lambda text: float(len(text)))),
    "normalize-space": (0, 1, _text_of_context(normalized)),
    "concat": (0, -1, concat),
    "join": (1, -1, join_with),
    "substr": (2, 3, substr),
    "substring": (2, 3, substring),
    "substring-before": (2, 2, substring_before),
    "substring-after": (2, 2, substring_after),
    "translate": (3, 3, translate),
    "contains": (2, 2, lambda _c, text, part: to_text(part) in to_text(text)),
    "starts-with": (2, 2, lambda _c, text, part: to_text(text).startswith(to_text(part))),
    "ends-with": (2, 2, lambda _c, text, part: to_text(text).endswith(to_text(part))),
    "upper-case": (1, 1, lambda _c, text: to_text(text).upper()),
    "lower-case": (1, 1, lambda _c, text: to_text(text).lower()),
    "count": (1, 1, lambda _c, nodes: float(len(to_nodes(nodes)))),
    "count-non-empty": (1, 1, count_filled),
    "position": (0, 1, position),
    "last": (0, 0, lambda c: float(c.size or 1)),
    "name": (0, 1, _named("qname")),
    "local-name": (0, 1, _named("name")),
    "namespace-uri": (0, 1, _named("uri")),
    "lang": (1, 1, lang),
    "id": (1, 1, by_id),
    "depend": (1, -1, lambda _c, first, *_rest: first),
    **functions_date.TABLE,
    **functions_odk.TABLE,
}
