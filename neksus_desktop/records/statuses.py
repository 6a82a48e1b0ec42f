"""What a record can be on its way, in the order of that way. Apart from the models, which take long to import."""

from __future__ import annotations

from typing import Literal

Status = Literal["draft", "for_approval", "approved", "returned", "exported", "confirmed"]
STATUSES: tuple[Status, ...] = ("draft", "for_approval", "approved", "returned", "exported", "confirmed")
