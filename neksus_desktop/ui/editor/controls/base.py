"""What every answer control is: it shows one node of the form and writes through the desk.

Rules kept here:

* ``refresh`` shows the node as it is now and never writes; what the user does goes to ``desk.answer``;
* text that came with a form is shown as plain text;
* a control can be reached, named and left by keyboard.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from neksus_desktop.forms.markdown import plain

if TYPE_CHECKING:
    from neksus_desktop.forms import NodeView
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


def clean(text: str) -> str:
    """A form's text without the little Markdown that XLSForm allows."""
    return plain(text)
