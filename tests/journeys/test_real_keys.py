"""Jobs 1, 4, 7, 9, 10, 11 and 12 on an X screen by real keys alone; the other five stand in ``test_real_window``.

One program serves as many jobs as one workplace has. What other workplaces do meanwhile is done by use cases.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pypdf
import pytest

from neksus_desktop.records.record import Record
from neksus_desktop.records.subject import MASK
from neksus_desktop.usecases.comments import add_comment, export_comments
from neksus_desktop.usecases.decide import approve, submit
from neksus_desktop.usecases.export import export_records
from neksus_desktop.usecases.import_files import apply_import, plan_import
from neksus_desktop.usecases.keys import peers
from neksus_desktop.usecases.listing import all_rows, query
from neksus_desktop.usecases.profile import Profile, create_profile, open_profile
from neksus_desktop.usecases.records import new_record, open_record, save_fields
from neksus_desktop.usecases.subjects import make_subject
from tests.journeys.conftest import trust_each_other
from tests.support.hands import Hands
from tests.support.journey import only_file
from tests.support.xsession import XSession

WATER = "Vann og mekling (oppdiktet)"
POINT = "innsats_samhold"
ANSWER = f"/data/innsats/{POINT}/{POINT}"
NOTE = f"note/{POINT}/internal"
SAID = "Begge grupper bruker vannpunktene."


@pytest.fixture
def norad(tmp_path: Path) -> Iterator[Profile]:
    made, _code = create_profile(tmp_path / "norad", role="norad", name="Norad (oppdiktet)", invented=True)
    yield made
    made.close()


@pytest.fixture
def post(tmp_path: Path, norad: Profile) -> Iterator[Profile]:
    """A post with one approved assessment; it and Norad have each other's keys."""
    made, _code = create_profile(tmp_path / "post", role="post", name="Ambassaden (oppdiktet)", invented=True)
    subject = make_subject(type="avtale", title=WATER, country="YE", invented=True)
    record = new_record(made, "neksus_veileder", subject, points=(POINT,))
    save_fields(made, record, {ANSWER: "styrker", NOTE: SAID})
    submit(made, record)
    approve(made, record)
    trust_each_other(tmp_path, made, norad)
    yield made
    made.close()


def test_real_keys_prepare_a_meeting_and_a_board(session: XSession, post: Profile, tmp_path: Path) -> None:
    post.close()
    with session.program(tmp_path / "post"):
        hands = Hands(session)
        hands.keys("ctrl+n")  # job 1: the same agreement again, with one point more
        hands.see("2.3.5  Lokale partnere")
        hands.write("vann")
        hands.keys("Down")
        hands.see("1 av…")
        hands.tab_to("2.1.6  Deltakelse")
        hands.keys("space")
        hands.see("2 av…")
        hands.keys("ctrl+Return")
        hands.see("2.1.5 Samhold ›")
        hands.keys("ctrl+Next")
        hands.at("Styrker")
        hands.keys("alt+2")
        hands.see(SAID)  # what was said last time
        hands.keys("ctrl+p")
        hands.at("Sjekklistesammendrag")
        save_as(hands, "Sp", "Spørsmål til partner", tmp_path / "partner.pdf")
        hold_the_meeting(hands)
        prepare_a_board(hands, tmp_path)  # job 9
        hands.keys("ctrl+1")
        hands.see("Mine frister")
    assert "Samhold" in paper(tmp_path / "partner.pdf")
    assert SAID not in paper(tmp_path / "partner.pdf")
    for name in ("brief", "punkter"):
        assert len(pypdf.PdfReader(tmp_path / f"{name}.pdf").pages) <= 2
    (met,) = [one for one in kept(tmp_path / "post", tmp_path / "copy", "draft") if one.subject.title == WATER]
    assert (met.fields[ANSWER], met.points) == ("mangler_grunnlag", (POINT, "innsats_deltakelse"))
    (task,) = met.follow_ups()
    assert (task.text, task.responsible, task.deadline) == ("Hent analysen", "utsendt", "2027-01-15")


