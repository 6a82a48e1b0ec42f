"""Rules of PDF/UA-1 and PDF/A-2a/3a that a machine can check, on a finished file; what the tests' validators leave out.

Numbers like ``14-003`` are failure conditions of the Matterhorn Protocol 1.02 (PDF/UA-1, ISO 14289-1); those that begin
with ``A`` are clauses of ISO 19005-2 and -3. A rule about something our files never hold (sound, scripts, optional
content, encryption …) is kept by checking that the file has no such thing. Glyph widths, embedded outlines, colours and
the bytes of the file are Preflight's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, ContentStream, DictionaryObject, IndirectObject, StreamObject

STANDARD = set(
    re.findall(
        r"\w+",
        "Document Caption TOC TOCI P H1 H2 H3 H4 H5 H6 L LI Lbl LBody Table TR TH TD Note Reference Link Form Figure",
    )
)
PARENTS = {
    "TR": {"Table", "THead", "TBody", "TFoot"}, "TH": {"TR"}, "TD": {"TR"}, "THead": {"Table"}, "TBody": {"Table"},
    "TFoot": {"Table"}, "LI": {"L"}, "Lbl": {"LI"}, "LBody": {"LI"}, "TOCI": {"TOC"}, "Caption": {"Table", "L"},
}  # fmt: skip
KIDS = {
    "Table": {"TR", "THead", "TBody", "TFoot", "Caption"}, "TR": {"TH", "TD"}, "L": {"LI", "L", "Caption"},
    "LI": {"Lbl", "LBody"}, "TOC": {"TOC", "TOCI", "Caption"},
}  # fmt: skip
SHOWS = {b"Tj", b"TJ", b"'", b'"'}
PAINTS = {*SHOWS, b"S", b"s", b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*", b"sh", b"Do", b"BI", b"INLINE IMAGE"}
FORBIDDEN_ANYWHERE = {
    "/JS": "A6.5.1", "/JavaScript": "A6.5.1", "/AA": "A6.4.1", "/XFA": "25-001", "/OCProperties": "20-001",
    "/SMask": "A6.2.10", "/Suspects": "01-007", "/RichMedia": "28-015", "/Sound": "28-015", "/Movie": "28-015",
    "/AlternatePresentations": "A6.11", "/Ref": "30-001", "/OPI": "A6.2.9",
}  # fmt: skip
LONGEST_STRING, LONGEST_NAME, DEEPEST_STATE = 32_767, 127, 28


class Conformance:
    """All findings about one file; see ``faults``."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.reader = PdfReader(BytesIO(data), strict=True)
        root: Any = self.reader.trailer["/Root"]
        self.root = root
        tree: Any = self.root["/StructTreeRoot"]
        self.tree = tree.get_object()
        self.elements: list[tuple[Any, Any]] = [(one, None) for one in kids(self.tree)]
        for element, _ in self.elements:
            self.elements += [(one, element) for one in kids(element)]
        self.owner_of: dict[tuple[int, int], Any] = {}
        self.object_owner: dict[int, str] = {}

    def faults(self) -> list[str]:
        """What is wrong, each with the number of the rule."""
        return [
            *self.document(), *self.metadata(), *self.structure(), *self.headings(), *self.tables(), *self.pages(),
            *self.annotations(), *self.fields(), *self.fonts(), *self.objects(), *self.attachments(),
        ]  # fmt: skip

    def document(self) -> Iterator[str]:
        """Catalogue and trailer."""
        if not re.match(rb"%PDF-1\.[4-7]\n%[\x80-\xff]{4}", self.data):
            yield "A6.1.2 header"
        if "/Encrypt" in self.reader.trailer:
            yield "26-001 encrypted"
        if len(self.reader.trailer.get("/ID", ())) != 2:
            yield "A6.1.3 no file identifier"
        if str(self.root.get("/MarkInfo", {}).get("/Marked")) != "True":
            yield "A6.7.2 not marked"
        if "/Metadata" not in self.root:
            yield "06-001 no metadata"
        if str(self.root.get("/ViewerPreferences", {}).get("/DisplayDocTitle")) != "True":
            yield "07-001 title not shown"
        if not re.fullmatch(r"[a-z]{2}(-[A-Z]{2})?", str(self.root.get("/Lang", ""))):
            yield "11-001 no language"
        intents = self.root.get("/OutputIntents", ())
        if [intent.get_object().get("/S") for intent in intents] != ["/GTS_PDFA1"]:
            yield "A6.2.3 output intent"

    def metadata(self) -> Iterator[str]:
        """XMP: identification, and a title that is also the document's."""
        packet = self.root["/Metadata"].get_object().get_data().decode("utf-8")
        part = "3" if self.root.get("/AF") else "2"
        for wanted, rule in (
            ("<pdfuaid:part>1</pdfuaid:part>", "06-002"), ("<dc:title>", "06-003"),
            (f"<pdfaid:part>{part}</pdfaid:part>", "A6.6.4"), ("<pdfaid:conformance>A</pdfaid:conformance>", "A6.6.4"),
        ):  # fmt: skip
            if wanted not in packet:
                yield f"{rule} metadata without {wanted}"
        head = packet.partition("?>")[0]
        if "bytes=" in head or "encoding=" in head:
            yield "A6.6.2.1 header of the packet"

    def structure(self) -> Iterator[str]:
        """Standard types only, in the places the standard gives them; every parent is right."""
        if "/RoleMap" in self.tree:
            yield "02-004 roles are mapped"
        if [one["/S"] for one in kids(self.tree)] != ["/Document"]:
            yield "A6.7.3 the root is not one Document"
        for element, parent in self.elements:
            tag = element["/S"][1:]
            above = parent["/S"][1:] if parent is not None else ""
            if tag not in STANDARD:
                yield f"02-001 {tag} is not a standard type"
            if tag in PARENTS and above not in PARENTS[tag]:
                yield f"09-004 {tag} in {above}"
            if tag in KIDS and not {one["/S"][1:] for one in kids(element)} <= KIDS[tag]:
                yield f"09-005 {tag} holds {[one['/S'] for one in kids(element)]}"
            if parent is not None and element.raw_get("/P").idnum != parent.indirect_reference.idnum:
                yield f"A6.7.3 parent of {tag}"
            if tag in {"Figure", "Formula"} and not element.get("/Alt") and not element.get("/ActualText"):
                yield f"13-004 {tag} without a text in its place"
            if tag == "Note" and "/ID" not in element:
                yield "19-003 note without id"
            for kid in content(element):
                self._own(element, kid)

    def _own(self, element: Any, item: Any) -> None:
        if item.get("/Type") == "/MCR":
            self.owner_of[item.raw_get("/Pg").idnum, item["/MCID"]] = element
        elif item.get("/Type") == "/OBJR":
            self.object_owner[item.raw_get("/Obj").idnum] = element["/S"]

    def headings(self) -> Iterator[str]:
        """H1 first, no level left out on the way down, none empty."""
        levels = []
        for element in in_order(self.tree):
            tag = element["/S"]
            if tag == "/H":
                yield "14-007 unnumbered heading"
            if re.fullmatch(r"/H[1-6]", tag):
                levels.append(int(tag[2:]))
                if not element.get("/K"):
                    yield "14-001 empty heading"
        if levels[:1] != [1]:
            yield "14-002 the first heading is not H1"
        yield from (f"14-003 H{one} is followed by H{two}" for one, two in pairwise(levels) if two > one + 1)

    def tables(self) -> Iterator[str]:
        """Rows of equal length; every heading cell says what it heads; every table has one."""
        for element, _ in self.elements:
            if element["/S"] != "/Table":
                continue
            rows = [one for one in in_order(element) if one["/S"] == "/TR"]
            cells = [kids(row) for row in rows]
            if len({len(row) for row in cells}) > 1:
                yield f"A6.7 rows of {[len(row) for row in cells]} cells"
            heads = [cell for row in cells for cell in row if cell["/S"] == "/TH"]
            if not heads:
                yield "15-003 table without a heading cell"
            for head in heads:
                if head.get("/A", {}).get("/Scope") not in {"/Row", "/Column", "/Both"}:
                    yield "15-003 heading cell without scope"

    def pages(self) -> Iterator[str]:
        """Everything drawn is tagged or an artifact, never both; the way back from each mark leads to its element."""
        numbers = self.tree["/ParentTree"].get_object()["/Nums"]
        parents = {numbers[index]: numbers[index + 1] for index in range(0, len(numbers), 2)}
        for page in self.reader.pages:
            if page.get("/Tabs") != "/S":
                yield "28-009 tab order"
            place = page.indirect_reference
            assert place is not None
            found, marks = self._stream(page)
            yield from found
            owners = parents[page["/StructParents"]].get_object()
            if len(owners) != len(marks) or sorted(marks) != list(range(len(marks))):
                yield "A6.7 marks and parent tree differ"
            for mark, tag in marks.items():
                owner = self.owner_of.get((place.idnum, mark))
                if (
                    owner is None
                    or owner.indirect_reference.idnum != owners[mark].get_object().indirect_reference.idnum
                ):
                    yield f"A6.7 mark {mark} has no way back"
                elif owner["/S"] != tag:
                    yield f"A6.7 mark {mark} is {tag}, its element {owner['/S']}"

    def _stream(self, page: Any) -> tuple[list[str], dict[int, str]]:
        found: list[str] = []
        marks: dict[int, str] = {}
        stack: list[str] = []
        deep = 0
        for operands, operator in ContentStream(page["/Contents"].get_object(), self.reader).operations:
            if operator in {b"BDC", b"BMC"}:
                number = operands[1].get("/MCID") if operator == b"BDC" and len(operands) > 1 else None
                kind = "artifact" if operands[0] == "/Artifact" else "tagged" if number is not None else "span"
                if kind == "artifact" and "tagged" in stack:
                    found.append("01-003 artifact inside tagged content")
                if kind == "tagged" and stack:
                    found.append("01-004 tagged content inside a mark")
                if number is not None:
                    if number in marks:
                        found.append(f"A6.7 mark {number} twice")
                    marks[number] = operands[0]
                stack.append(kind)
            elif operator == b"EMC":
                stack.pop()
            elif operator in PAINTS and not {"artifact", "tagged"} & set(stack):
                found.append("01-005 neither tagged nor artifact")
            deep += {b"q": 1, b"Q": -1}.get(operator, 0)
            if deep > DEEPEST_STATE:
                found.append("A6.1.13 states too deep")
            if operator == b"Do":
                found.append("30-002 content outside the page's own stream")
        if stack or deep:
            found.append("A6.2.2 marks or states not closed")
        return found, marks

    def annotations(self) -> Iterator[str]:
        """Links and fields: in the tree, with words, printed, with an appearance, without actions."""
        for page in self.reader.pages:
            for entry in page.get("/Annots", ()):
                item = entry.get_object()
                kind, place = item["/Subtype"], item.indirect_reference.idnum
                wanted = {"/Link": "/Link", "/Widget": "/Form"}.get(kind)
                if wanted is None:
                    yield f"28-006 annotation {kind}"
                elif self.object_owner.get(place) != wanted or "/StructParent" not in item:
                    yield f"28-010 {kind} is not in {wanted}"
                if kind == "/Link" and not item.get("/Contents"):
                    yield "28-012 link without words"
                if kind == "/Widget" and not (item.get("/TU") or item.get("/Parent", {}).get("/TU")):
                    yield "28-005 field without words"
                if item.get("/F") != 4:
                    yield "A6.3.2 flags"
                if "/A" in item:
                    yield "A6.4.1 action"
                if kind == "/Widget":
                    yield from _appearance(item)

    def fields(self) -> Iterator[str]:
        """The form: appearances are ours, names are unique."""
        form = self.root.get("/AcroForm")
        if form is None:
            return
        if str(form.get("/NeedAppearances")) != "False":
            yield "A6.4.1 appearances are asked of the reader"
        names = [field.get_object().get("/T") for field in form["/Fields"]]
        if len(set(names)) != len(names) or None in names:
            yield "A field names"

    def fonts(self) -> Iterator[str]:
        """Embedded, with the text behind every code that is shown; no code of the missing glyph."""
        for page in self.reader.pages:
            maps: dict[str, dict[int, str]] = {}
            for name, entry in page["/Resources"].get("/Font", {}).items():  # type: ignore[attr-defined]
                font = entry.get_object()
                inner = font["/DescendantFonts"][0].get_object()
                if font["/Encoding"] != "/Identity-H" or inner["/CIDToGIDMap"] != "/Identity":
                    yield f"31-004 {name}: map from codes to glyphs"
                if "/FontFile2" not in inner["/FontDescriptor"]:
                    yield f"31-009 {name} is not embedded"
                maps[name] = to_unicode(font["/ToUnicode"].get_object().get_data())
                if {"", "\0", "\ufeff", "\ufffe"} & set(maps[name].values()):
                    yield f"31-028 {name}: no text behind a code"
                if any("\ue000" <= char <= "\uf8ff" for said in maps[name].values() for char in said):
                    yield f"A6.2.11.7.3 {name}: private characters"
            yield from self._shown(page, maps)

    def _shown(self, page: Any, maps: dict[str, dict[int, str]]) -> Iterator[str]:
        current = ""
        for operands, operator in ContentStream(page["/Contents"].get_object(), self.reader).operations:
            if operator == b"Tf":
                current = operands[0]
            elif operator in SHOWS:
                shown = operands[0]
                raw = shown if isinstance(shown, bytes) else shown.original_bytes
                codes = [int.from_bytes(raw[index : index + 2]) for index in range(0, len(raw), 2)]
                if 0 in codes:
                    yield f"31-030 {current}: the missing glyph is shown"
                if not set(codes) <= set(maps[current]):
                    yield f"10-001 {current}: a code without text"

    def objects(self) -> Iterator[str]:
        """Limits of ISO 19005, and things that may not be in the file at all."""
        for number in range(1, self.reader.trailer["/Size"]):  # type: ignore[call-overload]
            item = IndirectObject(number, 0, self.reader).get_object()
            if isinstance(item, StreamObject) and "/F" in item and item.get("/Type") != "/Filespec":
                yield "A6.1.7.1 stream in another file"
            yield from _inside(item)

    def attachments(self) -> Iterator[str]:
        """Files inside: named twice, described, of a media type, related to the document."""
        named = self.root.get("/Names", {}).get("/EmbeddedFiles", {}).get("/Names", [])
        files = [entry.get_object() for entry in named[1::2]]
        related = [entry.get_object() for entry in self.root.get("/AF", [])]
        if [id(file) for file in files] != [id(file) for file in related]:
            yield "A6.8 attached files are not the associated files"
        for file in files:
            if not (file.get("/F") and file.get("/UF")):
                yield "21-001 attached file without a name"
            if file.get("/AFRelationship") not in {"/Source", "/Data", "/Alternative", "/Supplement", "/Unspecified"}:
                yield "A6.8 how the file relates to the document"
            inside = file["/EF"]["/F"].get_object()
            if "/" not in str(inside.get("/Subtype", ""))[1:] or "/ModDate" not in inside.get("/Params", {}):
                yield "A6.8 media type or date of an attached file"
            if not file.get("/Desc"):
                yield "A6.8 attached file without a description"


