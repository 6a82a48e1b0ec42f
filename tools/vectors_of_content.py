"""Test vectors about what is inside: the packing, the header, and lines that are signed but make no sense."""

from __future__ import annotations

import json
import zlib
from typing import Any

from neksus_desktop.bundles import payload as p
from neksus_desktop.bundles.keys import new_signing_key, sign_approval
from neksus_desktop.bundles.payload import Edition
from neksus_desktop.bundles.sign import sign
from neksus_desktop.exchange.editions import edition_of
from neksus_desktop.records.canonical import canonical
from neksus_desktop.records.ids import RecordId
from neksus_desktop.records.version import Approval, Version
from tools.vector_maker import NOW, RECORD, Maker


def of_content(make: Maker) -> dict[str, tuple[bytes, str]]:
    """Files that are signed and packed, with content that a reader refuses; and the lesser editions."""
    return {**_editions(make), **_packed(make), **_headed(make), **_of_records(make), **_of_files(make)}


def _signed(make: Maker, raw: bytes) -> bytes:
    """Any bytes as the payload of a file of records."""
    return sign("records", raw, [make.keys["signing"]])


def _lines(make: Maker, *lines: bytes, **changes: Any) -> bytes:
    """Lines under the header with members changed, as they are."""
    header = json.loads(p.as_canonical(make.header("records"))) | changes
    return b"".join(b"%s\n" % one for one in (b'["header",%s]' % canonical(header), *lines))


def _packed(make: Maker) -> dict[str, tuple[bytes, str]]:
    line = b'["version",%s]' % make.version.canonical()
    whole = zlib.compress(_lines(make, line), wbits=31)
    half = line.replace(b"Vurderingstekst", b"\\ud800")
    latin = line.replace("æøå".encode(), "æøå".encode("latin-1"))
    found = {
        "bad-gzip-cut-short": whole[:-30],
        "bad-not-packed": _lines(make, line),
        "bad-packed-without-gzip": zlib.compress(_lines(make, line)),
        "bad-half-surrogate": zlib.compress(_lines(make, half), wbits=31),
        "bad-not-utf-8": zlib.compress(_lines(make, latin), wbits=31),
        "bad-line-of-another-shape": zlib.compress(_lines(make, line[:-1] + b",{}]"), wbits=31),
        "bad-name-twice-in-a-line": zlib.compress(_lines(make, line[:-2] + b',"number":1}]'), wbits=31),
        "bad-header-twice": zlib.compress(_lines(make, _lines(make).rstrip(b"\n"), line), wbits=31),
    }  # fmt: skip
    return {name: (_signed(make, raw), "bundle_content") for name, raw in found.items()}


def _headed(make: Maker) -> dict[str, tuple[bytes, str]]:
    line = b'["version",%s]' % make.version.canonical()
    card = json.loads(p.as_canonical(make.card))
    twice = [{"sequence": number, "thumbprint": make.other.thumbprint} for number in (1, 2)]
    private = json.loads(new_signing_key().private)
    changes: dict[str, dict[str, Any]] = {
        "bad-header-member-unknown-inside": {"novelty": "x"},
        "bad-time-without-offset": {"made_at": "2026-11-23T13:30:00"},
        "bad-recipient-numbered-twice": {"recipients": twice},
        "bad-sequence-zero": {"recipients": [{**twice[0], "sequence": 0}]},
        "bad-invented-sender-of-real-things": {"invented": False},
        "bad-edition-unknown": {"edition": "everything"},
        "bad-sender-thumbprint-of-another": {"sender": {**card, "thumbprint": make.other.thumbprint}},
        "bad-approver-with-private-key": {"approvers": [{"label": "Stasjonssjef", "signing": private}]},
    }
    return {
        name: (_signed(make, zlib.compress(_lines(make, line, **change), wbits=31)), "bundle_content")
        for name, change in changes.items()
    }


