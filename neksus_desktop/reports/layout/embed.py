"""Embedding: the used glyphs of each face as one composite font, and the colour profile that PDF/A asks for.

PDF/A (ISO 19005-1, 6.3): every font embedded as a subset with its widths, a CIDSet that names every glyph in the
subset, and a ToUnicode map; no font is referred to by name alone.
"""

from __future__ import annotations

import struct
import unicodedata
from functools import cache

from neksus_desktop.reports.layout.fonts import Face
from neksus_desktop.reports.layout.pdffile import Name, PdfFile, Ref

_SYMBOLIC = 4
_ITALIC = 64


def embed_face(pdf: PdfFile, face: Face, characters: list[int]) -> Ref:
    """The font object for a face of which these characters are used; the code of each is its place, from 1."""
    file = face.file
    subset: bytes = file.makeSubset(characters)
    name = Name(f"{_prefix(characters)}+{face.name}")
    glyphs = _glyph_count(subset)
    cid_set = bytearray((glyphs + 7) // 8)
    for code in range(glyphs):
        cid_set[code // 8] |= 0x80 >> code % 8
    descriptor = {
        "Type": Name("FontDescriptor"), "FontName": name, "Flags": _SYMBOLIC | (_ITALIC if file.italicAngle else 0),
        "FontBBox": [round(edge) for edge in file.bbox], "ItalicAngle": round(file.italicAngle),
        "Ascent": round(file.ascent), "Descent": round(file.descent), "CapHeight": round(file.capHeight),
        "StemV": round(file.stemV), "FontFile2": pdf.stream(subset, {"Length1": len(subset)}),
        "CIDSet": pdf.stream(bytes(cid_set)),
    }  # fmt: skip
    widths = [round(float(file.getCharWidth(code)), 2) for code in characters]
    descendant = {
        "Type": Name("Font"), "Subtype": Name("CIDFontType2"), "BaseFont": name, "CIDToGIDMap": Name("Identity"),
        "CIDSystemInfo": {"Registry": "Adobe", "Ordering": "Identity", "Supplement": 0},
        "FontDescriptor": pdf.add(descriptor), "DW": round(file.defaultWidth), "W": [1, widths],
    }  # fmt: skip
    font = {
        "Type": Name("Font"), "Subtype": Name("Type0"), "BaseFont": name, "Encoding": Name("Identity-H"),
        "DescendantFonts": [pdf.add(descendant)], "ToUnicode": pdf.stream(_to_unicode(characters)),
    }  # fmt: skip
    return pdf.add(font)


def _prefix(characters: list[int]) -> str:
    """Six capital letters that differ between subsets."""
    number = sum((place + 1) * code for place, code in enumerate(characters)) % 26**6
    return "".join(chr(65 + number // 26**place % 26) for place in range(6))


def _glyph_count(font: bytes) -> int:
    for index in range(struct.unpack(">H", font[4:6])[0]):
        entry = 12 + 16 * index
        if font[entry : entry + 4] == b"maxp":
            offset = struct.unpack(">L", font[entry + 8 : entry + 12])[0]
            return int(struct.unpack(">H", font[offset + 4 : offset + 6])[0])
    raise ValueError(font[:4])


def _spoken(code: int) -> str:
    """The character as a text reader gets it: the plain letter behind a presentation form."""
    char = chr(code)
    return unicodedata.normalize("NFKC", char) if 0xFB50 <= code <= 0xFEFF else char  # noqa: PLR2004


def _to_unicode(characters: list[int]) -> bytes:
    pairs = [f"<{code:04x}> <{_spoken(char).encode('utf-16-be').hex()}>" for code, char in enumerate(characters, 1)]
    blocks = [pairs[start : start + 100] for start in range(0, len(pairs), 100)]
    body = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        "1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n"
        f"{body}\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    ).encode("ascii")


def output_intent(pdf: PdfFile) -> Ref:
    """The output intent: sRGB."""
    profile = pdf.stream(srgb_profile(), {"N": 3})
    intent = {
        "Type": Name("OutputIntent"),
        "S": Name("GTS_PDFA1"),
        "OutputConditionIdentifier": "sRGB IEC61966-2.1",
        "Info": "sRGB IEC61966-2.1",
        "DestOutputProfile": profile,
    }
    return pdf.add(intent)


@cache
def srgb_profile() -> bytes:
    """An sRGB profile of ICC version 2 (PDF/A-1 refuses version 4), from the numbers of IEC 61966-2-1."""
    curve = b"curv\0\0\0\0" + struct.pack(">L", 1024) + b"".join(
        struct.pack(">H", round(65535 * _linear(step / 1023))) for step in range(1024)
    )  # fmt: skip
    description = b"sRGB IEC61966-2.1\0"
    text = b"desc\0\0\0\0" + struct.pack(">L", len(description)) + description + bytes(78)
    tags = {
        b"desc": text,
        b"cprt": b"text\0\0\0\0No copyright, use freely\0",
        b"wtpt": _xyz(0.9642, 1.0, 0.8249),
        b"rXYZ": _xyz(0.43607, 0.22249, 0.01392),
        b"gXYZ": _xyz(0.38515, 0.71687, 0.09708),
        b"bXYZ": _xyz(0.14307, 0.06061, 0.71410),
        b"rTRC": curve, b"gTRC": curve, b"bTRC": curve,
    }  # fmt: skip
    offset = 132 + 12 * len(tags)
    table, data, places = struct.pack(">L", len(tags)), b"", dict[bytes, int]()
    for name, content in tags.items():
        if content not in places:
            places[content] = offset + len(data)
            data += content + bytes(-len(content) % 4)
        table += name + struct.pack(">LL", places[content], len(content))
    head = (
        struct.pack(">L", 128 + len(table) + len(data)) + bytes(4) + bytes((2, 0x10, 0, 0)) + b"mntrRGB XYZ "
        + struct.pack(">6H", 2026, 1, 1, 0, 0, 0) + b"acsp" + bytes(28) + struct.pack(">3L", 0xF6D6, 0x10000, 0xD32D)
    )  # fmt: skip
    return head.ljust(128, b"\0") + table + data


def _linear(encoded: float) -> float:
    return encoded / 12.92 if encoded <= 0.04045 else float(((encoded + 0.055) / 1.055) ** 2.4)  # noqa: PLR2004


def _xyz(*values: float) -> bytes:
    return b"XYZ \0\0\0\0" + struct.pack(">3l", *(round(part * 65536) for part in values))


def metadata(pdf: PdfFile, info: dict[str, str], language: str, *, part: int, conformance: str) -> Ref:
    """The XMP packet; it says exactly what the Info dictionary says, and nothing about a person or a machine."""
    from xml.sax.saxutils import escape

    title, subject, producer = (escape(info[key]) for key in ("Title", "Subject", "Producer"))
    made = info["CreationDate"]
    when = f"{made[2:6]}-{made[6:8]}-{made[8:10]}T{made[10:12]}:{made[12:14]}:{made[14:16]}+00:00"
    packet = f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language></rdf:Description>
<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/">
<xmp:CreatorTool>{escape(info["Creator"])}</xmp:CreatorTool>
<xmp:CreateDate>{when}</xmp:CreateDate><xmp:ModifyDate>{when}</xmp:ModifyDate></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
<pdf:Producer>{producer}</pdf:Producer></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"><pdfaid:part>{part}</pdfaid:part>
<pdfaid:conformance>{conformance}</pdfaid:conformance></rdf:Description>
{_UA}
</rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""
    return pdf.stream(packet.encode("utf-8"), {"Type": Name("Metadata"), "Subtype": Name("XML")}, compress=False)


_UA = """<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 that the file follows</pdfaProperty:description></rdf:li></rdf:Seq>
</pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"""
