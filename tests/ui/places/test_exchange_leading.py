"""The places of exchange lead where something can be done, and say of files, keys and numbers just what holds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QRadioButton

from neksus_desktop.ui.editor.controls.text import GrowingText
from neksus_desktop.ui.say import say
from neksus_desktop.ui.widgets import SecondaryButton
from neksus_desktop.usecases import keys
from neksus_desktop.usecases.comments import add_comment
from neksus_desktop.usecases.export import export_records
from neksus_desktop.usecases.import_files import apply_import, plan_import
from neksus_desktop.usecases.listing import all_rows, query
from neksus_desktop.usecases.overview import counts
from neksus_desktop.usecases.profile import Profile, create_profile
from neksus_desktop.usecases.records import open_record, save_fields
from neksus_desktop.usecases.roster import export_roster, revoke
from tests.support.screens_places import PlacePage, only_file
from tests.ui.conftest import NOW
from tests.ui.places.conftest import Opener
from tests.ui.places.test_exchange import NOTE, folder, trust_each_other


@pytest.fixture
def juba(tmp_path: Path) -> Iterator[Profile]:
    """A second post."""
    made, _code = create_profile(
        tmp_path / "juba", role="post", name="Juba (oppdiktet)", invented=True, clock=lambda: NOW
    )
    yield made
    made.close()


def _card(profile: Profile, tmp_path: Path) -> Path:
    path = tmp_path / f"{profile.folder.name}-card.json"
    keys.write_card(profile, path)
    return path


def _water(profile: Profile) -> str:
    return next(row.id for row in all_rows(profile, query()) if row.title.startswith("Vann"))


def _chip(page: PlacePage) -> str:
    return page.screen.trust.text() if not page.screen.trust.isHidden() else ""  # type: ignore[attr-defined]


def test_a_key_card_that_is_dropped_leads_to_the_comparison(
    at: Opener, post: Profile, norad: Profile, tmp_path: Path
) -> None:
    card = _card(norad, tmp_path)
    page = at(post, "import", files=[card])
    assert page.went == [("exchange", {"tab": "keys", "cards": [card]})]
    there = at(post, "exchange", tab="keys", cards=[card])
    there.check("trust_compared")
    assert there.dialog("trust_dialog").accept()
    there.wait()
    assert [peer.name for peer in keys.peers(post)] == ["Norad (oppdiktet)"]


def test_a_key_card_among_other_files_is_offered_for_comparison(
    at: Opener, post: Profile, norad: Profile, juba: Profile, tmp_path: Path
) -> None:
    trust_each_other(tmp_path, post, norad)
    export_records(post, [_water(post)], "Norad (oppdiktet)", folder(tmp_path, "stick"), edition="full")
    card = _card(juba, tmp_path)
    page = at(norad, "import", files=[only_file(tmp_path / "stick"), card])
    assert say.count("places.import.compare_card", 1) in page.texts()
    page.click("import_to_keys")
    assert page.went == [("exchange", {"tab": "keys", "cards": [card]})]


def test_a_file_from_somebody_unknown_leads_to_the_keys(
    at: Opener, post: Profile, norad: Profile, juba: Profile, tmp_path: Path
) -> None:
    keys.trust_card(post, _card(norad, tmp_path))
    stick = folder(tmp_path, "stick")
    export_records(post, [_water(post)], "Norad (oppdiktet)", stick, edition="full")
    page = at(norad, "import", files=[only_file(stick)])
    page.click("import_to_keys")
    assert page.went == [("exchange", {"tab": "keys", "cards": []})]
    roster = folder(tmp_path, "roster")
    keys.trust_card(norad, _card(post, tmp_path))
    export_roster(norad, roster)
    page = at(juba, "import", files=[only_file(roster), only_file(roster)])
    assert say.count("places.import.files_none", 2) in page.texts()
    page.click("import_to_keys")
    assert page.went == [("exchange", {"tab": "keys", "cards": []})]


def test_what_cannot_be_trusted_is_told_before_anybody_compares_it(
    at: Opener, post: Profile, norad: Profile, tmp_path: Path
) -> None:
    trust_each_other(tmp_path, post, norad)
    stick = folder(tmp_path, "stick")
    export_records(post, [_water(post)], "Norad (oppdiktet)", stick, edition="full")
    own, theirs, file = _card(post, tmp_path), _card(norad, tmp_path), only_file(stick)
    revoke(post, "Norad (oppdiktet)", "Maskinen er stjålet.")
    page = at(post, "exchange", tab="keys", cards=[own, file, theirs])
    assert [(one.code, one.facts["reason"]) for one in page.errors] == [
        ("exchange_card", "own"),
        ("bundle_shape", "not_card"),
        ("exchange_card", "revoked"),
    ]
    assert not page.screen.findChildren(QDialog, "trust_dialog")


def test_several_cards_are_compared_one_after_the_other(
    at: Opener, post: Profile, norad: Profile, juba: Profile, tmp_path: Path
) -> None:
    cards = [_card(norad, tmp_path), _card(juba, tmp_path)]
    page = at(post, "exchange", tab="keys", cards=cards)
    assert "Norad (oppdiktet) · Norad" in page.dialog("trust_dialog").texts()
    page.dialog("trust_dialog").click("trust_dialog_cancel")
    page.wait()
    assert "Juba (oppdiktet)" in page.dialog("trust_dialog").texts()
    page.check("trust_compared")
    assert page.dialog("trust_dialog").accept()
    page.wait()
    assert [peer.name for peer in keys.peers(post)] == ["Juba (oppdiktet)"]


def test_how_the_sender_was_accepted_is_said_as_it_is(
    at: Opener, post: Profile, norad: Profile, juba: Profile, tmp_path: Path
) -> None:
    for one in (post, juba):
        keys.trust_card(norad, _card(one, tmp_path))
        keys.trust_card(one, _card(norad, tmp_path))
    roster, mail = folder(tmp_path, "roster"), folder(tmp_path, "mail")
    export_roster(norad, roster)
    page = at(juba, "import", files=[only_file(roster)])
    assert _chip(page) == f"✓ {say('places.import.compared')}"
    assert page.column("import_table", 1) == [say("places.import.will.vouched")] * 2
    assert not any(say.count("places.import.count.update", number) in page.texts() for number in range(3))
    page.act("import_apply")
    apply_import(post, plan_import(post, [only_file(roster)]))
    export_records(post, [_water(post)], "Juba (oppdiktet)", mail, edition="full")
    page = at(juba, "import", files=[only_file(mail)])
    assert _chip(page) == f"✓ {say('places.import.trusted')}"
    page = at(juba, "import", files=[only_file(mail), only_file(roster)])
    assert _chip(page) == f"✓ {say('places.import.accepted')}"


def test_only_files_without_any_answer_wait_for_a_receipt(
    at: Opener, post: Profile, norad: Profile, tmp_path: Path
) -> None:
    trust_each_other(tmp_path, post, norad)
    draft = next(row.id for row in all_rows(post, query(statuses=("draft",), types=("land",))))
    for number in (1, 2):
        out = folder(tmp_path, f"out{number}")
        export_records(post, [draft], "Norad (oppdiktet)", out, edition="full")
        if number == 1:
            apply_import(norad, plan_import(norad, [only_file(out)]))
        save_fields(post, draft, {NOTE: f"Hos posten {number}."})
        save_fields(norad, draft, {NOTE: f"Hos Norad {number}."})
    home = folder(tmp_path, "home")
    apply_import(norad, plan_import(norad, [only_file(tmp_path / "out2")]), receipts_to=home)
    page = at(post, "exchange")
    assert say.count("places.exchange.waiting", 2) in page.texts()
    apply_import(post, plan_import(post, [only_file(home)]))
    page = at(post, "exchange")
    said = page.screen.summary.text()  # type: ignore[attr-defined]
    assert said.endswith(f"{say.count('places.exchange.waiting', 1)} · {say.count('places.exchange.open', 1)}")
    assert counts(post).transfers == 1


def test_rows_of_a_list_are_told_as_rows_in_the_preview(
    at: Opener, post: Profile, norad: Profile, tmp_path: Path
) -> None:
    trust_each_other(tmp_path, post, norad)
    draft = next(row.id for row in all_rows(post, query(statuses=("draft",), types=("land",))))
    page = at(post, "export", records=[draft])
    page.act("export_look")
    assert say.count("places.field.rows", 1) in page.texts()


def _diverged(post: Profile, norad: Profile, tmp_path: Path) -> Path:
    """A file with a record that both have changed and with ten that are new at Norad."""
    trust_each_other(tmp_path, post, norad)
    first, second = folder(tmp_path, "first"), folder(tmp_path, "second")
    draft = next(row.id for row in all_rows(post, query(statuses=("draft",), types=("land",))))
    export_records(post, [draft], "Norad (oppdiktet)", first, edition="full")
    apply_import(norad, plan_import(norad, [only_file(first)]))
    save_fields(post, draft, {NOTE: "Hos posten. " * 60})
    save_fields(norad, draft, {NOTE: "Hos Norad."})
    others = [row.id for row in all_rows(post, query()) if row.id != draft]
    export_records(post, [*others, draft], "Norad (oppdiktet)", second, edition="full")
    return only_file(second)


def test_what_is_decided_is_counted_no_more_and_a_refusal_takes_the_choices_back(
    at: Opener, post: Profile, norad: Profile, tmp_path: Path
) -> None:
    page = at(norad, "import", files=[_diverged(post, norad, tmp_path)])
    table = page.table("import_table")
    assert table.viewport().rect().contains(table.visualRect(table.currentIndex()))
    assert say.count("places.import.count.conflict", 1) in page.texts()
    page.click("import_own_0")
    box = page.find("import_text_0", GrowingText)
    assert box.height() > 8 * box.fontMetrics().lineSpacing()
    page.wait()
    assert say.count("places.import.count.conflict", 0) in page.texts()
    page.click("import_both_0")
    page.wait()
    assert say("places.import.chosen") in page.texts()
    page.click("import_refuse")
    dialog = page.dialog("refuse_dialog")
    dialog.write("refuse_reason", "Gjelder et annet land.")
    assert dialog.accept()
    page.wait()
    assert say("places.import.chosen") not in page.texts()
    assert say("places.import.refused_here", reason="Gjelder et annet land.") in page.texts()


def test_sending_remarks_speaks_of_remarks(at: Opener, post: Profile, norad: Profile, tmp_path: Path) -> None:
    trust_each_other(tmp_path, post, norad)
    out, home = folder(tmp_path, "out"), folder(tmp_path, "home")
    draft = next(row.id for row in all_rows(post, query(statuses=("draft",), types=("land",))))
    export_records(post, [draft], "Norad (oppdiktet)", out, edition="full")
    apply_import(norad, plan_import(norad, [only_file(out)]))
    add_comment(norad, draft, "koord_nivaaer", "Er dette sett i sammenheng med fondet?")
    page = at(norad, "export", records=[draft])
    assert say.count("places.export.drafts", 1) in page.texts()
    page.check("export_remarks")
    assert page.screen.send_button.text() == say("places.export.send_remarks")  # type: ignore[attr-defined]
    assert say.count("places.export.drafts", 1) not in page.texts()
    assert not page.find("export_edition_full", QRadioButton).isEnabled()
    page.screen.write_to(home)  # type: ignore[attr-defined]
    page.wait()
    assert say.count("places.export.done_remarks", 1, folder=str(home)) in page.texts()
    assert say("places.export.next") not in page.texts()
    taken = at(post, "import", files=[only_file(home)])
    title = next(row.title for row in all_rows(post, query()) if row.id == draft)
    assert taken.column("import_table") == [f"Er dette sett i sammenheng med fondet?, {title}"]


def test_a_gap_is_told_where_one_comes_first_and_not_over_the_keys(
    at: Opener, post: Profile, norad: Profile, tmp_path: Path
) -> None:
    trust_each_other(tmp_path, post, norad)
    for number, row in enumerate(list(all_rows(post, query()))[:2], start=1):
        export_records(post, [row.id], "Norad (oppdiktet)", folder(tmp_path, f"out{number}"), edition="full")
    apply_import(norad, plan_import(norad, [only_file(tmp_path / "out2")]))
    said = say.count("places.exchange.missing", 1, numbers="1", sender="Ambassaden (oppdiktet)")
    page = at(norad, "exchange")
    assert said in page.texts()
    page.click("exchange_tab_received")
    assert said in page.texts()
    page.click("exchange_tab_keys")
    assert said not in page.texts()


def test_of_a_shared_folder_only_cards_of_strangers_are_told_and_calmly(
    at: Opener, post: Profile, norad: Profile, juba: Profile, tmp_path: Path
) -> None:
    trust_each_other(tmp_path, post, norad)
    shared = folder(tmp_path, "shared")
    for one in (post, norad):
        _card(one, shared)
    assert say("places.import.empty") in at(post, "import", folder=shared).texts()
    card = _card(juba, shared)
    page = at(post, "import", folder=shared)
    assert say.count("places.import.cards", 1, file=card.name) in page.texts()
    assert page.screen.fault.tone == "note"  # type: ignore[attr-defined]
    page.click("import_to_keys")
    assert page.went == [("exchange", {"tab": "keys", "cards": [card]})]


def test_a_choice_leaves_the_cursor_and_the_page_where_they_are(
    at: Opener, post: Profile, norad: Profile, tmp_path: Path
) -> None:
    trust_each_other(tmp_path, post, norad)
    first, second = folder(tmp_path, "first"), folder(tmp_path, "second")
    draft = next(row.id for row in all_rows(post, query(statuses=("draft",), types=("land",))))
    notes = [f"note/{point}/internal" for point in open_record(post, draft).record.points[:5]]
    export_records(post, [draft], "Norad (oppdiktet)", first, edition="full")
    apply_import(norad, plan_import(norad, [only_file(first)]))
    for one, words in ((post, "Hos posten. "), (norad, "Hos Norad. ")):
        save_fields(one, draft, dict.fromkeys(notes, words * 40))
    export_records(post, [draft], "Norad (oppdiktet)", second, edition="full")
    page = at(norad, "import", files=[only_file(second)])
    cards = page.screen.cards  # type: ignore[attr-defined]
    key = page.find("import_mine_3", SecondaryButton)
    key.setFocus()
    cards.ensureWidgetVisible(key)
    stood, little = cards.verticalScrollBar().value(), key.height()
    assert stood > little
    QTest.keyClick(key, Qt.Key.Key_Space)
    page.wait()
    assert cards.focusWidget().objectName() == "import_mine_3"
    assert cards.focusWidget() is not key
    assert abs(cards.verticalScrollBar().value() - stood) < 2 * little
    page.click("import_own_3")
    page.wait()
    text = page.find("import_text_3", GrowingText)
    assert cards.focusWidget() is text
    assert cards.viewport().rect().intersects(QRect(text.mapTo(cards.viewport(), QPoint()), text.size()))
