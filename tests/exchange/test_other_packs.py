"""Records of forms that are not this workplace's, and records that have titles of their own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from neksus_desktop.exchange.apply import RecordChoice
from neksus_desktop.forms.packs import packs
from neksus_desktop.records.ids import RecordId, SubjectId, new_id
from neksus_desktop.records.record import FormRef, Record
from neksus_desktop.records.subject import Subject
from neksus_desktop.records.workplace import WorkplaceRole
from neksus_desktop.storage import records
from neksus_desktop.usecases import export, import_files
from neksus_desktop.usecases.export_preview import preview_export
from neksus_desktop.usecases.forms import install_form
from neksus_desktop.usecases.registers import new_row
from neksus_desktop.usecases.send_forms import export_forms
from neksus_desktop.usecases.titles import Titles
from neksus_desktop.usecases.transfers import reason_words, sent_items, transfers
from tests.exchange.test_newer_and_forms import FORM
from tests.exchange.world import World

PACK = next(pack for pack in packs().values() if pack.registers)
REGISTERS = PACK.registers[:2]


@pytest.fixture
def offices(tmp_path: Path) -> Iterator[World]:
    """Two workplaces that keep registers, and a post that does not."""
    role: WorkplaceRole = PACK.roles[0]  # type: ignore[assignment]  # the data names roles only
    made = World(tmp_path, (role, "Styring"), (role, "Arkiv"), ("post", "Juba"))
    yield made
    made.close()


def rows(world: World, count: int = 3) -> list[RecordId]:
    """Rows of two registers, in turns, all about one year."""
    office = world["Styring"]
    year = Subject(id=SubjectId(new_id()), type="virksomhetsaar", title="Oppdiktet år", invented=True)
    made = []
    for number in range(count):
        for form in REGISTERS:
            register = Titles(office)._register(form)
            assert register is not None
            column = register.meaning("title")
            assert column is not None
            made.append(new_row(office, form, year, {column.path: f"Rad {number} i {register.title}"}))
    return made


def send(world: World, to: str, ids: list[RecordId]) -> list[Path]:
    return list(export.export_records(world["Styring"], ids, to, world.mail, edition="full").files)


def test_rows_of_another_workplaces_registers_are_refused_and_the_sender_is_told(offices: World) -> None:
    made = rows(offices)
    files = send(offices, "Juba", made)
    plan = import_files.plan_import(offices["Juba"], files)
    assert {(item.action, item.code) for item in plan.items} == {("refused", "plan_other_workplace")}
    done = import_files.apply_import(offices["Juba"], plan, receipts_to=offices.mail)
    assert done.counts == {"refused": len(made)}
    assert not any(records.record_exists(offices["Juba"].store, one) for one in made)
    offices.take("Styring", [one.path for one in done.receipts if one.path])
    sent = transfers(offices["Styring"]).sent[0]
    assert sent.state == "refused"
    items = sent_items(offices["Styring"], sent.id)
    assert {item.reason for item in items} == {"other_workplace"}
    assert all(reason_words("nb", item).startswith("Ikke for dette arbeidsstedet") for item in items)
    assert items[0].title.startswith("Rad 0 i ")


def test_somebody_may_take_them_in_all_the_same_and_later_ones_are_welcome(offices: World) -> None:
    made = rows(offices, 1)
    done = offices.take("Juba", send(offices, "Juba", made[:1]), {made[0]: RecordChoice("apply")})
    assert done.counts == {"new": 1}
    assert offices.take("Juba", send(offices, "Juba", made[:1])).counts == {"have": 1}


def test_a_workplace_of_the_same_pack_takes_them_and_sees_their_own_titles(offices: World) -> None:
    made = rows(offices)
    plan = import_files.plan_import(offices["Arkiv"], send(offices, "Arkiv", made))
    assert len({item.title for item in plan.items}) == len(made)
    forms = [item.form_title for item in plan.items]
    assert forms == sorted(forms), "those of one form stand together"
    assert len(set(forms)) == len(REGISTERS)
    assert import_files.apply_import(offices["Arkiv"], plan).counts == {"new": len(made)}
    shown = preview_export(offices["Styring"], made, "full", "nb")
    assert {one.title for one in shown} == {item.title for item in plan.items}
    assert [one.form for one in shown] == forms


def custom(world: World, name: str) -> RecordId:
    profile = world[name]
    path = world.folder / "oppdiktet.yaml"
    path.write_text(FORM)
    form = install_form(profile, path)
    made = Record(
        id=RecordId(new_id()), form=FormRef(id=form.id, version=form.version, content_hash=form.content_hash),
        subject=Subject(id=SubjectId(new_id()), type="avtale", title="Oppdiktet avtale", country="YE", invented=True),
        origin=profile.card.thumbprint, fields={"/data/merknad": "x"},
    )  # fmt: skip
    records.create_record(profile.store, made, role=profile.role, now=profile.now())
    return made.id


def test_a_form_that_is_nowhere_here_is_asked_for_and_an_installed_one_is_welcome(world: World) -> None:
    record = custom(world, "Norad")
    files = list(export.export_records(world["Norad"], [record], "Juba", world.mail, edition="full").files)
    plan = import_files.plan_import(world["Juba"], files)
    assert [(item.action, item.code) for item in plan.items] == [("refused", "plan_unknown_form")]
    form = list(export_forms(world["Norad"], ["oppdiktet_skjema"], world.mail).files)
    both = import_files.plan_import(world["Juba"], [*files, *form])
    assert [item.action for item in both.items] == ["new", "new"]
    assert import_files.apply_import(world["Juba"], both).counts == {"new": 2}


def test_an_assessments_title_is_its_subjects(world: World) -> None:
    record = world.write("Juba")
    (item,) = import_files.plan_import(world["Norad"], world.send("Juba", "Norad", record)).items
    assert (item.title, item.form_title) == ("Vann og mekling mellom landsbyer", "")
