"""A table of rows that open something, hairlines between, chosen row told by ground and weight.

A row is one line, or two where the columns have less room than they want; the whole words are in the tool tip.
The columns share the room by the words in sight: what the first does not need goes to one whose words are cut.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from heapq import nlargest
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QResizeEvent, QShowEvent, QStaticText
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from neksus_desktop.ui.style import tokens

PADDING = 12
BESIDE = PADDING + PADDING // 2
"""Pixels beside the text of a cell."""
_HEIGHT_AT_100 = 17
_LINES = 2
_NARROWEST, _OTHERS, _OTHERS_MOST = 200, 0.65, 0.73
"""The first column keeps a third of the room, or a quarter where whole words of the others would be cut."""
_LOOKED_AT, _MEASURED = 12, 3
"""Rows that are looked at when fewer are in sight, and how many of their texts are measured, those with most letters:
one waits for it."""
_TAIL = 3
"""Letters of a broken word that go on to the next line, at least."""
STRONG = Qt.ItemDataRole.UserRole + 20
"""A model gives True here for a first cell in semibold."""
NOTE = Qt.ItemDataRole.UserRole + 21
"""A model gives True here for a first cell in the note colour."""
_DISPLAY = Qt.ItemDataRole.DisplayRole
_KEPT = 1_000
"""Texts whose layout is kept: some screenfuls."""
_SELECTED, _UNDER_MOUSE = QStyle.StateFlag.State_Selected.value, QStyle.StateFlag.State_MouseOver.value
Index = QModelIndex | QPersistentModelIndex


def by_rows(action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> Qt.KeyboardModifier:
    """The keys that are held, as Qt wants them for Home and End to go by rows and not by columns."""
    ends = (QAbstractItemView.CursorAction.MoveHome, QAbstractItemView.CursorAction.MoveEnd)
    return modifiers | Qt.KeyboardModifier.ControlModifier if action in ends else modifiers


class RowDelegate(QStyledItemDelegate):
    """Draws a cell of a ``Table``: plain text, first column in the text colour, the others standing back.

    What a cell says is asked of the table's model itself: the way through Qt costs more than drawing it. How a text is
    broken and laid out is kept, since the same cells are drawn again at every scroll, mark and movement of the mouse.
    """

    def __init__(self, table: Table) -> None:
        super().__init__(table)
        self._table = table
        self._colours: dict[str, QColor] = {}
        self._laid_out: dict[tuple[str, int, int, bool], QStaticText] = {}

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Ground, text, hairline."""
        t, table, said = tokens(), self._table, self._table.said
        rect: QRect = option.rect
        state, first = option.state.value, index.column() == 0
        chosen = bool(state & _SELECTED)
        if chosen or state & _UNDER_MOUSE:
            painter.fillRect(rect, self._colour(t.weak_accent if chosen else t.hover))
        left, width, height = rect.left(), rect.width(), rect.height()
        painter.fillRect(left, rect.bottom(), width, 1, self._colour(t.line))
        strong = first and (chosen or bool(said(index, STRONG)))
        ink = t.note if first and said(index, NOTE) else t.text if first or chosen else t.muted
        painter.setPen(self._colour(ink))
        text: str | None = said(index, _DISPLAY)
        if text:
            asked = (text, width - BESIDE, table.lines, strong)
            if strong:
                painter.setFont(_strong(option.font))
            shown = self._laid_out.get(asked) or self._lay_out(asked, painter)
            painter.drawStaticText(left + PADDING, rect.top() + int(height - shown.size().height() + 1) // 2, shown)
            if strong:
                painter.setFont(option.font)
        if first and table.hasFocus() and table.currentIndex().row() == index.row():
            painter.fillRect(left, rect.top(), 3, height, self._colour(t.accent))

    def forget(self) -> None:
        """The letters are others now: nothing that was laid out fits."""
        self._laid_out.clear()

    def _lay_out(self, asked: tuple[str, int, int, bool], painter: QPainter) -> QStaticText:
        if len(self._laid_out) >= _KEPT:
            self._laid_out.clear()
        text, width, lines, _ = asked
        words = "\N{LINE SEPARATOR}".join(fitted(text.replace("\n", " "), painter.fontMetrics(), width, lines))
        found = self._laid_out[asked] = QStaticText(words)
        found.setTextFormat(Qt.TextFormat.PlainText)
        found.prepare(font=painter.font())
        return found

    def _colour(self, name: str) -> QColor:
        """A colour is read once: each cell of each picture asks for two or three."""
        if (colour := self._colours.get(name)) is None:
            colour = self._colours[name] = QColor(name)
        return colour


def _nothing(_index: Index, _role: int) -> None:
    """A table without a model says nothing."""


def _strong(font: QFont) -> QFont:
    found = QFont(font)
    found.setWeight(QFont.Weight.DemiBold)
    return found


def fitted(text: str, metrics: QFontMetrics, width: int, lines: int) -> list[str]:
    """The text in at most so many lines of a width; what is too much ends in «…», too long a word is broken by «-»."""
    found: list[str] = []
    rest = text
    while rest and metrics.horizontalAdvance(rest) > width:
        if lines - len(found) == 1:
            return [*found, metrics.elidedText(rest, Qt.TextElideMode.ElideRight, width)]
        words, at = rest.split(" "), 1
        while at < len(words) and metrics.horizontalAdvance(" ".join(words[: at + 1])) <= width:
            at += 1
        line, rest = " ".join(words[:at]), " ".join(words[at:])
        if metrics.horizontalAdvance(line) > width:
            line, rest = _broken(line, rest, metrics, width)
        found.append(line)
    return [*found, rest] if rest else found


def _broken(word: str, after: str, metrics: QFontMetrics, width: int) -> tuple[str, str]:
    """A word that is longer than a line: what stands on the line, and what goes on after it."""
    at = max(len(word) - _TAIL, 1)
    while at > 1 and metrics.horizontalAdvance(f"{word[:at]}-") > width:
        at -= 1
    return f"{word[:at]}-", f"{word[at:]} {after}".rstrip()


class Need(NamedTuple):
    """What the words of a column would have: the longest text on one line, the longest word whole."""

    line: int
    word: int


def _widest(texts: Iterable[str], metrics: QFontMetrics) -> int:
    return max(map(metrics.horizontalAdvance, nlargest(_MEASURED, texts, key=len)), default=0)


def shared_out(wanted: list[int], room: int) -> list[int]:
    """Widths of columns that together have less room than they want: the narrow ones keep theirs."""
    found = dict.fromkeys(range(len(wanted)), 0)
    for before, (at, width) in enumerate(sorted(enumerate(wanted), key=lambda one: one[1])):
        found[at] = max(min(width, room // (len(wanted) - before)), 0)
        room -= found[at]
    return list(found.values())


class _Head(QHeaderView):
    """The names of the columns. How high they are the table says; Qt would measure each at every change of widths."""

    def __init__(self, table: QTableView) -> None:
        super().__init__(Qt.Orientation.Horizontal, table)
        self.setSectionsClickable(True)

    def sizeHint(self) -> QSize:
        """As high as it was made."""
        return QSize(0, self.maximumHeight())


class Table(QTableView):
    """Whole rows are chosen; Return or a double click opens; the first column takes the room that is left."""

    def __init__(
        self,
        name: str,
        opened: Callable[[Index], object] | None = None,
        parent: QWidget | None = None,
        *,
        many: bool = False,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._opened = opened
        self._widths: list[int] = []
        self._needs: list[Need] = []
        """The widest words seen in each column since the room or the letters changed: columns only grow meanwhile."""
        self._hints: list[int] = []
        """What the names of the columns after the first need; asked for anew when names, letters or order change."""
        self._looking = QTimer(self)
        self._looking.setSingleShot(True)
        self._looking.timeout.connect(self._look_again)
        self.by_words = True
        """Whether the words in sight decide how the columns share the room."""
        self.tight = False
        """Whether the columns have less room than they want: rows are of two lines then."""
        self.lines = 1
        """Lines of a row."""
        self._head_lines = 1
        self.said: Callable[[Index, int], Any] = _nothing
        """What the model says for a cell and a role."""
        self.setItemDelegate(RowDelegate(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        mode = QAbstractItemView.SelectionMode
        self.setSelectionMode(mode.ExtendedSelection if many else mode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head = _Head(self)
        self.setHorizontalHeader(head)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setHighlightSections(False)
        head.setObjectName(f"{name}_head")
        head.setStretchLastSection(False)
        head.sortIndicatorChanged.connect(lambda *_: self._hints.clear())
        self._size_rows()
        if opened is not None:
            self.doubleClicked.connect(opened)

    def setModel(self, model: QAbstractItemModel | None) -> None:
        """Columns follow the words of the rows, and of another language."""
        super().setModel(model)
        self._hints.clear()
        self.said = _nothing if model is None else model.data
        if model is not None:
            model.modelReset.connect(self._look_soon)
            model.headerDataChanged.connect(lambda *_: self._look_anew())

    def set_widths(self, widths: list[int]) -> None:
        """Widths of the columns after the first, in pixels at 100 % text size."""
        self._widths = widths
        if not self.isVisible():
            return  # the room is shared when there is some
        head = self.horizontalHeader()
        scale = self.fontMetrics().height() / _HEIGHT_AT_100
        if len(self._hints) != len(widths):
            self._hints = [head.sectionSizeHint(column) for column in range(1, len(widths) + 1)]
            head.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
            head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        least = self._hints
        wanted = [max(round(width * scale), hint) for width, hint in zip(widths, least, strict=True)]
        if widths and self.width() > _NARROWEST:
            tight = sum(wanted) > self.width() * _OTHERS
            if tight != self.tight:
                self.tight = tight
                self.set_lines(_LINES if tight else 1)
            wanted = self._by_words(wanted, least)
        for column, width in enumerate(wanted, 1):
            head.resizeSection(column, width)

    def _by_words(self, wanted: list[int], least: list[int]) -> list[int]:
        """Give a column more where its words are cut and the first has room to spare; less where all are tight."""
        if not self._needs:
            return wanted
        first, *needs = self._needs
        asked = tuple(zip(wanted, needs, least, strict=True))
        if self.tight:
            floors = [max(need.word, hint) for _, need, hint in asked]
            room = max(round(self.width() * _OTHERS), min(sum(floors), round(self.width() * _OTHERS_MOST)))
            low = shared_out(floors, room)
            high = [min(width, need.line) for width, need, _ in asked]
        else:
            room = max(sum(wanted), self.width() - first.line)
            full = [max(width, need.line) for width, need, _ in asked]
            if sum(full) <= room:
                return full
            low = [max(min(width, need.line), hint) for width, need, hint in asked]
            high = [need.line for need in needs]
        lacking = [max(most - width, 0) for width, most in zip(low, high, strict=True)]
        more = shared_out(lacking, room - sum(low))
        return [max(width + one, hint) for width, one, hint in zip(low, more, least, strict=True)]

    def _look_soon(self) -> None:
        """The first rows decide before they are shown; later ones are shown first."""
        if self._needs:
            self._looking.start()
        else:
            self._look_again()

    def _look_again(self) -> None:
        """Other rows stand here: columns whose words are wider than any before grow."""
        if not self._widths or not self.by_words or not self.isVisible():
            return
        found = self._needed(self._needs or [Need(0, 0)] * (len(self._widths) + 1))
        if found != self._needs:
            self._needs = found
            self.set_widths(self._widths)

    def _needed(self, before: list[Need]) -> list[Need]:
        """What the words of each column would have, of the rows there are and of those ``before``."""
        model, metrics = self.model(), self.fontMetrics()
        rows = range(min(model.rowCount(), self.rows_looked_at()))
        found = []
        for at, seen in enumerate(before):
            texts = {str(self.said(model.index(row, at), _DISPLAY) or "") for row in rows}
            line = _widest(texts, metrics) + 2 * PADDING
            word = _widest({word for text in texts for word in text.split()}, metrics) + 2 * PADDING
            found.append(Need(max(seen.line, line), max(seen.word, word)))
        return found

    def rows_looked_at(self) -> int:
        """How many of the first rows decide: those in sight, and not too few."""
        room = self.height() - self.horizontalHeader().height()
        return max(room // self.verticalHeader().defaultSectionSize(), _LOOKED_AT)

    def set_lines(self, lines: int, *, head: int = 1) -> None:
        """Make rows of so many lines, and the names of the columns."""
        if (lines, head) != (self.lines, self._head_lines):
            self.lines, self._head_lines = lines, head
            self._size_rows()

    def _look_anew(self) -> None:
        self._needs, self._hints = [], []
        self._look_again()

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """Home and End go to the first and the last row, unless one goes from cell to cell."""
        cells = self.editTriggers() != QAbstractItemView.EditTrigger.NoEditTriggers
        return super().moveCursor(action, modifiers if cells else by_rows(action, modifiers))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return opens the row; the one that ends the writing of a cell comes by here as well, and opens nothing."""
        current, writing = self.currentIndex(), self.state() == QTableView.State.EditingState
        entered = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not writing
        if entered and current.isValid() and self._opened is not None:
            self._opened(current)
            return
        super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Now there is a room that the columns share."""
        super().showEvent(event)
        self.set_widths(self._widths)
        self._look_again()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the other columns give way to the first."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.set_widths(self._widths)

    def changeEvent(self, event: QEvent) -> None:
        """Rows grow with the text."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.ApplicationFontChange}:
            delegate = self.itemDelegate()
            if isinstance(delegate, RowDelegate):
                delegate.forget()
            self._size_rows()
            self._needs, self._hints = [], []
            self.set_widths(self._widths)
            self._look_again()

    def _size_rows(self) -> None:
        height = self.fontMetrics().height()
        self.verticalHeader().setDefaultSectionSize(max(37, height * self.lines + 18))
        self.horizontalHeader().setFixedHeight(max(30, height * self._head_lines + 10))
