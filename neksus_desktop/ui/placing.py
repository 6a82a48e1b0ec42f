"""Where the window stands: where it was, drawn back onto a screen that is there, never larger than that."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize

MINIMUM = QSize(1024, 640)
_TITLE_BAR = 32
"""What is kept free above a window that is made or moved here, so that it can be taken hold of and ends in sight."""


def smallest(room: QSize) -> QSize:
    """How small the window may become: on a small screen with large letters, or large pixels, as small as that."""
    return MINIMUM.boundedTo(_framed(room))


def first(designed: QSize, room: QSize) -> QSize:
    """How large a new window is: as designed, or what the screen has room for below a title bar."""
    return designed.boundedTo(_framed(room))


def placed(wanted: QRect, rooms: Sequence[QRect]) -> QRect:
    """The place wanted, within the room of the screen that shows most of it; of the first, if none does.

    While no screen has room (the lid is closed, the last one was unplugged) it is left as it is.

    Args:
        wanted: the window without its frame, in the pixels of the desktop.
        rooms: what each screen has free, the main one first.
    """
    rooms = [room for room in rooms if not room.isEmpty()]
    if not rooms:
        return wanted
    room = max(rooms, key=lambda one: _area(one.intersected(wanted)))
    size = wanted.size().expandedTo(smallest(room.size()))
    top = wanted.top() if wanted.top() >= room.top() else room.top() + _TITLE_BAR
    if top + size.height() > room.bottom() + 1:
        top, size = max(top, room.top() + _TITLE_BAR), size.boundedTo(_framed(room.size()))
    size = size.boundedTo(room.size())
    left = min(max(wanted.left(), room.left()), room.right() + 1 - size.width())
    return QRect(left, min(top, room.bottom() + 1 - size.height()), size.width(), size.height())


def _framed(room: QSize) -> QSize:
    return QSize(room.width(), room.height() - _TITLE_BAR)


def _area(rect: QRect) -> int:
    return rect.width() * rect.height() if rect.isValid() else 0
