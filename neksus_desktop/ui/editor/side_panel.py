"""The right side: guidance, the earlier assessment, remarks and the change log of the point in sight."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from neksus_desktop.ui.editor.controls.base import show_if
from neksus_desktop.ui.say import say
from neksus_desktop.ui.style import GAP, tokens
from neksus_desktop.ui.widgets import Line, ScrollColumn
from neksus_desktop.ui.widgets.buttons import keys_of
from neksus_desktop.ui.widgets.flow import FlowRow

if TYPE_CHECKING:
    from neksus_desktop.ui.editor.desk import Desk
    from neksus_desktop.ui.editor.side_pages import SidePage

WIDTH = 290


class SideTab(QAbstractButton):
    """A word over a page; the chosen one is heavier and in the accent colour."""

    def __init__(self, name: str, shortcut: str) -> None:
        super().__init__()
        self.setObjectName(f"side_{name}")
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._keys = shortcut
        self._font = QFont(self.font())

    def say_text(self, text: str) -> None:
        """The word."""
        if text == self.text():
            return
        self.setText(text)
        self.setAccessibleName(text)
        self.setShortcut(keys_of(self._keys))
        self.setToolTip(f"{text} ({self._keys})")
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """As wide as the word when it is heavy, so that nothing moves."""
        font = self._scaled()
        font.setWeight(QFont.Weight.DemiBold)
        from PySide6.QtGui import QFontMetrics

        return QSize(QFontMetrics(font).horizontalAdvance(self.text()) + 6, 34)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The word."""
        del event
        t = tokens()
        painter = QPainter(self)
        font = self._scaled()
        if self.isChecked():
            font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(QColor(t.accent if self.isChecked() else t.text if self.underMouse() else t.muted))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())
        if self.hasFocus():
            painter.drawRect(self.rect().adjusted(1, 6, -2, -6))
        painter.end()

    def _scaled(self) -> QFont:
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * 0.8)
        return font


class SidePanel(QWidget):
    """Pages by name; the one in sight is filled, the others when they are asked for."""

    dismissed = Signal()
    """Escape: whoever looked here goes back to the point."""

    def __init__(self, pages: dict[str, SidePage]) -> None:
        super().__init__()
        self.setObjectName("editor_side")
        self._pages = pages
        self._tabs: dict[str, SideTab] = {}
        self._current = next(iter(pages))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        tabs = FlowRow(gap=1)
        tabs.setContentsMargins(10, 3, 2, 3)
        for number, name in enumerate(pages, start=1):
            tab = SideTab(name, f"Alt+{number}")
            tab.toggled.connect(self._choose(name))
            self._tabs[name] = tab
            tabs.flow.addWidget(tab)
        column.addWidget(tabs)
        column.addWidget(Line())
        self._scroll = ScrollColumn(margins=(16, 10, 16, 16))
        self._scroll.column.setSpacing(2 * GAP)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        column.addWidget(self._scroll, 1)
        for page in pages.values():
            page.changed.connect(self._page_changed)
            self._scroll.column.addWidget(page)
        self._scroll.column.addStretch(1)
        self.show_page(self._current)
        self.retranslate()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape is told; what nobody here takes goes on."""
        if event.key() == Qt.Key.Key_Escape:
            self.dismissed.emit()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        """The width of the design."""
        return QSize(WIDTH, 400)

    def tabs(self) -> list[SideTab]:
        """One for each page, in their order."""
        return list(self._tabs.values())

    def show_page(self, name: str) -> None:
        """Put a page in sight."""
        self._current = name
        self._tabs[name].setChecked(True)
        for other, page in self._pages.items():
            show_if(page, other == name)
        self._pages[name].wanted()
        self._scroll.setAccessibleName(self._tabs[name].text())

    def show_desk(self, desk: Desk, *, other: bool) -> None:
        """Another record from its first page, or the same one read anew."""
        for page in self._pages.values():
            page.show_desk(desk)
        if other:
            self.show_page(next(iter(self._pages)))
        self._page_changed()

    def show_point(self, point: str, question: str) -> None:
        """Tell the pages where the user is; only the page in sight reads at once."""
        for name, page in self._pages.items():
            page.set_place(point, question)
            if name == self._current:
                page.wanted()

    def retranslate(self) -> None:
        """Say everything again."""
        for name, tab in self._tabs.items():
            count = self._pages[name].count
            label = say(f"editor.side.{name}")
            tab.say_text(f"{label} {count}" if count else label)
        self._pages[self._current].wanted(again=True)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Surface and a hairline to the left."""
        del event
        t = tokens()
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(t.surface))
        painter.fillRect(0, 0, 1, self.height(), QColor(t.line))
        painter.end()

    def _choose(self, name: str) -> Callable[[bool], None]:
        return lambda on: self.show_page(name) if on and name != self._current else None

    def _page_changed(self) -> None:
        for name, tab in self._tabs.items():
            count = self._pages[name].count
            label = say(f"editor.side.{name}")
            tab.say_text(f"{label} {count}" if count else label)
