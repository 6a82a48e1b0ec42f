"""Files that are dropped, opened by double click or handed over: shown where they belong, never lost, never as text."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QPlainTextEdit, QWidget

from neksus_desktop.ui.editor.screen import EditorScreen
from neksus_desktop.ui.safety.restore_dialog import RestoreDialog
from neksus_desktop.ui.say import say
from neksus_desktop.ui.single import Single
from neksus_desktop.ui.widgets import Dialog
from neksus_desktop.usecases.listing import RowQuery, page
from neksus_desktop.usecases.profile import create_profile
from tests.support.screens import WindowPage

COPY, LEFT, NONE = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def _data(*paths: Path) -> QMimeData:
    """As file managers give them: addresses, and the same as text."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    data.setText("\n".join(map(str, paths)))
    return data


def _drop(target: QWidget, *paths: Path) -> bool:
    """Drag files in over a widget and let go; whether it or what it lies in took them."""
    data, middle = _data(*paths), QPointF(target.rect().center())
    taken = QDragEnterEvent(middle.toPoint(), COPY, data, LEFT, NONE)
    QApplication.sendEvent(target, taken)
    QApplication.sendEvent(target, QDropEvent(middle, COPY, data, LEFT, NONE))
    return taken.isAccepted()


def test_a_file_is_never_told_to_be_moved(filled: WindowPage, tmp_path: Path) -> None:
    """A file manager that proposes to move would delete it."""
    (path,) = _files(tmp_path, "a.neksus")
    move, data = Qt.DropAction.MoveAction, _data(path)
    for event in (
        QDragEnterEvent(QPointF(4, 4).toPoint(), COPY | move, data, LEFT, Qt.KeyboardModifier.ShiftModifier),
        QDropEvent(QPointF(4, 4), COPY | move, data, LEFT, Qt.KeyboardModifier.ShiftModifier),
    ):
        event.setDropAction(move)
        QApplication.sendEvent(filled.window, event)
        assert event.isAccepted()
        assert event.dropAction() == COPY
    filled.wait_until_idle()


def _files(folder: Path, *names: str) -> list[Path]:
    made = [folder / name for name in names]
    for path in made:
        path.write_bytes(b"{}")
    return made


@pytest.mark.parametrize(
    ("names", "place"),
    [
        (("a.neksus",), "import"),
        (("a.png", "b.neksus"), "import"),
        (("skjema.xlsx",), "forms"),
        (("svar.pdf",), "forms"),
    ],
)
def test_files_are_shown_where_they_belong(
    filled: WindowPage, tmp_path: Path, names: Sequence[str], place: str
) -> None:
    assert _drop(filled.window, *_files(tmp_path, *names))
    filled.wait_until_idle()
    assert filled.workspace.place == place
    for dialog in filled.window.findChildren(Dialog):
        dialog.reject()


def test_a_list_of_agreements_dropped_on_the_subjects_is_planned_there(filled: WindowPage, tmp_path: Path) -> None:
    filled.go("subjects")
    assert _drop(filled.window, *_files(tmp_path, "avtaler.csv"))
    filled.wait_until_idle()
    assert filled.workspace.place == "subjects"
    for dialog in filled.window.findChildren(Dialog):
        dialog.reject()


def test_a_file_dropped_on_a_text_or_a_line_leaves_no_path_in_it(filled: WindowPage, tmp_path: Path) -> None:
    (file,) = _files(tmp_path, "a.neksus")
    filled.go("records")
    line = filled.find("records_search", QLineEdit)
    assert not line.acceptDrops()
    shell = filled.window.shell
    assert shell is not None
    filled.workspace.go("editor", record=page(shell.profile, RowQuery(statuses=("draft",)), None, 1).rows[0].id)
    filled.wait_until_idle()
    editor = filled.workspace.screen_of("editor")
    assert isinstance(editor, EditorScreen)
    filled.qtbot.waitUntil(lambda: bool(editor.findChildren(QPlainTextEdit, "note_text")), timeout=20_000)
    filled.wait_until_idle()
    text = filled.find("note_text", QPlainTextEdit)
    before = text.toPlainText()
    _drop(text.viewport(), file)
    assert text.toPlainText() == before
    assert not text.canInsertFromMimeData(_data(file))
    words = QMimeData()
    words.setText("Ord fra et annet vindu")
    assert text.canInsertFromMimeData(words)


def test_files_wait_until_the_open_dialog_is_closed(filled: WindowPage, tmp_path: Path) -> None:
    first, second = _files(tmp_path, "a.neksus", "b.neksus")
    assert filled.window.shell is not None
    dialog = RestoreDialog(filled.window.shell, filled.window)
    dialog.open()
    assert not _drop(filled.window, first)
    filled.window.open_files([first])  # as a second start hands it over
    filled.window.open_files([second])
    assert filled.workspace.place == "home"
    assert filled.workspace.status.notice.text() == say("ui.incoming.waits")
    assert isinstance(dialog, QDialog)
    dialog.reject()
    filled.qtbot.waitUntil(lambda: filled.workspace.place == "import", timeout=20_000)
    filled.wait_until_idle()
    assert say.count("places.import.more_refused", 1) in filled.texts()


def test_what_two_starts_hand_over_before_the_first_looks_is_all_opened(
    window: WindowPage, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    runtime = tmp_path / "runtime"
    runtime.mkdir(mode=0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(runtime))
    made, _code = create_profile(folder, role="post", name="Ambassaden (oppdiktet)", invented=True)
    files = _files(tmp_path, "a.neksus", "b.neksus")
    first = Single(folder)
    assert first.claim()
    for file in files:
        assert not Single(folder).claim([file])
    window.window.use(made)
    first.watch(window.window)
    window.qtbot.waitUntil(lambda: window.workspace.place == "import", timeout=20_000)
    window.wait_until_idle()
    assert say.count("places.import.more_refused", 1) in window.texts()
