"""What is written into a protected profile is readable nowhere outside it: not in the database, its log, its safety
copies, temporary files, logs, travel profiles or sealed exports, in UTF-8 or UTF-16.
"""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from neksus_desktop.records.comment import Comment
from neksus_desktop.records.ids import RecordId
from neksus_desktop.records.note import Evidence, FollowUp
from neksus_desktop.records.record import evidence_fields, follow_up_fields
from neksus_desktop.records.version import Version
from neksus_desktop.storage.attachments import add_attachment
from neksus_desktop.storage.comments import add_comment
from neksus_desktop.storage.forms import install_form
from neksus_desktop.storage.records import create_record, load_record, save_fields, save_working_text
from neksus_desktop.storage.versions import add_version, set_head
from neksus_desktop.usecases import history, maintain, search, travel
from neksus_desktop.usecases.keys import trust_card, write_card
from neksus_desktop.usecases.listing import page, query
from neksus_desktop.usecases.profile import Profile, change_passphrase, create_profile, open_profile
from neksus_desktop.usecases.retention import erase, mark_filed
from tests.support.samples import invented_record

SECRET = "Kvitrafjell"
PHRASE = "Gråsteinbrygga fire fem"
FORMS = [
    form for text in (SECRET, PHRASE) for form in (text.encode(), text.encode("utf-16-le"), text.encode("utf-16-be"))
]


@pytest.fixture
def everywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A place that holds every file made, temporary ones and the log too."""
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    monkeypatch.setenv("SQLITE_TMPDIR", str(temporary))
    monkeypatch.setattr(tempfile, "tempdir", None)
    handler = logging.FileHandler(tmp_path / "alt.log")
    logging.getLogger().addHandler(handler)
    logging.getLogger().setLevel(logging.DEBUG)
    yield tmp_path
    logging.getLogger().removeHandler(handler)
    handler.close()


def leaks(place: Path) -> list[str]:
    found = []
    for path in sorted(place.rglob("*")):
        if path.is_file():
            data = path.read_bytes()
            hits = [form for form in FORMS if form in data or form.lower() in data.lower()]
            if hits or SECRET.lower() in path.name.lower():
                found.append(str(path.relative_to(place)))
    return found


def use_everything(profile: Profile, place: Path) -> RecordId:
    """Put the secret into every kind of content there is, and move it through every feature."""
    now = datetime(2026, 11, 23, tzinfo=UTC)
    store = profile.store
    fields = {
        "note/p1/internal": f"Kilden i {SECRET} sier noe " * 300,
        **evidence_fields(Evidence(id="e", point="p1", title=f"Rapport fra {SECRET}", reference=SECRET)),
        **follow_up_fields(FollowUp(id="f", text=f"Ring {SECRET}")),
    }
    record = invented_record(fields, title=f"Tiltak i {SECRET}", partner=SECRET, description=SECRET)
    create_record(store, record, role="r", now=now)
    save_fields(store, record.id, {"/data/x": SECRET}, role="r", now=now)
    history.undo(profile, record.id)
    save_working_text(store, record.id, "note/p2/internal", SECRET, now)
    version = Version(
        record=record.id, number=1, form=record.form, subject=record.subject, fields=fields, reason="submitted",
        status="draft", role="r", made_at=now, origin=record.origin,
    )  # fmt: skip
    made = add_version(store, version)
    set_head(store, record.id, made)
    add_comment(
        store,
        Comment(id="k", record=record.id, version=made, text=SECRET, role="r", workplace=record.origin, made_at=now),
    )
    add_attachment(store, record.id, SECRET.encode() * 9000, owner="e", name=SECRET, media_type="text/plain", now=now)
    install_form(store, "hemmelig", "1", "0", f"{SECRET}.xlsx", SECRET.encode(), now)
    assert search.search(profile, SECRET).hits
    assert page(profile, query(text=SECRET)).rows
    with store.write() as db:  # a sort too large for memory would go to a file
        db.execute("SELECT value FROM field ORDER BY value || path").fetchall()
    maintain.back_up(profile)
    assert maintain.examine(profile).sound
    travel.pack(profile, [record.id], place / "reise", PHRASE)[0].close()
    return record.id


def test_nothing_readable_is_left_anywhere(everywhere: Path) -> None:
    folder = everywhere / "profil"
    profile, _ = create_profile(folder, role="post", name="Oppdiktby", passphrase=PHRASE, invented=True)
    record = use_everything(profile, everywhere)
    assert leaks(everywhere) == []
    change_passphrase(profile, PHRASE, PHRASE + " seks")
    profile.close()
    assert leaks(everywhere) == []
    copy = maintain.snapshots(folder)[0].name
    maintain.restore(folder, copy, PHRASE + " seks")
    maintain.repair(folder, everywhere / "berget", PHRASE + " seks")
    again = open_profile(everywhere / "berget", PHRASE + " seks")
    assert load_record(again.store, record).subject.partner == SECRET
    mark_filed(again, record, "26/1")
    erase(again, record)
    again.close()
    assert leaks(everywhere) == []


def test_a_sealed_export_tells_nothing(everywhere: Path) -> None:
    from neksus_desktop.usecases.export import export_records

    norad, _ = create_profile(everywhere / "norad", role="norad", name="Norad", passphrase=PHRASE, invented=True)
    write_card(norad, everywhere / "norad-kort.json")
    norad.close()
    profile, _ = create_profile(everywhere / "post", role="post", name="Oppdiktby", passphrase=PHRASE, invented=True)
    trust_card(profile, everywhere / "norad-kort.json")
    record = use_everything(profile, everywhere)
    made = export_records(profile, [record], "Norad", everywhere)
    assert made.files
    assert leaks(everywhere) == []
    profile.close()


def test_the_scan_would_find_a_leak(everywhere: Path) -> None:
    """The net has no holes: an unprotected profile is found out at once."""
    profile, _ = create_profile(everywhere / "profil", role="post", name="Oppdiktby", invented=True)
    record = invented_record({"note/p/internal": SECRET})
    create_record(profile.store, record, role="r", now=profile.now())
    assert any("neksus.db" in path for path in leaks(everywhere))
    profile.close()
    (everywhere / "tmp" / "x").write_bytes(SECRET.encode("utf-16-le"))
    assert "tmp/x" in leaks(everywhere)
