"""Links of a record's first fields, made in bulk, are those that are made one by one."""

from __future__ import annotations

import pytest

from neksus_desktop.records.change import GENESIS, first_hashes, link_hash

FIELDS = [("/data/a", "æøå – klima"), ("note/1/internal", "plain"), ("/data/b", "🌍" * 3), ("/data/ø", "a:b\0c")]
WHOSE = ("r-1", "2026-11-23T13:30:00.123Z", -210, "programansvarlig")


@pytest.mark.parametrize(("seq", "last"), [(0, GENESIS), (9, "ab" * 32), (99_999, "0f" * 32)])
def test_first_hashes_are_those_of_single_links(seq: int, last: str) -> None:
    record, at, offset, role = WHOSE
    expected, before = [], last
    for number, (path, new) in enumerate(FIELDS, seq + 1):
        before = link_hash(before, record, number, at, offset, role, path, "", new)
        expected.append(before)
    assert first_hashes(*WHOSE, FIELDS, seq, last) == expected


def test_half_a_character_has_no_hash() -> None:
    with pytest.raises(UnicodeEncodeError):
        first_hashes(*WHOSE, [("/data/a", "\ud800")])
