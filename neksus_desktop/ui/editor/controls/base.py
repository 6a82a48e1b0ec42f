"""What every answer control is: it shows one node of the form and writes through the desk.

Rules kept here:

* ``refresh`` shows the node as it is now and never writes; what the user does goes to ``desk.answer``;
* text that came with a form is shown as plain text;
* a control can be reached, named and left by keyboard.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING
from unicodedata import bidirectional

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from neksus_desktop.forms.markdown import MARKS, Span, plain, spans

if TYPE_CHECKING:
    from collections.abc import Iterable

    from neksus_desktop.forms import Choice, NodeView
    from neksus_desktop.ui.editor.desk import Desk


class AnswerControl(QWidget):
    """Answers one question. Subclasses build themselves from the first view and override ``refresh``."""

    def __init__(self, desk: Desk, view: NodeView) -> None:
        super().__init__()
        self.desk = desk
        self.key = view.key
        self.setObjectName(f"answer_{view.name}")
        self.setAccessibleName(view.label or view.name)

    def refresh(self, view: NodeView) -> None:
        """Show value, choices and state as they are now."""

    def entry(self) -> QWidget:
        """The widget that takes the focus when the question is gone to."""
        return self

    def writable(self, view: NodeView) -> bool:
        """Whether this question can be written now."""
        return self.desk.editable and not view.readonly


def show_if(widget: QWidget, wanted: object) -> None:
    """Show or hide, also a widget that has no parent yet: Qt would make a window of it if it were shown now."""
    if not wanted:
        widget.hide()
    elif widget.parent() is not None:
        widget.show()
    else:
        widget.setAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide, on=False)


def reads_from_right(text: str) -> bool:
    """Whether a text is read from right to left: by its first letter, as Unicode says it."""
    sides = (bidirectional(letter) for letter in text)
    return next((side != "L" for side in sides if side in {"L", "R", "AL"}), False)


def dress(label: QLabel, text: str) -> None:
    """Show a form's text with its bold and italic words; everything else in it is text, whatever it looks like.

    Addresses are shown beside their words and open nothing.
    """
    parts = spans(text)
    if any(part.bold or part.italic or part.link for part in parts):
        shown = "".join(_dressed(part) for part in parts).replace("\n", "<br>")
        label.setTextFormat(Qt.TextFormat.RichText)
        label.setText(shown)
        label.setAccessibleName("".join(part.text for part in parts))
    else:
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setText("".join(part.text for part in parts))
        label.setAccessibleName("")


def _dressed(part: Span) -> str:
    words = escape(part.text)
    if part.link:
        address = escape(part.link)
        return words if words == address else f"{words} ({address})"
    if part.bold:
        return f"<b>{words}</b>"
    return f"<i>{words}</i>" if part.italic else words


def all_clean(choices: Iterable[Choice]) -> list[str]:
    """What many choices are called; those without words by their value. Hardly a list has any Markdown."""
    labels = [choice.label or choice.value for choice in choices]
    together = "\n".join(labels)
    return [plain(label) for label in labels] if any(mark in together for mark in MARKS) else labels


def clean(text: str) -> str:
    """A form's text without the little Markdown that XLSForm allows."""
    return plain(text)
