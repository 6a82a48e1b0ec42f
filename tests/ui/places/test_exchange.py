from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from neksus_desktop.texts import Language
from neksus_desktop.ui import naming
from neksus_desktop.ui.say import say
from neksus_desktop.usecases import drafts, keys
from neksus_desktop.usecases.approvers import approvers
from neksus_desktop.usecases.comments import add_comment, comments
from neksus_desktop.usecases.export import export_records
from neksus_desktop.usecases.listing import all_rows, query
from neksus_desktop.usecases.profile import Profile
from neksus_desktop.usecases.records import open_record, save_fields
from neksus_desktop.usecases.waiting import waiting
from tests.support.screens_places import only_file
from tests.ui.places.conftest import Opener

NOTE = "note/koord_nivaaer/internal"


def trust_each_other(tmp_path: Path, *profiles: Profile) -> None:
    for one in profiles:
        card = tmp_path / f"{one.workplace_role}-card.json"
        keys.write_card(one, card)
        for other in profiles:
            if other is not one:
                keys.trust_card(other, card)


def folder(tmp_path: Path, name: str) -> Path:
    made = tmp_path / name
    made.mkdir()
    return made


def test_a_key_is_accepted_only_after_it_was_compared(
    at: Opener, post: Profile, norad: Profile, tmp_path: Path
) -> None:
    keys.write_card(norad, tmp_path / "norad.json")
    page = at(post, "exchange", tab="keys")
    page.screen.keys.compare_each([tmp_path / "norad.json"])  # type: ignore[attr-defined]
    page.wait()
    dialog = page.dialog("trust_dialog")
    for group in keys.fingerprint(keys.own_card(norad)).digits.split():
        assert group in dialog.texts()
    button = dialog.find("trust_dialog_primary", type(page.screen.export_button))  # type: ignore[attr-defined]
    assert not button.isEnabled()
    page.check("trust_compared")
    assert dialog.accept()
    page.wait()
    assert [peer.name for peer in keys.peers(post)] == ["Norad (oppdiktet)"]
    assert page.column("keys_peers") == ["Norad (oppdiktet), Norad"]


def test_nothing_can_leave_before_somebody_is_trusted(at: Opener, post: Profile) -> None:
    page = at(post, "export")
    page.tick_row("export_table", "Vann og mekling")
    assert not page.screen.send_button.isEnabled()  # type: ignore[attr-defined]
    assert say("places.export.nobody") in page.texts()


def test_the_least_is_chosen_from_the_start_and_the_preview_shows_exactly_it(
    at: Opener, post: Profile, norad: Profile, tmp_path: Path
) -> None:
    trust_each_other(tmp_path, post, norad)
    water = next(row.id for row in all_rows(post, query()) if row.title.startswith("Vann"))
    internal = [value for path, value in open_record(post, water).record.fields.items() if path.endswith("/internal")]
    page = at(post, "export", records=[water])
    page.act("export_look")
    assert not any(text in page.texts() for text in internal)
    page.click("export_preview_back")
    page.check("export_edition_full")
    page.act("export_look")
    assert all(text in page.texts() for text in internal)


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_an_edition_with_nothing_new_for_the_recipient_is_told_when_it_is_chosen_and_in_the_preview(
    at: Opener, post: Profile, norad: Profile, tmp_path: Path, language: Language
) -> None:
    say.set_language(language)
    trust_each_other(tmp_path, post, norad)
    water = next(row.id for row in all_rows(post, query()) if row.title.startswith("Vann"))
    stick = folder(tmp_path, "stick")
    export_records(post, [water], "Norad (oppdiktet)", stick, edition="full")
    taken = at(norad, "import", files=[only_file(stick)])
    taken.act("import_apply")
    page = at(norad, "export", records=[water])
    names = "Ambassaden (oppdiktet)"
    said = say("exchange.nothing_new.whole", names=names)
    better = say("exchange.nothing_new_better", edition=say("exchange.edition.full"))
    assert (said in page.texts(), better in page.texts()) == (True, True)
    page.act("export_look")
    assert (said in page.texts(), better in page.texts()) == (True, True)
    page.click("export_preview_back")
    page.check("export_edition_full")
    assert said not in page.texts()


def test_a_draft_is_offered_only_when_asked_for_and_told(
    at: Opener, post: Profile, norad: Profile, tmp_path: Path
) -> None:
    trust_each_other(tmp_path, post, norad)
    page = at(post, "export")
    assert set(page.column("export_table", 1)) == {say("record.status.approved")}
    page.click("export_everything")
    page.tick_row("export_table", say("record.status.draft"))
    assert say.count("places.export.drafts", 1) in page.texts()


