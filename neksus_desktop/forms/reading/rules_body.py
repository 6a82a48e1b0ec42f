"""Rules of an XForm's body, actions and translations: what the field's tools refuse a form for.

A control, group, repeat or action on a node that is not there, a choice without choices and two translations into one
language are faults; a text that no language has is a notice, for the form can still be answered.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from xml.etree.ElementTree import Element

from neksus_desktop.forms.reading.problems import FormProblem
from neksus_desktop.forms.reading.rules_references import expression_fault
from neksus_desktop.forms.xform_body import EVENTS, absolute

XF = "{http://www.w3.org/2002/xforms}"
_JR = "{http://openrosa.org/javarosa}"
_CONTROLS = {f"{XF}{name}" for name in ("input", "select", "select1", "upload", "trigger", "range", "rank", "secret")}
_CHOICES = {f"{XF}{name}" for name in ("select", "select1", "rank")}
_AROUND = {f"{XF}group", f"{XF}repeat"}
_ACTIONS = {f"{XF}setvalue", "{http://www.opendatakit.org/xforms}setgeopoint"}
_ITEXT = re.compile(r"\s*jr:itext\(\s*(['\"])(.*?)\1\s*\)\s*")
_PREDICATE = re.compile(r"\[[^\[\]]*(?:\[[^\[\]]*\][^\[\]]*)*\]")


def plain(path: str) -> str:
    """A path without prefixes and predicates."""
    steps = _PREDICATE.sub("", path).strip().split("/")
    return "/".join(step.rpartition(":")[2] if "@" not in step else step for step in steps)


class Body:
    """The body and the actions of one XForm. ``paths`` are those of the instance, ``bound`` paths by id of a bind."""

    def __init__(self, paths: Collection[str], bound: dict[str, str], root: str) -> None:
        self.paths = paths
        self.bound = bound
        self.root = root
        self.missed: set[str] = set()

    def check(self, model: Element, body: Element | None) -> Iterator[FormProblem]:
        """All faults of the actions of ``model`` and of everything in ``body``."""
        for action in model:
            if action.tag in _ACTIONS:
                yield from self.action(action, self.root)
        stack = [(kid, self.root) for kid in reversed(body if body is not None else ())]
        while stack:
            element, context = stack.pop()
            if element.tag in _ACTIONS:
                yield from self.action(element, context)
                continue
            if element.tag in _CONTROLS or element.tag in _AROUND:
                path = self.path(element, context)
                yield from self.placed(element, path)
                context = path or context
            if element.tag in _CONTROLS:
                yield from self.control(element, context)
            stack.extend((kid, context) for kid in reversed(element))

    def path(self, element: Element, context: str) -> str:
        """The absolute path that an element is about; nothing if it names none."""
        ref = element.get("ref") or element.get("nodeset") or self.bound.get(element.get("bind", ""), "")
        return absolute(plain(ref), context)

    def placed(self, element: Element, path: str) -> Iterator[FormProblem]:
        """A control, group or repeat must be about a node that is there."""
        kind = element.tag.rpartition("}")[2]
        if not path:
            if kind not in ("group", "trigger"):
                yield FormProblem("control_unbound", bind=kind, facts={"name": kind})
        elif path not in self.paths and path not in self.missed:
            self.missed.add(path)
            yield FormProblem("node_missing", bind=path)
        count = element.get(f"{_JR}count")
        if count:
            yield from expression_fault(count, "jr:count", FormProblem("", bind=path))

    def control(self, element: Element, path: str) -> Iterator[FormProblem]:
        """The choices and the computed texts of a control."""
        here = FormProblem("", bind=path)
        itemset = element.find(f"{XF}itemset")
        if itemset is not None:
            yield from expression_fault(itemset.get("nodeset", ""), "itemset", here)
        elif element.tag in _CHOICES and element.find(f"{XF}item") is None:
            yield FormProblem("choices_missing", bind=path)
        for output in element.iter(f"{XF}output"):
            yield from expression_fault(output.get("value") or output.get("ref") or "", "output", here)
        if element.tag == f"{XF}range" and not all(element.get(name) for name in ("start", "end", "step")):
            yield FormProblem("range_unbounded", "warning", bind=path)

    def action(self, element: Element, context: str) -> Iterator[FormProblem]:
        """An action must be about a node that is there, and its value an expression."""
        path = self.path(element, context)
        for event in element.get("event", "").split():
            if event.rpartition(":")[2] not in EVENTS:
                yield FormProblem("event_unknown", bind=path, facts={"name": event})
        if path not in self.paths:
            yield FormProblem("node_missing", bind=path)
        elif element.get("value"):
            yield from expression_fault(element.get("value", ""), "setvalue", FormProblem("", bind=path))


def check_translations(model: Element, body: Element | None) -> Iterator[FormProblem]:
    """Every language once, and every text that is asked for in the first language or the default one."""
    languages: dict[str, set[str]] = {}
    default = ""
    for translation in model.iterfind(f"{XF}itext/{XF}translation"):
        name = translation.get("lang", "")
        if name in languages:
            yield FormProblem("language_twice", facts={"language": name})
        texts = {text.get("id", "") for text in translation.iterfind(f"{XF}text")}
        languages.setdefault(name, set()).update(texts)
        default = name if translation.get("default") is not None or not default else default
    known = languages.get(default, set())
    asked = (element.get("ref", "") for element in (body.iter() if body is not None else ()))
    for name in dict.fromkeys(match[2] for ref in asked if (match := _ITEXT.fullmatch(ref))):
        if name not in known:
            yield FormProblem("text_missing", "warning", facts={"name": name, "language": default or "–"})
