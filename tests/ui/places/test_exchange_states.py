"""What the places of exchange say when something went another way than one hoped."""

from __future__ import annotations

import random
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget

from neksus_desktop.records.attachment import attachment_fields
from neksus_desktop.texts import Language
from neksus_desktop.ui.exchange.fingerprint import FingerprintView
from neksus_desktop.ui.say import say
from neksus_desktop.ui.widgets import ChoiceField, RowCard
from neksus_desktop.usecases import attachments, keys
from neksus_desktop.usecases.export import export_records
from neksus_desktop.usecases.listing import all_rows, query
from neksus_desktop.usecases.load_samples import load_samples
from neksus_desktop.usecases.profile import Profile, create_profile
from neksus_desktop.usecases.records import open_record, save_fields
from neksus_desktop.usecases.roster import export_roster, revoke
from tests.support.screens import Page
from tests.support.screens_places import only_file
from tests.ui.conftest import NOW
from tests.ui.places.conftest import Opener
from tests.ui.places.test_exchange import NOTE, folder, trust_each_other


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_a_refusal_is_read_with_its_reason_where_the_file_was_sent(
    at: Opener, post: Profile, norad: Profile, tmp_path: Path, language: Language
) -> None:
    say.set_language(language)
    trust_each_other(tmp_path, post, norad)
    first, second, home = (folder(tmp_path, name) for name in ("first", "second", "home"))
    draft = next(row.id for row in all_rows(post, query(statuses=("draft",), types=("land",))))
    water = next(row.id for row in all_rows(post, query()) if row.title.startswith("Vann"))
    export_records(post, [draft], "Norad (oppdiktet)", first, edition="full")
    at(norad, "import", files=[only_file(first)]).act("import_apply")
    save_fields(post, draft, {NOTE: "Hos posten."})
    save_fields(norad, draft, {NOTE: "Hos Norad."})
    export_records(post, [draft, water], "Norad (oppdiktet)", second, edition="full")
    taken = at(norad, "import", files=[only_file(second)])
    taken.choose_row("import_table", say("places.import.will.conflict"))
    taken.click("import_refuse")
    dialog = taken.dialog("refuse_dialog")
    dialog.write("refuse_reason", "Gjelder et annet land.")
    assert dialog.accept()
    taken.act("import_apply")
    taken.screen.done.write_to(home)  # type: ignore[attr-defined]
    taken.wait()
    at(post, "import", files=[only_file(home)]).act("import_apply")

    sent = at(post, "exchange")
    sent.choose_row("exchange_sent", say("places.exchange.state.partly"))
    refused, confirmed = (sent.find(f"sent_item_{number}", RowCard) for number in (0, 1))
    titles = {row.id: row.title for row in all_rows(post, query())}
    assert refused.accessibleName().startswith(titles[draft])
    assert refused.accessibleName().endswith("Gjelder et annet land.")
    assert say("places.exchange.state.refused") in refused.accessibleName()
    assert say("places.exchange.state.confirmed") in confirmed.accessibleName()
    refused.click()
    assert sent.went == [("editor", {"record": draft})]
    assert open_record(norad, draft).record.fields[NOTE] == "Hos Norad."


def test_what_is_in_a_file_is_told_before_anybody_answered(
    at: Opener, post: Profile, norad: Profile, tmp_path: Path
) -> None:
    trust_each_other(tmp_path, post, norad)
    water = next(row.id for row in all_rows(post, query()) if row.title.startswith("Vann"))
    page = at(post, "exchange")
    assert not page.screen.sent_card.isVisible()  # type: ignore[attr-defined]
    export_records(post, [water], "Norad (oppdiktet)", folder(tmp_path, "stick"))
    page.screen.reload()
    page.wait()
    page.choose_row("exchange_sent", "Norad")
    name = page.find("sent_item_0", RowCard).accessibleName()
    assert name == f"Vann og mekling mellom landsbyer, {say('places.exchange.state.exported')}"


def test_a_key_list_says_how_long_it_holds_and_whom_it_withdraws(
    at: Opener, post: Profile, norad: Profile, tmp_path: Path
) -> None:
    trust_each_other(tmp_path, post, norad)
    first, second = folder(tmp_path, "first"), folder(tmp_path, "second")
    export_roster(norad, first)
    page = at(post, "import", files=[only_file(first)])
    said = say.count("places.keys.list.facts", 1, number=1, date="28. desember 2027")
    assert said in page.texts()
    page.act("import_apply")
    assert said in page.texts()
    page.click("import_finish")
    assert page.went == [("exchange", {"tab": "keys"})]

    revoke(norad, "Ambassaden (oppdiktet)", "Maskinen er stjålet.")
    export_roster(norad, second)
    page = at(post, "import", files=[only_file(second)])
    withdrawn = say("places.keys.own_withdrawn", reason="«Maskinen er stjålet.»")
    assert withdrawn in page.screen.told.label.text()  # type: ignore[attr-defined]
    assert page.screen.told.tone == "error"  # type: ignore[attr-defined]
    assert page.column("import_table", 1) == [say("places.import.will.withdrawn")]