def test_out_in_and_the_receipt_home(at: Opener, post: Profile, norad: Profile, tmp_path: Path) -> None:
    trust_each_other(tmp_path, post, norad)
    stick, home = folder(tmp_path, "stick"), folder(tmp_path, "home")
    out = at(post, "export")
    out.tick_row("export_table", "Vann og mekling")
    out.check("export_edition_full")
    out.screen.write_to(stick)  # type: ignore[attr-defined]
    out.wait()
    assert say("places.export.safe") in out.texts()
    file = only_file(stick)

    taken = at(norad, "import", files=[file])
    assert taken.column("import_table", 1) == ["Ny"]
    assert "Fil 1 fra Ambassaden (oppdiktet)" in taken.texts()
    assert not list(all_rows(norad, query()))
    taken.act("import_apply")
    assert [row.title for row in all_rows(norad, query())] == ["Vann og mekling mellom landsbyer"]
    taken.screen.done.write_to(home)  # type: ignore[attr-defined]
    taken.wait()

    sent = at(post, "exchange")
    assert sent.column("exchange_sent", 3) == ["Eksportert, ikke bekreftet ennå"]
    back = at(post, "import", files=[only_file(home)])
    assert say.count("places.import.told.accepted", 1) in back.texts()
    back.act("import_apply")
    sent.screen.reload()
    sent.wait()
    assert sent.column("exchange_sent", 3) == ["Bekreftet, 23. november 2026"]
    assert {row.status for row in all_rows(post, query()) if row.title.startswith("Vann")} == {"confirmed"}


@pytest.mark.parametrize(("pick", "expected"), [("mine", "Hos Norad."), ("theirs", "Hos posten."), ("own", "Sammen.")])
def test_what_both_have_changed_is_chosen_side_by_side(
    at: Opener, post: Profile, norad: Profile, tmp_path: Path, pick: str, expected: str
) -> None:
    trust_each_other(tmp_path, post, norad)
    first, second = folder(tmp_path, "first"), folder(tmp_path, "second")
    draft = next(row.id for row in all_rows(post, query(statuses=("draft",), types=("land",))))
    export_records(post, [draft], "Norad (oppdiktet)", first, edition="full")
    at(norad, "import", files=[only_file(first)]).act("import_apply")
    save_fields(post, draft, {NOTE: "Hos posten."})
    save_fields(norad, draft, {NOTE: "Hos Norad."})
    export_records(post, [draft], "Norad (oppdiktet)", second, edition="full")

    page = at(norad, "import", files=[only_file(second)])
    assert page.column("import_table", 1)[0].startswith("Må avklares")
    assert not page.screen.apply_button.isEnabled()  # type: ignore[attr-defined]
    texts = page.texts()
    assert "Hos Norad." in texts
    assert "Hos posten." in texts
    page.click(f"import_{pick}_0")
    if pick == "own":
        page.find("import_text_0", QPlainTextEdit).setPlainText(expected)
        page.qtbot.waitUntil(lambda: bool(drafts.draft(norad, f"merge/{draft}/{NOTE}")))
        page = at(norad, "import", files=[only_file(second)])  # as after a power cut
        page.click(f"import_{pick}_0")
        assert page.find("import_text_0", QPlainTextEdit).toPlainText() == expected
    page.act("import_apply")
    assert open_record(norad, draft).record.fields[NOTE] == expected
    assert not drafts.draft(norad, f"merge/{draft}/{NOTE}")


def test_a_file_that_was_changed_is_refused_in_words_and_changes_nothing(
    at: Opener, post: Profile, norad: Profile, tmp_path: Path
) -> None:
    trust_each_other(tmp_path, post, norad)
    stick = folder(tmp_path, "stick")
    water = next(row.id for row in all_rows(post, query()) if row.title.startswith("Vann"))
    export_records(post, [water], "Norad (oppdiktet)", stick, edition="full")
    file = only_file(stick)
    data = bytearray(file.read_bytes())
    middle = len(data) // 2
    data[middle] = ord("A") if data[middle] != ord("A") else ord("B")
    file.write_bytes(data)
    page = at(norad, "import", files=[file])
    assert page.column("import_table", 1)[0].startswith("Avvist")
    assert not page.screen.apply_button.isEnabled()  # type: ignore[attr-defined]
    assert page.screen.fault.isVisible()  # type: ignore[attr-defined]
    assert not list(all_rows(norad, query()))


