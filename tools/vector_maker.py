"""What every test vector of the transfer format begins with: fixed keys, good content, and ways to spoil it."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from pydantic import BaseModel

from neksus_desktop.bundles import payload as p
from neksus_desktop.bundles.card import make_card
from neksus_desktop.bundles.keys import KeyPair, decode, encode, sign_approval, sign_bytes
from neksus_desktop.bundles.seal import seal
from neksus_desktop.bundles.sign import Kind, sign
from neksus_desktop.records.attachment import STEP, AttachmentFacts, attachment_fields
from neksus_desktop.records.ids import RecordId, SubjectId
from neksus_desktop.records.record import FormRef
from neksus_desktop.records.subject import Subject
from neksus_desktop.records.version import Approval, Version

NOW = datetime.fromisoformat("2026-11-23T13:30:00Z")
REVOKED = datetime.fromisoformat("2026-11-23T12:00:00Z")
"""When the key ``revoked_signing`` was withdrawn."""
LIST_ENDS = datetime.fromisoformat("2026-11-23T20:00:00Z")
"""Until when a key list vouches for ``listed_signing``."""
COMES = datetime.fromisoformat("2026-12-24T08:00:00Z")
"""From when the same list vouches for ``coming_signing``."""
RECORD = RecordId("01jdc5x0s0neksusvektor0001")


class Maker:
    """The keys and the good content that every vector begins with."""

    def __init__(self, keys: dict[str, KeyPair]) -> None:
        self.keys = keys
        self.card = make_card("post", "Oppdiktet stasjon", keys["signing"], keys["sealing"], invented=True)
        self.other = make_card("norad", "Oppdiktet hovedkontor", keys["to_signing"], keys["to_sealing"], invented=True)
        subject = Subject(
            id=SubjectId("01jdc5x0s0neksusobjekt0001"), type="avtale", title="Oppdiktet: vann og mekling", country="YE",
            partner="Organisasjon D (oppdiktet)", invented=True,
        )  # fmt: skip
        self.bytes = b"Oppdiktet notat. " * 8_000
        facts = AttachmentFacts(
            "01jdc5x0s0neksusvedlegg001", "p1", "", "notat.txt", "text/plain", len(self.bytes),
            hashlib.sha256(self.bytes).hexdigest(),
        )  # fmt: skip
        self.version = Version(
            record=RECORD, number=1, form=FormRef(id="neksus_veileder", version="1", content_hash="0" * 64),
            subject=subject, fields={"/data/svar": "delvis", "note/p1/internal": "Vurderingstekst med æøå og 日本語."},
            reason="submitted", status="for_approval", role="programansvarlig", made_at=NOW,
            origin=self.card.thumbprint,
        )  # fmt: skip
        fields = {path: value for path, value in attachment_fields(facts).items() if value}
        self.naming = self.version.model_copy(update={"fields": {**self.version.fields, **fields}})
        self.parts = [self.part(facts.digest, self.bytes, offset) for offset in range(0, len(self.bytes), STEP)]

    def part(self, digest: str, data: bytes, offset: int) -> p.AttachmentPart:
        """One piece of a file."""
        content = base64.b64encode(data[offset : offset + STEP]).decode()
        return p.AttachmentPart(record=RECORD, digest=digest, offset=offset, content=content)

    def header(self, kind: Kind, **changes: Any) -> p.Header:
        """A good header with members replaced."""
        values: dict[str, Any] = {
            "format": "1.0", "kind": kind, "sender": self.card, "made_at": NOW, "invented": True,
            "recipients": (p.Address(thumbprint=self.other.thumbprint, sequence=14),),
        }  # fmt: skip
        return p.Header(**(values | changes))

    def payload(self, header: p.Header, *lines: tuple[str, BaseModel]) -> bytes:
        """Lines under a header, packed."""
        writer = p.PayloadWriter(header)
        for name, model in lines:
            writer.add(name, model.canonical() if isinstance(model, Version) else p.as_canonical(model))
        return writer.finish()

    def signed(self, kind: Kind, *lines: tuple[str, BaseModel], **changes: Any) -> bytes:
        """A signed file with these lines."""
        return sign(kind, self.payload(self.header(kind, **changes), *lines), [self.keys["signing"]])

    def sealed(self, signed: bytes) -> bytes:
        """The same, sealed to the recipient and the sender."""
        return seal(signed, [self.keys["to_sealing"].public, self.keys["sealing"].public])

    def approval(self) -> Approval:
        """A good approval of the Version."""
        given = Approval(
            version=self.version.hash, record=RECORD, decision="approved", role="stasjonssjef", decided_at=NOW
        )
        return sign_approval(given, self.keys["signing"])


def edit(data: bytes, change: Callable[[dict[str, Any]], None]) -> bytes:
    """The outer object changed, signed by nobody anew."""
    found = json.loads(data)
    change(found)
    return json.dumps(found).encode()


def protected(make: Maker, data: bytes, **changes: Any) -> bytes:
    """The protected header with members changed, and a signature that holds over it."""
    found = json.loads(data)
    text = encode(json.dumps(json.loads(decode(found["signatures"][0]["protected"])) | changes).encode())
    signature = encode(sign_bytes(make.keys["signing"], f"{text}.{found['payload']}".encode()))
    found["signatures"] = [{"protected": text, "signature": signature}]
    return json.dumps(found).encode()
