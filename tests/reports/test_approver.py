"""The approver's page is one page, however much there is to say."""

from __future__ import annotations

from neksus_desktop.reports.content.approver import ROOMS, approver_page
from neksus_desktop.reports.layout.render import render
from tests.reports.samples import ANSWERS, TODAY, form, record

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