def _of_records(make: Maker) -> dict[str, tuple[bytes, str]]:
    first = make.version
    second = first.model_copy(update={"record": RecordId("01jdc5x0s0neksusvektor0002")})
    outside = first.model_copy(update={"record": RecordId("../01jdc5x0s0neksusvektor")})
    later = first.model_copy(update={"number": 2, "parents": (first.hash,)})
    plain = Approval(version=first.hash, record=RECORD, decision="approved", role="stasjonssjef", decided_at=NOW)
    borrowed = sign_approval(plain, make.keys["signing"]).model_copy(update={"signer": make.other.thumbprint})
    moved = make.approval().model_copy(update={"version": later.hash})
    return {
        "good-newer-lines": (_signed(make, _newer(make)), ""),
        "good-two-records": (make.signed("records", ("version", first), ("version", second)), ""),
        "good-with-its-past": (
            make.signed("records", ("version", first), ("version", later), ("approval", make.approval())), ""
        ),
        "bad-lines-of-a-record-apart": (
            make.signed("records", ("version", first), ("version", second), ("version", later)), "bundle_content"
        ),
        "bad-record-id-with-folder": (make.signed("records", ("version", outside)), "bundle_content"),
        "bad-approval-under-anothers-name": (
            make.signed("records", ("version", first), ("approval", borrowed)), "bundle_signature"
        ),
        "bad-approval-moved-to-another-version": (
            make.signed("records", ("version", first), ("version", later), ("approval", moved)), "bundle_signature"
        ),
        "bad-approval-twice": (
            make.signed("records", ("version", first), *[("approval", make.approval())] * 2), "bundle_content"
        ),
    }  # fmt: skip


def _newer(make: Maker) -> bytes:
    """A file of a newer minor format: a line and members that this one does not know."""
    version = json.loads(make.version.canonical()) | {"novelty": {"members": ["of", "its", "own"]}}
    lines = [b'["version",%s]' % canonical(version), b'["novelty",{"record":"%s"}]' % RECORD.encode()]
    return zlib.compress(_lines(make, *lines, format="1.7", novelty="to come"), wbits=31)


def _of_files(make: Maker) -> dict[str, tuple[bytes, str]]:
    naming, parts = ("version", make.naming), make.parts
    item = p.ReceiptItem(record=RECORD, version=make.version.hash, result="accepted")
    receipt = p.Receipt(digest="0" * 64, sequence=3, received_at=NOW, items=(item,))
    form = p.FormEntry(
        id="oppdiktet", version="1", content_hash="0" * 64, file_name="oppdiktet.yaml", source="c2V0dGluZ3M6IHt9Cg=="
    )
    elsewhere = form.model_construct(**{**form.model_dump(), "file_name": "../oppdiktet.yaml"})
    odd = parts[1].model_copy(update={"offset": parts[1].offset + 1})
    beyond = parts[-1].model_copy(update={"offset": parts[-1].offset + 65_536})
    loose = parts[0].model_copy(update={"content": parts[0].content[:-2] + "*="})
    files = {
        "bad-attachment-before-its-version": (("attachment", parts[0]), naming),
        "bad-attachment-at-an-odd-place": (naming, ("attachment", odd)),
        "bad-attachment-past-its-end": (naming, ("attachment", beyond)),
        "bad-attachment-not-base64": (naming, ("attachment", loose)),
    }
    return {
        **{name: (make.signed("records", *lines), "bundle_content") for name, lines in files.items()},
        "bad-receipt-twice": (make.signed("receipt", *[("receipt", receipt)] * 2), "bundle_content"),
        "bad-receipt-among-records": (
            make.signed("records", ("version", make.version), ("receipt", receipt)), "bundle_content"
        ),
        "bad-form-name-with-folder": (make.signed("forms", ("form", elsewhere), recipients=()), "bundle_content"),
    }  # fmt: skip


def _editions(make: Maker) -> dict[str, tuple[bytes, str]]:
    """What a recipient gets to see when less is sent: a Version of its own, without a past or decisions."""
    shared = make.version.model_copy(update={"fields": {**make.version.fields, "note/p1/shareable": "Kort sagt: ja."}})
    seen: dict[Edition, Version] = {name: edition_of(shared, name, _coded) for name in ("shareable", "anonymised")}
    return {
        f"good-{name}": (make.sealed(make.signed("records", ("version", one), edition=name)), "")
        for name, one in seen.items()
    }


def _coded(path: str, _hidden: set[str]) -> bool:
    return path == "/data/svar"
