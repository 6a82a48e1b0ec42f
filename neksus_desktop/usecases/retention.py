"""«Arkivert i saksnr. …», and then, when a person asks for it, deletion of the working copy with a signed tombstone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neksus_desktop.errors import UsageError
from neksus_desktop.records.ids import RecordId
from neksus_desktop.storage import retention
from neksus_desktop.storage.retention import Filed, Tombstone
from neksus_desktop.storage.times import to_moment

if TYPE_CHECKING:
    from datetime import datetime

    from neksus_desktop.usecases.profile import Profile

__all__ = ["Filed", "Tombstone", "erase", "filed", "filed_at", "mark_filed", "tombstones"]


def mark_filed(profile: Profile, record: str, case_number: str) -> None:
    """Remember in which case a record is filed.

    Raises:
        UsageError: no case number.
        NotFoundError: no such record.
    """
    if not case_number.strip():
        raise UsageError(reason="case_number")
    retention.mark_filed(profile.store, RecordId(record), case_number.strip(), role=profile.role, now=profile.now())


def filed(profile: Profile, record: str) -> Filed | None:
    """Where a record is filed, if it is."""
    return retention.filed(profile.store, RecordId(record))


def filed_at(profile: Profile, found: Filed) -> datetime:
    """The local time at which it was marked."""
    return to_moment(found.at).astimezone(profile.now().tzinfo)


def tombstones(profile: Profile) -> list[Tombstone]:
    """All deletions, newest first."""
    return retention.tombstones(profile.store)


def erase(profile: Profile, record: str, *, keep_copies: bool = False) -> Tombstone:
    """Delete a filed record here, and (unless ``keep_copies``) the copies that still hold it.

    Those are safety copies, databases set aside by a restore or before a new schema, and sent files kept for sending
    again. What was exported to a folder of the user's own is theirs to delete.

    Raises:
        StorageFiledError: it is not marked as filed.
        NotFoundError: no such record.
    """
    from neksus_desktop.bundles.keys import key_pair, sign_statement
    from neksus_desktop.storage.keys import keys

    signing = key_pair(keys(profile.store, "signing")[0].private)
    left = retention.erase_record(
        profile.store, RecordId(record), role=profile.role, now=profile.now(),
        sign=lambda statement: sign_statement("tombstone", statement, signing),
    )  # fmt: skip
    retention.purge(profile.store)
    if not keep_copies:
        _remove_copies(profile, RecordId(record))
    return left


def _remove_copies(profile: Profile, record: RecordId) -> None:
    import shutil

    from neksus_desktop.storage.migrate import ASIDE
    from neksus_desktop.storage.snapshots import FOLDER, REPLACED, list_snapshots, take_snapshot
    from neksus_desktop.storage.transfers import digests_with
    from neksus_desktop.usecases.export import KEEP

    older = list_snapshots(profile.folder)
    fresh = take_snapshot(profile.store, "erased", profile.now())
    for copy in older:
        if fresh is not None and copy.name != fresh.name:
            (profile.folder / FOLDER / copy.name).unlink(missing_ok=True)
    for aside in profile.folder.glob(REPLACED.format(at="*")):
        shutil.rmtree(aside)
    for aside in profile.folder.glob(ASIDE.format(number="*")):
        aside.unlink()
    for digest in digests_with(profile.store, record):
        (profile.folder / KEEP / f"{digest}.json").unlink(missing_ok=True)
