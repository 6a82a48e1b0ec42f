from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from neksus_desktop.errors import FormInUseError, NotFoundError
from neksus_desktop.usecases.forms import available_forms, install_form, load_form
from neksus_desktop.usecases.profile import Profile, create_profile
from neksus_desktop.usecases.records import new_record, open_record
from tests.support.samples import invented_subject

SECRET = "Spørsmål som partneren ikke vil ha liggende"


@pytest.fixture(params=[None, "en oppdiktet passordfrase"], ids=["unprotected", "protected"])
def profile(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Profile]:
    made, _code = create_profile(
        tmp_path / "p", role="post", name="Stasjon (oppdiktet)", passphrase=request.param, invented=True
    )
    yield made
    made.close()


def _form(folder: Path, version: str, form_id: str = "besoek") -> Path:
    path = folder / f"{form_id}-{version}.md"
    path.write_text(
        f"| survey |\n| | type | name | label |\n| | text | sted | {SECRET} |\n| settings |\n"
        f"| | form_id | form_title | version |\n| | {form_id} | Besøk | {version} |\n",
        encoding="utf-8",
    )
    return path


def test_a_new_record_takes_the_newest_version_and_an_old_one_keeps_its_own(profile: Profile, tmp_path: Path) -> None:
    install_form(profile, _form(tmp_path, "9"))
    old = new_record(profile, "besoek", invented_subject())
    install_form(profile, _form(tmp_path, "10"))
    new = new_record(profile, "besoek", invented_subject())
    assert [open_record(profile, record).form.version for record in (old, new)] == ["9", "10"]


def test_a_newer_version_of_a_shipped_form_is_used(profile: Profile, tmp_path: Path) -> None:
    shipped = load_form(profile, "neksus_veileder").version
    install_form(profile, _form(tmp_path, f"{int(shipped) + 1}", "neksus_veileder"))
    assert load_form(profile, "neksus_veileder").version == f"{int(shipped) + 1}"
    assert load_form(profile, "neksus_veileder", shipped).version == shipped


def test_an_older_version_of_a_shipped_form_is_not(profile: Profile, tmp_path: Path) -> None:
    shipped = load_form(profile, "neksus_veileder").version
    install_form(profile, _form(tmp_path, "1", "neksus_veileder"))
    assert load_form(profile, "neksus_veileder").version == shipped


def test_an_embassy_is_not_offered_the_registers(profile: Profile) -> None:
    assert [form.id for form in available_forms(profile)] == ["neksus_veileder"]


def test_an_unknown_form_is_told(profile: Profile) -> None:
    with pytest.raises(NotFoundError):
        load_form(profile, "finnes_ikke")


def test_nothing_of_an_installed_form_lies_beside_a_protected_profile(profile: Profile, tmp_path: Path) -> None:
    install_form(profile, _form(tmp_path, "1"))
    open_record(profile, new_record(profile, "besoek", invented_subject()))
    found = [path for path in profile.folder.rglob("*") if path.is_file() and SECRET.encode() in path.read_bytes()]
    assert bool(found) is not profile.protected


def test_what_lies_beside_a_form_is_installed_with_it(profile: Profile, tmp_path: Path) -> None:
    folder = tmp_path / "fra_partner"
    folder.mkdir()
    path = folder / "felt.md"
    path.write_text(
        "| survey |\n| | type | name | label | media::image |\n| | select_one_from_file land.csv | land | Land | |\n"
        "| | note | kart | Kart | kart.png |\n"
        "| settings |\n| | form_id | form_title | version |\n| | felt | Felt | 1 |\n",
        encoding="utf-8",
    )
    (folder / "land.csv").write_text("name,label\nss,Sør-Sudan\n", encoding="utf-8")
    (folder / "kart.png").write_bytes(b"et bilde")
    install_form(profile, path)
    shutil.rmtree(folder)
    opened = open_record(profile, new_record(profile, "felt", invented_subject()))
    assert [choice.label for choice in opened.session.view("/data/land").choices] == ["Sør-Sudan"]
    assert opened.form.definition.media["kart.png"] == b"et bilde"


def test_the_same_version_changed_replaces_what_no_record_answers(profile: Profile, tmp_path: Path) -> None:
    path = _form(tmp_path, "1")
    install_form(profile, path)
    assert load_form(profile, "besoek").title("nb") == "Besøk"
    path.write_text(path.read_text(encoding="utf-8").replace("Besøk", "Feltbesøk"), encoding="utf-8")
    install_form(profile, path)
    assert load_form(profile, "besoek").title("nb") == "Feltbesøk"
    new_record(profile, "besoek", invented_subject())
    install_form(profile, path)
    path.write_text(path.read_text(encoding="utf-8").replace("Feltbesøk", "Reise"), encoding="utf-8")
    with pytest.raises(FormInUseError):
        install_form(profile, path)
