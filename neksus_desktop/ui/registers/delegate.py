"""Writing in a cell: a choice, a day or a short text, in the cell itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QStyleOptionViewItem, QWidget

from neksus_desktop.ui.naming import choices, named
from neksus_desktop.ui.registers.model import EDIT, RegisterModel, figures, moment
from neksus_desktop.ui.say import say
from neksus_desktop.ui.widgets import ChoiceField, TextField
from neksus_desktop.ui.widgets.table import RowDelegate

if TYPE_CHECKING:
    from neksus_desktop.usecases.registers import RegisterColumn

Index = QModelIndex | QPersistentModelIndex
CELL_TEXT = "register_cell_text"


class CellChoice(ChoiceField):
    """A choice in a cell: what is chosen from the open list is written at once, what is passed with the keys is not."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__("register_cell_choice", parent)
        self.passing = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows and letters go on to another choice: Return, Tab or leaving the cell writes it, Escape does not."""
        self.passing = True
        super().keyPressEvent(event)
        self.passing = False


class CellDelegate(RowDelegate):
    """Makes the editor that a column's type asks for."""

    typed = Signal(object, str)
    """The index of a cell, and what stands in its line by now."""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """A choice for choices, else one line."""
        del option
        column = _column(index)
        if column.choices:
            made = CellChoice(parent)
            made.set_choices([("", say("register.no_value")), *column.choices])
            made.chosen.connect(lambda _value: None if made.passing else self.commitData.emit(made))
            made.setAccessibleName(column.title)
            return made
        line = TextField(CELL_TEXT, parent=parent)
        line.textEdited.connect(lambda text: self.typed.emit(index, text))
        line.setAccessibleName(column.title)
        if column.attributes.get("suggestions") == "rolle":
            completer = QCompleter([label for _, label in choices("rolle")], line)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            line.setCompleter(completer)
        return line

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """The value as a person writes it."""
        value, column = str(index.data(EDIT) or ""), _column(index)
        if isinstance(editor, ChoiceField):
            editor.set_value(value)
        elif isinstance(editor, TextField):
            if column.type == "date":
                value = figures(value) if value else ""
            elif column.type == "dateTime":
                value = moment(value) if value else ""
            elif column.attributes.get("suggestions") == "rolle":
                value = named("rolle", value)
            editor.setText(value)
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Hand in what was written."""
        if isinstance(editor, ChoiceField):
            model.setData(index, editor.value())
        elif isinstance(editor, TextField):
            model.setData(index, editor.text())

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        """The whole cell."""
        del index
        editor.setGeometry(option.rect.adjusted(1, 1, -1, -2))


def _column(index: Index) -> RegisterColumn:
    model = index.model()
    assert isinstance(model, RegisterModel)
    return model.columns[index.column()]
