"""Approvers' own keys: so that an approval proves the approver, and not only the machine it was given on.

Rules kept here:

* such a key opens with a passphrase of its own, which the profile's does not replace;
* its label is a role, never a person's name;
* the workplace vouches for it by signing the file it travels in; a retired key is named there with its end.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from neksus_desktop.errors import NotFoundError

if TYPE_CHECKING:
    from neksus_desktop.bundles import payload
    from neksus_desktop.bundles.keys import KeyPair
    from neksus_desktop.storage.keys import KeyRow
    from neksus_desktop.usecases.profile import Profile


@dataclass(frozen=True, slots=True)
class ApproverKey:
    """An approver's key: whose role it is, and whether it is still in use."""

    thumbprint: str
    label: str
    created_at: str
    retired_at: str | None


@dataclass(frozen=True, slots=True)
class SignAs:
    """Which approver's key to sign with, and its passphrase."""

    thumbprint: str
    passphrase: str


def new_approver(profile: Profile, label: str, passphrase: str) -> ApproverKey:
    """Make a signing key for a role that approves.

    Raises:
        BundlePassphraseError: the passphrase is too short.
    """
    from neksus_desktop.bundles.keys import new_signing_key
    from neksus_desktop.bundles.wrapping import wrap
    from neksus_desktop.storage.keys import KeyRow, save_key
    from neksus_desktop.storage.times import to_text

    pair = new_signing_key()
    row = KeyRow(
        pair.thumbprint, "approver", label.strip(), pair.public, wrap(pair, passphrase), to_text(profile.now())
    )
    save_key(profile.store, row)
    return _shown(row)


def approvers(profile: Profile) -> list[ApproverKey]:
    """All approvers' keys, those in use first."""
    from neksus_desktop.storage.keys import keys

    return [_shown(row) for row in keys(profile.store, "approver")]


def retire_approver(profile: Profile, thumbprint: str) -> None:
    """End the use of a key; what it signed stays good. A key that has ended keeps the moment when it did.

    Raises:
        NotFoundError: no such key.
    """
    from neksus_desktop.storage.keys import save_key
    from neksus_desktop.storage.times import to_text

    row = _row(profile, thumbprint)
    if row.retired_at is None:
        save_key(profile.store, row._replace(retired_at=to_text(profile.now())))


def open_key(profile: Profile, sign_as: SignAs) -> KeyPair:
    """The approver's key, opened with its passphrase.

    Raises:
        NotFoundError: no such key, or it was retired.
        BundlePassphraseError: the passphrase is wrong.
    """
    from neksus_desktop.bundles.wrapping import unwrap

    row = _row(profile, sign_as.thumbprint)
    if row.retired_at is not None:
        raise NotFoundError(kind="key", id=sign_as.thumbprint, label=row.label, reason="key_ended")
    return unwrap(row.private, sign_as.passphrase)


def label_of(profile: Profile, sign_as: SignAs) -> str:
    """The role that an approver's key was made for.

    Raises:
        NotFoundError: no such key.
    """
    return _row(profile, sign_as.thumbprint).label


def vouched(profile: Profile) -> tuple[payload.Approver, ...]:
    """The approvers' public keys, as they stand in the header of files sent."""
    from neksus_desktop.bundles.payload import Approver
    from neksus_desktop.storage.keys import keys

    return tuple(
        Approver(
            label=row.label, signing=row.public_jwk,
            revoked_at=datetime.fromisoformat(row.retired_at) if row.retired_at else None,
        )
        for row in keys(profile.store, "approver")
    )  # fmt: skip


def _row(profile: Profile, thumbprint: str) -> KeyRow:
    from neksus_desktop.storage.keys import keys

    for row in keys(profile.store, "approver"):
        if row.thumbprint == thumbprint:
            return row
    raise NotFoundError(kind="key", id=thumbprint)


def _shown(row: KeyRow) -> ApproverKey:
    return ApproverKey(row.thumbprint, row.label, row.created_at, row.retired_at)
