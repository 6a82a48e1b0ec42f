"""The window's start and its list of 100,000 records, beside the smallest program for the same work.

The start is measured from outside: both programs run on a virtual screen of their own, and what counts is the processor
time that the whole process has used when its content stands in the frame buffer, so that other programs on the machine
do not count. The limit is the smallest PySide6 program that shows a window of the same size. Memory is what is
resident: the share (PSS) of a process that shares with no other, whoever else has loaded the same libraries.

The list's limit is a table view over pages that plain SQLite reads from the same database, drawn by Qt's own delegate.

``NEKSUS_BENCH_RECORDS`` sets the number of records (the budgets speak of 100000; fewer give a quick look).
"""

from __future__ import annotations

import mmap
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from bench.harness import Case, case, median_ms

ROUNDS = 9
RECORDS = int(os.environ.get("NEKSUS_BENCH_RECORDS", "100000"))
WIDTH, HEIGHT = 1366, 768
_BYTES = 4

_EMPTY = f"""
from PySide6.QtWidgets import QApplication, QWidget
app = QApplication([])
window = QWidget()
window.resize({WIDTH}, {HEIGHT})
window.show()
app.exec()
"""
_OURS = """
import sys
from pathlib import Path
from neksus_desktop import app
sys.exit(app.run(Path(sys.argv[1]), place=sys.argv[2]))
"""
HEAVY = ("pydantic", "reportlab", "openpyxl", "pyxform", "cryptography")


def run() -> Iterator[Case]:
    """All cases."""
    with tempfile.TemporaryDirectory() as base:
        folder = Path(base) / "profile"
        fill(folder, RECORDS)
        yield from _start(folder)
        yield from _list(folder)


def fill(folder: Path, records: int) -> None:
    """Many invented records, all in one transaction as an import writes them."""
    from neksus_desktop.records.ids import RecordId, Thumbprint, new_id
    from neksus_desktop.records.record import FormRef, Record
    from neksus_desktop.storage.records import create_record
    from neksus_desktop.usecases.profile import create_profile
    from neksus_desktop.usecases.subjects import make_subject

    profile, _code = create_profile(folder, role="post", name="Ambassaden (oppdiktet)", invented=True)
    form = FormRef(id="neksus_veileder", version="1", content_hash="0" * 64)
    with profile.store.write():
        for number in range(records):
            title, country = f"Oppdiktet avtale {number * 7919 % records}", ("YE", "SS", "AF", "ML")[number % 4]
            subject = make_subject(type="avtale", title=title, country=country, invented=True)
            record = Record(id=RecordId(new_id()), form=form, subject=subject, origin=Thumbprint("oppdiktet"))
            create_record(profile.store, record, role="programansvarlig", now=profile.now())
    profile.close()


class Screen:
    """A virtual screen whose picture can be read."""

    def __init__(self, folder: Path, display: str) -> None:
        self.environment = {**os.environ, "QT_QPA_PLATFORM": "xcb", "DISPLAY": f":{display}"}
        self.environment.pop("PYTHONDONTWRITEBYTECODE", None)
        self.environment["PYTHONPYCACHEPREFIX"] = str(folder / "cache")
        self.environment["XDG_RUNTIME_DIR"] = str(folder)
        with (folder / "Xvfb_screen0").open("rb") as file:
            self._picture = mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ)

    def shows(self, colours: int) -> bool:
        """Whether a window is there, and so many colours in its middle, where the list is: 1 for an empty window.

        Looking must not take so long that the program goes on with something else meanwhile.
        """
        start = len(self._picture) - WIDTH * HEIGHT * _BYTES
        found: set[int] = set()
        for line in range(250, 650, 5):
            at = start + (line * WIDTH + 220) * _BYTES
            found.update(memoryview(self._picture[at : at + 800 * _BYTES]).cast("I"))
        return len(found) >= colours and found != {0}


