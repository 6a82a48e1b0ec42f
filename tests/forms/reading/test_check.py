from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from neksus_desktop.errors import FormFaultyError
from neksus_desktop.forms.reading import check, to_xform
from neksus_desktop.paths import shipped
from neksus_desktop.texts import LANGUAGES, room
from tests.forms.reading.forms_on_disk import FRUIT, codes, errors, md_form

HEAD = "type | name | label | relevant | calculation | choice_filter"
CHOICES = "| choices |\n| | list_name | name | label |\n| | jn | ja | Ja |\n"


@pytest.mark.parametrize(
    ("survey", "code"),
    [
        ("txet | a | A", "type_unknown"),
        (" | a | A", "type_missing"),
        ("text |  | A", "name_missing"),
        ("text | a b | A", "name_invalid"),
        ("text | 1a | A", "name_invalid"),
        ("text | a | ", "label_missing"),
        ("calculate | a | | | ", "calculation_missing"),
        ("select_one | a | A", "list_not_named"),
        ("select_one nj | a | A", "list_unknown"),
        ("select_multiple nj | a | A", "list_unknown"),
        ("begin group | a | A", "group_unclosed"),
        ("end group | a | A", "group_unopened"),
        ("text | a | A | ${b} = 1", "reference_unknown"),
        ("text | a | A | ${b = 1", "reference_broken"),
        ("text | a | A | 1 +", "expression_unfinished"),
        ("text | a | A | 1 ] 2", "expression_broken"),
        ("text | a | A | foo(1)", "function_unknown"),
        ("text | a | A | selected(1)", "function_arguments"),
        ("calculate | a | A | | count(", "expression_unfinished"),
    ],
)
def test_one_fault_is_told_with_its_row(tmp_path: Path, survey: str, code: str) -> None:
    path = md_form(tmp_path, f"{HEAD}\ntext | forst | Først\n{survey}", CHOICES)
    assert [(p.code, p.sheet, p.row) for p in errors(path)] == [(code, "survey", 3)]


def test_compiling_tells_all_faults_too(tmp_path: Path) -> None:
    path = md_form(tmp_path, f"{HEAD}\ntxet | a | A\ntext | b | B | ${{c}}")
    with pytest.raises(FormFaultyError) as caught:
        to_xform(path)
    assert [(p.code, p.row) for p in caught.value.problems] == [("type_unknown", 2), ("reference_unknown", 3)]
    assert caught.value.facts == {"count": 2, "where": "survey 2"}


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    path = md_form(
        tmp_path, f"{HEAD}\ntxet | a | A\ntext | b | B | ${{c}}\ntext | b | B\nselect_one x | d | D", CHOICES
    )
    assert [(p.code, p.row) for p in errors(path)] == [
        ("type_unknown", 2),
        ("reference_unknown", 3),
        ("name_twice", 4),
        ("list_unknown", 5),
    ]


def test_a_suggestion_is_made(tmp_path: Path) -> None:
    path = md_form(tmp_path, f"{HEAD}\nselect_one jnn | svar | A\ntext | b | B | ${{svarr}} = 1", CHOICES)
    assert [problem.remedy.rpartition("! ")[2].rpartition(". ")[2] for problem in errors(path)] == [
        "Mente du jn?",
        "Mente du svar?",
    ]


def test_a_name_used_twice_cannot_be_referred_to(tmp_path: Path) -> None:
    survey = f"{HEAD}\ntext | a | A\nbegin group | g | G\ntext | a | A\nend group\ntext | b | B | ${{a}} = 1"
    assert [(p.code, p.row) for p in errors(md_form(tmp_path, survey))] == [("reference_ambiguous", 6)]


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ("| survye |\n| | type | name | label |\n| | text | a | A |\n| x |\n| | a |\n", ("survey_missing", "", 0)),
        ("| survey |\n| | type | nmae | label |\n| | text | a | A |\n", ("column_missing", "survey", 1)),
        (
            FRUIT.replace("list_name | name | label |", "list_name | nmae | label |"),
            ("column_missing", "choices", 1),
        ),
        (FRUIT.replace("| jn | nei |", "| jn | ja |"), ("choice_name_twice", "choices", 3)),
        (FRUIT.replace("| jn | nei |", "| jn |  |"), ("choice_name_missing", "choices", 3)),
        (
            FRUIT.replace("select_one", "select_multiple").replace("| nei |", "| nei takk |"),
            ("choice_name_space", "choices", 3),
        ),
    ],
)
def test_faults_of_sheets_and_choices(tmp_path: Path, table: str, expected: tuple[str, str, int]) -> None:
    path = tmp_path / "skjema.md"
    path.write_text(table, encoding="utf-8")
    assert expected in [(p.code, p.sheet, p.row) for p in errors(path)]


