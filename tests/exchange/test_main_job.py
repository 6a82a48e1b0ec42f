"""A record travels to headquarters and its receipt comes home."""

from __future__ import annotations

import json
import shutil
import threading
from email.parser import BytesParser
from email.policy import default
from pathlib import Path

import pytest

from neksus_desktop.errors import (
    ExchangeFileError,
    ExchangeNothingError,
    ExchangeRecipientError,
    ExchangeStoppedError,
    InventedMixError,
)
from neksus_desktop.exchange.apply import RecordChoice
from neksus_desktop.storage import approvals, comments, history
from neksus_desktop.storage import transfers as stored
from neksus_desktop.usecases import comments as remarks
from neksus_desktop.usecases import export, import_files, outbox, roster, verify
from neksus_desktop.usecases.maintain import snapshots
from neksus_desktop.usecases.transfers import sent_items, transfers
from tests.exchange.world import World
from tests.support.samples import invented_record


def test_the_receipt_flips_the_senders_record_to_confirmed(world: World) -> None:
    record = world.write("Juba")
    world.approve("Juba", record)
    files = world.send("Juba", "Norad", record)
    assert [file.name for file in files] == ["neksus-juba-til-norad-000001.json"]
    assert world.record("Juba", record).status == "exported"
    done = world.take("Norad", files)
    assert done.counts == {"new": 1}
    assert world.record("Norad", record).status == "approved"
    assert approvals.approvals(world["Norad"].store, record)[0].signer == world["Juba"].card.thumbprint
    assert [sent.state for sent in transfers(world["Juba"]).sent] == ["exported"]
    world.take("Juba", [receipt.path for receipt in done.receipts if receipt.path])
    assert world.record("Juba", record).status == "confirmed"
    (sent,) = transfers(world["Juba"]).sent
    (item,) = sent_items(world["Juba"], sent.id)
    assert (sent.state, sent.recipients, item.state) == ("confirmed", ("Norad",), "confirmed")


def test_another_posts_receipt_confirms_the_file_but_not_the_record(world: World) -> None:
    record = world.write("Juba")
    world.approve("Juba", record)
    world.pass_on("Juba", "Nairobi", record)
    assert world.record("Juba", record).status == "exported"
    assert transfers(world["Juba"]).sent[0].state == "confirmed"


def test_a_draft_travels_as_a_draft(world: World) -> None:
    record = world.write("Juba")
    world.pass_on("Juba", "Norad", record)
    assert (world.record("Juba", record).status, world.record("Norad", record).status) == ("draft", "draft")


def test_what_is_being_typed_travels_too(world: World) -> None:
    from neksus_desktop.storage.records import save_working_text

    record = world.write("Juba")
    profile = world["Juba"]
    save_working_text(profile.store, record, "note/p1/internal", "Siste ord", profile.now())
    world.pass_on("Juba", "Norad", record)
    assert world.record("Norad", record).fields["note/p1/internal"] == "Siste ord"


def test_the_same_file_again_changes_nothing(world: World) -> None:
    record = world.write("Juba")
    files = world.send("Juba", "Norad", record)
    world.take("Norad", files)
    before = list(history.changes(world["Norad"].store, record))
    assert world.take("Norad", files).counts == {"have": 1}
    assert list(history.changes(world["Norad"].store, record)) == before


def test_an_older_file_changes_nothing(world: World) -> None:
    record = world.write("Juba")
    first = world.send("Juba", "Norad", record)
    world.change("Juba", record, note__p1__internal="Andre tekst")
    second = world.send("Juba", "Norad", record)
    world.take("Norad", second)
    assert world.take("Norad", first).counts == {"older": 1}
    assert world.record("Norad", record).fields["note/p1/internal"] == "Andre tekst"
    assert transfers(world["Norad"]).missing == ()


def test_a_missing_file_is_told_by_its_number(world: World) -> None:
    record = world.write("Juba")
    world.send("Juba", "Norad", record)
    world.take("Norad", world.send("Juba", "Norad", record))
    (missing,) = transfers(world["Norad"]).missing
    assert (missing.sender, missing.numbers) == ("Juba", (1,))


