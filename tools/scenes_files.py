"""Scenes of files kept with a record: a question, a ground, a picture shown. The picture is drawn; nobody is in it.

``stage`` is the ``Stage`` of ``tools/scenes.py``, which names these among its own.
"""

from __future__ import annotations

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
