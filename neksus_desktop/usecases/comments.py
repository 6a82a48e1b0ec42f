"""Remarks between workplaces: write one beside a record, send them, answer those that came.

Rules kept here:

* a remark is about one Version and changes nothing in the record;
* it is signed by the workplace that made it, and only its answer (taken over, left standing) ever changes;
* the answer goes back to whoever made it, and to nobody else, with the remarks that are sent there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING

from neksus_desktop.errors import ExchangeNothingError
from neksus_desktop.usecases.export import ExportResult

if TYPE_CHECKING:
    from datetime import datetime

    from neksus_desktop.records.comment import Comment, CommentState
    from neksus_desktop.usecases.profile import Profile


def add_comment(profile: Profile, record_id: str, point: str, text: str) -> Comment:
    """Write a remark on a point of a record ("" for the whole), on its newest Version.

    Raises:
        NotFoundError: no such record.
        ExchangeNothingError: there is no text.
    """
    from neksus_desktop.exchange.freezing import freeze
    from neksus_desktop.records.comment import Comment
    from neksus_desktop.records.ids import RecordId, new_id
    from neksus_desktop.storage import comments as stored
    from neksus_desktop.storage import versions
    from neksus_desktop.usecases.keys import sign_comment

    if not text.strip():
        raise ExchangeNothingError(reason="text")
    record, now, card = RecordId(record_id), profile.now(), profile.card
    with profile.store.write():
        head = versions.head(profile.store, record)
        if head is None:
            head, _ = freeze(profile.store, record, role=profile.role, now=now, head=None)
        unsigned = Comment(
            id=new_id(), record=record, version=head, point=point, text=text.strip(), role=profile.role,
            workplace=card.thumbprint, workplace_name=card.name, made_at=now.astimezone(UTC),
        )  # fmt: skip
        comment = sign_comment(profile, unsigned)
        stored.add_comment(profile.store, comment)
    return comment


def comments(profile: Profile, record_id: str) -> list[Comment]:
    """A record's remarks, oldest first; each workplace by the name it is known by here, not by its own word."""
    from neksus_desktop.records.ids import RecordId
    from neksus_desktop.storage import comments as stored
    from neksus_desktop.storage.peers import peers

    names: dict[str, str] = {peer.thumbprint: peer.name for peer in peers(profile.store)}
    found = stored.comments(profile.store, RecordId(record_id))
    return [one.model_copy(update={"workplace_name": names.get(one.workplace, one.workplace_name)}) for one in found]


def overtaken(profile: Profile, record_id: str) -> set[str]:
    """Ids of the remarks on a point whose texts were written in after the remark was made."""
    from neksus_desktop.storage.times import to_text
    from neksus_desktop.usecases.history import changes

    found, newest = set(), dict[str, str]()
    for one in comments(profile, record_id):
        if one.point not in newest:
            newest[one.point] = max((row.at for row in changes(profile, record_id, f"note/{one.point}/")), default="")
        if one.point and to_text(one.made_at) < newest[one.point]:
            found.add(one.id)
    return found


@dataclass(frozen=True, slots=True)
class Answer:
    """What another workplace did with a remark, as it said at ``at`` (local)."""

    name: str
    state: CommentState
    at: datetime


def answers_to(profile: Profile, comments: Iterable[Comment]) -> dict[str, tuple[Answer, ...]]:
    """What became of remarks elsewhere, by the remark's id, the newest answer first; those without any are left out."""
    from neksus_desktop.exchange.answers import answers
    from neksus_desktop.storage.peers import peers
    from neksus_desktop.storage.times import to_moment

    names: dict[str, str] = {peer.thumbprint: peer.name for peer in peers(profile.store)}
    zone, found = profile.now().tzinfo, {}
    for comment in comments:
        told = [
            Answer(names.get(one, one[:8]), answer.state, to_moment(answer.at).astimezone(zone))
            for one, answer in answers(profile.store, comment.id).items()
        ]
        if told:
            found[comment.id] = tuple(sorted(told, key=lambda answer: answer.at, reverse=True))
    return found


def leaving_comments(profile: Profile, record_ids: Sequence[str], to: str | Sequence[str]) -> list[Comment]:
    """What ``export_comments`` sends: the remarks of this workplace, and the recipients' own that were answered here.

    Each is as its author signed it; ``state`` is what was answered here, and open for our own.

    Raises:
        ExchangeRecipientError: a recipient is unknown or revoked.
    """
    from neksus_desktop.records.ids import RecordId
    from neksus_desktop.storage import comments as stored
    from neksus_desktop.storage.peers import peers
    from neksus_desktop.usecases.export import recipients
    from neksus_desktop.usecases.keys import workplace

    own = workplace(profile).names
    names = {card.name for card in recipients(profile, to)} if to else set()
    theirs = {peer.thumbprint for peer in peers(profile.store) if peer.name in names}
    every = [one for key in record_ids for one in stored.comments(profile.store, RecordId(key))]
    return [
        one.model_copy(update={"state": "open"}) if one.workplace in own else one
        for one in every
        if one.workplace in own or (one.workplace in theirs and one.state != "open")
    ]


def answer_comment(profile: Profile, comment_id: str, state: CommentState) -> None:
    """Say what was done with a remark: taken over, or left standing as a disagreement.

    Raises:
        NotFoundError: no such remark.
    """
    from neksus_desktop.storage import comments as stored

    stored.set_comment_state(profile.store, comment_id, state)


def export_comments(
    profile: Profile, record_ids: Sequence[str], to: str | Sequence[str], destination: Path, *, plain: bool = False
) -> ExportResult:
    """Send this workplace's own remarks on records to their owner or others, and its answers to the recipients' own.

    Raises:
        ExchangeNothingError: there is neither (``reason`` remarks).
        ExchangeRecipientError: a recipient is unknown or revoked.
        ExchangeFileError: a file could not be written; nothing is noted as sent.
    """
    from neksus_desktop.bundles.payload import as_canonical
    from neksus_desktop.exchange.groups import Group, Line
    from neksus_desktop.exchange.outbox import Sending
    from neksus_desktop.usecases.export import recipients, write_files

    chosen = leaving_comments(profile, record_ids, to)
    if not chosen:
        raise ExchangeNothingError(reason="remarks")
    by_record: dict[str, list[Comment]] = {}
    for one in chosen:
        by_record.setdefault(one.record, []).append(one)
    groups = [
        Group(
            tuple(Line("comment", as_canonical(one)) for one in remarks),
            tuple(dict.fromkeys((one.record, one.version) for one in remarks)),
        )
        for remarks in by_record.values()
    ]
    cards = recipients(profile, to)
    sending = Sending("comments", cards, profile.now(), invented=profile.invented is True, plain=plain)
    with profile.store.write():
        written = write_files(profile, sending, groups, destination)
    return ExportResult(written.files, len(groups), written.sequence, tuple(card.name for card in cards))
