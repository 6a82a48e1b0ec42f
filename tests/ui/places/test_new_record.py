"""A new assessment in a narrow window, and in another language."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QWidget

from neksus_desktop.ui.say import say
from neksus_desktop.ui.widgets import ScrollColumn
from neksus_desktop.usecases.profile import Profile
from tests.ui.places.conftest import Opener


def test_in_a_narrow_window_the_points_stand_below_and_nothing_is_cut(post: Profile, at: Opener) -> None:
    page = at(post, "new_record")
    search, points = page.find("new_subject_search", QWidget), page.find("new_points_usual", QWidget)
    (scroll,) = page.screen.findChildren(ScrollColumn)

    def beside() -> bool:
        return (
            points.mapTo(page.screen, points.rect().topLeft()).x()
            > search.mapTo(page.screen, search.rect().bottomRight()).x()
        )

    for width, wanted in ((1300, True), (600, False), (1300, True), (520, False)):
        page.screen.resize(width, 500)
        page.qtbot.waitUntil(lambda wanted=wanted: beside() == wanted)  # type: ignore[misc]  # mypy cannot type it
        page.qtbot.waitUntil(lambda: scroll.inner.minimumSizeHint().width() <= scroll.viewport().width())


def test_another_language_names_the_forms_too(post: Profile, at: Opener) -> None:
    page = at(post, "new_record")
    form = page.find("new_form", QComboBox)
    say.set_language("nb")
    page.wait()
    before = form.currentText()
    say.set_language("en")
    page.wait()
    assert form.currentText() != before
    say.set_language("nb")
    page.wait()
    assert form.currentText() == before
