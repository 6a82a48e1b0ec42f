"""ReportContent → the bytes of a tagged PDF/A file: pages filled, page furniture drawn, contents and bookmarks linked.

Rules kept here:

* the id, the version, the edition and «page x of y» stand on every page, and so do the marking and the stamp, if any;
* metadata holds the document's title, language and kind: never a person, a machine, a path or a clock of the user's;
* the same content gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from neksus_desktop.reports.content.model import ReportContent
from neksus_desktop.reports.layout.acroform import acroform
from neksus_desktop.reports.layout.compose import Composer, Entry, Place
from neksus_desktop.reports.layout.embed import embed_face, metadata, output_intent
from neksus_desktop.reports.layout.furniture import furnish
from neksus_desktop.reports.layout.lines import one_line
from neksus_desktop.reports.layout.look import BOTTOM, COLUMN, LEFT, LOOKS, TOP
from neksus_desktop.reports.layout.page import BLACK, HEIGHT, WIDTH, Glyphs, Page
from neksus_desktop.reports.layout.pdffile import Name, PdfFile, Ref
from neksus_desktop.reports.layout.pen import Fields
from neksus_desktop.reports.layout.printable import string
from neksus_desktop.reports.layout.strips import Pager
from neksus_desktop.reports.layout.tags import StructureTree
from neksus_desktop.texts import BCP47

PRODUCER = "Neksus Desktop"


@dataclass(frozen=True, slots=True)
class RenderedPdf:
    """A finished document and how many pages it has."""

    data: bytes
    pages: int


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file inside the document (PDF/A-3): what it is called, its media type, its bytes, what it is."""

    name: str
    media_type: str
    data: bytes
    description: str


def render(content: ReportContent, *, fillable: bool = False, attachments: Sequence[Attachment] = ()) -> RenderedPdf:
    """Lay a document out on A4 as tagged PDF/A-2a, or PDF/A-3a when it carries attachments.

    Args:
        content: the document.
        fillable: put form fields where a pen would write.
        attachments: files to carry inside.
    """
    tree, glyphs = StructureTree(), Glyphs()
    pages: list[Page] = []

    def new_page() -> Page:
        pages.append(Page(len(pages), glyphs))
        return pages[-1]

    composer = Composer(tree.root, fields=Fields() if fillable else None)
    strips = composer.compose(content)
    Pager(new_page, left=LEFT, top=TOP, bottom=BOTTOM).place(strips)
    for page in pages:
        furnish(page, content, len(pages))
    return RenderedPdf(_write(content, pages, glyphs, tree, composer, attachments), len(pages))


def _write(
    content: ReportContent,
    pages: Sequence[Page],
    glyphs: Glyphs,
    tree: StructureTree,
    composer: Composer,
    attachments: Sequence[Attachment],
) -> bytes:
    pdf = PdfFile("1.7")
    refs = [pdf.reserve() for _ in pages]
    annotations = _contents(pdf, pages, refs, tree, composer.entries)
    form: dict[str, object] = {}
    if composer.fields is not None:
        placed = [field for field in composer.fields.placed if field.page >= 0]
        form, widgets = acroform(pdf, placed, tree, refs, content.fill_mark)
        annotations = [[*links, *own] for links, own in zip(annotations, widgets, strict=True)]
    streams = [pdf.stream(page.close()) for page in pages]
    fonts = {name: embed_face(pdf, face, characters) for name, (face, _, characters) in glyphs.faces.items()}
    resources = pdf.add({"Font": fonts, "ProcSet": [Name("PDF"), Name("Text")]})
    parent = pdf.reserve()
    for index, (ref, stream) in enumerate(zip(refs, streams, strict=True)):
        entries: dict[str, object] = {
            "Type": Name("Page"), "Parent": parent, "MediaBox": [0, 0, round(WIDTH, 2), round(HEIGHT, 2)],
            "Resources": resources, "Contents": stream, "StructParents": index, "Tabs": Name("S"),
        }  # fmt: skip
        if annotations[index]:
            entries["Annots"] = annotations[index]
        pdf.put(ref, entries)
    pdf.put(parent, {"Type": Name("Pages"), "Count": len(refs), "Kids": refs})
    info = _info(content)
    language = BCP47[content.language]
    catalog: dict[str, object] = {
        "Type": Name("Catalog"),
        "Pages": parent,
        "Lang": language,
        "MarkInfo": {"Marked": True},
        "StructTreeRoot": tree.write(pdf, refs, [page.owners for page in pages]),
        "Metadata": metadata(pdf, info, language, part=3 if attachments else 2, conformance="A"),
        "OutputIntents": [output_intent(pdf)],
        "ViewerPreferences": {"DisplayDocTitle": True},
    }
    if form:
        catalog["AcroForm"] = form
    if attachments:
        files = [_attached(pdf, attachment, info["ModDate"]) for attachment in attachments]
        named = [part for attachment, ref in zip(attachments, files, strict=True) for part in (attachment.name, ref)]
        catalog |= {"AF": files, "Names": {"EmbeddedFiles": {"Names": named}}}
    outline = _bookmarks(pdf, composer.places, refs)
    if outline is not None:
        catalog |= {"Outlines": outline, "PageMode": Name("UseOutlines")}
    return pdf.write(pdf.add(catalog), pdf.add(info | {"Trapped": Name("False")}))


