"""The limit of opening a form in the editor: the same parts of the screen out of Qt's own widgets, and nothing else.

The parts are those of our screen for a plain question: a bar with the title, two facts and five things to press; a list
with a line per question; one question with number, words, hint and field; its text with two switches; three cards;
shielding and tags; the way on; four tabs with a page of guidance. Qt's own Fusion style draws them, in a process of its
own, so that none of our layers weighs on it. The texts are at hand, and no record is read. As in the editor the window
stands already; what was shown before is thrown away, and a list is in sight meanwhile.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time

from PySide6.QtCore import QStringListModel
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

ROUNDS = 12


def limit_ms(questions: int) -> float:
    """The least time of the main thread to show such a screen."""
    command = [sys.executable, "-m", "bench.window_limit", str(questions)]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    return float(done.stdout)


def _words(*texts: str) -> list[QWidget]:
    found: list[QWidget] = []
    for text in texts:
        label = QLabel(text)
        label.setWordWrap(True)
        found.append(label)
    return found


def _below(*widgets: QWidget, card: bool = False) -> QWidget:
    frame = QFrame()
    if card:
        frame.setFrameShape(QFrame.Shape.StyledPanel)
    column = QVBoxLayout(frame)
    for widget in widgets:
        column.addWidget(widget)
    return frame


def _beside(*widgets: QWidget) -> QWidget:
    line = QWidget()
    row = QHBoxLayout(line)
    for widget in widgets:
        row.addWidget(widget)
    return line


def _scrolled(inner: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setWidget(inner)
    return area


def _card(title: str) -> QWidget:
    return _below(
        _beside(QLabel(title), QPushButton("New"), QLabel("Ctrl+G")), *_words("What does it rest on?"), card=True
    )


def _record(questions: int) -> QWidget:
    """The whole screen."""
    facts = [QLabel(text) for text in ("Agreement", "Yemen", "Draft, saved 14:32")]
    bar = _beside(QToolButton(), *_words("Invented"), *facts, *(QPushButton(text) for text in ("i", "Print", "Ready?")))
    outline = QListView()
    outline.setUniformItemSizes(True)
    outline.setModel(QStringListModel([f"Question q{number}" for number in range(questions)], outline))
    left = _below(outline, QPushButton("Choose points"), QPushButton("All points"))
    question = _below(*_words("Point 11", "Question q11", "A hint", ""), QLineEdit("11"))
    head = _beside(QLabel("Assessment"), QPushButton("Internal"), QPushButton("Shareable"), QLabel("0 words"))
    note = _below(head, QPlainTextEdit(), *_words("About"), _beside(QCheckBox("Cleared"), QPushButton("Copy")))
    sure = _below(QLabel("Confidence"), *(QRadioButton(text) for text in ("Low", "Middle", "High")), card=True)
    cards = _beside(_card("Basis"), _card("Follow-up"), sure)
    shielding = _beside(QLabel("Restriction"), QComboBox(), QLabel("until"), QLineEdit())
    tags = _beside(QLabel("Tags"), QLineEdit())
    point = _scrolled(_below(question, note, cards, shielding, tags))
    middle = _below(point, _beside(QPushButton("Question q10"), QPushButton("Question q12")))
    tabs = _beside(*(QPushButton(text) for text in ("Guidance", "Previous", "Remarks", "History")))
    side = _below(tabs, _scrolled(_below(*_words("Ask", "Who was asked?", "Background"))))
    columns = QWidget()
    row = QHBoxLayout(columns)
    for widget, stretch in ((left, 2), (middle, 5), (side, 2)):
        row.addWidget(widget, stretch)
    return _below(bar, columns)


def _main(questions: int) -> None:
    app = QApplication([])
    app.setStyle("Fusion")
    window = QStackedWidget()
    window.addWidget(QListView())
    window.resize(1366, 768)
    window.show()
    before: QWidget | None = None
    least = float("inf")
    for _ in range(ROUNDS):
        window.setCurrentIndex(0)
        for _turn in range(3):
            app.processEvents()
        start = time.thread_time()
        if before is not None:
            window.removeWidget(before)
            before.deleteLater()
        before = _record(questions)
        window.addWidget(before)
        window.setCurrentWidget(before)
        for _turn in range(5):
            app.processEvents()
        least = min(least, (time.thread_time() - start) * 1000)
    print(least)


if __name__ == "__main__":
    _main(int(sys.argv[1]))
