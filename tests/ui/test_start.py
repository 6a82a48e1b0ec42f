"""From nothing to an open workspace, and back in through the lock."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from neksus_desktop.errors import StorageKeyError
from neksus_desktop.storage.records import create_record
from neksus_desktop.ui.say import say
from neksus_desktop.ui.start.answers import StartAnswers, faults
from neksus_desktop.usecases.profile import create_profile, open_with_recovery, profile_state
from tests.support.samples import invented_record
from tests.support.screens import StartPages, UnlockPage, WindowPage

PASSPHRASE = "fire vanlige ord her"


@pytest.fixture
def start(window: WindowPage) -> StartPages:
    window.window.open_profile()
    return StartPages(window.qtbot, window.window)


def test_a_protected_workplace_is_made_only_with_its_code_typed_back(
    start: StartPages, window: WindowPage, folder: Path
) -> None:
    start.fill_workplace("post", "Ambassaden (oppdiktet)")
    start.protect(PASSPHRASE)
    code = start.wait_for_code()
    start.type_code(code[:-1] + ("A" if code[-1] != "A" else "B"))
    window.qtbot.waitUntil(start.page.fault.isVisible)
    assert window.window.workspace is None
    start.type_code(code.lower().replace("-", " "))
    window.wait_for_workspace()
    assert profile_state(folder) == "protected"
    assert window.workspace.shell.profile.recovery_tested


def test_set_up_that_was_broken_off_goes_on_with_a_new_code(
    start: StartPages, window: WindowPage, folder: Path
) -> None:
    """The power went while the code stood on the screen: whoever opens the profile has no sheet that works."""
    start.fill_workplace("post", "Ambassaden (oppdiktet)")
    start.protect(PASSPHRASE)
    lost = start.wait_for_code()
    profile = start.page.profile
    assert profile is not None
    profile.close()
    window.window.open_profile()
    UnlockPage(window.qtbot, window.window).unlock(PASSPHRASE)
    window.qtbot.waitUntil(lambda: say("safety.sheet.anew") in window.texts(), timeout=20_000)
    assert window.window.workspace is None
    code = start.wait_for_code()
    assert code != lost
    start.type_code(lost)
    window.qtbot.waitUntil(start.page.fault.isVisible)
    start.type_code(code)
    window.wait_for_workspace()
    assert window.window.close_profile()
    with pytest.raises(StorageKeyError):
        open_with_recovery(folder, lost, "en ny og lang frase")
    opened = open_with_recovery(folder, code, "en ny og lang frase")
    assert opened.recovery_tested
    opened.close()


def test_the_keyboard_begins_at_the_first_question_and_is_led_to_what_is_missing(start: StartPages) -> None:
    assert start.page.workplace.roles["post"].hasFocus()
    start.page.next.setFocus()
    start.click("start_next")
    assert start.page.workplace.roles["post"].hasFocus()
    start.fill_workplace("post", "Ambassaden")
    start.page.protection.passphrase_line.setText(PASSPHRASE)
    start.page.next.setFocus()
    start.click("start_next")
    assert start.page.protection.repeated_line.hasFocus()


def test_an_unprotected_workplace_may_check_its_sheet_later(
    start: StartPages, window: WindowPage, folder: Path
) -> None:
    start.fill_workplace("norad", "Norad (oppdiktet)")
    start.leave_unprotected()
    start.wait_for_code()
    start.click("start_later")
    window.wait_for_workspace()
    assert profile_state(folder) == "unprotected"
    assert "read_across" in window.workspace.rail.buttons


def test_what_is_missing_is_said_beside_the_field(start: StartPages) -> None:
    start.click("start_next")
    assert say("ui.start.fault.role") in start.texts()
    assert say("ui.start.fault.name") in start.texts()


def test_two_different_passphrases_are_noticed(start: StartPages, folder: Path) -> None:
    start.fill_workplace("post", "Ambassaden")
    start.protect(PASSPHRASE, PASSPHRASE + "x")
    assert say("ui.start.fault.differs") in start.texts()
    assert profile_state(folder) == "absent"


@pytest.mark.parametrize(("language", "title"), [("nn", "Velkomen"), ("en", "Welcome")])
def test_the_language_can_be_changed_before_anything_is_made(start: StartPages, language: str, title: str) -> None:
    start.choose("start_language", language)
    assert title in start.texts()


def test_a_wrong_passphrase_is_told_and_the_right_one_opens(window: WindowPage, folder: Path) -> None:
    create_profile(folder, role="post", name="Ambassaden", passphrase=PASSPHRASE)[0].close()
    window.window.open_profile()
    page = UnlockPage(window.qtbot, window.window)
    page.unlock("feil passfrase")
    window.qtbot.waitUntil(lambda: say("ui.unlock.wrong") in page.texts(), timeout=20_000)
    page.unlock(PASSPHRASE)
    window.wait_for_workspace()


def test_the_recovery_code_opens_with_a_new_passphrase(window: WindowPage, folder: Path) -> None:
    made, code = create_profile(folder, role="post", name="Ambassaden", passphrase=PASSPHRASE)
    made.close()
    window.window.open_profile()
    page = UnlockPage(window.qtbot, window.window)
    page.click("unlock_other")
    page.type("unlock_code", code)
    page.unlock("en ny og lang frase")
    window.wait_for_workspace()


def test_locking_takes_everything_off_the_screen(window: WindowPage, folder: Path) -> None:
    create_profile(folder, role="post", name="Ambassaden", passphrase=PASSPHRASE)[0].close()
    window.window.open_profile(PASSPHRASE)
    window.wait_until_idle()
    window.window.lock()
    assert window.window.workspace is None
    assert window.window.shell is None
    assert UnlockPage(window.qtbot, window.window).page.isVisible()


def test_a_profile_in_use_is_told_in_the_window(window: WindowPage, folder: Path) -> None:
    made, _code = create_profile(folder, role="post", name="Ambassaden")
    window.window.open_profile()
    assert say("ui.fault.again") in window.texts()
    made.close()
    window.click("fault_again")
    window.wait_for_workspace()


@pytest.mark.parametrize(
    ("answers", "step", "wrong"),
    [
        (StartAnswers(), 0, {"role", "name"}),
        (StartAnswers(role="post", name="  "), 0, {"name"}),
        (StartAnswers(role="post", name="A"), 0, set()),
        (StartAnswers(passphrase="kort", repeated="kort"), 1, {"passphrase"}),
        (StartAnswers(passphrase="lang nok frase", repeated="en annen"), 1, {"repeated"}),
        (StartAnswers(protect=False), 1, set()),
    ],
)
def test_the_rules_of_the_first_start(answers: StartAnswers, step: int, wrong: set[str]) -> None:
    assert set(faults(answers, step)) == wrong


def test_the_list_is_shown_without_loading_anything_heavy(tmp_path: Path) -> None:
    create_profile(tmp_path / "p", role="post", name="Ambassaden")[0].close()
    program = """
