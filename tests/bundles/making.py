"""A small world for tests of transfer files: two workplaces and files made, spoilt and signed anew."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from neksus_desktop.bundles.card import make_card
from neksus_desktop.bundles.keys import KeyPair, decode, encode, new_sealing_key, new_signing_key, sign_approval
from neksus_desktop.bundles.payload import Address, Edition, Header, PayloadWriter, as_canonical
from neksus_desktop.bundles.read import Bundle, Limits, Reader, read
from neksus_desktop.bundles.seal import seal
from neksus_desktop.bundles.sign import Kind, sign
from neksus_desktop.bundles.trust import Trusted
from neksus_desktop.records.canonical import canonical
from neksus_desktop.records.version import Approval, Version
from tests.support.samples import invented_record

NOW = datetime(2026, 11, 23, 13, 30, tzinfo=UTC)
JUBA, JUBA_SEAL = new_signing_key(), new_sealing_key()
NORAD, NORAD_SEAL = new_signing_key(), new_sealing_key()
STRANGER, STRANGER_SEAL = new_signing_key(), new_sealing_key()
CARD = make_card("post", "Ambassaden i Juba", JUBA, JUBA_SEAL, invented=True)

Lines = Sequence[tuple[str, bytes]]
Edit = Callable[[dict[str, Any]], None]


def trust(signer: str) -> Trusted | None:
    return Trusted("Ambassaden i Juba") if signer == JUBA.thumbprint else None


READER = Reader(frozenset({NORAD.thumbprint}), [NORAD_SEAL], trust, NOW)


def header(**changes: Any) -> dict[str, Any]:
    """A good header as JSON content, with members replaced."""
    good = Header(
        format="1.0", kind="records", sender=CARD, made_at=NOW, invented=True,
        recipients=(Address(thumbprint=NORAD.thumbprint, sequence=14),),
    )  # fmt: skip
    content: dict[str, Any] = good.model_dump(mode="json", exclude_none=True)
    return content | changes


def version(**changes: Any) -> Version:
    """A submitted Version of an invented record."""
    record = invented_record({"/data/spm": "ja", "note/p1/internal": "Vi så æøå og 日本."})
    values: dict[str, Any] = {
        "record": record.id, "number": 1, "form": record.form, "subject": record.subject, "fields": record.fields,
        "reason": "submitted", "status": "for_approval", "role": "programansvarlig", "made_at": NOW,
        "origin": JUBA.thumbprint,
    }  # fmt: skip
    return Version(**(values | changes))


def approval(of: Version, key: KeyPair = JUBA) -> Approval:
    unsigned = Approval(version=of.hash, record=of.record, decision="approved", role="stasjonssjef", decided_at=NOW)
    return sign_approval(unsigned, key)


def records(*versions: Version) -> list[tuple[str, bytes]]:
    return [("version", one.canonical()) for one in versions]


def payload(lines: Lines, head: dict[str, Any] | None = None) -> bytes:
    """Any lines under any header, packed."""
    raw = [(b"header", canonical(head or header())), *((name.encode(), content) for name, content in lines)]
    return gzip(b"".join(b'["%s",%s]\n' % pair for pair in raw))


def gzip(raw: bytes) -> bytes:
    pack = zlib.compressobj(6, zlib.DEFLATED, 31)
    return pack.compress(raw) + pack.flush()


def signed(lines: Lines, head: dict[str, Any] | None = None, *, kind: Kind = "records") -> bytes:
    return sign(kind, payload(lines, head), [JUBA])


def sealed(lines: Lines, head: dict[str, Any] | None = None) -> bytes:
    return seal(signed(lines, head), [NORAD_SEAL.public, JUBA_SEAL.public])


def good() -> bytes:
    """A sealed file with one approved record, made the way the program makes it."""
    one = version()
    writer = PayloadWriter(Header.model_validate(header()))
    writer.add("version", one.canonical())
    writer.add("approval", as_canonical(approval(one)))
    return seal(sign("records", writer.finish(), [JUBA]), [NORAD_SEAL.public, JUBA_SEAL.public])


def edited(data: bytes, edit: Edit) -> bytes:
    """The outer JSON after an edit, signed by nobody anew."""
    found = json.loads(data)
    edit(found)
    return json.dumps(found).encode()


def resigned(data: bytes, edit: Edit) -> bytes:
    """The protected header after an edit, with a signature that holds."""
    found = json.loads(data)
    protected = json.loads(decode(found["signatures"][0]["protected"]))
    edit(protected)
    return json.dumps(with_protected(found, protected)).encode()


def with_protected(found: dict[str, Any], protected: dict[str, Any]) -> dict[str, Any]:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    text = encode(json.dumps(protected).encode())
    private = Ed25519PrivateKey.from_private_bytes(decode(json.loads(JUBA.private)["d"]))
    signature = encode(private.sign(f"{text}.{found['payload']}".encode()))
    return {"payload": found["payload"], "signatures": [{"protected": text, "signature": signature}]}


def opened(data: bytes, reader: Reader = READER, limits: Limits | None = None) -> Bundle:
    return read(data, reader, limits=limits or Limits())


def edition(data: Bundle) -> Edition:
    return data.header.edition
