"""Search says where a hit stands, in words; filters as people choose them are kept for the next time."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from neksus_desktop.storage.search import EVERYTHING
from neksus_desktop.usecases.listing import all_rows, query
from neksus_desktop.usecases.load_samples import load_samples
from neksus_desktop.usecases.profile import Profile, create_profile
from neksus_desktop.usecases.records import save_fields
from neksus_desktop.usecases.search import (
    FilterChoice,
    TextSearch,
    keep_filter,
    kept_filter,
    words_found,
)

TODAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def post(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Profile]:
    made, _code = create_profile(
        tmp_path_factory.mktemp("search") / "post", role="post", name="Ambassaden (oppdiktet)", invented=True,
        clock=lambda: datetime(2026, 11, 23, 12, tzinfo=UTC),
    )  # fmt: skip
    load_samples(made)
    yield made
    made.close()


def places(post: Profile, text: str, language: str = "nb", **choice: str) -> set[tuple[str, str]]:
    within = FilterChoice(**choice).narrowing(TODAY)
    page = TextSearch(post).page(text, within, language)  # type: ignore[arg-type]
    return {(hit.place, hit.what) for hit in page.hits}


def test_an_answer_that_was_chosen_is_found_and_shown_in_its_words(post: Profile) -> None:
    """The form keeps the code ``aapent``; in nynorsk the status is called «ope», in English «open»."""
    within, shown = FilterChoice().narrowing(TODAY), {}
    for language in ("nb", "en"):
        page = TextSearch(post).page("aapent", within, language)
        shown[language] = {"".join(span.text for span in hit.spans) for hit in page.hits if hit.path.startswith("/")}
    assert shown == {"nb": {"Åpent"}, "en": set()}
    page = TextSearch(post).page("aapent", within, "nb")
    assert all(any(span.hit for span in hit.spans) for hit in page.hits)


def test_a_hit_says_point_and_text_in_words(post: Profile) -> None:
    assert ("2.1.6 Deltakelse", "intern vurdering") in places(post, "vannrådene")
    assert ("2.3.5 Lokale partnere", "oppfølging") in places(post, "årsrapporten")
    assert ("", "") in places(post, "landsbyer organisasjon")


def test_a_question_inside_a_list_has_its_own_name(post: Profile) -> None:
    assert ("Dilemmaer", "Beskrivelse: hvilke to goder står mot hverandre?") in places(post, "vannregler")


def test_places_come_in_the_language_asked_for(post: Profile) -> None:
    assert ("2.1.6 Deltaking", "intern vurdering") in places(post, "vannrådene", "nn")


def test_what_is_found_is_marked(post: Profile) -> None:
    page = TextSearch(post).page("vannraadene", EVERYTHING, "nb")
    assert [span.text for hit in page.hits for span in hit.spans if span.hit] == ["vannrådene"]


def test_filters_as_people_choose_them(post: Profile) -> None:
    assert places(post, "kvinner", country="YE", point="innsats_deltakelse") == {
        ("2.1.6 Deltakelse", "intern vurdering")
    }
    assert places(post, "kvinner", country="NO") == set()
    assert places(post, "kvinner", period="last_year") == set()
    assert places(post, "kvinner", period="this_year")


@pytest.mark.parametrize(
    ("period", "since", "until"),
    [("", "", ""), ("month", "2026-10-24", ""), ("year", "2025-11-23", ""), ("this_year", "2026-01-01", ""),
     ("last_year", "2025-01-01", "2025-12-31"), ("between", "2026-02-01", "2026-03-01"), ("ukjent", "", "")],
)  # fmt: skip
def test_periods(period: str, since: str, until: str) -> None:
    found = FilterChoice(period=period, since="2026-02-01", until="2026-03-01").narrowing(TODAY)
    assert (found.since, found.until) == (since, until)


def test_no_filter_takes_the_short_way() -> None:
    assert FilterChoice().narrowing(TODAY) is EVERYTHING


def test_pages_follow_one_another(post: Profile) -> None:
    rows = list(all_rows(post, query(statuses=("draft",))))
    save_fields(post, rows[0].id, {f"note/p{number}/internal": "sidevis treff" for number in range(5)})
    search, seen, after = TextSearch(post), [], None
    while True:
        page = search.page("sidevis", EVERYTHING, "nb", limit=2, after=after)
        seen += [hit.path for hit in page.hits]
        after = page.next
        if after is None:
            break
    assert len(seen) == len(set(seen)) == 5


def test_a_search_called_off_gives_nothing(post: Profile) -> None:
    stop = threading.Event()
    stop.set()
    assert TextSearch(post).page("kvinner", EVERYTHING, "nb", cancelled=stop).hits == ()


def test_the_filter_is_kept_in_the_profile_and_a_strange_one_is_forgotten(tmp_path: Path) -> None:
    made, _code = create_profile(tmp_path / "p", role="post", name="Ambassaden (oppdiktet)", invented=True)
    assert kept_filter(made) == FilterChoice()
    keep_filter(made, FilterChoice(country="YE", period="between", since="2026-01-01"))
    assert kept_filter(made) == FilterChoice(country="YE", period="between", since="2026-01-01")
    with made.store.write() as db:
        db.execute('UPDATE value SET value = \'{"nytt": 1, "type": "avtale"}\' WHERE name = \'search_filter\'')
    assert kept_filter(made) == FilterChoice(type="avtale")
    made.close()


def test_where_the_word_stands() -> None:
    assert words_found("Mye om konfliktanalysen her", ("analyse",)) == (7, 23)
    assert words_found("Ingenting", ("analyse",)) is None
    assert words_found("Ingenting", ()) is None
