"""What happens at events: setvalue on first load, on a new row and on change; preloaded metadata."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from neksus_desktop.errors import FormExpressionError
from neksus_desktop.forms.definition import Template
from neksus_desktop.forms.instance import Node, Rows, written
from neksus_desktop.forms.refs import instances
from neksus_desktop.forms.xpath.values import Moment, to_nodes

if TYPE_CHECKING:
    from neksus_desktop.forms.session import FormSession

MAX_CASCADE = 50


def _value(session: FormSession, node: Node, source: str, text: str) -> str:
    if not source:
        return text
    try:
        value = session.labels.evaluate(source, node)
    except FormExpressionError as error:
        session.engine.faults[node.key, "setvalue"] = error
        return node.value
    return written(value, node.template.type)[0]


def preload(session: FormSession) -> None:
    """Fill in the metadata of a new record."""
    for template in session.form.definition.starters:
        if "pre" in template.extras:
            for node in instances(template, session.engine.root):
                session.engine.write(node, preloaded(session, template) or node.value)


def on_load(session: FormSession, event: str) -> None:
    """Run the actions of ``first`` (a new record) or ``load`` (any); a calculation has the last word."""
    for template in session.form.definition.starters:
        for source, text, action, chosen in template.extras.get(event, ()):
            if action != "setvalue":
                continue
            calculation = template.cells.get("calc")
            for node in _targets(session, template, session.engine.root, chosen):
                _put(session, node, _value(session, node, source, text))
                if calculation is not None:
                    session.engine.mark(calculation, node)


def preloaded(session: FormSession, template: Template) -> str:
    """A piece of metadata, as the specification's table of preloaders says."""
    kind, parameter = template.extras["pre"]
    context = session.world.context
    if kind == "uid":
        own = context.instance_id if template.repeat is None else ""  # a row has an id of its own
        return own or f"uuid:{uuid.uuid4()}"
    if kind in ("timestamp", "date", "time"):
        if kind == "timestamp" and parameter == "end":
            return ""
        shape = {"timestamp": "dateTime", "date": "date", "time": "time"}[kind]
        return str(Moment(context.now().astimezone().replace(tzinfo=None), shape))
    return session.world.prop(parameter) if kind == "property" else ""


def on_new_row(session: FormSession, row: Node) -> None:
    """What a row begins with that came to be while answering: metadata, actions, and the form's own rows within it."""
    template = row.template
    actors = session.row_actors.get(template.index)
    if actors is None:
        actors = session.row_actors[template.index] = _actors(template)
    if not actors:
        return
    for inner in actors:
        if inner.kind == "repeat" and inner is not template:
            continue
        for node in instances(inner, row):
            if "pre" in inner.extras:
                session.engine.write(node, preloaded(session, inner) or node.value)
            for source, text, action, _ in inner.extras.get("newrow", ()):
                if action == "setvalue":
                    _put(session, node, _value(session, node, source, text))
    if any(inner.kind == "repeat" and inner is not template for inner in actors):
        fill_nested(session, row)


def _actors(template: Template) -> list[Template]:
    """What is to be done something with in a new row: questions with metadata or actions, and repeats within it."""
    found = []
    stack = [template]
    while stack:
        one = stack.pop()
        nested = one.kind == "repeat" and one is not template
        if nested or "newrow" in one.extras or "pre" in one.extras:
            found.append(one)
        if not nested:
            stack.extend(reversed(one.kids))
    return found


def fill_nested(session: FormSession, row: Node) -> None:
    """Give the repeats inside a new row the rows that the form itself has."""
    engine = session.engine
    for node in row.walk():
        for kid in node.kids:
            if type(kid) is Rows and "count" not in kid.template.extras:
                for _ in kid.template.extras.get("rows", ())[len(kid.items) :]:
                    engine.on_new_row(engine.add_row(kid, engine.new_row_id(kid), len(kid.items)))


def _put(session: FormSession, node: Node, value: str) -> None:
    """Set a value; the actions that hang on the question wait until all is computed (see ``settle``)."""
    if value != node.value:
        session.engine.write(node, value)
        if "changed" in node.template.told and "changed" in node.template.extras:
            session.waiting.append(node)


def settle(session: FormSession) -> None:
    """Compute everything, with the actions of questions that actions have set."""
    session.engine.run()
    for _ in range(MAX_CASCADE):
        waiting, session.waiting = session.waiting, []
        if not waiting:
            return
        for node in waiting:
            on_change(session, node)
        session.engine.run()
    session.waiting = []


def on_change(session: FormSession, node: Node, depth: int = 0) -> None:
    """Run the actions that hang on a question, for its own row."""
    session.engine.run()
    for target, source, text, action, chosen in node.template.extras.get("changed", ()):
        if action != "setvalue":
            continue
        template = session.form.definition.templates[target]
        for found in _targets(session, template, node, chosen):
            value = _value(session, found, source, text)
            if value != found.value:
                session.write(found, value)
                if depth < MAX_CASCADE and "changed" in template.extras:
                    on_change(session, found, depth + 1)


def _targets(session: FormSession, template: Template, node: Any, chosen: str) -> list[Any]:
    """The nodes that an action on ``node`` sets: those of its row, or those that predicates in its ``ref`` choose."""
    if chosen:
        try:
            picked = to_nodes(session.labels.evaluate(chosen, node))
        except FormExpressionError as error:
            session.engine.faults[node.key, "setvalue"] = error
            return []
        return [one for one in picked if type(one) is Node and one.template is template]
    route = {id(one) for one in template.ancestors()}
    while id(node.template) not in route:
        node = node.up
    return instances(template, node)
