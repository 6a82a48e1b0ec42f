"""XForm XML → the plain description of a form: lists, dicts and texts only, so that it can be kept as JSON.

The description (``VERSION`` changes when its shape does):

``nodes``      preorder list of ``[name, parent, kind, type, default, extras]``; ``parent`` an index, -1 for the root;
               ``kind`` is group, repeat or question
``extras``     what a node has besides, by short names; see ``_BINDS``, ``xform_body`` and ``Template``
               An attribute that is bound or set is a question after all elements, named ``@name`` below a group and
               ``element/@name`` beside a leaf; its element's ``bound`` names it.
``itext``      ``{language name: {id: {form: text}}}``; ``instances`` ``{id: {"src": …, "xml": …}}``
A *text* is a string or a list of strings and ``["o", expression]``; a *label* ``{"i": itext id}`` or ``{"t": text}``.
"""

from __future__ import annotations

import hashlib
from typing import Any
from xml.sax.saxutils import quoteattr

from neksus_desktop.errors import FormFaultyError
from neksus_desktop.forms import xform_body
from neksus_desktop.forms.xform_text import inline_text, label_of, serialise
from neksus_desktop.forms.xpath.nodes import XNode, read_xml

VERSION = 16
NEKSUS_URI = "urn:neksus:xforms"
Plain = dict[str, Any]

_BINDS = {
    "relevant": "rel",
    "calculate": "calc",
    "readonly": "ro",
    "required": "req",
    "constraint": "con",
}
_KNOWN_BIND = frozenset(
    ("nodeset", "type", "jr:constraintMsg", "jr:requiredMsg", "jr:preload", "jr:preloadParams", *_BINDS)
)


def read_xform(source: str | bytes) -> Plain:
    """Read an XForm.

    Raises:
        FormUnreadableError: no XML, or unsafe XML.
        FormFaultyError: XML, but no XForm.
    """
    data = source.encode() if isinstance(source, str) else source
    text = source if isinstance(source, str) else _decoded(source)
    root = read_xml(text, lists_as_text=True)
    html = root.elements()[0]
    model = _model(html)
    primary = next((node for node in model.elements("instance") if node.elements()), None)
    if primary is None:
        raise faulty("no_instance")
    top = primary.elements()[0]
    plain: Plain = {
        "shape": VERSION,
        "hash": hashlib.sha256(data).hexdigest(),
        "id": top.get("id"),
        "version": top.get("version") or top.get("orx:version"),
        "instance": primary.get("id"),
        "title": _title(html),
        "uri": top.uri,
        "root": {a.qname: a.text for a in top.attributes()},
        "prefixes": _prefixes(html, model, top),
        "itext": _itext(model),
        "instances": _instances(model, primary),
        "notices": [],
    }
    tree = _Tree(plain)
    body = html.first("body")
    repeats = xform_body.repeat_paths(body, top.name)
    tree.add(top, -1, "/" + top.name, repeats)
    _default_language(model, plain)
    _binds(model, tree)
    for action in model.elements():
        xform_body.add_action(tree, action, "")
    if body is not None:
        xform_body.read_body(tree, body)
    plain["nodes"] = tree.nodes
    return plain


def _decoded(source: bytes) -> str | bytes:
    """UTF-8 as text; other encodings are left to the XML reader."""
    try:
        return source.decode("utf-8-sig")
    except UnicodeDecodeError:
        return source


def faulty(detail: str, where: str = "") -> FormFaultyError:
    """The form is wrong in itself."""
    return FormFaultyError(sheet=where, row=0, detail=detail, count=1)


def _model(html: XNode) -> XNode:
    head = html.first("head")
    model = (head or html).first("model") if html.name != "model" else html
    if model is None:
        raise faulty("no_model")
    return model


def _title(html: XNode) -> str:
    head = html.first("head")
    title = head.first("title") if head is not None else None
    return "" if title is None else title.string().strip()


