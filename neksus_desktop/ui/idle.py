"""How long nobody has touched the program, through sleep and changed clocks.

Rules kept here:

* the steady clock stands still while some machines sleep, the wall clock can be set back: whichever has gone farther
  counts, so that a laptop that slept wakes up locked and a clock set back keeps nothing open;
* a wall clock set forward can only lock too early.
"""

from __future__ import annotations

import time
from collections.abc import Callable


class IdleTime:
    """Minutes since the last touch. ``steady`` and ``wall`` give seconds."""

    def __init__(self, steady: Callable[[], float] = time.monotonic, wall: Callable[[], float] = time.time) -> None:
        self.steady, self.wall = steady, wall
        self._since = (steady(), wall())

    def touch(self) -> None:
        """Somebody is there."""
        self._since = (self.steady(), self.wall())

    @property
    def minutes(self) -> int:
        """Whole minutes that nobody was."""
        steady, wall = self._since
        return int(max(self.steady() - steady, self.wall() - wall, 0) // 60)
