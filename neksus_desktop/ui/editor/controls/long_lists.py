"""Long lists of choices: one of many, or several, in a field that searches.

Rules kept here:

* the words lie in Qt's own list of texts, and all rows are alike high: 100,000 choices open, search and close at once;
* what was typed and is none of the choices is taken back when the field is left: what stands there is the answer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QStringListModel, Qt
from PySide6.QtWidgets import QComboBox, QCompleter, QListView, QVBoxLayout, QWidget

from neksus_desktop.ui.editor.controls.base import AnswerControl, all_clean, show_if
from neksus_desktop.ui.say import say
from neksus_desktop.ui.style import GAP
from neksus_desktop.ui.widgets import ChoiceField, Muted, ToggleChip, TypedChoice
from neksus_desktop.ui.widgets.flow import FlowLayout
from neksus_desktop.ui.widgets.focus import focus_moved

if TYPE_CHECKING:
    from PySide6.QtGui import QWheelEvent

    from neksus_desktop.forms import Choice, NodeView
    from neksus_desktop.ui.editor.desk import Desk

_LEAST_LETTERS = 16
_WIDEST = 420
_CONTAINS = Qt.MatchFlag.MatchContains


class ChoicesModel(QStringListModel):
    """Words with their values; the first row says that nothing is chosen."""

    def __init__(self) -> None:
        super().__init__()
        self.values: list[str] = []
        self._places: dict[str, int] = {}

    def show_choices(self, none: str, values: list[str], labels: list[str]) -> None:
        """Take other choices."""
        self.values = ["", *values]
        self._places = dict(zip(reversed(self.values), range(len(self.values) - 1, -1, -1), strict=True))
        self.setStringList([none, *labels])

    def add(self, value: str) -> None:
        """One more, called as its value."""
        self._places[value] = len(self.values)
        self.values.append(value)
        self.insertRow(self.rowCount())
        self.setData(self.index(self.rowCount() - 1), value)

    def place(self, value: str) -> int:
        """The row of a value, -1 if there is none."""
        return self._places.get(value, -1)

    def match(
        self,
        start: QModelIndex | QPersistentModelIndex,
        role: int,
        value: object,
        hits: int = 1,
        flags: Qt.MatchFlag = Qt.MatchFlag.MatchStartsWith,
    ) -> list[QModelIndex]:
        """Values are looked up, words are searched."""
        if role == Qt.ItemDataRole.UserRole:
            place = self.place(str(value))
            return [self.index(place)] if place >= 0 else []
        return super().match(start, role, value, hits, flags)


class SearchedBox(TypedChoice):
    """A drop-down field in which typing searches anywhere in the words; the wheel only scrolls the page."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(_LEAST_LETTERS)
        self.setMaximumWidth(_WIDEST)
        finder = self.completer()
        views: list[QWidget | None] = [self.view()]
        if finder is not None:
            finder.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
            finder.setFilterMode(_CONTAINS)
            views.append(finder.popup())
        for view in views:
            if isinstance(view, QListView):
                view.setUniformItemSizes(True)
        field = self.lineEdit()
        if field is not None:
            field.setTextMargins(GAP, 0, 0, 0)
            field.returnPressed.connect(self._settle)
        focus_moved().connect(self._focus_moved)

    def show_place(self, place: int) -> None:
        """Show a row; where nothing is chosen the field is empty and says what can be done."""
        self.setCurrentIndex(place)
        field = self.lineEdit()
        if place == 0 and field is not None:
            field.setPlaceholderText(self.itemText(0))
            field.clear()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """A wheel over the field must not change an answer."""
        event.ignore()

    def _focus_moved(self, old: QWidget | None, now: QWidget | None) -> None:
        """The field is left. Qt does not tell the field itself while its suggestions are open."""
        if old in (self, self.lineEdit()) and now not in (None, self, self.lineEdit()):
            finder = self.completer()
            suggestions = finder.popup() if finder is not None else None
            if suggestions is not None:  # asked for each time: what the bindings once gave does not hold for good
                suggestions.hide()
            self._settle()

    def _settle(self) -> None:
        """The field is left or Enter pressed: the one choice that was meant, or the one there was."""
        typed, place = self.currentText().strip(), self.currentIndex()
        if typed == ("" if place == 0 else self.itemText(place)):
            return
        if typed:
            found = self.model().match(self.model().index(0, 0), Qt.ItemDataRole.DisplayRole, typed, 2, _CONTAINS)
            place = found[0].row() if len(found) == 1 else place
        else:
            place = 0
        meant = place != self.currentIndex()
        self.show_place(place)
        self.setEditText("" if place == 0 else self.itemText(place))
        if meant:
            self.activated.emit(place)


