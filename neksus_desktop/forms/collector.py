"""Keeping Python's garbage collector out of the way while a large form is put together."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


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
            if gc.get_freeze_count() == 0:
                gc.freeze()
                gc.unfreeze()
            gc.enable()