def test_a_table_of_something_else_is_told_as_that(tmp_path: Path) -> None:
    path = tmp_path / "avtaler.csv"
    path.write_text("avtale,land\nQZA-1,Jemen\n", encoding="utf-8")
    assert [problem.code for problem in errors(path)] == ["survey_missing"]


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        (FRUIT.replace("| label |", "| label::nb | label::en |", 1), ("translation_missing", "survey", 2)),
        (FRUIT + "| | ubrukt | x | X |\n", ("list_unused", "choices", 4)),
        (FRUIT.replace("| label |", "| label | relevnt |", 1), ("column_misspelt", "survey", 1)),
        (FRUIT.replace("| | jn | nei | Nei |", "| | jn | nei | |"), ("choice_label_missing", "choices", 3)),
        (
            FRUIT.replace("| label |", "| label::nb |") + "| settings |\n| | default_language |\n| | nn |\n",
            ("language_unknown", "settings", 2),
        ),
        (
            FRUIT.replace("| label |", "| label | appearance |", 1).replace("frukt? |", "frukt? | search('f') |"),
            ("search_degraded", "", 0),
        ),
    ],
)
def test_notices_do_not_stop_a_form(tmp_path: Path, table: str, expected: tuple[str, str, int]) -> None:
    path = tmp_path / "skjema.md"
    path.write_text(table, encoding="utf-8")
    assert expected in codes(path)
    assert errors(path) == []
    assert to_xform(path).xform


def test_a_sound_form_has_no_problems(tmp_path: Path) -> None:
    path = tmp_path / "skjema.md"
    path.write_text(FRUIT, encoding="utf-8")
    assert codes(path) == []


def test_a_yaml_form_is_told_by_line(tmp_path: Path) -> None:
    path = tmp_path / "skjema.yaml"
    path.write_text("survey:\n  - type: text\n    name: a\n    label: A\n  - {type: txt, name: b, label: B}\n")
    assert codes(path) == [("type_unknown", "survey", 5)]


def test_faults_of_an_xform_are_told_by_node(tmp_path: Path) -> None:
    source = md_form(tmp_path, f"{HEAD}\ntext | a | A | 1 = 1")
    xform = to_xform(source).xform
    path = tmp_path / "skjema.xml"
    for old, new, code in (
        ('relevant="1 = 1"', 'relevant="1 +"', "expression_unfinished"),
        ('<input ref="/data/a"', '<input ref="/data/b"', "node_missing"),
    ):
        path.write_text(xform.replace(old, new), encoding="utf-8")
        assert [p.code for p in errors(path)] == [code]
        assert errors(path)[0].bind.startswith("/data/")


def test_every_problem_has_its_sentences_in_three_languages(tmp_path: Path) -> None:
    known = {key.split(".")[1] for key in room("nb", "form") if key.startswith("check.") and key != "check.near"}
    for code, language in itertools.product(known, LANGUAGES):
        assert {f"check.{code}.what", f"check.{code}.do"} <= set(room(language, "form"))
    path = md_form(
        tmp_path, f"{HEAD}\ntxet | a | A\ntext | b | B | ${{c}}\ntext | b | B\nselect_one x | d | D", CHOICES
    )
    for language in LANGUAGES:
        for problem in check(path, language):
            assert problem.as_json()["message"] == problem.message
            assert "{" not in problem.message + problem.remedy + problem.where


@pytest.mark.parametrize("name", ["veileder.yaml", "gone.xlsx"])
def test_who_watches_hears_of_each_step_and_of_the_end(name: str) -> None:
    heard: list[tuple[int, int]] = []
    check(shipped("forms", "neksus", name), watch=lambda at, of: heard.append((at, of)))
    assert heard == ([(0, 4), (1, 4), (2, 4), (3, 4), (4, 4)] if name == "veileder.yaml" else [(0, 4), (4, 4)])


def test_columns_missing_in_a_language_are_told_in_one_sentence(tmp_path: Path) -> None:
    head = "type | name | label::A (aa) | hint::A (aa) | label::B (bb) | image::A (aa)"
    told = check(md_form(tmp_path, f"{head}\ntext | a | A | | B"), "en")
    notices = [problem for problem in told if problem.code == "language_incomplete"]
    assert [(p.facts["language"], p.facts["column"]) for p in notices] == [("B (bb)", "hint, image")]


@pytest.mark.parametrize("expression", ["1" + "+1" * 60_000, "(" * 200 + "1" + ")" * 200])
def test_an_expression_that_is_too_large_is_told_at_its_row_and_shortened(tmp_path: Path, expression: str) -> None:
    path = tmp_path / "stort.md"
    path.write_text(f"| survey |\n| | type | name | label | relevant |\n| | text | a | A | {expression} |\n")
    (problem,) = check(path, "nb")
    assert (problem.code, problem.sheet, problem.row) == ("expression_large", "survey", 2)
    assert len(problem.message) < 300