def test_a_record_can_be_left_out_with_a_reason(at: Opener, post: Profile, norad: Profile, tmp_path: Path) -> None:
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
    assert page.column("import_table", 1)[0] == "Tas ikke inn, Feil land."
    page.act("import_apply")
    assert open_record(norad, draft).record.fields[NOTE] == "Hos Norad."


def test_headquarters_signs_a_list_of_keys_that_a_post_takes_in(
    at: Opener, post: Profile, norad: Profile, tmp_path: Path
) -> None:
    trust_each_other(tmp_path, post, norad)
    made = folder(tmp_path, "list")
    page = at(norad, "exchange", tab="keys")
    page.screen.keys.write_roster(made, 400)  # type: ignore[attr-defined]
    page.wait()
    taken = at(post, "import", files=[only_file(made)])
    assert not taken.errors
    assert taken.screen.trust.isVisibleTo(taken.screen.header)  # type: ignore[attr-defined]


def test_only_headquarters_is_offered_to_sign_a_list(at: Opener, post: Profile, norad: Profile) -> None:
    name = "keys_roster"
    for profile, offered in ((post, False), (norad, True)):
        page = at(profile, "exchange", tab="keys")
        assert page.screen.keys.roster_button.isVisible() is offered, name  # type: ignore[attr-defined]


def test_a_key_is_withdrawn_with_a_reason(at: Opener, post: Profile, norad: Profile, tmp_path: Path) -> None:
    trust_each_other(tmp_path, post, norad)
    page = at(norad, "exchange", tab="keys")
    page.choose_row("keys_peers", "Ambassaden")
    page.click("keys_revoke")
    dialog = page.dialog("revoke_dialog")
    dialog.write("refuse_reason", "Maskinen er stjålet.")
    assert dialog.accept()
    page.wait()
    assert page.column("keys_peers", 1) == ["Trukket tilbake 23. november 2026, Maskinen er stjålet."]
    assert not at(norad, "export").screen.choices.recipients()  # type: ignore[attr-defined]


def test_remarks_go_home_without_the_assessment(at: Opener, post: Profile, norad: Profile, tmp_path: Path) -> None:
    trust_each_other(tmp_path, post, norad)
    out, home = folder(tmp_path, "out"), folder(tmp_path, "home")
    draft = next(row.id for row in all_rows(post, query(statuses=("draft",), types=("land",))))
    export_records(post, [draft], "Norad (oppdiktet)", out, edition="full")
    at(norad, "import", files=[only_file(out)]).act("import_apply")
    add_comment(norad, draft, "koord_nivaaer", "Er dette sett i sammenheng med fondet?")
    page = at(norad, "export", records=[draft])
    page.check("export_remarks")
    page.screen.write_to(home)  # type: ignore[attr-defined]
    page.wait()
    at(post, "import", files=[only_file(home)]).act("import_apply")
    assert [one.text for one in comments(post, draft)] == ["Er dette sett i sammenheng med fondet?"]


def test_a_shared_folder_gives_only_what_is_new(at: Opener, post: Profile, norad: Profile, tmp_path: Path) -> None:
    trust_each_other(tmp_path, post, norad)
    shared = folder(tmp_path, "shared")
    draft = next(row.id for row in all_rows(post, query(statuses=("draft",), types=("land",))))
    export_records(post, [draft], "Norad (oppdiktet)", shared, edition="full")
    page = at(norad, "import", folder=shared)
    assert page.column("import_table", 1) == ["Ny"]
    page.act("import_apply")
    page.enter(folder=shared)
    assert page.column("import_table") == []
    assert say("places.import.empty") in page.texts()


def test_a_file_is_written_once_more(at: Opener, post: Profile, norad: Profile, tmp_path: Path) -> None:
    trust_each_other(tmp_path, post, norad)
    first, again = folder(tmp_path, "first"), folder(tmp_path, "again")
    draft = next(row.id for row in all_rows(post, query(statuses=("draft",), types=("land",))))
    export_records(post, [draft], "Norad (oppdiktet)", first, edition="full")
    page = at(post, "exchange")
    page.screen.resend_to(page.table("exchange_sent").rows.rows[0].id, again)  # type: ignore[attr-defined]
    page.wait()
    assert at(norad, "import", files=[only_file(again)]).column("import_table", 1) == ["Ny"]


