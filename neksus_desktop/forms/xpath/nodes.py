"""Nodes of an XML document as XPath sees them, and a reader that refuses what is dangerous.

Rules kept: no document type declaration but an empty one (``<!DOCTYPE html>``), so no entities of one's own and no
external ones; depth, size and number of nodes are limited; the reader keeps no reference to anything outside the text.

The live instance of a session has nodes of its own (``neksus_desktop.forms.instance``) with the same names:
``kind``, ``name``, ``uri``, ``up``, ``down()``, ``attributes()``, ``string()`` and ``x`` (what an expression sees).
"""

from __future__ import annotations

from xml.parsers import expat

from neksus_desktop.errors import FormUnreadableError

MAX_NODES = 3_000_000
MAX_LEVELS = 200
XHTML_URI = "http://www.w3.org/1999/xhtml"
XML_URI = "http://www.w3.org/XML/1998/namespace"


_NO_KIDS: list[XNode] = []
_NO_ATTRIBUTES: dict[str, XNode] = {}


class XNode:
    """One node: ``kind`` is root, element, attribute, namespace, text, comment or pi; ``name`` its local name."""

    __slots__ = ("attrs", "kids", "kind", "name", "prefixes", "qname", "tables", "text", "up", "uri")
    tables: dict[tuple[str, str], dict[str | None, list[tuple[int, XNode]]]]
    """What ``lookup`` has found out about a long list; not set before it is asked."""

    def __init__(self, kind: str, name: str = "", text: str = "", up: XNode | None = None, uri: str = "") -> None:
        self.kind = kind
        self.name = name
        self.qname = name
        self.uri = uri
        self.text = text
        self.up = up
        self.kids: list[XNode] = _NO_KIDS
        self.attrs: dict[str, XNode] = _NO_ATTRIBUTES
        self.prefixes: dict[str, str] | None = None

    def append(self, kid: XNode) -> XNode:
        """Add a child; childless nodes share one empty list."""
        if self.kids is _NO_KIDS:
            self.kids = [kid]
        else:
            self.kids.append(kid)
        kid.up = self
        return kid

    def down(self) -> list[XNode]:
        """Children of every kind, in document order."""
        return self.kids

    def elements(self, name: str = "") -> list[XNode]:
        """Child elements, or those with the local name ``name``."""
        return [kid for kid in self.kids if kid.kind == "element" and (not name or kid.name == name)]

    def first(self, name: str) -> XNode | None:
        """The first child element with the local name ``name``."""
        return next((kid for kid in self.kids if kid.kind == "element" and kid.name == name), None)

    def attributes(self) -> list[XNode]:
        """Attribute nodes."""
        return list(self.attrs.values())

    def get(self, name: str, default: str = "") -> str:
        """The text of the attribute with the *qualified* name ``name`` (prefixes as in the file)."""
        found = self.attrs.get(name)
        return default if found is None else found.text

    def namespaces(self) -> list[XNode]:
        """Namespace nodes of an element: what is declared here and above, and ``xml`` (XPath 1.0, clause 5.4)."""
        known = {"xml": XML_URI}
        above: list[XNode] = []
        node: XNode | None = self if self.kind == "element" else None
        while node is not None:
            above.append(node)
            node = node.up
        for one in reversed(above):
            known.update(one.prefixes or {})
        return [XNode("namespace", prefix, uri, self) for prefix, uri in known.items() if uri and above]

    def string(self) -> str:
        """The string-value (XPath 1.0, clause 5)."""
        if self.kind not in ("element", "root"):
            return self.text
        if len(self.kids) == 1 and self.kids[0].kind == "text":
            return self.kids[0].text
        parts: list[str] = []
        stack = list(reversed(self.kids))
        while stack:
            node = stack.pop()
            if node.kind == "text":
                parts.append(node.text)
            elif node.kind == "element":
                stack.extend(reversed(node.kids))
        return "".join(parts)

    def place(self) -> int:
        """1-based place among the sibling elements of the same name."""
        if self.up is None or self.kind != "element":
            return 1
        siblings = self.up.elements(self.name)
        return next((i for i, kid in enumerate(siblings) if kid is self), 0) + 1

    @property
    def x(self) -> str:
        """The value as an expression sees it."""
        return self.string()

    def lookup(self, prefix: str) -> str | None:
        """The namespace that ``prefix`` stands for here."""
        node: XNode | None = self
        while node is not None:
            if node.prefixes and prefix in node.prefixes:
                return node.prefixes[prefix]
            node = node.up
        return XML_URI if prefix == "xml" else None


