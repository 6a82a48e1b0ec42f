"""Spoilt files of every kind: nothing but the right errors comes out of the one door (long run: ``make torture``)."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from neksus_desktop.bundles.keys import encode
from neksus_desktop.bundles.read import Limits, read
from neksus_desktop.bundles.sign import sign
from neksus_desktop.errors import BundleError
from neksus_desktop.records.canonical import canonical, parse_canonical
from tests.bundles.making import JUBA, READER, approval, good, gzip, header, payload, records, signed, version

ONE = version()
SEALED, PLAIN = good(), signed(records(ONE))
LIMITS = Limits(file=1_000_000, unpacked=2_000_000, line=1_000_000)
QUICK = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), database=None)
STRANGE: list[Any] = [
    None, True, 0, -1, 1e308, 10**400, "", "\ud800", "A" * 5000, [], {}, [[[]]], {"alg": "none"}, "../x",
]  # fmt: skip
ODD = st.sampled_from(STRANGE)


CODES = {
    f"bundle_{name}"
    for name in ("size", "version", "signature", "content", "clock", "recipient", "untrusted", "revoked")
}


def _code(data: bytes) -> str:
    """The code of the error that refused a file; "" when it was read."""
    try:
        read(data, READER, limits=LIMITS)
    except BundleError as error:
        return error.code
    return ""


def _refused_or_same(data: bytes) -> None:
    """Either refused with an error of ours, or the very content that was signed."""
    try:
        bundle = read(data, READER, limits=LIMITS)
    except BundleError:
        return
    assert bundle.payload in {read(SEALED, READER).payload, read(PLAIN, READER).payload}


@QUICK
@given(st.sampled_from([SEALED, PLAIN]), st.data())
def test_flipped_cut_and_doubled_bytes(data: bytes, draw: st.DataObject) -> None:
    spoilt = bytearray(data)
    for _ in range(draw.draw(st.integers(1, 3))):
        at = draw.draw(st.integers(0, len(spoilt) - 1))
        kind = draw.draw(st.sampled_from(["flip", "cut", "double", "set"]))
        if kind == "flip":
            spoilt[at] ^= 1 << draw.draw(st.integers(0, 7))
        elif kind == "cut":
            del spoilt[at : at + draw.draw(st.integers(1, 40))]
        elif kind == "double":
            spoilt[at:at] = spoilt[at : at + draw.draw(st.integers(1, 40))]
        else:
            spoilt[at] = draw.draw(st.integers(0, 255))
    if spoilt:
        _refused_or_same(bytes(spoilt))


def _places(found: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    items = found.items() if isinstance(found, dict) else enumerate(found) if isinstance(found, list) else ()
    return [path, *(place for key, value in items for place in _places(value, (*path, key)))]


def _put(found: Any, path: tuple[Any, ...], value: Any) -> Any:
    if not path:
        return value
    inner = found
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    return found


@QUICK
@given(st.sampled_from([SEALED, PLAIN]), ODD, st.data())
def test_any_member_of_the_outer_object_replaced(data: bytes, value: Any, draw: st.DataObject) -> None:
    found = json.loads(data)
    place = draw.draw(st.sampled_from(_places(found)))
    _refused_or_same(json.dumps(_put(found, place, value)).encode())


@QUICK
@given(ODD, st.data())
def test_any_member_of_a_signed_line_replaced(value: Any, draw: st.DataObject) -> None:
    name = draw.draw(st.sampled_from(["header", "version", "approval"]))
    contents: dict[str, Any] = {
        "header": header(),
        "version": json.loads(ONE.canonical()),
        "approval": approval(ONE).model_dump(mode="json"),
    }
    place = draw.draw(st.sampled_from(_places(contents[name])))
    contents[name] = _put(contents[name], place, value)
    raw = b"".join(
        b'["%s",%s]\n' % (line.encode(), json.dumps(content, sort_keys=True, separators=(",", ":")).encode())
        for line, content in contents.items()
    )
    assert _code(sign("records", gzip(raw), [JUBA])) in CODES | {""}


@QUICK
@given(st.binary(max_size=300))
def test_any_bytes_as_a_payload(content: bytes) -> None:
    for packed in (content, gzip(content), payload([])[:-8] + content):
        assert _code(sign("records", packed, [JUBA])) in {"bundle_content", "bundle_size"}


@QUICK
@given(st.binary(max_size=300), st.text(max_size=100))
def test_any_bytes_as_a_file(content: bytes, text: str) -> None:
    for data in (
        content,
        text.encode(),
        json.dumps({"payload": text, "signatures": [{}]}).encode(),
        encode(content).encode(),
    ):
        _refused_or_same(data)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None, database=None)
@given(JSON)
def test_our_canonical_form_is_that_of_rfc_8785(content: Any) -> None:
    import rfc8785

    assert canonical(content) == rfc8785.dumps(content)
    assert parse_canonical(canonical(content)) == content