def test_what_was_left_for_later_is_told_and_settled_from_there(
    at: Opener, post: Profile, norad: Profile, tmp_path: Path
) -> None:
    trust_each_other(tmp_path, post, norad)
    first, second = folder(tmp_path, "first"), folder(tmp_path, "second")
    draft = next(row.id for row in all_rows(post, query(statuses=("draft",), types=("land",))))
    export_records(post, [draft], "Norad (oppdiktet)", first, edition="full")
    at(norad, "import", files=[only_file(first)]).act("import_apply")
    save_fields(post, draft, {NOTE: "Hos posten."})
    save_fields(norad, draft, {NOTE: "Hos Norad."})
    export_records(post, [draft], "Norad (oppdiktet)", second, edition="full")
    at(norad, "import", files=[only_file(second)]).act("import_later")
    only_file(second).unlink()

    page = at(norad, "exchange", tab="received")
    (left,) = waiting(norad)
    assert say.count("places.exchange.left_waiting", 1, title=left.title, sender=left.sender) in page.texts()
    again = at(norad, "import", files=[left.file])
    again.click("import_theirs_0")
    again.act("import_apply")
    assert open_record(norad, draft).record.fields[NOTE] == "Hos posten."
    page.screen.reload()
    page.wait()
    assert not page.screen.left_waiting.isVisible()  # type: ignore[attr-defined]


def test_an_approvers_key_is_made_and_ended(at: Opener, post: Profile) -> None:
    page = at(post, "exchange", tab="keys")
    page.click("approvers_new")
    dialog = page.dialog("approver_dialog")
    dialog.find("approver_passphrase", QLineEdit).setText("Hun som godkjenner 26")
    dialog.find("approver_again", QLineEdit).setText("Noe annet")
    dialog.accept()
    assert say("places.approvers.differs") in dialog.texts()
    dialog.find("approver_again", QLineEdit).setText("Hun som godkjenner 26")
    dialog.accept()
    page.wait()
    (key,) = approvers(post)
    assert page.column("keys_approvers") == [naming.named("rolle", post.role)]
    page.choose_row("keys_approvers", naming.named("rolle", post.role))
    page.click("approvers_end")
    assert page.dialog("end_approver").accept()
    page.wait()
    assert page.column("keys_approvers", 1)[0].startswith("Avsluttet 23. november 2026")
    assert key.label == post.role


def test_the_list_of_what_was_sent_is_printed_and_goes_with_a_courier(
    at: Opener, post: Profile, norad: Profile, tmp_path: Path
) -> None:
    trust_each_other(tmp_path, post, norad)
    stick = folder(tmp_path, "stick")
    water = next(row.id for row in all_rows(post, query()) if row.title.startswith("Vann"))
    out = at(post, "export", records=[water])
    out.screen.write_to(stick)  # type: ignore[attr-defined]
    out.wait()
    listed = tmp_path / "liste.txt"
    out.screen.done.write_list(listed)  # type: ignore[attr-defined]
    out.wait()
    assert only_file(stick).name in listed.read_text(encoding="utf-8")
    letter = tmp_path / "utkast.eml"
    out.screen.done.write_mail(letter)  # type: ignore[attr-defined]
    out.wait()
    assert only_file(stick).name in letter.read_text(encoding="utf-8")
    assert not out.errors
    page = at(post, "exchange")
    assert page.screen.print_button.isVisible()  # type: ignore[attr-defined]
    paper = at(post, "preview", kind="transfers", back="exchange")
    assert not paper.errors


def test_new_keys_are_made_after_a_question(at: Opener, post: Profile) -> None:
    before = keys.own_card(post).thumbprint
    page = at(post, "exchange", tab="keys")
    page.click("keys_renew")
    assert page.dialog("renew_dialog").accept()
    page.wait()
    after = keys.own_card(post)
    assert after.thumbprint != before
    page.qtbot.waitUntil(lambda: keys.fingerprint(after).digits.split()[0] in page.texts())


def test_the_preview_of_remarks_shows_the_remarks_and_nothing_of_the_record(
    at: Opener, post: Profile, norad: Profile, tmp_path: Path
) -> None:
    trust_each_other(tmp_path, post, norad)
    water = next(row.id for row in all_rows(post, query()) if row.title.startswith("Vann"))
    internal = [value for path, value in open_record(post, water).record.fields.items() if path.endswith("/internal")]
    page = at(post, "export", records=[water])
    page.check("export_remarks")
    page.act("export_look")
    assert say("exchange.no_remarks") in page.texts()
    page.click("export_preview_back")
    add_comment(post, water, "", "Hva bygger dette på?")
    page.act("export_look")
    assert "Hva bygger dette på?" in page.texts()
    assert not any(text in page.texts() for text in internal)
