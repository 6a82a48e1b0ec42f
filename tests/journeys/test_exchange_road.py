"""The road of exchange in the window: keys that are compared, listed and withdrawn, an approver's own, a file lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget

from neksus_desktop.ui.exchange.import_screen import ImportScreen
from neksus_desktop.ui.exchange.screen import ExchangeScreen
from neksus_desktop.ui.say import say
from neksus_desktop.usecases import keys
from neksus_desktop.usecases.approvers import approvers
from neksus_desktop.usecases.export import export_records
from neksus_desktop.usecases.history import decisions
from neksus_desktop.usecases.import_files import apply_import, plan_import
from neksus_desktop.usecases.listing import all_rows, query
from neksus_desktop.usecases.load_samples import load_samples
from neksus_desktop.usecases.profile import Profile, create_profile
from neksus_desktop.usecases.roster import export_roster, revoke
from tests.journeys.conftest import OpenWindow, trust_each_other
from tests.support.journey import Journey, only_file

EXCHANGE = "Utveksling av helsepersonell"
PASSPHRASE = "fire rolige ord sammen"
JUBA, POST = "Ambassaden i Juba (oppdiktet)", "Ambassaden (oppdiktet)"


@pytest.fixture
def juba(tmp_path: Path) -> Iterator[Profile]:
    """A second post, without a window."""
    made, _code = create_profile(tmp_path / "juba", role="post", name=JUBA, invented=True)
    load_samples(made)
    yield made
    made.close()


def _card(profile: Profile, folder: Path) -> Path:
    path = folder / f"{profile.folder.name}-card.json"
    keys.write_card(profile, path)
    return path


def _folder(tmp_path: Path, name: str) -> Path:
    made = tmp_path / name
    made.mkdir()
    return made


def _open(page: Journey, *files: Path) -> None:
    page.window.open_files(list(files))  # a double click, or a drop
    page.until_place("import")
    page.until(lambda: page.screen("import", ImportScreen).title.text() != say("places.import.reading"))


def _take_in(page: Journey, *files: Path) -> None:
    _open(page, *files)
    page.click("import_apply")
    page.until(lambda: say("places.import.done") in page.seen())


def test_headquarters_vouches_for_a_post_and_withdraws_its_key(
    post: Journey, norad: Profile, juba: Profile, tmp_path: Path
) -> None:
    for card in (_card(juba, tmp_path), _card(post.profile, tmp_path)):
        keys.trust_card(norad, card)
    post.window.open_files([_card(norad, tmp_path)])
    dialog = post.dialog("trust_dialog")
    digits = keys.fingerprint(keys.own_card(norad)).digits.split()
    assert all(group in dialog.texts() for group in digits)
    dialog.click("trust_compared")
    post.accept("trust_dialog")
    post.until(lambda: "Norad (oppdiktet), Norad" in post.column("keys_peers"))

    lists = [_folder(tmp_path, name) for name in ("list1", "list2")]
    export_roster(norad, lists[0])
    _take_in(post, only_file(lists[0]))
    post.click("import_finish")
    post.until_place("exchange")
    post.until(lambda: f"{JUBA}, {say('places.keys.role.post')}" in post.column("keys_peers"))

    apply_import(juba, plan_import(juba, [only_file(lists[0])]))  # not trusted: juba has not compared headquarters
    keys.trust_card(juba, _card(post.profile, tmp_path))
    first, second, *_more = [row.id for row in all_rows(juba, query(statuses=("approved",)))]
    before, after = _folder(tmp_path, "before"), _folder(tmp_path, "after")
    export_records(juba, [first], POST, before, edition="full")
    _open(post, only_file(before))
    post.until(lambda: f"✓ {say('places.import.trusted')}" in post.here().texts())

    revoke(norad, JUBA, "Maskinen er stjålet.")
    export_roster(norad, lists[1])
    _take_in(post, only_file(lists[1]))
    export_records(juba, [second], POST, after, edition="full")
    _open(post, only_file(before), only_file(after))
    plan = post.column("import_table", 1)
    assert [one.split(",")[0] for one in plan] == [say("places.import.will.refused"), say("places.import.will.new")]
    post.click("import_to_keys")
    post.until_place("exchange")
    post.row("keys_peers", JUBA)
    assert any("Maskinen er stjålet." in cell for cell in post.column("keys_peers", 1))


def test_an_approver_decides_with_a_key_of_their_own_until_it_is_ended(post: Journey) -> None:
    post.go("exchange")
    post.click("exchange_tab_keys")
    post.click("approvers_new")
    dialog = post.dialog("approver_dialog")
    dialog.type("approver_passphrase", PASSPHRASE)
    dialog.type("approver_again", "noe annet")
    dialog.click("approver_dialog_primary")
    assert say("places.approvers.differs") in dialog.texts()
    dialog.type("approver_again", PASSPHRASE)
    dialog.click("approver_dialog_primary")
    post.until(lambda: len(post.column("keys_approvers")) == 1)

    record = post.open_record(EXCHANGE)
    post.click("editor_primary")
    decide = post.dialog("decide_dialog")
    decide.type("sign_as_passphrase", "feil ord her")
    decide.click("decide_dialog_primary")
    post.until(lambda: say("bundle.error.bundle_passphrase.wrong.what") in decide.texts())
    assert post.read(record).status == "for_approval"
    decide.type("sign_as_passphrase", PASSPHRASE)
    decide.click("decide_dialog_primary")
    post.until(lambda: post.read(record).status == "approved")
    (key,) = approvers(post.profile)
    assert decisions(post.profile, record)[-1].signer == key.thumbprint

    post.go("exchange")
    post.row("keys_approvers", "")
    post.click("approvers_end")
    post.accept("end_approver")
    post.until(lambda: all(one.retired_at for one in approvers(post.profile)))
    again = post.open_record("Sammenhengende tjenester")
    post.click("editor_primary")
    assert not post.dialog("decide_dialog").find("sign_as", QWidget).isVisible()
    post.accept("decide_dialog")
    post.until(lambda: post.read(again).status == "approved")


def test_a_file_that_was_lost_is_missed_and_sent_again_until_all_is_confirmed(
    post: Journey, norad: Profile, open_window: OpenWindow, tmp_path: Path
) -> None:
    trust_each_other(tmp_path, post.profile, norad)
    rows = [row.id for row in all_rows(post.profile, query(statuses=("approved",)))]
    lost, came, again, home = (_folder(tmp_path, name) for name in ("lost", "came", "again", "home"))
    for row, where in zip(rows, (lost, came), strict=False):
        export_records(post.profile, [row], "Norad (oppdiktet)", where, edition="full")
    norad.close()
    there = open_window(tmp_path / "norad")
    _take_in(there, only_file(came))
    _save_receipts(there, home)
    there.go("exchange")
    missing = say.count("places.exchange.missing", 1, numbers="1", sender=POST)
    assert missing in there.seen()

    post.go("exchange")
    post.row("exchange_sent", say("places.exchange.file", number=1))
    sent = post.screen("exchange", ExchangeScreen)
    sent.resend_to(sent.sent.selected()[0].id, again)  # what the file dialog calls
    post.wait_until_idle()
    _take_in(there, only_file(again))
    _save_receipts(there, home)
    there.go("exchange")
    assert missing not in there.seen()

    _take_in(post, *home.iterdir())
    post.click("import_finish")
    post.until(lambda: say("places.exchange.state.confirmed") in post.column("exchange_sent", 3)[1])
    assert all(say("places.exchange.state.confirmed") in state for state in post.column("exchange_sent", 3))
    assert say.count("places.exchange.waiting", 1) not in post.seen()


def _save_receipts(page: Journey, folder: Path) -> None:
    page.screen("import", ImportScreen).done.write_to(folder)  # what the file dialog calls
    page.until(lambda: say.count("places.import.receipts_saved", 1, folder=str(folder)) in page.seen())
