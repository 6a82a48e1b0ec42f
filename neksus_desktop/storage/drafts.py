"""Texts that belong to no field yet: typed into a dialog or a remark and not handed in, by where they stand.

Rules kept here:

* a place is ``kind/record/where``, so that what is about a record goes when the record is deleted;
* nothing here is in the change log, in a Version, or in any file that leaves the profile.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from neksus_desktop.storage.settings import get_value

if TYPE_CHECKING:
    from neksus_desktop.storage.connection import Connection
    from neksus_desktop.storage.store import Store

_BEGINS = "draft/"


def load_draft(store: Store, place: str) -> str:
    """What was kept for a place; "" for nothing."""
    return get_value(store, _BEGINS + place)


def save_drafts(store: Store, drafts: Mapping[str, str]) -> None:
    """Keep texts by place; "" forgets a place."""
    with store.write() as db:
        for place, text in drafts.items():
            if text:
                db.execute("INSERT OR REPLACE INTO value VALUES (?, ?)", (_BEGINS + place, text))
            else:
                db.execute("DELETE FROM value WHERE name = ?", (_BEGINS + place,))


def forget_drafts(db: Connection, record: str) -> None:
    """Delete what was kept about a record, in a transaction that is under way."""
    where = "substr(name, 1, ?) = ? AND instr(name, ?)"
    db.execute(f"DELETE FROM value WHERE {where}", (len(_BEGINS), _BEGINS, f"/{record}/"))  # noqa: S608  # no values in it
