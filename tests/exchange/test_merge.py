from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neksus_desktop.errors import ExchangeChoiceError
from neksus_desktop.exchange.apply import RecordChoice
from neksus_desktop.exchange.merge import Choice, merge_fields, resolve, split_subject, with_subject
from neksus_desktop.records.attachment import AttachmentFacts, attached, attachment_fields
from neksus_desktop.storage import history, versions
from neksus_desktop.usecases import import_files
from tests.exchange.world import World
from tests.support.samples import invented_subject

BASE = {"a": "1", "b": "2", "followup/x/text": "Ring", "followup/x/deadline": "2027-01-01", "points": "p1 p2"}
ROW = {path: value for path, value in BASE.items() if not path.startswith("followup/")}


@pytest.mark.parametrize(
    ("mine", "theirs", "wanted"),
    [
        (BASE, BASE, BASE),
        (BASE | {"a": "3"}, BASE, BASE | {"a": "3"}),
        (BASE, BASE | {"a": "3"}, BASE | {"a": "3"}),
        (BASE | {"a": "3"}, BASE | {"b": "4"}, BASE | {"a": "3", "b": "4"}),
        (BASE | {"a": "3"}, BASE | {"a": "3"}, BASE | {"a": "3"}),
        (BASE | {"c": "5"}, BASE | {"d": "6"}, BASE | {"c": "5", "d": "6"}),
        ({"b": "2"}, {"b": "2", "a": "1"}, {"b": "2"}),
        (ROW, BASE, ROW),
        (BASE | {"points": "p1 p2 p4"}, BASE | {"points": "p2 p3"}, BASE | {"points": "p2 p3 p4"}),
    ],
)
def test_what_only_one_side_changed_is_taken(
    mine: dict[str, str], theirs: dict[str, str], wanted: dict[str, str]
) -> None:
    base = BASE if "points" in wanted else {"a": "1", "b": "2"}
    merged = merge_fields(base, mine, theirs)
    assert (merged.fields, merged.collisions) == (wanted, ())


def test_what_both_changed_differently_collides() -> None:
    merged = merge_fields(BASE, BASE | {"a": "mitt"}, BASE | {"a": "deres"})
    assert merged.collisions == (("a", "1", "mitt", "deres"),)
    for choice, wanted in (
        (Choice("mine"), "mitt"), (Choice("theirs"), "deres"), (Choice("own", "nytt"), "nytt"),
        (Choice("both"), "mitt\n\nderes"),
    ):  # fmt: skip
        assert resolve(merged, {"a": choice}, mine_first=True)["a"] == wanted
    with pytest.raises(ExchangeChoiceError):
        resolve(merged, {}, mine_first=True)


def test_a_row_removed_here_and_changed_there_collides_as_a_whole() -> None:
    merged = merge_fields(BASE, ROW, BASE | {"followup/x/text": "Skriv"})
    assert {one.path for one in merged.collisions} == {"followup/x/text", "followup/x/deadline"}
    kept = resolve(merged, {one.path: Choice("theirs") for one in merged.collisions}, mine_first=True)
    assert (kept["followup/x/text"], kept["followup/x/deadline"]) == ("Skriv", "2027-01-01")


def _file(key: str, name: str, owner: str = "g1") -> dict[str, str]:
    return attachment_fields(AttachmentFacts(key, "p1", owner, name, "application/pdf", 3, f"{key}-digest"))


def test_files_of_the_same_name_from_both_sides_are_both_kept_and_told_apart() -> None:
    mine, theirs = _file("b", "Kart.pdf"), _file("a", "kart.pdf")
    for sides in ((mine, theirs), (theirs, mine)):
        done = resolve(merge_fields({}, *sides), {}, mine_first=True)
        assert [(one.id, one.name) for one in attached(done)] == [("a", "kart.pdf"), ("b", "Kart-2.pdf")]
    third = _file("c", "kart.pdf")
    again = resolve(
        merge_fields({}, resolve(merge_fields({}, mine, theirs), {}, mine_first=True), third), {}, mine_first=True
    )
    assert [one.name for one in attached(again)] == ["kart.pdf", "Kart-2.pdf", "kart-3.pdf"]


