"""A workbook (.xlsx, ECMA-376): one sheet per table, typed cells, a frozen heading row, filters; written straight down.

Rules kept here: every text is a text, whatever it looks like (never a formula, and spreadsheets told so where it looks
like one); what no cell can hold is cut with «…»; the same tables give the same bytes; no person and no clock is named.
openpyxl reads what comes back, but makes an object of every cell: too slow and too large for a whole register.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from datetime import date
from io import BytesIO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from neksus_desktop.reports.layout.printable import printable
from neksus_desktop.reports.tables.model import Cell, CellType, DataTable

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")
"""A text that begins so would be run by a spreadsheet that takes it for a formula."""
_LONGEST_CELL = 32_767
_LONGEST_NAME = 31
_WIDTHS: dict[CellType, int] = {"text": 24, "number": 10, "date": 12, "yes_no": 9}
_WIDE = {"text", "question", "value_label", "title", "outcome", "what", "value"}
_DAY_NONE = date(1899, 12, 30)
_FIRST_DAY = date(1900, 3, 1)
"""Before it, spreadsheets do not agree on the number of a day."""
_HEAD, _TEXT, _QUOTED, _PLAIN, _DATE = 1, 2, 3, 4, 5
"""Places in the list of styles below."""
_NO_XML = re.compile("[\ufffe\uffff]")
_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_STYLES = f"""{_XML}<styleSheet xmlns="{_MAIN}">
<numFmts count="1"><numFmt numFmtId="164" formatCode="dd\\.mm\\.yyyy"/></numFmts>
<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font>
</fonts>
<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>
<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>
<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>
<cellXfs count="6"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>
<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>
<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1"><alignment vertical="top" wrapText="1"/>
</xf>
<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1" applyAlignment="1">
<alignment vertical="top" wrapText="1"/></xf>
<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1"><alignment vertical="top"/></xf>
<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyAlignment="1">
<alignment vertical="top"/></xf></cellXfs>
<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>
</styleSheet>"""


def xlsx_bytes(tables: Sequence[DataTable], made_on: date) -> bytes:
    """A workbook of these tables; ``made_on`` is the only time it names."""
    texts = _Texts()
    sheets = [_sheet(table, texts) for table in tables]
    parts = {
        "[Content_Types].xml": _content_types(len(sheets)),
        "_rels/.rels": _relations(
            [
                (f"{_OFFICE}/officeDocument", "xl/workbook.xml"),
                (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
            ]
        ),
        "docProps/core.xml": _properties(made_on),
        "xl/workbook.xml": _book(tables),
        "xl/_rels/workbook.xml.rels": _relations(
            [
                *((f"{_OFFICE}/worksheet", f"worksheets/sheet{number}.xml") for number in range(1, len(sheets) + 1)),
                (f"{_OFFICE}/styles", "styles.xml"),
                (f"{_OFFICE}/sharedStrings", "sharedStrings.xml"),
            ]
        ),
        "xl/styles.xml": _STYLES,
        **{f"xl/worksheets/sheet{number}.xml": sheet for number, sheet in enumerate(sheets, 1)},
        "xl/sharedStrings.xml": texts.part(),
    }
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED, compresslevel=6) as packed:
        for name, part in parts.items():
            entry = ZipInfo(name, (made_on.year, made_on.month, made_on.day, 0, 0, 0))
            entry.compress_type = ZIP_DEFLATED
            packed.writestr(entry, part.encode("utf-8"))
    return out.getvalue()


def _content_types(sheets: int) -> str:
    types = {
        "/xl/workbook.xml": f"{_TYPE}.sheet.main+xml",
        "/xl/styles.xml": f"{_TYPE}.styles+xml",
        "/xl/sharedStrings.xml": f"{_TYPE}.sharedStrings+xml",
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
        **{f"/xl/worksheets/sheet{number}.xml": f"{_TYPE}.worksheet+xml" for number in range(1, sheets + 1)},
    }
    said = "".join(f'<Override PartName="{part}" ContentType="{kind}"/>' for part, kind in types.items())
    return (
        f'{_XML}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f"{said}</Types>"
    )


def _properties(made_on: date) -> str:
    moment = "".join(
        f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{made_on.isoformat()}T00:00:00Z</dcterms:{name}>'
        for name in ("created", "modified")
    )
    return (
        f'{_XML}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:creator>Neksus Desktop</dc:creator>{moment}</cp:coreProperties>"
    )


def _book(tables: Sequence[DataTable]) -> str:
    sheets, filters = [], []
    for number, (name, table) in enumerate(zip(_sheet_names(tables), tables, strict=True), 1):
        sheets.append(f'<sheet name="{_attribute(name)}" sheetId="{number}" r:id="rId{number}"/>')
        where = _attribute("'" + name.replace("'", "''") + "'")
        filters.append(
            f'<definedName name="_xlnm._FilterDatabase" localSheetId="{number - 1}" hidden="1">'
            f"{where}!{_range(table, '$')}</definedName>"
        )
    return (
        f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{"".join(sheets)}</sheets>'
        f"<definedNames>{''.join(filters)}</definedNames></workbook>"
    )


class _Texts:
    """The texts of the whole workbook, each once, by number."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._used = 0

    def number(self, said: str) -> int:
        self._used += 1
        return self._numbers.setdefault(said, len(self._numbers))

    def part(self) -> str:
        said = "".join(f'<si><t xml:space="preserve">{_text(one)}</t></si>' for one in self._numbers)
        return f'{_XML}<sst xmlns="{_MAIN}" count="{self._used}" uniqueCount="{len(self._numbers)}">{said}</sst>'