def test_both_files_in_one_import_in_any_order(world: World) -> None:
    record = world.write("Juba")
    first = world.send("Juba", "Norad", record)
    world.change("Juba", record, note__p1__internal="Andre tekst")
    second = world.send("Juba", "Norad", record)
    assert world.take("Norad", [*second, *first, *second]).counts == {"new": 1, "update": 1, "have": 1}
    assert world.head("Norad", record) == world.head("Juba", record)


def test_a_bad_file_never_stops_the_rest(world: World) -> None:
    record = world.write("Juba")
    world.send("Juba", "Norad", record)
    (world.mail / "aaa.json").write_bytes(b"{")
    (world.mail / "zzz.json").write_bytes(b"")
    (world.mail / "notater.txt").write_text("ikke en fil for oss")
    plan = import_files.plan_import(world["Norad"], [world.mail])
    assert plan.counts == {"refused": 2, "new": 1}
    assert plan.refused
    done = import_files.apply_import(world["Norad"], plan)
    assert sorted(file.code for file in done.files) == ["", "bundle_shape", "bundle_shape"]
    assert world.record("Norad", record).fields["note/p1/internal"] == "Første tekst"


def test_planning_writes_nothing(world: World) -> None:
    files = world.send("Juba", "Norad", world.write("Juba"))
    database = world["Norad"].store.path
    before = {path.name: path.read_bytes() for path in (database, database.with_name("neksus.db-wal"))}
    import_files.plan_import(world["Norad"], files)
    assert {path.name: path.read_bytes() for path in (database, database.with_name("neksus.db-wal"))} == before


def test_a_stopped_import_changes_nothing(world: World) -> None:
    ids = [world.write("Juba") for _ in range(3)]
    files = world.send("Juba", "Norad", *ids)
    plan = import_files.plan_import(world["Norad"], files)
    stop = threading.Event()
    seen: list[tuple[int, int]] = []

    def progress(done: int, total: int) -> None:
        seen.append((done, total))
        stop.set()

    with pytest.raises(ExchangeStoppedError):
        import_files.apply_import(world["Norad"], plan, progress=progress, cancelled=stop)
    assert seen == [(1, 3)]
    assert import_files.plan_import(world["Norad"], files).counts == {"new": 3}


def test_a_file_changed_after_planning_is_refused_and_nothing_imported(world: World) -> None:
    files = world.send("Juba", "Norad", world.write("Juba"), world.write("Juba"))
    other = world.send("Juba", "Norad", world.write("Juba"))
    plan = import_files.plan_import(world["Norad"], files)
    shutil.copy(other[0], files[0])
    from dataclasses import replace

    forgotten = import_files.ImportPlan(tuple(replace(one, bundle=None) for one in plan.files), plan.items)
    done = import_files.apply_import(world["Norad"], forgotten)
    assert (done.counts, done.files[0].code, done.receipts) == ({"refused": 1}, "exchange_file", ())
    assert import_files.plan_import(world["Norad"], other).counts == {"new": 1}


def test_a_refusal_goes_back_with_its_reason(world: World) -> None:
    record = world.write("Juba")
    files = world.send("Juba", "Norad", record)
    done = world.take("Norad", files, {record: RecordChoice("refuse", "Feil avtale")})
    assert done.counts == {"refused": 1}
    world.take("Juba", [receipt.path for receipt in done.receipts if receipt.path])
    (sent,) = transfers(world["Juba"]).sent
    (item,) = sent_items(world["Juba"], sent.id)
    assert (sent.state, item.state, item.reason) == ("refused", "refused", "Feil avtale")


