"""Canonical JSON: one byte form, and nothing else is taken for it."""

from __future__ import annotations

import json
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from neksus_desktop.records.canonical import canonical, parse_canonical

_TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
_CONTENT: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | _TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_TEXTS, inner, max_size=4),
    max_leaves=20,
)


@given(_CONTENT)
def test_the_form_is_that_of_the_standard_and_is_read_again(content: Any) -> None:
    data = canonical(content)
    assert data == rfc8785.dumps(content)
    assert parse_canonical(data) == content


@given(_CONTENT, st.data())
def test_bytes_are_taken_only_if_they_are_the_one_form(content: Any, data: st.DataObject) -> None:
    made = bytearray(canonical(content))
    at = data.draw(st.integers(0, len(made) - 1))
    made[at : at + data.draw(st.integers(0, 1))] = data.draw(st.binary(max_size=2))
    try:
        found = parse_canonical(bytes(made))
    except ValueError:
        return
    assert rfc8785.dumps(found) == made


def test_every_letter_there_is_is_written_in_one_way() -> None:
    letters = [chr(code) for code in range(0x110000) if not 0xD800 <= code < 0xE000]
    for content in (letters[:256], ["".join(letters)], {"a": {"".join(letters[:0x10000]): "x"}}):
        data = canonical(content)
        assert parse_canonical(data) == content
        assert json.loads(data) == content


@pytest.mark.parametrize(
    "data",
    [
        b'{"b":1,"a":1}', b'{"a":{"c":1,"b":1}}', b'[{"b":1,"a":1}]', b'{"a":1,"a":1}', b'{"a":1,"a":2}', b'{"a": 1}',
        b' {"a":1}', b'{"a":1}\n', b'{"a":1.0}', b'{"a":1.5}', b'{"a":1e2}', b'{"a":-0}', b'{"a":9007199254740992}',
        b'{"a":NaN}', b'{"a":"\\u00e6"}', b'{"a":"\\/"}', b'{"a":"\\u000A"}', b'{"a":"\\u000a"}', b'{"a":"\\u001F"}',
        b'{"a":"\\ud800"}', b'{"a":"\xed\xa0\x80"}', b'{"a":"\n"}', b"\xef\xbb\xbf{}", b"", b"[1,]", b"[" * 100_000,
        '{"\U00010000":1,"\uffff":1}'.encode()[:-1], '{"\uffff":1,"\U00010000":1}'.encode(),
    ],
)  # fmt: skip
def test_whatever_is_not_the_one_form_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_canonical(data)


def test_names_beyond_the_first_plane_sort_as_the_standard_says() -> None:
    content = {"\U00010000": 1, "\uffff": 1}
    assert parse_canonical(canonical(content)) == content
    assert canonical(content) == '{"\U00010000":1,"\uffff":1}'.encode()


def test_deep_content_is_read_as_far_as_it_can_be_written() -> None:
    deep: Any = "x"
    for _ in range(400):
        deep = [deep]
    assert parse_canonical(canonical(deep)) == deep
