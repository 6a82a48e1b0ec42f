"""Files that a trusted workplace signed and no program of ours would write."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from neksus_desktop.bundles.payload import LARGEST, Address, Header, PayloadWriter
from neksus_desktop.bundles.seal import seal
from neksus_desktop.bundles.sign import sign
from neksus_desktop.errors import NotFoundError
from neksus_desktop.records.record import FormRef
from neksus_desktop.records.version import Version
from neksus_desktop.storage.peers import find_peer
from neksus_desktop.storage.records import load_record
from neksus_desktop.texts import explain
from neksus_desktop.usecases import import_files, keys
from neksus_desktop.usecases.forms import load_form
from neksus_desktop.usecases.verify import verify_file
from tests.bundles.making import version
from tests.exchange.world import World


def from_juba(world: World, *lines: Version, **changes: Any) -> Path:
    """A file of records as Juba could write it by hand, for Norad."""
    juba, norad = world["Juba"], world["Norad"].card
    head = Header(
        format="1.0", kind="records", sender=juba.card.model_copy(update=changes), made_at=juba.now(), invented=True,
        recipients=(Address(thumbprint=norad.thumbprint, sequence=1),), edition="full",
    )  # fmt: skip
    writer = PayloadWriter(head)
    for line in lines:
        writer.add("version", line.canonical())
    signed = sign("records", writer.finish(), [keys.workplace(juba).signing])
    path = world.mail / f"fremmed-{len(list(world.mail.iterdir()))}.json"
    path.write_bytes(seal(signed, [norad.sealing]))
    return path


@pytest.mark.parametrize("number", [LARGEST, 1, 0, -7])
def test_a_version_of_any_number_can_be_merged_with(world: World, number: int) -> None:
    base = version(number=3, status="draft", reason="exported")
    second = {"parents": (base.hash,), "number": number}
    first = base.model_copy(update=second | {"fields": {**base.fields, "note/p1/internal": "Fra den ene"}})
    other = base.model_copy(update=second | {"fields": {**base.fields, "note/p2/internal": "Fra den andre"}})
    world.take("Norad", [from_juba(world, base, first)])
    assert world.take("Norad", [from_juba(world, base, other)]).counts == {"merge": 1}
    merged = load_record(world["Norad"].store, base.record).fields
    assert merged["note/p1/internal"] == "Fra den ene"
    assert merged["note/p2/internal"] == "Fra den andre"


def test_a_sender_goes_by_the_name_and_role_that_were_compared(world: World) -> None:
    file = from_juba(world, version(), name="Norad", role="norad")
    assert verify_file(world["Norad"], file).sender == "Juba"
    (planned,) = import_files.plan_import(world["Norad"], [file]).files
    assert planned.sender_name == "Juba"
    assert planned.bundle is not None
    assert (planned.bundle.header.sender.name, planned.bundle.header.sender.role) == ("Juba", "post")
    world.take("Norad", [file])
    assert find_peer(world["Norad"].store, world["Juba"].card.thumbprint).role == "post"


def test_a_record_of_a_form_version_that_is_not_here_is_kept_and_says_which_version(world: World) -> None:
    newer = FormRef(id="neksus_veileder", version="2099123101", content_hash="0" * 64)
    one = version(form=newer)
    assert world.take("Norad", [from_juba(world, one)]).counts == {"new": 1}
    kept = world.record("Norad", one.record)
    assert kept.fields == one.fields
    with pytest.raises(NotFoundError) as caught:
        load_form(world["Norad"], kept.form.id, kept.form.version)
    assert "2099123101" in explain("nb", caught.value).what
