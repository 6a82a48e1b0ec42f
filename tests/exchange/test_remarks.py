"""The whole round of remarks between three workplaces: sent, answered, on older text, by strangers, by revoked keys."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from neksus_desktop.bundles.payload import Address, Header, PayloadWriter
from neksus_desktop.bundles.sign import sign
from neksus_desktop.errors import ExchangeNothingError
from neksus_desktop.records.comment import Comment, CommentState
from neksus_desktop.records.ids import RecordId
from neksus_desktop.storage import comments as stored
from neksus_desktop.texts import LANGUAGES, explain
from neksus_desktop.usecases import comments as use
from neksus_desktop.usecases import import_files, keys, roster
from neksus_desktop.usecases.keys import signing_key
from neksus_desktop.usecases.profile import create_profile
from neksus_desktop.usecases.transfers import sent_items, transfers
from tests.exchange.world import World


@pytest.fixture
def shared(world: World) -> RecordId:
    """A record that Juba made and Norad and Nairobi have."""
    record = world.write("Juba", {"points": "p1 p2", "note/p1/internal": "Første tekst"})
    world.pass_on("Juba", "Norad", record)
    world.pass_on("Juba", "Nairobi", record)
    return record


def remark(world: World, name: str, record: RecordId, point: str, text: str, to: str = "Juba") -> Path:
    use.add_comment(world[name], record, point, text)
    return use.export_comments(world[name], [record], to, world.mail).files[0]


def passed_on(world: World, name: str, to: str, *comments: Comment) -> Path:
    """Remarks in a file that somebody else signed."""
    sender, recipient = world[name], world[to]
    address = Address(thumbprint=recipient.card.thumbprint, sequence=77)
    header = Header(format="1.0", kind="comments", sender=sender.card, made_at=world.clock(), invented=True,
                    recipients=(address,))  # fmt: skip
    writer = PayloadWriter(header)
    for one in comments:
        writer.add("comment", json.dumps(one.model_dump(mode="json"), sort_keys=True, separators=(",", ":"),
                                         ensure_ascii=False).encode())  # fmt: skip
    path = world.mail / f"videre-{len(list(world.mail.iterdir()))}.json"
    path.write_bytes(sign("comments", writer.finish(), [signing_key(sender)]))
    return path


def test_remarks_of_two_come_home_are_answered_and_nothing_overwrites_the_answer(
    world: World, shared: RecordId
) -> None:
    files = [
        remark(world, "Norad", shared, "p1", "Hva bygger dette på?"),
        remark(world, "Nairobi", shared, "", "Enig."),
    ]
    done = world.take("Juba", files)
    assert done.counts == {"new": 2}
    first, second = use.comments(world["Juba"], shared)
    assert (first.workplace_name, second.workplace_name) == ("Norad", "Nairobi")
    use.answer_comment(world["Juba"], first.id, "taken_over")
    use.answer_comment(world["Juba"], second.id, "disagree")
    assert world.take("Juba", files).counts == {"have": 2}
    assert [one.state for one in use.comments(world["Juba"], shared)] == ["taken_over", "disagree"]
    assert world.record("Juba", shared).fields["note/p1/internal"] == "Første tekst"
    for receipt in done.receipts:
        assert receipt.path is not None
        world.take(receipt.to, [receipt.path])
    for name in ("Norad", "Nairobi"):
        assert [one.state for one in transfers(world[name]).sent if one.kind == "comments"] == ["confirmed"]


def answered(world: World, record: RecordId, state: CommentState, to: list[str] | str = "Norad") -> Path:
    """Juba answers every remark on the record, and sends the answers."""
    for one in use.comments(world["Juba"], record):
        use.answer_comment(world["Juba"], one.id, state)
    return use.export_comments(world["Juba"], [record], to, world.mail).files[0]


def test_whoever_made_a_remark_is_told_what_became_of_it(world: World, shared: RecordId) -> None:
    world.take("Juba", [remark(world, "Norad", shared, "p1", "Hva bygger dette på?")])
    back = answered(world, shared, "taken_over")
    later = answered(world, shared, "disagree")
    plan = import_files.plan_import(world["Norad"], [later])
    assert [item.action for item in plan.items] == ["update"]
    assert world.take("Norad", [later]).counts == {"update": 1}
    for again in (later, back):
        assert import_files.plan_import(world["Norad"], [again]).counts == {"have": 1}
        assert world.take("Norad", [again]).counts == {"have": 1}, "the answer given last holds, whichever comes first"
    (own,) = use.comments(world["Norad"], shared)
    ((answer,),) = use.answers_to(world["Norad"], [own]).values()
    assert (own.state, answer.name, answer.state) == ("open", "Juba", "disagree")


def test_each_who_got_a_remark_answers_for_itself(world: World, shared: RecordId) -> None:
    use.add_comment(world["Norad"], shared, "p1", "Uklart")
    (sent,) = use.export_comments(world["Norad"], [shared], ["Juba", "Nairobi"], world.mail).files
    for name, state in (("Juba", "taken_over"), ("Nairobi", "disagree")):
        world.take(name, [sent])
        (one,) = use.comments(world[name], shared)
        use.answer_comment(world[name], one.id, state)  # type: ignore[arg-type]
        world.take("Norad", use.export_comments(world[name], [shared], "Norad", world.mail).files)
    (told,) = use.answers_to(world["Norad"], use.comments(world["Norad"], shared)).values()
    assert {answer.name: answer.state for answer in told} == {"Juba": "taken_over", "Nairobi": "disagree"}


def test_an_answer_goes_to_nobody_but_whoever_made_the_remark(world: World, shared: RecordId) -> None:
    world.take("Juba", [remark(world, "Nairobi", shared, "", "Bare til Juba")])
    with pytest.raises(ExchangeNothingError):
        answered(world, shared, "disagree", to="Norad")
    assert use.leaving_comments(world["Juba"], [shared], []) == []
    (leaving,) = use.leaving_comments(world["Juba"], [shared], ["Nairobi", "Norad"])
    assert (leaving.text, leaving.state) == ("Bare til Juba", "disagree")


def test_an_answer_that_is_lost_is_sent_again_and_our_own_file_says_nothing_here(
    world: World, shared: RecordId
) -> None:
    world.take("Juba", [remark(world, "Norad", shared, "p1", "Uklart")])
    answered(world, shared, "taken_over")
    again = answered(world, shared, "taken_over")
    assert world.take("Norad", [again]).counts == {"update": 1}
    assert import_files.plan_import(world["Juba"], [again]).counts == {"have": 1}, "our own file says nothing new here"
    assert use.answers_to(world["Juba"], use.comments(world["Juba"], shared)) == {}


def test_a_remark_on_older_text_is_told_so_and_one_on_a_removed_point_is_kept(world: World, shared: RecordId) -> None:
    file = remark(world, "Norad", shared, "p1", "Uklart")
    world.change("Juba", shared, note__p1__internal="Skrevet om")
    world.change("Juba", shared, points="p2")
    world.take("Juba", [file])
    (one,) = use.comments(world["Juba"], shared)
    assert use.overtaken(world["Juba"], shared) == {one.id}
    later = remark(world, "Nairobi", shared, "p2", "Fint")
    world.take("Juba", [later])
    assert use.overtaken(world["Juba"], shared) == {one.id}


def test_a_remark_by_somebody_unknown_does_not_come_in_by_a_trusted_hand(world: World, shared: RecordId) -> None:
    stranger, _ = create_profile(world.folder / "fremmed", role="norad", name="Norad", invented=True, clock=world.clock)
    version = use.add_comment(world["Norad"], shared, "p1", "Ekte").version
    false = Comment(
        id="01false", record=shared, version=version, point="p1", text="Falsk", role="saksbehandler",
        workplace=stranger.card.thumbprint, workplace_name="Norad", made_at=world.clock(),
    )  # fmt: skip
    signed = keys.sign_comment(stranger, false)
    file = passed_on(world, "Nairobi", "Juba", signed)
    plan = import_files.plan_import(world["Juba"], [file])
    assert [(item.action, item.code) for item in plan.items] == [("refused", "plan_unknown_author")]
    assert import_files.apply_import(world["Juba"], plan).counts == {"refused": 1}
    assert use.comments(world["Juba"], shared) == []
    keys.write_card(stranger, world.card("fremmed"))
    direct = import_files.plan_import(world["Juba"], [passed_on_by(world, stranger_file=file)])
    assert [item.action for item in direct.items] == ["refused"]
    stranger.close()


def passed_on_by(world: World, stranger_file: Path) -> Path:
    """The same file with one sign of its signature changed."""
    content = json.loads(stranger_file.read_text(encoding="utf-8"))
    signature = content["signatures"][0]["signature"]
    content["signatures"][0]["signature"] = ("A" if signature[0] != "A" else "B") + signature[1:]
    path = world.mail / "endret.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def test_a_name_in_a_remark_is_the_one_known_here_not_the_author_s_own_word(world: World, shared: RecordId) -> None:
    unsigned = use.add_comment(world["Nairobi"], shared, "p1", "Utgir seg").model_copy(
        update={"id": "01utgir", "workplace_name": "Norad", "signature": ""}
    )
    signed = keys.sign_comment(world["Nairobi"], unsigned)
    world.take("Juba", [passed_on(world, "Nairobi", "Juba", signed)])
    (one,) = use.comments(world["Juba"], shared)
    assert (one.workplace_name, one.workplace) == ("Nairobi", world["Nairobi"].card.thumbprint)


def test_a_revoked_author_counts_for_what_was_made_before(world: World, shared: RecordId) -> None:
    before = use.add_comment(world["Nairobi"], shared, "p1", "Før")
    revoked = world.clock()
    roster.revoke(world["Juba"], "Nairobi", "Stjålet", at=revoked)
    after = use.add_comment(world["Nairobi"], shared, "p1", "Etter")
    world.take("Juba", [passed_on(world, "Norad", "Juba", before, after)])
    assert [one.text for one in use.comments(world["Juba"], shared)] == ["Før"]
    direct = use.export_comments(world["Nairobi"], [shared], "Juba", world.mail).files
    assert len(direct) == 1, "all remarks on a record go in one file"
    plan = import_files.plan_import(world["Juba"], direct)
    assert [item.code for item in plan.items] == ["bundle_revoked"]
    backdated = after.model_copy(update={"id": "01tilbake", "made_at": revoked - timedelta(days=1), "signature": ""})
    forged = keys.sign_comment(world["Nairobi"], backdated)
    header_says = import_files.plan_import(world["Juba"], [passed_on(world, "Nairobi", "Juba", forged)])
    assert [item.code for item in header_says.items] == ["bundle_revoked"], "the file's own time judges its sender"


def test_a_remark_on_a_record_that_is_not_here_is_refused_and_the_author_told(world: World) -> None:
    record = world.write("Norad")
    file = remark(world, "Norad", record, "", "Hit", to="Nairobi")
    done = world.take("Nairobi", [file])
    assert done.counts == {"refused": 1}
    world.take("Norad", [one.path for one in done.receipts if one.path])
    (row,) = [one for one in transfers(world["Norad"]).sent if one.kind == "comments"]
    assert [item.reason for item in sent_items(world["Norad"], row.id)] == ["no_record"]


def test_no_remarks_to_send_is_told_as_that(world: World, shared: RecordId) -> None:
    with pytest.raises(ExchangeNothingError) as raised:
        use.export_comments(world["Norad"], [shared], "Juba", world.mail)
    told = [" ".join(explain(language, raised.value)) for language in LANGUAGES]
    assert ["merknad" in told[0], "merknad" in told[1], "remark" in told[2]] == [True] * 3
    assert stored.comments(world["Norad"].store, shared) == []


@pytest.mark.parametrize("named", ["a", "z"])
def test_a_remark_that_comes_together_with_its_record_is_planned_as_it_is_taken_in(world: World, named: str) -> None:
    record = world.write("Juba")
    files = world.send("Juba", "Norad", record)
    sent = remark(world, "Juba", record, "p1", "Se også her", to="Norad")
    moved = sent.rename(sent.with_name(f"{named}.json"))
    plan = import_files.plan_import(world["Norad"], [moved, *files])
    assert [(item.action, item.code) for item in plan.items] == [("new", ""), ("new", "plan_after_earlier")]
    import_files.apply_import(world["Norad"], plan)
    assert [one.text for one in use.comments(world["Norad"], record)] == ["Se også her"]