class _Builder:
    def __init__(self, source: str, data: bytes) -> None:
        self.source = source
        self.data = data
        self.raw_from = self.raw_levels = 0
        self.raw_node = XNode("root")
        self.root = XNode("root")
        self.open = self.root
        self.levels = 0
        self.count = 0
        self.parts: list[str] = []
        self.spaces = [""]
        """The namespace of elements without a prefix: outside, and inside each open element."""
        self.parser = expat.ParserCreate("utf-8" if data else None)
        self.parser.buffer_text = True
        self.parser.ordered_attributes = True
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.parts.append
        self.parser.CommentHandler = self.comment
        self.parser.ProcessingInstructionHandler = self.instruction
        self.parser.StartDoctypeDeclHandler = self.doctype
        self.parser.EntityDeclHandler = self.refuse_doctype

    def fault(self, detail: str) -> FormUnreadableError:
        return FormUnreadableError(file=self.source, detail=detail, line=self.parser.CurrentLineNumber)

    def doctype(self, _name: str, system: str | None, public: str | None, inside: int) -> None:
        if system or public or inside:
            self.refuse_doctype()

    def refuse_doctype(self, *_: object) -> None:
        raise self.fault("doctype_refused")

    def add(self, node: XNode) -> None:
        """Hang a node below the open one; ``XNode.append`` without its call, for millions of them."""
        self.count += 1
        if self.count > MAX_NODES:
            raise self.fault("too_many_nodes")
        above = self.open
        if above.kids is _NO_KIDS:
            above.kids = [node]
        else:
            above.kids.append(node)
        node.up = above

    def flush(self) -> None:
        """Make a text node of what was read since the last tag."""
        if not self.parts:
            return
        text = self.parts[0] if len(self.parts) == 1 else "".join(self.parts)
        self.parts.clear()
        if self.open is not self.root:
            self.add(XNode("text", "", text))

    def start(self, tag: str, pairs: list[str]) -> None:
        if self.parts:
            self.flush()
        self.levels += 1
        if self.levels > MAX_LEVELS:
            raise self.fault("too_deep")
        if tag.endswith("instance") and self.data and self.begins_list():
            self.begin_raw(pairs)
            return
        node = XNode("element", tag, "", None, self.spaces[-1])
        self.add(node)
        self.open = node
        if not pairs:
            self.spaces.append(self.spaces[-1])
            if ":" in tag:
                self.name(node, tag, default=True)
            return
        declared = {}
        attributes: dict[str, XNode] = {}
        for name, value in zip(pairs[::2], pairs[1::2], strict=True):
            if name == "xmlns":
                declared[""] = value
            elif name.startswith("xmlns:"):
                declared[name[6:]] = value
            else:
                attributes[name] = XNode("attribute", name, value, node)
        node.attrs = attributes
        if declared:
            node.prefixes = declared
        self.spaces.append(declared.get("", self.spaces[-1]))
        self.name(node, tag, default=True)
        for name, attribute in node.attrs.items():
            self.name(attribute, name, default=False)

    def begins_list(self) -> bool:
        """Whether this is a model's second instance or a later one: a list that may be long, kept as text."""
        return self.open.name == "model" and self.open.first("instance") is not None

    def begin_raw(self, pairs: list[str]) -> None:
        """Pass over a list without making nodes."""
        node = XNode("element", "instance", uri=self.spaces[-1])
        self.add(node)
        node.attrs = {n: XNode("attribute", n, v, node) for n, v in zip(pairs[::2], pairs[1::2], strict=True)}
        self.raw_from = self.parser.CurrentByteIndex
        self.raw_levels = 1
        self.raw_node = node
        self.parser.StartElementHandler = self.raw_start
        self.parser.EndElementHandler = self.raw_end
        self.parser.CharacterDataHandler = None

    def raw_start(self, _tag: str, _pairs: list[str]) -> None:
        """An element inside a list."""
        self.raw_levels += 1
        if self.raw_levels > MAX_LEVELS:
            raise self.fault("too_deep")

    def raw_end(self, _tag: str) -> None:
        """The end of an element inside a list, or of the list."""
        self.raw_levels -= 1
        if self.raw_levels:
            return
        self.levels -= 1
        inner = self.data[self.raw_from : self.parser.CurrentByteIndex]
        self.raw_node.text = inner.decode("utf-8", "replace").partition(">")[2]
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.parts.append

    def name(self, node: XNode, qname: str, *, default: bool) -> None:
        prefix, colon, local = qname.partition(":")
        node.qname = qname
        node.name = local if colon else qname
        if colon:
            uri = node.lookup(prefix)
            if uri is None:
                raise self.fault(f"unknown_prefix {prefix}")
            node.uri = uri
        elif default:
            node.uri = self.spaces[-1]

    def end(self, _tag: str) -> None:
        if self.parts:
            self.flush()
        self.levels -= 1
        self.spaces.pop()
        assert self.open.up is not None
        self.open = self.open.up

    def comment(self, text: str) -> None:
        self.flush()
        self.add(XNode("comment", text=text))

    def instruction(self, target: str, text: str) -> None:
        self.flush()
        self.add(XNode("pi", target, text))


def read_xml(text: str | bytes, source: str = "", *, lists_as_text: bool = False) -> XNode:
    """Parse a whole document; the returned node is its root.

    Args:
        text: the document.
        source: what to call it in an error.
        lists_as_text: of a model's secondary instances keep the inner XML as the node's ``text``, without nodes.

    Raises:
        FormUnreadableError: not well-formed, or something refused (see the module).
    """
    data = text.encode("utf-8", "replace") if lists_as_text and isinstance(text, str) else b""
    builder = _Builder(source, data)
    try:
        builder.parser.Parse(data or text, True)  # noqa: FBT003 - the parser takes no keyword
    except expat.ExpatError as error:
        raise FormUnreadableError(file=source, detail=expat.ErrorString(error.code), line=error.lineno) from error
    except (ValueError, LookupError) as error:  # an encoding that does not exist
        raise FormUnreadableError(file=source, detail=str(error), line=0) from error
    return builder.root
