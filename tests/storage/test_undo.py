"""Undo and redo out of the log, also after a restart."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from neksus_desktop.records.ids import RecordId
from neksus_desktop.storage import undo
from neksus_desktop.storage.history import verify_chain
from neksus_desktop.storage.records import create_record, load_record, save_fields
from neksus_desktop.storage.store import Store, open_store
from tests.support.samples import invented_record


class Writer:
    """Writes into one record, a minute apart unless told otherwise."""

    def __init__(self, store: Store, start: datetime) -> None:
        self.store, self.now = store, start
        record = invented_record()
        create_record(store, record, role="r", now=start)
        self.record: RecordId = record.id

    def save(self, seconds: float = 60, **fields: str) -> None:
        self.now += timedelta(seconds=seconds)
        save_fields(self.store, self.record, fields, role="r", now=self.now)

    def undo(self) -> dict[str, str]:
        self.now += timedelta(seconds=1)
        return undo.undo(self.store, self.record, role="r", now=self.now)

    def redo(self) -> dict[str, str]:
        self.now += timedelta(seconds=1)
        return undo.redo(self.store, self.record, role="r", now=self.now)

    @property
    def fields(self) -> dict[str, str]:
        return load_record(self.store, self.record).fields


@pytest.fixture
def writer(store: Store, now: datetime) -> Writer:
    return Writer(store, now)


def test_steps_are_taken_back_and_brought_back_in_turn(writer: Writer) -> None:
    writer.save(a="1")
    writer.save(a="2")
    writer.save(b="3")
    seen = []
    for step in (
        writer.undo,
        writer.undo,
        writer.redo,
        writer.redo,
        writer.undo,
        writer.undo,
        writer.undo,
        writer.undo,
    ):
        step()
        seen.append(dict(writer.fields))
    assert seen == [
        {"a": "2"}, {"a": "1"}, {"a": "2"}, {"a": "2", "b": "3"}, {"a": "2"}, {"a": "1"}, {}, {},
    ]  # fmt: skip
    for _ in range(3):
        writer.redo()
    assert writer.fields == {"a": "2", "b": "3"}
    assert writer.redo() == {}
    verify_chain(writer.store, writer.record)


def test_typing_in_one_text_is_one_step(writer: Writer) -> None:
    writer.save(a="Før")
    for text in ("Før m", "Før møt", "Før møtet"):
        writer.save(seconds=2, a=text)
    writer.save(seconds=30, a="Før møtet kom")
    assert writer.undo() == {"a": "Før møtet"}
    assert writer.undo() == {"a": ""}


def test_fields_saved_together_go_together(writer: Writer) -> None:
    writer.save(a="1", b="2")
    writer.save(seconds=1, a="x", c="3")
    writer.undo()
    assert writer.fields == {"a": "1", "b": "2"}


def test_writing_after_an_undo_ends_redo(writer: Writer) -> None:
    writer.save(a="1")
    writer.save(a="2")
    writer.undo()
    writer.save(b="ny")
    assert writer.redo() == {}
    writer.undo()
    assert writer.fields == {"a": "1"}
    writer.undo()
    assert writer.fields == {}


def test_undo_survives_a_restart(writer: Writer, key: bytes | None) -> None:
    writer.save(a="1")
    writer.save(a="2")
    writer.undo()
    writer.store.close()
    writer.store = open_store(writer.store.folder, key)
    writer.redo()
    assert writer.fields == {"a": "2"}
    writer.undo()
    writer.undo()
    assert writer.fields == {}
    writer.store.close()


def test_a_clock_set_back_does_not_join_steps(writer: Writer) -> None:
    writer.save(a="1")
    writer.save(seconds=-3600, a="2")
    assert writer.undo() == {"a": "1"}


def test_taking_an_earlier_text_back_is_a_step_of_its_own(writer: Writer) -> None:
    """Taken back the moment after it was overwritten: undo must bring the overwriting text, not an empty field."""
    writer.save(a="første")
    for text in ("andre", "første"):
        writer.save(1, a=text)
    assert writer.undo() == {"a": "andre"}


def test_what_a_record_began_with_is_not_taken_back(store: Store, now: datetime) -> None:
    """Undo as often as one likes, the points and the language of a record stay; what is typed at once is a step."""
    begun = {"points": "a b", "language": "nb"}
    record = invented_record(begun)
    create_record(store, record, role="r", now=now)
    assert undo.undoable(store, record.id) is None
    save_fields(store, record.id, {"points": "b", "x": "1"}, role="r", now=now + timedelta(seconds=1))
    assert undo.undo(store, record.id, role="r", now=now + timedelta(seconds=2)) == {"points": "a b", "x": ""}
    assert undo.undo(store, record.id, role="r", now=now + timedelta(seconds=3)) == {}
    assert load_record(store, record.id).fields == begun
