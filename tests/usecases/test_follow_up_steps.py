"""Follow-up of an approved record, on screen and on paper."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from neksus_desktop.reports.content.model import Facts, ReportContent
from neksus_desktop.usecases import decide
from neksus_desktop.usecases.follow_up_steps import change_follow_ups
from neksus_desktop.usecases.follow_ups import deadlines
from neksus_desktop.usecases.profile import Profile, create_profile
from neksus_desktop.usecases.records import new_record, save_fields
from neksus_desktop.usecases.report import Wanted, report_content
from neksus_desktop.usecases.subjects import make_subject


@pytest.fixture
def profile(tmp_path: Path) -> Iterator[Profile]:
    made, _code = create_profile(tmp_path / "post", role="post", name="Ambassaden (oppdiktet)", invented=True)
    yield made
    made.close()


def _said(content: ReportContent) -> list[str]:
    return [value for block in content.blocks if isinstance(block, Facts) for _, value in block.rows]


def test_the_paper_of_an_approved_record_names_the_approved_version(profile: Profile) -> None:
    subject = make_subject(type="avtale", title="Vann (oppdiktet)", country="YE", invented=True)
    record = new_record(profile, "neksus_veileder", subject, points=("innsats_samhold",))
    point = {"point": "innsats_samhold", "text": "Spør partneren", "state": "aapen"}
    save_fields(profile, record, {f"followup/f1/{name}": value for name, value in point.items()})
    approved = decide.submit(profile, record)
    decide.approve(profile, record)
    wanted = Wanted("summary", (record,), "nb")
    before = report_content(profile, wanted)
    assert before.version == approved
    done = change_follow_ups(profile, [(record, "f1")], {"state": "lukket", "outcome": "Svart."})
    after = report_content(profile, wanted)
    assert done.changed == 1
    assert [(row.state, row.record_status) for row in deadlines(profile, state=None)] == [("lukket", "approved")]
    assert after.version == decide.head_version(profile, record) != approved
    assert approved[:16] in _said(after)
    since = "Bare oppfølgingspunkter er ført videre etter godkjenningen. Resten står slik det ble godkjent."
    assert since in _said(after)
    assert since not in _said(before)
