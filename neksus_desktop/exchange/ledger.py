"""The book of what goes out: the numbers that files get, and what is noted of them once they are written.

Rules kept here:

* making files reads only; all that is to be noted of them is noted in one short write at the end, or nothing is, so
  that nobody's saving waits for a large export and no export is half noted;
* a file's number stands inside what is signed; so when somebody else took the number meanwhile, or a record went on
  from another Version, nothing is noted and the caller makes the files anew (``OvertakenError``).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from neksus_desktop.storage.transfers import OutgoingRow, add_outgoing, add_outgoing_item, last_sequence, next_sequence

if TYPE_CHECKING:
    from neksus_desktop.records.ids import RecordId, VersionHash
    from neksus_desktop.storage.store import Store


class OvertakenError(Exception):
    """Something else was written meanwhile that the files do not know of."""


class Ledger:
    """What one transfer will have taken and told, kept until it is noted."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._first: dict[str, int] = {}
        self._taken: dict[str, int] = {}
        self._rows: list[tuple[OutgoingRow, list[tuple[RecordId, VersionHash]]]] = []
        self._writes: list[Callable[[], None]] = []

    def number(self, recipient: str) -> int:
        """The next file number for a recipient."""
        if recipient not in self._first:
            self._first[recipient] = last_sequence(self._store, recipient) + 1
        self._taken[recipient] = self._taken.get(recipient, 0) + 1
        return self._first[recipient] + self._taken[recipient] - 1

    def add(self, row: OutgoingRow, items: list[tuple[RecordId, VersionHash]]) -> None:
        """A file that was made."""
        self._rows.append((row, items))

    def write_then(self, write: Callable[[], None]) -> None:
        """Something else that belongs to it; it may raise ``OvertakenError``."""
        self._writes.append(write)

    def note(self) -> None:
        """Note all of it, inside the caller's transaction, which must be undone when this fails.

        Raises:
            OvertakenError: a number is taken, or a record went on from another Version.
        """
        for recipient, count in self._taken.items():
            numbers = [next_sequence(self._store, recipient) for _ in range(count)]
            if numbers[0] != self._first[recipient]:
                raise OvertakenError
        for write in self._writes:
            write()
        for row, items in self._rows:
            add_outgoing(self._store, row)
            for record, version in items:
                add_outgoing_item(self._store, row.id, record, version)
