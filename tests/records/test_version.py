from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neksus_desktop.errors import StatusError
from neksus_desktop.records.change import GENESIS, link_hash
from neksus_desktop.records.record import Record
from neksus_desktop.records.statuses import STATUSES
from neksus_desktop.records.version import Step, Version, hash_of, next_status, parse_version
from tests.support.samples import invented_record

WHEN = datetime(2026, 11, 23, 13, 30, tzinfo=UTC)


def _version(record: Record, number: int = 1) -> Version:
    return Version(
        record=record.id, number=number, form=record.form, subject=record.subject, fields=record.fields,
        reason="submitted", status=record.status, role="programansvarlig", made_at=WHEN, origin=record.origin,
    )  # fmt: skip


def test_canonical_bytes_read_back_to_the_same_version() -> None:
    version = _version(invented_record({"/data/b": "æ", "/data/a": "1"}))
    again = parse_version(version.canonical())
    assert again == version
    assert again.canonical() == version.canonical()
    assert again.hash == version.hash == hash_of(version.canonical())


def test_canonical_bytes_do_not_depend_on_the_order_of_fields() -> None:
    record = invented_record({"/data/b": "2", "/data/a": "1"})
    turned = record.model_copy(update={"fields": dict(reversed(record.fields.items()))})
    assert _version(turned).hash == _version(record).hash


def test_canonical_keys_are_sorted() -> None:
    content = json.loads(_version(invented_record({"/data/b": "2", "/data/a": "1"})).canonical())
    assert list(content) == sorted(content)
    assert list(content["fields"]) == ["/data/a", "/data/b"]


def test_a_changed_field_changes_the_hash() -> None:
    record = invented_record({"/data/a": "1"})
    changed = record.model_copy(update={"fields": {"/data/a": "2"}})
    assert _version(record).hash != _version(changed).hash


@pytest.mark.parametrize(
    ("status", "step", "after"),
    [
        ("draft", "submit", "for_approval"),
        ("for_approval", "approve", "approved"),
        ("for_approval", "return", "returned"),
        ("for_approval", "recall", "draft"),
        ("returned", "submit", "for_approval"),
        ("approved", "export", "exported"),
        ("exported", "confirm", "confirmed"),
        ("confirmed", "reopen", "draft"),
    ],
)
def test_steps_lead_where_they_should(status: str, step: str, after: str) -> None:
    assert next_status(status, step) == after  # type: ignore[arg-type]  # parametrized literals


@pytest.mark.parametrize("status", [s for s in STATUSES if s not in {"draft", "returned"}])
def test_what_is_sent_or_decided_cannot_be_edited(status: str) -> None:
    step: Step = "edit"
    with pytest.raises(StatusError) as caught:
        next_status(status, step)  # type: ignore[arg-type]  # parametrized literals
    assert caught.value.facts == {"status": status, "reason": "edit"}


def test_exporting_a_draft_leaves_it_a_draft() -> None:
    assert next_status("draft", "export") == "draft"


@given(st.lists(st.text(), min_size=9, max_size=9), st.lists(st.text(), min_size=9, max_size=9))
def test_two_different_changes_never_link_alike(one: list[str], other: list[str]) -> None:
    def link(parts: list[str]) -> str:
        previous, record, at, role, path, old, new, *_ = parts
        return link_hash(previous or GENESIS, record, 1, at, 60, role, path, old, new)

    same = one[:7] == other[:7]
    assert (link(one) == link(other)) == (same or _same_but_genesis(one, other))


def _same_but_genesis(one: list[str], other: list[str]) -> bool:
    return (one[0] or GENESIS) == (other[0] or GENESIS) and one[1:7] == other[1:7]
