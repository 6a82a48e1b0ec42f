"""The museum: one file per kind and per defect of every released format, read by every later program."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from neksus_desktop.bundles.card import read_card
from neksus_desktop.bundles.keys import KeyPair, key_pair
from neksus_desktop.bundles.meaning import CLOCK_SLACK
from neksus_desktop.bundles.payload import RosterInfo, lines
from neksus_desktop.bundles.read import Reader, read
from neksus_desktop.bundles.trust import Trusted
from neksus_desktop.errors import BundleError
from neksus_desktop.paths import shipped
from neksus_desktop.records.ids import Thumbprint
from tools.schema import schemas

FOLDER = Path(__file__).parents[1] / "data" / "bundles"
INDEX: dict[str, str] = json.loads((FOLDER / "index.json").read_text())
KEYS: dict[str, KeyPair] = {
    name: key_pair(json.dumps(jwk).encode()) for name, jwk in json.loads((FOLDER / "keys.json").read_text()).items()
}
COMPARED = {KEYS["signing"].thumbprint: Trusted("Oppdiktet stasjon")}
CLOCK = datetime.fromisoformat("2026-11-24T08:00:00Z")
GOOD = [name for name, code in INDEX.items() if not code and name != "card.json"]


def _reader(trusted: dict[Thumbprint, Trusted]) -> Reader:
    return Reader(frozenset({KEYS["to_signing"].thumbprint}), [KEYS["to_sealing"]], trusted.get, CLOCK)


def _vouched_for() -> Iterator[tuple[Thumbprint, Trusted]]:
    """Whom the two key lists among the vectors vouch for, as the document says it."""
    for name in ("good-roster-revoking.json", "good-roster-ending.json"):
        until = CLOCK
        for entry in read((FOLDER / name).read_bytes(), _reader(COMPARED)).entries():
            if isinstance(entry.content, RosterInfo):
                until = entry.content.valid_until
            elif entry.content.valid_from <= CLOCK + CLOCK_SLACK:
                ends = min(until, entry.content.revoked_at or until)
                yield entry.content.card.thumbprint, Trusted(entry.content.card.name, ends)


READER = _reader(dict(_vouched_for()) | COMPARED)


@pytest.mark.parametrize("name", GOOD)
def test_a_good_vector_is_read(name: str) -> None:
    assert list(read((FOLDER / name).read_bytes(), READER).entries())


@pytest.mark.parametrize(("name", "code"), [(name, code) for name, code in INDEX.items() if code])
def test_a_bad_vector_is_refused_with_its_own_error(name: str, code: str) -> None:
    data = (FOLDER / name).read_bytes()
    with pytest.raises(BundleError) as caught:
        read_card(data) if name.startswith("bad-card-") else read(data, READER)
    assert caught.value.code == code


def test_the_card_vector_is_read() -> None:
    assert read_card((FOLDER / "card.json").read_bytes()).signing == KEYS["signing"].public


@pytest.mark.parametrize("name", [name for name in GOOD if name != "good-newer-lines.json"])
def test_every_line_keeps_to_its_schema(name: str) -> None:
    bundle = read((FOLDER / name).read_bytes(), READER)
    schema: dict[str, Any] = json.loads(shipped("resources", "schema", f"neksus-{bundle.kind}-1.json").read_text())
    validator = jsonschema.Draft202012Validator(schema)
    for line in lines(bundle.payload, unpacked_limit=10**6, line_limit=10**6):
        validator.validate(json.loads(line))


@pytest.mark.parametrize("name", schemas())
def test_the_shipped_schemas_are_those_of_the_models(name: str) -> None:
    assert shipped("resources", "schema", name).read_text(encoding="utf-8") == schemas()[name], "run make schema"


def test_what_the_document_says_about_the_vectors_is_so() -> None:
    document = shipped("docs", "bundle-format.md").read_text(encoding="utf-8")
    assert [name for name in [*INDEX, "keys.json"] if f"`{name}`" not in document] == []
