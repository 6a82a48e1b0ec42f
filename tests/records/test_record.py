from __future__ import annotations

from neksus_desktop.records.note import Evidence, FollowUp
from neksus_desktop.records.record import evidence_fields, follow_up_fields
from tests.support.samples import invented_record


def test_a_note_is_read_from_its_fields() -> None:
    record = invented_record(
        {
            "note/innsats_samhold/internal": "Brukes av begge.",
            "note/innsats_samhold/shareable": "Deles av begge.",
            "note/innsats_samhold/confirmed": "1",
            "note/innsats_samhold/confidence": "middels",
            "note/innsats_samhold/shielding": "offentleglova § 20",
            "note/innsats_samhold/shielded_until": "2028-09-28",
            "note/innsats_samhold/tags": "deltakelse ansvarliggjoering",
        }
    )
    note = record.note("innsats_samhold")
    assert (note.internal, note.shareable, note.shareable_confirmed) == ("Brukes av begge.", "Deles av begge.", True)
    assert note.confidence == "middels"
    assert note.shielding.legal_basis == "offentleglova § 20"
    assert str(note.shielding.until) == "2028-09-28"
    assert note.tags == ("deltakelse", "ansvarliggjoering")


def test_evidence_and_follow_ups_survive_as_fields() -> None:
    evidence = Evidence(id="b2", point="innsats_samhold", kind="feltbesoek", title="Feltbesøk", dated="2026-08-21")
    follow_up = FollowUp(id="c3", point="innsats_samhold", text="Innhente analyse", responsible="programansvarlig")
    record = invented_record(evidence_fields(evidence) | follow_up_fields(follow_up))
    assert list(record.evidence()) == [evidence]
    assert list(record.follow_ups()) == [follow_up]
    assert record.note("innsats_samhold").evidence == (evidence,)


def test_unknown_fields_are_kept_and_do_not_disturb() -> None:
    record = invented_record({"evidence/x/weight": "7", "future/thing": "1", "/data/a": "4"})
    assert list(record.evidence()) == []
    assert record.answers() == {"/data/a": "4"}
    assert record.fields["future/thing"] == "1"


def test_values_that_are_none_of_ours_are_read_with_caution() -> None:
    record = invented_record(
        {
            "note/innsats_samhold/confidence": "svært",
            "note/innsats_samhold/shielding": "offentleglova § 20",
            "note/innsats_samhold/shielded_until": "snart",
            "followup/c3/text": "Innhente analyse",
            "followup/c3/state": "utsatt",
        }
    )
    note = record.note("innsats_samhold")
    assert (note.confidence, note.shielding.legal_basis, note.shielding.until) == ("", "offentleglova § 20", None)
    assert [follow_up.state for follow_up in record.follow_ups()] == ["aapen"]


def test_masking_removes_title_and_description_too() -> None:
    subject = invented_record(description="Ved brønnen i nord", responsible_unit="Stasjonen").subject
    masked = subject.masked().model_dump_json()
    for secret in (subject.title, subject.partner, subject.description, subject.agreement_number, "Stasjonen"):
        assert secret not in masked
