"""Judge a file without taking it in: good, good but from somebody not trusted, or not valid, and why."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from neksus_desktop.errors import BundleError, BundleRevokedError, BundleUntrustedError, ExchangeFileError

if TYPE_CHECKING:
    from neksus_desktop.bundles.read import Bundle, Reader
    from neksus_desktop.usecases.profile import Profile

State = Literal["good", "untrusted", "invalid"]


@dataclass(frozen=True, slots=True)
class VerdictRecord:
    """One Version in the file."""

    id: str
    title: str
    status: str
    version: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found. ``code`` and ``facts`` are those of the error that refused it, empty when it is good."""

    state: State
    code: str = ""
    facts: dict[str, str | int] = field(default_factory=dict)
    kind: str = ""
    sender: str = ""
    thumbprint: str = ""
    sealed: bool = False
    invented: bool = False
    edition: str = ""
    made_at: str = ""
    sequence: int = 0
    records: tuple[VerdictRecord, ...] = ()


def verify_file(profile: Profile | None, path: Path) -> Verdict:
    """Judge a file; without a profile nobody is trusted and nothing sealed can be opened.

    Raises:
        ExchangeFileError: it could not be read from the disk.
    """
    from neksus_desktop.bundles.read import read

    data = _bytes_of(path)
    try:
        return _good(read(data, _reader(profile)), profile)
    except (BundleUntrustedError, BundleRevokedError) as error:
        facts = {name: str(value) for name, value in error.facts.items()}
        return Verdict(
            "untrusted", error.code, error.facts, facts.get("kind", ""), facts.get("name", ""),
            facts.get("thumbprint", ""),
        )  # fmt: skip
    except BundleError as error:
        if error.facts.get("detail") == "card":
            return _card(profile, path)
        return Verdict("invalid", error.code, error.facts)


def inspect_file(profile: Profile, path: Path) -> dict[str, Any]:
    """Header and lines of a file that holds, as JSON content, without taking it in.

    Raises:
        ExchangeFileError: it could not be read from the disk.
        BundleError: it was refused.
    """
    from neksus_desktop.bundles.read import read

    bundle = read(_bytes_of(path), _reader(profile))
    lines = [{"name": entry.name, "content": json.loads(entry.canonical)} for entry in bundle.entries()]
    header = bundle.header.model_dump(mode="json", exclude_none=True)
    return {"header": header, "digest": bundle.digest, "sealed": bundle.sealed, "lines": lines}


def _bytes_of(path: Path) -> bytes:
    from neksus_desktop.bundles.read import LIMITS

    try:
        with path.open("rb") as file:
            return file.read(LIMITS.file + 1)
    except OSError as error:
        raise ExchangeFileError(file=path.name, reason="read") from error


def _reader(profile: Profile | None) -> Reader:
    from neksus_desktop.bundles.read import Reader
    from neksus_desktop.exchange.identity import reader
    from neksus_desktop.usecases.keys import workplace
    from neksus_desktop.usecases.profile import local_now

    if profile is None:
        return Reader(frozenset(), (), lambda _signer: None, local_now())
    # Whether a file is what it says does not hang on whom it is addressed to; importing it does.
    return reader(profile.store, workplace(profile), profile.now())._replace(own=frozenset())


def _good(bundle: Bundle, profile: Profile | None) -> Verdict:
    header = bundle.header
    sender = header.sender
    if profile is not None:
        from neksus_desktop.exchange.identity import as_compared
        from neksus_desktop.usecases.keys import workplace

        sender = as_compared(profile.store, workplace(profile), sender)
    return Verdict(
        state="good",
        kind=bundle.kind,
        sender=sender.name,
        thumbprint=sender.thumbprint,
        sealed=bundle.sealed,
        invented=header.invented,
        edition=header.edition,
        made_at=header.made_at.isoformat(),
        sequence=header.recipients[0].sequence if header.recipients else 0,
        records=tuple(VerdictRecord(one.record, one.title, one.status, one.version) for one in bundle.outline),
    )


def _card(profile: Profile | None, path: Path) -> Verdict:
    from neksus_desktop.usecases.keys import peers, read_card

    try:
        card = read_card(path)
    except BundleError as error:
        return Verdict("invalid", error.code, error.facts)
    known = set() if profile is None else {peer.thumbprint for peer in peers(profile) if peer.revoked_at is None}
    own = profile is not None and profile.card.thumbprint == card.thumbprint
    if own or card.thumbprint in known:
        return Verdict("good", kind="card", sender=card.name, thumbprint=card.thumbprint, invented=card.invented)
    facts: dict[str, str | int] = {"name": card.name, "thumbprint": card.thumbprint, "kind": "card"}
    return Verdict("untrusted", "bundle_untrusted", facts, "card", card.name, card.thumbprint)
