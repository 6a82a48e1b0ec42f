"""Which changes are follow-up, and which are another judgement."""

from __future__ import annotations

import pytest

from neksus_desktop.records.following_up import only_followed_up

APPROVED = {
    "/data/p1": "ja",
    "note/p1/internal": "Tekst",
    "evidence/g1/point": "p1",
    "evidence/g1/title": "Årsrapport",
    "followup/f1/point": "p1",
    "followup/f1/text": "Spør partneren",
    "followup/f1/state": "aapen",
}


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"followup/f1/state": "lukket", "followup/f1/outcome": "Svart."},
        {"followup/f1/deadline": "2027-02-01", "followup/f1/responsible": "stasjonssjef"},
        {"followup/f2/point": "p1", "followup/f2/text": "Spør igjen", "followup/f2/state": "aapen"},
        {"evidence/g2/point": "p1", "evidence/g2/title": "Referat", "evidence/g2/followup": "f1"},
    ],
)
def test_follow_up_leaves_the_approved_text_what_it_is(changes: dict[str, str]) -> None:
    assert only_followed_up(APPROVED, {**APPROVED, **changes})


@pytest.mark.parametrize(
    "changes",
    [
        {"/data/p1": "nei"},
        {"note/p1/internal": ""},
        {"followup/f1/text": "Noe annet"},
        {"followup/f1/point": "p2"},
        {"evidence/g1/title": "En annen rapport"},
        {"evidence/g1/followup": "f1"},
        {"evidence/g2/point": "p1", "evidence/g2/title": "Referat"},
        {"evidence/g2/title": "Referat", "evidence/g2/followup": "f9"},
        {"attachment/a1/name": "fil.pdf"},
        {"points": "p1 p2"},
    ],
)
def test_anything_else_is_another_judgement(changes: dict[str, str]) -> None:
    assert not only_followed_up(APPROVED, {path: text for path, text in {**APPROVED, **changes}.items() if text})


def test_what_was_approved_cannot_be_taken_away() -> None:
    without = {path: text for path, text in APPROVED.items() if not path.startswith("followup/")}
    assert not only_followed_up(APPROVED, without)
