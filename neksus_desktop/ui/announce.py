"""Telling a screen reader at once what has just been said on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


def announce(widget: QWidget, words: str = "", *, urgent: bool = False) -> None:
    """Say ``words``, or the name of a widget that has become a message.

    It waits until the reader has come to a pause; what is urgent (something went wrong) does not wait.
    """
    from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

    event = QAccessibleAnnouncementEvent(widget, words or widget.accessibleName())
    if urgent:
        event.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive)
    QAccessible.updateAccessibility(event)
