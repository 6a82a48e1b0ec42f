"""The answers as they leave the session: nested JSON and an ODK instance in XML; only what is relevant."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr

from neksus_desktop.forms.instance import Node, Rows
from neksus_desktop.forms.marking import Changes
from neksus_desktop.forms.xpath.values import Moment

if TYPE_CHECKING:
    from neksus_desktop.forms.session import FormSession


XFORMS_URI = "http://www.w3.org/2002/xforms"
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def as_json(session: FormSession) -> dict[str, Any]:
    """``{root name: {name: text | {…} | [{…}, …]}}``."""
    _finish(session)
    root = session.engine.root
    return {root.name: _object(root)}


def _object(node: Node) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for kid in node.kids:
        if type(kid) is Rows:
            rows = [_object(row) if not row.template.leaf else row.value for row in kid.items if row.rel]
            if rows:
                found[kid.template.name] = rows
        elif kid.rel:
            if kid.template.leaf:
                found[kid.name] = kid.value
            else:
                found[kid.name] = _object(kid)
    return found


def _finish(session: FormSession) -> None:
    """Stamp the end of the interview, as ``jr:preload="timestamp"`` with ``end`` asks."""
    session.engine.changes = Changes()  # those of the last operation have been handed out
    for template in session.form.definition.starters:
        if template.extras.get("pre") == ["timestamp", "end"] and template.repeat is None:
            node = session.engine.slots[template.index]
            now = session.world.now().astimezone().replace(tzinfo=None)
            session.engine.write(node, str(Moment(now, "dateTime")))


def as_xml(session: FormSession) -> str:
    """The instance with its namespaces, id and version, as a server would take it."""
    _finish(session)
    plain = session.form.plain
    parts = ['<?xml version="1.0" encoding="UTF-8"?>\n<', session.engine.root.qname]
    if plain["uri"] not in ("", XFORMS_URI):
        parts.append(f" xmlns={quoteattr(plain['uri'])}")
    used = {"orx": "http://openrosa.org/xforms", "jr": "http://openrosa.org/javarosa", **plain["prefixes"]}
    extras = [one.extras for one in session.form.definition.templates if one.may_have("q", "xattrs")]
    names = [one["q"][0] for one in extras if "q" in one] + [name for one in extras for name in one.get("xattrs", ())]
    names += list(plain["root"])
    wanted = {"orx", *(name.partition(":")[0] for name in names if ":" in name)}
    parts.extend(f" xmlns:{prefix}={quoteattr(uri)}" for prefix, uri in used.items() if prefix in wanted)
    root_pairs = {**plain["root"], **session.engine.root.pairs()}
    parts.extend(f" {name}={quoteattr(_clean(text))}" for name, text in root_pairs.items())
    parts.append(">")
    for kid in session.engine.root.kids:
        _write(kid, parts)
    parts.append(f"</{session.engine.root.qname}>\n")
    return "".join(parts)


def _write(node: Any, parts: list[str]) -> None:
    if type(node) is Rows:
        for row in node.items:
            _write(row, parts)
        return
    if not node.rel or "@" in node.template.name:
        return
    name = node.qname
    attributes = "".join(f" {key}={quoteattr(_clean(text))}" for key, text in node.pairs().items())
    if node.uri and ":" not in name:
        attributes += f" xmlns={quoteattr(node.uri)}"
    if node.template.leaf:
        parts.append(
            f"<{name}{attributes}>{escape(_clean(node.value))}</{name}>" if node.value else f"<{name}{attributes}/>"
        )
        return
    parts.append(f"<{name}{attributes}>")
    for kid in node.kids:
        _write(kid, parts)
    parts.append(f"</{name}>")


def _clean(text: str) -> str:
    """Without the characters that XML cannot carry."""
    return _NOT_XML.sub("", text)
