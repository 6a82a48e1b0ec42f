"""The pages before a profile is open, or over it: the first start in three steps, unlocking, what keeps it closed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtWidgets import QWidget

CODE = "7G2K-0000-1111-2222-3333-4444-5555-6666-7777-8888-9999-AAAA-BBBB-CCCC"


def start_scenes(folder: Path) -> Iterator[QWidget]:
    """One page after the other, in the language and look in use; the name of a page is its object name."""
    from neksus_desktop.errors import StorageDamagedError, StorageNewerError
    from neksus_desktop.ui.safety.cover import CoverPage
    from neksus_desktop.ui.start.fault import FaultPage
    from neksus_desktop.ui.start.first_start import FirstStart
    from neksus_desktop.ui.start.unlock import Unlock

    for step in range(3):
        first = FirstStart(folder)
        first.setObjectName(f"start{step + 1}")
        first.recovery.show_code(CODE, "Ambassaden")
        first.show_step(step)
        if step == 0:
            first.go_on()
        yield first
    unlock = Unlock(folder)
    unlock.setObjectName("unlock")
    yield unlock
    recover = Unlock(folder)
    recover.setObjectName("unlock-recover")
    recover.other.click()
    yield recover
    cover = CoverPage(folder, [])
    cover.setObjectName("cover")
    yield cover
    newer = FaultPage(StorageNewerError(found=99, known=12), lambda: None, lambda: None)
    newer.setObjectName("fault-newer")
    yield newer
    fault = FaultPage(StorageDamagedError(folder="D:", detail="page 7"), lambda: None, lambda: None)
    fault.setObjectName("fault")
    fault.offer_copy(lambda: None)
    yield fault
