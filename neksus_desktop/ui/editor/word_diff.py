"""What is new in a text: words that came are underlined, words that went are struck through. Never by colour alone."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QResizeEvent, QTextCharFormat
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextEdit

from neksus_desktop.ui.style import tokens

_WORDS = re.compile(r"\s+|[^\s]+")
_MOST_WORDS = 4000
"""Longer texts are shown as one that went and one that came: comparing them would be felt."""


class Part(NamedTuple):
    """A run of words that stayed, came or went."""

    kind: Literal["same", "new", "gone"]
    text: str


def compared(before: str, after: str) -> list[Part]:
    """The parts of both texts in reading order; what went stands before what came in its place."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    if len(old) + len(new) > _MOST_WORDS:
        return [Part("gone", before), Part("new", after)]
    parts: list[Part] = []
    for step, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if step == "equal":
            parts.append(Part("same", "".join(old[a:b])))
            continue
        if b > a:
            parts.append(Part("gone", "".join(old[a:b])))
        if d > c:
            parts.append(Part("new", "".join(new[c:d])))
    return parts


class WordDiff(QTextEdit):
    """Two texts compared, to be read."""

    def __init__(self, before: str, after: str) -> None:
        super().__init__()
        self.setObjectName("word_diff")
        self.setReadOnly(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.viewport().setAutoFillBackground(False)
        font = self.font()
        font.setPointSizeF(font.pointSizeF() * 0.86)
        self.setFont(font)
        self.document().setDocumentMargin(0)
        cursor = self.textCursor()
        for part in compared(before, after):
            cursor.insertText(part.text, self._format(part.kind))

    def sizeHint(self) -> QSize:
        """As high as the text is at this width."""
        return QSize(200, int(self.document().size().height()) + 4)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width wraps otherwise."""
        super().resizeEvent(event)
        self.updateGeometry()

    @staticmethod
    def _format(kind: str) -> QTextCharFormat:
        t = tokens()
        found = QTextCharFormat()
        found.setForeground(QColor({"same": t.text, "new": t.accent, "gone": t.muted}[kind]))
        found.setFontUnderline(kind == "new")
        found.setFontStrikeOut(kind == "gone")
        return found
