"""The frame of the pages before a profile is open: one card in the middle, the language at the top right."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from neksus_desktop.texts import LANGUAGES
from neksus_desktop.ui.say import say
from neksus_desktop.ui.widgets import BodyStrong, Card, ChoiceField, ScrollColumn
from neksus_desktop.ui.widgets.grounds import Role, ground

CARD_WIDTH = 600


class StartPage(QWidget):
    """One card. Subclasses fill ``card.column`` and say their texts in ``retranslate``."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        ground(self, Role.Window)
        self.brand = BodyStrong()
        self.brand.setWordWrap(False)
        self.language = ChoiceField("start_language")
        self.language.chosen.connect(say.set_language)
        top = QHBoxLayout()
        top.setContentsMargins(24, 14, 24, 0)
        top.addWidget(self.brand)
        top.addStretch(1)
        top.addWidget(self.language)
        self.card = Card(padding=32)
        self.card.setFixedWidth(CARD_WIDTH)
        self.card.column.setSpacing(14)
        scroll = ScrollColumn()
        scroll.column.addStretch(1)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(self.card)
        middle.addStretch(1)
        scroll.column.addLayout(middle)
        scroll.column.addStretch(2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(top)
        column.addWidget(scroll, 1)
        say.language_changed.connect(self._on_language)
        self._say_frame()

    def retranslate(self) -> None:
        """Say every text again."""

    def _on_language(self, _language: str) -> None:
        self._say_frame()
        self.retranslate()

    def _say_frame(self) -> None:
        self.brand.setText(say("ui.brand_long"))
        self.language.set_choices([(code, say(f"ui.language.{code}")) for code in LANGUAGES])
        self.language.set_value(say.language)
        self.language.setAccessibleName(say("ui.settings.language"))
