from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from neksus_desktop.usecases import newer_form
from neksus_desktop.usecases.forms import install_form
from neksus_desktop.usecases.history import redo, undo
from neksus_desktop.usecases.profile import Profile, create_profile
from neksus_desktop.usecases.records import new_record, open_record, save_fields
from tests.support.samples import invented_subject


@pytest.fixture
def profile(tmp_path: Path) -> Iterator[Profile]:
    made, _code = create_profile(tmp_path / "p", role="post", name="Stasjon (oppdiktet)", invented=True)
    yield made
    made.close()


def _form(folder: Path, version: str, survey: str) -> Path:
    path = folder / f"besoek-{version}.md"
    path.write_text(
        f"| survey |\n| | type | name | label |\n{survey}| settings |\n"
        f"| | form_id | form_title | version |\n| | besoek | Besøk | {version} |\n",
        encoding="utf-8",
    )
    return path


def test_a_draft_is_compared_and_moved_and_keeps_everything(profile: Profile, tmp_path: Path) -> None:
    install_form(profile, _form(tmp_path, "1", "| | text | sted | S |\n| | text | vaer | V |\n| | text | bort | B |\n"))
    record = new_record(profile, "besoek", invented_subject())
    save_fields(profile, record, {"/data/sted": "Bamako", "/data/vaer": "sol", "/data/bort": "mye"})
    assert not newer_form.compare(profile, record).needed
    group = "| | begin_group | g | G |\n| | text | vaer | V |\n| | end_group | | |\n"
    moved = f"| | text | sted | S |\n{group}| | text | ny | N |\n"
    install_form(profile, _form(tmp_path, "2", moved))
    plan = newer_form.compare(profile, record)
    assert (plan.before, plan.after) == ("1", "2")
    assert plan.fits == ("/data/sted",)
    assert plan.moved == (("/data/vaer", "/data/g/vaer"),)
    assert plan.lost == ("/data/bort",)
    assert plan.new == ("/data/ny",)
    assert open_record(profile, record).form.version == "1"
    assert newer_form.move(profile, record) == plan
    after = open_record(profile, record)
    assert after.form.version == "2"
    assert after.record.form.content_hash == after.form.content_hash
    assert after.session.value("/data/g/vaer") == "sol"
    assert after.session.orphans() == {"/data/bort": "mye"}
    assert not newer_form.move(profile, record).needed
    assert undo(profile, record)
    back = open_record(profile, record)
    assert (back.form.version, back.session.orphans()) == ("1", {})
    assert back.session.value("/data/vaer") == "sol"
    assert redo(profile, record)
    assert open_record(profile, record).session.value("/data/g/vaer") == "sol"


def test_a_person_sees_words_and_texts_whose_point_is_gone(profile: Profile, tmp_path: Path) -> None:
    install_form(profile, _form(tmp_path, "1", "| | text | sted | Sted |\n| | text | bort | Bort |\n"))
    record = new_record(profile, "besoek", invented_subject())
    assert newer_form.newer_version(profile, open_record(profile, record)) == ""
    save_fields(profile, record, {"/data/sted": "Bamako", "note/bort/internal": "Langt.", "followup/a/point": "bort"})
    save_fields(profile, record, {"followup/a/text": "Ring stasjonen"})
    install_form(profile, _form(tmp_path, "2", "| | text | sted | Sted |\n| | text | ny | Hva er nytt? |\n"))
    assert newer_form.newer_version(profile, open_record(profile, record)) == "2"
    found = newer_form.look(profile, record)
    assert found.move.lost == ("note/bort/internal", "followup/a")
    assert found.titles == {
        "/data/sted": "Sted", "/data/ny": "Hva er nytt?", "note/bort/internal": "Bort", "followup/a": "Ring stasjonen"
    }  # fmt: skip
