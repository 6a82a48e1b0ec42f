"""Rules of a ready XForm: every bind, control and expression has the node and the shape it needs.

What the field's tools take with a warning (a bind of a node that is gone, an unknown type) is a notice here as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError, fromstring

from neksus_desktop.errors import FormUnreadableError
from neksus_desktop.forms.reading.problems import FormProblem
from neksus_desktop.forms.reading.rules_body import XF, Body, check_translations, plain
from neksus_desktop.forms.reading.rules_references import expression_fault
from neksus_desktop.forms.xform_body import absolute

_BODY = "{http://www.w3.org/1999/xhtml}body"
_EXPRESSIONS = ("relevant", "constraint", "required", "readonly", "calculate")
_TYPES = frozenset(
    [
        *("string", "int", "integer", "long", "decimal", "double", "float", "boolean", "binary", "barcode", "intent"),
        *("date", "time", "dateTime", "geopoint", "geotrace", "geoshape", "select", "select1", "rank", "anyURI"),
    ]
)


def check_xform(text: str) -> Iterator[FormProblem]:
    """All faults of an XForm whose text was found safe to parse."""
    try:
        root = fromstring(text)  # noqa: S314 - xform_file has refused every DTD
    except ParseError as error:
        raise FormUnreadableError(file="", detail=str(error), line=error.position[0]) from error
    model = root if root.tag == f"{XF}model" else root.find(f".//{XF}model")
    instance = model.find(f"{XF}instance") if model is not None else None
    if model is None or instance is None or not len(instance):
        yield FormProblem("instance_missing")
        return
    top = instance[0]
    if not top.get("id"):
        yield FormProblem("form_id_missing", "warning")
    paths = set(_paths(top, ""))
    root_path = f"/{_local(top.tag)}"
    bound: dict[str, str] = {}
    seen: set[str] = set()
    for bind in model.iterfind(f"{XF}bind"):
        where = absolute(bind.get("nodeset") or bind.get("ref") or "", root_path)
        if bind.get("id"):
            bound[bind.get("id", "")] = where
        yield from _bind(bind, where, paths, seen)
    body = root.find(_BODY)
    yield from Body(paths, bound, root_path).check(model, body)
    yield from check_translations(model, body)


def _bind(bind: Element, where: str, paths: set[str], seen: set[str]) -> Iterator[FormProblem]:
    if where.startswith("/") and plain(where) not in paths:
        yield FormProblem("node_missing", "warning", bind=where)
    if where in seen:
        yield FormProblem("bind_twice", "warning", bind=where)
    seen.add(where)
    declared = bind.get("type", "")
    if declared and declared.rpartition(":")[2] not in _TYPES:
        yield FormProblem("bind_type_unknown", "warning", bind=where, facts={"type": declared})
    for column in _EXPRESSIONS:
        expression = bind.get(column)
        if expression and expression.strip():
            yield from expression_fault(expression, column, FormProblem("", "error", bind=where))


def _paths(node: Element, above: str) -> Iterator[str]:
    stack = [(node, above)]
    while stack:
        element, parent = stack.pop()
        path = f"{parent}/{_local(element.tag)}"
        yield path
        for name in element.keys():  # noqa: SIM118 - Element.keys() lists attributes
            yield f"{path}/@{_local(name)}"
        stack.extend((child, path) for child in element if isinstance(child.tag, str))


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]