def test_what_a_receipt_said_stands_when_it_was_taken_in(
    at: Opener, post: Profile, norad: Profile, tmp_path: Path
) -> None:
    trust_each_other(tmp_path, post, norad)
    out, home = folder(tmp_path, "out"), folder(tmp_path, "home")
    water = next(row.id for row in all_rows(post, query()) if row.title.startswith("Vann"))
    export_records(post, [water], "Norad (oppdiktet)", out, edition="full")
    taken = at(norad, "import", files=[only_file(out)])
    taken.act("import_apply")
    taken.screen.done.write_to(home)  # type: ignore[attr-defined]
    taken.wait()
    page = at(post, "import", files=[only_file(home)])
    page.act("import_apply")
    assert say.count("places.import.told.accepted", 1) in page.texts()
    assert say("places.import.nothing_new") not in page.texts()
    page.click("import_finish")
    assert page.went == [("exchange", {"tab": "sent"})]


def test_a_shared_folder_that_is_gone_is_told_and_tried_again(
    at: Opener, post: Profile, norad: Profile, tmp_path: Path
) -> None:
    trust_each_other(tmp_path, post, norad)
    shared = tmp_path / "felles"
    page = at(norad, "import", folder=shared)
    assert say("exchange.error.exchange_file.folder.what", file=str(shared)) in page.texts()
    assert page.column("import_table") == []
    assert not page.errors
    shared.mkdir()
    water = next(row.id for row in all_rows(post, query()) if row.title.startswith("Vann"))
    export_records(post, [water], "Norad (oppdiktet)", shared, edition="full")
    page.click("import_empty_action")
    page.wait()
    assert page.column("import_table", 1) == [say("places.import.will.new")]


