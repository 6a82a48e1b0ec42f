"""Starting a session, new or saved, and giving back what it holds as flat texts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from neksus_desktop.forms import actions
from neksus_desktop.forms.instance import Node, Rows, fits, typed
from neksus_desktop.forms.marking import Changes

if TYPE_CHECKING:
    from neksus_desktop.forms.session import FormSession


def start(session: FormSession, answers: Mapping[str, str] | None) -> None:
    """Bring the tree to life: the form's own rows and defaults, or what was saved; then compute everything."""
    engine = session.engine
    if answers:
        restore(session, answers)
    else:
        if session.form.definition.repeats:
            _own_rows(session, engine.root)
        actions.preload(session)
    engine.mark_everything()
    engine.run()
    if not answers:
        actions.on_load(session, "first")
    actions.on_load(session, "load")
    actions.settle(session)
    for node in (*engine.slots, *engine.by_key.values()):
        if type(node) is Node and node.value and node.valid and not fits(node.value, node.template.type):
            node.valid = False
    engine.changes = Changes()
    session.journal = []


def _own_rows(session: FormSession, top: Node) -> None:
    engine = session.engine
    for node in top.walk():
        for kid in node.kids:
            if type(kid) is Rows and "count" not in kid.template.extras:
                for values in kid.template.extras.get("rows", ()):
                    _fill(session, engine.add_row(kid, engine.new_row_id(kid), len(kid.items)), values)


def _fill(session: FormSession, row: Node, values: Mapping[str, Any]) -> None:
    for path, value in values.items():
        if path.endswith("[]"):
            rows = session.engine.by_key.get(f"{row.key}/{path[:-2]}")
            if type(rows) is Rows and "count" not in rows.template.extras:
                for inner in value:
                    made = session.engine.add_row(rows, session.engine.new_row_id(rows), len(rows.items))
                    _fill(session, made, inner)
            continue
        node = session.engine.by_key.get(f"{row.key}/{path}" if path else row.key)
        if type(node) is Node and node.template.leaf:
            put(node, value)


def put(node: Node, value: str) -> None:
    """Set a value without telling anyone, while nothing has been computed yet."""
    node.value = value
    node.t = typed(value, node.template.type)
    node.x = node.t if node.rel else ""


def restore(session: FormSession, answers: Mapping[str, str]) -> None:
    """Put saved texts in their places; what has none is kept as an orphan."""
    engine = session.engine
    definition = session.form.definition
    for template in definition.templates:
        if template.default and template.leaf and template.repeat is None:
            put(engine.slots[template.index], "")
    for key, row_ids in sorted(_rows_in(session, answers).items(), key=lambda item: item[0].count("/")):
        rows = engine.by_key.get(key)
        if type(rows) is not Rows:
            if key in answers:
                session.unknown[key] = answers[key]
            continue
        for row_id in row_ids:
            row = engine.add_row(rows, row_id, len(rows.items))
            for node in row.walk():
                put(node, "")
    for key, value in answers.items():
        leaf = definition.by_path.get(key)
        found = engine.slots[leaf.index] if leaf is not None and leaf.repeat is None else engine.by_key.get(key)
        if type(found) is Node and found.template.leaf:
            put(found, value)
        elif type(found) is not Rows and value:
            session.unknown[key] = value


def _rows_in(session: FormSession, answers: Mapping[str, str]) -> dict[str, dict[str, None]]:
    """Row ids by repeat, in order: those that are listed, then those that only an answer tells of.

    A row that was taken out in one place while something was written in it in another is among the latter.
    """
    found = {key: dict.fromkeys(answers[key].split()) for key in answers if _is_repeat(session, key)}
    for key, value in answers.items():
        end = key.find("]") if value else -1
        while end > 0:
            repeat, _, row_id = key[:end].rpartition("[")
            if repeat in found or _is_repeat(session, repeat):
                found.setdefault(repeat, {}).setdefault(row_id)
            end = key.find("]", end + 1)
    return found


def _is_repeat(session: FormSession, key: str) -> bool:
    if key.endswith("]"):
        return False
    path = "".join(part.partition("]")[2] if at else part for at, part in enumerate(key.split("[")))
    template = session.form.definition.by_path.get(path)
    return template is not None and template.kind == "repeat"


def answers(session: FormSession) -> dict[str, str]:
    """See ``FormSession.answers``."""
    found: dict[str, str] = {}
    for key, node in session.nodes():
        if type(node) is Rows:
            if node.items:
                found[key] = " ".join(row.rid for row in node.items)
        elif node.value:
            found[key] = node.value
    found.update(orphans(session))
    return found


def orphans(session: FormSession) -> dict[str, str]:
    """See ``FormSession.orphans``; rows that a count took away are among them."""
    found = dict(session.unknown)
    for rows in [node for node in session.engine.by_key.values() if type(node) is Rows and node.spare]:
        for row in rows.spare:
            found.update({node.key: node.value for node in row.walk() if node.value})
    return found
