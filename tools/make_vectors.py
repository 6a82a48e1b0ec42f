"""Make the test vectors of the transfer format: one file per kind and per defect, with fixed keys.

Run it when there is a new one; those made stay in ``tests/data/bundles`` for ever and are read by every later program.
"""

from __future__ import annotations

import base64
import json
import zlib
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from neksus_desktop.bundles import payload as p
from neksus_desktop.bundles.card import card_file, make_card
from neksus_desktop.bundles.keys import encode, key_pair, new_sealing_key, new_signing_key, sign_approval, sign_comment
from neksus_desktop.bundles.seal import seal
from neksus_desktop.bundles.sign import sign
from neksus_desktop.records.comment import Comment
from neksus_desktop.records.ids import Thumbprint, VersionHash
from neksus_desktop.records.version import Approval
from tools.vector_maker import NOW, RECORD, REVOKED, Maker, edit, protected
from tools.vectors_of_content import of_content
from tools.vectors_of_trust import of_trust
from tools.vectors_of_wrapping import of_wrapping

FOLDER = Path("tests/data/bundles")


def good(make: Maker) -> dict[str, bytes]:
    """One file per kind."""
    comment = Comment(
        id="01jdc5x0s0neksusmerknad001", record=RECORD, version=make.version.hash, point="p1", role="fagrådgiver",
        text="Hva er grunnlaget?", workplace=make.card.thumbprint, workplace_name=make.card.name, made_at=NOW,
    )  # fmt: skip
    item = p.ReceiptItem(record=RECORD, version=make.version.hash, result="accepted")
    receipt = p.Receipt(digest="0" * 64, sequence=3, received_at=NOW, items=(item,))
    info = p.RosterInfo(number=1, valid_from=NOW, valid_until=NOW + timedelta(days=400))
    entry = p.RosterEntry(card=make.other, role="norad", valid_from=NOW)
    form = p.FormEntry(
        id="oppdiktet", version="1", content_hash="0" * 64, file_name="oppdiktet.yaml",
        source=base64.b64encode(b"settings: {}\n").decode(),
    )  # fmt: skip
    lines = (("version", make.version), ("approval", make.approval()))
    return {
        "good-records-sealed": make.sealed(make.signed("records", *lines)),
        "good-records-plain": make.signed("records", *lines),
        "good-comments": make.sealed(make.signed("comments", ("comment", sign_comment(comment, make.keys["signing"])))),
        "good-receipt": make.sealed(make.signed("receipt", ("receipt", receipt))),
        "good-roster": make.signed("roster", ("roster", info), ("workplace", entry), recipients=()),
        "good-forms": make.signed("forms", ("form", form), recipients=()),
        "good-attachment": make.signed(
            "records", ("version", make.naming), *(("attachment", one) for one in make.parts)
        ),
        "good-attachment-in-part": make.signed("records", ("version", make.naming), ("attachment", make.parts[1])),
        "good-newer-minor": make.signed("records", *lines, format="1.7"),
        "card": card_file(make.card, make.keys["signing"]),
    }


