"""A year and its registers through the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Neksus


@pytest.fixture
def folder(neksus: Neksus, tmp_path: Path) -> Path:
    made = tmp_path / "norec"
    assert (
        neksus("--profile", made, "init", "--role", "norec", "--name", "Norec", "--unprotected", "--invented").code == 0
    )
    assert neksus("--profile", made, "year", "new", "2026", "--json").json["rows"]["norec_plikter"] == 52
    return made


def test_a_row_goes_in_and_its_deadline_comes_out(neksus: Neksus, folder: Path, tmp_path: Path) -> None:
    at = ("--profile", folder, "--language", "nn")
    added = neksus(
        *at, "register", "add", "norec_publikasjoner", "tittel=Ein rapport", "publisering=2026-04-19", "--json"
    )
    rows = neksus(*at, "register", "list", "norec_publikasjoner", "--json").json
    assert [(row["id"], row["frist_oversendelse"]) for row in rows] == [(added.json["id"], "2026-04-05")]
    wheel = neksus(*at, "year", "wheel", "--ics", tmp_path / "year.ics", "--json").json
    assert wheel[0] | {"day": "2026-04-05", "recommended": "2026-04-01", "source_ref": "§ 5.3"} == wheel[0]
    said = neksus(*at, "year", "wheel").out.splitlines()
    assert said[1].split("  ")[-1].strip() == "Planlagd", "what is computed is not to be checked"
    assert "20260405" in (tmp_path / "year.ics").read_text(encoding="utf-8")
    paper = neksus(*at, "report", "letter", added.json["id"], "-o", tmp_path / "letter.pdf", "--lang", "nn")
    assert paper.code == 0, paper.err


def test_faults_are_told(neksus: Neksus, folder: Path) -> None:
    assert "register_year" in neksus("--profile", folder, "year", "new", "2026").err
    assert "register_column" in neksus("--profile", folder, "register", "add", "norec_risiko", "x=1").err
    for value in ("kategori=tull", "kjent=22.11.2026", "varslet=31.2.2026 kl. 9.00"):
        refused = neksus("--profile", folder, "register", "add", "norec_meldinger", value)
        assert (refused.code, value.partition("=")[2] in refused.err) == (1, True)
    early = ("kjent=2.6.2026 12:00", "varslet=1.6.2026 12:00")
    refused = neksus("--profile", folder, "register", "add", "norec_meldinger", *early)
    assert (refused.code, "«varslet»" in refused.err) == (1, True)
    assert neksus("--profile", folder, "register", "list", "norec_meldinger", "--json").json == []


def test_values_are_written_as_people_write_them(neksus: Neksus, folder: Path) -> None:
    values = ("emne=Ei sak", "kategori=Information on a matter of political attention (§ 5.3)", "ansvarlig=")
    neksus("--profile", folder, "register", "add", "norec_meldinger", *values, "kjent=22.11.2026 kl. 9.05", "varslet=")
    row = neksus("--profile", folder, "register", "list", "norec_meldinger", "--json").json[0]
    assert (row["kategori"], row["kjent"]) == ("orientering", "2026-11-22T09:05:00")
    assert "22.11.2026 kl. 09.05" in neksus("--profile", folder, "register", "list", "norec_meldinger").out
    neksus("--profile", folder, "register", "add", "norec_publikasjoner", "tittel=Ein rapport", "publisering=19.4.2026")
    row = neksus("--profile", folder, "register", "list", "norec_publikasjoner", "--json").json[0]
    assert row["frist_oversendelse"] == "2026-04-05"


def test_a_table_is_read_and_what_does_not_fit_is_named(neksus: Neksus, folder: Path, tmp_path: Path) -> None:
    table = tmp_path / "meldingar.csv"
    table.write_text(
        "Emne;Kategori;Kjend for direktøren;UD varsla;Merknad\n"
        "Ei sak;orientering;22.11.2026 kl. 9.05;22.11.26 9:47;\n"
        "Ei anna;;22.11.2026;;\n",
        encoding="utf-8",
    )
    done = neksus("--profile", folder, "--language", "nn", "register", "import", "norec_meldinger", table)
    assert done.err.splitlines() == [
        "Blir ikkje lesne, for registeret har ikkje slike kolonnar: Merknad.",
        "Linje 3: Ei anna: Kjend for direktøren",
    ]
    rows = neksus("--profile", folder, "register", "list", "norec_meldinger", "--json").json
    assert [(row["emne"], row["tid_brukt"]) for row in rows] == [("Ei sak", "0 t 42 min")]


def test_registers_are_never_at_a_post_and_the_checklist_never_in_them(
    neksus: Neksus, folder: Path, tmp_path: Path
) -> None:
    post = ("--profile", tmp_path / "post", "--language", "nn")
    assert neksus(*post, "init", "--role", "post", "--name", "Ambassaden", "--unprotected", "--invented").code == 0
    subject = ("--title", "x", "--invented")
    for given, code in (
        (("year", "new", "2026"), "register_year"),
        (("register", "list", "norec_risiko"), "register_year"),
        (("register", "add", "norec_risiko", "navn=X"), "register_year"),
        (("year", "document", "norec_risikobilde"), "register_year"),
        (("new", "--form", "norec_risiko", "--subject-type", "virksomhetsaar", *subject), "other_pack"),
    ):
        refused = neksus(*post, *given)
        assert (refused.code, code in refused.err) == (1, True), given
    assert neksus(*post, "list", "--json").json == []
    checklist = ("new", "--form", "neksus_veileder", "--subject-type", "avtale", *subject)
    assert "other_pack" in neksus("--profile", folder, *checklist).err
