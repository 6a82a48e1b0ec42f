"""What a screen or a report asks of a session: views of nodes, children, problems."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from neksus_desktop.forms.definition import WHOLE, Template
from neksus_desktop.forms.instance import Node, Rows, fits, is_whole
from neksus_desktop.forms.model import NodeKind, NodeView, Problem
from neksus_desktop.texts import LANGUAGES, text

if TYPE_CHECKING:
    from neksus_desktop.forms.session import FormSession

_HEAD_OF_TABLE = "generated_table_list_label_"
"""What pyxform calls the note that has the title of a ``table-list``; the group is shown with it instead."""


def everything(root: Node) -> Iterator[tuple[str, Any]]:
    """Every node, row and repeat with its key, in form order."""
    stack: list[Any] = [root]
    while stack:
        node = stack.pop()
        yield node.key, node
        stack.extend(reversed(node.items if type(node) is Rows else node.kids))


def children(node: Any) -> list[str]:
    """Keys of rows, or of the children that are shown, in the order of the form's body."""
    if type(node) is Rows:
        return [row.key for row in node.items]
    shown = [kid for kid in node.kids if is_shown(kid.template) and not kid.template.name.startswith(_HEAD_OF_TABLE)]
    if any("at" in kid.template.extras for kid in shown):
        shown.sort(key=lambda kid: first_at(kid.template))
    return [kid.key for kid in shown]


def is_shown(template: Template) -> bool:
    """Whether the form shows this node, or anything below it."""
    return bool(template.control) or any(is_shown(kid) for kid in template.kids)


def first_at(template: Template) -> int:
    """The place in the body where a node, or the first below it, is shown."""
    own = template.extras.get("at")
    if own is not None:
        return int(own)
    return min((first_at(kid) for kid in template.kids if is_shown(kid)), default=1_000_000)


def kind_of(template: Template) -> str:  # noqa: PLR0911 - one way out per kind
    """The type of a question as an XLSForm author would name it, near enough."""
    control, declared = template.control, template.type
    if control in ("select1", "select") and "label" in template.extras.get("app", "").split():
        return "note"  # it only names the choices of the list below it
    if control in ("select1", "select", "rank", "range", "trigger"):
        return control
    if control == "upload":
        return "binary"
    if not control:
        if "pre" in template.extras:
            return "metadata"
        return "calculate" if "calc" in template.extras else "hidden"
    if control == "input" and declared == "string" and template.ro0 and "calc" not in template.extras:
        return "note"
    return {"integer": "int"}.get(declared, declared)


def path_of(node: Any) -> str:
    """The path with 1-based places of rows."""
    parts: list[str] = []
    one: Any = node.up if type(node) is Rows else node
    if type(node) is Rows:
        parts.append(node.template.name)
    while one is not None:
        parts.append(f"{one.name}[{one.index + 1}]" if one.rows is not None else one.name)
        one = one.up
    return "/" + "/".join(reversed(parts))


def view(session: FormSession, node: Any) -> NodeView:
    """See ``FormSession.view``."""
    template = node.template
    extras = template.extras
    labels = session.labels
    rows = type(node) is Rows
    anchor: Node = node.up if rows else node
    kind: NodeKind = "repeat" if rows else "row" if node.rows is not None else "question" if template.leaf else "group"
    label = extras.get("label") or (None if template.leaf else _title_of_table(template))
    attributes = {**extras.get("attrs", {}), **extras.get("body", {})}
    if "media" in extras:
        attributes["mediatype"] = extras["media"]
    if "count" in extras:
        attributes["count"] = extras["count"]
    if "fixed" in extras:
        attributes["fixed"] = "1"
    question = kind == "question"
    return NodeView(
        key=node.key,
        name=template.name,
        path=path_of(node),
        kind=kind,
        type=kind_of(template) if question else "",
        appearance=extras.get("app", ""),
        label=labels.shown(label, anchor),
        hint=labels.shown(extras.get("hint"), anchor),
        guidance=labels.shown(extras.get("hint"), anchor, "guidance"),
        value=session.value(node.key),
        relevant=(node.up.rel and _repeat_relevant(node)) if rows else node.rel,
        required=question and node.required,
        readonly=readonly(anchor),
        valid=True if rows else node.valid,
        message="" if rows or node.valid else message(session, node),
        choices=labels.choices(node) if question else (),
        media=labels.media(label),
        attributes=attributes,
    )