def test_a_large_transfer_is_split_into_files_that_stand_alone(world: World) -> None:
    noise = [json.dumps([hash((number, at)) for at in range(200)]) for number in range(6)]
    ids = [world.write("Juba", {"note/p1/internal": text}) for text in noise]
    done = export.export_records(world["Juba"], ids, "Norad", world.mail, edition="full", size_limit=12_000)
    assert len(done.files) > 2
    assert all(file.stat().st_size <= 12_000 for file in done.files)
    for file in reversed(done.files):
        world.take("Norad", [file])
    assert all(world.record("Norad", one).fields == world.record("Juba", one).fields for one in ids)
    assert transfers(world["Norad"]).missing == ()


def test_several_recipients_read_one_file(world: World) -> None:
    record = world.write("Juba")
    files = world.send("Juba", ["Norad", "Nairobi"], record)
    assert len(files) == 1
    for name in ("Norad", "Nairobi"):
        assert world.take(name, files).counts == {"new": 1}
    receipt = next(world.mail.glob("neksus-norad-*.json"))
    world.take("Juba", [receipt])
    states = {sent.recipients: sent.state for sent in transfers(world["Juba"]).sent}
    assert states == {("Norad",): "confirmed", ("Nairobi",): "exported"}, "each answers for itself"


def test_resending_gives_the_same_content(world: World) -> None:
    files = world.send("Juba", "Norad", world.write("Juba"))
    (sent,) = transfers(world["Juba"]).sent
    again = outbox.resend(world["Juba"], sent.id, world.mail)
    assert again.name == "neksus-juba-til-norad-000001-2.json"
    assert again.read_bytes() != files[0].read_bytes()
    assert world.take("Norad", files).counts == {"new": 1}
    assert world.take("Norad", [again]).counts == {"have": 1}


def test_nothing_can_be_sent_to_strangers_or_ourselves(world: World) -> None:
    record = world.write("Juba")
    for name, reason in (("Ukjent", "unknown"), ("Juba", "self")):
        with pytest.raises(ExchangeRecipientError) as caught:
            world.send("Juba", name, record)
        assert caught.value.facts["reason"] == reason
    with pytest.raises(ExchangeNothingError):
        world.send("Juba", "Norad")


def test_a_medium_that_is_gone_leaves_nothing_noted_as_sent(world: World) -> None:
    record = world.write("Juba")
    with pytest.raises(ExchangeFileError):
        export.export_records(world["Juba"], [record], "Norad", world.folder / "borte" / "fil.json")
    assert transfers(world["Juba"]).sent == ()
    assert world.send("Juba", "Norad", record)[0].name == "neksus-juba-til-norad-000001.json"


def test_invented_and_real_never_meet(tmp_path: Path) -> None:
    world = World(tmp_path / "a", ("post", "Juba"), ("norad", "Norad"))
    real = World(tmp_path / "b", ("post", "Amman"), ("norad", "Oslo"), invented=False)
    try:
        from neksus_desktop.usecases.keys import trust_card

        trust_card(world["Juba"], real.card("Oslo"))
        record = world.write("Juba")
        files = world.send("Juba", "Oslo", record)
        from neksus_desktop.storage.peers import PeerRow, save_peer

        juba = world["Juba"].card
        save_peer(real["Oslo"].store, PeerRow(juba.model_dump_json(), juba.thumbprint, "Juba", "post", "", "card", ""))
        (item,) = import_files.plan_import(real["Oslo"], files).items
        assert (item.action, item.code) == ("refused", InventedMixError.code)
    finally:
        world.close()
        real.close()


def test_verifying_tells_good_from_untrusted_from_invalid(world: World, tmp_path: Path) -> None:
    stranger = World(tmp_path / "x", ("post", "Fremmed"))
    try:
        record = world.write("Juba")
        plain = world.mail / "aapen.json"
        export.export_records(world["Juba"], [record], "Norad", plain, plain=True)
        good = verify.verify_file(world["Norad"], plain)
        assert (good.state, good.sender, good.sequence, good.records[0].status) == ("good", "Juba", 1, "draft")
        unknown = verify.verify_file(None, plain)
        assert (unknown.state, unknown.code, unknown.sender) == ("untrusted", "bundle_untrusted", "Juba")
        assert verify.verify_file(stranger["Fremmed"], plain).state == "untrusted"
        plain.write_bytes(plain.read_bytes()[:-40])
        assert verify.verify_file(world["Norad"], plain).state == "invalid"
        assert verify.verify_file(world["Norad"], world.card("Juba")).state == "good"
        assert verify.verify_file(None, world.card("Juba")).state == "untrusted"
    finally:
        stranger.close()


