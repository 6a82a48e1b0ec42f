"""The window against an empty one: cold start to the list shown, and the list against a bare paged model.

The limit of the start is the smallest PySide6 program that shows a window of the same size. Both are whole processes,
measured in processor time from exec to the first drawn picture, so that other programs on the machine do not count.
The list's limit is a bare table model that reads the same pages from the same database, without our columns and texts.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from bench.harness import Case, case, median_ms

ROUNDS = 7
ROWS = 20_000

_END = """
import resource, time
used = resource.getrusage(resource.RUSAGE_SELF)
print((used.ru_utime + used.ru_stime) * 1000, used.ru_maxrss / 1024, flush=True)
import os; os._exit(0)
"""
_EMPTY = """
from PySide6.QtWidgets import QApplication, QWidget
app = QApplication([])
window = QWidget()
window.resize(1366, 768)
window.show()
window.grab()
"""
_OURS = """
import gc, sys
gc.disable()
from pathlib import Path
from PySide6.QtWidgets import QApplication
from neksus_desktop.ui.window import Window
app = QApplication([])
window = Window(app, Path(sys.argv[1]))
window.open_profile()
window.workspace.go("records")
window.show()
window.grab()
"""


def run() -> Iterator[Case]:
    """All cases."""
    with tempfile.TemporaryDirectory() as base:
        folder = Path(base) / "profile"
        _fill(folder)
        limit, limit_mb = _process(_EMPTY)
        ours, ours_mb = _process(_OURS, str(folder))
        yield case("start to list shown, processor time", ours, limit, 1.5, "ms")
        yield case("start to list shown, memory", ours_mb, limit_mb, 1.4, "MB")
        yield from _list(folder)


def _process(program: str, *arguments: str) -> tuple[float, float]:
    """Median processor time in ms and least memory in MB of a whole process."""
    found = []
    with tempfile.TemporaryDirectory() as cache:
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPYCACHEPREFIX": cache}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        for _ in range(ROUNDS + 1):
            done = subprocess.run(
                [sys.executable, "-c", program + _END, *arguments],
                capture_output=True,
                text=True,
                check=True,
                env=environment,
            )
            found.append([float(number) for number in done.stdout.split()])
    warm = found[1:]
    return statistics.median(row[0] for row in warm), min(row[1] for row in warm)


def _fill(folder: Path) -> None:
    """Many invented records, written the way an import writes them."""
    from neksus_desktop.records.ids import RecordId, Thumbprint, new_id
    from neksus_desktop.records.record import FormRef, Record
    from neksus_desktop.storage.records import create_record
    from neksus_desktop.usecases.profile import create_profile
    from neksus_desktop.usecases.subjects import make_subject

    profile, _code = create_profile(folder, role="post", name="Ambassaden (oppdiktet)", invented=True)
    form = FormRef(id="neksus_veileder", version="1", content_hash="0" * 64)
    with profile.store.write():
        for number in range(ROWS):
            subject = make_subject(type="avtale", title=f"Oppdiktet avtale {number}", country="YE", invented=True)
            record = Record(id=RecordId(new_id()), form=form, subject=subject, origin=Thumbprint("oppdiktet"))
            create_record(profile.store, record, role="programansvarlig", now=profile.now())
    profile.close()


def _list(folder: Path) -> Iterator[Case]:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtCore import QAbstractTableModel, QModelIndex
    from PySide6.QtWidgets import QApplication, QTableView

    from neksus_desktop.ui.window import Window
    from neksus_desktop.usecases.listing import ListRow, RowQuery, page
    from neksus_desktop.usecases.profile import Profile

    class Bare(QAbstractTableModel):
        """Pages of the same query, every cell as it lies in the row."""

        def __init__(self, profile: Profile, query: RowQuery) -> None:
            super().__init__()
            self.rows: tuple[ListRow, ...] = page(profile, query, None, 60).rows

        def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # type: ignore[override]  # noqa: ARG002, B008, N802
            return len(self.rows)

        def columnCount(self, parent: QModelIndex = QModelIndex()) -> int:  # type: ignore[override]  # noqa: ARG002, B008, N802
            return 6

        def data(self, index: QModelIndex, role: int = 0) -> object:  # type: ignore[override]
            return self.rows[index.row()][index.column()] if role == 0 else None

    app = QApplication.instance()
    window = Window(app if isinstance(app, QApplication) else QApplication([]), folder)
    window.open_profile()
    window.show()
    assert window.workspace is not None
    assert window.shell is not None
    profile, runner = window.shell.profile, window.shell.runner
    window.workspace.go("records")
    screen = window.workspace.screen_of("records")
    bare = QTableView()
    bare.resize(1100, 580)
    bare.show()

    def show_bare(query: RowQuery) -> None:
        model = Bare(profile, query)
        bare.setModel(model)
        bare.grab()
        bare.setModel(None)

    def show_ours() -> None:
        screen.reload()
        runner.drain()
        screen.grab()

    for name, query in (("open", RowQuery()), ("sort by title", RowQuery(sort="title", descending=False))):
        table = screen.findChild(QTableView, "records_table")
        assert table is not None
        if query.sort == "title":
            from PySide6.QtCore import Qt

            table.horizontalHeader().setSortIndicator(0, Qt.SortOrder.AscendingOrder)
        ours = median_ms(show_ours)
        limit = median_ms(partial(show_bare, query))
        yield case(f"list, {name}", ours, limit, 1.3, "ms")
    window.close()
