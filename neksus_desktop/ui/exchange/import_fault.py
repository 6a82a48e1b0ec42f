"""Why files were refused, with the way out where there is one: to the keys, or the printed recovery code."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from neksus_desktop.ui.exchange.import_words import fault_words, is_card
from neksus_desktop.ui.say import say
from neksus_desktop.ui.widgets import LinkButton, NoteBox

_OF_KEYS = frozenset({"bundle_untrusted", "bundle_revoked", "exchange_card"})
"""Errors that are mended where the keys are."""


class FaultBox(NoteBox):
    """The words above the plan, and at most one thing to do about them."""

    def __init__(self, recover: Callable[[], object], to_keys: Callable[[list[Path]], object]) -> None:
        super().__init__(tone="error")
        self._cards: list[Path] = []
        self.recover_button = LinkButton("import_recover", clicked=recover)
        self.keys_button = LinkButton("import_to_keys", clicked=lambda: to_keys(self._cards))
        self.row.addWidget(self.recover_button)
        self.row.addWidget(self.keys_button)
        self.hide()

    def show_files(self, files: Sequence[Any], *, searched: bool) -> bool:
        """Tell of the refused ones among these; whether there are any. ``searched``: they come out of a folder."""
        refused = [file for file in files if file.error is not None]
        codes = {file.error.code for file in refused if file.error is not None}
        self._cards = [file.path for file in refused if is_card(file)]
        if refused:
            told, tone = fault_words(refused, searched=searched)
            self.set_text(told)
            self.set_tone(tone)
        self.recover_button.say(say("places.import.recover"))
        self.keys_button.say(
            say.count("places.import.compare_card", len(self._cards)) if self._cards else say("places.import.to_keys")
        )
        self.recover_button.setVisible("bundle_seal" in codes and not searched)
        self.keys_button.setVisible(bool(self._cards or codes & _OF_KEYS))
        return bool(refused)
