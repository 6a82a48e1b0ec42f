"""Paper: our tagged PDF/A beside the same blocks laid out by reportlab's platypus without tags and without PDF/A.

The reference prints the same texts in the same embedded fonts on the same page size, with a running header and footer.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from collections.abc import Iterable
from datetime import date
from io import BytesIO
from typing import Any

from bench.harness import Case, case, least_ms

TODAY = date(2026, 11, 23)
_PAGES_200 = 50
"""So many copies of the four-page summary's body."""


def content(copies: int = 1) -> Any:
    """A real summary; its body repeated for the long one."""
    from dataclasses import replace

    from neksus_desktop.forms.library import load_form
    from neksus_desktop.forms.samples import samples
    from neksus_desktop.paths import shipped
    from neksus_desktop.records.ids import RecordId, Thumbprint
    from neksus_desktop.records.record import FormRef, Record
    from neksus_desktop.reports.content.summary import summary
    from neksus_desktop.usecases.load_samples import _subject, _texts

    form = load_form(shipped("forms", "neksus", "veileder.yaml"))
    sample = samples()[0]
    record = Record(
        id=RecordId("01bench"), form=FormRef(id=form.id, version=form.version, content_hash=form.content_hash),
        subject=_subject(sample), origin=Thumbprint("x" * 43),
        fields={**sample.answers, **_texts(sample), "points": " ".join(sample.points)},
    )  # fmt: skip
    made = summary(record, form, "nb", today=TODAY)
    return replace(made, blocks=made.blocks * copies)


def platypus(said: Any) -> bytes:
    """The same blocks by platypus."""
    from xml.sax.saxutils import escape

    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import LongTable, Paragraph, SimpleDocTemplate, Spacer

    from neksus_desktop.paths import shipped
    from neksus_desktop.reports.content import model

    for name in ("NeksusSans-Regular", "NeksusSans-Semibold", "NeksusSans-Italic"):
        if name not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(TTFont(name, str(shipped("resources", "fonts", f"{name}.ttf"))))
    body = ParagraphStyle("body", fontName="NeksusSans-Regular", fontSize=11, leading=15.5, spaceBefore=5)
    bold = ParagraphStyle("bold", body, fontName="NeksusSans-Semibold")
    italic = ParagraphStyle("italic", body, fontName="NeksusSans-Italic", fontSize=10.5, leading=14.5)
    head = ParagraphStyle("head", bold, fontSize=13, leading=18, spaceBefore=16, keepWithNext=True)
    cell = ParagraphStyle("cell", body, fontSize=9.5, leading=13)
    looks = {"question": italic, "answer": bold}
    story: list[Any] = [Paragraph(escape(said.title), head)]
    for block in said.blocks:
        match block:
            case model.Heading():
                story.append(Paragraph(escape(f"{block.number} {block.text}"), head))
            case model.Paragraph():
                story.append(Paragraph(escape(f"{block.label} {block.text}"), looks.get(block.look, body)))
            case model.Facts():
                rows = [[Paragraph(escape(part), cell) for part in row] for row in block.rows]
                story.append(LongTable(rows, colWidths=[120, 290]))
            case model.Table():
                titles = [Paragraph(escape(column.title), cell) for column in block.columns]
                rows = [[Paragraph(escape(part), cell) for part in row] for row in block.rows]
                story += [LongTable([titles, *rows], colWidths=[410 / len(titles)] * len(titles), repeatRows=1)]
            case model.Bullets():
                story += [Paragraph(escape(f"– {item}"), body) for item in block.items]
        story.append(Spacer(1, 2))

    def furniture(canvas: Any, _document: Any) -> None:
        canvas.setFont("NeksusSans-Regular", 8.5)
        canvas.drawString(70, 800, said.title)
        canvas.drawString(70, 40, f"{said.identity} {canvas.getPageNumber()}")

    out = BytesIO()
    document = SimpleDocTemplate(out, pagesize=A4, leftMargin=119, rightMargin=71, topMargin=85, bottomMargin=77)
    document.build(story, onFirstPage=furniture, onLaterPages=furniture)
    return out.getvalue()