def _title_of_table(template: Template) -> dict[str, Any] | None:
    """Pyxform gives the title of a ``table-list`` to a note in it."""
    if "field-list" not in template.extras.get("app", ""):
        return None
    titles = (kid.extras.get("label") for kid in template.kids if kid.name.startswith(_HEAD_OF_TABLE))
    return next(titles, None)


def readonly(node: Any) -> bool:
    """Whether a node, or a group around it, may not be changed."""
    while node is not None:
        if node.ro:
            return True
        node = node.up
    return False


def _repeat_relevant(rows: Rows) -> bool:
    return any(row.rel for row in rows.items) if rows.items else rows.template.own0


def ui_language(session: FormSession) -> Any:
    """The language of our own messages."""
    return session.language if session.language in LANGUAGES else "en"


def message(session: FormSession, node: Node) -> str:
    """Why a value is not valid."""
    if not fits(node.value, node.template.type):
        kind = "int_size" if is_whole(node.value) and node.template.type in WHOLE else type_key(node.template.type)
        return text(ui_language(session), f"form.type.{kind}")
    own = session.labels.shown(node.template.extras.get("conmsg"), node)
    return own or text(ui_language(session), "form.constraint")


def type_key(kind: str) -> str:
    """The catalogue's name for a type."""
    if kind in ("int", "integer", "long"):
        return "int"
    if kind in ("decimal", "double", "float"):
        return "decimal"
    return kind if kind in ("date", "dateTime", "time", "boolean", "geopoint", "geotrace", "geoshape") else "other"


def problems(session: FormSession, keys: Iterable[str] | None) -> list[Problem]:
    """Missing and invalid answers, choices no longer offered, expressions that failed."""
    found: list[Problem] = []
    nodes = session.nodes() if keys is None else ((key, session.node(key)) for key in keys)
    for key, node in nodes:
        if type(node) is Node and node.rel and node.template.leaf:
            found.extend(_of_node(session, key, node))
    for (key, kind), error in session.engine.faults.items():
        if keys is None:
            detail = str(error.facts.get("detail", ""))
            shown = text(ui_language(session), "form.expression", kind=kind, detail=detail)
            found.append(Problem(key, _path(session, key), "expression", "warning", shown))
    return found


def _path(session: FormSession, key: str) -> str:
    node = session.engine.by_key.get(key)
    return path_of(node) if node is not None else key


def _of_node(session: FormSession, key: str, node: Node) -> Iterator[Problem]:
    template = node.template
    if not node.value:
        if node.required:
            own = session.labels.shown(template.extras.get("reqmsg"), node)
            yield Problem(key, path_of(node), "required", "error", own or text(ui_language(session), "form.required"))
        return
    if not fits(node.value, template.type):
        yield Problem(key, path_of(node), "type", "error", message(session, node))
    elif not node.valid:
        yield Problem(key, path_of(node), "constraint", "error", message(session, node))
    if template.control in ("select1", "select", "rank") and (
        "items" in template.extras or "itemset" in template.extras
    ):
        offered = session.labels.offered(node)
        given = [node.value] if template.control == "select1" else node.value.split()
        if any(value not in offered for value in given):
            yield Problem(key, path_of(node), "choice", "warning", text(ui_language(session), "form.choice"))


def mark_translated(session: FormSession) -> None:
    """Mark what may compute from translated texts, after a change of language."""
    for cell in session.form.definition.cells():
        source = cell.source.extras.get(cell.kind) if cell.kind in ("calc", "rel", "con") else None
        if isinstance(source, str) and ("jr:itext" in source or "jr:choice-name" in source or "format-date" in source):
            session.engine.mark_all(cell, session.engine.root)
