"""Documents, tables, archive packages and filled forms through the command line, on the shipped form and samples."""

from __future__ import annotations

import json
import subprocess
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from pypdf import PdfReader, PdfWriter

from neksus_desktop.usecases.load_samples import load_samples
from neksus_desktop.usecases.profile import create_profile, open_profile
from neksus_desktop.usecases.report import INTERNAL_KINDS, REPORT_KINDS, YEAR_KINDS
from tests.cli.conftest import Neksus

COHESION = "/data/innsats/innsats_samhold/innsats_samhold"
NOTE = "note/innsats_samhold/internal"
STAMP = "OPPDIKTET EKSEMPEL – IKKE NORSK VURDERING"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    folder = tmp_path_factory.mktemp("paper") / "profile"
    profile, _ = create_profile(folder, role="post", name="Stasjon", passphrase=None, invented=True)
    ids = load_samples(profile, ["eks01", "eks03", "eks07"])
    profile.close()
    return folder, dict(ids)


def pages(path: Path) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(path).pages]


@pytest.mark.parametrize("kind", [kind for kind in REPORT_KINDS if kind not in YEAR_KINDS | {"comparison"}])
def test_every_document_is_made_of_a_sample(
    neksus: Neksus, place: tuple[Path, dict[str, str]], tmp_path: Path, kind: str
) -> None:
    folder, ids = place
    chosen = list(ids.values()) if kind in {"across", "portfolio"} else [ids["eks01"]]
    if kind == "transfers":
        chosen = []
    made = neksus("--profile", folder, "report", kind, *chosen, "-o", tmp_path / "a.pdf", "--lang", "nb", "--json")
    assert made.code == 0, made.err
    said = pages(tmp_path / "a.pdf")
    assert made.json["pages"] == len(said)
    assert made.json["unprintable"] == ""
    assert all(STAMP in page for page in said)


def test_the_approver_gets_one_page(neksus: Neksus, place: tuple[Path, dict[str, str]], tmp_path: Path) -> None:
    folder, ids = place
    for name, record in ids.items():
        assert neksus("--profile", folder, "report", "approver", record, "-o", tmp_path / f"{name}.pdf").code == 0
        assert len(pages(tmp_path / f"{name}.pdf")) == 1


def test_an_approved_summary_says_its_version_and_who_decided(
    neksus: Neksus, place: tuple[Path, dict[str, str]], tmp_path: Path
) -> None:
    folder, ids = place
    assert neksus("--profile", folder, "report", "summary", ids["eks07"], "-o", tmp_path / "a.pdf").code == 0
    shown = neksus("--profile", folder, "show", ids["eks07"], "--json").json
    said = pages(tmp_path / "a.pdf")
    assert all(f"versjon {shown['versions'][-1]['hash'][:16]}" in page for page in said)
    assert all("Unntatt offentlighet, jf. offentleglova § 24" in page for page in said)
    assert "Stasjonssjef" in said[-1]


@pytest.mark.parametrize("kind", sorted(INTERNAL_KINDS))
def test_what_is_internal_is_given_in_no_other_edition(
    neksus: Neksus, place: tuple[Path, dict[str, str]], tmp_path: Path, kind: str
) -> None:
    folder, ids = place
    for edition in ("shareable", "public", "anonymous"):
        out = tmp_path / "a.pdf"
        made = neksus("--profile", folder, "report", kind, ids["eks01"], "-o", out, "--edition", edition)
        assert made.code == 1
        assert "report_choice" in made.err
        assert not out.exists()


def test_a_comparison_needs_two_versions(neksus: Neksus, place: tuple[Path, dict[str, str]], tmp_path: Path) -> None:
    folder, ids = place
    made = neksus("--profile", folder, "report", "comparison", ids["eks01"], "-o", tmp_path / "a.pdf")
    assert made.code == 1
    assert "report_choice" in made.err
    assert not (tmp_path / "a.pdf").exists()


