"""Fill an invented profile with the shipped samples of its pack, through the same use cases as a person's typing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from neksus_desktop.forms.samples import Sample
    from neksus_desktop.records.ids import RecordId
    from neksus_desktop.records.subject import Subject
    from neksus_desktop.usecases.profile import Profile

APPROVER = "stasjonssjef"


def load_samples(profile: Profile, ids: Sequence[str] | None = None) -> dict[str, RecordId]:
    """Make a record of each sample and take it to the sample's own status.

    Args:
        profile: an invented profile, or one whose first record this decides.
        ids: which samples; all of the profile's pack when None. Samples told alike share their subject.

    Returns:
        Record ids by sample id, in the samples' order.

    Raises:
        InventedMixError: the profile holds real data.
    """
    from neksus_desktop.forms.samples import samples

    chosen = [sample for sample in samples(profile.settings.pack) if ids is None or sample.id in ids]
    subjects: dict[tuple[tuple[str, str], ...], Subject] = {}
    made: dict[str, RecordId] = {}
    for sample in chosen:
        told = tuple(sample.subject.items())
        subjects[told] = subjects.get(told) or _subject(sample)
        made[sample.id] = _load_one(profile, sample, subjects[told], made)
    return made


def _load_one(profile: Profile, sample: Sample, subject: Subject, made: Mapping[str, RecordId]) -> RecordId:
    from neksus_desktop.forms import FormSession
    from neksus_desktop.usecases.decide import approve, submit
    from neksus_desktop.usecases.records import new_record, open_record, save_fields

    record_id = new_record(profile, sample.form, subject, points=sample.points)
    session = FormSession(open_record(profile, record_id).form, sample.answers)
    for key, answer in sample.answers.items():
        if answer in made and session.view(key).attributes.get("source") == "id":
            session.set(key, made[answer])
    save_fields(profile, record_id, session.answers() | _texts(sample))
    if sample.status in {"for_approval", "approved"}:
        submit(profile, record_id)
    if sample.status == "approved":
        before = profile.settings
        profile.settings = before._replace(acting_role=APPROVER)
        approve(profile, record_id, risk_willingness=True)
        profile.settings = before
    return record_id


def _subject(sample: Sample) -> Subject:
    from neksus_desktop.records.ids import SubjectId, new_id
    from neksus_desktop.records.subject import Subject

    given = dict(sample.subject)
    lists = {name: tuple(given.pop(name, "").split()) for name in ("dac_codes", "pillars")}
    amount = given.pop("amount_nok", "")
    shielded = given.pop("partner_shielded", "")
    return Subject.model_validate(
        {
            **given,
            **lists,
            "id": SubjectId(new_id()),
            "amount_nok": int(amount) if amount else None,
            "partner_shielded": shielded in {"1", "true"},
            "invented": True,
        }
    )


def _texts(sample: Sample) -> dict[str, str]:
    from neksus_desktop.records.ids import new_id
    from neksus_desktop.records.note import FollowUp
    from neksus_desktop.records.record import follow_up_fields

    fields = {"language": sample.language, "assessed_on": sample.assessed_on}
    fields |= {f"note/{point}/internal": note for point, note in sample.notes.items()}
    fields |= {f"marking/{name}": value for name, value in sample.marking.items()}
    for point, shielding in sample.shielding.items():
        fields[f"note/{point}/shielding"] = shielding.get("legal_basis", "")
        fields[f"note/{point}/shielded_until"] = shielding.get("until", "")
    for given in sample.follow_ups:
        fields |= follow_up_fields(FollowUp.model_validate({"id": new_id(), **given}))
    return fields