def test_remarks_travel_back_signed_and_change_nothing(world: World) -> None:
    record = world.write("Juba")
    world.pass_on("Juba", "Norad", record)
    remark = remarks.add_comment(world["Norad"], record, "p1", "Hva er grunnlaget?")
    files = remarks.export_comments(world["Norad"], [record], "Juba", world.mail).files
    before = world.record("Juba", record)
    assert world.take("Juba", files).counts == {"new": 1}
    assert world.take("Juba", files).counts == {"have": 1}
    assert world.record("Juba", record) == before
    assert comments.comments(world["Juba"].store, record) == [remark]
    remarks.answer_comment(world["Juba"], remark.id, "disagree")
    world.take("Juba", files)
    assert remarks.comments(world["Juba"], record)[0].state == "disagree"


def test_a_remark_on_a_record_that_is_not_here_is_refused(world: World) -> None:
    record = world.write("Norad")
    remarks.add_comment(world["Norad"], record, "", "Til ingen")
    files = remarks.export_comments(world["Norad"], [record], "Juba", world.mail).files
    assert world.take("Juba", files).counts == {"refused": 1}


def test_a_receipt_by_somebody_else_counts_for_nothing(world: World) -> None:
    record = world.write("Juba")
    world.approve("Juba", record)
    files = world.send("Juba", ["Norad"], record)
    digest = stored.outgoing(world["Juba"].store)[0].digest
    from datetime import UTC

    from neksus_desktop.bundles.payload import Header, Receipt, ReceiptItem
    from neksus_desktop.exchange.receipts import take_in

    head = world.head("Juba", record)
    item = ReceiptItem(record=record, version=head or "", result="accepted")
    now = world.clock().astimezone(UTC)
    receipt = Receipt(digest=digest, sequence=1, received_at=now, items=(item,))
    header = Header(format="1.0", kind="receipt", sender=world["Nairobi"].card, made_at=now)
    assert take_in(world["Juba"].store, header, [receipt]) == []
    assert world.record("Juba", record).status == "exported"
    assert files


def test_an_email_draft_holds_the_files_and_names_no_contents(world: World, tmp_path: Path) -> None:
    files = world.send("Juba", "Norad", world.write("Juba")) + world.send("Juba", "Norad", world.write("Juba"))
    path = tmp_path / "utkast.eml"
    export.put(path, outbox.email_draft(world["Juba"], files, "nn"))
    with path.open("rb") as file:
        draft = BytesParser(policy=default).parse(file)
    assert draft.defects == []
    assert draft["X-Unsent"] == "1"
    body = draft.get_body(("plain",))
    assert body is not None
    assert "Juba" in body.get_content()
    attached = list(draft.iter_attachments())
    assert [part.get_filename() for part in attached] == [file.name for file in files]
    assert [part.get_content() for part in attached] == [file.read_bytes() for file in files]
    assert all(part.get_content_type() == "application/json" for part in attached)
    assert "Vann og mekling" not in draft.as_string()
    assert max(map(len, path.read_bytes().split(b"\r\n"))) <= 998, "longest line that mail may have"


