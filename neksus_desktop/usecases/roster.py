"""The key list that headquarters signs: which workplaces it vouches for, and which keys it has withdrawn.

Taking one in is an import like any other (``import_files``).
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from neksus_desktop.errors import ExchangeCardError, ExchangeRecipientError
from neksus_desktop.usecases.export import ExportResult

if TYPE_CHECKING:
    from neksus_desktop.exchange.groups import Line
    from neksus_desktop.storage.peers import PeerRow
    from neksus_desktop.usecases.profile import Profile

VALID_DAYS = 400
_NUMBER = "roster_number"


def export_roster(profile: Profile, destination: Path, *, valid_days: int = VALID_DAYS) -> ExportResult:
    """Sign a list of all workplaces compared or withdrawn here; everybody may read it, so it is not sealed.

    Raises:
        ExchangeCardError: only headquarters vouches for others.
        ExchangeFileError: it could not be written.
    """
    from neksus_desktop.bundles.payload import RosterInfo, as_canonical
    from neksus_desktop.exchange.groups import Group, Line
    from neksus_desktop.exchange.outbox import Sending
    from neksus_desktop.storage.settings import get_value, set_value
    from neksus_desktop.usecases.export import write_files
    from neksus_desktop.usecases.keys import peers

    if profile.card.role != "norad":
        raise ExchangeCardError(name=profile.card.name, reason="not_headquarters")
    now = profile.now()
    with profile.store.write():
        number = int(get_value(profile.store, _NUMBER) or "0") + 1
        set_value(profile.store, _NUMBER, str(number))
        start = now.astimezone(UTC)
        info = RosterInfo(number=number, valid_from=start, valid_until=start + timedelta(days=valid_days))
        entries = [_line(peer) for peer in peers(profile)]
        groups = [Group((Line("roster", as_canonical(info)), *entries))]
        sending = Sending("roster", (), now, invented=profile.invented is True, plain=True, size_limit=2**62)
        written = write_files(profile, sending, groups, destination)
    return ExportResult(written.files, len(entries), number)


def revoke(profile: Profile, name: str, reason: str, *, at: datetime | None = None) -> PeerRow:
    """Withdraw trust in a workplace's key from ``at`` (now): files made before stay good.

    ``name`` is a workplace, or a key's thumbprint or fingerprint in digits. A key that was withdrawn stays so from the
    time that was said first.

    Raises:
        ExchangeRecipientError: no such workplace, or one with several keys (``reason`` several): name the key.
        UsageError: the reason is empty, or too long for a key list.
    """
    from neksus_desktop.storage import peers as stored
    from neksus_desktop.storage.times import to_text
    from neksus_desktop.usecases.reasons import reason_for

    told = reason_for("revoke", reason)

    peer = _named(profile, name)
    since = to_text(at or profile.now())
    row = peer._replace(revoked_at=min(since, peer.revoked_at or since), revoked_reason=told)
    stored.save_peer(profile.store, row)
    return row


def _named(profile: Profile, name: str) -> PeerRow:
    from neksus_desktop.bundles.fingerprint import digits
    from neksus_desktop.usecases.keys import peers

    known = peers(profile)
    plain = "".join(name.split())
    for peer in known:
        if plain in {peer.thumbprint, digits(peer.thumbprint).replace(" ", "")}:
            return peer
    found = [peer for peer in known if peer.name.casefold() == name.casefold()]
    good = [peer for peer in found if peer.revoked_at is None] or found
    if len(good) != 1:
        raise ExchangeRecipientError(name=name, reason="several" if good else "unknown")
    return good[0]


def _line(peer: PeerRow) -> Line:
    from neksus_desktop.bundles.payload import RosterEntry, as_canonical
    from neksus_desktop.exchange.groups import Line
    from neksus_desktop.exchange.identity import card_of

    card = card_of(peer)
    entry = RosterEntry(
        card=card, role=card.role, valid_from=datetime.fromisoformat(peer.valid_from),
        revoked_at=datetime.fromisoformat(peer.revoked_at) if peer.revoked_at else None,
        revoked_reason=peer.revoked_reason,
    )  # fmt: skip
    return Line("workplace", as_canonical(entry))
