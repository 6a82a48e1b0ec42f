"""How a place is laid out: its title above what it is about, a table on a card, or words where there is nothing.

One margin and one distance for all places, so that nothing jumps when one goes from one to another.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from neksus_desktop.ui.widgets import Card, EmptyState

MARGINS = (24, 20, 24, 16)
"""Left, top, right and bottom of a place, in pixels."""


def page_column(page: QWidget, title: QWidget, below: QWidget) -> QVBoxLayout:
    """The column of a place, which begins with its title and the line below it."""
    column = QVBoxLayout(page)
    column.setContentsMargins(*MARGINS)
    column.setSpacing(12)
    column.addLayout(page_head(title, below))
    return column


def counted_column(page: QWidget, title: QWidget, counted: QWidget, *beside: QWidget) -> QVBoxLayout:
    """The column of a place that counts what it shows: title and number on one line, with what stands beside them."""
    column = QVBoxLayout(page)
    column.setContentsMargins(*MARGINS)
    column.setSpacing(10)
    head = QHBoxLayout()
    head.addWidget(title)
    head.addSpacing(8)
    head.addWidget(counted, 1, Qt.AlignmentFlag.AlignVCenter)
    for widget in beside:
        head.addWidget(widget)
    column.addLayout(head)
    return column


def page_head(title: QWidget, below: QWidget) -> QVBoxLayout:
    """A title and the line below it."""
    head = QVBoxLayout()
    head.setSpacing(4)
    head.addWidget(title)
    head.addWidget(below)
    return head


def on_card(table: QWidget) -> Card:
    """A table on a card of its own."""
    card = Card(padding=0)
    card.column.setContentsMargins(1, 4, 1, 4)
    card.column.addWidget(table)
    return card


def or_empty(table: QWidget, empty: EmptyState) -> QStackedWidget:
    """A table on its card (0), and what is said where it has no rows (1)."""
    stack = QStackedWidget()
    stack.addWidget(on_card(table))
    stack.addWidget(empty)
    return stack
