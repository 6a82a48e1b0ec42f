"""Whether the edition that somebody is about to send brings its recipients anything; nothing is written.

A post that made an assessment has all of it. «Shareable texts only» of the same assessment, merged at headquarters,
would be put aside there; of one in which no text was cleared, no text would leave. Both must be said before it is sent,
and which edition would bring more.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from neksus_desktop.bundles.payload import Edition
    from neksus_desktop.records.record import Record
    from neksus_desktop.records.version import Version
    from neksus_desktop.usecases.profile import Profile


@dataclass(frozen=True, slots=True)
class NothingNew:
    """A record of which the edition brings ``names`` nothing.

    ``why``: they have all of it (whole), or what this edition shows (shown); or none of its texts was cleared (bare).
    ``better`` is the least edition that would bring more, None when none would.
    """

    record: str
    title: str
    names: tuple[str, ...]
    why: Literal["whole", "shown", "bare"]
    better: Edition | None


def nothing_new(
    profile: Profile, ids: Sequence[str], to: Sequence[str], edition: Edition, *, attachments: bool = False
) -> list[NothingNew]:
    """The records of which an edition brings some of the recipients nothing new.

    Args:
        profile: the open profile.
        ids: the records.
        to: names or thumbprints of the recipients.
        edition: what they may see.
        attachments: whether files go with a lesser edition; whether those are new is not looked into.

    Raises:
        NotFoundError: no such record.
        ExchangeRecipientError: a recipient is unknown or revoked.
    """
    from neksus_desktop.exchange.deciding import current_record
    from neksus_desktop.exchange.editions import has_texts
    from neksus_desktop.exchange.having import Having
    from neksus_desktop.records.ids import RecordId
    from neksus_desktop.usecases.export import recipients

    if not to or not ids:
        return []
    cards, having, found = recipients(profile, to), Having(profile.store), []
    for one in ids:
        record = current_record(profile.store, RecordId(one))
        whole = {card.name for card in cards if having.whole(card, record.id, record.origin)}
        newest = {card.name for card in cards if card.name in whole and having.newest(card, record.id)}
        if newest and not _settled(profile, record):
            newest = set()
        nothing = set(newest if edition == "full" else whole)
        seen = None
        if edition != "full" and not attachments and len(whole) < len(cards):
            seen = _seen(profile, record, edition)
            nothing |= {card.name for card in cards if having.shown(card, seen, edition)}
        if nothing:
            better: Edition | None = "full" if edition != "full" and nothing - newest else None
            why: Literal["whole", "shown"] = "whole" if nothing <= whole else "shown"
            found.append(NothingNew(one, record.subject.title, tuple(sorted(nothing)), why, better))
        elif edition == "shareable" and seen is not None and has_texts(record.fields) and not has_texts(seen.fields):
            names = tuple(sorted(card.name for card in cards))
            found.append(NothingNew(one, record.subject.title, names, "bare", "full"))
    return found


def _settled(profile: Profile, record: Record) -> bool:
    """Whether nothing was written since the newest Version."""
    from neksus_desktop.exchange.merge import state_of, with_subject
    from neksus_desktop.storage.versions import head, load_version

    tip = head(profile.store, record.id)
    return tip is not None and with_subject(record.fields, record.subject) == state_of(load_version(profile.store, tip))


def _seen(profile: Profile, record: Record, edition: Edition) -> Version:
    """The record in an edition, as ``export`` would make it."""
    from neksus_desktop.exchange.editions import edition_of
    from neksus_desktop.usecases.export import as_version, coded_of

    decided = "approved" if record.status in {"approved", "exported", "confirmed"} else record.status
    version = as_version(profile, record).model_copy(update={"status": decided})
    return edition_of(version, edition, coded_of(profile)(record.form))
