"""Filling what is in sight: for every single widget that comes into it, Qt lays out everything up to the window."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtWidgets import QApplication, QWidget


@contextmanager
def filled_at_once(part: QWidget) -> Iterator[None]:
    """Lay a part out once, when it is filled; it is out of sight until then, unless the cursor is in it."""
    cursor, layout = QApplication.focusWidget(), part.layout()
    stays = not part.isVisible() or (cursor is not None and part.isAncestorOf(cursor))
    if not stays:
        part.hide()
    elif layout is not None:
        layout.setEnabled(False)
    try:
        yield
    finally:
        if not stays:
            part.show()
        elif layout is not None:
            layout.setEnabled(True)
            layout.invalidate()