def test_real_keys_draw_in_the_others_and_answer_a_request(
    session: XSession, post: Profile, norad: Profile, tmp_path: Path
) -> None:
    stick, archive = tmp_path / "stick", tmp_path / "arkiv"
    for made in (stick, archive):
        made.mkdir()
    post.close()
    with session.program(tmp_path / "post"):
        hands = Hands(session)
        hands.keys("ctrl+4")  # job 4: the whole record goes to Norad, its remark comes back
        hands.see("Sendt")
        hands.act("eksporter", f"{WATER}…")
        hands.keys("Home", "space")
        hands.see("Én vurdering er valgt")
        hands.tab_to("Anonymisert")
        hands.keys("Down", "Down")
        hands.at("Full")
        hands.act("eksporter", "Velg mappe eller minnepinne")
        hands.give(stick)
        hands.see("Alt er skrevet til mediet. Minnepinnen kan tas ut.")
        remark = remarked(norad, only_file(stick))
        take_in(hands, remark)
        hands.keys("ctrl+2")
        hands.see("Status")
        hands.keys("Return")
        hands.see("2.1.5 Samhold ›")
        hands.keys("ctrl+Next", "alt+3")
        hands.see("Vi leser dette annerledes.")
        hands.keys("ctrl+p")  # job 10: what may go out, and the package for the archive
        hands.at("Sjekklistesammendrag")
        hands.tab_to("Intern")
        save_as(hands, "O", "Offentlig", tmp_path / "offentlig.pdf")
        hands.tab_to("Lag arkivpakke …")
        hands.keys("space")
        hands.give(archive)
        hands.see("Arkivpakken er skrevet…")
        hands.keys("ctrl+1")
        hands.see("Mine frister")
    assert SAID not in paper(tmp_path / "offentlig.pdf")
    assert {path.suffix for path in archive.iterdir()} == {".pdf", ".xml"}
    (record,) = kept(tmp_path / "post", tmp_path / "copy")
    assert record.fields[NOTE] == SAID


def test_real_keys_evaluate_and_read_across(session: XSession, post: Profile, norad: Profile, tmp_path: Path) -> None:
    (row,) = all_rows(post, query())
    for edition in ("anonymised", "full"):
        (tmp_path / edition).mkdir()
        export_records(post, [row.id], norad.card.thumbprint, tmp_path / edition, edition=edition)
    norad.close()
    with session.program(tmp_path / "norad"):
        hands = Hands(session)
        take_in(hands, only_file(tmp_path / "anonymised"))  # job 11: nobody is named
        hands.keys("ctrl+2")
        hands.see(f"{MASK}…")
        read_point(hands, tmp_path / "anonym.csv")
        take_in(hands, only_file(tmp_path / "full"))  # job 7: read one point of all
        read_point(hands, tmp_path / "full.csv")
        hands.act("kopier", "Ett utdrag er kopiert.")
        hands.keys("ctrl+1")
        hands.see("Mine frister")
    anonymous, full = ((tmp_path / name).read_text(encoding="utf-8-sig") for name in ("anonym.csv", "full.csv"))
    assert WATER not in anonymous
    assert all(words in full for words in (WATER, SAID, "2.1.5"))


def test_real_keys_begin_a_governance_year_and_tell_an_event(session: XSession, tmp_path: Path) -> None:
    made, _code = create_profile(tmp_path / "norec", role="norec", name="Norec (oppdiktet)", invented=True)
    made.close()
    with session.program(tmp_path / "norec"):
        hands = Hands(session)
        hands.keys("ctrl+4")  # job 12
        hands.see("Ingen virksomhetsår ennå")
        hands.act("nytt virks", "Hvilket år?")
        hands.keys("Return")
        hands.closes("Hvilket år?")
        hands.see("Årshjul for…")  # read last, once the year is made and every register has its name
        hands.write("meld")
        hands.see("Søk i registeret")
        hands.keys("ctrl+shift+n")
        hands.at("Vesentlig avvik…")  # the first question, not the list of the one point
        hands.keys("ctrl+1")
        hands.see("Mine frister")
    forms = [one.form.id for one in kept(tmp_path / "norec", tmp_path / "copy")]
    assert forms.count("norec_meldinger") == 1
    assert len(forms) > 40


