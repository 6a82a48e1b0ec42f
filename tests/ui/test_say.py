"""Dates, moments, numbers and the alphabet follow the language."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QDialogButtonBox, QFileDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from neksus_desktop.texts import Language
from neksus_desktop.ui.i18n import QtLanguage
from neksus_desktop.ui.say import Say

OSLO = timezone(timedelta(hours=1))
NOW = datetime(2026, 11, 23, 14, 32, tzinfo=OSLO)


@pytest.mark.parametrize(
    ("language", "expected"),
    [("nb", "5. juni 2026"), ("nn", "5. juni 2026"), ("en", "5 June 2026")],
)
def test_a_date_is_written_as_the_language_writes_it(language: str, expected: str) -> None:
    say = Say()
    say.set_language(language)
    assert say.date(date(2026, 6, 5)) == expected


def test_the_year_is_left_out_when_it_is_this_one() -> None:
    assert Say("nb").date(date(2026, 12, 1), today=NOW.date()) == "1. desember"


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (NOW, "kl. 14.32"),
        (datetime(2026, 11, 23, 13, 32, tzinfo=UTC), "kl. 14.32"),
        (NOW - timedelta(days=1), "i går"),
        (NOW - timedelta(days=10), "13. november"),
        (NOW - timedelta(days=400), "19. oktober 2025"),
    ],
)
def test_a_moment_is_said_as_near_as_one_says_it(moment: datetime, expected: str) -> None:
    assert Say("nb").moment(moment, now=NOW) == expected


def test_norwegian_names_sort_with_ae_oe_aa_last() -> None:
    names = [("1", "Østerrike"), ("2", "Åland"), ("3", "Zambia"), ("4", "Ærø"), ("5", "afghanistan"), ("6", "Élysée")]
    assert [name for _, name in Say("nb").in_order(names)] == [
        "afghanistan", "Élysée", "Zambia", "Ærø", "Østerrike", "Åland",
    ]  # fmt: skip


def test_numbers_are_grouped_as_the_language_groups_them() -> None:
    assert Say("nb").number(12040) == "12\xa0040"
    assert Say("en").number(12040) == "12,040"
    assert Say("nb").number(2026) == "2026"


@pytest.mark.parametrize(("language", "expected"), [("nb", "Avbryt"), ("nn", "Avbryt"), ("en", "Cancel")])
def test_qts_own_buttons_speak_the_language(qtbot: QtBot, language: str, expected: str) -> None:
    qt_language = QtLanguage()
    qt_language.use(language)  # type: ignore[arg-type]
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    qtbot.addWidget(box)
    assert box.buttons()[0].text().replace("&", "") == expected
    qt_language.use("en")


def file_dialog_texts(qtbot: QtBot) -> list[str]:
    dialog = QFileDialog(None, "x")
    qtbot.addWidget(dialog)
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.show()
    found = [action.text() for action in dialog.findChildren(QAction)]
    for widget in dialog.findChildren(QWidget):
        found += [widget.accessibleName(), widget.accessibleDescription(), widget.toolTip()]
        found += [widget.text()] if isinstance(widget, QLabel | QAbstractButton) else []
    return found


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_nothing_in_the_file_dialog_stays_english(qtbot: QtBot, language: Language) -> None:
    ours = QtLanguage()
    ours.use("en")
    english = file_dialog_texts(qtbot)
    ours.use(language)
    translated = file_dialog_texts(qtbot)
    ours.use("nb")
    same = {one for one, other in zip(english, translated, strict=True) if one == other and one}
    assert same <= {"Type", "..."}, same