def _prefixes(*nodes: XNode) -> dict[str, str]:
    found: dict[str, str] = {}
    for node in nodes:
        found.update(node.prefixes or {})
    found.pop("", None)
    return found


def _itext(model: XNode) -> dict[str, dict[str, dict[str, Any]]]:
    block = model.first("itext")
    languages: dict[str, dict[str, dict[str, Any]]] = {}
    for translation in block.elements("translation") if block is not None else []:
        texts = languages.setdefault(translation.get("lang"), {})
        for entry in translation.elements("text"):
            texts[entry.get("id")] = {value.get("form"): inline_text(value) for value in entry.elements("value")}
    return languages


def _default_language(model: XNode, plain: Plain) -> None:
    block = model.first("itext")
    named = [t for t in block.elements("translation") if "default" in t.attrs] if block is not None else []
    names = list(plain["itext"])
    default = named[0].get("lang") if named else (names[0] if names else "")
    if default == "default" and len(names) > 1:
        texts = (text for entry in plain["itext"]["default"].values() for form, text in entry.items() if not form)
        if all(text == "-" for text in texts):
            default = next(name for name in names if name != "default")
            plain["hidden"] = "default"
    plain["default"] = default


def _instances(model: XNode, primary: XNode) -> dict[str, dict[str, str]]:
    found = {}
    for node in model.elements("instance"):
        if node is not primary and node.get("id"):
            xml = node.text or "".join(serialise(kid) for kid in node.elements())
            if xml.strip():
                spaces = {**_prefixes(*_upwards(node)), **(node.prefixes or {})}
                names = "".join(f" xmlns:{prefix}={quoteattr(uri)}" for prefix, uri in spaces.items() if prefix)
                xml = f"<instance{names}>{xml}</instance>"
            found[node.get("id")] = {"src": node.get("src"), "xml": xml if "<" in xml[1:-12] else ""}
    return found


def _upwards(node: XNode) -> list[XNode]:
    found = [node]
    while found[-1].up is not None:
        found.append(found[-1].up)
    return found[::-1]


def _binds(model: XNode, tree: _Tree) -> None:
    for bind in model.elements("bind"):
        path = xform_body.absolute(bind.get("nodeset") or bind.get("ref"), tree.names[0])
        if bind.get("id"):
            tree.bound[bind.get("id")] = path
        index = tree.find(path)
        if index is None:
            tree.plain["notices"].append(["bind_without_node", path])
            continue
        node = tree.nodes[index]
        extras = node[5]
        if bind.get("type"):
            node[3] = bind.get("type").rpartition(":")[2]
        for name, key in _BINDS.items():
            if bind.get(name).strip():
                extras[key] = bind.get(name).strip()
        for name, key in (("jr:constraintMsg", "conmsg"), ("jr:requiredMsg", "reqmsg")):
            if bind.get(name):
                extras[key] = label_of(bind.get(name))
        if bind.get("jr:preload"):
            extras["pre"] = [bind.get("jr:preload"), bind.get("jr:preloadParams")]
        more = {
            a.name if a.uri == NEKSUS_URI else a.qname: a.text for a in bind.attributes() if a.qname not in _KNOWN_BIND
        }
        ours = {a.name: a.text for a in bind.attributes() if a.uri == NEKSUS_URI}
        if more:
            extras["attrs"] = more
        if ours:
            extras["ours"] = ours


