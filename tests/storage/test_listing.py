"""The list: every order, every filter, pages by key."""

from __future__ import annotations

import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from neksus_desktop.storage.listing import Cursor, ListRow, RowQuery, Sort, count, counts_by_status, page
from neksus_desktop.storage.records import create_record, set_status
from neksus_desktop.storage.store import Store
from tests.support.samples import invented_record

COUNTRIES = ("YE", "SS", "", "AF")


@pytest.fixture
def filled(store: Store, now: datetime) -> Store:
    for number in range(23):
        record = invented_record(
            {"assessed_on": f"2026-01-{number % 5 + 1:02}"},
            title=f"Tiltak {'ÅØÆZA'[number % 5]} {number}",
            country=COUNTRIES[number % 4],
            type=("avtale", "land")[number % 2],
            pillars=(("hum",), ("dev", "peace"))[number % 2],
        )
        create_record(store, record, role="r", now=now + timedelta(minutes=number))
        if number % 3 == 0:
            set_status(store, record.id, "approved")
    return store


def everything(store: Store, query: RowQuery, limit: int = 4) -> list[ListRow]:
    rows: list[ListRow] = []
    after: Cursor | None = None
    while True:
        found = page(store, query, after, limit)
        assert len(found.rows) <= limit
        rows += found.rows
        after = found.next
        if after is None:
            return rows


@pytest.mark.parametrize("sort", ["updated", "title", "country", "status", "assessed"])
@pytest.mark.parametrize("descending", [True, False])
def test_pages_give_every_row_once_in_order(filled: Store, sort: Sort, *, descending: bool) -> None:
    query = RowQuery(sort=sort, descending=descending)
    rows = everything(filled, query)
    assert len({row.id for row in rows}) == len(rows) == 23
    whole = page(filled, query, None, 100).rows
    assert tuple(rows) == whole
    backwards = page(filled, query._replace(descending=not descending), None, 100).rows
    assert tuple(reversed(backwards)) == whole


def test_the_newest_comes_first(filled: Store) -> None:
    times = [row.updated_at for row in everything(filled, RowQuery())]
    assert times == sorted(times, reverse=True)


def test_titles_sort_as_norwegians_do(filled: Store) -> None:
    letters = [row.title[7] for row in everything(filled, RowQuery(sort="title", descending=False))]
    assert "".join(dict.fromkeys(letters)) == "AZÆØÅ"


@pytest.mark.parametrize(
    "query",
    [
        RowQuery(statuses=("approved",)),
        RowQuery(countries=("YE", "AF")),
        RowQuery(types=("land",)),
        RowQuery(pillars=("peace", "hum")),
        RowQuery(pillars=("dev",), statuses=("draft",), countries=("SS",)),
        RowQuery(text="tiltak å"),
        RowQuery(forms=("finnes_ikke",)),
    ],
)
def test_filters_count_what_they_show(filled: Store, query: RowQuery) -> None:
    assert count(filled, query) == len(everything(filled, query))


def test_counts_follow_the_status(filled: Store) -> None:
    assert counts_by_status(filled) == {"approved": 8, "draft": 15}
    assert count(filled, RowQuery()) == 23


def test_the_list_loads_no_heavy_library(store: Store) -> None:
    """Only the plain driver: the start of an unprotected profile must stay light."""
    store.close()
    if store.protected:
        return
    code = (
        "import sys; from pathlib import Path; from neksus_desktop.usecases.profile import open_profile\n"
        "from neksus_desktop.usecases import listing, follow_ups, search\n"
        "profile = open_profile(Path(sys.argv[1])); listing.page(profile, listing.query()); profile.workplace_name\n"
        "heavy = {'pydantic', 'cryptography', 'sqlcipher3', 'reportlab', 'pyxform', 'openpyxl', 'joserfc'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(store.folder)], capture_output=True, text=True, check=True, cwd=Path.cwd()
    )
    assert done.stdout == "[]\n"