def _sheet(table: DataTable, texts: _Texts) -> str:
    letters = [_letters(index) for index in range(len(table.fields))]
    columns = "".join(
        f'<col min="{index}" max="{index}" customWidth="1" width="{_width(field.name, field.type)}"/>'
        for index, field in enumerate(table.fields, 1)
    )
    head = "".join(
        f'<c r="{letter}1" s="{_HEAD}" t="s"><v>{texts.number(_fitting(field.title))}</v></c>'
        for letter, field in zip(letters, table.fields, strict=True)
    )
    begun = (
        f'{_XML}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f'<cols>{columns}</cols><sheetData><row r="1">{head}</row>'
    )
    out = [begun]
    for number, row in enumerate(table.rows, 2):
        out.append(f'<row r="{number}">')
        out += _cells(row, letters, number, texts)
        out.append("</row>")
    out.append(f'</sheetData><autoFilter ref="{_range(table)}"/></worksheet>')
    return "".join(out)


def _cells(row: Sequence[Cell], letters: Sequence[str], number: int, texts: _Texts) -> Iterator[str]:
    for letter, value in zip(letters, row, strict=True):
        if value is None:
            continue
        at = f'<c r="{letter}{number}" s='
        match value:
            case bool():
                yield f'{at}"{_PLAIN}" t="b"><v>{value:d}</v></c>'
            case int() | float() if math.isfinite(value):
                yield f'{at}"{_PLAIN}"><v>{value!r}</v></c>'
            case date() if value >= _FIRST_DAY:
                yield f'{at}"{_DATE}"><v>{(value - _DAY_NONE).days}</v></c>'
            case _:
                said = str(value)
                style = _QUOTED if said.startswith(FORMULA) else _TEXT
                yield f'{at}"{style}" t="s"><v>{texts.number(_fitting(said))}</v></c>'


def _fitting(said: str) -> str:
    """The text as a cell can hold it; length is counted as spreadsheets count it."""
    said = _NO_XML.sub("\ufffd", printable(said))
    if len(said) * 2 <= _LONGEST_CELL or len(said.encode("utf-16-le")) // 2 <= _LONGEST_CELL:
        return said
    return said.encode("utf-16-le")[: 2 * (_LONGEST_CELL - 1)].decode("utf-16-le", "ignore") + "…"


def _text(said: str) -> str:
    """Escaped, and so that nothing in it is read as the spreadsheets' own «_x0041_» for a letter."""
    return escape(_ESCAPED.sub("_x005F_", said) if "_x" in said else said)


def _attribute(said: str) -> str:
    return escape(said, {'"': "&quot;"})


def _relations(wanted: Sequence[tuple[str, str]]) -> str:
    inside = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(wanted, 1)
    )
    return f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{inside}</Relationships>'


def _sheet_names(tables: Sequence[DataTable]) -> list[str]:
    """Names that spreadsheets take: short, without some signs, none twice."""
    found: list[str] = []
    for table in tables:
        name = re.sub(r"[\[\]:*?/\\\n]", "", _fitting(table.title)).strip("' ")[:_LONGEST_NAME] or table.name
        taken = {one.lower() for one in found}
        number = 2
        wanted = name
        while wanted.lower() in taken:
            wanted = f"{name[: _LONGEST_NAME - 4]} {number}"
            number += 1
        found.append(wanted)
    return found


def _range(table: DataTable, fixed: str = "") -> str:
    last = f"{fixed}{_letters(max(0, len(table.fields) - 1))}{fixed}{len(table.rows) + 1}"
    return f"{fixed}A{fixed}1:{last}"


def _width(name: str, kind: CellType) -> int:
    return 60 if name in _WIDE and kind == "text" else _WIDTHS[kind]


def _letters(index: int) -> str:
    found = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        found = chr(65 + rest) + found
    return found
