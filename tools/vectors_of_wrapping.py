"""Test vectors about the two outer layers: the signed file and the seal around it."""

from __future__ import annotations

import json
from typing import Any

from neksus_desktop.bundles.keys import decode, encode
from neksus_desktop.bundles.seal import seal
from tools.vector_maker import Maker, edit, protected


def of_wrapping(make: Maker) -> dict[str, tuple[bytes, str]]:
    """Files whose objects, headers or signatures are not what they must be."""
    line = ("version", make.version)
    plain = make.signed("records", line)
    later = make.signed("records", ("version", make.version.model_copy(update={"number": 2})))
    here, there = json.loads(plain), json.loads(later)
    sealing = make.keys["sealing"].public
    return {
        "good-alg-ed25519": (protected(make, plain, alg="Ed25519"), ""),
        "bad-signature-of-another-file": (
            json.dumps({"payload": here["payload"], "signatures": there["signatures"]}).encode(), "bundle_signature"
        ),
        "bad-signature-beside-a-good-one": (
            edit(plain, lambda found: found["signatures"].append(there["signatures"][0])), "bundle_signature"
        ),
        "bad-too-many-signatures": (edit(plain, lambda found: found.update(signatures=found["signatures"] * 17)),
                                    "bundle_shape"),
        "bad-member-unknown": (edit(plain, lambda found: found.update(header="")), "bundle_shape"),
        "bad-number-outside": (edit(plain, lambda found: found.update(payload=1)), "bundle_shape"),
        "bad-not-base64url": (edit(plain, lambda found: found["signatures"][0].update(signature="A=")), "bundle_shape"),
        "bad-header-member-unknown": (protected(make, plain, crit="b64"), "bundle_signature"),
        "bad-jwk-of-another-curve": (protected(make, plain, jwk=sealing), "bundle_signature"),
        "bad-jwk-with-private-key": (
            protected(make, plain, jwk=json.loads(make.keys["signing"].private)), "bundle_signature"
        ),
        "bad-cty-of-another": (protected(make, plain, cty="application/json"), "bundle_signature"),
        "bad-kind-card": (protected(make, plain, typ="application/neksus-card+jws;v=1"), "bundle_signature"),
        **_sealed(make, plain),
    }  # fmt: skip


def _sealed(make: Maker, plain: bytes) -> dict[str, tuple[bytes, str]]:
    sealed = make.sealed(plain)
    third = make.keys["listed_sealing"].public
    several = seal(plain, [third, make.keys["to_sealing"].public, make.keys["sealing"].public])

    def headed(**changes: Any) -> bytes:
        """The seal's protected header changed; as the tag holds over it, the seal would no longer open anyway."""
        header = {**json.loads(decode(json.loads(sealed)["protected"])), **changes}
        return edit(sealed, lambda found: found.update(protected=encode(json.dumps(header).encode())))

    def each(**changes: Any) -> bytes:
        found = json.loads(sealed)
        for one in found["recipients"]:
            one["header"].update(changes)
        return json.dumps(found).encode()

    return {
        "good-sealed-to-several": (several, ""),
        "bad-seal-typ-unknown": (headed(typ="application/neksus-other+jwe;v=1"), "bundle_shape"),
        "bad-seal-newer-major": (headed(typ="application/neksus-sealed+jwe;v=2"), "bundle_version"),
        "bad-seal-enc-weaker": (headed(enc="A128GCM"), "bundle_shape"),
        "bad-seal-alg-of-another": (each(alg="ECDH-ES"), "bundle_shape"),
        "bad-seal-no-recipients": (edit(sealed, lambda found: found.update(recipients=[])), "bundle_shape"),
        "bad-seal-epk-all-zero": (
            each(epk={"crv": "X25519", "kty": "OKP", "x": encode(b"\0" * 32)}), "bundle_seal"
        ),
        "bad-seal-ciphertext-changed": (
            edit(sealed, lambda found: found.update(ciphertext="AAAA" + found["ciphertext"][4:])), "bundle_seal"
        ),
    }  # fmt: skip
