"""Long sums go on term by term, and give what adding from left to right gives."""

from __future__ import annotations

import math
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from neksus_desktop.forms.sums import Terms
from neksus_desktop.forms.xpath.values import MAX_EXACT
from tests.forms.small import bind, field, repeat, session

NUMBERS = st.one_of(
    st.integers(-(10**6), 10**6).map(float),
    st.sampled_from([0.1, 0.2, 2.5, -0.0, 1e300, 2.0**52, 2.0**53, math.nan, math.inf, -math.inf]),
)


def total(terms: Terms) -> float:
    """As the engine asks for it."""
    return terms.total if terms.bound < MAX_EXACT else terms.anew()


@given(st.lists(NUMBERS, max_size=8), st.lists(st.tuples(st.integers(0, 9), NUMBERS), max_size=20))
@example([1.0], [(0, 0.1), (1, 0.2), (0, 1.0)])
@example([-1.0], [(0, 2.0**53)])
@example([1.0, 2.0], [(0, math.nan), (0, 1.0)])
@example([2.0**52, 2.0**52], [(0, 1.0)])
@example([0.0, 0.0, 1.0, 1e300], [(3, 0.0)])
@example([1.0], [(1, 1e300), (1, 0.0)])
def test_terms_add_up_as_from_left_to_right(first: list[float], changes: list[tuple[int, float]]) -> None:
    plain: dict[Any, float] = dict(enumerate(first))
    terms = Terms(dict(plain))
    for name, value in changes:
        plain[name] = value
        terms.renew([(name, value)])
        expected = sum(plain.values(), 0.0)
        found = total(terms)
        assert found == expected or (math.isnan(found) and math.isnan(expected))


def test_a_sum_over_rows_follows_fractions_blanks_and_rows_that_go() -> None:
    s = session(
        "<rep jr:template=''><a/></rep><sum/>",
        bind("rep/a", type="decimal") + bind("sum", calculate="sum(/data/rep/a)"),
        repeat("rep", field("rep/a")),
    )
    rows = [s.add_row("/data/rep")[0] for _ in range(4)]
    for row, value in zip(rows, ("1", "0.1", "0.2", "x"), strict=True):
        s.set(f"{row}/a", value)
    assert s.value("/data/sum") == str(1 + 0.1 + 0.2)
    s.set(f"{rows[1]}/a", "")
    s.set(f"{rows[2]}/a", "5")
    assert s.value("/data/sum") == "6"
    s.remove_row(rows[0])
    assert s.value("/data/sum") == "5"
    s.undo()
    assert s.value("/data/sum") == "6"