class LongListControl(AnswerControl):
    """One of many choices (``searched``), or of few behind a drop-down field."""

    def __init__(self, desk: Desk, view: NodeView, *, searched: bool) -> None:
        super().__init__(desk, view)
        self._shown: tuple[tuple[Choice, ...], bool] | None = None
        self._model = ChoicesModel()
        self._box: SearchedBox | ChoiceField = SearchedBox() if searched else ChoiceField("")
        self._box.setModel(self._model)
        self._box.setObjectName(f"{self.objectName()}_list")
        if isinstance(self._box, ChoiceField):
            self._box.say_name(self.accessibleName())
        else:
            self._box.setAccessibleName(self.accessibleName())
        self._box.setMaximumWidth(_WIDEST)
        self.setFocusProxy(self._box)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._box)
        self.refresh(view)
        self._box.activated.connect(self._chosen)

    def refresh(self, view: NodeView) -> None:
        """Show the choices and which is chosen; a value that is no longer among them is shown as it is."""
        writable = self.writable(view)
        if (view.choices, writable) != self._shown:
            self._shown = (view.choices, writable)
            values = [choice.value for choice in view.choices]
            self._model.show_choices(say("editor.choice.choose") if writable else "–", values, all_clean(view.choices))
        if self._model.place(view.value) < 0:
            self._model.add(view.value)
        self._show_place(self._model.place(view.value))
        self._box.setEnabled(writable)

    def entry(self) -> QWidget:
        """The field."""
        return self._box

    def _show_place(self, place: int) -> None:
        if isinstance(self._box, SearchedBox):
            self._box.show_place(place)
        else:
            self._box.setCurrentIndex(place)

    def _chosen(self, place: int) -> None:
        self.desk.answer(self.key, self._model.values[place])
        self._show_place(place)


class PickedControl(AnswerControl):
    """Several of a long list: what is chosen stands as chips (a click takes one away), a field adds more."""

    def __init__(self, desk: Desk, view: NodeView) -> None:
        super().__init__(desk, view)
        self._chips = QWidget()
        self._model = ChoicesModel()
        self._box = SearchedBox()
        self._box.setModel(self._model)
        self._box.setObjectName(f"{self.objectName()}_add")
        self._box.setAccessibleName(say("editor.choice.add_to", about=self.accessibleName()))
        self.setFocusProxy(self._box)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2 * GAP)
        self._column.addWidget(self._chips)
        self._column.addWidget(self._box)
        self._shown: tuple[object, ...] = ()
        self.refresh(view)
        self._box.activated.connect(self._add)

    def refresh(self, view: NodeView) -> None:
        """Show what is chosen and what can be added."""
        state = (view.value, view.choices, self.writable(view))
        if state == self._shown:
            return
        self._shown = state
        chosen = view.value.split()
        labels = dict(zip((choice.value for choice in view.choices), all_clean(view.choices), strict=True))
        fresh = QWidget()
        flow = FlowLayout(2 * GAP, 2 * GAP)
        for value in chosen:
            chip = ToggleChip(f"{self.objectName()}_{value}", labels.get(value) or value)
            chip.setChecked(True)
            chip.setEnabled(self.writable(view))
            chip.setToolTip(say("editor.choice.take_away"))
            chip.clicked.connect(lambda _=False, value=value: self._take_away(value))
            flow.addWidget(chip)
        unanswered = not chosen and not self.writable(view)
        if unanswered:
            flow.addWidget(Muted("–"))
        fresh.setLayout(flow)
        show_if(fresh, bool(chosen) or unanswered)
        self._column.replaceWidget(self._chips, fresh)
        self._chips.deleteLater()
        self._chips = fresh
        for value in chosen:
            labels.pop(value, None)
        self._model.show_choices(say("editor.choice.add"), list(labels), list(labels.values()))
        self._box.show_place(0)
        show_if(self._box, self.writable(view))

    def entry(self) -> QWidget:
        """The field that adds."""
        return self._box

    def _add(self, place: int) -> None:
        value = self._model.values[place]
        if value:
            order = [choice.value for choice in self.desk.view(self.key).choices]
            chosen = {*self.desk.session.value(self.key).split(), value}
            others = sorted(chosen.difference(order))
            self.desk.answer(self.key, " ".join([*(one for one in order if one in chosen), *others]))

    def _take_away(self, value: str) -> None:
        chosen = self.desk.session.value(self.key).split()
        self.desk.answer(self.key, " ".join(one for one in chosen if one != value))
        self._box.setFocus(Qt.FocusReason.OtherFocusReason)
