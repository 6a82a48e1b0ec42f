"""The structure tree: which text is a heading, a paragraph, a table cell; what screen readers and archives need.

Rules kept here: every mark on a page belongs to one element or is an artifact; the tree is in reading order; a table
cell says whether it is a heading and of what; elements without content are not written.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from neksus_desktop.reports.layout.pdffile import Name, PdfFile, Ref

_FIRST_ANNOTATION = 1_000_000
"""Keys of annotations in the parent tree begin here, above those of any number of pages."""


class Element:
    """One structure element; ``kids`` are elements, marks (page, number) or annotations."""

    __slots__ = ("entries", "kids", "tag")

    def __init__(self, tag: str, parent: Element | None = None, **entries: object) -> None:
        self.tag = tag
        self.kids: list[Element | Mark | Annotation] = []
        self.entries = entries
        if parent is not None:
            parent.kids.append(self)

    def filled(self) -> bool:
        """Whether there is anything in it; a table cell counts when empty, so that every row has all its cells."""
        return self.tag in {"TD", "TH"} or any(not isinstance(kid, Element) or kid.filled() for kid in self.kids)


class Mark(NamedTuple):
    """Marked content ``number`` on page ``page``."""

    page: int
    number: int


class Annotation(NamedTuple):
    """A link or a form field on page ``page``; ``key`` is its StructParent."""

    page: int
    ref: Ref
    key: int


class StructureTree:
    """The tree of one document, written after all pages are laid out."""

    def __init__(self) -> None:
        self.root = Element("Document")
        self._annotations = 0

    def annotate(self, element: Element, page: int, ref: Ref) -> int:
        """Put an annotation into an element; returns the key that the annotation must carry as ``StructParent``."""
        key = _FIRST_ANNOTATION + self._annotations
        self._annotations += 1
        element.kids.append(Annotation(page, ref, key))
        return key

    def write(self, pdf: PdfFile, pages: Sequence[Ref], owners: Sequence[Sequence[Element]]) -> Ref:
        """Write the tree and the way back from each mark (``owners`` per page) to its element."""
        tree = pdf.reserve()
        refs: dict[int, Ref] = {}
        annotated: dict[int, Ref] = {}
        document = _write(pdf, self.root, tree, pages, refs, annotated)
        numbers: list[object] = []
        for index, marks in enumerate(owners):
            numbers += [index, pdf.add([refs[id(mark)] for mark in marks])]
        for key in sorted(annotated):
            numbers += [key, annotated[key]]
        entries = {
            "Type": Name("StructTreeRoot"),
            "K": [document],
            "ParentTree": pdf.add({"Nums": numbers}),
            "ParentTreeNextKey": _FIRST_ANNOTATION + self._annotations,
        }
        return pdf.put(tree, entries)


def _write(
    pdf: PdfFile, element: Element, parent: Ref, pages: Sequence[Ref], refs: dict[int, Ref], annotated: dict[int, Ref]
) -> Ref:
    own = pdf.reserve()
    refs[id(element)] = own
    kids: list[object] = []
    for kid in element.kids:
        match kid:
            case Mark(page, number):
                kids.append({"Type": Name("MCR"), "Pg": pages[page], "MCID": number})
            case Annotation(page, ref, key):
                annotated[key] = own
                kids.append({"Type": Name("OBJR"), "Pg": pages[page], "Obj": ref})
            case Element() if kid.filled():
                kids.append(_write(pdf, kid, own, pages, refs, annotated))
            case Element():
                pass
    inside = kids[0] if len(kids) == 1 else kids
    entries = {"Type": Name("StructElem"), "S": Name(element.tag), "P": parent, "K": inside, **element.entries}
    return pdf.put(own, entries)