def faults(data: bytes) -> list[str]:
    """What the file does wrong, each with the number of the rule; empty when nothing was found."""
    return Conformance(data).faults()


def kids(element: Any) -> list[Any]:
    """The structure elements right below one."""
    return [kid for kid in content(element) if "/S" in kid]


def content(element: Any) -> list[Any]:
    """All right below a structure element: elements, marks, annotations."""
    found = element.get("/K", [])
    return [kid.get_object() for kid in (found if isinstance(found, ArrayObject) else [found])]


def in_order(element: Any) -> Iterator[Any]:
    """All elements below one, in reading order."""
    for kid in kids(element):
        yield kid
        yield from in_order(kid)


def to_unicode(cmap: bytes) -> dict[int, str]:
    """Code → text of a ToUnicode map."""
    pairs = re.findall(rb"<([0-9a-f]{4})> <([0-9a-f]*)>", cmap.partition(b"endcodespacerange")[2])
    return {int(code, 16): bytes.fromhex(said.decode()).decode("utf-16-be") for code, said in pairs}


def _appearance(item: Any) -> Iterator[str]:
    shown = item.get("/AP", {})
    if list(shown) != ["/N"]:
        yield "A6.3.3 appearance"
        return
    states = shown["/N"].get_object()
    kind = item.get("/FT") or item.get("/Parent", {}).get("/FT")
    if (kind == "/Btn") != (not isinstance(states, StreamObject)):
        yield "A6.3.3 appearance of a button"
    elif kind == "/Btn" and item.get("/AS") not in states:
        yield "A6.3.3 state"


def _inside(item: Any) -> Iterator[str]:
    if isinstance(item, DictionaryObject):
        for key, value in item.raw_items() if hasattr(item, "raw_items") else dict.items(item):
            if key in FORBIDDEN_ANYWHERE:
                yield f"{FORBIDDEN_ANYWHERE[key]} {key}"
            if len(key) > LONGEST_NAME:
                yield f"A6.1.13 name of {len(key)} bytes"
            yield from _inside(value)
    elif isinstance(item, ArrayObject):
        for value in list.__iter__(item):
            yield from _inside(value)
    elif isinstance(item, (str, bytes)):
        size = len(item if isinstance(item, bytes) else getattr(item, "original_bytes", item.encode("utf-8")))
        if size > LONGEST_STRING:
            yield f"A6.1.13 string of {size} bytes"
