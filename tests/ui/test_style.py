"""The theme: text can be read on every ground, sizes follow the setting, the profile's look reaches widgets at once."""

from __future__ import annotations

import itertools

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QStyle,
    QStyleOptionButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from neksus_desktop.ui import style
from neksus_desktop.ui.editor.controls.matrix_cells import OutsideButton
from neksus_desktop.ui.editor.controls.scale import ScaleFrame, ScaleOption
from neksus_desktop.ui.editor.controls.text import GrowingText, LineField
from neksus_desktop.ui.style import DARK, LIGHT, Tokens
from neksus_desktop.ui.widgets import (
    Caption,
    Card,
    PageTitle,
    PrimaryButton,
    RowCard,
    TextArea,
    TextField,
    ToggleChip,
)
from neksus_desktop.ui.widgets.flow import FlowRow
from neksus_desktop.ui.widgets.table import fitted

AA = 4.5
AA_SHAPES = 3.0


def _luminance(colour: str) -> float:
    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    c = QColor(colour)
    return 0.2126 * linear(c.redF()) + 0.7152 * linear(c.greenF()) + 0.0722 * linear(c.blueF())


def _contrast(one: str, other: str) -> float:
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_every_text_can_be_read_on_every_ground_it_stands_on(tokens: Tokens) -> None:
    grounds = (tokens.background, tokens.surface, tokens.rail, tokens.weak_accent, tokens.hover)
    texts = (tokens.text, tokens.muted, tokens.accent, tokens.note, tokens.error)
    pairs = [*itertools.product(texts, grounds), (tokens.on_accent, tokens.accent)]
    pairs += [(tokens.note, tokens.note_background), (tokens.error, tokens.error_background)]
    faint = [
        (text, ground, round(_contrast(text, ground), 2)) for text, ground in pairs if _contrast(text, ground) < AA
    ]
    assert not faint


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_the_frame_of_a_field_and_the_focus_ring_can_be_seen(tokens: Tokens) -> None:
    for ground in (tokens.background, tokens.surface):
        assert _contrast(tokens.field_line, ground) >= AA_SHAPES
        assert _contrast(tokens.accent, ground) >= AA_SHAPES


def test_text_size_reaches_every_place_of_the_type_scale(qtbot: QtBot, qapp: QApplication) -> None:
    style.apply(qapp, "light", 100)
    widget = QWidget()
    qtbot.addWidget(widget)
    labels: list[QLabel] = [PageTitle("a", widget), Caption("b", widget)]
    widget.show()
    before = [label.font().pointSizeF() for label in labels]
    style.apply(qapp, "light", 150)
    assert [label.font().pointSizeF() for label in labels] == pytest.approx([size * 1.5 for size in before])
    style.apply(qapp, "light", 100)


def test_ticks_dots_and_fields_grow_with_the_letters(qtbot: QtBot, qapp: QApplication) -> None:
    style.apply(qapp, "light", 100)
    widget = QWidget()
    qtbot.addWidget(widget)
    tick, line = QCheckBox("a", widget), QLineEdit(widget)
    widget.show()

    def sizes() -> tuple[int, int]:
        option = QStyleOptionButton()
        tick.initStyleOption(option)
        box = tick.style().subElementRect(QStyle.SubElement.SE_CheckBoxIndicator, option, tick)
        return box.width(), line.sizeHint().height()

    side, height = sizes()
    style.apply(qapp, "light", 150)
    qtbot.waitUntil(lambda: sizes()[1] > height)
    assert sizes()[0] == round(side * 1.5)
    style.apply(qapp, "light", 100)
    qtbot.waitUntil(lambda: sizes() == (side, height))


def test_a_change_of_theme_reaches_widgets_that_stand_there(qtbot: QtBot, qapp: QApplication) -> None:
    style.apply(qapp, "light")
    button = PrimaryButton("x", "Ny vurdering")
    qtbot.addWidget(button)
    button.show()
    assert button.palette().color(QPalette.ColorRole.ButtonText).name().upper() == LIGHT.on_accent
    style.apply(qapp, "dark")
    qtbot.waitUntil(lambda: button.palette().color(QPalette.ColorRole.ButtonText).name().upper() == DARK.on_accent)
    style.apply(qapp, "light")


def test_where_less_shall_move_the_cursor_stands_and_menus_come_at_once(qapp: QApplication) -> None:
    before = qapp.cursorFlashTime()
    qapp.setEffectEnabled(Qt.UIEffect.UI_General, True)  # noqa: FBT003 - Qt takes it positionally
    style.calm(qapp, less=True)
    assert qapp.cursorFlashTime() == 0
    assert not qapp.isEffectEnabled(Qt.UIEffect.UI_General)
    style.calm(qapp, less=False)
    assert qapp.cursorFlashTime() == before > 0
    assert qapp.isEffectEnabled(Qt.UIEffect.UI_General)


def test_words_take_two_lines_before_they_end_in_dots(qtbot: QtBot) -> None:
    label = QLabel()
    qtbot.addWidget(label)
    metrics = label.fontMetrics()
    room = metrics.horizontalAdvance("Returnert for ")
    assert fitted("Returnert for endring", metrics, room, 2) == ["Returnert for", "endring"]
    assert fitted("Utkast", metrics, room, 2) == ["Utkast"]
    assert fitted("Returnert for endring", metrics, room, 1)[0].endswith("…")
    broken = fitted("saksbehandlingssystemet Utkast", metrics, room, 9)
    assert (broken[0][-1], broken[-1]) == ("-", "Utkast")
    assert "".join(one.removesuffix("-") for one in broken[:-1]) == "saksbehandlingssystemet"
    assert all(metrics.horizontalAdvance(one) <= room for one in broken)