def _attached(pdf: PdfFile, attachment: Attachment, day: str) -> Ref:
    embedded = pdf.stream(
        attachment.data,
        {
            "Type": Name("EmbeddedFile"),
            "Subtype": Name(attachment.media_type),
            "Params": {"Size": len(attachment.data), "ModDate": day},
        },
    )
    entries = {
        "Type": Name("Filespec"), "F": attachment.name, "UF": attachment.name, "Desc": attachment.description,
        "AFRelationship": Name("Data"), "EF": {"F": embedded, "UF": embedded},
    }  # fmt: skip
    return pdf.add(entries)


def _info(content: ReportContent) -> dict[str, str]:
    day = content.made_on.strftime("D:%Y%m%d000000+00'00'")
    return {
        "Title": string(f"{content.kind}: {content.title}"),
        "Subject": string(content.edition),
        "Creator": PRODUCER,
        "Producer": PRODUCER,
        "CreationDate": day,
        "ModDate": day,
    }


def _contents(
    pdf: PdfFile, pages: Sequence[Page], refs: Sequence[Ref], tree: StructureTree, entries: Sequence[Entry]
) -> list[list[Ref]]:
    """Fill in the page numbers of the table of contents and link its lines; gives the annotations of each page."""
    found: list[list[Ref]] = [[] for _ in pages]
    look = LOOKS["body"]
    for entry in entries:
        if entry.page is None or entry.place.page < 0:
            continue
        line = one_line(str(entry.place.page + 1), "regular", look.size, 40)
        right = entry.left + COLUMN - line.width
        entry.page.fill(entry.slot, right, entry.top + 11, line, look.size, BLACK, entry.element)
        link = pdf.reserve()
        key = tree.annotate(entry.element, entry.page.number, link)
        bottom = HEIGHT - entry.top - look.leading
        annotation = {
            "Type": Name("Annot"), "Subtype": Name("Link"), "F": 4, "Border": [0, 0, 0], "StructParent": key,
            "Rect": _rectangle(entry.left, bottom, entry.left + COLUMN, HEIGHT - entry.top),
            "Dest": _destination(entry.place, refs), "Contents": string(entry.place.text),
        }  # fmt: skip
        found[entry.page.number].append(pdf.put(link, annotation))
    return found


def _rectangle(*edges: float) -> list[float]:
    return [round(edge, 2) for edge in edges]


def _destination(place: Place, refs: Sequence[Ref]) -> list[object]:
    return [refs[place.page], Name("XYZ"), 0, round(HEIGHT - place.top + 12, 1), 0]


def _bookmarks(pdf: PdfFile, places: Sequence[Place], refs: Sequence[Ref]) -> Ref | None:
    """The outline: headings of level 1 with those of level 2 below them."""
    placed = [place for place in places if place.page >= 0]
    if not placed:
        return None
    root = pdf.reserve()
    groups: list[tuple[Place, list[Place]]] = []
    for place in placed:
        if place.level == 1 or not groups:
            groups.append((place, []))
        else:
            groups[-1][1].append(place)
    tops = [pdf.reserve() for _ in groups]
    for index, (place, below) in enumerate(groups):
        kids = [pdf.reserve() for _ in below]
        for number, kid in enumerate(below):
            pdf.put(kids[number], _bookmark(kid, tops[index], kids, number, refs))
        entry = _bookmark(place, root, tops, index, refs)
        if kids:
            entry |= {"First": kids[0], "Last": kids[-1], "Count": -len(kids)}
        pdf.put(tops[index], entry)
    return pdf.put(root, {"Type": Name("Outlines"), "First": tops[0], "Last": tops[-1], "Count": len(tops)})


def _bookmark(place: Place, parent: Ref, siblings: Sequence[Ref], index: int, refs: Sequence[Ref]) -> dict[str, object]:
    entry: dict[str, object] = {
        "Title": string(place.text), "Parent": parent, "Dest": _destination(place, refs)
    }  # fmt: skip
    if index:
        entry["Prev"] = siblings[index - 1]
    if index + 1 < len(siblings):
        entry["Next"] = siblings[index + 1]
    return entry
