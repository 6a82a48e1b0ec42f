"""Keys: our own card with its fingerprint to read aloud, the workplaces we trust, and accepting another's card."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from neksus_desktop.ui.exchange.approvers_card import ApproversCard
from neksus_desktop.ui.exchange.fingerprint import FingerprintView
from neksus_desktop.ui.files import ask_folder, ask_open, ask_save
from neksus_desktop.ui.naming import day
from neksus_desktop.ui.rows import Cell, Column, RowTable
from neksus_desktop.ui.say import say
from neksus_desktop.ui.shell import Shell
from neksus_desktop.ui.widgets import Body, Card, Dialog, EmptyState, Heading, LinkButton, Muted, SecondaryButton
from neksus_desktop.ui.widgets.flow import FlowRow

if TYPE_CHECKING:
    from neksus_desktop.records.workplace import Card as KeyCard
    from neksus_desktop.usecases.keys import Fingerprint
    from neksus_desktop.usecases.profile import Profile


class _Known(NamedTuple):
    own: Fingerprint
    peers: list[Any]
    approvers: list[Any]


class Presented(NamedTuple):
    """A card that was handed over, its fingerprint, and trusted names that it could be taken for."""

    card: KeyCard
    fingerprint: Fingerprint
    look_alikes: tuple[str, ...]


class KeysPage(QWidget):
    """Left our own, right the others' and those of our approvers."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.shell = shell
        self._known: _Known | None = None
        self.own_title = Heading()
        self.own_help = Muted()
        self.own = FingerprintView("own_fingerprint")
        self.save_button = SecondaryButton("keys_save_card", clicked=self.save_card)
        self.renew_button = LinkButton("keys_renew", clicked=self.ask_renew)
        self.peers_title = Heading()
        self.trust_button = SecondaryButton("keys_trust", clicked=self.choose_card)
        self.roster_button = SecondaryButton("keys_roster", clicked=self.choose_roster_folder)
        self.revoke_button = LinkButton("keys_revoke", clicked=self.ask_revoke)
        self.peers = RowTable(
            "keys_peers",
            (
                Column("places.keys.column.name", lambda row: Cell(row.name, say(f"places.keys.role.{row.role}"))),
                Column("places.keys.column.trusted", _trusted, 30),
            ),
        )
        self.peers.setMinimumHeight(56)  # a head and a row: below them the approvers' keys need their words
        self.empty = EmptyState("keys_empty", self.choose_card)
        self.approvers = ApproversCard(shell)
        self.peers.chosen.connect(
            lambda: self.revoke_button.setVisible(any(not row.revoked_at for row in self.peers.selected()))
        )
        self._lay_out()

    def _lay_out(self) -> None:
        mine = Card()
        mine.setMaximumWidth(430)
        for widget in (self.own_title, self.own_help, self.own):
            mine.column.addWidget(widget)
        mine.column.addStretch(1)
        buttons = FlowRow(gap=8)
        buttons.flow.addWidget(self.save_button)
        buttons.flow.addWidget(self.renew_button)
        mine.column.addWidget(buttons)
        others = Card(padding=0)
        others.column.setContentsMargins(1, 12, 1, 4)
        head = FlowRow(gap=8)
        head.setContentsMargins(12, 0, 12, 0)
        others.column.addWidget(self.peers_title)
        self.peers_title.setContentsMargins(12, 0, 12, 0)
        for button in (self.trust_button, self.roster_button, self.revoke_button):
            head.flow.addWidget(button)
        others.column.addWidget(head)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.peers)
        self.stack.addWidget(self.empty)
        others.column.addWidget(self.stack, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        left = QVBoxLayout()
        left.addWidget(mine)
        left.addStretch(1)
        row.addLayout(left, 2)
        right = QVBoxLayout()
        right.setSpacing(12)
        right.addWidget(others, 3)
        right.addWidget(self.approvers, 2)
        row.addLayout(right, 3)

    def retranslate(self) -> None:
        """Say everything again; the words of a fingerprint are other ones in another language."""
        self.own_title.setText(say("places.keys.own"))
        self.own_help.setText(say("places.keys.own_help"))
        self.save_button.say(say("places.keys.save"))
        self.renew_button.say(say("places.keys.renew"))
        self.peers_title.setText(say("places.keys.peers"))
        self.trust_button.say(say("places.keys.trust"))
        self.roster_button.say(say("places.keys.roster"))
        self.revoke_button.say(say("places.keys.revoke"))
        self.roster_button.setVisible(self.shell.profile.workplace_role == "norad")
        self.peers.setAccessibleName(say("places.keys.peers"))
        self.peers.retranslate()
        self.approvers.retranslate()
        self.empty.say(say("places.keys.empty"), say("places.keys.empty_help"), say("places.keys.trust"))
        if self._known is not None:
            self.reload()

    def reload(self) -> None:
        """Read the keys again."""
        self.shell.runner.submit(_load, self.shell.profile, say.language, done=self._on_known)

    def save_card(self) -> None:
        """Write our card to a file for others."""
        from neksus_desktop.usecases.keys import write_card

        def write(path: Path) -> None:
            self.shell.runner.submit(
                write_card, self.shell.profile, path,
                done=lambda _none: self.shell.notify("places.keys.saved", file=path.name),
            )  # fmt: skip

        ask_save(self, say("places.keys.save"), "neksus-nokkelkort.json", write)

    def ask_renew(self) -> None:
        """Say what new keys mean, and make them when that is wanted."""
        dialog = Dialog("renew_dialog", say("places.keys.renew_title"), say("places.keys.renew_do"), self)
        dialog.column.addWidget(Body(say("places.keys.renew_about")))
        dialog.accepted.connect(self._renew)
        dialog.open()

    def _renew(self) -> None:
        from neksus_desktop.usecases.keys import rotate_keys

        self.shell.runner.submit(rotate_keys, self.shell.profile, done=self._on_renewed)

    def _on_renewed(self, _card: Any) -> None:
        self.shell.notify("places.keys.renewed")
        self.reload()

    def choose_card(self) -> None:
        """Ask for another workplace's card."""
        ask_open(self, say("places.keys.trust"), "*.json", lambda paths: self.compare(paths[0]))

    def compare(self, path: Path) -> None:
        """Show the fingerprint of a card for comparing by voice."""
        self.shell.runner.submit(
            _read, self.shell.profile, path, say.language, done=lambda found: self._ask(path, found)
        )

    def choose_roster_folder(self) -> None:
        """Ask where to write the signed list of workplaces (headquarters only)."""
        ask_folder(self, say("places.keys.roster"), self.write_roster)

    def write_roster(self, folder: Path) -> None:
        """Write the signed list of workplaces."""
        from neksus_desktop.usecases.roster import export_roster

        self.shell.runner.submit(
            export_roster, self.shell.profile, folder,
            done=lambda result: self.shell.notify("places.keys.roster_saved", file=result.files[0].name),
        )  # fmt: skip

    def ask_revoke(self) -> None:
        """Ask why a key shall not be trusted any more."""
        from neksus_desktop.ui.exchange.refuse_dialog import RefuseDialog

        for peer in self.peers.selected()[:1]:
            dialog = RefuseDialog(self, peer.name, "revoke")
            dialog.accepted.connect(partial(self._revoke, peer, dialog))
            dialog.open()

    def _revoke(self, peer: Any, dialog: Any) -> None:
        from neksus_desktop.usecases.roster import revoke

        self.shell.runner.submit(
            revoke, self.shell.profile, peer.thumbprint, dialog.reason(), done=lambda _row: self.reload()
        )

    def _ask(self, path: Path, found: Presented) -> None:
        from neksus_desktop.ui.exchange.trust_dialog import TrustDialog

        dialog = TrustDialog(found.card.name, say(f"places.keys.role.{found.card.role}"), found, self)
        dialog.accepted.connect(lambda: self._trust(path))
        dialog.open()

    def _trust(self, path: Path) -> None:
        from neksus_desktop.usecases.keys import trust_card

        self.shell.runner.submit(trust_card, self.shell.profile, path, done=self._on_trusted)

    def _on_trusted(self, peer: Any) -> None:
        self.shell.announce("transfers")
        self.shell.notify("places.keys.trusted", name=peer.name)
        self.reload()

    def _on_known(self, known: _Known) -> None:
        self._known = known
        self.own.show_fingerprint(known.own)
        self.peers.set_rows(known.peers, keep=lambda row: row.thumbprint)
        kept = QSizePolicy.Policy.Ignored if known.peers else QSizePolicy.Policy.Preferred
        self.empty.setSizePolicy(QSizePolicy.Policy.Preferred, kept)  # what is not in sight asks for no room
        self.stack.setCurrentIndex(0 if known.peers else 1)
        self.approvers.show_keys(known.approvers)
        self.revoke_button.setVisible(any(not row.revoked_at for row in self.peers.selected()))


def _load(profile: Profile, language: Any) -> _Known:
    from neksus_desktop.usecases.approvers import approvers
    from neksus_desktop.usecases.keys import fingerprint, own_card, peers

    return _Known(fingerprint(own_card(profile), language), peers(profile), approvers(profile))


def _read(profile: Profile, path: Path, language: Any) -> Presented:
    from neksus_desktop.usecases.keys import fingerprint, look_alikes, read_card

    card = read_card(path)
    return Presented(card, fingerprint(card, language), look_alikes(profile, card))


def _trusted(row: Any) -> Cell:
    if row.revoked_at:
        return Cell(say("places.keys.revoked", date=day(row.revoked_at)), row.revoked_reason, "note")
    return Cell(say("places.keys.since", date=day(row.trusted_at)), say(f"places.keys.source.{row.source}"))