def test_the_archive_package_holds_the_signed_data_and_names_it(
    neksus: Neksus, place: tuple[Path, dict[str, str]], tmp_path: Path
) -> None:
    folder, ids = place
    made = neksus("--profile", folder, "archive", ids["eks01"], "-o", tmp_path / "pakke", "--json")
    assert made.code == 0, made.err
    document = Path(made.json["document"])
    inside = PdfReader(document).attachments
    assert list(inside) == [f"{ids['eks01']}.json"]
    bundle = inside[f"{ids['eks01']}.json"][0]
    (tmp_path / "bundle.json").write_bytes(bundle)
    assert json.loads(bundle)["signatures"]
    assert neksus("--profile", folder, "verify", tmp_path / "bundle.json").code in {0, 3}
    root = ET.parse(made.json["metadata"]).getroot()
    assert root.findtext("dokumentobjekt/referanseDokumentfil") == document.name
    assert root.findtext("tittel", "").endswith("Matsikkerhet og lokal konfliktløsning i tre distrikter")
    assert not [element.tag for element in root.iter() if "grad" in element.tag.lower()]
    checked = subprocess.run(["qpdf", "--check", str(document)], capture_output=True, check=False)
    assert checked.returncode == 0, checked.stdout
    assert neksus("--profile", folder, "show", ids["eks01"], "--json").json["status"] == "approved"


def test_tables_of_all_records(neksus: Neksus, place: tuple[Path, dict[str, str]], tmp_path: Path) -> None:
    folder, _ = place
    for name in ("answers.csv", "answers.jsonl", "all.xlsx", "deadlines.ics"):
        kind = name.partition(".")[0]
        made = neksus("--profile", folder, "table", kind, "-o", tmp_path / name, "--json")
        assert made.code == 0, made.err
        assert made.json["rows"] > 0
    assert neksus("--profile", folder, "table", "all", "-o", tmp_path / "x.csv").code == 1


def test_anonymised_tables_hold_nothing_that_finds_a_record_again(
    neksus: Neksus, place: tuple[Path, dict[str, str]], tmp_path: Path
) -> None:
    folder, ids = place
    told = {}
    for edition in ("anonymous", "internal"):
        table = tmp_path / f"{edition}.jsonl"
        neksus("--profile", folder, "table", "answers", "-o", table, "--edition", edition)
        told[edition] = table.read_text("utf-8")
    assert any(one in told["internal"] for one in ids.values())
    assert not any(one in told["anonymous"] for one in ids.values())
    rows = [json.loads(line) for line in told["anonymous"].splitlines()]
    assert {row["record"] for row in rows} <= {str(number) for number in range(1, len(ids) + 1)}
    assert {row["version"] for row in rows} == {""}


def fill(path: Path, values: dict[str, str]) -> None:
    writer = PdfWriter(clone_from=BytesIO(path.read_bytes()))
    for page in writer.pages:
        writer.update_page_form_field_values(page, values, auto_regenerate=False)
    writer.write(path)


def test_a_filled_form_becomes_a_draft_and_overwrites_nothing(neksus: Neksus, tmp_path: Path) -> None:
    folder = tmp_path / "profile"
    create_profile(folder, role="post", name="Stasjon", passphrase=None, invented=True)[0].close()
    at = ("--profile", folder)
    made = neksus(
        *at, "new", "--form", "neksus_veileder", "--subject-type", "avtale", "--title", "Vann", "--invented", "--json"
    )
    record = made.json["id"]
    form = tmp_path / "skjema.pdf"
    assert neksus(*at, "report", "blank", record, "--fillable", "-o", form).code == 0
    fill(form, {COHESION: "/styrker", NOTE: "Fra feltet."})
    assert neksus(*at, "set", record, NOTE, "Skrevet hjemme.").code == 0

    planned = neksus(*at, "import", form, "--plan", "--json").json["items"][0]
    assert (planned["action"], planned["record"]) == ("update", record)
    assert COHESION not in neksus(*at, "show", record, "--json").json["fields"]
    assert neksus(*at, "import", form).code == 0
    fields = neksus(*at, "show", record, "--json").json["fields"]
    assert (fields[COHESION], fields[NOTE]) == ("styrker", "Skrevet hjemme.")
    assert neksus(*at, "import", form, "--json").json["items"][0]["action"] == "have"