def bad(make: Maker) -> dict[str, tuple[bytes, str]]:
    """One file per defect, with the code of the error that it must be refused with."""
    line = ("version", make.version)
    plain = make.signed("records", line)
    sealed = make.sealed(plain)
    real = make.version.model_copy(update={"subject": make.version.subject.model_copy(update={"invented": False})})
    stranger = new_signing_key()
    twice = json.loads(plain)
    twice["signatures"] *= 2
    wrong = make.bytes.replace(b"Oppdiktet", b"Forfalsket"[:9], 1)
    changed = [make.part(one.digest, wrong, one.offset) for one in make.parts]
    tricky = make.naming.model_copy(
        update={
            "fields": {path: "../notat.txt" if path.endswith("/name") else value
                       for path, value in make.naming.fields.items()}
        }
    )  # fmt: skip
    zeros = p.PayloadWriter(make.header("records"))
    zeros.add("version", b'"' + b"0" * 40_000_000 + b'"')
    return {
        "cut-short": (plain[:-20], "bundle_shape"),
        "no-signatures": (edit(plain, lambda found: found.update(signatures=[])), "bundle_signature"),
        "signed-twice-by-one": (json.dumps(twice).encode(), "bundle_signature"),
        "alg-none": (protected(make, plain, alg="none"), "bundle_signature"),
        "alg-hmac": (protected(make, plain, alg="HS256"), "bundle_signature"),
        "kid-of-another": (protected(make, plain, kid=stranger.thumbprint), "bundle_signature"),
        "payload-changed": (
            edit(plain, lambda found: found.update(payload=found["payload"][:-4] + "AAAA")), "bundle_signature"
        ),
        "typ-unknown": (protected(make, plain, typ="application/neksus-other+jws;v=1"), "bundle_shape"),
        "newer-major": (protected(make, plain, typ="application/neksus-records+jws;v=2"), "bundle_version"),
        "newer-major-inside": (make.signed("records", line, format="2.0"), "bundle_version"),
        "signed-by-a-stranger-too": (
            sign("records", make.payload(make.header("records"), line), [make.keys["signing"], stranger]),
            "bundle_untrusted",
        ),
        "sealed-to-another": (seal(plain, [new_sealing_key().public]), "bundle_seal"),
        "seal-damaged": (edit(sealed, lambda found: found.update(tag=encode(b"0" * 16))), "bundle_seal"),
        "addressed-to-another": (
            make.signed("records", line, recipients=(p.Address(thumbprint=stranger.thumbprint, sequence=1),)),
            "bundle_recipient",
        ),
        "invented-and-real": (make.signed("records", line, ("version", real)), "bundle_content"),
        "same-version-twice": (make.signed("records", line, line), "bundle_content"),
        "kind-in-header-differs": (
            sign("records", make.payload(make.header("comments"), line), [make.keys["signing"]]), "bundle_content"
        ),
        "approval-forged": (
            make.signed("records", line, ("approval", make.approval().model_copy(update={"role": "annen"}))),
            "bundle_signature",
        ),
        "made-in-the-future": (make.signed("records", line, made_at=NOW + timedelta(days=18_000)), "bundle_clock"),
        "attachment-not-named": (make.signed("records", line, ("attachment", make.parts[0])), "bundle_content"),
        "attachment-twice": (
            make.signed("records", ("version", make.naming), *[("attachment", make.parts[0])] * 2), "bundle_content"
        ),
        "attachment-changed": (
            make.signed("records", ("version", make.naming), *(("attachment", one) for one in changed)),
            "bundle_content",
        ),
        "attachment-name-with-folder": (make.signed("records", ("version", tricky)), "bundle_content"),
        "bomb": (sign("records", zeros.finish(), [make.keys["signing"]]), "bundle_size"),
        "duplicate-name": (plain[:-1] + b',"payload":"AA"}', "bundle_shape"),
        "nested-deep": (b"[" * 100_000, "bundle_shape"),
    }  # fmt: skip


