"""What each document says, in each language, against a copy kept in ``tests/data/reports``.

``python -m tests.reports.test_golden`` writes the copies anew; read the difference before keeping it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from neksus_desktop.records.change import Change
from neksus_desktop.records.ids import Thumbprint, VersionHash
from neksus_desktop.records.version import Approval, Version
from neksus_desktop.reports.content.approver import approver_page
from neksus_desktop.reports.content.blank import blank
from neksus_desktop.reports.content.changes import comparison, history
from neksus_desktop.reports.content.extracting import extracts
from neksus_desktop.reports.content.meetings import board_brief, follow_up_since, partner_questions, talking_points
from neksus_desktop.reports.content.model import ReportContent
from neksus_desktop.reports.content.portfolio import Transfer, portfolio, read_across, transfer_list
from neksus_desktop.reports.content.summary import summary
from neksus_desktop.texts import LANGUAGES, Language
from tests.reports.samples import COHESION, TODAY, dump, form, record
from tests.rules.source import ROOT

HASH = VersionHash("ab" * 32)
BEFORE = {COHESION: "1", "note/samhold/internal": "Lite er gjort.", "followup/01b/text": ""}
AT = datetime(2026, 11, 20, 13, 30, tzinfo=UTC)


def approval() -> Approval:
    return Approval(
        version=HASH, record=record().id, decision="approved", role="stasjonssjef", decided_at=AT,
        remarks={"samhold": "Godt begrunnet."}, risk_willingness_approved=True,
    )  # fmt: skip


def version(number: int, fields: dict[str, str]) -> Version:
    one = record(fields)
    return Version(
        record=one.id, number=number, form=one.form, subject=one.subject, fields=one.fields, reason="submitted",
        status="for_approval", role="programansvarlig", made_at=AT, origin=Thumbprint("t" * 43),
    )  # fmt: skip


def changes() -> list[Change]:
    at = ["2026-11-01T08:00:00.000Z", "2026-11-01T08:05:00.000Z", "2026-11-02T08:00:00.000Z"]
    steps = [("", "1"), ("1", "2"), ("2", "ikke_relevant")]
    return [
        Change("r", number, when, 180, "programansvarlig", COHESION, old, new, "", "")
        for number, (when, (old, new)) in enumerate(zip(at, steps, strict=True))
    ]


def across(language: Language) -> ReportContent:
    found = extracts([(record(), HASH)], form(), language, today=TODAY, points=["samhold"])
    return read_across(found, form(), language, today=TODAY)


def by_point(language: Language) -> ReportContent:
    found = extracts(
        [(record(), HASH), (record({"points": "samhold", COHESION: ""}), "")], form(), language, today=TODAY
    )
    return portfolio(found, form(), language, today=TODAY)


DOCUMENTS: dict[str, Callable[[Language], ReportContent]] = {
    "summary": lambda la: summary(record(), form(), la, today=TODAY, version=HASH, approvals=[approval()]),
    "summary-public": lambda la: summary(
        record({"note/deltakelse/shielding": "offentleglova § 20", "note/deltakelse/shareable": "Hemmelig"}),
        form(), la, today=TODAY, edition="public",
    ),
    "blank": lambda la: blank(form(), la, today=TODAY),
    "approver": lambda la: approver_page(
        record(), form(), la, today=TODAY, version=HASH, before=record(BEFORE).fields
    ),
    "partner": lambda la: partner_questions(
        form(), la, today=TODAY, title="Vann", points=["samhold"], meeting="Årsmøte"
    ),
    "since": lambda la: follow_up_since(record(), form(), la, today=TODAY, before=record(BEFORE)),
    "history": lambda la: history(record(), form(), la, today=TODAY, changes=changes(), approvals=[approval()]),
    "comparison": lambda la: comparison(version(1, BEFORE), version(2, {}), form(), la, today=TODAY),
    "board": lambda la: board_brief(record(), form(), la, today=TODAY, examples=[record()]),
    "talking": lambda la: talking_points(record(), form(), la, today=TODAY),
    "across": across,
    "portfolio": by_point,
    "transfers": lambda la: transfer_list(
        [Transfer(1, "neksus-juba-1.json", "Norad", "2026-11-20", 3, "Bekreftet")], la, today=TODAY, workplace="Juba"
    ),
}  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", DOCUMENTS)
def test_document_says_what_it_said(name: str, language: Language) -> None:
    kept = ROOT / "tests" / "data" / "reports" / f"{name}-{language}.txt"
    assert dump(DOCUMENTS[name](language)) == kept.read_text(encoding="utf-8")


if __name__ == "__main__":
    for one, make in DOCUMENTS.items():
        for spoken in LANGUAGES:
            path = ROOT / "tests" / "data" / "reports" / f"{one}-{spoken}.txt"
            path.write_text(dump(make(spoken)), encoding="utf-8")


def test_a_question_that_the_form_no_longer_has_keeps_its_place_in_the_history() -> None:
    gone = changes()[0]._replace(path="/data/del_a/borte", old="", new="Et svar")
    said = dump(history(record({"/data/del_a/borte": "Et svar"}), form(), "nb", today=TODAY, changes=[gone]))
    assert "«borte» (ikke i denne versjonen av skjemaet) | (tomt) | Et svar" in said


def test_the_paper_says_which_version_is_approved_and_that_follow_up_has_gone_on() -> None:
    given = approval()
    said = dump(
        summary(record(), form(), "nb", today=TODAY, version=HASH, approvals=[given], followed_up=given.version)
    )
    assert "Bare oppfølgingspunkter er ført videre etter godkjenningen." in said
    assert given.version[:16] in said