def test_what_is_wider_than_its_row_gets_the_width_of_the_row(qtbot: QtBot) -> None:
    row, choice = FlowRow(), QComboBox()
    qtbot.addWidget(row)
    choice.addItem("En rolle med et svært langt navn som ikke får plass")
    choice.setMinimumWidth(40)
    row.flow.addWidget(choice)
    row.resize(120, 60)
    row.flow.activate()
    assert choice.width() == 120


def test_what_stands_on_one_line_of_a_row_has_one_axis(qtbot: QtBot) -> None:
    row, chip, choice = FlowRow(), ToggleChip("chip", "Åpne"), QComboBox()
    qtbot.addWidget(row)
    choice.addItem("Alle roller")
    row.flow.addWidget(chip)
    row.flow.addWidget(choice)
    row.resize(600, 60)
    row.flow.activate()
    assert chip.height() < choice.height()
    assert abs(chip.geometry().center().y() - choice.geometry().center().y()) <= 1


def test_the_ring_of_a_text_is_as_wide_and_round_as_that_of_a_line(qtbot: QtBot, qapp: QApplication) -> None:
    style.apply(qapp, "light", 100)
    page = QWidget()
    qtbot.addWidget(page)
    text, line = TextArea(), TextField("line")
    column = QVBoxLayout(page)
    column.addWidget(text)
    column.addWidget(line)
    page.show()
    page.activateWindow()

    def edge(field: QWidget) -> list[str]:
        field.setFocus()
        image = field.grab().toImage()
        return [image.pixelColor(x, field.height() // 2).name() for x in range(3)] + [image.pixelColor(1, 1).name()]

    qtbot.waitUntil(lambda: edge(line)[1].upper() == LIGHT.accent)
    assert edge(text)[:3] == edge(line)[:3]
    assert edge(text)[3] == edge(line)[3]


@pytest.mark.parametrize("kind", [LineField, GrowingText])
def test_what_cannot_be_written_does_not_look_as_if_it_could(
    qtbot: QtBot, qapp: QApplication, kind: type[LineField | GrowingText]
) -> None:
    style.apply(qapp, "light", 100)
    field = kind()
    qtbot.addWidget(field)
    field.resize(300, 80)
    field.show()

    def ground() -> str:
        image = field.grab().toImage()
        return image.pixelColor(image.width() - 30, image.height() - 12).name().upper()

    assert ground() == LIGHT.surface
    field.setReadOnly(True)
    assert ground() == LIGHT.background
    assert field.focusPolicy() & Qt.FocusPolicy.TabFocus
    field.setReadOnly(False)
    assert ground() == LIGHT.surface


def test_a_line_that_cannot_be_written_invites_nobody(qtbot: QtBot) -> None:
    field = LineField()
    qtbot.addWidget(field)
    field.setPlaceholderText("f.eks. 5.6.26")
    field.setReadOnly(True)
    assert field.placeholderText() == "–"
    field.setReadOnly(False)
    assert field.placeholderText() == "f.eks. 5.6.26"


def test_the_words_of_a_scale_stand_below_each_other_where_there_is_no_room(qtbot: QtBot) -> None:
    page, frame = QWidget(), ScaleFrame()
    qtbot.addWidget(page)
    frame.setParent(page)
    options = [ScaleOption(word) for word in ("Svært", "Middels", "Mangler grunnlag", "Ikke relevant")]
    for place, option in enumerate(options):
        frame.add(option, outside=place > 1)
    frame.resize(900, 120)
    page.show()
    assert options[0].mapTo(frame, QPoint()).y() == options[3].mapTo(frame, QPoint()).y()

    def heights() -> list[int]:
        return [option.mapTo(frame, QPoint()).y() for option in options]

    frame.resize(
        max(sum(one.minimumSizeHint().width() for one in half) for half in (options[:2], options[2:])) + 4, 220
    )
    qtbot.waitUntil(lambda: heights()[3] == heights()[2] > heights()[1] == heights()[0])
    frame.resize(frame.minimumSizeHint().width(), 320)
    qtbot.waitUntil(lambda: heights() == sorted(set(heights())))
    assert all(option.width() >= option.minimumSizeHint().width() for option in options)
    frame.resize(900, 120)
    qtbot.waitUntil(lambda: len(set(heights())) == 1)


def test_a_word_outside_a_grid_breaks_where_there_is_no_room(qtbot: QtBot) -> None:
    button = OutsideButton("outside", "Ungdom")
    qtbot.addWidget(button)
    button.show_value("", ())
    whole, least = button.sizeHint(), button.minimumSizeHint()
    assert least.width() < whole.width()
    assert button.heightForWidth(least.width()) > button.heightForWidth(whole.width())


def test_a_row_that_opens_something_is_as_high_as_its_words_need(qtbot: QtBot) -> None:
    card, row = (
        Card(padding=12),
        RowCard("row", "Be om oppdatert analyse av landrettigheter før årsmøtet", "Stasjonssjef"),
    )
    qtbot.addWidget(card)
    card.column.addWidget(row)
    card.column.addStretch(1)
    card.show()
    for width in (140, 180, 220, 600):
        card.setFixedSize(width, 400)
        qtbot.waitUntil(lambda: row.height() >= row.heightForWidth(row.width()))
