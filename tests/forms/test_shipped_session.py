from __future__ import annotations

from functools import cache

import pytest

from neksus_desktop.forms import Form, FormSession, form_from_xform
from neksus_desktop.forms.reading import check, to_xform
from neksus_desktop.forms.samples import Sample, samples
from tests.forms.shipped_rows import LANGUAGES, ROOT, nodes

SOURCE = ROOT / "forms" / "neksus" / "veileder.yaml"
INNSATS = "/data/innsats"
WARNINGS = {node.path for node in nodes() if node.own.get("role") == "warning"}


@cache
def form() -> Form:
    return form_from_xform(to_xform(SOURCE).xform)


def said(session: FormSession) -> set[str]:
    """The soft warnings now in force, by name."""
    return {path.rpartition("/")[2] for path in WARNINGS if session.view(path).relevant}


def test_the_checklist_has_no_problem_of_its_own() -> None:
    assert check(SOURCE) == []


def test_the_engine_sees_points_parts_and_subjects() -> None:
    assert len([point for point in form().points if point.number]) == 24
    assert [point.id for point in form().points if not point.number] == [
        "om_vurderingen",
        "styresak",
        "prinsipper",
        "dilemma",
        "risikovilje",
        "analyser",
        "samlet_vurdering",
    ]
    assert form().subject_types == ("avtale", "portefoelje", "land", "styre")
    assert set(form().languages) == LANGUAGES
    assert form().title("nn") == "Sjekkliste for heilskapleg innsats (neksus)"


def test_nothing_is_wrong_with_an_empty_assessment() -> None:
    session = FormSession(form())
    assert [problem for problem in session.problems() if problem.severity == "error"] == []
    assert said(session) == {"pilarer_merk"}


def test_not_relevant_asks_for_the_reason() -> None:
    session = FormSession(form())
    key = f"{INNSATS}/innsats_samhold/innsats_samhold"
    assert not session.view(f"{key}_hvorfor").relevant
    session.set(key, "ikke_relevant")
    assert session.view(f"{key}_hvorfor").relevant
    assert [problem.key for problem in session.problems() if problem.severity == "error"] == [f"{key}_hvorfor"]


def test_one_cell_of_a_matrix_asks_for_the_one_reason() -> None:
    session = FormSession(form())
    key = f"{INNSATS}/innsats_deltakelse/innsats_deltakelse"
    session.set(f"{key}/myndigheter__planlegging", "ikke_relevant")
    assert session.view(f"{key}_hvorfor").relevant


@pytest.mark.parametrize(
    ("answers", "warning"),
    [
        ({"innsats_analyser/innsats_analyser_gjennomfoeres": "ja"}, "innsats_analyser_gjennomfoeres_merk"),
        ({"innsats_langsiktighet/innsats_langsiktighet_grunnlag": "4"}, "innsats_langsiktighet_i_praksis_merk"),
        ({"innsats_samhold/innsats_samhold": "blandet"}, "innsats_samhold_merk"),
        (
            {"innsats_fredsbygging/innsats_fredsbygging_negative_konsekvenser": "nei"},
            "innsats_fredsbygging_negative_konsekvenser_merk",
        ),
    ],
)
def test_soft_warnings_are_said_and_never_block(answers: dict[str, str], warning: str) -> None:
    session = FormSession(form(), {"/data/om/om_vurderingen/pilarer": "utvikling"})
    assert said(session) == set()
    for name, value in answers.items():
        session.set(f"{INNSATS}/{name}", value)
    assert said(session) == {warning}
    assert [problem for problem in session.problems() if problem.severity == "error"] == []


def test_a_value_outside_the_scale_is_never_high_or_low() -> None:
    session = FormSession(form(), {"/data/om/om_vurderingen/pilarer": "utvikling"})
    session.set(f"{INNSATS}/innsats_langsiktighet/innsats_langsiktighet_grunnlag", "mangler_grunnlag")
    assert said(session) == set()


def test_the_principles_follow_the_humanitarian_pillar() -> None:
    session = FormSession(form())
    assert not session.view("/data/avslutning/prinsipper").relevant
    session.set("/data/om/om_vurderingen/pilarer", "humanitaer fred")
    assert session.view("/data/avslutning/prinsipper").relevant
    assert "prinsipper_vurdering_merk" in said(session)
    assert [c.value for c in session.view("/data/om/om_vurderingen/pilar_hovedsak").choices] == ["fred", "humanitaer"]
    hint = session.view("/data/avslutning/prinsipper/prinsipper_vurdering/humanitet__nivaa").hint
    assert hint.startswith("Menneskers liv, helse og verdighet")


@pytest.mark.parametrize("sample", [pytest.param(sample, id=sample.id) for sample in samples()])
def test_every_sample_fits_the_form_and_comes_back_whole(sample: Sample) -> None:
    session = FormSession(form(), sample.answers, language=sample.language)
    assert session.answers() == dict(sample.answers)
    assert [(problem.key, problem.code) for problem in session.problems() if problem.severity == "error"] == []
    assert list(session.orphans()) == []


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_every_node_speaks_the_language(language: str) -> None:
    session = FormSession(form(), language=language)
    by_path = {node.path: node.row for node in nodes()}
    for path, row in by_path.items():
        if "begin_repeat" in row["type"] or "[" in path:
            continue
        if not any(f"{up}/" in f"{path}/" for up, r in by_path.items() if r["type"] == "begin_repeat"):
            assert session.view(path).label == row["label"][language], path
