"""Where the window was, kept in the profile: nothing lies beside it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from neksus_desktop.usecases.profile import Profile

_NAME = "window_place"
_KEPT = re.compile(r"(-?[0-9]{1,6}) (-?[0-9]{1,6}) ([1-9][0-9]{0,5}) ([1-9][0-9]{0,5}) ([01])")
Rect = tuple[int, int, int, int]


def remember(profile: Profile, rect: Rect, *, maximized: bool) -> None:
    """Keep left, top, width and height in pixels, and whether the window filled the screen."""
    from neksus_desktop.storage.settings import set_value

    set_value(profile.store, _NAME, " ".join(str(number) for number in (*rect, int(maximized))))


def remembered(profile: Profile) -> tuple[Rect | None, bool]:
    """What was kept; None if nothing was or it cannot be read."""
    from neksus_desktop.storage.settings import get_value

    found = _KEPT.fullmatch(get_value(profile.store, _NAME))
    if found is None:
        return None, False
    left, top, width, height, maximized = (int(number) for number in found.groups())
    return (left, top, width, height), bool(maximized)
