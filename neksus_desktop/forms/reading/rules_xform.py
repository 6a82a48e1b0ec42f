"""Rules of a ready XForm: every bind, control and expression has the node and the shape it needs."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError, fromstring

from neksus_desktop.errors import FormUnreadableError
from neksus_desktop.forms.reading.problems import FormProblem
from neksus_desktop.forms.reading.rules_references import expression_fault

_XF = "{http://www.w3.org/2002/xforms}"
_EXPRESSIONS = ("relevant", "constraint", "required", "readonly", "calculate")


def check_xform(text: str) -> Iterator[FormProblem]:
    """All faults of an XForm whose text was found safe to parse."""
    try:
        root = fromstring(text)  # noqa: S314 - xform_file has refused every DTD
    except ParseError as error:
        raise FormUnreadableError(file="", detail=str(error), line=error.position[0]) from error
    model = root if root.tag == f"{_XF}model" else root.find(f".//{_XF}model")
    instance = model.find(f"{_XF}instance") if model is not None else None
    if model is None or instance is None or not len(instance):
        yield FormProblem("instance_missing")
        return
    paths = set(_paths(instance[0], ""))
    bound: set[str] = set()
    for bind in model.iter(f"{_XF}bind"):
        where = bind.get("nodeset") or bind.get("ref") or ""
        yield from _bind(bind, where, paths, bound)
    for tag in ("input", "select", "select1", "upload", "trigger", "range", "rank"):
        for control in root.iter(f"{_XF}{tag}"):
            ref = control.get("ref") or ""
            if ref.startswith("/") and _plain(ref) not in paths:
                yield FormProblem("node_missing", bind=ref)
    for repeat in root.iter(f"{_XF}repeat"):
        ref = repeat.get("nodeset") or ""
        if ref.startswith("/") and _plain(ref) not in paths:
            yield FormProblem("node_missing", bind=ref)


def _bind(bind: Element, where: str, paths: set[str], bound: set[str]) -> Iterator[FormProblem]:
    if where.startswith("/") and _plain(where) not in paths:
        yield FormProblem("node_missing", bind=where)
    if where in bound:
        yield FormProblem("bind_twice", bind=where)
    bound.add(where)
    for column in _EXPRESSIONS:
        expression = bind.get(column)
        if expression:
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


def _plain(path: str) -> str:
    return "/".join(step.rpartition(":")[2] if "@" not in step else step for step in path.strip().split("/"))


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]