class _Tree:
    """The nodes while they are collected; finds them by path."""

    def __init__(self, plain: Plain) -> None:
        self.plain = plain
        self.nodes: list[list[Any]] = []
        self.paths: dict[str, int] = {}
        self.names: list[str] = []
        self.bound: dict[str, str] = {}

    def find(self, path: str) -> int | None:
        """The index of the node at an absolute path, prefixes disregarded; of an attribute one made for it."""
        found = self.paths.get(path.strip())
        if found is None and "/@" in path:
            return self.attribute(path.strip())
        if found is None and ":" in path:
            found = self.paths.get("/".join(part.rpartition(":")[2] for part in path.strip().split("/")))
        return found

    def attribute(self, path: str) -> int | None:
        """A node for an attribute that the form binds or sets: below its element, or beside it if that is a leaf."""
        above, _, name = path.rpartition("/@")
        owner = self.find(above)
        if owner is None or name not in (self.nodes[owner][5].get("xattrs") or {}):
            return None
        element = self.nodes[owner]
        leaf = element[2] == "question"
        text = element[5]["xattrs"][name]
        self.nodes.append(
            [
                f"{element[0]}/@{name}" if leaf else f"@{name}",
                element[1] if leaf else owner,
                "question",
                "string",
                text,
                {},
            ]
        )
        element[5].setdefault("bound", []).append(name)
        self.paths[path] = index = len(self.nodes) - 1
        self.names.append(path)
        return index

    def add(self, element: XNode, parent: int, path: str, repeats: set[str]) -> int:
        """Add an element of the primary instance and all below it."""
        index = len(self.nodes)
        kids = element.elements()
        template = "template" in {a.name for a in element.attributes()}
        kind = "repeat" if path in repeats else "group" if kids else "question"
        default = "" if kids else element.string().strip()
        extras: dict[str, Any] = {}
        if element.qname != element.name or element.uri != self.plain["uri"]:
            extras["q"] = [element.qname, element.uri]
        own = {a.qname: a.text for a in element.attributes() if a.name != "template"}
        if own:
            extras["xattrs"] = own
        self.nodes.append([element.name, parent, kind, "string", default, extras])
        self.paths[path] = index
        self.names.append(path)
        self._children(element, index, path, repeats)
        if template:
            extras["template"] = 1
        return index

    def _children(self, element: XNode, index: int, path: str, repeats: set[str]) -> None:
        groups: dict[str, list[XNode]] = {}
        for kid in element.elements():
            groups.setdefault(kid.name, []).append(kid)
        for name, alike in groups.items():
            below = f"{path}/{name}"
            templates = [kid for kid in alike if any(a.name == "template" for a in kid.attributes())]
            if len(alike) > 1 and below not in repeats:
                repeats.add(below)
            pattern = (templates or alike)[0]
            at = self.add(pattern, index, below, repeats)
            if below in repeats:
                bare = _in_bare_row(element, path, repeats)
                rows = [] if bare else [kid for kid in alike if kid not in templates]
                self.nodes[at][5]["rows"] = [row_values(pattern, row, below, repeats) for row in rows]


def _in_bare_row(element: XNode, path: str, repeats: set[str]) -> bool:
    """Whether an element lies in a row that is no template: a new row made after it has no rows of its own."""
    inside = False
    up: XNode | None = element
    while up is not None and path:
        if any(a.name == "template" for a in up.attributes()):
            return False
        inside = inside or path in repeats
        up, path = up.up, path.rpartition("/")[0]
    return inside


def row_values(pattern: XNode, row: XNode, place: str, repeats: set[str]) -> dict[str, Any]:
    """What a row that comes with the form holds: ``{relative path: text}``, rows within as lists."""
    values: dict[str, Any] = {}
    stack = [(row, "")]
    while stack:
        node, path = stack.pop()
        names: dict[str, list[XNode]] = {}
        for kid in node.elements():
            names.setdefault(kid.name, []).append(kid)
        for name, alike in names.items():
            within = f"{place}/{path}{name}"
            if within in repeats:
                rows = [kid for kid in alike if not any(a.name == "template" for a in kid.attributes())]
                values[f"{path}{name}[]"] = [row_values(kid, kid, within, repeats) for kid in rows]
            elif alike[0].elements():
                stack.append((alike[0], f"{path}{name}/"))
            else:
                values[path + name] = alike[0].string().strip()
    if not row.elements() and pattern is not row:
        values[""] = row.string().strip()
    return values
