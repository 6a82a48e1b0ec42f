"""What Innstillinger offers besides: the journey, and the key store of the system."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from neksus_desktop.errors import StorageKeyStoreError
from neksus_desktop.ui.say import say
from neksus_desktop.ui.widgets import Body, Caption, Card, Heading, SecondaryButton
from neksus_desktop.ui.widgets.flow import FlowRow

if TYPE_CHECKING:
    from neksus_desktop.ui.shell import Shell


class SafetyDoors:
    """A card for the journey, and a tick for the key store where there is one."""

    def __init__(self, shell: Shell) -> None:
        self.shell = shell
        self.travel = Card(padding=20)
        self.head, self.text = Heading(), Body()
        self.buttons = {
            "pack": SecondaryButton("settings_pack", clicked=self._pack),
            "return": SecondaryButton("settings_return", clicked=self._return, writes=True),
            "destroy": SecondaryButton("settings_destroy", clicked=self._destroy),
        }
        row = FlowRow()
        for button in self.buttons.values():
            row.flow.addWidget(button)
        self.travel.column.setSpacing(12)
        for widget in (self.head, self.text, row):
            self.travel.column.addWidget(widget)
        self.key_store = QWidget()
        self.box, self.hint = QCheckBox(), Caption()
        self.box.setObjectName("settings_key_store")
        column = QVBoxLayout(self.key_store)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.box)
        column.addWidget(self.hint)
        self._offer_key_store()
        self.retranslate()

    def retranslate(self) -> None:
        """Say every text again."""
        self.head.setText(say("safety.travel.head"))
        self.text.setText(say("safety.travel.text"))
        for name, button in self.buttons.items():
            button.say(say(f"safety.travel.{name}"))
        self.box.setText(say("safety.key_store.box"))
        self.hint.setText(say("safety.key_store.hint"))

    def _offer_key_store(self) -> None:
        from neksus_desktop.usecases import key_store

        protected = self.shell.profile.protected
        self.key_store.setVisible(protected and key_store.available())
        if protected:
            self.box.setChecked(key_store.remembered(self.shell.profile.folder))
            self.box.toggled.connect(self._use_key_store)

    def _use_key_store(self, on: bool) -> None:  # noqa: FBT001 - connected to a signal
        from neksus_desktop.usecases import key_store

        try:
            if on:
                key_store.remember(self.shell.profile)
            else:
                key_store.forget(self.shell.profile.folder)
        except StorageKeyStoreError as error:
            self.shell.show_error(error)

    def _pack(self) -> None:
        from neksus_desktop.ui.safety.travel_dialogs import PackDialog

        PackDialog(self.shell, self.travel.window()).open()

    def _return(self) -> None:
        from neksus_desktop.ui.safety.return_dialog import ReturnDialog

        ReturnDialog(self.shell, self.travel.window()).open()

    def _destroy(self) -> None:
        from neksus_desktop.ui.safety.travel_dialogs import DestroyDialog

        DestroyDialog(self.shell, self.travel.window()).open()
