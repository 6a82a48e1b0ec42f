"""In which language an open form is read, when it speaks others than the window.

Our own forms follow the window. A form of others can be read in each of its languages; what was chosen holds for that
form until the window is closed. Answers are not touched.
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu

from neksus_desktop.texts import LANGUAGES
from neksus_desktop.ui.say import say

if TYPE_CHECKING:
    from neksus_desktop.ui.editor.desk import Desk
    from neksus_desktop.ui.editor.screen import EditorScreen
    from neksus_desktop.ui.widgets import LinkButton

_CODE = re.compile(r"\s*\([\w-]+\)\s*$")


class FormLanguages:
    """Knows what was chosen, and lets one choose."""

    def __init__(self, screen: EditorScreen) -> None:
        self._screen = screen
        self._chosen: dict[str, str] = {}

    def apply(self, desk: Desk) -> None:
        """The language that was chosen for this form, else the window's if the form speaks it."""
        language = self._chosen.get(desk.form.id, say.language)
        if language in desk.form.languages:
            desk.session.set_language(language)

    def show(self, button: LinkButton, desk: Desk) -> None:
        """Say in which language the form is read, where there is a choice."""
        others = desk.form.languages
        button.setVisible(len(others) > 1 and set(others) != set(LANGUAGES))
        button.say(say("editor.form_language.link", language=language_name(desk, desk.session.language)))

    def choose(self) -> None:
        """A menu with the form's languages."""
        screen = self._screen
        if screen.left is None or screen.desk is None:
            return
        menu = QMenu(screen)
        menu.setObjectName("editor_form_languages")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for language in screen.desk.form.languages:
            action = menu.addAction(language_name(screen.desk, language).replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(language == screen.desk.session.language)
            action.triggered.connect(partial(self.speak, language))
        button = screen.left.language
        menu.popup(button.mapToGlobal(QPoint(0, -menu.sizeHint().height())))

    def speak(self, language: str, _checked: object = None) -> None:
        """Show the form in this language."""
        desk = self._screen.desk
        if desk is not None and language != desk.session.language:
            self._chosen[desk.form.id] = language
            desk.autosave.settle()
            self._screen.retranslate()


def language_name(desk: Desk, language: str) -> str:
    """What a language is called: ours as the window says it, others as the form does."""
    if language in LANGUAGES:
        return say(f"places.language.{language}")
    name = desk.form.language_names.get(language, language)
    if not name or name == "default":
        return say("editor.form_language.default")
    return _CODE.sub("", name) or name
