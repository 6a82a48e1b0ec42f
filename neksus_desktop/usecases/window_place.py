"""Where the window was, kept in the profile: nothing lies beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from neksus_desktop.usecases.profile import Profile

_NAME = "window_place"
_NUMBERS = 5
Rect = tuple[int, int, int, int]


def remember(profile: Profile, rect: Rect, *, maximized: bool) -> None:
    """Keep left, top, width and height in pixels, and whether the window filled the screen."""
    from neksus_desktop.storage.settings import set_value

    set_value(profile.store, _NAME, " ".join(str(number) for number in (*rect, int(maximized))))


def remembered(profile: Profile) -> tuple[Rect | None, bool]:
    """What was kept; None if nothing was or it cannot be read."""
    from neksus_desktop.storage.settings import get_value

    numbers = get_value(profile.store, _NAME).split()
    if len(numbers) != _NUMBERS or not all(n.lstrip("-").isdecimal() for n in numbers):
        return None, False
    left, top, width, height, maximized = (int(number) for number in numbers)
    return (left, top, width, height), bool(maximized)