def test_of_a_shared_folder_files_for_others_are_left_out_and_half_a_file_may_still_come(
    at: Opener, post: Profile, norad: Profile, tmp_path: Path
) -> None:
    shared, cards = folder(tmp_path, "felles"), folder(tmp_path, "kort")
    other, _code = create_profile(
        tmp_path / "annen", role="post", name="Ambassaden B (oppdiktet)", invented=True, clock=lambda: NOW
    )
    trust_each_other(cards, post, norad)
    keys.write_card(other, cards / "b.json")
    other.close()
    keys.trust_card(post, cards / "b.json")
    water = next(row.id for row in all_rows(post, query()) if row.title.startswith("Vann"))
    export_records(post, [water], "Ambassaden B (oppdiktet)", shared, edition="full")
    page = at(norad, "import", folder=shared)
    assert say("places.import.empty") in page.texts()

    whole = only_file(shared).read_bytes()
    (shared / "halv.json").write_bytes(whole[: len(whole) // 2])
    page.enter(folder=shared)
    assert page.column("import_table") == ["halv.json"]
    assert page.screen.fault.label.text() == say.count("places.import.unread", 1, file="halv.json")  # type: ignore[attr-defined]
    assert page.screen.fault.tone == "note"  # type: ignore[attr-defined]


def test_looking_through_a_shared_folder_is_stopped(at: Opener, post: Profile, norad: Profile, tmp_path: Path) -> None:
    trust_each_other(tmp_path, post, norad)
    shared = folder(tmp_path, "felles")
    water = next(row.id for row in all_rows(post, query()) if row.title.startswith("Vann"))
    for _ in range(3):
        export_records(post, [water], "Norad (oppdiktet)", shared, edition="full")
    page = at(norad, "import")
    page.screen.enter(folder=shared)
    page.screen.cancel()  # type: ignore[attr-defined]
    page.wait()
    assert page.went == [("exchange", {})]
    assert page.column("import_table") == []
    assert not page.errors


def test_only_a_refusal_is_called_so(at: Opener, post: Profile, norad: Profile, tmp_path: Path) -> None:
    trust_each_other(tmp_path, post, norad)
    first, second = folder(tmp_path, "first"), folder(tmp_path, "second")
    draft = next(row.id for row in all_rows(post, query(statuses=("draft",), types=("land",))))
    export_records(post, [draft], "Norad (oppdiktet)", first, edition="full")
    at(norad, "import", files=[only_file(first)]).act("import_apply")
    save_fields(post, draft, {NOTE: "Hos posten."})
    save_fields(norad, draft, {NOTE: "Hos Norad."})
    export_records(post, [draft], "Norad (oppdiktet)", second, edition="full")
    page = at(norad, "import", files=[only_file(second)])
    page.click("import_refuse")
    dialog = page.dialog("refuse_dialog")
    dialog.write("refuse_reason", "Feil land.")
    assert dialog.accept()
    assert page.screen.apply_button.text() == say.count("places.import.refuse_only", 1)  # type: ignore[attr-defined]


def test_the_recovery_code_opens_what_was_sent_before_everything_was_lost(
    at: Opener, norad: Profile, tmp_path: Path
) -> None:
    cards, out = folder(tmp_path, "kort"), folder(tmp_path, "ut")
    lost, code = create_profile(
        tmp_path / "tapt", role="post", name="Ambassaden (oppdiktet)", invented=True, clock=lambda: NOW
    )
    load_samples(lost)
    trust_each_other(cards, lost, norad)
    water = next(row.id for row in all_rows(lost, query()) if row.title.startswith("Vann"))
    export_records(lost, [water], "Norad (oppdiktet)", out, edition="full")
    lost.close()
    new, other_code = create_profile(
        tmp_path / "ny", role="post", name="Ambassaden (oppdiktet)", invented=True, clock=lambda: NOW
    )
    page = at(new, "import", files=[only_file(out)])
    page.click("import_recover")
    dialog = page.dialog("recovery_dialog")
    for typed, told in (
        ("AAAA", say("storage.error.storage_recovery_code.what")),
        (other_code, say("places.import.recover_none")),
    ):
        dialog.find("recovery_code", QLineEdit).setText(typed)
        dialog.accept()
        page.wait()
        assert told in dialog.texts()
    dialog.find("recovery_code", QLineEdit).setText(code.lower())
    dialog.accept()
    page.wait()
    assert page.column("import_table", 1) == [say("places.import.will.new")]
    page.act("import_apply")
    assert [row.id for row in all_rows(new, query())] == [water]
    new.close()


def test_a_key_is_withdrawn_since_the_day_it_went_astray(
    at: Opener, post: Profile, norad: Profile, tmp_path: Path
) -> None:
    trust_each_other(tmp_path, post, norad)
    page = at(norad, "exchange", tab="keys")
    page.choose_row("keys_peers", "Ambassaden")
    page.click("keys_revoke")
    dialog = page.dialog("revoke_dialog")
    dialog.write("refuse_reason", "x" * 501)
    dialog.find("revoke_since", QLineEdit).setText("24.11.2026")
    assert not dialog.accept()
    assert say("places.import.reason_long", most="500", length="501") in dialog.texts()
    assert say("places.keys.astray_future") in dialog.texts()
    dialog.write("refuse_reason", "Maskinen er stjålet.")
    dialog.find("revoke_since", QLineEdit).setText("20.11.2026")
    assert dialog.accept()
    page.wait()
    assert page.column("keys_peers", 1) == ["Trukket tilbake 20. november 2026, Maskinen er stjålet."]
    assert page.said == [say("places.keys.revoked_now.norad", name="Ambassaden (oppdiktet)")]


def test_headquarters_says_until_when_its_list_holds_and_the_post_reads_it_beside_the_keys(
    at: Opener, post: Profile, norad: Profile, tmp_path: Path
) -> None:
    trust_each_other(tmp_path, post, norad)
    made = folder(tmp_path, "liste")
    page = at(norad, "exchange", tab="keys")
    page.click("keys_roster")
    dialog = page.dialog("key_list_dialog")
    assert say.count("places.keys.roster_vouches", 1) in dialog.texts()
    until = dialog.find("key_list_until", ChoiceField)
    until.set_value("90")
    assert until.currentText() == "21. februar 2027"
    page.screen.keys.write_roster(made, 90)  # type: ignore[attr-defined]
    page.wait()
    at(post, "import", files=[only_file(made)]).act("import_apply")
    keys_page = at(post, "exchange", tab="keys")
    assert say.count("places.keys.list.facts", 0, number=1, date="21. februar 2027") in keys_page.texts()


def test_whom_only_a_list_vouches_for_is_not_accepted_when_it_has_run_out(
    at: Opener, post: Profile, norad: Profile, tmp_path: Path
) -> None:
    other, _code = create_profile(
        tmp_path / "annen", role="post", name="Ambassaden B (oppdiktet)", invented=True, clock=lambda: NOW
    )
    trust_each_other(tmp_path, post, norad)
    keys.write_card(other, tmp_path / "b.json")
    other.close()
    keys.trust_card(norad, tmp_path / "b.json")
    made = folder(tmp_path, "liste")
    export_roster(norad, made, valid_days=90)
    at(post, "import", files=[only_file(made)]).act("import_apply")
    vouched = at(post, "exchange", tab="keys")
    assert vouched.column("keys_peers", 1)[0].endswith(say("places.keys.source.roster"))
    post.clock = lambda: NOW + timedelta(days=91)
    page = at(post, "exchange", tab="keys")
    assert f"{say('places.keys.not_now')}, {say('places.keys.list_over')}" in page.column("keys_peers", 1)
    assert say.count("places.keys.list.expired", 1, number=1, date="21. februar 2027") in page.texts()


def test_a_workplace_whose_own_key_was_withdrawn_reads_it_beside_its_keys(
    at: Opener, post: Profile, norad: Profile, tmp_path: Path
) -> None:
    trust_each_other(tmp_path, post, norad)
    made = folder(tmp_path, "liste")
    page = at(post, "exchange", tab="keys")
    assert not page.screen.keys.withdrawn.isVisible()  # type: ignore[attr-defined]
    revoke(norad, "Ambassaden (oppdiktet)", "Maskinen er stjålet.")
    export_roster(norad, made)
    at(post, "import", files=[only_file(made)]).act("import_apply")
    page.screen.reload()
    page.wait()
    assert page.screen.keys.withdrawn.isVisible()  # type: ignore[attr-defined]
    page.click("keys_renew")
    assert page.dialog("renew_dialog").accept()
    page.wait()
    assert not page.screen.keys.withdrawn.isVisible()  # type: ignore[attr-defined]


def test_the_fingerprint_of_a_workplace_that_was_accepted_can_be_compared_again(
    at: Opener, post: Profile, norad: Profile, tmp_path: Path
) -> None:
    trust_each_other(tmp_path, post, norad)
    page = at(post, "exchange", tab="keys")
    page.choose_row("keys_peers", "Norad")
    page.table("keys_peers").setFocus()
    QTest.keyClick(page.table("keys_peers"), Qt.Key.Key_Return)
    page.wait()
    told = page.dialog("peer_dialog").texts()
    assert all(group in told for group in keys.fingerprint(keys.own_card(norad)).digits.split())


def test_the_own_fingerprint_is_whole_where_there_is_little_room(at: Opener, post: Profile) -> None:
    page = at(post, "exchange", tab="keys")
    page.screen.keys.withdrawn.show()  # type: ignore[attr-defined]
    page.screen.setFixedSize(1000, 440)  # as in a window that is small, or has large letters
    page.wait()
    view = page.find("own_fingerprint", FingerprintView)
    page.qtbot.waitUntil(lambda: view.height() >= view.minimumSizeHint().height())
    squeezed = [one for one in view.findChildren(QWidget) if one.height() < one.minimumSizeHint().height()]
    assert not squeezed


def test_what_is_larger_than_was_chosen_goes_in_several_files(
    at: Opener, post: Profile, norad: Profile, tmp_path: Path
) -> None:
    trust_each_other(tmp_path, post, norad)
    out = folder(tmp_path, "ut")
    draft = next(row.id for row in all_rows(post, query(statuses=("draft",), types=("land",))))
    noise = random.Random(1).randbytes(1_500_000)
    with post.store.write():
        facts = attachments.keep(post, draft, noise, point="koord_nivaaer", owner="", name="notat.bin")
        save_fields(post, draft, attachment_fields(facts))
    page = at(post, "export", records=[draft])
    page.check("export_edition_full")
    size = page.find("export_size", ChoiceField)
    assert size.currentText() == "5 MB, for e-post"
    size.set_value("1")
    page.screen.write_to(out)  # type: ignore[attr-defined]
    page.wait()
    files = list(out.iterdir())
    assert len(files) > 1
    assert max(file.stat().st_size for file in files) <= 1024 * 1024
    assert say.count("places.export.done", len(files)) in page.texts()
    taken = at(norad, "import", files=files)
    taken.act("import_apply")
    (kept,) = attachments.attachments(norad, draft)
    assert attachments.read(norad, kept.facts.id) == noise


def test_one_stays_with_an_import_that_is_being_written(
    at: Opener, post: Profile, norad: Profile, tmp_path: Path
) -> None:
    trust_each_other(tmp_path, post, norad)
    out = folder(tmp_path, "out")
    export_records(post, [next(all_rows(post, query())).id], "Norad (oppdiktet)", out)
    page = at(norad, "import", files=[only_file(out)])
    assert not page.screen.stays()
    gate = threading.Event()
    page.shell.runner.submit(gate.wait)
    Page(page.qtbot, page.screen.header).click("import_apply")
    assert page.screen.stays() == say("places.import.stay")
    gate.set()
    page.wait()
    assert not page.screen.stays()
