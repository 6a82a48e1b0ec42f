"""What a key list says, before it is taken in and afterwards: its number, how long it holds, and whether we are on it.

Making one and withdrawing a key stand in ``roster``; taking one in is an import like any other.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from neksus_desktop.exchange.plan import FilePlan
    from neksus_desktop.usecases.import_files import ImportPlan
    from neksus_desktop.usecases.profile import Profile


@dataclass(frozen=True, slots=True)
class KeyList:
    """A list of headquarters', and how many it vouches for (of one taken in: whom nobody compared).

    Times are local; ``own_reason`` is why our own key was withdrawn, if it was.
    """

    number: int
    valid_until: datetime | None
    workplaces: int = 0
    expired: bool = False
    own_withdrawn: bool = False
    own_reason: str = ""


def lists_in(profile: Profile, plan: ImportPlan) -> tuple[KeyList, ...]:
    """The key lists among planned files, in their order."""
    return tuple(_list(profile, file) for file in plan.files if file.kind == "roster" and file.error is None)


def list_here(profile: Profile) -> KeyList | None:
    """The newest key list taken in from headquarters, and whether it withdrew our own key; None: never one."""
    from neksus_desktop.exchange.identity import ROSTER_UNTIL
    from neksus_desktop.exchange.roster import last_roster, own_key_withdrawn
    from neksus_desktop.storage.peers import peers
    from neksus_desktop.storage.settings import get_value
    from neksus_desktop.storage.times import to_moment
    from neksus_desktop.usecases.keys import workplace

    now = profile.now()
    known = peers(profile.store)
    number = max((last_roster(profile.store, peer.thumbprint) for peer in known), default=0)
    if not number:
        return None
    until = get_value(profile.store, ROSTER_UNTIL)
    ends = to_moment(until).astimezone(now.tzinfo) if until else None
    vouched = sum(peer.source == "roster" and not peer.revoked_at for peer in known)
    return KeyList(
        number, ends, vouched, expired=ends is not None and ends < now,
        own_withdrawn=own_key_withdrawn(profile.store, workplace(profile)),
    )  # fmt: skip


def _list(profile: Profile, file: FilePlan) -> KeyList:
    from neksus_desktop.bundles.payload import RosterEntry, RosterInfo

    zone, own = profile.now().tzinfo, profile.card.thumbprint
    number, until, workplaces, withdrawn, reason = 0, None, 0, False, ""
    for entry in file.bundle.entries() if file.bundle is not None else ():
        content = entry.content
        if isinstance(content, RosterInfo):
            number, until = content.number, content.valid_until.astimezone(zone)
        elif isinstance(content, RosterEntry):
            workplaces += content.revoked_at is None
            if content.card.thumbprint == own and content.revoked_at is not None:
                withdrawn, reason = True, content.revoked_reason
    expired = until is not None and until < profile.now()
    return KeyList(number, until, workplaces, expired, withdrawn, reason)
