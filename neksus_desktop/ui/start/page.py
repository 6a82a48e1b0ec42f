"""The frame of the pages before a profile is open: one card in the middle, the language at the top right."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from neksus_desktop.texts import LANGUAGES
from neksus_desktop.ui.say import say
from neksus_desktop.ui.style import wide
from neksus_desktop.ui.widgets import BodyStrong, Card, ChoiceField, ScrollColumn
from neksus_desktop.ui.widgets.grounds import Role, ground

CARD_WIDTH = 600
_BESIDE = 48
"""What stands free beside the card in a narrow window."""


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
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The card is never wider than the window."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Larger letters make the card wider: a recovery code must be seen whole."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "card"):
            self._fit()

    def _fit(self) -> None:
        self.card.setFixedWidth(min(wide(CARD_WIDTH), max(self.width() - _BESIDE, CARD_WIDTH)))

    def retranslate(self) -> None:
        """Say every text again."""

    def _on_language(self, _language: str) -> None:
        self._say_frame()
        self.retranslate()

    def _say_frame(self) -> None:
        self.brand.setText(say("ui.brand_long"))
        self.language.set_choices([(code, say(f"ui.language.{code}")) for code in LANGUAGES])
        self.language.set_value(say.language)
        self.language.say_name(say("ui.settings.language"))
