"""Accepting another workplace's key: compare by voice first. The one question that cannot be answered by habit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QWidget

from neksus_desktop.ui.exchange.fingerprint import FingerprintView
from neksus_desktop.ui.say import say
from neksus_desktop.ui.widgets import Body, BodyStrong, Card, Dialog, NoteBox

if TYPE_CHECKING:
    from neksus_desktop.ui.exchange.keys_page import Presented


class TrustDialog(Dialog):
    """Name, fingerprint, and the tick without which nothing is accepted."""

    def __init__(self, name: str, role: str, found: Presented, parent: QWidget) -> None:
        super().__init__(
            "trust_dialog", say("places.keys.trust_title"), say("places.keys.trust_do"), parent, width=560, writes=True
        )
        self.column.addWidget(BodyStrong(f"{name} · {role}"))
        for other in found.look_alikes:
            self.column.addWidget(NoteBox(say("places.keys.look_alike", other=other), "error"))
        self.column.addWidget(Body(say("places.keys.trust_help")))
        card = Card()
        view = FingerprintView("peer_fingerprint")
        view.show_fingerprint(found.fingerprint)
        card.column.addWidget(view)
        self.column.addWidget(card)
        self.column.addWidget(NoteBox(say("places.keys.trust_warning")))
        self.compared = QCheckBox(say("places.keys.compared"))
        self.compared.setObjectName("trust_compared")
        self.compared.toggled.connect(self.primary.setEnabled)
        self.primary.setEnabled(False)
        self.column.addWidget(self.compared)