def test_a_blank_form_filled_elsewhere_becomes_a_new_record(neksus: Neksus, tmp_path: Path) -> None:
    folder = tmp_path / "profile"
    create_profile(folder, role="post", name="Stasjon", passphrase=None, invented=True)[0].close()
    form = tmp_path / "skjema.pdf"
    at = ("--profile", folder)
    assert neksus(*at, "report", "blank", "neksus_veileder", "--fillable", "-o", form, "--lang", "en").code == 0
    fill(form, {COHESION: "/styrker", "subject/title": "Water", "subject/country": "Somalia"})
    done = neksus(*at, "import", form, "--json").json["items"][0]
    shown = neksus(*at, "show", done["record"], "--json").json
    assert (shown["subject"]["title"], shown["subject"]["country"], shown["status"]) == ("Water", "SO", "draft")
    assert shown["fields"][COHESION] == "styrker"


def test_a_pdf_that_is_no_form_of_ours_is_refused(
    neksus: Neksus, place: tuple[Path, dict[str, str]], tmp_path: Path
) -> None:
    folder, ids = place
    neksus("--profile", folder, "report", "summary", ids["eks01"], "-o", tmp_path / "a.pdf")
    refused = neksus("--profile", folder, "import", tmp_path / "a.pdf", "--json")
    assert refused.code == 4
    assert refused.json["items"][0]["code"] == "report_filled"
    open_profile(folder).close()


@pytest.fixture
def burmese(neksus: Neksus, tmp_path: Path) -> tuple[Path, str]:
    """A record about a subject with a Burmese name."""
    folder = tmp_path / "burmese"
    create_profile(folder, role="post", name="Stasjon", passphrase=None, invented=True)[0].close()
    made = neksus(
        "--profile", folder, "new", "--form", "neksus_veileder", "--subject-type", "avtale", "--title", "Vann မြန်မာ",
        "--points", "innsats_samhold", "--invented", "--json",
    )  # fmt: skip
    assert neksus("--profile", folder, "set", made.json["id"], NOTE, "Møte i ရန်ကုန်.").code == 0
    return folder, made.json["id"]


def test_what_cannot_be_printed_is_said_of_every_document(
    neksus: Neksus, burmese: tuple[Path, str], tmp_path: Path
) -> None:
    folder, record = burmese
    kinds = {kind for kind in REPORT_KINDS if kind not in YEAR_KINDS} - {"comparison", "transfers", "portfolio"}
    for kind in sorted(kinds):
        out = tmp_path / f"{kind}.pdf"
        made = neksus("--profile", folder, "--language", "nb", "report", kind, record, "-o", out, "--json")
        assert made.code == 0, made.err
        assert "burmesisk skrift" in made.err, kind
        assert "မ" in made.json["unprintable"], kind
        assert any("[U+1019]" in page for page in pages(out)), kind


def test_what_cannot_be_printed_is_said_of_an_archive_package(
    neksus: Neksus, burmese: tuple[Path, str], tmp_path: Path
) -> None:
    folder, record = burmese
    at = ("--profile", folder, "--language", "en")
    assert neksus(*at, "submit", record).code == 0
    assert neksus(*at, "--as", "stasjonssjef", "approve", record).code == 0
    made = neksus(*at, "archive", record, "-o", tmp_path / "pakke", "--json")
    assert made.code == 0, made.err
    assert "Burmese script" in made.err
    assert "မ" in made.json["unprintable"]


def test_an_edition_or_an_ending_that_does_not_exist_is_refused(
    neksus: Neksus, place: tuple[Path, dict[str, str]], tmp_path: Path
) -> None:
    folder, ids = place
    at = ("--profile", folder)
    assert "report_choice" in neksus(*at, "report", "transfers", "-o", tmp_path / "t.pdf", "--edition", "public").err
    assert "report_choice" in neksus(*at, "table", "texts", "-o", tmp_path / "t.ics").err
    assert "report_choice" in neksus(*at, "table", "deadlines", "-o", tmp_path / "t.ics", "--edition", "public").err
    assert list(tmp_path.iterdir()) == []
    whole = neksus(*at, "table", "deadlines", "-o", tmp_path / "all.ics", "--json").json["rows"]
    parts = [
        neksus(*at, "table", "deadlines", one, "-o", tmp_path / "one.ics", "--json").json["rows"]
        for one in ids.values()
    ]
    assert whole == sum(parts)
    assert max(parts) < whole
