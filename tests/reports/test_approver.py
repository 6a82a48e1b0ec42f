"""The approver's page is one page and the board brief two, however much there is to say; what is cut is said."""

from __future__ import annotations

import pytest

from neksus_desktop.reports.content.approver import ROOMS, approver_page
from neksus_desktop.reports.content.meetings import BOARD_PAGES, BOARD_ROOMS, board_brief
from neksus_desktop.reports.content.model import Bullets, Facts, Heading, Paragraph, Table
from neksus_desktop.reports.content.shortening import Room
from neksus_desktop.reports.layout.render import render
from neksus_desktop.texts import LANGUAGES, Language
from tests.reports.samples import ANSWERS, TODAY, dump, form, record

LONG = "Sikkerhetssektorreformprogramoppfølging og konfliktsensitivitet må ses i sammenheng. " * 40


def test_the_tightest_page_is_one_page_with_the_longest_texts() -> None:
    follow_ups = {f"followup/x{number}/text": LONG for number in range(40)}
    crowded = record(
        {**follow_ups, "note/samlet_vurdering/internal": LONG, "marking/legal_basis": "offentleglova § 20"},
        title=LONG[:500],
        partner=LONG[:400],
        invented=True,
    )
    changed = dict.fromkeys(ANSWERS, LONG)
    content = approver_page(crowded, form(), "nb", today=TODAY, before=changed, room=len(ROOMS) - 1)
    assert render(content).pages == 1


def test_what_is_left_out_is_said() -> None:
    follow_ups = {f"followup/x{number}/text": f"Sak {number}" for number in range(12)}
    content = approver_page(record(follow_ups), form(), "nb", today=TODAY)
    assert any("… og 6 til" in getattr(block, "text", "") for block in content.blocks)


def test_a_cut_follow_up_keeps_who_and_when() -> None:
    follow_up = {
        "followup/x/text": LONG, "followup/x/responsible": "programansvarlig", "followup/x/deadline": "2026-11-30",
    }  # fmt: skip
    said = dump(approver_page(record(follow_up), form(), "nb", today=TODAY, room=len(ROOMS) - 1))
    assert "… – programansvarlig, 30. november 2026" in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_tightest_board_brief_is_two_pages_and_says_that_it_is_shortened(language: Language) -> None:
    notes = {f"note/{point.id}/{kind}": LONG for point in form().points for kind in ("internal", "shareable")}
    crowded = record(
        {**notes, "points": " ".join(point.id for point in form().points), "marking/legal_basis": "offentleglova § 20"},
        title=LONG[:500],
        invented=True,
    )
    brief = board_brief(
        crowded, form(), language, today=TODAY, examples=[crowded] * 20, room=len(BOARD_ROOMS) - 1
    )  # fmt: skip
    assert render(brief).pages <= BOARD_PAGES
    assert any(word in dump(brief) for word in ("er forkortet", "er korta ned", "are shortened"))


def test_a_board_brief_with_room_is_not_shortened() -> None:
    notes = {f"note/{point.id}/internal": LONG[:300] for point in form().points}
    brief = board_brief(record(notes), form(), "nb", today=TODAY)
    assert "forkortet" not in dump(brief)
    assert LONG[:300].strip() in dump(brief)


def test_a_text_is_cut_between_words_and_keeps_its_tail() -> None:
    room = Room("nb", 20, 2)
    assert room.cut("Kort.") == "Kort."
    assert room.cuts == 0
    assert room.cut("En tekst som er for lang her") == "En tekst som er for …"
    assert room.cut("En tekst som er for lang her", tail=" – nå") == "En tekst som … – nå"
    assert room.cut("Sikkerhetssektorreform") == "Sikkerhetssektorrefo …"
    assert room.cuts == 3


def test_every_block_is_shortened_and_says_what_is_left_out() -> None:
    room = Room("nb", 10, 2)
    made = room.shortened([
        Heading(1, "En overskrift er hel"),
        Paragraph("Et spørsmål er helt", "question"),
        Paragraph("En tekst som er lang"),
        Bullets(("a", "b", "c")),
        Table((), (("1",), ("2",), ("3",), ("4",))),
        Facts(tuple((str(number), "x") for number in range(7))),
    ])  # fmt: skip
    assert [block.text for block in made if isinstance(block, Paragraph)] == [
        "Et spørsmål er helt", "En tekst …", *(f"… og {left} til. Se sjekklistesammendraget." for left in (1, 2, 1)),
    ]  # fmt: skip
    assert len(room.told()) == 1
