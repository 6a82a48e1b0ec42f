"""Everything that can be clicked has a name for tests, a name for screen readers, and can be reached by Tab."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QComboBox, QLineEdit, QPlainTextEdit, QWidget

from neksus_desktop.ui.say import say
from neksus_desktop.usecases.profile import Profile
from tests.ui.places.conftest import Opener

PLACES = ("follow_up", "read_across", "search", "exchange", "export", "subjects", "forms", "help")
KINDS = (QAbstractButton, QLineEdit, QComboBox, QPlainTextEdit, QAbstractItemView)


def controls(*roots: QWidget) -> list[QWidget]:
    found: list[QWidget] = []
    for root in roots:
        for kind in KINDS:
            found += [
                one
                for one in root.findChildren(kind)
                if one.isVisibleTo(root) and not isinstance(one.parentWidget(), QComboBox | QAbstractItemView)
            ]
    return [one for one in found if not one.objectName().startswith("qt_")]


def by_arrows(one: QWidget) -> bool:
    """In a group of which one is on, Tab reaches that one and the arrow keys the others."""
    return isinstance(one, QAbstractButton) and (
        one.autoExclusive() or (one.group() is not None and one.group().exclusive())
    )


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
@pytest.mark.parametrize("place", PLACES)
def test_every_control_has_its_names_and_can_be_reached(at: Opener, post: Profile, place: str, language: str) -> None:
    page = at(post, place)
    say.set_language(language)
    page.wait()
    for one in controls(page.screen, page.screen.header):
        assert one.objectName(), type(one).__name__
        assert one.accessibleName() or getattr(one, "text", str)(), one.objectName()
        assert one.focusPolicy() & Qt.FocusPolicy.TabFocus or by_arrows(one), one.objectName()
