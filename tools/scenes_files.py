"""Scenes of files kept with a record: a question, a ground, a picture shown. The picture is drawn; nobody is in it.

``stage`` is the ``Stage`` of ``tools/scenes.py``, which names these among its own.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from neksus_desktop.usecases.attachments import attach, attachments
from neksus_desktop.usecases.forms import install_form
from neksus_desktop.usecases.records import new_record, open_record, save_fields

POINT = "innsats_deltakelse"
GROUND = {
    "evidence/bilde/point": POINT, "evidence/bilde/kind": "feltbesoek",
    "evidence/bilde/title": "Feltbesøk i distriktet", "evidence/bilde/dated": "2026-10-02",
}  # fmt: skip
FORM = """settings: {form_id: feltbesoek, form_title: Feltbesøk, version: '1'}
survey:
  - {type: begin_group, name: vann, label: Vannpunkt ved skolen}
  - {type: text, name: tilstand, label: Tilstand, appearance: multiline}
  - {type: image, name: bilde, label: Bilde av vannpunktet}
  - {type: audio, name: lyd, label: Lydopptak}
  - {type: end_group}
"""


def file_question(stage: Any) -> None:
    """A question that has its picture, and one that waits for a sound."""
    stage.go("editor", record=_visit(stage), point="bilde")


def file_ground(stage: Any) -> None:
    """A ground with a file, on its card."""
    stage.go("editor", record=_checklist(stage), point=POINT, key="evidence/bilde/title")


def file_ground_dialog(stage: Any) -> None:
    """The same ground opened."""
    _steps(stage, _checklist(stage)).edit_ground("bilde")


def file_view(stage: Any) -> Any:
    """The picture shown in the window."""
    from neksus_desktop.ui.editor.file_view import FileView
    from neksus_desktop.ui.editor.screen import EditorScreen

    record = _visit(stage)
    screen = stage.go("editor", record=record, point="bilde")
    assert isinstance(screen, EditorScreen)
    assert screen.desk is not None
    assert screen.desk.files is not None
    FileView(screen.desk.files, attachments(stage.profile, record)[0].facts, stage.window).open()
    stage.settle()


def filled_plan(stage: Any) -> None:
    """What a form filled in as a PDF would bring."""
    import pypdf

    from neksus_desktop.usecases.report import make_report

    path = stage.folder / "utfylt.pdf"
    made = make_report(stage.profile, "blank", "neksus_veileder", language="nb", points=(POINT,), fillable=True)
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(made.data))
    name = next(name for name in writer.get_fields() or {} if name.startswith("note/"))
    for page in writer.pages:
        writer.update_page_form_field_values(page, {name: "Skrevet i bilen."}, auto_regenerate=False)
    writer.write(path)
    stage.go("forms").plan_filled(path)
    stage.settle()


def register_plan(stage: Any) -> None:
    """What a register's rows from a file would change."""
    screen = stage.go("registers")
    screen.list.setCurrentRow(1)
    stage.settle()
    path = stage.folder / "plikter.csv"
    screen.table_page.export_to(path)
    stage.settle()
    text = path.read_text(encoding="utf-8-sig")
    first = text.splitlines()[1]
    path.write_text(text + first[first.index(";") :] + "\n", encoding="utf-8-sig")
    screen.table_page.plan_from(path)
    stage.settle()


def _steps(stage: Any, record: str) -> Any:
    return stage.go("editor", record=record, point=POINT)._steps  # noqa: SLF001 - as the card's own signal does


def _visit(stage: Any) -> str:
    form, photo = stage.folder / "feltbesoek.yaml", stage.folder / "vannpunkt.png"
    known = stage.folder / "feltbesoek.id"
    if not known.exists():
        form.write_text(FORM, encoding="utf-8")
        draw_well(photo)
        install_form(stage.profile, form)
        record = new_record(
            stage.profile, "feltbesoek", open_record(stage.profile, stage.record("draft")).record.subject
        )
        attach(stage.profile, record, photo, question="/data/vann/bilde")
        known.write_text(record, encoding="utf-8")
    return str(known.read_text(encoding="utf-8"))


def _checklist(stage: Any) -> str:
    record, photo = str(stage.record("draft")), stage.folder / "vannpunkt.png"
    if not any(kept.facts.owner == "bilde" for kept in attachments(stage.profile, record)):
        draw_well(photo)
        save_fields(stage.profile, record, GROUND)
        attach(stage.profile, record, photo, ground="bilde")
    return record


def draw_well(path: Path) -> None:
    """Hills and a well."""
    from PySide6.QtCore import QPointF, QRectF, Qt
    from PySide6.QtGui import QColor, QImage, QLinearGradient, QPainter, QPolygonF

    image = QImage(1200, 800, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    sky = QLinearGradient(0, 0, 0, 500)
    sky.setColorAt(0, QColor("#8fb8d0"))
    sky.setColorAt(1, QColor("#e9e2cf"))
    painter.fillRect(image.rect(), sky)
    for colour, points in (
        ("#a58f6a", ((0, 480), (300, 300), (620, 470), (900, 330), (1200, 470), (1200, 800), (0, 800))),
        ("#c7b083", ((0, 560), (500, 500), (1200, 580), (1200, 800), (0, 800))),
    ):
        painter.setBrush(QColor(colour))
        painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in points]))
    for colour, top, height in (("#6f6a62", 560, 100), ("#857f75", 535, 50), ("#3c4a52", 543, 34)):
        painter.setBrush(QColor(colour))
        inset = 14 if colour == "#3c4a52" else 0
        shape = QRectF(520 + inset, top, 160 - 2 * inset, height)
        painter.drawEllipse(shape) if height < 100 else painter.drawRect(shape)
    painter.end()
    image.save(str(path))
