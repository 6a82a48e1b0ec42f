"""Forms driven by machines: steps in, everything out; one expression; and both line by line.

Paths here are positional: ``/data/rep[2]/x`` is the second row, counted from 1; without a number it is the first.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from neksus_desktop.errors import FormExpressionError, FormFaultyError, NeksusError, NotFoundError, UsageError
from neksus_desktop.forms.form import Form, form_from_xform
from neksus_desktop.forms.instance import Node, Rows
from neksus_desktop.forms.library import load_form
from neksus_desktop.forms.model import SessionContext
from neksus_desktop.forms.refs import FormResolver
from neksus_desktop.forms.session import FormSession
from neksus_desktop.forms.views import path_of, readonly
from neksus_desktop.forms.xpath.compiler import compile_ast
from neksus_desktop.forms.xpath.context import Context
from neksus_desktop.forms.xpath.document import DocumentWorld
from neksus_desktop.forms.xpath.parser import parse
from neksus_desktop.forms.xpath.values import Value, fault

Step = Mapping[str, Any]
_SEGMENT = re.compile(r"([^\[\]]+)(?:\[\s*(\d+)\s*\])?")
_SLIPS = (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError, ZeroDivisionError, RecursionError)


def key_at(session: FormSession, path: str) -> str:
    """The key of the node at a positional path.

    Raises:
        NotFoundError: nothing is there.
    """
    parts = [part for part in path.strip().split("/") if part]
    node: Any = session.engine.root
    if not parts or parts[0].rpartition(":")[2] != node.name:
        raise NotFoundError(kind="path", id=path)
    for depth, part in enumerate(parts[1:], 2):
        match = _SEGMENT.fullmatch(part)
        if part.startswith("@"):
            beside = type(node) is Node and node.template.leaf and node.up is not None
            around, name = (node.up.kids, f"{node.name}/{part}") if beside else (node.kids, part)
        else:
            around, name = node.kids, match[1].rpartition(":")[2] if match is not None else ""
        kid = next((kid for kid in around if kid.template.name == name), None)
        if match is None or kid is None:
            raise NotFoundError(kind="path", id=path)
        if type(kid) is Rows and (match[2] or depth < len(parts)):
            place = int(match[2] or 1)
            if not 1 <= place <= len(kid.items):
                raise NotFoundError(kind="path", id=path)
            kid = kid.items[place - 1]
        node = kid
    return str(node.key)


def apply_step(session: FormSession, step: Step) -> None:
    """Do one step.

    Raises:
        NotFoundError: its path leads nowhere.
        UsageError: it is no step.
    """
    if "set" in step:
        session.set(key_at(session, str(step["set"])), str(step.get("value", "")))
    elif "add" in step:
        session.add_row(key_at(session, str(step["add"])))
    elif "remove" in step:
        key = key_at(session, str(step["remove"]))
        session.remove_row(key if key.endswith("]") else session.children(key)[-1])
    elif "lang" in step:
        session.set_language(str(step["lang"]))
    else:
        raise UsageError(reason="unknown_step")


def run_steps(
    form: Form, steps: Sequence[Step], language: str | None = None, context: SessionContext | None = None
) -> dict[str, Any]:
    """A new record, the steps, and all that can be seen afterwards."""
    session = FormSession(form, language=language, context=context)
    return snapshot(session, perform(session, steps))


def perform(session: FormSession, steps: Sequence[Step]) -> list[dict[str, str]]:
    """Do all steps; those that cannot be done come back as problems."""
    refused = []
    for step in steps:
        try:
            apply_step(session, step)
        except (NotFoundError, UsageError) as error:
            path = str(next(iter(step.values()), "")) if isinstance(step, Mapping) else ""
            refused.append({"path": path, "code": "step", "severity": "error", "message": message_of(error)})
    return refused


def snapshot(session: FormSession, refused: Sequence[dict[str, str]] = ()) -> dict[str, Any]:
    """Everything about every node, by positional path."""
    seen: dict[str, dict[str, Any]] = {
        name: {} for name in ("values", "relevant", "required", "valid", "readonly", "labels", "choices")
    }
    for _, node in session.nodes():
        if type(node) is Rows:
            continue
        path = path_of(node)
        seen["relevant"][path] = node.rel
        template = node.template
        if "label" in template.extras:
            seen["labels"][path] = session.labels.shown(template.extras["label"], node)
        if not template.leaf:
            continue
        seen["values"][path] = node.value if node.rel else ""
        seen["required"][path] = node.required
        seen["valid"][path] = node.valid
        seen["readonly"][path] = readonly(node)
        if "items" in template.extras or "itemset" in template.extras:
            offered = session.labels.choices(node)
            seen["choices"][path] = [{"value": choice.value, "label": choice.label} for choice in offered]
    problems = [
        {"path": one.path, "code": one.code, "severity": one.severity, "message": one.message}
        for one in session.problems()
    ]
    return {**seen, "problems": [*refused, *problems]}


def evaluate(
    expr: str,
    form: Form | None = None,
    xml: str | None = None,
    context: str | None = None,
    steps: Sequence[Step] = (),
    session_context: SessionContext | None = None,
) -> dict[str, Any]:
    """``{"type": string | number | boolean | nodeset, "value": …}`` of one expression.

    Args:
        expr: the expression.
        form: a form, in whose new record (after ``steps``) it is evaluated.
        xml: or an XML document; an XForm is taken as a form.
        context: an expression for the node to start from.
        steps: as for ``run_steps``.
        session_context: the clock and the like.

    Raises:
        FormExpressionError: it cannot be read or computed, or ``context`` finds nothing.
    """
    if form is None and xml is not None:
        form = _form_in(xml)
    try:
        if form is None:
            value = _in_document(expr, DocumentWorld(xml, session_context or SessionContext()), context)
        else:
            session = FormSession(form, context=session_context)
            perform(session, steps)
            value = _in_session(expr, session, context)
    except (ValueError, OverflowError, ZeroDivisionError, RecursionError) as error:
        raise fault(type(error).__name__) from error
    except FormExpressionError as error:
        told = {"expression": expr[:200], "where": context or "/", "detail": ""}
        facts = {name: str(value) for name, value in error.facts.items() if value}
        raise type(error)(**{**told, **facts}) from error
    return shown(value)


def _form_in(xml: str) -> Form | None:
    """The form that an inline document is; None if it only holds parts of one, and is a document like any other."""
    if "<model" not in xml or "<bind" not in xml:
        return None
    try:
        return form_from_xform(xml)
    except FormFaultyError:
        return None


def _in_document(expr: str, world: DocumentWorld, context: str | None) -> Value:
    node = world.document
    if context:
        found = compile_ast(parse(context))(Context(node, world))
        if type(found) is not list or not found:
            raise fault("no_context_node")
        node = found[0]
    return compile_ast(parse(expr))(Context(node, world))


def _in_session(expr: str, session: FormSession, context: str | None) -> Value:
    definition = session.form.definition
    node: Any = session.engine.root
    if context:
        resolver = FormResolver(definition, definition.root)
        found = compile_ast(parse(context), resolver)(Context(node, session.world))
        if type(found) is not list or not found:
            found = _irrelevant(session, context)
        node = found[0]
    resolver = (
        FormResolver(definition, node.template) if type(node) is Node else FormResolver(definition, definition.root)
    )
    start = Context(node, session.world)
    return compile_ast(parse(expr), resolver if type(node) is Node else None)(start)


def _irrelevant(session: FormSession, context: str) -> list[Any]:
    try:
        return [session.node(key_at(session, context))]
    except NotFoundError as error:
        raise fault("no_context_node") from error


def shown(value: Value) -> dict[str, Any]:
    """A value as JSON can carry it; what is no finite number goes as text."""
    if type(value) is bool:
        return {"type": "boolean", "value": value}
    if type(value) is float:
        if math.isnan(value) or math.isinf(value):
            return {"type": "number", "value": "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"}
        return {"type": "number", "value": int(value) if value.is_integer() and abs(value) < 2**53 else value}
    if type(value) is list:
        return {"type": "nodeset", "value": [node.string() for node in value]}
    return {"type": "string", "value": str(value)}


def message_of(error: NeksusError, language: Any = "en") -> str:
    """What a person can make of an error: its sentence, or its code and facts."""
    from neksus_desktop.texts import text

    code = error.code
    for room in ("form", "core"):
        try:
            return text(language, f"{room}.error.{code}.what", **error.facts)
        except (KeyError, FileNotFoundError):
            continue
    return f"{code} {error.facts}"


def _answered(line: str, answer: Callable[[dict[str, Any]], dict[str, Any]]) -> str:
    name: Any = None
    try:
        asked = json.loads(line)
        if not isinstance(asked, dict):
            raise UsageError(reason="not_an_object")
        name = asked.get("id")
        result = answer(asked)
    except NeksusError as error:
        detail, message = str(error.facts.get("detail", "")), message_of(error)
        told = message if detail in message else f"{message} {detail}"
        result = {"error": {"code": error.code, "message": told}}
    except OSError as error:
        result = {"error": {"code": "unreadable", "message": error.strerror or type(error).__name__}}
    except _SLIPS as error:
        result = {"error": {"code": "unusable", "message": f"{type(error).__name__}: {error}"[:300]}}
    return json.dumps({"id": name, **result}, ensure_ascii=False)


class _Forms:
    """Forms named in lines, each read once."""

    def __init__(self, load: Callable[[Path], Form]) -> None:
        self.load = load
        self.known: dict[str, Form] = {}

    def get(self, asked: Mapping[str, Any]) -> Form | None:
        """The form that a line names."""
        name = asked.get("form")
        if not name:
            return None
        if name not in self.known:
            text = str(name)
            self.known[name] = form_from_xform(text) if text.lstrip().startswith("<") else self.load(Path(text))
        return self.known[name]


def run_batch(
    lines: Iterable[str], load: Callable[[Path], Form] = load_form, language: str | None = None
) -> Iterator[str]:
    """One JSON answer per line ``{"id", "form", "steps"}``; a bad line never stops the rest."""
    forms = _Forms(load)

    def answer(asked: dict[str, Any]) -> dict[str, Any]:
        form = forms.get(asked)
        if form is None:
            raise UsageError(reason="no_form")
        return run_steps(form, asked.get("steps") or [], asked.get("lang", language))

    return (_answered(line, answer) for line in lines if line.strip())


def eval_batch(lines: Iterable[str], load: Callable[[Path], Form] = load_form) -> Iterator[str]:
    """One JSON answer per line ``{"id", "expr", "form" | "xml", "context", "steps"}``."""
    forms = _Forms(load)

    def answer(asked: dict[str, Any]) -> dict[str, Any]:
        expr = asked.get("expr")
        if not isinstance(expr, str):
            raise FormExpressionError(detail="no_expression", expression="", where="")
        return evaluate(expr, forms.get(asked), asked.get("xml"), asked.get("context"), asked.get("steps") or [])

    return (_answered(line, answer) for line in lines if line.strip())