def of_keys(make: Maker) -> dict[str, tuple[bytes, str]]:
    """Files about whose key it is: withdrawn, a role's, another's; and answers that go back."""
    line = ("version", make.version)
    gone = make_card("post", "Oppdiktet nedlagt stasjon", make.keys["revoked_signing"], make.keys["revoked_sealing"],
                     invented=True)  # fmt: skip
    theirs = make.version.model_copy(update={"origin": gone.thumbprint})

    def by_gone(at: datetime) -> bytes:
        header = make.header("records", sender=gone, made_at=at)
        return sign("records", make.payload(header, ("version", theirs)), [make.keys["revoked_signing"]])

    role = new_signing_key()
    given = Approval(version=make.version.hash, record=RECORD, decision="approved", role="stasjonssjef", decided_at=NOW)
    remark = Comment(
        id="01jdc5x0s0neksusmerknad002", record=RECORD, version=make.version.hash, point="p1", role="fagrådgiver",
        text="Hvem er spurt?", workplace=make.other.thumbprint, workplace_name=make.other.name, made_at=NOW,
    )  # fmt: skip
    answered = sign_comment(remark, make.keys["to_signing"]).model_copy(update={"state": "taken_over"})
    info = p.RosterInfo(number=2, valid_from=NOW, valid_until=NOW + timedelta(days=400))
    withdrawn = p.RosterEntry(card=gone, role="post", valid_from=NOW - timedelta(days=30), revoked_at=REVOKED,
                              revoked_reason="Nedlagt")  # fmt: skip
    instead = p.RosterEntry(card=make.card, role="post", valid_from=REVOKED, replaces=gone.thumbprint)
    return {
        "good-signed-before-revocation": (by_gone(REVOKED - timedelta(seconds=1)), ""),
        "bad-signed-after-revocation": (by_gone(REVOKED), "bundle_revoked"),
        "good-approved-by-a-role": (
            make.signed("records", line, ("approval", sign_approval(given, role)),
                        approvers=(p.Approver(label="Stasjonssjef", signing=role.public),)), "",
        ),
        "good-comments-answered": (make.sealed(make.signed("comments", ("comment", answered))), ""),
        "good-roster-revoking": (
            make.signed("roster", ("roster", info), ("workplace", withdrawn), ("workplace", instead), recipients=()), ""
        ),
        "bad-sender-did-not-sign": (
            sign("records", make.payload(make.header("records"), line), [make.keys["to_signing"]]), "bundle_content"
        ),
        "bad-name-with-hidden-sign": (
            make.signed("records", line, sender=make.card.model_copy(update={"name": "Norad\u202e"})), "bundle_content"
        ),
        "bad-recipients-swapped": (edit(make.sealed(make.signed("records", line)), _swap), "bundle_seal"),
    }  # fmt: skip


def of_lines(make: Maker) -> dict[str, tuple[bytes, str]]:
    """Files whose lines are not those that the kind has."""
    line = ("version", make.version)
    packed = zlib.compress(b'["version",%s]\n' % make.version.canonical(), wbits=31)
    older = p.Lineage(record=RECORD, links={VersionHash("1" * 64): (VersionHash("2" * 64),)})
    later = make.version.model_copy(update={"number": 3, "parents": (VersionHash("1" * 64),)})
    return {
        "good-lineage": (make.signed("records", ("lineage", older), ("version", later)), ""),
        "bad-no-header": (sign("records", packed, [make.keys["signing"]]), "bundle_content"),
        "bad-line-unknown": (make.signed("records", line, ("novelty", older)), "bundle_content"),
        "bad-nothing-in-it": (make.signed("records"), "bundle_content"),
    }


def _swap(found: dict[str, Any]) -> None:
    """Each recipient under the other's wrapped key."""
    one, other = found["recipients"]
    one["encrypted_key"], other["encrypted_key"] = other["encrypted_key"], one["encrypted_key"]


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    kept = FOLDER / "keys.json"
    held: dict[str, Any] = json.loads(kept.read_text()) if kept.exists() else {}
    for whose in ("", "to_", "revoked_", "listed_", "coming_"):
        for use, new in (("signing", new_signing_key), ("sealing", new_sealing_key)):
            if f"{whose}{use}" not in held:
                held[f"{whose}{use}"] = json.loads(new().private)
    kept.write_text(json.dumps(held, indent=1, sort_keys=True) + "\n")
    make = Maker({name: key_pair(json.dumps(jwk).encode()) for name, jwk in held.items()})
    listed = FOLDER / "index.json"
    index: dict[str, str] = json.loads(listed.read_text()) if listed.exists() else {}
    for name, content in good(make).items():
        _keep(f"{name}.json", content)
        index[f"{name}.json"] = ""
    for name, (content, code) in bad(make).items():
        _keep(f"bad-{name}.json", content)
        index[f"bad-{name}.json"] = code
    more = of_keys(make) | of_lines(make) | of_trust(make) | of_wrapping(make) | of_content(make)
    for name, (content, code) in more.items():
        _keep(f"{name}.json", content)
        index[f"{name}.json"] = code
    listed.write_text(json.dumps(index, indent=1) + "\n")
    print(len(index), Thumbprint(make.card.thumbprint))


def _keep(name: str, content: bytes) -> None:
    """A vector that was made once is never made anew."""
    if not (FOLDER / name).exists():
        (FOLDER / name).write_bytes(content)


if __name__ == "__main__":
    main()
