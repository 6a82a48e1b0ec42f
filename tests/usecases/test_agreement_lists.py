"""Lists of agreements as they are really written: told row by row, taken in whole or not at all."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from neksus_desktop.errors import UsageError
from neksus_desktop.records.subject import LONGEST_TITLE
from neksus_desktop.usecases.agreement_lists import AgreementPlan, apply_agreements, plan_agreements
from neksus_desktop.usecases.profile import Profile, create_profile
from neksus_desktop.usecases.subjects import list_subjects

HEAD = "Avtalenummer;Avtaletittel;Avtalepartner;Land;Beskrivelse\n"
NUMBER = "ZZZ-25/0001"


@pytest.fixture
def profile(tmp_path: Path) -> Iterator[Profile]:
    made, _code = create_profile(tmp_path / "post", role="post", name="Ambassaden (oppdiktet)", invented=True)
    yield made
    made.close()


def _plan(profile: Profile, tmp_path: Path, content: str | bytes) -> AgreementPlan:
    path = tmp_path / "avtaler.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return plan_agreements(profile, path)


def _reason(profile: Profile, tmp_path: Path, content: str | bytes) -> dict[str, object]:
    with pytest.raises(UsageError) as caught:
        _plan(profile, tmp_path, content)
    return dict(caught.value.facts)


def test_a_title_that_no_subject_can_have_is_skipped_and_everything_can_be_read_afterwards(
    profile: Profile, tmp_path: Path
) -> None:
    apply_agreements(profile, _plan(profile, tmp_path, f"{HEAD}{NUMBER};Vann;;Jemen;\n"))
    long = "A" * (LONGEST_TITLE + 1)
    plan = _plan(profile, tmp_path, f"{HEAD}{NUMBER};{long};;Jemen;\nZZZ-25/0002;{long};;;\nZZZ-25/0003;Skole;;;\n")
    assert [(row.action, row.why) for row in plan.rows] == [("skipped", "long"), ("skipped", "long"), ("new", "")]
    assert apply_agreements(profile, plan) == 1
    assert [subject.title for subject in list_subjects(profile)] == ["Skole", "Vann"]


def test_every_row_left_out_says_why(profile: Profile, tmp_path: Path) -> None:
    rows = f";Uten nummer;P;;\n{NUMBER};;P;;\n{NUMBER};Vann;;;\n{NUMBER};En gang til;;;\n"
    plan = _plan(profile, tmp_path, HEAD + rows)
    assert [(row.line, row.why) for row in plan.rows] == [(2, "number"), (3, "title"), (4, ""), (5, "again")]


@pytest.mark.parametrize("sign", ["\x0b", "\x0c", "\x1d", "\u2028", "\x85"])
def test_a_line_break_that_is_none_to_a_spreadsheet_does_not_break_a_row(
    profile: Profile, tmp_path: Path, sign: str
) -> None:
    (row,) = _plan(profile, tmp_path, f"{HEAD}{NUMBER};Vann{sign}og mekling;Partner;Jemen;x\n").rows
    assert (row.values["title"], row.values["partner"], row.values["country"]) == ("Vann og mekling", "Partner", "YE")


def test_cells_and_headings_of_several_lines_are_one_cell(profile: Profile, tmp_path: Path) -> None:
    content = (
        'Uttrekk;;\r\n"Avtale-\r\nnummer";Avtaletittel;Beskrivelse\r\n'
        f'{NUMBER};"Vann\r\nog mekling";"Brønner; pumper; rør\r\nKurs; møter; reiser"\r\nZZZ-25/0002;Skole;\r\n'
    )
    first, second = _plan(profile, tmp_path, content).rows
    assert first.values["title"] == "Vann og mekling"
    assert first.values["description"] == "Brønner; pumper; rør\nKurs; møter; reiser"
    assert (first.line, second.line) == (4, 7)


def test_a_word_that_is_joined_unseen_stays_one(profile: Profile, tmp_path: Path) -> None:
    (row,) = _plan(profile, tmp_path, f"{HEAD}{NUMBER};Sam\u00adarbeid \x07 می\u200cشود;;;\n").rows
    assert row.values["title"] == "Sam\u00adarbeid می\u200cشود"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_encodings(profile: Profile, tmp_path: Path, encoding: str) -> None:
    (row,) = _plan(profile, tmp_path, f"{HEAD}{NUMBER};Bærekraft;Å;Jemen;\n".encode(encoding)).rows
    assert (row.values["title"], row.values["partner"]) == ("Bærekraft", "Å")


def test_a_quotation_mark_that_is_never_closed_swallows_no_rows(profile: Profile, tmp_path: Path) -> None:
    rows = f'ZZZ-24/0001;Først;;;\n{NUMBER};"Vann;P;Jemen;x\nZZZ-25/0002;Skole;P;Jemen;y\n'
    assert _reason(profile, tmp_path, HEAD + rows) == {"reason": "csv_quotes", "file": "avtaler.csv", "line": 3}
    endless = f'{NUMBER};"' + "x" * 200_000
    assert _reason(profile, tmp_path, HEAD + endless)["reason"] == "csv_quotes"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"PK\x03\x04" + bytes(range(256)) * 20, "csv_unreadable"),
        (b"", "csv_no_header"),
        (b"a;b;c\n1;2;3\n", "csv_no_header"),
    ],
)
def test_what_is_no_list_is_refused(profile: Profile, tmp_path: Path, content: bytes, reason: str) -> None:
    assert _reason(profile, tmp_path, content)["reason"] == reason


def test_stopped_in_the_middle_nothing_is_taken_in(profile: Profile, tmp_path: Path) -> None:
    plan = _plan(profile, tmp_path, HEAD + "".join(f"ZZZ-25/{number:04};Vann {number};;;\n" for number in range(50)))
    stop = threading.Event()
    assert apply_agreements(profile, plan, lambda at, _of: stop.set() if at == 20 else None, stop) == 0
    assert list_subjects(profile) == []
    assert apply_agreements(profile, plan, None, threading.Event()) == 50
