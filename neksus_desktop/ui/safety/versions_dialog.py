"""Two Versions of a record side by side: every field in which they differ, words that came and went marked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from neksus_desktop.ui.naming import named
from neksus_desktop.ui.say import say
from neksus_desktop.ui.widgets import Body, BodyStrong, Card, ChoiceField, Dialog, Field, Muted, ScrollColumn

if TYPE_CHECKING:
    from neksus_desktop.forms import Form
    from neksus_desktop.ui.shell import Shell
    from neksus_desktop.usecases.history import Difference, VersionName


class VersionsDialog(Dialog):
    """Choose two; what differs stands below, each side in its own column."""

    def __init__(self, shell: Shell, record: str, form: Form, parent: QWidget | None = None) -> None:
        super().__init__("versions", say("safety.versions.title"), say("safety.versions.close"), parent, width=860)
        self.shell = shell
        self._form: Any = form
        self.cancel.hide()
        self.choices = {side: ChoiceField(f"versions_{side}") for side in ("first", "second")}
        row = QHBoxLayout()
        row.setSpacing(12)
        for side, choice in self.choices.items():
            row.addWidget(Field(choice, say(f"safety.versions.{side}")), 1)
            choice.chosen.connect(lambda _value: self._compare())
        self.column.addLayout(row)
        self.found = ScrollColumn(margins=(0, 0, 0, 0), beside=8)
        self.found.setMinimumHeight(self.at_most(320))
        self.column.addWidget(self.found, 1)
        from neksus_desktop.usecases.history import version_names

        shell.runner.submit(version_names, shell.profile, record, done=self._offer)

    @property
    def touched(self) -> bool:
        """Nothing is kept from here."""
        return False

    def _offer(self, rows: list[VersionName]) -> None:
        now = self.shell.profile.now()
        pairs = []
        for row in rows:
            when = say.moment(row.at, now=now)
            words = say("safety.versions.row", number=row.number, when=when, role=named("rolle", row.role))
            pairs.append((row.hash, words))
        for choice in self.choices.values():
            choice.set_choices(pairs)
        if len(pairs) < 2:  # noqa: PLR2004 - two are compared
            self._clear()
            self.found.column.addWidget(Muted(say("safety.versions.few")))
            return
        self.choices["first"].set_value(pairs[1][0])
        self.choices["second"].set_value(pairs[0][0])
        self._compare()

    def _compare(self) -> None:
        from neksus_desktop.usecases.history import compare

        first, second = (choice.value() for choice in self.choices.values())
        if first and second:
            self.shell.runner.submit(compare, self.shell.profile, first, second, done=self._show)

    def _show(self, differences: list[Difference]) -> None:
        from neksus_desktop.usecases.field_words import FieldWords

        self._clear()
        words = FieldWords(self._form, say.language)
        for one in differences:
            self.found.column.addWidget(self._pair(words, one))
        if not differences:
            self.found.column.addWidget(Muted(say("safety.versions.same")))
        self.found.column.addStretch(1)

    def _pair(self, words: Any, one: Difference) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 4, 0, 4)
        place = words.place(one.path)
        column.addWidget(BodyStrong(" · ".join(part for part in (place, words.name(one.path)) if part)))
        row = QHBoxLayout()
        row.setSpacing(12)
        for value in (one.first, one.second):
            card = Card(padding=10)
            card.column.addWidget(Body(words.value(one.path, value) or say("safety.versions.nothing")))
            card.column.addStretch(1)
            row.addWidget(card, 1)
        column.addLayout(row)
        return box

    def _clear(self) -> None:
        while (item := self.found.column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