def test_the_answer_that_a_renamed_file_is_follows_it() -> None:
    mine = {**_file("a", "kart.pdf", "/data/en"), "/data/en": "kart.pdf"}
    theirs = {**_file("b", "kart.pdf", "/data/to"), "/data/to": "kart.pdf"}
    done = resolve(merge_fields({}, mine, theirs), {}, mine_first=True)
    assert (done["/data/en"], done["/data/to"]) == ("kart.pdf", "kart-2.pdf")
    assert [one.name for one in attached(done)] == ["kart.pdf", "kart-2.pdf"]


def test_a_file_taken_away_on_one_side_and_renamed_on_the_other_is_away() -> None:
    base = _file("a", "kart.pdf")
    assert merge_fields(base, {}, base | {"attachment/a/name": "kart-2.pdf"}) == ({}, ())
    once, other = base | {"attachment/a/name": "kart-3.pdf"}, base | {"attachment/a/name": "kart-2.pdf"}
    assert merge_fields(base, once, other) == merge_fields(base, other, once) == (other, ())


QUESTION = "/data/bilde"


def _answer(key: str, name: str) -> dict[str, str]:
    return {**_file(key, name, QUESTION), QUESTION: name}


@pytest.mark.parametrize("base", [{}, _answer("0", "bilde.jpg")], ids=["none before", "another before"])
@pytest.mark.parametrize("names", [("bilde.jpg", "bilde.jpg"), ("en.jpg", "to.jpg")], ids=["one name", "two names"])
def test_two_files_put_to_one_question_are_asked_about_and_the_other_goes_with_the_choice(
    base: dict[str, str], names: tuple[str, str]
) -> None:
    mine, theirs = _answer("a", names[0]), _answer("b", names[1])
    merged, turned = merge_fields(base, mine, theirs), merge_fields(base, theirs, mine)
    assert [one.path for one in merged.collisions] == [one.path for one in turned.collisions] == [QUESTION]
    assert {one.id for one in attached(merged.fields)} == {"a", "b"}, "both are kept until somebody chooses"
    for pick, opposite, wanted in (("mine", "theirs", "a"), ("theirs", "mine", "b")):
        done = resolve(merged, {QUESTION: Choice(pick)}, mine_first=True)  # type: ignore[arg-type]
        assert done == resolve(turned, {QUESTION: Choice(opposite)}, mine_first=False)  # type: ignore[arg-type]
        (left,) = attached(done)
        assert (left.id, done[QUESTION]) == (wanted, left.name)
    with pytest.raises(ExchangeChoiceError):
        resolve(merged, {QUESTION: Choice("both")}, mine_first=True)


def test_a_file_taken_away_here_and_replaced_there_by_one_of_the_same_name_is_asked_about() -> None:
    base, theirs = _answer("0", "bilde.jpg"), _answer("b", "bilde.jpg")
    merged = merge_fields(base, {}, theirs)
    assert [(one.path, one.mine, one.theirs) for one in merged.collisions] == [(QUESTION, "", "bilde.jpg")]
    assert resolve(merged, {QUESTION: Choice("theirs")}, mine_first=True) == theirs
    assert resolve(merged, {QUESTION: Choice("mine")}, mine_first=True) == {}
    assert merge_fields(base, base, theirs) == (theirs, ()), "replaced at one side only: nothing to ask"


def test_the_same_file_put_to_one_question_at_two_places_is_no_question() -> None:
    again = {path.replace("/a/", "/b/"): value for path, value in _answer("a", "bilde.jpg").items()}
    merged = merge_fields({}, _answer("a", "bilde.jpg"), again)
    assert (merged.collisions, merged.fields[QUESTION]) == ((), "bilde.jpg")


GROUND = {"evidence/g1/title": "Referat", "evidence/g1/point": "p1"}


