"""Eksporter while files are written, and afterwards: one stays, may stop it, and begins with the least again."""

from __future__ import annotations

import threading
from pathlib import Path

from neksus_desktop.ui.say import say
from neksus_desktop.usecases.export import DEFAULT_EDITION
from neksus_desktop.usecases.listing import all_rows, query
from neksus_desktop.usecases.profile import Profile
from tests.support.screens import Page
from tests.ui.places.conftest import Opener
from tests.ui.places.test_exchange import folder, trust_each_other


def test_one_stays_with_files_that_are_being_written_and_can_stop_them(
    at: Opener, post: Profile, norad: Profile, tmp_path: Path
) -> None:
    trust_each_other(tmp_path, post, norad)
    stick = folder(tmp_path, "stick")
    page = at(post, "export", records=[row.id for row in all_rows(post, query())])
    screen = page.screen
    gate = threading.Event()
    page.shell.runner.submit(gate.wait)
    screen.write_to(stick)  # type: ignore[attr-defined]
    assert screen.stays() == say("places.export.stay")
    assert not screen.send_button.isEnabled()  # type: ignore[attr-defined]
    assert not page.table("export_table").isEnabled()
    Page(page.qtbot, screen.header).click("export_cancel")
    gate.set()
    page.wait()
    assert not screen.stays()
    assert (list(stick.iterdir()), page.errors) == ([], [])
    assert page.table("export_table").isEnabled()
    told: list[str] = []
    screen.summary.setText = told.append  # type: ignore[attr-defined]
    screen.write_to(stick)  # type: ignore[attr-defined]
    page.wait()
    assert any(words.startswith(say("places.export.progress", at="1", of="10")) for words in told)
    assert say("places.export.safe") in page.texts()


def test_what_was_chosen_for_one_file_is_not_chosen_for_the_next(
    at: Opener, post: Profile, norad: Profile, tmp_path: Path
) -> None:
    trust_each_other(tmp_path, post, norad)
    water = next(row.id for row in all_rows(post, query()) if row.title.startswith("Vann"))
    page = at(post, "export", records=[water])
    for chosen in ("export_edition_full", "export_plain"):
        page.check(chosen)
    page.screen.write_to(folder(tmp_path, "stick"))  # type: ignore[attr-defined]
    page.wait()
    page.click("export_again")
    choices = page.screen.choices  # type: ignore[attr-defined]
    assert (choices.edition(), choices.plain(), choices.attachments()) == (DEFAULT_EDITION, False, False)
    page.check("export_edition_full")
    page.check("export_remarks")
    page.enter(records=[water])
    assert (choices.edition(), choices.remarks_only()) == (DEFAULT_EDITION, False)
