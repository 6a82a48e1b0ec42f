"""A progress bar on stderr for long work; nothing at all when stderr is not a terminal."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from typing import TextIO

_STEPS = 200
"""The bar is drawn anew at most this often, so that thousands of files do not wait for the terminal."""


def progress_bar(label: str, out: TextIO | None = None) -> Callable[[int, int], None] | None:
    """What to call with things done and things in all; None when nobody watches.

    Args:
        label: what is being done, in the user's language.
        out: where to draw; stderr without it.
    """
    stream = out or sys.stderr
    if not stream.isatty():
        return None
    shown = -1

    def draw(at: int, of: int) -> None:
        nonlocal shown
        step = at * _STEPS // max(of, 1)
        if step == shown and at < of:
            return
        shown = step
        count = f" {at}/{of}"
        room = max(min(shutil.get_terminal_size().columns, 100) - len(label) - len(count) - 4, 5)
        done = room * at // max(of, 1)
        stream.write(f"\r{label} [{'#' * done}{' ' * (room - done)}]{count}")
        if at >= of:
            stream.write("\n")
        stream.flush()

    return draw
