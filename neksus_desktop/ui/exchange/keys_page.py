"""Keys: our own card with its fingerprint to read aloud, the workplaces we trust, and accepting another's card."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from neksus_desktop.ui.exchange.approvers_card import ApproversCard
from neksus_desktop.ui.exchange.fingerprint import FingerprintView
from neksus_desktop.ui.files import ask_folder, ask_open, ask_save
from neksus_desktop.ui.naming import day_here
from neksus_desktop.ui.rows import Cell, Column, RowTable
from neksus_desktop.ui.say import say
from neksus_desktop.ui.shell import Shell
from neksus_desktop.ui.style import SCROLL_EXTENT, wide
from neksus_desktop.ui.widgets import (
    Body,
    Caption,
    Card,
    Dialog,
    EmptyState,
    Heading,
    LinkButton,
    Muted,
    NoteBox,
    ScrollColumn,
    SecondaryButton,
)
from neksus_desktop.ui.widgets.flow import FlowRow

if TYPE_CHECKING:
    from neksus_desktop.errors import NeksusError
    from neksus_desktop.records.workplace import Card as KeyCard
    from neksus_desktop.usecases.key_lists import KeyList
    from neksus_desktop.usecases.keys import Fingerprint
    from neksus_desktop.usecases.profile import Profile


class _Known(NamedTuple):
    own: Fingerprint
    peers: list[Any]
    approvers: list[Any]
    listed: KeyList | None


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
        self.withdrawn = NoteBox(tone="error")
        self.withdrawn.hide()
        self.own_title = Heading()
        self.own_help = Muted()
        self.own = FingerprintView("own_fingerprint")
        self.save_button = SecondaryButton("keys_save_card", clicked=self.save_card)
        self.renew_button = LinkButton("keys_renew", clicked=self.ask_renew, writes=True)
        self.peers_title = Heading()
        self.listed = Caption()
        self.listed.hide()
        self.trust_button = SecondaryButton("keys_trust", clicked=self.choose_card, writes=True)
        self.roster_button = SecondaryButton("keys_roster", clicked=self.ask_roster, writes=True)
        self.revoke_button = LinkButton("keys_revoke", clicked=self.ask_revoke, writes=True)
        self.peers = RowTable(
            "keys_peers",
            (
                Column("places.keys.column.name", lambda row: Cell(row.name, say(f"places.keys.role.{row.role}"))),
                Column("places.keys.column.trusted", self._trusted, 40),
            ),
        )
        self.peers.setMinimumHeight(56)  # a head and a row: below them the approvers' keys need their words
        self.empty = EmptyState("keys_empty", self.choose_card, writes=True)
        self.approvers = ApproversCard(shell)
        self.peers.chosen.connect(
            lambda: self.revoke_button.setVisible(any(not row.revoked_at for row in self.peers.selected()))
        )
        self.peers.opened.connect(self.show_peer)
        self._lay_out()

    def _lay_out(self) -> None:
        mine = self._mine = Card()
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
        others.column.addWidget(self.listed)
        self.listed.setContentsMargins(12, 0, 12, 0)
        for button in (self.trust_button, self.roster_button, self.revoke_button):
            head.flow.addWidget(button)
        others.column.addWidget(head)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.peers)
        self.stack.addWidget(self.empty)
        others.column.addWidget(self.stack, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(12)
        whole.addWidget(self.withdrawn)
        row = QHBoxLayout()
        row.setSpacing(16)
        whole.addLayout(row, 1)
        # With large letters it scrolls: half a code cannot be scanned.
        left = self._left = ScrollColumn(margins=(0, 0, 0, 0), beside=4)
        self._fit()
        left.column.addWidget(mine)
        left.column.addStretch(1)
        row.addWidget(left, 2)
        right = ScrollColumn(margins=(0, 0, 0, 0), beside=4)
        right.column.setSpacing(12)
        right.column.addWidget(others, 3)
        right.column.addWidget(self.approvers, 2)
        row.addWidget(right, 3)

    def changeEvent(self, event: QEvent) -> None:
        """Larger letters make a fingerprint wider: it must be seen whole."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_left"):
            self._fit()

    def _fit(self) -> None:
        self._mine.setMaximumWidth(wide(430))
        self._left.setMaximumWidth(wide(430) + SCROLL_EXTENT)

    def retranslate(self) -> None:
        """Say everything again; the words of a fingerprint are other ones in another language."""
        self.own_title.setText(say("places.keys.own"))
        self.own_help.setText(say("places.keys.own_help"))
        self.save_button.say(say("places.keys.save"))
        self.renew_button.say(say("places.keys.renew"))
        self.peers_title.setText(say("places.keys.peers"))
        self.trust_button.say(say("places.keys.trust"))
        self.roster_button.say(say("places.keys.roster"))
        self.withdrawn.set_text(say("places.keys.own_withdrawn", reason="").replace("  ", " "))
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
        ask_open(self, say("places.keys.trust"), "*.json", self.compare_each)

    def compare_each(self, paths: list[Path]) -> None:
        """Show the fingerprints of cards for comparing by voice, one after the other."""
        if paths:
            self.shell.runner.submit(
                _read, self.shell.profile, paths[0], say.language,
                done=lambda found: self._ask(paths[0], found, paths[1:]),
                failed=lambda error: self._on_unread(error, paths[1:]),
            )  # fmt: skip

    def _on_unread(self, error: NeksusError, others: list[Path]) -> None:
        self.shell.show_error(error)
        self.compare_each(others)

    def show_peer(self, peer: Any) -> None:
        """Show the fingerprint of a workplace that was accepted."""
        from neksus_desktop.ui.exchange.key_dialogs import PeerDialog
        from neksus_desktop.usecases.keys import peer_fingerprint

        self.shell.runner.submit(
            peer_fingerprint, peer, say.language,
            done=lambda found: PeerDialog(peer.name, say(f"places.keys.role.{peer.role}"), found, self).open(),
        )  # fmt: skip

    def ask_roster(self) -> None:
        """Ask until when the signed list of workplaces shall hold, and where to write it (headquarters only)."""
        from neksus_desktop.ui.exchange.key_dialogs import KeyListDialog

        keys = self._known.peers if self._known is not None else []
        gone = sum(bool(peer.revoked_at) for peer in keys)
        dialog = KeyListDialog(len(keys) - gone, gone, self.shell.profile.now(), self)
        dialog.accepted.connect(
            lambda: ask_folder(self, say("places.keys.roster"), partial(self.write_roster, days=dialog.days()))
        )
        dialog.open()

    def write_roster(self, folder: Path, days: int) -> None:
        """Write the signed list of workplaces, which holds for so many days."""
        from neksus_desktop.usecases.roster import export_roster

        self.shell.runner.submit(
            export_roster, self.shell.profile, folder, valid_days=days,
            done=lambda result: self.shell.notify("places.keys.roster_saved", file=result.files[0].name),
        )  # fmt: skip

    def ask_revoke(self) -> None:
        """Ask why a key shall not be trusted any more, and since when."""
        from neksus_desktop.ui.exchange.refuse_dialog import RevokeDialog

        for peer in self.peers.selected()[:1]:
            dialog = RevokeDialog(self, peer.name, self.shell.profile.now())
            dialog.accepted.connect(partial(self._revoke, peer, dialog))
            dialog.open()

    def _revoke(self, peer: Any, dialog: Any) -> None:
        from neksus_desktop.usecases.roster import revoke

        self.shell.runner.submit(
            revoke, self.shell.profile, peer.thumbprint, dialog.reason(), at=dialog.since(),
            done=lambda _row: self._on_revoked(peer.name),
        )  # fmt: skip

    def _on_revoked(self, name: str) -> None:
        kind = "norad" if self.shell.profile.workplace_role == "norad" else "here"
        self.shell.notify(f"places.keys.revoked_now.{kind}", name=name)
        self.reload()

    def _ask(self, path: Path, found: Presented, others: list[Path]) -> None:
        from neksus_desktop.ui.exchange.trust_dialog import TrustDialog

        dialog = TrustDialog(found.card.name, say(f"places.keys.role.{found.card.role}"), found, self)
        dialog.accepted.connect(lambda: self._trust(path))
        dialog.finished.connect(lambda _done: self.compare_each(others))
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
        self._say_listed(known.listed)
        self.peers.set_rows(known.peers, keep=lambda row: row.thumbprint)
        kept = QSizePolicy.Policy.Ignored if known.peers else QSizePolicy.Policy.Preferred
        self.empty.setSizePolicy(QSizePolicy.Policy.Preferred, kept)  # what is not in sight asks for no room
        self.stack.setCurrentIndex(0 if known.peers else 1)
        self.approvers.show_keys(known.approvers)
        self.revoke_button.setVisible(any(not row.revoked_at for row in self.peers.selected()))

    def _say_listed(self, listed: KeyList | None) -> None:
        """Until when headquarters' list vouches for those whom nobody compared here; whether we are off it."""
        self.withdrawn.setVisible(listed is not None and listed.own_withdrawn)
        self.listed.setVisible(listed is not None and listed.valid_until is not None)
        if listed is not None and listed.valid_until is not None:
            kind = "expired" if listed.expired else "facts"
            until = say.date(listed.valid_until.date())
            self.listed.setText(
                say.count(f"places.keys.list.{kind}", listed.workplaces, number=listed.number, date=until)
            )
            role = self.palette().ColorRole
            self.listed.tone(role.LinkVisited if listed.expired else role.PlaceholderText)

    def _trusted(self, row: Any) -> Cell:
        now = self.shell.profile.now()
        if row.revoked_at:
            since = say("places.keys.revoked", date=day_here(row.revoked_at, now))
            reason = say("places.keys.replaced") if row.revoked_reason == "replaced" else row.revoked_reason
            return Cell(since, reason, "note")
        listed = self._known.listed if self._known is not None else None
        if row.source == "roster" and listed is not None and listed.expired:
            return Cell(say("places.keys.not_now"), say("places.keys.list_over"), "note")
        return Cell(
            say("places.keys.since", date=day_here(row.trusted_at, now)), say(f"places.keys.source.{row.source}")
        )


def _load(profile: Profile, language: Any) -> _Known:
    from neksus_desktop.usecases.approvers import approvers
    from neksus_desktop.usecases.key_lists import list_here
    from neksus_desktop.usecases.keys import fingerprint, own_card, peers

    own = fingerprint(own_card(profile), language)
    return _Known(own, peers(profile), approvers(profile), list_here(profile))


def _read(profile: Profile, path: Path, language: Any) -> Presented:
    from neksus_desktop.usecases.keys import check_card, fingerprint, look_alikes, read_card

    card = read_card(path)
    check_card(profile, card)
    return Presented(card, fingerprint(card, language), look_alikes(profile, card))
