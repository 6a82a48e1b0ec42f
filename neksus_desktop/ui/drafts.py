"""What is typed into a dialog or a remark, kept while one types: a power cut takes no more than the last second.

Rules kept here:

* a text that is found again is put back into its field, and that is said; it counts as typed, so that locking waits;
* handing in and cancelling both forget it; anything else (a killed program, the end of the session) does not;
* where nothing can be kept it is remembered as long as the profile is open; what could not be written is tried again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, SignalInstance
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPlainTextEdit, QWidget

from neksus_desktop.errors import StorageError
from neksus_desktop.ui.widgets import ChoiceField, Dialog, TextField

if TYPE_CHECKING:
    from neksus_desktop.errors import NeksusError
    from neksus_desktop.ui.shell import Shell

PAUSE_MS = 300
AGAIN_MS = 5000
"""How long after a failure it is tried again by itself."""
Texts = dict[str, str]
Control = QLineEdit | QPlainTextEdit | ChoiceField | QCheckBox


class Drafts(QObject):
    """The texts that were not handed in yet, by place (``kind/record/where``)."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._shell = shell
        self._known: dict[str, Texts] = {}
        self._unwritten: set[str] = set()
        self._failing: type[NeksusError] | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.flush)
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(AGAIN_MS)
        self._again.timeout.connect(self.flush)

    @property
    def failing(self) -> bool:
        """Whether something could not be written."""
        return self._failing is not None

    def found(self, place: str) -> Texts:
        """What was typed at a place and not handed in."""
        from neksus_desktop.usecases.drafts import draft

        if place not in self._known:
            try:
                self._known[place] = draft(self._shell.profile, place)
            except StorageError:
                return {}
        return self._known[place]

    def note(self, place: str, texts: Mapping[str, str]) -> None:
        """Take what stands at a place by now; no texts forget it."""
        if self.found(place) == texts:
            return
        self._known[place] = dict(texts)
        self._unwritten.add(place)
        if not self._pause.isActive():
            self._pause.start()

    def forget(self, place: str) -> None:
        """What stood at a place was handed in, or is wanted no more."""
        self.note(place, {})
        self.flush()

    def flush(self) -> None:
        """Write what is not yet written, in the worker."""
        from neksus_desktop.usecases.drafts import keep_drafts

        self._pause.stop()
        drafts = {place: self._known[place] for place in self._unwritten}
        self._unwritten.clear()
        if drafts and not self._shell.profile.read_only:
            self._shell.runner.submit(
                keep_drafts, self._shell.profile, drafts,
                done=lambda _none: self._written(), failed=lambda error: self._not_written(drafts, error),
            )  # fmt: skip

    def _written(self) -> None:
        if self._failing is not None:
            self._failing = None
            self._shell.tell_kept()

    def _not_written(self, drafts: Mapping[str, Texts], error: NeksusError) -> None:
        """Told when it begins, or fails for another reason, and not each time."""
        self._unwritten.update(drafts)
        self._again.start()
        known, self._failing = self._failing, type(error)
        if known is not self._failing:
            self._shell.show_error(error)

    def keep(
        self,
        place: str,
        root: QWidget,
        read: Callable[[], Texts] | None = None,
        put: Callable[[Texts], None] | None = None,
    ) -> None:
        """Put back what was typed into a dialog, or into one field, and keep what is typed from now on.

        Args:
            place: where it stands.
            root: the dialog, which forgets when it is closed, or a field, whose owner calls ``forget``.
            read: gives what to keep, if that is not the text, choice or tick of each field that was changed.
            put: puts it back.
        """
        fields = _fields(root)
        before = {name: _text(field) for name, field in fields.items()}

        def changed() -> Texts:
            now = {name: _text(field) for name, field in fields.items()}
            return {name: text for name, text in now.items() if text != before[name]}

        def write(texts: Texts) -> None:
            for name in texts.keys() & fields.keys():
                _put(fields[name], texts[name])

        found = self.found(place)
        if found:
            (put or write)(found)
        for field in fields.values():
            _changes(field).connect(lambda *_: self.note(place, (read or changed)()))
        if isinstance(root, Dialog):
            root.put_back = bool(found)
            root.finished.connect(lambda _result: self.forget(place))
            if found:
                self._shell.notify("ui.draft.back")


def _fields(root: QWidget) -> dict[str, Control]:
    """Fields by name, that of a box with choices that can be typed by the box's; what is typed unseen is never kept."""
    if isinstance(root, QPlainTextEdit):
        return {root.objectName(): root}
    lines = [line for line in root.findChildren(QLineEdit) if line.echoMode() == QLineEdit.EchoMode.Normal]
    others = (root.findChildren(QPlainTextEdit), root.findChildren(ChoiceField), root.findChildren(QCheckBox))
    found: list[Control] = [*lines, *(field for kind in others for field in kind)]
    return {name: field for field in found if (name := _name(field))}


def _name(field: Control) -> str:
    box = field.parent()
    return box.objectName() if isinstance(box, QComboBox) else field.objectName()


def _changes(field: Control) -> SignalInstance:
    if isinstance(field, ChoiceField):
        return field.chosen
    return field.toggled if isinstance(field, QCheckBox) else field.textChanged


def _text(field: Control) -> str:
    if isinstance(field, ChoiceField):
        return field.value()
    if isinstance(field, QCheckBox):
        return "1" if field.isChecked() else ""
    return field.text() if isinstance(field, QLineEdit) else field.toPlainText()


def _put(field: Control, text: str) -> None:
    if isinstance(field, ChoiceField):
        field.set_value(text)
        field.chosen.emit(field.value())
    elif isinstance(field, QCheckBox):
        field.setChecked(bool(text))
    elif isinstance(field, QLineEdit):
        field.setText(text)
        if isinstance(field, TextField):
            field.put_back = True
    else:
        field.setPlainText(text)
        field.moveCursor(QTextCursor.MoveOperation.End)
