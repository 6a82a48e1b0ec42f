"""What of a file is kept parsed: as much as there is room for, and the same entries whether kept or parsed anew."""

from __future__ import annotations

import json
import random

import pytest

from neksus_desktop.bundles.payload import lines
from neksus_desktop.bundles.read import read
from neksus_desktop.errors import BundleContentError, BundleSizeError
from neksus_desktop.records.canonical import canonical
from tests.bundles.making import READER, approval, gzip, header, opened, records, sealed, version

ONE, TWO, THREE = (version(number=number) for number in (1, 2, 3))
LINES = [
    ("version", canonical(json.loads(ONE.canonical()) | {"added": "by a newer program"})),
    ("later", b'{"unknown":"here"}'),
    *records(TWO),
    ("approval", canonical(approval(TWO).model_dump(mode="json", exclude_none=True))),
    ("later", b'{"unknown":"here too"}'),
    *records(THREE),
]
FILE = sealed(LINES, header(format="1.3"))
KNOWN = [content for name, content in LINES if name != "later"]


@pytest.mark.parametrize("room", [0, 1, *(sum(map(len, KNOWN[-count:])) for count in (1, 2, 3, 4)), 10**6])
def test_entries_are_the_same_however_many_were_kept(room: int) -> None:
    bundle = read(FILE, READER, keep=room)
    assert list(bundle.entries()) == list(opened(FILE).entries())
    assert [entry.canonical for entry in bundle.entries()] == KNOWN
    assert bundle.kept_bytes <= room
    assert bundle.kept_bytes == sum(map(len, KNOWN[len(KNOWN) - len(bundle.kept.entries) :]))


def test_what_does_not_fit_and_all_before_it_is_not_kept() -> None:
    room = len(KNOWN[-1]) + len(KNOWN[-2]) - 1
    assert [entry.canonical for entry in read(FILE, READER, keep=room).kept.entries] == KNOWN[-1:]


@pytest.mark.parametrize("size", [0, 1, 1000, 32 * 1024, 256 * 1024, 700_000])
def test_lines_of_any_length_come_out_whole(size: int) -> None:
    chance = random.Random(size)
    made = [bytes(chance.choices(b"abcdef", k=max(size + step, 0))) for step in (-1, 0, 1, 2)]
    packed = gzip(b"".join(line + b"\n" for line in made))
    assert list(lines(packed, unpacked_limit=10**8, line_limit=10**6)) == made
    for more in (packed + b"\0", packed[:-1], packed + packed, gzip(b"".join(line + b"\n" for line in made) + b"x")):
        with pytest.raises(BundleContentError):
            list(lines(more, unpacked_limit=10**8, line_limit=10**6))
    longest = max(map(len, made))
    for limits in ({"unpacked_limit": 1, "line_limit": 10**6}, {"unpacked_limit": 10**8, "line_limit": longest - 1}):
        with pytest.raises(BundleSizeError):
            list(lines(packed, **limits))