@pytest.mark.parametrize("before", [{}, _file("a", "referat.pdf")], ids=["no file before", "a file before"])
@pytest.mark.parametrize("used", [_file("b", "kart.pdf"), {"evidence/g1/reference": "12/345"}], ids=["file", "text"])
def test_a_ground_removed_here_and_used_there_collides_with_its_files(
    before: dict[str, str], used: dict[str, str]
) -> None:
    base = {**GROUND, **before}
    theirs = {**base, **used}
    for merged, keep, drop in (
        (merge_fields(base, {}, theirs), Choice("theirs"), Choice("mine")),
        (merge_fields(base, theirs, {}), Choice("mine"), Choice("theirs")),
    ):
        every = {one.path for one in merged.collisions}
        assert every == {path for path in theirs if path.startswith("evidence/")}
        assert resolve(merged, dict.fromkeys(every, keep), mine_first=True) == theirs
        assert resolve(merged, dict.fromkeys(every, drop), mine_first=True) == {}
    assert merge_fields(base, {}, base) == ({}, ()), "not used: it is away with its file"


def test_a_follow_up_or_a_row_removed_here_and_added_to_there_never_comes_back_half() -> None:
    merged = merge_fields(BASE, ROW, BASE | {"followup/x/outcome": "Gjort"})
    assert {one.path for one in merged.collisions} == {f"followup/x/{name}" for name in ("text", "deadline", "outcome")}
    rows = {"/data/rad": "aaaaaaaa", "/data/rad[aaaaaaaa]/navn": "Første"}
    inner = rows | {"/data/rad[aaaaaaaa]/del": "bbbbbbbb", "/data/rad[aaaaaaaa]/del[bbbbbbbb]/tekst": "Ny"}
    merged = merge_fields(rows, {}, inner)
    every = {one.path: Choice("theirs") for one in merged.collisions}
    assert "/data/rad[aaaaaaaa]/navn" in every
    assert resolve(merged, every, mine_first=True) == inner
    assert resolve(merged, dict.fromkeys(every, Choice("mine")), mine_first=True) == {}


STATES = st.dictionaries(
    st.sampled_from(["a", "b", "points", "followup/x/text", "note/p1/tags"]), st.text("xyz ", min_size=1, max_size=4)
)


@settings(deadline=None, database=None)
@given(STATES, STATES, STATES, st.sampled_from(["mine", "theirs", "both"]))
def test_the_outcome_does_not_depend_on_whose_side_is_mine(
    base: dict[str, str], one: dict[str, str], other: dict[str, str], pick: str
) -> None:
    left, right = merge_fields(base, one, other), merge_fields(base, other, one)
    assert {c.path for c in left.collisions} == {c.path for c in right.collisions}
    turned = {"mine": "theirs", "theirs": "mine", "both": "both"}
    here = resolve(left, {c.path: Choice(pick) for c in left.collisions}, mine_first=True)  # type: ignore[arg-type]
    there = resolve(right, {c.path: Choice(turned[pick]) for c in right.collisions}, mine_first=False)  # type: ignore[arg-type]
    assert here == there


ROWS = {"/data/rad": "aaaaaaaa", "/data/rad[aaaaaaaa]/navn": "Første"}


def test_rows_added_at_two_places_are_both_kept() -> None:
    mine = ROWS | {"/data/rad": "aaaaaaaa bbbbbbbb", "/data/rad[bbbbbbbb]/navn": "Min"}
    theirs = ROWS | {"/data/rad": "aaaaaaaa cccccccc", "/data/rad[cccccccc]/navn": "Deres"}
    merged = merge_fields(ROWS, mine, theirs)
    assert merged.collisions == ()
    assert merged.fields["/data/rad"] == "aaaaaaaa bbbbbbbb cccccccc"
    assert {"/data/rad[bbbbbbbb]/navn", "/data/rad[cccccccc]/navn"} < merged.fields.keys()


def test_a_row_of_a_repeat_removed_here_and_changed_there_asks_and_can_be_brought_back() -> None:
    theirs = ROWS | {"/data/rad[aaaaaaaa]/navn": "Endret"}
    merged = merge_fields(ROWS, {}, theirs)
    assert [one.path for one in merged.collisions] == ["/data/rad[aaaaaaaa]/navn"]
    kept = resolve(merged, {"/data/rad[aaaaaaaa]/navn": Choice("theirs")}, mine_first=True)
    assert kept == theirs
    assert resolve(merged, {"/data/rad[aaaaaaaa]/navn": Choice("mine")}, mine_first=True) == {}


