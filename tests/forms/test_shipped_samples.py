from __future__ import annotations

import re

import pytest

from neksus_desktop.forms.codelists import codelist
from neksus_desktop.forms.samples import Sample, samples
from tests.forms.shipped_rows import form, nodes

NODES = {node.path: node for node in nodes()}
POINTS = {node.row["name"] for node in nodes() if node.own.keys() & {"point", "part"}}
SAMPLES = [pytest.param(sample, id=sample.id) for sample in samples()]


def test_there_are_ten() -> None:
    assert [sample.id for sample in samples()] == [f"eks{number:02}" for number in range(1, 11)]


@pytest.mark.parametrize("sample", SAMPLES)
def test_every_answer_is_one_the_form_takes(sample: Sample) -> None:
    for key, value in sample.answers.items():
        node = NODES[re.sub(r"\[\w+\]", "", key)]
        kind, _, listed = node.type.partition(" ")
        if kind.startswith("select_"):
            codes = {row["name"] for row in form()["choices"][listed]}
            chosen = value.split() if kind == "select_multiple" else [value]
            assert set(chosen) <= codes, key
        elif kind == "date":
            assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", value), key
        elif kind == "begin_repeat":
            assert all(any(other.startswith(f"{key}[{row}]/") for other in sample.answers) for row in value.split())
        else:
            assert kind == "text", key
            assert value.strip(), key


@pytest.mark.parametrize("sample", SAMPLES)
def test_points_notes_and_follow_ups_name_points_of_the_form(sample: Sample) -> None:
    assert set(sample.points) <= POINTS
    assert {key.split("/")[3] for key in sample.answers} | set(sample.notes) <= set(sample.points)
    assert {row["point"] for row in sample.follow_ups} <= POINTS
    assert set(sample.shielding) <= POINTS


@pytest.mark.parametrize("sample", SAMPLES)
def test_codes_of_the_subject_exist(sample: Sample) -> None:
    subject = sample.subject
    assert subject["type"] in codelist("objekttype").codes
    assert subject.get("country", "NO") in codelist("land").codes
    assert subject.get("partner_group", "privat") in codelist("partnergruppe").codes
    assert subject.get("iati_org_type", "10") in codelist("iati_orgtype").codes
    assert set(subject["pillars"].split()) <= set(codelist("pilar").codes)
    for shielding in (sample.marking, *sample.shielding.values()):
        assert not shielding or shielding["legal_basis"] in codelist("skjermingshjemmel").codes


def test_the_nynorsk_sample_is_marked() -> None:
    assert [sample.id for sample in samples() if sample.language == "nn"] == ["eks09"]
