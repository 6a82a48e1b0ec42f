"""Trust: what a reader knows about a signing key. The rules only; where they are kept is the store's business."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple


class Trusted(NamedTuple):
    """A key that is, or once was, trusted: a file made before ``revoked_at`` stays good, one made after is not."""

    name: str
    revoked_at: datetime | None = None
    revoked_reason: str = ""