def test_files_too_large_for_one_letter_go_in_several_drafts(world: World, tmp_path: Path) -> None:
    files = [world.send("Juba", "Norad", world.write("Juba"))[0] for _ in range(3)]
    limit = files[0].stat().st_size + files[1].stat().st_size
    (tmp_path / "utkast-2.eml").write_text("noe annet")
    drafts = outbox.write_drafts(world["Juba"], files, tmp_path / "utkast.eml", "nb", size_limit=limit)
    assert [one.name for one in drafts] == ["utkast.eml", "utkast-2-2.eml"]
    found = [BytesParser(policy=default).parsebytes(one.read_bytes()) for one in drafts]
    assert [[part.get_filename() for part in one.iter_attachments()] for one in found] == [
        [files[0].name, files[1].name], [files[2].name],
    ]  # fmt: skip
    assert [one["Subject"] for one in found] == [f"Overføringsfil fra Juba ({number}/2)" for number in (1, 2)]
    assert len(outbox.write_drafts(world["Juba"], files, tmp_path / "hver.eml", size_limit=1)) == 3
    assert len(outbox.write_drafts(world["Juba"], files, tmp_path / "alle.eml")) == 1


def test_the_courier_list_names_each_file_with_its_checksum(world: World) -> None:
    files = world.send("Juba", "Norad", world.write("Juba"))
    listed = outbox.transfer_list(world["Juba"], files, "nb")
    assert files[0].name in listed
    assert "SHA-256" in listed


def test_a_shared_folder_shows_only_what_is_new(world: World) -> None:
    record = world.write("Juba")
    world.take("Norad", world.send("Juba", "Norad", record))
    world.send("Juba", "Norad", record)
    assert [one.path.name for one in outbox.new_files(world["Norad"], world.mail).files] == [
        "neksus-juba-til-norad-000002.json"
    ]


def test_a_record_of_the_other_kind_cannot_be_added_to_a_transfer(world: World) -> None:
    assert invented_record().invented
    with pytest.raises(ExchangeNothingError):
        export.export_records(world["Juba"], [], "Norad", world.mail)


def test_what_is_approved_and_was_not_sent_is_ready(world: World) -> None:
    record = world.write("Juba")
    assert transfers(world["Juba"]).ready == 0
    world.approve("Juba", record)
    assert transfers(world["Juba"]).ready == 1
    world.send("Juba", "Norad", record)
    assert transfers(world["Juba"]).ready == 0


def test_a_safety_copy_is_made_before_records_are_taken_in_and_not_for_receipts(world: World) -> None:
    record = world.write("Juba")
    world.approve("Juba", record)
    files = world.send("Juba", "Norad", record)
    done = world.take("Norad", files)
    world.take("Norad", files)
    world.take("Juba", [receipt.path for receipt in done.receipts if receipt.path])
    assert [copy.reason for copy in snapshots(world["Norad"].folder)] == ["import"]
    assert snapshots(world["Juba"].folder) == []


def test_names_say_for_whom_and_no_two_files_have_the_same(world: World) -> None:
    record = world.write("Juba")
    files = [
        *world.send("Juba", "Norad", record), *world.send("Juba", "Nairobi", record),
        *world.send("Juba", ["Nairobi", "Norad"], record), *world.send("Juba", "Norad", record),
    ]  # fmt: skip
    assert [file.name for file in files] == [
        "neksus-juba-til-norad-000001.json", "neksus-juba-til-nairobi-000001.json",
        "neksus-juba-til-nairobi-mfl-000002.json", "neksus-juba-til-norad-000003.json",
    ]  # fmt: skip
    everybody = [roster.export_roster(world["Norad"], world.mail).files[0].name for _ in range(2)]
    assert everybody == ["neksus-norad-til-alle-000001.json", "neksus-norad-til-alle-000002.json"]
    listed = outbox.transfer_list(world["Juba"], files)
    assert [line.strip() for line in listed.splitlines() if "Til:" in line] == [
        "Til: Norad", "Til: Nairobi", "Til: Nairobi, Norad", "Til: Norad",
    ]  # fmt: skip


def test_the_same_sender_and_recipient_from_two_profiles_never_overwrite_each_other(world: World) -> None:
    record = world.write("Juba")
    taken = world.mail / "neksus-juba-til-norad-000001.json"
    taken.write_text("fra en annen maskin", encoding="utf-8")
    (file,) = world.send("Juba", "Norad", record)
    assert file.name == "neksus-juba-til-norad-000001-2.json"
    assert taken.read_text(encoding="utf-8") == "fra en annen maskin"
