"""Innstillinger: language, look, role, lock, safety copies, passphrase. A change is kept and seen at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from neksus_desktop.forms.codelists import codelist
from neksus_desktop.settings import Theme
from neksus_desktop.texts import LANGUAGES
from neksus_desktop.ui.screen import Screen
from neksus_desktop.ui.settings_safety import SafetyDoors
from neksus_desktop.ui.widgets import (
    Body,
    Caption,
    Card,
    ChoiceField,
    Field,
    Heading,
    PageTitle,
    ScrollColumn,
    SecondaryButton,
)
from neksus_desktop.ui.widgets.flow import FlowRow

if TYPE_CHECKING:
    from pathlib import Path

    from neksus_desktop.ui.shell import Shell
    from neksus_desktop.usecases.maintain import Findings

SIZES = (90, 100, 115, 130, 150, 175, 200)
LOCKS = (0, 5, 15, 30, 60)


class SettingsScreen(Screen):
    """Two columns of cards."""

    place = "settings"
    watches = frozenset({"settings"})

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.title = PageTitle()
        names = ("language", "theme", "text_size_percent", "acting_role", "lock_minutes")
        self.choices = {name: ChoiceField(f"settings_{name}") for name in names}
        self.fields = {name: Field(choice) for name, choice in self.choices.items()}
        for name, choice in self.choices.items():
            choice.chosen.connect(lambda value, name=name: self._change(name, value))
        self.reduced_motion = QCheckBox()
        self.reduced_motion.setObjectName("settings_reduced_motion")
        self.reduced_motion.toggled.connect(self._change_motion)
        self.heads = {name: Heading() for name in ("look", "work", "safety", "workplace")}
        self.workplace, self.folder, self.protection = Body(), Caption(), Body()
        self.copies, self.copies_facts, self.checked = Body(), Caption(), Caption()
        self.back_up = SecondaryButton("settings_back_up", clicked=self._back_up)
        self.examine = SecondaryButton("settings_examine", clicked=self._examine)
        self.passphrase = SecondaryButton("settings_passphrase", clicked=self._change_passphrase, writes=True)
        self.recovery = SecondaryButton("settings_recovery", clicked=self._renew_recovery, writes=True)
        self.restore = SecondaryButton(
            "settings_restore", clicked=self._restore, writes=shell.profile.closed_by is not None
        )
        self.doors = SafetyDoors(shell)
        self.checked.hide()
        self._lay_out()

    def _lay_out(self) -> None:
        self.folder.setTextInteractionFlags(
            self.folder.textInteractionFlags().TextSelectableByMouse
            | self.folder.textInteractionFlags().TextSelectableByKeyboard
        )
        look = self._card(
            "look", self.fields["language"], self.fields["theme"], self.fields["text_size_percent"], self.reduced_motion
        )
        work = self._card("work", self.fields["acting_role"])
        keys = FlowRow()
        for button in (self.passphrase, self.recovery):
            keys.flow.addWidget(button)
        workplace = self._card("workplace", self.workplace, self.folder, self.protection, keys, self.doors.key_store)
        copying = FlowRow()
        for button in (self.back_up, self.restore, self.examine):
            copying.flow.addWidget(button)
        safety = self._card(
            "safety", self.fields["lock_minutes"], self.copies, self.copies_facts, copying, self.checked
        )
        for widget in (self.passphrase, self.fields["lock_minutes"]):
            widget.setVisible(self.shell.profile.protected)
        scroll = ScrollColumn()
        scroll.column.addWidget(self.title)
        columns = QHBoxLayout()
        columns.setSpacing(16)
        for cards in ((look, work, self.doors.travel), (workplace, safety)):
            column = QVBoxLayout()
            column.setSpacing(16)
            for card in cards:
                column.addWidget(card)
            column.addStretch(1)
            columns.addLayout(column, 1)
        scroll.column.addLayout(columns)
        scroll.column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)

    def _card(self, name: str, *parts: QWidget) -> Card:
        card = Card(padding=20)
        card.column.setSpacing(12)
        card.column.addWidget(self.heads[name])
        for part in parts:
            card.column.addWidget(part)
        return card

    def reload(self) -> None:
        """Show the settings as they are kept."""
        settings = self.shell.profile.settings
        for name, choice in self.choices.items():
            choice.set_value(str(getattr(settings, name)))
        self.reduced_motion.blockSignals(True)  # noqa: FBT003 - Qt takes it positionally
        self.reduced_motion.setChecked(settings.reduced_motion)
        self.reduced_motion.blockSignals(False)  # noqa: FBT003 - Qt takes it positionally
        self._read_copies()

    def retranslate(self) -> None:
        """Say every text again."""
        say, profile = self.shell.say, self.shell.profile
        self.title.setText(say("ui.place.settings"))
        for name, head in self.heads.items():
            head.setText(say(f"ui.settings.{name}"))
        for name, field in self.fields.items():
            hint = say(f"ui.settings.{name}_hint") if name in {"acting_role", "lock_minutes"} else ""
            field.say(say(f"ui.settings.{name}"), hint)
        roles = codelist("rolle")
        choices = {
            "language": [(code, say(f"ui.language.{code}")) for code in LANGUAGES],
            "theme": [(theme, say(f"ui.theme.{theme}")) for theme in get_args(Theme)],
            "text_size_percent": [(str(size), say("ui.settings.percent", percent=size)) for size in SIZES],
            "acting_role": [(code, roles.label(code, say.language)) for code in roles.codes],
            "lock_minutes": [(str(minutes), self._after(minutes)) for minutes in LOCKS],
        }  # fmt: skip
        for name, pairs in choices.items():
            self.choices[name].set_choices(pairs)
            self.choices[name].set_value(str(getattr(profile.settings, name)))
        self.reduced_motion.setText(say("ui.settings.reduced_motion"))
        role = say(f"ui.workplace_role.{profile.workplace_role}")
        self.workplace.setText(say("ui.settings.workplace_is", name=profile.workplace_name, role=role))
        self.folder.setText(say("ui.settings.folder", folder=str(profile.folder)))
        self.protection.setText(say("ui.settings.protected" if profile.protected else "ui.settings.unprotected"))
        self.back_up.say(say("ui.settings.back_up"))
        self.restore.say(say("safety.restore.button"))
        self.doors.retranslate()
        self.examine.say(say("ui.settings.examine"))
        self.passphrase.say(say("ui.settings.passphrase"))
        self.recovery.say(say("safety.recovery.button"))
        self._read_copies()

    def _after(self, minutes: int) -> str:
        say = self.shell.say
        return say.count("ui.settings.lock_after", minutes) if minutes else say("ui.settings.lock_never")

    def _change(self, name: str, value: str) -> None:
        typed: object = int(value) if name in {"text_size_percent", "lock_minutes"} else value
        self.shell.profile.change_settings(**{name: typed})
        self.shell.announce("settings")

    def _change_motion(self, on: bool) -> None:  # noqa: FBT001 - connected to a signal
        self.shell.profile.change_settings(reduced_motion=on)
        self.shell.announce("settings")

    def _read_copies(self) -> None:
        from neksus_desktop.usecases.maintain import snapshots

        say, now = self.shell.say, self.shell.profile.now()
        copies = snapshots(self.shell.profile.folder)
        self.restore.setEnabled(bool(copies))
        self.copies.setText(say.count("ui.settings.copies", len(copies)) if copies else say("ui.settings.no_copies"))
        newest = max((copy.made_at for copy in copies), default=None)
        self.copies_facts.setText(
            "" if newest is None else say("ui.settings.newest_copy", when=say.moment(newest, now=now))
        )
        self.copies_facts.setVisible(newest is not None)

    def _back_up(self) -> None:
        """Among the profile's own copies; where nothing can be written, to a folder elsewhere."""
        if self.shell.profile.read_only:
            from neksus_desktop.ui.files import ask_folder

            ask_folder(self, self.shell.say("safety.reading.copy_to"), self.back_up_to)
        else:
            self.back_up_to(None)

    def back_up_to(self, destination: Path | None) -> None:
        """Make a safety copy in a folder, or among the profile's own."""
        from neksus_desktop.usecases.maintain import back_up

        self.back_up.setEnabled(False)
        self.shell.runner.submit(
            back_up,
            self.shell.profile,
            destination=destination,
            beside=True,
            done=self._backed_up,
            failed=self._not_backed_up,
        )

    def _backed_up(self, _path: Path | None) -> None:
        self.back_up.setEnabled(True)
        self._read_copies()
        self.shell.notify("ui.settings.backed_up")

    def _not_backed_up(self, error: object) -> None:
        from neksus_desktop.errors import NeksusError

        self.back_up.setEnabled(True)
        if isinstance(error, NeksusError):
            self.shell.show_error(error)

    def _restore(self) -> None:
        from neksus_desktop.ui.safety.restore_dialog import RestoreDialog

        RestoreDialog(self.shell, self).open()

    def _examine(self) -> None:
        from neksus_desktop.usecases.maintain import examine

        self.checked.setText(self.shell.say("ui.settings.examining"))
        self.checked.show()
        self.shell.runner.submit(examine, self.shell.profile, beside=True, done=self._examined)

    def _examined(self, found: Findings) -> None:
        say = self.shell.say
        records, changes = found.checked.get("records", 0), found.checked.get("changes", 0)
        if found.sound:
            self.checked.setText(say("ui.settings.sound", records=say.number(records), changes=say.number(changes)))
        else:
            self.checked.setText(say.count("ui.settings.unsound", len(found.faults)))

    def _change_passphrase(self) -> None:
        from neksus_desktop.ui.passphrase_dialog import PassphraseDialog

        PassphraseDialog(self.shell, self).open()

    def _renew_recovery(self) -> None:
        from neksus_desktop.ui.recovery_dialog import RecoveryDialog

        RecoveryDialog(self.shell, self).open()
