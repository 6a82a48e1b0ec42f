"""The right side with its four pages: guidance, the earlier assessment, remarks, the change log."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from neksus_desktop.ui.editor.side_history import HistoryPage
from neksus_desktop.ui.editor.side_pages import GuidancePage, PreviousPage
from neksus_desktop.ui.editor.side_panel import WIDTH, SidePanel
from neksus_desktop.ui.editor.side_remarks import RemarksPage

if TYPE_CHECKING:
    from neksus_desktop.ui.shell import Shell


def make_side(shell: Shell, taken_back: Callable[[], object]) -> SidePanel:
    """The panel, empty and out of sight yet; ``taken_back`` is called when an earlier text has been taken back."""
    history = HistoryPage(shell)
    history.taken_back.connect(taken_back)
    pages = {
        "guidance": GuidancePage(shell),
        "previous": PreviousPage(shell),
        "remarks": RemarksPage(shell),
        "history": history,
    }
    side = SidePanel(pages)
    side.hide()
    side.setFixedWidth(WIDTH)
    return side
