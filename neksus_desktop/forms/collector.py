"""Keeping Python's garbage collector out of the way: of what stays, and while a large form is put together.

What is kept from it is remembered here: ``gc.get_freeze_count`` walks through all of it each time it is asked.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_kept = False


def keep_what_is_here() -> None:
    """What was made so far stays: the collector looks at it no more."""
    global _kept  # noqa: PLW0603 - there is one collector
    _kept = True
    gc.freeze()


def keep_no_more() -> None:
    """What was kept may go, and goes now if nothing needs it."""
    global _kept  # noqa: PLW0603 - there is one collector
    _kept = False
    gc.unfreeze()
    gc.collect()


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """Many objects are made and none become garbage: keep the collector from looking at them again and again.

    Freezing and unfreezing puts what was made among the old objects without walking through it.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            if not _kept:
                gc.freeze()
                gc.unfreeze()
            gc.enable()