@contextmanager
def screen() -> Iterator[Screen]:
    """A screen for as long as it is needed."""
    with tempfile.TemporaryDirectory() as base:
        size = f"{WIDTH}x{HEIGHT}x24"
        server = subprocess.Popen(
            ["Xvfb", "-displayfd", "1", "-screen", "0", size, "-nolisten", "tcp", "-fbdir", base],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        assert server.stdout is not None
        try:
            yield Screen(Path(base), server.stdout.readline().decode().strip())
        finally:
            server.terminate()
            server.wait(20)


def _start(folder: Path) -> Iterator[Case]:
    programs: dict[str, tuple[tuple[str, ...], int]] = {
        "empty": ((_EMPTY,), 1), "list": ((_OURS, str(folder), "records"), 12),
        "home": ((_OURS, str(folder), "home"), 12),
    }  # fmt: skip
    found: dict[str, list[tuple[float, float, float]]] = {name: [] for name in programs}
    with screen() as shown:
        for turn in range(ROUNDS + 1):
            for name, (arguments, colours) in programs.items():
                measured = _exec_to_content(shown, arguments, colours)
                if turn:
                    found[name].append(measured)
    empty = [statistics.median(column) for column in zip(*found["empty"], strict=True)]
    for name, told in (("list", "list"), ("home", "the frame of the first page")):
        used, wall, memory = (statistics.median(column) for column in zip(*found[name], strict=True))
        yield case(f"start to {told} shown, processor time", used, empty[0], 1.5, "ms")
        yield case(f"start to {told} shown, by the clock", wall, empty[1], 1.5, "ms")
        yield case(f"start to {told} shown, memory", memory, empty[2], 1.4, "MB")


def _exec_to_content(shown: Screen, arguments: tuple[str, ...], colours: int) -> tuple[float, float, float]:
    """Processor time and time by the clock until the content stands, in ms, and the memory it takes then, in MB."""
    while shown.shows(1):
        time.sleep(0.01)  # the one before is still being taken from the screen
    before = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-c", *arguments], env=shown.environment)
    while not shown.shows(colours):
        assert process.poll() is None, "the program ended before its window was there"
        time.sleep(0.0005)
    wall = (time.perf_counter() - before) * 1000
    used = _processor_ms(process.pid)
    memory = _resident_mb(process.pid)
    process.kill()
    process.wait(20)
    return used, wall, memory


def _processor_ms(pid: int) -> float:
    tasks = Path(f"/proc/{pid}/task").iterdir()
    return sum(int((task / "schedstat").read_text(encoding="ascii").split()[0]) for task in tasks) / 1e6


def _resident_mb(pid: int) -> float:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Rss:")) / 1024


_PAGE = """
SELECT title, subject_type, country, status, open_follow_ups, updated_at FROM record {}
ORDER BY {} DESC, nr DESC LIMIT 60
"""


def _bare(folder: Path) -> tuple[Any, Callable[[str, str], None]]:
    """The limit of the list: a view, and what shows a page in it."""
    from PySide6.QtCore import QAbstractTableModel, QModelIndex
    from PySide6.QtWidgets import QTableView

    db = sqlite3.connect(folder / "neksus.db")

    class Pages(QAbstractTableModel):
        """Every cell as it lies in the row."""

        def __init__(self, where: str, order: str) -> None:
            super().__init__()
            self.rows = db.execute(_PAGE.format(where, order)).fetchall()

        def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # type: ignore[override]  # noqa: ARG002, B008, N802
            return len(self.rows)

        def columnCount(self, parent: QModelIndex = QModelIndex()) -> int:  # type: ignore[override]  # noqa: ARG002, B008, N802
            return 6

        def data(self, index: QModelIndex, role: int = 0) -> object:  # type: ignore[override]
            return self.rows[index.row()][index.column()] if role == 0 else None

    view = QTableView()

    def show(where: str, order: str) -> None:
        old = view.model()
        view.setModel(Pages(where, order))
        if old is not None:
            old.deleteLater()
        view.viewport().grab()

    return view, show


def _list(folder: Path) -> Iterator[Case]:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from neksus_desktop.ui.bindings import prepare

    prepare()
    from PySide6.QtWidgets import QApplication

    from neksus_desktop.ui.records_list import RecordsScreen
    from neksus_desktop.ui.window import DESIGNED, Window
    from neksus_desktop.usecases.listing import RowQuery

    app = QApplication.instance()
    window = Window(app if isinstance(app, QApplication) else QApplication([]), folder)
    window.resize(DESIGNED)  # the screen that nobody sees is smaller
    window.open_profile(place="records")
    window.show()
    assert window.workspace is not None
    assert window.shell is not None
    listed, runner = window.workspace.screen_of("records"), window.shell.runner
    assert isinstance(listed, RecordsScreen)
    runner.drain()
    QApplication.processEvents()  # the window is laid out before its size counts
    bare, show_bare = _bare(folder)
    bare.resize(listed.table.size())
    bare.verticalHeader().hide()
    bare.verticalHeader().setDefaultSectionSize(listed.table.verticalHeader().defaultSectionSize())
    bare.show()
    yemen = "WHERE country = 'YE'"
    work: list[tuple[str, RowQuery, str, str]] = [
        ("open", RowQuery(), "", "updated_at"), ("sort by title", RowQuery(sort="title"), "", "title_key"),
        ("filter by country", RowQuery(countries=("YE",)), yemen, "updated_at"),
    ]  # fmt: skip

    def show_ours(query: RowQuery) -> None:
        listed.model.show_query(query)
        listed.table.viewport().grab()

    for name, query, where, order in work:
        yield _case(f"list, {name}", partial(show_ours, query), partial(show_bare, where, order))
        runner.drain()
    show_ours(RowQuery())
    show_bare("", "updated_at")
    yield _case("list, scroll a screenful", partial(_scroll, listed.table), partial(_scroll, bare))
    window.close()


def _case(name: str, ours: Callable[[], None], limit: Callable[[], None]) -> Case:
    """Both in turns, so that what else the machine does weighs on both."""
    times = [(median_ms(ours, 3), median_ms(limit, 3)) for _ in range(ROUNDS)]
    return case(name, min(one for one, _ in times), min(other for _, other in times), 1.3, "ms")


def _scroll(view: Any) -> None:
    bar = view.verticalScrollBar()
    bar.setValue(bar.value() + bar.pageStep() if bar.value() < bar.maximum() else 0)
    view.viewport().grab()
