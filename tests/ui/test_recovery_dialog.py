"""A new recovery sheet from Innstillinger: the old code opens no more, the new one is proved from the paper."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel

from neksus_desktop.errors import StorageKeyError, StorageRecoveryCodeError
from neksus_desktop.ui.recovery_dialog import RecoveryDialog
from neksus_desktop.ui.say import say
from neksus_desktop.usecases.profile import Profile, check_recovery_code, create_profile
from tests.support.screens import Page, WindowPage

PHRASE = "reise med lite bagasje"


@pytest.fixture
def protected(folder: Path) -> tuple[Profile, str]:
    """A protected profile that was set up, with its first code."""
    profile, code = create_profile(folder, role="post", name="Ambassaden", passphrase=PHRASE, invented=True)
    check_recovery_code(profile, code)
    return profile, code


def _opened(window: WindowPage, profile: Profile) -> Page:
    window.window.use(profile)
    window.wait_until_idle()
    window.go("settings")
    window.click("settings_recovery")
    return Page(window.qtbot, window.find("recovery", RecoveryDialog))


def test_a_new_sheet_takes_the_place_of_the_old(window: WindowPage, protected: tuple[Profile, str]) -> None:
    profile, old = protected
    dialog = _opened(window, profile)
    dialog.type("recovery_passphrase", "noe helt annet enn den")
    dialog.click("recovery_primary")
    window.wait_until_idle()
    assert say.explain(StorageKeyError()).what in dialog.texts()
    check_recovery_code(profile, old)
    dialog.type("recovery_passphrase", PHRASE)
    dialog.click("recovery_primary")
    window.wait_until_idle()
    shown = dialog.find("start_recovery_code", QLabel).accessibleDescription()
    assert shown
    assert shown != old
    with pytest.raises(StorageRecoveryCodeError):
        check_recovery_code(profile, old)
    dialog.type("start_recovery_typed", old)
    dialog.click("recovery_primary")
    window.wait_until_idle()
    assert say.explain(StorageRecoveryCodeError(group=0)).what in dialog.texts()
    assert not profile.recovery_tested
    dialog.type("start_recovery_typed", shown.lower().replace("-", " "))
    dialog.click("recovery_primary")
    window.qtbot.waitUntil(lambda: say("safety.recovery.done") in window.texts())
    assert profile.recovery_tested


def test_a_code_nobody_typed_back_is_asked_for_again(window: WindowPage, protected: tuple[Profile, str]) -> None:
    dialog = _opened(window, protected[0])
    dialog.type("recovery_passphrase", PHRASE)
    dialog.click("recovery_primary")
    window.wait_until_idle()
    dialog.click("recovery_cancel")
    assert say("safety.recovery.later") in window.texts()
    assert protected[0].code_awaited
