"""The scan of ``tests/storage/test_secrets.py`` for more: kept files, saved searches, moved forms, filled PDFs,
follow-up, going back in the history, reading where nothing can be written.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter

from neksus_desktop.errors import StorageReadOnlyError
from neksus_desktop.records.ids import RecordId
from neksus_desktop.storage.store import open_for_reading
from neksus_desktop.usecases import attachments, filled_form, follow_up_steps, history, maintain, newer_form
from neksus_desktop.usecases.autosave import finish_typing, keep_typing
from neksus_desktop.usecases.forms import install_form
from neksus_desktop.usecases.profile import Profile, create_profile, open_profile
from neksus_desktop.usecases.records import new_record, open_record, save_fields
from neksus_desktop.usecases.report import make_report
from neksus_desktop.usecases.saved_searches import SavedSearch, keep_search
from neksus_desktop.usecases.search import FilterChoice, TextSearch, keep_filter, narrowed
from tests.support.samples import invented_subject
from tests.support.secret_net import PHRASE, SECRET, Net, net_over


@pytest.fixture
def net(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Net]:
    with net_over(tmp_path, monkeypatch) as made:
        yield made


@pytest.fixture
def outside(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where a user's own files lie, which the program reads or was asked to write."""
    return tmp_path_factory.mktemp("outside")


@pytest.fixture
def profile(net: Net) -> Iterator[Profile]:
    made, code = create_profile(net.place / "p", role="post", name="Oppdiktby", passphrase=PHRASE, invented=True)
    net.also(code)
    net.also(code.replace("-", ""))
    yield made
    made.close()


@pytest.fixture
def record(profile: Profile) -> RecordId:
    subject = invented_subject(title=f"Tiltak i {SECRET}", partner=SECRET)
    made = new_record(profile, "neksus_veileder", subject)
    save_fields(profile, made, {"note/innsats_samhold/internal": f"Om {SECRET}. " * 40})
    return made


def test_files_that_are_kept_tell_nothing(net: Net, profile: Profile, record: RecordId, outside: Path) -> None:
    file = outside / f"{SECRET}.txt"
    file.write_text(f"{SECRET} " * 3000, encoding="utf-8")
    save_fields(profile, record, {"evidence/g1/point": "innsats_samhold", "evidence/g1/title": SECRET})
    facts = attachments.attach(profile, record, file, ground="g1")
    assert SECRET.encode() in attachments.read(profile, facts.id)
    attachments.save_as(profile, facts.id, outside / "ut.txt")
    assert net.leaks() == []
    attachments.detach(profile, record, facts.id)
    attachments.tidy(profile, record)
    assert net.leaks() == []


def test_searches_and_what_is_kept_of_them_tell_nothing(net: Net, profile: Profile, record: RecordId) -> None:
    assert TextSearch(profile).page(f"{SECRET} tiltak", narrowed(), "nb").hits
    keep_search(profile, SavedSearch(SECRET, SECRET))
    keep_filter(profile, FilterChoice(country="YE"))
    keep_typing(profile, record, {"note/innsats_samhold/internal": f"Mer om {SECRET}"})
    assert net.leaks() == []
    finish_typing(profile, record)
    save_fields(profile, record, {"note/innsats_samhold/internal": "annet"})
    first = history.judgements(profile, record, "note/innsats_samhold")[-1]
    history.take_back(profile, record, first.seq)
    history.undo(profile, record)
    history.redo(profile, record)
    assert net.leaks() == []


def test_follow_up_tells_nothing(net: Net, profile: Profile, record: RecordId) -> None:
    save_fields(profile, record, {"followup/f/text": f"Ring {SECRET}", "followup/f/point": "innsats_samhold"})
    follow_up_steps.change_follow_ups(profile, [(record, "f")], {"state": "lukket", "outcome": SECRET})
    assert net.leaks() == []


def test_a_form_by_file_and_moving_to_its_next_version_tell_nothing(net: Net, profile: Profile, outside: Path) -> None:
    """The form itself is no secret (it travels in the open); what is answered in it is."""
    for version, survey in (("1", "| | text | sted | S |\n"), ("2", "| | text | by | B |\n")):
        path = outside / f"besoek-{version}.md"
        path.write_text(
            f"| survey |\n| | type | name | label |\n{survey}| settings |\n| | form_id | form_title | version |\n"
            f"| | besoek | Besøk | {version} |\n",
            encoding="utf-8",
        )
        install_form(profile, path)
        if version == "1":
            made = new_record(profile, "besoek", invented_subject(title=SECRET))
            save_fields(profile, made, {"/data/sted": SECRET})
    assert newer_form.move(profile, made).lost == ("/data/sted",)
    open_record(profile, made)
    history.undo(profile, made)
    assert net.leaks() == []


def test_a_filled_form_tells_nothing(net: Net, profile: Profile, record: RecordId, outside: Path) -> None:
    blank = make_report(profile, "blank", ["neksus_veileder"], language="nb", fillable=True).data
    writer = PdfWriter(clone_from=BytesIO(blank))
    assert PdfReader(BytesIO(blank)).get_fields()
    for page in writer.pages:
        writer.update_page_form_field_values(page, {"subject/title": SECRET, "note/innsats_samhold/internal": SECRET})
    writer.write(outside / f"{SECRET}.pdf")
    made = filled_form.apply_filled(profile, filled_form.plan_filled(profile, outside / f"{SECRET}.pdf"))
    assert open_record(profile, made).record.subject.title == SECRET
    assert net.leaks() == []


def test_paper_and_reading_where_nothing_can_be_written_tell_nothing(
    net: Net, profile: Profile, record: RecordId, outside: Path
) -> None:
    assert make_report(profile, "summary", [record], language="nb").data
    key = profile.store.key
    profile.close()
    reading = open_for_reading(profile.folder, key, StorageReadOnlyError(folder="p"))
    reading.close()
    maintain.repair(profile.folder, net.place / "berget", PHRASE)
    open_profile(net.place / "berget", PHRASE).close()
    assert net.leaks() == []