def _cold(*calls: str) -> list[float]:
    """Least processor ms of fresh processes, in turns, from their first own import to the finished document."""
    import pickle

    given = pickle.dumps(content())
    least = [float("inf")] * len(calls)
    for _ in range(5):
        for number, call in enumerate(calls):
            code = (
                "import pickle,sys,time; said=pickle.load(sys.stdin.buffer); t=time.process_time(); "
                f"{call}; print((time.process_time()-t)*1e3)"
            )
            done = subprocess.run([sys.executable, "-c", code], input=given, capture_output=True, check=True)
            least[number] = min(least[number], float(done.stdout))
    return least


def _alone(which: str) -> tuple[float, float, float]:
    """In processes of their own: the least ms and MB of the 200 pages, and ms of as many pages four by four."""
    code = f"from bench.bench_paper import alone; alone({which!r})"
    runs = [
        [float(word) for word in subprocess.run(
            [sys.executable, "-c", code], capture_output=True, check=True, text=True
        ).stdout.split()]
        for _ in range(2)
    ]  # fmt: skip
    once, memory, pieces = (min(found) for found in zip(*runs, strict=True))
    return once, memory, pieces


def alone(which: str) -> None:
    from neksus_desktop.reports.layout.render import render

    long, short = content(_PAGES_200), content()
    make: Any = platypus if which == "platypus" else render
    make(short)
    start = time.process_time()
    make(long)
    once = time.process_time()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    for _ in range(_PAGES_200 if which == "ours" else 0):
        make(short)
    print((once - start) * 1e3, memory, (time.process_time() - once) * 1e3)


def table() -> Any:
    """A register of 10,000 rows."""
    from neksus_desktop.reports.tables.model import CellType, DataTable, Field

    kinds: tuple[CellType, ...] = ("text", "text", "text", "date", "number", "yes_no", "text", "text", "text", "date")
    fields = tuple(Field(f"f{number}", f"Felt {number}", kind) for number, kind in enumerate(kinds))
    rows = tuple(
        (
            f"r{number}", f"Støtte til tiltak {number}", "SO", TODAY, number * 1.5, True, "Følges opp. " * 10, "Åpen",
            None, TODAY,
        )
        for number in range(10_000)
    )  # fmt: skip
    return DataTable("x", "Register", fields, rows)


def openpyxl_rows(given: Any) -> bytes:
    """The same cells by openpyxl's writer for large sheets, without any style."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet: Any = book.create_sheet("Register")
    sheet.append([field.title for field in given.fields])
    for row in given.rows:
        sheet.append(row)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def run() -> Iterable[Case]:
    """All cases of paper."""
    from neksus_desktop.reports.layout.render import render
    from neksus_desktop.reports.tables.workbook import xlsx_bytes

    said = content()
    render(said), platypus(said)
    ours, theirs = least_ms(lambda: render(said), lambda: platypus(said), rounds=9)
    yield case("paper: four-page summary, warm", ours, theirs, 2.0, "ms")
    ours, theirs = _cold(
        "from neksus_desktop.reports.layout.render import render; render(said)",
        "from bench.bench_paper import platypus; platypus(said)",
    )
    yield case("paper: first document, cold", ours, theirs, 2.0, "ms")
    long_ours, memory, pieces = _alone("ours")
    long_theirs, _, _ = _alone("platypus")
    yield case("paper: 200 pages", long_ours, long_theirs, 2.0, "ms")
    yield case("paper: 200 pages against 50 times four", long_ours, pieces, 1.25, "ms")
    yield case("paper: 200 pages, peak memory against 150 MB", memory, 150.0, 1.0, "MB")
    given = table()
    ours, theirs = least_ms(lambda: xlsx_bytes([given], TODAY), lambda: openpyxl_rows(given), rounds=3)
    yield case("paper: workbook of 10,000 rows", ours, theirs, 0.5, "ms")