def hold_the_meeting(hands: Hands) -> None:
    """Answers against the same points, and what is still open with role and date."""
    hands.keys("ctrl+2")
    hands.see("Status")
    hands.keys("Return")
    hands.see("‹ Pilarer og bakgrunn")
    hands.keys("ctrl+Prior")
    hands.see("2.1.5 Samhold ›")
    hands.keys("ctrl+Next")
    hands.at("Styrker")
    hands.keys("alt+m", "ctrl+o")
    hands.at("Hva skal gjøres?")
    hands.write("Hent analysen")
    hands.keys("Tab")
    hands.write("utsendt")
    hands.keys("Tab")
    hands.write("15.1.27")
    hands.keys("Return")
    hands.closes("Hva skal gjøres?")
    hands.see("Hent analysen…")


def prepare_a_board(hands: Hands, folder: Path) -> None:
    """A meeting of a board, on two pages and in talking points."""
    hands.keys("ctrl+n")
    hands.see("2.3.5  Lokale partnere")
    hands.tab_to("Styre", "shift+Tab")
    hands.keys("space")
    hands.tab_to("Styre og møte")
    hands.write("Tredje ordinare")
    hands.keys("ctrl+Return")
    hands.see("Alle punkter i ett")
    hands.keys("ctrl+p")
    hands.at("Sjekklistesammendrag")
    save_as(hands, "St", "Styrenotat", folder / "brief.pdf")
    hands.tab_to("Styrenotat", "shift+Tab")
    save_as(hands, "Ta", "Talepunkter", folder / "punkter.pdf")


def take_in(hands: Hands, file: Path) -> None:
    """Read a file that came."""
    hands.act("til utveksling", "Sendt")
    hands.act("importer", "Velg filer å importere")
    hands.give(file)
    hands.see("Import: …")
    hands.act("importer", "Importen er ferdig")
    hands.hear("Importen er ferdig. 1 ")


def read_point(hands: Hands, table: Path) -> None:
    """One point of all records, and its texts as a table."""
    hands.keys("ctrl+4")
    hands.see("Kopier med referanse", "2.1…")
    hands.tab_to("2.1…")
    hands.write("2.1.5")
    hands.see("1 vurdert…")
    hands.act("lagre tabell", "Lagre tabell …")
    hands.give(table)
    hands.see(f"Tabellen er lagret: {table.name}")


def save_as(hands: Hands, letters: str, wanted: str, file: Path) -> None:
    """Choose where the cursor is, wait for the paper and save it."""
    hands.write(letters)
    hands.at(wanted)
    hands.gone("Lager dokumentet …")  # there is nothing to save before
    hands.keys("ctrl+s")
    hands.give(file)
    hands.see(f"PDF-en er lagret: {file.name}")


def remarked(norad: Profile, file: Path) -> Path:
    """Norad takes a file in, writes a remark and sends it back."""
    apply_import(norad, plan_import(norad, [file]))
    (row,) = all_rows(norad, query())
    add_comment(norad, row.id, POINT, "Vi leser dette annerledes.")
    file.unlink()
    export_comments(norad, [row.id], [peer.thumbprint for peer in peers(norad)], file.parent)
    return only_file(file.parent)


def kept(folder: Path, copy: Path, *statuses: str) -> list[Record]:
    """What is durable, read once the program has ended."""
    opened = open_profile(Path(shutil.copytree(folder, copy)))
    try:
        return [open_record(opened, row.id).record for row in all_rows(opened, query(statuses=statuses))]
    finally:
        opened.close()


def paper(file: Path) -> str:
    """The words of a document, with single spaces."""
    return " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(file).pages).split())
