"""Questions about keys: whose fingerprint is it, and until when shall a key list hold."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from neksus_desktop.ui.exchange.fingerprint import FingerprintView
from neksus_desktop.ui.say import say
from neksus_desktop.ui.widgets import Body, BodyStrong, Card, ChoiceField, Dialog, Field

if TYPE_CHECKING:
    from neksus_desktop.usecases.keys import Fingerprint

_DAYS = (90, 180, 400, 730)
_USUAL = 400


class PeerDialog(Dialog):
    """The fingerprint of a workplace that was accepted, to compare it once more."""

    def __init__(self, name: str, role: str, fingerprint: Fingerprint, parent: QWidget) -> None:
        super().__init__("peer_dialog", say("places.keys.peer_title"), say("ui.action.close"), parent, width=560)
        self.cancel.hide()
        self.column.addWidget(BodyStrong(f"{name} · {role}"))
        card = Card()
        view = FingerprintView("known_fingerprint")
        view.show_fingerprint(fingerprint)
        card.column.addWidget(view)
        self.column.addWidget(card)


class KeyListDialog(Dialog):
    """Whom the list vouches for and withdraws, and until when it shall hold."""

    def __init__(self, vouched: int, withdrawn: int, now: datetime, parent: QWidget) -> None:
        super().__init__("key_list_dialog", say("places.keys.roster"), say("places.keys.roster_do"), parent)
        told = [say.count("places.keys.roster_vouches", vouched)]
        if withdrawn:
            told.append(say.count("places.keys.roster_withdraws", withdrawn))
        self.column.addWidget(Body(" ".join([*told, say("places.keys.roster_about")])))
        self.until = ChoiceField("key_list_until")
        self.until.set_choices((str(days), say.date((now + timedelta(days=days)).date())) for days in _DAYS)
        self.until.set_value(str(_USUAL))
        self.column.addWidget(Field(self.until, say("places.keys.roster_until"), say("places.keys.roster_until_hint")))

    def days(self) -> int:
        """For how many days it shall hold."""
        return int(self.until.value())
