"""Blocks below each other; narrow ones two beside each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from neksus_desktop.ui.style import GAP

if TYPE_CHECKING:
    from neksus_desktop.ui.editor.blocks import Block


class FieldGrid(QWidget):
    """Blocks below each other; narrow ones two beside each other. Hidden ones leave no hole."""

    def __init__(self, blocks: list[Block]) -> None:
        super().__init__()
        self.blocks = blocks
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(4 * GAP)
        self._grid.setVerticalSpacing(3 * GAP)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)
        self._placed: list[Block] = []
        for block in blocks:
            block.setParent(self)
        self.arrange()

    def arrange(self) -> None:
        """Place what is to be seen, if that changed."""
        seen = [block for block in self.blocks if block.relevant]
        if seen == self._placed:
            return
        for block in self._placed:
            self._grid.removeWidget(block)
        self._placed = seen
        row, column = 0, 0
        for block in seen:
            if block.wide:
                row += column
                self._grid.addWidget(block, row, 0, 1, 2)
                row, column = row + 1, 0
            else:
                self._grid.addWidget(block, row, column, Qt.AlignmentFlag.AlignTop)
                row, column = row + column, 1 - column
