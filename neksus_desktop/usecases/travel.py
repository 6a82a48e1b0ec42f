"""Reisemodus: some records in a fresh protected profile for the road, merged back at home, then destroyed.

Rules kept here:

* the travel profile has keys of its own, so that a laptop taken at a border costs no key of the workplace;
* only the chosen records go, with their history; nothing else of the home profile is in it;
* at home a plan is shown first; a record that stood still at home goes forward row by row, one that was changed on
  both sides is merged answer by answer, and only true collisions ask; one begun on the road becomes the home's own;
* removal destroys the keys first: what the disk may still hold cannot be read by anyone.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from neksus_desktop.errors import StorageKeyStoreError, UsageError
from neksus_desktop.records.ids import RecordId
from neksus_desktop.storage import carrying, history, records
from neksus_desktop.storage.settings import get_value, save_settings, set_value
from neksus_desktop.usecases.profile import Profile, create_profile, open_profile

if TYPE_CHECKING:
    from neksus_desktop.exchange.merge import Choice, Collision, Merged

_HOME, _PACKED = "travel_home", "travel_packed"

Action = Literal["same", "forward", "new", "merge"]


@dataclass(frozen=True, slots=True)
class Returning:
    """What merging one record back would do; ``collisions`` need a choice each."""

    record: str
    title: str
    action: Action
    collisions: tuple[Collision, ...] = ()


def pack(
    profile: Profile, chosen: Sequence[str], folder: Path, passphrase: str, *, name: str = ""
) -> tuple[Profile, str]:
    """Make a protected travel profile with these records.

    Returns:
        The opened travel profile and its recovery code, to be left at home.

    Raises:
        StorageExistsError: there is a profile in ``folder`` already.
        StoragePassphraseError: the passphrase is too short.
        NotFoundError: no such record.
    """
    role = profile.card.role
    travel, code = create_profile(
        folder, role=role, name=name or profile.workplace_name, language=profile.settings.language,
        passphrase=passphrase, invented=profile.invented, clock=profile.clock,
    )  # fmt: skip
    packed = {}
    for record in map(RecordId, chosen):
        carrying.carry_record(profile.store, travel.store, record)
        packed[record] = carrying.log_end(profile.store, record)
    travel.settings = profile.settings
    save_settings(travel.store, profile.settings)
    set_value(travel.store, _HOME, profile.card.thumbprint)
    set_value(travel.store, _PACKED, json.dumps(packed))
    return travel, code


def plan_return(profile: Profile, folder: Path, passphrase: str) -> list[Returning]:
    """What merging the travel profile back would do; changes nothing.

    Raises:
        UsageError: it was not packed from this profile.
        StorageKeyError: the passphrase is wrong.
    """
    travel = open_profile(folder, passphrase)
    try:
        return _plan(profile, travel)
    finally:
        travel.close()


def merge_back(
    profile: Profile, folder: Path, passphrase: str, choices: Mapping[str, Mapping[str, Choice]] | None = None
) -> list[Returning]:
    """Merge the travel profile back in one transaction; returns what was done.

    Args:
        profile: the home profile.
        folder: the travel profile's folder.
        passphrase: the travel profile's.
        choices: record id → path → choice, for collisions.

    Raises:
        UsageError: it was not packed from this profile.
        ExchangeChoiceError: a collision has no choice.
        StorageKeyError: the passphrase is wrong.
    """
    travel = open_profile(folder, passphrase)
    try:
        with profile.store.write():
            plan = _plan(profile, travel)
            for item in plan:
                _apply(profile, travel, item, (choices or {}).get(item.record, {}))
    finally:
        travel.close()
    return plan


def choice(pick: Literal["mine", "theirs", "both"]) -> Choice:
    """What to do about a collision, for ``merge_back``."""
    from neksus_desktop.exchange.merge import Choice

    return Choice(pick)


def destroy(folder: Path, passphrase: str) -> None:
    """Destroy a protected profile: its keys first, then its files. Giving its passphrase is the confirmation.

    A key left in the system's key store goes first of all. When that store refuses, the rest is destroyed all the same
    (there may be no second chance at a border), and then it is said.

    Raises:
        StorageKeyError: the passphrase is wrong; nothing was removed.
        StorageLockedError: it is open.
        StorageKeyStoreError: all is removed but the key that lies in the system's key store.
    """
    from neksus_desktop.storage import protection
    from neksus_desktop.usecases import key_store

    open_profile(folder, passphrase).close()
    refused: StorageKeyStoreError | None = None
    try:
        key_store.forget(folder)
    except StorageKeyStoreError as error:
        refused = error
    protection.destroy(folder)
    shutil.rmtree(folder)
    if refused is not None:
        raise StorageKeyStoreError(reason="left") from refused


def _plan(profile: Profile, travel: Profile) -> list[Returning]:
    from neksus_desktop.usecases.listing import RowQuery, all_rows

    if get_value(travel.store, _HOME) != profile.card.thumbprint:
        raise UsageError(reason="not_packed_here")
    packed = json.loads(get_value(travel.store, _PACKED))
    return [
        _planned(profile, travel, RecordId(row.id), row.title, packed.get(row.id))
        for row in all_rows(travel, RowQuery(sort="title", descending=False))
    ]


def _planned(profile: Profile, travel: Profile, record: RecordId, title: str, base: list[object] | None) -> Returning:
    if not records.record_exists(profile.store, record):
        return Returning(record, title, "new")
    home, away = carrying.log_end(profile.store, record), carrying.log_end(travel.store, record)
    if base is None or list(away) == base or home == away:
        return Returning(record, title, "same")
    if list(home) == base:
        return Returning(record, title, "forward")
    return Returning(record, title, "merge", _merged(profile, travel, record, int(str(base[0]))).collisions)


def _merged(profile: Profile, travel: Profile, record: RecordId, base_seq: int) -> Merged:
    from neksus_desktop.exchange.merge import merge_fields

    base = {change.path: change.new for change in history.changes(travel.store, record) if change.seq <= base_seq}
    home = records.load_record(profile.store, record).fields
    away = records.load_record(travel.store, record).fields
    return merge_fields(base, home, away)


def _apply(profile: Profile, travel: Profile, item: Returning, choices: Mapping[str, Choice]) -> None:
    from neksus_desktop.exchange.merge import resolve

    record = RecordId(item.record)
    if item.action == "new":
        carrying.carry_record(travel.store, profile.store, record, origin=profile.card.thumbprint)
    elif item.action == "forward":
        carrying.go_forward(travel.store, profile.store, record)
    elif item.action == "merge":
        base_seq = int(json.loads(get_value(travel.store, _PACKED))[record][0])
        fields = resolve(_merged(profile, travel, record, base_seq), choices, mine_first=True)
        records.replace_fields(profile.store, record, fields, role=profile.role, now=profile.now())
        carrying.add_signed(travel.store, profile.store, record)
