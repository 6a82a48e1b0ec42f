from __future__ import annotations

import json
from pathlib import Path

from neksus_desktop.paths import shipped
from tests.cli.conftest import Neksus

CHECKLIST = shipped("forms", "neksus", "veileder.yaml")


def test_the_shipped_checklist_has_no_faults(neksus: Neksus) -> None:
    found = neksus("form", "check", CHECKLIST, "--json")
    assert found.code == 0
    assert found.json == []


def test_a_faulty_form_is_told_with_sheet_row_and_remedy(neksus: Neksus, tmp_path: Path) -> None:
    form = tmp_path / "feil.md"
    form.write_text(
        "| survey |\n| | type | name | label |\n| | text | a | A |\n| | txet | b | B |\n"
        "| | note | c | ${finnes_ikke} |\n",
        encoding="utf-8",
    )
    found = neksus("form", "check", form, "--json")
    assert found.code == 4
    errors = [problem for problem in found.json if problem["severity"] == "error"]
    assert {problem["row"] for problem in errors} == {3, 4}
    assert all(problem["sheet"] == "survey" and problem["remedy"] for problem in errors)


def test_a_form_is_run_by_steps(neksus: Neksus, tmp_path: Path) -> None:
    form = tmp_path / "skjema.md"
    form.write_text(
        "| survey |\n| | type | name | label | relevant | calculation |\n| | integer | a | A | | |\n"
        "| | text | b | B | ${a} > 3 | |\n| | calculate | c | | | ${a} * 2 |\n",
        encoding="utf-8",
    )
    steps = tmp_path / "steps.json"
    steps.write_text(json.dumps([{"set": "/data/a", "value": "4"}]), encoding="utf-8")
    seen = neksus("form", "run", form, "--steps", steps, "--json").json
    assert seen["values"]["/data/c"] == "8"
    assert seen["relevant"]["/data/b"] is True


def test_one_bad_line_never_stops_a_batch(neksus: Neksus, tmp_path: Path) -> None:
    batch = tmp_path / "batch.jsonl"
    lines = ['{"id": 1, "expr": "1 + 1"}', "ikke json", '{"id": 2, "expr": "1 +"}', '{"id": 3, "expr": "\'a\'"}']
    batch.write_text("\n".join(lines), encoding="utf-8")
    answers = [json.loads(line) for line in neksus("form", "eval", "--batch", batch).out.splitlines()]
    assert [answer["id"] for answer in answers] == [1, None, 2, 3]
    assert answers[0]["value"] == 2
    assert "error" in answers[1]
    assert "error" in answers[2]
    assert answers[3] == {"id": 3, "type": "string", "value": "a"}


def test_a_form_file_can_be_begun_with(neksus: Neksus, tmp_path: Path) -> None:
    form = tmp_path / "besoek.md"
    form.write_text(
        "| survey |\n| | type | name | label |\n| | text | sted | Sted |\n| settings |\n| | form_id | form_title |\n"
        "| | besoek | Besøk |\n",
        encoding="utf-8",
    )
    place = ("--profile", str(tmp_path / "p"))
    neksus(*place, "init", "--role", "post", "--name", "P (oppdiktet)", "--unprotected", "--invented")
    made = neksus(
        *place,
        "new",
        "--form",
        form,
        "--subject-type",
        "avtale",
        "--title",
        "Besøk (oppdiktet)",
        "--invented",
        "--json",
    )
    record = made.json["id"]
    assert neksus(*place, "set", record, "/data/sted", "Distriktet").code == 0
    assert neksus(*place, "show", record, "--json").json["answers"]["data"]["sted"] == "Distriktet"
