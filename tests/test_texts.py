from __future__ import annotations

import pytest

from neksus_desktop.errors import NotFoundError, StatusError, UsageError
from neksus_desktop.texts import LANGUAGES, Language, count_text, explain, number, text


def test_a_text_is_filled_in_each_language() -> None:
    assert [text(language, "record.status.for_approval") for language in LANGUAGES] == [
        "Til godkjenning",
        "Til godkjenning",
        "For approval",
    ]


@pytest.mark.parametrize(("count", "said"), [(1, "Fil 14 fra Juba mangler."), (2, "Filene 14 fra Juba mangler.")])
def test_counting_chooses_the_sentence(count: int, said: str) -> None:
    assert count_text("nb", "exchange.gap", count, numbers="14", name="Juba") == said


def test_the_reason_chooses_the_sentence() -> None:
    told = explain("nb", StatusError(status="approved", reason="edit"))
    assert told.what.startswith("Vurderingen er låst")


def test_kinds_are_told_in_words() -> None:
    assert explain("nn", NotFoundError(kind="form", id="x")).what == "Fann ikkje skjemaet «x»."


def test_a_missing_fact_does_not_fail_on_top_of_the_fault() -> None:
    assert "–" in explain("nb", UsageError(reason="unknown_point")).what


def test_an_unknown_text_is_a_bug() -> None:
    with pytest.raises(KeyError):
        text("nb", "core.no_such_text")


@pytest.mark.parametrize(
    ("language", "value", "written"),
    [("nb", 10_000, "10\xa0000"), ("nn", 1_234_567, "1\xa0234\xa0567"), ("en", 10_000, "10,000"), ("nb", 2026, "2026")],
)
def test_large_numbers_are_written_in_groups_wherever_they_stand(language: Language, value: int, written: str) -> None:
    assert number(language, value) == written
    assert count_text(language, "ui.home.records", value).startswith(written)
