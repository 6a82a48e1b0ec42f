"""What people type becomes what the form keeps, and nothing that cannot be understood is dropped."""

from __future__ import annotations

from datetime import date, time

import pytest

from neksus_desktop.ui.editor import lexical

TODAY = date(2026, 11, 23)
MONTHS = (
    "januar",
    "februar",
    "mars",
    "april",
    "mai",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "desember",
)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("5.6.26", "2026-06-05"),
        ("05.06.2026", "2026-06-05"),
        ("5/6/2026", "2026-06-05"),
        ("5-6-26", "2026-06-05"),
        ("5 6 26", "2026-06-05"),
        ("5. juni 2026", "2026-06-05"),
        ("5 jun 26", "2026-06-05"),
        ("2026-6-5", "2026-06-05"),
        ("1.1.99", "1999-01-01"),
        ("29.2.2028", "2028-02-29"),
        ("i dag", "2026-11-23"),
        ("I går", "2026-11-22"),
        ("i  morgen", "2026-11-24"),
        ("i morgon", "2026-11-24"),
        ("tomorrow", "2026-11-24"),
    ],
)
def test_a_date_is_understood_as_it_is_typed(typed: str, kept: str) -> None:
    assert lexical.parse_date(typed, TODAY, MONTHS) == kept


@pytest.mark.parametrize(("typed", "kept"), [("20.12", "2026-12-20"), ("15.1", "2027-01-15"), ("5. nov", "2026-11-05")])
def test_a_date_without_a_year_is_the_nearest_one(typed: str, kept: str) -> None:
    assert lexical.parse_date(typed, TODAY, MONTHS) == kept


@pytest.mark.parametrize("typed", ["31.2.26", "i forgårs", "no", "5.13.26", "29.2.2026", "5.", "mai"])
def test_what_is_no_date_stays_as_it_was_typed(typed: str) -> None:
    assert lexical.parse_date(typed, TODAY, MONTHS) == typed


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("54 000 000", "54000000"),
        ("54\u00a0000,5", "54000.5"),
        ("\u221212", "-12"),
        ("1\u202f234,75", "1234.75"),
        ("3.5", "3.5"),
    ],
)
def test_numbers_from_word_and_excel_are_understood(typed: str, kept: str) -> None:
    assert lexical.parse_number(typed, whole=False) == kept


@pytest.mark.parametrize("typed", ["1,2,3", "tolv", "1.000,5", "--1"])
def test_what_is_no_number_stays_as_it_was_typed(typed: str) -> None:
    assert lexical.parse_number(typed, whole=False) == typed


def test_a_whole_number_takes_no_decimals() -> None:
    assert lexical.parse_number("3,5", whole=True) == "3,5"


@pytest.mark.parametrize(
    ("value", "shown"), [("54000000.5", "54\u202f000\u202f000,5"), ("-7", "\u22127"), ("x", "x"), ("", "")]
)
def test_numbers_are_shown_as_norwegian_writes_them(value: str, shown: str) -> None:
    assert lexical.show_number(value, comma=True) == shown


@pytest.mark.parametrize(
    ("typed", "kept"), [("14.30", "14:30:00"), ("9:05", "09:05:00"), ("25.00", "25.00"), ("nå", "nå")]
)
def test_times(typed: str, kept: str) -> None:
    assert lexical.parse_time(typed) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("nå", "09:07:00"), ("Nå ", "09:07:00"), ("no", "no"), ("now", "09:07:00"), ("14.30", "14:30:00")],
)
def test_now_is_the_minute_it_is(typed: str, kept: str) -> None:
    assert lexical.parse_time(typed, time(9, 7, 31)) == kept


@pytest.mark.parametrize(("text", "count"), [("", 0), ("Vann – og jord.", 3), ("  to\n ord ", 2), ("25 %", 1)])
def test_words_are_counted_as_a_reader_counts_them(text: str, count: int) -> None:
    assert lexical.count_words(text) == count


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("22.11.2026 kl. 9.05", "2026-11-22T09:05:00"),
        ("22.11.26 09:05", "2026-11-22T09:05:00"),
        ("22/11/2026 at 9.05", "2026-11-22T09:05:00"),
        ("22. november 2026, kl 9.05", "2026-11-22T09:05:00"),
        ("2026-11-22 09:05:30", "2026-11-22T09:05:30"),
        ("22.11.2026", "22.11.2026"),
        ("9.05", "9.05"),
        ("i går kl. 9.05", "2026-11-22T09:05:00"),
        ("i forgårs kl. 9.05", "i forgårs kl. 9.05"),
        ("22.11.2026 kl. 29.05", "22.11.2026 kl. 29.05"),
    ],
)
def test_moments(typed: str, kept: str) -> None:
    assert lexical.parse_moment(typed, TODAY, MONTHS) == kept