import json, sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from neksus_desktop.ui.window import Window
app = QApplication([])
window = Window(app, Path(sys.argv[1]))
window.open_profile()
window.show()
window.shell.runner.drain()
window.workspace.go("records")
window.grab()
heavy = {"pydantic", "reportlab", "pyxform", "openpyxl", "cryptography", "yaml", "joserfc", "pypdf"}
print(json.dumps(sorted(heavy & set(sys.modules))))
window.close_profile()
"""
    found = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "p")],
        capture_output=True, text=True, check=True, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )  # fmt: skip
    assert json.loads(found.stdout) == []


@pytest.mark.parametrize("place", ["home", "records"])
def test_the_first_picture_waits_for_nothing_that_it_does_not_show(tmp_path: Path, place: str) -> None:
    """OpenSSL; a hundred classes, which the bindings load to tell what a widget is that Qt made itself."""
    profile, _code = create_profile(tmp_path / "p", role="post", name="Ambassaden", invented=True)
    create_record(profile.store, invented_record(), role="saksbehandler", now=profile.now())
    profile.close()
    program = """
import enum, json, sys
from pathlib import Path
from neksus_desktop.ui.bindings import prepare
prepare()
from PySide6.QtWidgets import QApplication
from neksus_desktop.ui.window import Window
app = QApplication([])
window = Window(app, Path(sys.argv[1]))
window.open_profile(place=sys.argv[2])
window.show()
window.grab()
kinds = (enum.Enum, enum.IntEnum, enum.Flag, enum.IntFlag)
print(json.dumps([one.__name__ for kind in kinds for one in kind.__subclasses__()] + list(sys.modules)))
window.close_profile()
"""
    found = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "p"), place],
        capture_output=True, text=True, check=True, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )  # fmt: skip
    made = set(json.loads(found.stdout))
    assert "FocusPolicy" in made
    assert not made & {"WizardStyle", "SubWindowOption", "DockWidgetFeature", "_hashlib"}


@pytest.mark.parametrize("way", ["close", "lock"])
def test_work_that_takes_long_is_waited_for_without_freezing(window: WindowPage, folder: Path, way: str) -> None:
    create_profile(folder, role="post", name="Ambassaden", passphrase=PASSPHRASE)[0].close()
    window.window.open_profile(PASSPHRASE)
    window.wait_until_idle()
    assert window.window.shell is not None
    going_on, over = threading.Event(), list[bool]()
    window.window.shell.runner.submit(going_on.wait, done=over.append)
    assert getattr(window.window, way)() is False  # it comes back while the work goes on
    assert window.window.isVisible()
    assert say("ui.finishing.title") in window.texts()
    assert window.window.workspace is not None
    assert not window.window.workspace.isVisible()
    going_on.set()
    window.qtbot.waitUntil(lambda: window.window.workspace is None, timeout=20_000)
    assert over == [True]
    assert window.window.isVisible() is (way == "lock")


def test_one_can_go_back_to_work_that_is_going_on(window: WindowPage, folder: Path) -> None:
    create_profile(folder, role="post", name="Ambassaden")[0].close()
    window.window.open_profile()
    window.wait_until_idle()
    assert window.window.shell is not None
    going_on = threading.Event()
    window.window.shell.runner.submit(going_on.wait)
    window.window.close()
    window.click("finishing_back")
    going_on.set()
    window.wait_until_idle()
    assert window.window.workspace is not None
    assert window.window.workspace.isVisible()
    window.window.close()
    assert window.window.workspace is None


def test_screens_of_a_closed_profile_hear_of_nothing_more(window: WindowPage, folder: Path) -> None:
    create_profile(folder, role="norad", name="Norad (oppdiktet)")[0].close()
    window.window.open_profile()
    for place in ("exchange", "records", "subjects"):
        window.go(place)
    window.wait_until_idle()
    window.window.close_profile()
    say.set_language("en")  # before the event loop has taken the screens away
    assert window.window.workspace is None
