"""The program in a process of its own on an X screen: by a screen reader's means alone, and by real keys alone."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from neksus_desktop.records.record import Record
from neksus_desktop.usecases.decide import submit
from neksus_desktop.usecases.profile import create_profile, open_profile
from neksus_desktop.usecases.records import new_record, open_record, save_fields
from neksus_desktop.usecases.subjects import make_subject
from tests.support.hands import Hands
from tests.support.xsession import XSession

TITLE = "Vann og mekling (oppdiktet)"
COHESION = "/data/innsats/innsats_samhold/innsats_samhold"


@pytest.fixture
def draft(tmp_path: Path) -> tuple[Path, str]:
    """A post with one draft of one point."""
    folder = tmp_path / "post"
    made, _code = create_profile(folder, role="post", name="Ambassaden (oppdiktet)", invented=True)
    subject = make_subject(type="avtale", title=TITLE, country="YE", invented=True)
    record = new_record(made, "neksus_veileder", subject, points=("innsats_samhold",))
    made.close()
    return folder, record


@pytest.fixture
def kept(draft: tuple[Path, str], tmp_path: Path) -> Callable[[], Record]:
    """What is durable, read once the program has ended."""

    def read() -> Record:
        copy = Path(shutil.copytree(draft[0], tmp_path / "copy"))
        opened = open_profile(copy)
        try:
            return open_record(opened, draft[1]).record
        finally:
            opened.close()

    return read


def test_a_screen_reader_fills_in_a_point_by_names_alone(
    session: XSession, draft: tuple[Path, str], kept: Callable[[], Record]
) -> None:
    with session.program(draft[0]):
        session.person(
            f"press:{TITLE}…",
            "press:2.1.5 Samhold ›",
            "press:Styrker",
            "write:Intern vurdering=Begge grupper bruker vannpunktene.",
            "press:Sikkerhet i vurderingen: Middels",
            "hear:Lagret kl.",
            "press:Nytt oppfølgingspunkt (Ctrl+O)",
            "see:Hva skal gjøres?",
            "press:Lagre",
            "hear:Skriv hva som skal gjøres",
            "press:Avbryt",
            "press:Oversikt",  # leaving hands in what was typed
            "see:Mine frister",
        )
    record = kept()
    assert record.fields[COHESION] == "styrker"
    note = record.note("innsats_samhold")
    assert (note.internal, note.confidence) == ("Begge grupper bruker vannpunktene.", "middels")


def test_real_keys_approve_take_over_and_follow_up(
    session: XSession, draft: tuple[Path, str], kept: Callable[[], Record]
) -> None:
    folder, record = draft
    opened = open_profile(folder)
    point = {"point": "innsats_samhold", "text": "Hent kjonnsanalysen", "state": "aapen", "responsible": "utsendt"}
    save_fields(opened, record, {f"followup/f1/{name}": value for name, value in point.items()})
    submit(opened, record)
    opened.close()
    with session.program(folder):
        hands = Hands(session)
        hands.keys("ctrl+2")  # job 5: read it and approve
        hands.see("Status")
        hands.keys("Return")
        hands.see("2.1.5 Samhold ›")
        hands.keys("ctrl+Return")
        hands.see("Godkjenn")
        hands.tab_to("Godkjenn")
        hands.keys("space")
        hands.see("Åpne for endring")
        hands.back()
        hands.keys("ctrl+3")  # job 6: take over what the one before had
        hands.see("Hent kjonnsanalysen…")
        hands.keys("ctrl+a")
        hands.act("overta", "Ansvarlig (rolle)")
        hands.keys("ctrl+a")
        hands.write("stasjonssjef")
        hands.keys("Return")
        hands.see("Angre")
        hands.back()
        hands.act("lukk", "Utfall")  # job 8: close it with its outcome
        hands.write("Analysen kom i november.")
        hands.tab_to("Lukk")
        hands.keys("space")
        hands.see("Ingen åpne oppfølgingspunkter…")
        hands.hear("Ett oppfølgingspunkt er lukket.")
        hands.back()
        hands.keys("ctrl+1")
        hands.see("Mine frister")
    found = kept()
    (closed,) = found.follow_ups()
    assert (closed.responsible, closed.state, closed.outcome) == (
        "stasjonssjef", "lukket", "Analysen kom i november.",
    )  # fmt: skip
    assert found.status == "approved"


def test_real_keys_fill_in_a_point(session: XSession, draft: tuple[Path, str], kept: Callable[[], Record]) -> None:
    with session.program(draft[0]):
        hands = Hands(session)
        hands.keys("ctrl+2")
        hands.at(f"{TITLE}, Avtale…")
        hands.keys("Return")
        hands.see("2.1.5 Samhold ›")
        hands.keys("ctrl+Next")
        hands.at("Styrker")
        hands.keys("alt+m")
        hands.tab_to("Intern vurdering")
        hands.write("Vi vet for lite ennaa. Ring 22 24 36 00.")
        session.person("hear:ha et telefonnummer")
        hands.keys("ctrl+1")
        hands.see("Mine frister")
    record = kept()
    assert record.fields[COHESION] == "mangler_grunnlag"
    assert record.note("innsats_samhold").internal == "Vi vet for lite ennaa. Ring 22 24 36 00."


def test_a_second_start_raises_the_first_and_hands_over_its_files(
    session: XSession, draft: tuple[Path, str], tmp_path: Path
) -> None:
    file = tmp_path / "fremmed.neksus"
    file.write_bytes(b"not ours")
    with session.program(draft[0]) as first:
        session.person("see:Mine frister")
        session.start(draft[0], file)
        session.person(f"see:{file.name}…")
        assert first.poll() is None
