"""What newer programs add is passed on, and forms come by file from headquarters."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest

from neksus_desktop.bundles.keys import KeyPair
from neksus_desktop.bundles.payload import Address, Header, PayloadWriter
from neksus_desktop.bundles.read import read
from neksus_desktop.bundles.sign import Kind, sign
from neksus_desktop.errors import ExchangeCardError, ExchangeFormError, NotFoundError
from neksus_desktop.exchange.identity import reader
from neksus_desktop.forms.packs import shipped_file
from neksus_desktop.records.canonical import canonical
from neksus_desktop.storage import forms as stored
from neksus_desktop.storage import versions
from neksus_desktop.texts import LANGUAGES, explain
from neksus_desktop.usecases import import_files
from neksus_desktop.usecases.form_news import form_news
from neksus_desktop.usecases.forms import install_form, load_form
from neksus_desktop.usecases.keys import signing_key, workplace
from neksus_desktop.usecases.profile import Profile
from neksus_desktop.usecases.records import new_record
from neksus_desktop.usecases.send_forms import export_forms
from neksus_desktop.usecases.transfers import reason_words, sent_items, transfers
from tests.exchange.world import World
from tests.support.samples import invented_subject

FORM = """
settings:
  - {form_id: oppdiktet_skjema, form_title: Oppdiktet skjema, version: "7"}
survey:
  - {type: text, name: merknad, label: Merknad}
"""


def _file(world: World, kind: Kind, lines: list[tuple[str, dict[str, Any]]], form: str = "1.0") -> Path:
    """A file from headquarters to Juba with any lines."""
    norad = world["Norad"]
    header = Header(
        format=form, kind=kind, sender=norad.card, made_at=world.clock(), invented=True,
        recipients=(Address(thumbprint=world["Juba"].card.thumbprint, sequence=1),),
    )  # fmt: skip
    writer = PayloadWriter(header)
    for name, content in lines:
        writer.add(name, canonical(content))
    key: KeyPair = signing_key(norad)
    path = world.mail / "nyere.json"
    path.write_bytes(sign(kind, writer.finish(), [key]))
    return path


def _opened(profile: Profile, path: Path) -> list[bytes]:
    bundle = read(path.read_bytes(), reader(profile.store, workplace(profile), profile.now()))
    return [entry.canonical for entry in bundle.entries()]


def test_what_a_newer_minor_format_adds_survives_being_passed_on(world: World) -> None:
    record = world.write("Norad")
    world.send("Norad", "Juba", record)
    head = versions.load_version(world["Norad"].store, versions.versions(world["Norad"].store, record)[0].hash)
    newer = json.loads(head.canonical()) | {"added_in_1_7": {"kept": "ja"}}
    path = _file(world, "records", [("version", newer), ("added_line", {})], form="1.7")
    assert world.take("Juba", [path]).counts == {"new": 1}
    (sent,) = world.send("Juba", "Nairobi", record)
    assert canonical(newer) in _opened(world["Nairobi"], sent)
    assert world.take("Nairobi", [sent]).counts == {"new": 1}
    world.change("Nairobi", record, note__p2__internal="Endret der")
    assert world.pass_on("Nairobi", "Juba", record).counts == {"update": 1}


def _install(world: World, name: str) -> None:
    path = world.folder / "oppdiktet.yaml"
    path.write_text(FORM)
    install_form(world[name], path)


def test_a_form_comes_by_file_and_is_installed(world: World) -> None:
    _install(world, "Norad")
    files = list(export_forms(world["Norad"], ["oppdiktet_skjema"], world.mail).files)
    plan = import_files.plan_import(world["Juba"], files)
    assert [(item.action, item.code, item.title) for item in plan.items] == [
        ("new", "plan_form", "Oppdiktet skjema · 7")
    ]
    import_files.apply_import(world["Juba"], plan)
    (form,) = stored.installed_forms(world["Juba"].store)
    assert (form.id, form.version) == ("oppdiktet_skjema", "7")
    assert stored.form_source(world["Juba"].store, form.id) == FORM.encode()


def test_forms_come_from_headquarters_only(world: World) -> None:
    _install(world, "Juba")
    with pytest.raises(ExchangeCardError):
        export_forms(world["Juba"], ["oppdiktet_skjema"], world.mail)
    with pytest.raises(NotFoundError):
        export_forms(world["Norad"], ["oppdiktet_skjema"], world.mail)


def test_a_shipped_form_is_sent_in_its_newest_version(world: World) -> None:
    (file,) = export_forms(world["Norad"], ["neksus_veileder", "neksus_veileder"], world.mail).files
    assert world.take("Juba", [file]).counts == {"have": 1}, "it came with the program there too"
    shipped = load_form(world["Juba"], "neksus_veileder")
    changed = world.folder / "veileder.yaml"
    original = shipped_file("neksus_veileder")
    assert original is not None
    changed.write_text(original.read_text("utf-8").replace(shipped.version, "2099010101"), "utf-8")
    install_form(world["Norad"], changed)
    (file,) = export_forms(world["Norad"], ["neksus_veileder"], world.mail).files
    assert world.take("Juba", [file]).counts == {"new": 1}
    assert load_form(world["Juba"], "neksus_veileder").version == "2099010101"
    _install(world, "Norad")
    newer = world.folder / "nyere.yaml"
    newer.write_text(FORM.replace('"7"', '"8"'))
    install_form(world["Norad"], newer)
    (file,) = export_forms(world["Norad"], ["oppdiktet_skjema"], world.mail).files
    assert [item.title for item in import_files.plan_import(world["Juba"], [file]).items] == ["Oppdiktet skjema · 8"]


def test_a_form_that_is_here_is_told_so_and_one_in_use_never_changes(world: World) -> None:
    _install(world, "Norad")
    files = export_forms(world["Norad"], ["oppdiktet_skjema"], world.mail).files
    assert world.take("Juba", files).counts == {"new": 1}
    again = export_forms(world["Norad"], ["oppdiktet_skjema"], world.mail).files
    assert world.take("Juba", again).counts == {"have": 1}
    changed = world.folder / "endret.yaml"
    changed.write_text(FORM.replace("Merknad", "Noe annet"))
    install_form(world["Norad"], changed)
    other = export_forms(world["Norad"], ["oppdiktet_skjema"], world.mail).files
    new_record(world["Juba"], "oppdiktet_skjema", invented_subject())
    plan = import_files.plan_import(world["Juba"], other)
    assert [(item.action, item.code) for item in plan.items] == [("refused", "plan_form_in_use")]
    assert import_files.apply_import(world["Juba"], plan).counts == {"refused": 1}
    assert stored.form_source(world["Juba"].store, "oppdiktet_skjema") == FORM.encode()


@pytest.mark.parametrize("source", ["!!!", "c2V0dGluZ3M6IHt9Cg==", "AAAA"])
def test_a_faulty_form_is_refused(world: World, source: str) -> None:
    entry = {"id": "x", "version": "1", "content_hash": "", "file_name": "x.yaml", "source": source}
    plan = import_files.plan_import(world["Juba"], [_file(world, "forms", [("form", entry)])])
    assert [(item.action, item.code) for item in plan.items] == [("refused", "plan_form_faulty")]
    import_files.apply_import(world["Juba"], plan)
    assert stored.installed_forms(world["Juba"].store) == []


NEWER = """
settings:
  - {form_id: oppdiktet_skjema, form_title: Oppdiktet skjema, version: "8", default_language: "Norsk bokmål (nb)"}
