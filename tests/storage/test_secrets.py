"""What is written into a protected profile is readable nowhere outside it: not in the database, its log, its safety
copies, temporary files (also those removed since), logs, travel profiles or sealed exports, in UTF-8, UTF-16 or base64.
"""

from __future__ import annotations

import base64
import sys
import tempfile
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from neksus_desktop.errors import NotFoundError
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
from neksus_desktop.usecases import history, key_store, maintain, outbox, search, travel
from neksus_desktop.usecases.comments import add_comment as add_remark
from neksus_desktop.usecases.comments import comments, export_comments
from neksus_desktop.usecases.export import export_records
from neksus_desktop.usecases.import_files import apply_import, plan_import
from neksus_desktop.usecases.keys import trust_card, write_card
from neksus_desktop.usecases.listing import page, query
from neksus_desktop.usecases.profile import Profile, change_passphrase, create_profile, open_profile
from neksus_desktop.usecases.retention import erase, mark_filed
from neksus_desktop.usecases.roster import export_roster
from tests.support.samples import invented_record
from tests.support.secret_net import PHRASE, SECRET, Net, net_over
from tests.usecases.test_key_store import FakeStore

NETS: list[Net] = []


@pytest.fixture
def everywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A place that holds every file made, temporary ones and the log too."""
    with net_over(tmp_path, monkeypatch) as net:
        NETS[:] = [net]
        yield tmp_path


def leaks(place: Path) -> list[str]:
    return NETS[0].leaks(place)


def fill_record(profile: Profile) -> RecordId:
    """Put the secret into every kind of content that a record has."""
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
    return record.id


def use_everything(profile: Profile, place: Path) -> RecordId:
    """Put the secret into every kind of content there is, and move it through every feature."""
    record, store, now = fill_record(profile), profile.store, datetime(2026, 11, 23, tzinfo=UTC)
    install_form(store, "hemmelig", "1", "0", f"{SECRET}.xlsx", SECRET.encode(), now)
    assert search.search(profile, SECRET).hits
    assert page(profile, query(text=SECRET)).rows
    with store.write() as db:  # a sort too large for memory would go to a file
        db.execute("SELECT value FROM field ORDER BY value || path").fetchall()
    maintain.back_up(profile)
    assert maintain.examine(profile).sound
    travel.pack(profile, [record], place / "reise", PHRASE)[0].close()
    return record


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
    norad, _ = create_profile(everywhere / "norad", role="norad", name="Norad", passphrase=PHRASE, invented=True)
    write_card(norad, everywhere / "norad-kort.json")
    norad.close()
    profile, _ = create_profile(everywhere / "post", role="post", name="Oppdiktby", passphrase=PHRASE, invented=True)
    trust_card(profile, everywhere / "norad-kort.json")
    record = use_everything(profile, everywhere)
    made = export_records(profile, [record], "Norad", everywhere, edition="full")
    assert made.files
    assert leaks(everywhere) == []
    profile.close()


def test_a_whole_exchange_tells_nothing(everywhere: Path) -> None:
    """There and back again, all of it sealed: records, receipts, remarks, what is kept for sending again, the inbox."""
    norad, _ = create_profile(everywhere / "norad", role="norad", name="Norad", passphrase=PHRASE, invented=True)
    post, _ = create_profile(everywhere / "post", role="post", name="Oppdiktby", passphrase=PHRASE, invented=True)
    for one, other in ((norad, post), (post, norad)):
        write_card(one, everywhere / f"{one.workplace_name}.json")
        trust_card(other, everywhere / f"{one.workplace_name}.json")
    export_roster(norad, everywhere)
    record = use_everything(post, everywhere)
    out = export_records(post, [record], "Norad", everywhere, edition="full")
    taken = apply_import(norad, plan_import(norad, out.files), receipts_to=everywhere)
    assert taken.receipts
    add_remark(norad, record, "p1", f"Hva vet dere om {SECRET}?")
    back = export_comments(norad, [record], "Oppdiktby", everywhere)
    apply_import(post, plan_import(post, [*back.files, *(one.path for one in taken.receipts if one.path)]))
    assert any(SECRET in one.text for one in comments(post, record))
    assert search.search(norad, SECRET).hits
    outbox.resend(post, out.files[0].name, everywhere / "igjen.json")
    assert leaks(everywhere) == []
    norad.close()
    post.close()
    assert leaks(everywhere) == []


def test_the_key_store_and_a_crash_report_tell_nothing(everywhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = FakeStore()
    monkeypatch.setitem(sys.modules, "keyring", store)
    profile, _ = create_profile(everywhere / "profil", role="post", name=SECRET, passphrase=PHRASE, invented=True)
    use_everything(profile, everywhere)
    key_store.remember(profile)
    assert profile.store.key is not None
    assert SECRET not in str(store.kept)
    with pytest.raises(NotFoundError) as raised:
        load_record(profile.store, RecordId(SECRET))
    place = "".join(traceback.format_list(traceback.extract_tb(raised.value.__traceback__)))
    (everywhere / "krasj.txt").write_text(place, encoding="utf-8")
    profile.close()
    key = base64.b64decode(next(iter(store.kept.values())))
    held = [path for path in everywhere.rglob("*") if path.is_file() and key in path.read_bytes()]
    assert (held, leaks(everywhere)) == ([], [])


def test_deletion_reaches_every_copy(everywhere: Path) -> None:
    """In an unprotected profile, where all is readable: nothing of a deleted record is left in any file of it."""
    folder = everywhere / "profil"
    profile, _ = create_profile(folder, role="post", name="Oppdiktby", invented=True)
    norad, _ = create_profile(everywhere / "norad", role="norad", name="Norad", invented=True)
    write_card(norad, everywhere / "norad-kort.json")
    norad.close()
    trust_card(profile, everywhere / "norad-kort.json")
    record = fill_record(profile)
    made = export_records(profile, [record], "Norad", everywhere, edition="full")
    maintain.back_up(profile)
    profile.close()
    maintain.restore(folder, maintain.snapshots(folder)[0].name)
    again = open_profile(folder)
    again.store.path.with_name("before-schema-9.db").write_bytes(SECRET.encode())
    assert any("replaced-" in path for path in leaks(folder))
    assert list((folder / "outbox").iterdir())
    mark_filed(again, record, "26/1")
    erase(again, record)
    again.close()
    assert NETS[0].removed
    NETS[0].removed.clear()
    assert leaks(folder) == []
    assert list((folder / "outbox").iterdir()) == []
    assert made.files[0].exists()


def test_the_scan_would_find_a_leak(everywhere: Path) -> None:
    """The net has no holes: an unprotected profile is found out at once."""
    profile, _ = create_profile(everywhere / "profil", role="post", name="Oppdiktby", invented=True)
    record = invented_record({"note/p/internal": SECRET})
    create_record(profile.store, record, role="r", now=profile.now())
    assert any("neksus.db" in path for path in leaks(everywhere))
    profile.close()
    (everywhere / "tmp" / "x").write_bytes(SECRET.encode("utf-16-le"))
    assert "tmp/x" in leaks(everywhere)
    for offset in range(3):
        name = f"y{offset}"
        (everywhere / "tmp" / name).write_bytes(base64.b64encode(bytes(offset) + SECRET.encode() + b" og mer"))
        assert f"tmp/{name}" in leaks(everywhere)
        (everywhere / "tmp" / name).unlink()
        assert name in leaks(everywhere)
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "kort").write_text(PHRASE, encoding="utf-16")
    assert "kort" in leaks(everywhere)
