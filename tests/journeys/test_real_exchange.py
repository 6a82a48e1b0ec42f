"""The main road of exchange on an X screen by real keys alone: trust, send, receipt, merge, and a receipt back.

What headquarters does meanwhile is done by use cases.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from neksus_desktop.usecases import keys
from neksus_desktop.usecases.export import export_records
from neksus_desktop.usecases.import_files import apply_import, plan_import
from neksus_desktop.usecases.listing import all_rows, query
from neksus_desktop.usecases.profile import Profile, create_profile
from neksus_desktop.usecases.records import new_record, save_fields
from neksus_desktop.usecases.subjects import make_subject
from neksus_desktop.usecases.transfers import transfers
from tests.journeys.test_real_keys import NOTE, POINT, WATER, kept
from tests.support.hands import Hands
from tests.support.journey import only_file
from tests.support.xsession import XSession


@pytest.fixture
def norad(tmp_path: Path) -> Iterator[Profile]:
    """Headquarters, which has compared the post's card already."""
    made, _code = create_profile(tmp_path / "norad", role="norad", name="Norad (oppdiktet)", invented=True)
    keys.write_card(made, tmp_path / "norad-card.json")
    yield made
    made.close()


@pytest.fixture
def post(tmp_path: Path, norad: Profile) -> Path:
    """A post with one draft, which knows nobody yet."""
    made, _code = create_profile(tmp_path / "post", role="post", name="Ambassaden (oppdiktet)", invented=True)
    subject = make_subject(type="avtale", title=WATER, country="YE", invented=True)
    new_record(made, "neksus_veileder", subject, points=(POINT,))
    keys.write_card(made, tmp_path / "post-card.json")
    keys.trust_card(norad, tmp_path / "post-card.json")
    made.close()
    return tmp_path / "post"


def test_real_keys_trust_send_and_merge(session: XSession, post: Path, norad: Profile, tmp_path: Path) -> None:
    out, home, back, last = (tmp_path / name for name in ("out", "home", "back", "last"))
    for made in (out, home, back, last):
        made.mkdir()
    with session.program(post):
        hands = Hands(session)
        accept_card(hands, tmp_path / "norad-card.json")
        send_draft(hands, out)
        there = plan_import(norad, [only_file(out)])
        apply_import(norad, there, receipts_to=home)
        record = next(row.id for row in all_rows(norad, query()))
        save_fields(norad, record, {NOTE: "Hos Norad."})
        export_records(norad, [record], "Ambassaden (oppdiktet)", back, edition="full")
        write_a_text(hands)
        choose_file(hands, only_file(home))
        hands.see("Én vurdering er tatt imot.")
        hands.act("importer", "Importen er ferdig")
        hands.at("Se det som er sendt")
        hands.keys("space")
        hands.see("Alt som er sendt, er bekreftet")
        choose_file(hands, only_file(back))
        hands.see("Må avklares…", "Begge")
        hands.tab_to("Begge")
        hands.keys("space")
        hands.see("Avklart")
        hands.act("importer", "Importen er ferdig")
        hands.at("Lagre kvitteringer …")
        hands.keys("space")
        hands.give(last)
        hands.see("Kvitteringen ligger i…")
        hands.keys("ctrl+1")
        hands.see("Mine frister")
    (merged,) = kept(post, tmp_path / "copy")
    assert all(words in merged.fields[NOTE] for words in ("Hos posten.", "Hos Norad."))
    apply_import(norad, plan_import(norad, [only_file(last)]))
    assert [file.state for file in transfers(norad).sent if file.kind == "records"] == ["confirmed"]


def accept_card(hands: Hands, card: Path) -> None:
    """Open the card like any file that came: it leads to the comparison."""
    choose_file(hands, card)
    hands.see("Sammenlign før du godtar")
    hands.turn_to("Sammenlign før du godtar")
    hands.tab_to("Vi har lest opp alle gruppene, og de stemmer")
    hands.keys("space")
    hands.tab_to("Godta nøkkelen")
    hands.keys("space")
    hands.closes("Sammenlign før du godtar")
    hands.see("Norad (oppdiktet), Norad")


def choose_file(hands: Hands, file: Path) -> None:
    """Have a file read, from wherever one is."""
    hands.act("utveksling", "Sendt")
    hands.act("importer", "Velg filer å importere")
    hands.give(file)


def send_draft(hands: Hands, folder: Path) -> None:
    """The draft, as it is with everything, to the only one who is trusted."""
    hands.act("eksporter", "Vis også utkast og sendte")
    hands.tab_to("Vis også utkast og sendte", "shift+Tab")
    hands.keys("space")
    hands.see(f"{WATER}…")
    hands.keys("Tab", "Home", "space")
    hands.see("Én vurdering er valgt", "Én av vurderingene er ikke godkjent. Den sendes merket som utkast.")
    hands.tab_to("Anonymisert")
    hands.keys("Down", "Down")
    hands.at("Full")
    hands.act("eksporter", "Velg mappe eller minnepinne")
    hands.give(folder)
    hands.see("Alt er skrevet til mediet. Minnepinnen kan tas ut.")


def write_a_text(hands: Hands) -> None:
    """The same point that headquarters writes in meanwhile."""
    hands.keys("ctrl+2")
    hands.see("Status")
    hands.keys("Return")
    hands.see("2.1.5 Samhold ›")
    hands.keys("ctrl+Next")
    hands.at("Styrker")
    hands.tab_to("Intern vurdering")
    hands.write("Hos posten.")
    hands.keys("ctrl+1")
    hands.see("Mine frister")
