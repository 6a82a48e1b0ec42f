"""What became of a remark elsewhere: the answers that come back to whoever made it.

Rules kept here:

* a remark's line says in ``state`` what the sender of the file did with it, as of when the file was made; of the
  sender's own remark, and where it says open, it says nothing;
* each workplace answers for itself; of several files of one sender the one made last holds, whenever they come;
* an answer from elsewhere never changes the remark, nor what was answered here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal, NamedTuple

from neksus_desktop.storage.comments import comments
from neksus_desktop.storage.settings import get_value, set_value
from neksus_desktop.storage.times import to_text

if TYPE_CHECKING:
    from neksus_desktop.bundles.payload import Header
    from neksus_desktop.exchange.identity import Workplace
    from neksus_desktop.records.comment import Comment, CommentState
    from neksus_desktop.records.ids import RecordId, Thumbprint
    from neksus_desktop.storage.store import Store


class Answered(NamedTuple):
    """What a workplace did with a remark; ``at`` (UTC text) is when it said so."""

    state: CommentState
    at: str


class Remarks:
    """The remarks of a file against those that are here; each record's are looked up once.

    ``own``: the file is one that this workplace once sent; with ``anyone`` it is brought back into a new profile.
    """

    def __init__(self, store: Store, workplace: Workplace, header: Header, *, anyone: bool) -> None:
        self._store = store
        self._sender = header.sender.thumbprint
        self.own = anyone or self._sender in workplace.names
        self._at = to_text(header.made_at)
        self._here: dict[RecordId, set[str]] = {}

    def judge(self, comment: Comment) -> Literal["new", "update", "have"]:
        """Whether a remark is new here, its answer is, or neither."""
        if comment.record not in self._here:
            self._here[comment.record] = {one.id for one in comments(self._store, comment.record)}
        if comment.id not in self._here[comment.record]:
            return "new"
        return "update" if self._news(comment) else "have"

    def note(self, comment: Comment) -> None:
        """Keep the sender's answer, where it is one and newer than what the sender said before."""
        if self._news(comment):
            known = {one: tuple(answer) for one, answer in answers(self._store, comment.id).items()}
            known[self._sender] = (comment.state, self._at)
            set_value(self._store, _name(comment.id), json.dumps(known, sort_keys=True))

    def _news(self, comment: Comment) -> bool:
        if comment.state == "open" or comment.workplace == self._sender or self.own:
            return False
        before = answers(self._store, comment.id).get(self._sender)
        return before is None or before.at < self._at


def answers(store: Store, comment: str) -> Mapping[Thumbprint, Answered]:
    """What others did with a remark, by the key of who said it."""
    kept: dict[Thumbprint, list[str]] = json.loads(get_value(store, _name(comment)) or "{}")
    return {workplace: Answered(*answer) for workplace, answer in kept.items()}  # type: ignore[arg-type]  # two texts


def _name(comment: str) -> str:
    return f"answers/{comment}"
