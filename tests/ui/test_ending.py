"""The end that nobody at the window asked for: nothing typed is lost, and what brought it about is told once."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from neksus_desktop.errors import StorageFullError
from neksus_desktop.ui import faults
from neksus_desktop.ui.bug import BugDialog, report_of
from neksus_desktop.ui.say import say
from neksus_desktop.usecases.drafts import draft
from neksus_desktop.usecases.profile import create_profile, open_profile
from neksus_desktop.usecases.records import new_record, open_record
from tests.support.samples import invented_subject
from tests.support.screens import Page, WindowPage
from tests.support.writing_child import WRITTEN

POINT = "innsats_samhold"
ROOT = Path(__file__).parents[2]
SECRET = "Kvitrafjell"


def _write(folder: Path, runtime: Path, record: str, what: str) -> int:
    """The exit code of a program in which somebody writes until it ends."""
    runtime.mkdir(mode=0o700)
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "XDG_RUNTIME_DIR": str(runtime)}
    done = subprocess.run(
        [sys.executable, "-m", "tests.support.writing_child", str(folder), record, POINT, what],
        env=environment, cwd=ROOT, timeout=240, check=False, capture_output=True,
    )  # fmt: skip
    return done.returncode


@pytest.fixture
def record(folder: Path) -> str:
    made, _code = create_profile(folder, role="post", name="Ambassaden (oppdiktet)", invented=True)
    found = new_record(made, "neksus_veileder", invented_subject(), points=(POINT,))
    made.close()
    return found


@pytest.mark.parametrize(("what", "code"), [("text", 0), ("struck", 0), ("session", -9)])
def test_what_was_typed_last_is_kept(folder: Path, tmp_path: Path, record: str, what: str, code: int) -> None:
    assert _write(folder, tmp_path / "runtime", record, what) == code
    after = open_profile(folder)
    assert open_record(after, record).record.fields[f"note/{POINT}/internal"] == WRITTEN
    after.close()


def test_what_stood_in_a_dialog_is_kept(folder: Path, tmp_path: Path, record: str) -> None:
    assert _write(folder, tmp_path / "runtime", record, "dialog") == 0
    assert not list((tmp_path / "runtime").rglob("*.fault"))
    after = open_profile(folder)
    assert draft(after, f"follow_up/{record}/{POINT}:0") == {"follow_up_text": WRITTEN}
    after.close()


def test_what_brought_the_program_down_is_told_at_the_next_start_and_only_then(
    filled: WindowPage, tmp_path: Path
) -> None:
    assert _write(tmp_path / "none", tmp_path / "runtime", "", "fall") not in {0, 1}
    (file,) = (tmp_path / "runtime").rglob("*.fault")
    for told in (True, False):
        faults.begin(filled.window, file)
        shown = [dialog for dialog in filled.window.findChildren(BugDialog) if dialog.isVisible()]
        assert bool(shown) == told
        for dialog in shown:
            assert dialog.windowTitle() == say("ui.bug.before.title")
            report = dialog.report.toPlainText()
            assert "_go" in report
            assert str(ROOT) not in report
            dialog.accept()
        faults.end(file)
    assert not file.exists()


def _fail(words: str) -> None:
    try:
        dict[str, str]()[words]
    except KeyError as error:
        raise ValueError(f"ukjent: {words}") from error


def test_a_report_tells_places_and_kinds_but_no_contents_and_no_folders() -> None:
    with pytest.raises(ValueError, match=SECRET) as caught:
        _fail(SECRET)
    report = report_of(caught.value, caught.tb)
    assert "ValueError" in report
    assert "KeyError" in report
    assert "_fail" in report
    assert SECRET not in report
    assert str(Path.home()) not in report
    assert str(ROOT) not in report


def test_a_bug_lets_what_is_being_typed_be_kept(filled: WindowPage) -> None:
    shell = filled.window.shell
    assert shell is not None
    shell.drafts.note("remark/r/p", {"remark_text": "Står her"})
    filled.window.show_bug(KeyError, KeyError(SECRET), None)
    filled.wait_until_idle()
    assert draft(shell.profile, "remark/r/p") == {"remark_text": "Står her"}
    dialog = filled.find("bug", BugDialog)
    assert SECRET not in Page(filled.qtbot, dialog).texts() + dialog.report.toPlainText()
    dialog.accept()


def test_a_known_error_that_nobody_took_is_told_like_any_other(filled: WindowPage) -> None:
    error = StorageFullError(folder="/post")
    filled.window.show_bug(type(error), error, None)
    assert filled.workspace.fault.isVisible()
    assert say.explain(error).what in filled.workspace.fault.label.text()
    assert not filled.window.findChildren(BugDialog)
