"""Coming from the search of all texts: the word that was found is chosen in its text, so that the eye finds it too."""

from __future__ import annotations

from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget


def choose_words(widget: QWidget | None, asked: tuple[str, ...]) -> bool:
    """Choose the first word asked for in a text field; whether there was one."""
    if not asked or not isinstance(widget, QLineEdit | QPlainTextEdit):
        return False
    from neksus_desktop.usecases.search import words_found

    text = widget.text() if isinstance(widget, QLineEdit) else widget.toPlainText()
    place = words_found(text, asked)
    if place is None:
        return False
    start, end = place
    if isinstance(widget, QLineEdit):
        widget.setSelection(start, end - start)
        return True
    cursor = widget.textCursor()
    # Qt counts UTF-16 units, Python letters.
    cursor.setPosition(_units(text[:start]))
    cursor.setPosition(_units(text[:end]), QTextCursor.MoveMode.KeepAnchor)
    widget.setTextCursor(cursor)
    widget.ensureCursorVisible()
    return True


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
