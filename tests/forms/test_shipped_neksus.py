from __future__ import annotations

import re
from collections import Counter

import pytest

from neksus_desktop.forms.codelists import codelist
from neksus_desktop.forms.guidance import panels
from tests.forms.shipped_rows import LANGUAGES, Node, form, load, nodes, points, quoted

WORDING = load("tests", "data", "neksus-checklist.yaml")
# Default points by subject type, as numbers of the guide's bullets from 1 to 24.
DEFAULTS = {
    "avtale": {*range(1, 8), 20, 24},
    "portefoelje": {8, 9, *range(20, 25)},
    "land": {*range(8, 20), 22, 23},
    "styre": {8, 10, 11, 14, 17, 20, 21, 23, 24},
}
COMPOUND = {2, 3, 7, 8, 13, 15, 22}
TEXTS = ("label", "hint", "guidance_hint", "required_message", "constraint_message")


def test_there_are_24_points_in_the_order_of_the_guide() -> None:
    assert [node.row["name"] for node in points()] == [point["id"] for point in WORDING["sjekkliste"]["punkter"]]


def test_display_numbers_follow_the_sections() -> None:
    numbers = [node.own["point"] for node in points()]
    assert numbers == [f"2.{s}.{n}" for s, last in ((1, 7), (2, 12), (3, 5)) for n in range(1, last + 1)]


def test_there_are_33_questions_in_the_exact_wording() -> None:
    expected = [
        (part["id"], {k: part[k] for k in LANGUAGES}) for p in WORDING["sjekkliste"]["punkter"] for part in p["deler"]
    ]
    assert [(node.row["name"], node.row["label"]) for node in quoted()] == expected
    assert len(expected) == 33


def test_every_question_lies_in_its_point() -> None:
    by_path = {node.path: node.row["name"] for node in points()}
    for point in WORDING["sjekkliste"]["punkter"]:
        for part in point["deler"]:
            node = next(node for node in quoted() if node.row["name"] == part["id"])
            assert by_path[node.path.rpartition("/")[0]] == point["id"]


def test_compound_points_have_several_questions() -> None:
    counts = Counter(node.path.split("/")[3] for node in quoted())
    numbered = {point["id"]: int(point["nr"]) for point in WORDING["sjekkliste"]["punkter"]}
    assert {numbered[name] for name, count in counts.items() if count > 1} == COMPOUND


@pytest.mark.parametrize("subject", DEFAULTS)
def test_default_points_of_a_subject_type(subject: str) -> None:
    chosen = {number for number, node in enumerate(points(), 1) if subject in node.own["subjects"].split()}
    assert chosen == DEFAULTS[subject]


@pytest.mark.parametrize("node", [pytest.param(node, id=node.path) for node in nodes()])
def test_every_text_stands_in_three_languages(node: Node) -> None:
    assert node.row["label"].keys() == LANGUAGES
    for column in TEXTS:
        texts = node.row.get(column)
        assert texts is None or (texts.keys() == LANGUAGES and all(text.strip() for text in texts.values()))


def test_every_choice_stands_in_three_languages_and_once() -> None:
    for name, rows in form()["choices"].items():
        codes = [row["name"] for row in rows]
        assert len(codes) == len(set(codes)), name
        assert all(row["label"].keys() == LANGUAGES for row in rows), name


def test_scales_are_the_wording_files_and_end_outside_the_scale() -> None:
    for name in ("grad", "jdn", "retning"):
        expected = [{"name": r["verdi"], "label": {k: r[k] for k in LANGUAGES}} for r in WORDING["skalaer"][name]]
        rows = form()["choices"][name]
        assert rows[:-2] == expected
        assert [(row["name"], row["utenfor"]) for row in rows[-2:]] == [
            ("mangler_grunnlag", "1"),
            ("ikke_relevant", "1"),
        ]


def test_every_list_a_question_names_exists_and_every_list_is_used() -> None:
    named = {node.type.split()[1] for node in nodes() if node.type.startswith("select_")}
    assert named == set(form()["choices"])


def test_no_question_of_the_guide_is_compulsory() -> None:
    assert [node.path for node in quoted() if "required" in node.row] == []


def test_not_relevant_always_has_a_place_for_the_reason() -> None:
    reasons = {node.own["about"]: node for node in nodes() if node.own.get("role") == "reason"}
    for node in quoted():
        reason = reasons[node.row["name"]]
        assert "ikke_relevant" in reason.row["relevant"]
        assert reason.row["required"] == "true()"


def test_companions_stand_in_the_point_of_what_they_are_about() -> None:
    names = {(node.path.split("/")[3], node.row["name"]) for node in nodes() if node.path.count("/") > 3}
    for node in nodes():
        about = node.own.get("about")
        if about:
            assert (node.path.split("/")[3], about) in names, node.path


def test_panels_evidence_and_principles_named_exist() -> None:
    for node in nodes():
        for attribute, known in (
            ("guidance", set(panels())),
            ("evidence", set(codelist("grunnlagstype").codes)),
            ("dac", set(codelist("dac").codes)),
            ("subjects", set(codelist("objekttype").codes)),
        ):
            assert set(node.own.get(attribute, "").split()) <= known, (node.path, attribute)


def test_every_panel_is_used() -> None:
    used = {panel for node in nodes() for panel in node.own.get("guidance", "").split()}
    assert used == set(panels())


def test_names_are_frozen_ascii_snake_case() -> None:
    assert [n.row["name"] for n in nodes() if not re.fullmatch(r"[a-z][a-z0-9_]*", n.row["name"])] == []


def test_the_principles_show_only_for_the_humanitarian_pillar() -> None:
    part = next(node for node in nodes() if node.own.get("part") == "prinsipper")
    assert part.row["relevant"] == "selected(${pilarer}, 'humanitaer')"
    definitions = [n.row["hint"] for n in nodes() if n.row["name"].endswith("__nivaa")]
    assert definitions == [{k: row[k]["tekst"] for k in LANGUAGES} for row in WORDING["prinsipper"]]


def test_sub_questions_are_lists() -> None:
    for node in nodes():
        for text in node.row.get("guidance_hint", {}).values():
            assert all(line.startswith("- ") for line in text.splitlines())
