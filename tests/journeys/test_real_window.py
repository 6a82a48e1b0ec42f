"""The program in a process of its own on an X screen: by a screen reader's means alone, and by real keys alone."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from neksus_desktop.records.record import Record
from neksus_desktop.usecases.profile import create_profile, open_profile
from neksus_desktop.usecases.records import new_record, open_record
from neksus_desktop.usecases.subjects import make_subject
from tests.support.xsession import XSession, x_session

TITLE = "Vann og mekling (oppdiktet)"
COHESION = "/data/innsats/innsats_samhold/innsats_samhold"


@pytest.fixture
def session(tmp_path: Path) -> Iterator[XSession]:
    with x_session(tmp_path) as made:
        yield made


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
            "press:Oversikt",  # leaving hands in what was typed
            "see:Mine frister",
        )
    record = kept()
    assert record.fields[COHESION] == "styrker"
    note = record.note("innsats_samhold")
    assert (note.internal, note.confidence) == ("Begge grupper bruker vannpunktene.", "middels")


def test_real_keys_fill_in_a_point(session: XSession, draft: tuple[Path, str], kept: Callable[[], Record]) -> None:
    with session.program(draft[0]):
        session.person("see:Mine frister")
        window = session.run("xdotool", "search", "--sync", "--onlyvisible", "--name", "Neksus").split()[0]
        session.run("xdotool", "windowfocus", "--sync", window)

        def keys(*pressed: str) -> None:
            session.run("xdotool", "key", "--delay", "30", *pressed)

        keys("ctrl+2")
        session.person("see:Status")
        keys("Return")
        session.person("see:2.1.5 Samhold ›")
        keys("ctrl+Next")
        session.person("see:Styrker")
        keys("m")
        for _ in range(12):
            if session.person("where").endswith("Intern vurdering"):
                break
            keys("Tab")
        session.run("xdotool", "type", "--delay", "20", "Vi vet for lite ennaa.")
        keys("ctrl+1")
        session.person("see:Mine frister")
    record = kept()
    assert record.fields[COHESION] == "mangler_grunnlag"
    assert record.note("innsats_samhold").internal == "Vi vet for lite ennaa."


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