survey:
  - type: text
    name: merknad
    label::Norsk bokmål (nb): Merknad om **vann**
    label::English (en): Remark on water
  - type: begin_repeat
    name: rad
    label::Norsk bokmål (nb): Rader
    label::English (en): Rows
  - type: integer
    name: antall
    label::Norsk bokmål (nb): Antall
    label::English (en): Number
  - type: end_repeat
"""


def test_a_form_for_named_workplaces_is_sealed_numbered_and_confirmed(world: World) -> None:
    _install(world, "Norad")
    sent = export_forms(world["Norad"], ["oppdiktet_skjema"], world.mail, to=["Juba", "Nairobi"])
    (file,) = sent.files
    assert (file.name, sent.to) == ("neksus-norad-til-juba-mfl-000001.json", ("Juba", "Nairobi"))
    assert b"merknad" not in file.read_bytes()
    assert "recipients" in json.loads(file.read_bytes())
    done = world.take("Juba", [file])
    world.take("Norad", [receipt.path for receipt in done.receipts if receipt.path])
    states = {one.recipients: one.state for one in transfers(world["Norad"]).sent}
    assert states == {("Juba",): "confirmed", ("Nairobi",): "exported"}


def test_a_form_that_is_refused_is_told_to_headquarters_with_the_reason(world: World) -> None:
    _install(world, "Norad")
    world.take("Juba", export_forms(world["Norad"], ["oppdiktet_skjema"], world.mail).files)
    new_record(world["Juba"], "oppdiktet_skjema", invented_subject())
    changed = world.folder / "endret.yaml"
    changed.write_text(FORM.replace("Merknad", "Noe annet"), encoding="utf-8")
    install_form(world["Norad"], changed)
    done = world.take("Juba", export_forms(world["Norad"], ["oppdiktet_skjema"], world.mail, to=["Juba"]).files)
    world.take("Norad", [receipt.path for receipt in done.receipts if receipt.path])
    (row,) = [one for one in transfers(world["Norad"]).sent if one.recipients == ("Juba",)]
    (item,) = sent_items(world["Norad"], row.id)
    assert (row.state, item.title, item.reason) == ("refused", "oppdiktet_skjema", "form_in_use")
    assert all("versjonsnummer" in reason_words(language, item) for language in ("nb", "nn"))
    assert "version number" in reason_words("en", item)


def test_what_a_form_brings_is_told_before_it_is_installed(world: World) -> None:
    _install(world, "Norad")
    (file,) = export_forms(world["Norad"], ["oppdiktet_skjema"], world.mail).files
    plan = import_files.plan_import(world["Juba"], [file])
    first = form_news(world["Juba"], plan, plan.items[0], "nb")
    assert first is not None
    assert (first.title, first.version, first.before, first.questions) == ("Oppdiktet skjema", "7", "", 1)
    import_files.apply_import(world["Juba"], plan)
    newer = world.folder / "nyere.yaml"
    newer.write_text(NEWER, encoding="utf-8")
    install_form(world["Norad"], newer)
    (file,) = export_forms(world["Norad"], ["oppdiktet_skjema"], world.mail).files
    plan = import_files.plan_import(world["Juba"], [file])
    news = form_news(world["Juba"], plan, plan.items[0], "nb")
    assert news is not None
    assert (news.before, news.languages, news.added_languages) == ("7", ("nb", "en"), ("nb", "en"))
    assert (news.new, news.changed, news.gone) == (("Antall",), ("Merknad om vann",), ())
    import_files.apply_import(world["Juba"], plan)
    newer.write_text(NEWER.replace("Remark on water", "Remark about water").replace('"8"', '"9"'), encoding="utf-8")
    install_form(world["Norad"], newer)
    plan = import_files.plan_import(
        world["Juba"], export_forms(world["Norad"], ["oppdiktet_skjema"], world.mail).files
    )  # fmt: skip
    news = form_news(world["Juba"], plan, plan.items[0], "nb")
    assert news is not None
    assert (news.changed, news.new) == (("Merknad om vann",), ()), "changed in another language only"
    back = import_files.plan_import(world["Juba"], [world.mail / "neksus-norad-til-alle-000001.json"])
    assert [item.action for item in back.items] == ["have"]


def test_a_shipped_version_never_gets_another_content(world: World) -> None:
    changed = world.folder / "veileder.yaml"
    original = shipped_file("neksus_veileder")
    assert original is not None
    changed.write_text(original.read_text("utf-8").replace("Hvilke pilarer", "Hvilke søyler"), "utf-8")
    shipped = load_form(world["Juba"], "neksus_veileder")
    entry = {
        "id": shipped.id, "version": shipped.version, "content_hash": shipped.content_hash, "file_name": "v.yaml",
        "source": base64.b64encode(changed.read_bytes()).decode(),
    }  # fmt: skip
    plan = import_files.plan_import(world["Juba"], [_file(world, "forms", [("form", entry)])])
    assert [(item.action, item.code) for item in plan.items] == [("refused", "plan_form_in_use")]


def test_a_form_goes_whatever_its_file_is_called_and_an_id_that_cannot_travel_is_told(world: World) -> None:
    path = world.folder / "Skjema for vær og føre (2).yaml"
    path.write_text(FORM, encoding="utf-8")
    install_form(world["Norad"], path)
    (file,) = export_forms(world["Norad"], ["oppdiktet_skjema"], world.mail).files
    assert world.take("Juba", [file]).counts == {"new": 1}
    path.write_text(FORM.replace("oppdiktet_skjema", "skjema:vær"), encoding="utf-8")
    odd = install_form(world["Norad"], path)
    with pytest.raises(ExchangeFormError) as raised:
        export_forms(world["Norad"], [odd.id], world.mail)
    assert raised.value.facts["reason"] == "id"
    for language in LANGUAGES:
        assert odd.id in explain(language, raised.value)[0]