def test_a_subject_goes_into_fields_and_back() -> None:
    subject = invented_subject(dac_codes=("15220", "72010"), amount_nok=1_000_000, partner_shielded=True)
    fields, back = split_subject(with_subject({"a": "1"}, subject), subject)
    assert (fields, back) == ({"a": "1"}, subject)


def test_changes_at_two_places_are_both_kept_with_two_parents(world: World) -> None:
    record = world.write("Juba", {"note/p1/internal": "Felles"})
    world.pass_on("Juba", "Norad", record)
    world.change("Norad", record, note__p2__internal="Fra Norad")
    world.change("Juba", record, note__p3__internal="Fra Juba")
    assert world.pass_on("Juba", "Norad", record).counts == {"merge": 1}
    fields = world.record("Norad", record).fields
    assert (fields["note/p2/internal"], fields["note/p3/internal"]) == ("Fra Norad", "Fra Juba")
    head = world.head("Norad", record)
    row = next(row for row in versions.versions(world["Norad"].store, record) if row.hash == head)
    assert (len(row.parents), row.reason) == (2, "merged")
    assert world.pass_on("Norad", "Juba", record).counts == {"update": 1}
    assert world.head("Juba", record) == head


def test_two_places_that_merge_the_same_make_the_same_version(world: World) -> None:
    record = world.write("Juba", {"note/p1/internal": "Felles"})
    world.pass_on("Juba", "Norad", record)
    world.change("Norad", record, note__p2__internal="Fra Norad")
    world.change("Juba", record, note__p3__internal="Fra Juba")
    there, here = world.send("Juba", "Norad", record), world.send("Norad", "Juba", record)
    assert world.take("Norad", there).counts == world.take("Juba", here).counts == {"merge": 1}
    assert world.head("Norad", record) == world.head("Juba", record)


def test_a_collision_asks_changes_nothing_and_is_told_as_waiting(world: World) -> None:
    record = world.write("Juba", {"note/p1/internal": "Felles"})
    world.pass_on("Juba", "Norad", record)
    world.change("Norad", record, note__p1__internal="Norads syn")
    world.change("Juba", record, note__p1__internal="Jubas syn")
    files = world.send("Juba", "Norad", record)
    plan = import_files.plan_import(world["Norad"], files)
    (item,) = plan.items
    assert (item.action, item.code) == ("conflict", "plan_collisions")
    assert item.collisions == (("note/p1/internal", "Felles", "Norads syn", "Jubas syn"),)
    before = list(history.changes(world["Norad"].store, record))
    done = world.take("Norad", files)
    assert done.counts == {"conflict": 1}
    assert list(history.changes(world["Norad"].store, record)) == before
    choice = RecordChoice(fields={"note/p1/internal": Choice("both")})
    assert world.take("Norad", files, {record: choice}).counts == {"merge": 1}
    text = world.record("Norad", record).fields["note/p1/internal"]
    assert sorted(text.split("\n\n")) == ["Jubas syn", "Norads syn"]


def test_a_draft_never_turns_an_approved_text_silently_into_a_draft(world: World) -> None:
    record = world.write("Juba", {"note/p1/internal": "Felles"})
    world.pass_on("Juba", "Norad", record)
    world.change("Norad", record, note__p2__internal="Fra Norad")
    world.approve("Norad", record)
    world.change("Juba", record, note__p3__internal="Fra Juba")
    files = world.send("Juba", "Norad", record)
    (item,) = import_files.plan_import(world["Norad"], files).items
    assert (item.action, item.code, item.collisions) == ("conflict", "plan_decided_here", ())
    world.take("Norad", files)
    assert world.record("Norad", record).status == "approved"
    world.take("Norad", files, {record: RecordChoice(rest="theirs")})
    assert world.record("Norad", record).status == "draft"


def test_an_approval_that_comes_after_its_text_settles_the_status(world: World) -> None:
    from neksus_desktop.usecases import decide

    record = world.write("Juba")
    decide.submit(world["Juba"], record)
    world.pass_on("Juba", "Norad", record)
    assert world.record("Norad", record).status == "for_approval"
    decide.approve(world["Juba"], record)
    world.pass_on("Juba", "Norad", record)
    assert world.record("Norad", record).status == "approved"
