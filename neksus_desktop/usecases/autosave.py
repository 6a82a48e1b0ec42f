"""Keep what is being typed, and make it part of the record when the field is left.

Rules kept here:

* what is kept is durable when the call returns;
* unfinished typing is not in the change log; it becomes one change when the field is left or the record is
  opened again.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from neksus_desktop.usecases.records import Saved

if TYPE_CHECKING:
    from neksus_desktop.usecases.profile import Profile


def keep_typing(profile: Profile, record_id: str, changes: Mapping[str, str]) -> Saved:
    """Keep texts that are still being typed, by path.

    Raises:
        StorageError: nothing was kept.
    """
    from neksus_desktop.records.ids import RecordId
    from neksus_desktop.storage.records import save_working_text

    now = profile.now()
    with profile.store.write():
        for path, text in changes.items():
            save_working_text(profile.store, RecordId(record_id), path, text, now)
    return Saved(now)


def finish_typing(profile: Profile, record_id: str) -> None:
    """Make typing that was cut off (a power cut, a killed program) part of the record, if it is open for editing."""
    from neksus_desktop.records.ids import RecordId
    from neksus_desktop.storage.records import OPEN_STATUSES, flush_working_texts, load_record

    record = RecordId(record_id)
    if not profile.read_only and load_record(profile.store, record).status in OPEN_STATUSES:
        flush_working_texts(profile.store, record, role=profile.role, now=profile.now())
