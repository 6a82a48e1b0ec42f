"""Form fields over the places that a pen would fill: the same paper, fillable in any PDF reader.

A field is named by the key of its answer (``/data/…``, ``note/<point>/internal``), a tick of several ``key:value``.
The form's id and version, the language and the record stand in a read-only field of one point, ``neksus``.

PDF/A rules kept here (ISO 19005-1, 6.9): every field has an appearance, readers are not asked to make one, no script;
the font that readers write with is embedded whole. PDF/UA: every field has a spoken name and its place in the tree.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from neksus_desktop.reports.layout.fonts import Face, face
from neksus_desktop.reports.layout.page import HEIGHT
from neksus_desktop.reports.layout.pdffile import Name, PdfFile, Ref
from neksus_desktop.reports.layout.pen import Field
from neksus_desktop.reports.layout.printable import string
from neksus_desktop.reports.layout.tags import Element, StructureTree

MARK = "neksus"
_RADIO, _MULTILINE, _READ_ONLY = 1 << 15, 1 << 12, 1
_FONT = "NeksusSans-Regular"
_NONSYMBOLIC = 32
_TALL = 24.0


def acroform(
    pdf: PdfFile, fields: Sequence[Field], tree: StructureTree, pages: Sequence[Ref], mark: str
) -> tuple[dict[str, object], list[list[Ref]]]:
    """The form dictionary and each page's annotations.

    Args:
        pdf: the file being written.
        fields: the places to fill in, laid out.
        tree: the structure tree the widgets are put into.
        pages: the page objects.
        mark: what the hidden field says.
    """
    writer = _Writer(pdf, tree, pages)
    tops: list[Ref] = [writer.mark(mark)]
    groups: dict[str, list[Field]] = {}
    for field in fields:
        groups.setdefault(f"{field.key}:{field.option}" if field.kind == "many" else field.key, []).append(field)
    for name, inside in groups.items():
        if inside[0].kind == "one":
            tops.append(writer.radio(name, inside))
        elif inside[0].kind == "many":
            tops.append(writer.tick(name, inside[0]))
        else:
            tops.append(writer.text(name, inside[0]))
    resources = {"Font": {"F": writer.font}}
    return {"Fields": tops, "DR": resources, "DA": writer.style, "NeedAppearances": False}, writer.annotations


class _Writer:
    style = "/F 10 Tf 0 g"

    def __init__(self, pdf: PdfFile, tree: StructureTree, pages: Sequence[Ref]) -> None:
        self._pdf = pdf
        self._tree = tree
        self._pages = pages
        self.annotations: list[list[Ref]] = [[] for _ in pages]
        self.font = _whole_font(pdf, face(_FONT))
        self._drawn: dict[tuple[str, float, float], Ref] = {}

    def mark(self, said: str) -> Ref:
        """The form's own mark: a field of one point on the first page, since PDF/A allows no hidden one."""
        field = Field(MARK, "text", said, Element("Form", self._tree.root), 0, 0, 1, 1, page=0, left=1, top=HEIGHT - 2)
        empty = self._appearance("/Tx BMC\nEMC", 1, 1)
        entries = {"FT": Name("Tx"), "T": MARK, "V": said, "Ff": _READ_ONLY, "DA": self.style, "AP": {"N": empty}}
        return self._widget(field, {**entries, "TU": said})

    def radio(self, name: str, inside: Sequence[Field]) -> Ref:
        group = self._pdf.reserve()
        kids = [
            self._widget(
                field,
                {"Parent": group, "AS": Name("Off"), "AP": {"N": self._states(field)}, "TU": string(field.label)},
            )
            for field in inside
        ]
        entries = {"FT": Name("Btn"), "Ff": _RADIO, "T": name, "V": Name("Off"), "Kids": kids}
        return self._pdf.put(group, entries | {"TU": string(inside[0].about or inside[0].label)})

    def tick(self, name: str, field: Field) -> Ref:
        entries = {"FT": Name("Btn"), "T": name, "V": Name("Off"), "AS": Name("Off"), "AP": {"N": self._states(field)}}
        return self._widget(field, entries | {"TU": string(field.spoken())})

    def text(self, name: str, field: Field) -> Ref:
        flags = _MULTILINE if field.height > _TALL else 0
        empty = self._appearance("/Tx BMC\nEMC", field.width, field.height)
        entries = {"FT": Name("Tx"), "T": name, "Ff": flags, "DA": self.style, "V": "", "AP": {"N": empty}}
        return self._widget(field, entries | {"TU": string(field.spoken())})

    def _widget(self, field: Field, entries: Mapping[str, object]) -> Ref:
        ref = self._pdf.reserve()
        element = field.element if field.element.tag == "Form" else Element("Form", field.element)
        key = self._tree.annotate(element, field.page, ref)
        top = HEIGHT - field.top
        edges = (field.left, top - field.height, field.left + field.width, top)
        self.annotations[field.page].append(ref)
        head = {
            "Type": Name("Annot"), "Subtype": Name("Widget"), "F": 4, "StructParent": key, "P": self._pages[field.page],
            "Rect": [round(edge, 2) for edge in edges],
        }  # fmt: skip
        return self._pdf.put(ref, {**head, **entries})

    def _states(self, field: Field) -> dict[str, Ref]:
        width, height = field.width, field.height
        cross = f"0.07 0.21 0.33 RG 1.4 w 2 2 m {width - 2:g} {height - 2:g} l S 2 {height - 2:g} m {width - 2:g} 2 l S"
        return {field.option: self._appearance(cross, width, height), "Off": self._appearance("", width, height)}

    def _appearance(self, stream: str, width: float, height: float) -> Ref:
        found = self._drawn.get((stream, width, height))
        if found is None or "/Tx" in stream:  # a text's appearance is rewritten by the reader: each needs its own
            head = {
                "Type": Name("XObject"), "Subtype": Name("Form"), "BBox": [0, 0, round(width, 2), round(height, 2)],
                "Resources": {"Font": {"F": self.font}},
            }  # fmt: skip
            found = self._drawn[stream, width, height] = self._pdf.stream(stream.encode("ascii"), head, compress=False)
        return found


def _whole_font(pdf: PdfFile, used: Face) -> Ref:
    """The face with Windows' Latin letters, embedded whole, since a reader may write any of them."""
    file = used.file
    characters = [bytes((code,)).decode("cp1252", "replace") for code in range(32, 256)]
    data = bytes(file._ttf_data)  # noqa: SLF001 - reportlab keeps the file it read there
    descriptor = {
        "Type": Name("FontDescriptor"), "FontName": Name(used.name), "Flags": _NONSYMBOLIC,
        "FontBBox": [round(edge) for edge in file.bbox], "ItalicAngle": 0, "Ascent": round(file.ascent),
        "Descent": round(file.descent), "CapHeight": round(file.capHeight), "StemV": round(file.stemV),
        "FontFile2": pdf.stream(data, {"Length1": len(data)}),
    }  # fmt: skip
    widths = [round(float(file.getCharWidth(ord(char))), 2) for char in characters]
    font = {
        "Type": Name("Font"), "Subtype": Name("TrueType"), "BaseFont": Name(used.name), "FirstChar": 32,
        "LastChar": 255, "Widths": widths, "Encoding": Name("WinAnsiEncoding"), "FontDescriptor": pdf.add(descriptor),
    }  # fmt: skip
    return pdf.add(font)
