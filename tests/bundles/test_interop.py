"""Transfer files do not depend on our program: npm ``jose`` under Node opens ours, and we read one that it made.

The package is fetched by ``tools/setup.sh test`` into ``build/node``; where it is missing these tests fail.
"""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

from neksus_desktop.bundles.card import card_file, make_card, read_card
from neksus_desktop.bundles.keys import new_sealing_key, new_signing_key
from neksus_desktop.bundles.read import Reader
from neksus_desktop.bundles.trust import Trusted
from tests.bundles.making import CARD, JUBA, JUBA_SEAL, NORAD, NORAD_SEAL, NOW, good, opened, version

HERE = Path(__file__).parent / "interop"
JOSE = Path(__file__).parents[2] / "build" / "node" / "node_modules" / "jose" / "dist" / "webapi" / "index.js"


def _node(script: str, given: dict[str, Any]) -> Any:
    assert JOSE.is_file(), "npm jose is missing: run tools/setup.sh test"
    done = subprocess.run(
        ["node", str(HERE / script)], input=json.dumps(given).encode(), capture_output=True, check=False,
        env={"PATH": os.environ["PATH"], "JOSE": str(JOSE)}, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr.decode()
    return json.loads(done.stdout)


def test_node_opens_a_file_of_ours_and_every_signature_holds() -> None:
    data = good()
    found = _node("open.mjs", {"file": data.decode(), "sealing": json.loads(NORAD_SEAL.private)})
    ours = opened(data)
    assert found["signers"] == [JUBA.thumbprint]
    assert found["typ"] == "application/neksus-records+jws;v=1"
    assert [line["name"] for line in found["lines"]] == ["header", "version", "approval"]
    assert found["lines"][1]["hash"] == ours.outline[0].version


def test_node_opens_it_with_the_senders_own_key_too() -> None:
    found = _node("open.mjs", {"file": good().decode(), "sealing": json.loads(JUBA_SEAL.private)})
    assert found["lines"][0]["content"]["sender"]["name"] == "Ambassaden i Juba"


def test_node_reads_a_card_of_ours() -> None:
    found = _node("open.mjs", {"file": card_file(CARD, JUBA).decode(), "sealing": {}})
    assert found["lines"][0]["content"] == CARD.model_dump(mode="json")


def test_we_read_a_file_that_node_made() -> None:
    signing, sealing = new_signing_key(), new_sealing_key()
    to = make_card("norad", "Norad", NORAD, NORAD_SEAL, invented=True)
    record = json.loads(version().canonical())
    made = _node(
        "make.mjs",
        {
            "signing": json.loads(signing.private),
            "sealing": json.loads(sealing.private),
            "to": to.model_dump(mode="json"),
            "record": record,
            "made_at": "2026-11-23T13:30:00Z",
        },
    )
    reader = Reader(
        frozenset({NORAD.thumbprint}), [NORAD_SEAL],
        lambda signer: Trusted("Et annet program") if signer == signing.thumbprint else None, NOW,
    )  # fmt: skip
    bundle = opened(json.dumps(made).encode(), reader)
    (entry,) = bundle.entries()
    assert entry.content.fields == record["fields"]
    assert entry.content.hash == bundle.outline[0].version


def test_node_puts_a_kept_file_together_from_its_pieces() -> None:
    vectors = Path(__file__).parents[1] / "data" / "bundles"
    sealing = json.loads((vectors / "keys.json").read_text())["to_sealing"]
    whole = _node("open.mjs", {"file": (vectors / "good-attachment.json").read_text(), "sealing": sealing})
    part = _node("open.mjs", {"file": (vectors / "good-attachment-in-part.json").read_text(), "sealing": sealing})
    (name,) = whole["files"].values()
    assert name
    assert sum(line["name"] == "attachment" for line in whole["lines"]) == 3
    assert part["files"] == {}, "one piece alone is no file"


def test_the_pinned_package_is_the_one_installed() -> None:
    wanted = json.loads((HERE / "package.json").read_text())["dependencies"]["jose"]
    installed = json.loads((JOSE.parents[2] / "package.json").read_text())["version"]
    assert installed == wanted


def test_a_card_file_of_ours_reads_back() -> None:
    assert read_card(card_file(CARD, JUBA)) == CARD
