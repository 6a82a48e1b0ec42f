"""Comment: another person's signed remark on a point of one Version."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict

from neksus_desktop.records.canonical import canonical
from neksus_desktop.records.ids import RecordId, Thumbprint, VersionHash

CommentState = Literal["open", "taken_over", "disagree"]


class Comment(BaseModel):
    """A remark. ``role`` at ``workplace`` made it at ``made_at`` (UTC); ``point`` is "" for the whole.

    ``state`` is the record owner's answer to it and is not part of what is signed.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    record: RecordId
    version: VersionHash
    point: str = ""
    text: str
    role: str
    workplace: Thumbprint
    workplace_name: str = ""
    made_at: datetime
    state: CommentState = "open"
    signature: str = ""

    def statement(self) -> bytes:
        """The canonical bytes that are signed: everything but the state and the signature."""
        return canonical(self.model_dump(mode="json", exclude={"state", "signature"}))
