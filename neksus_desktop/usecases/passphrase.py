"""What the window says of a passphrase while it is typed."""

from __future__ import annotations

from neksus_desktop.storage.passphrase import Level, Strength, strength
from neksus_desktop.storage.protection import SHORTEST_PASSPHRASE

__all__ = ["SHORTEST_PASSPHRASE", "Level", "Strength", "strength"]
