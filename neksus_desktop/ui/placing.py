"""Where the window stands: where it was, drawn back onto a screen that is there, never larger than that."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize

MINIMUM = QSize(1024, 640)
_TITLE_BAR = 32
"""What is kept free above a window that is drawn down from beyond the top, so that it can be taken hold of."""


def smallest(room: QSize) -> QSize:
    """How small the window may become: on a small screen with large letters, or large pixels, as small as that."""
    return MINIMUM.boundedTo(QSize(room.width(), room.height() - _TITLE_BAR))


def placed(wanted: QRect, rooms: Sequence[QRect]) -> QRect:
    """The place wanted, within the room of the screen that shows most of it; of the first, if none does.

    Args:
        wanted: the window without its frame, in the pixels of the desktop.
        rooms: what each screen has free, the main one first.
    """
    room = max(rooms, key=lambda one: _area(one.intersected(wanted)))
    size = wanted.size().expandedTo(smallest(room.size())).boundedTo(room.size())
    if size.height() > room.height() - _TITLE_BAR and wanted.top() < room.top():
        size.setHeight(room.height() - _TITLE_BAR)
    top = wanted.top() if wanted.top() >= room.top() else room.top() + _TITLE_BAR
    left = min(max(wanted.left(), room.left()), room.right() + 1 - size.width())
    return QRect(left, min(top, room.bottom() + 1 - size.height()), size.width(), size.height())


def _area(rect: QRect) -> int:
    return rect.width() * rect.height() if rect.isValid() else 0
