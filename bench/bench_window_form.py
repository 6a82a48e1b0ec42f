"""A form of 3,000 questions in the editor: opened, written in, and what it takes of memory.

The limit of opening is the same parts of the screen out of Qt's own widgets (``window_limit.py``); both count the main
thread's time only, ours from the choice in the list until all of the record is painted. Our editor builds its parts for
the first record of a session and fills them for every other; the limit, which has shown a record before too, builds its
own each time, as a program without parts that stay has to. Against 30 questions the screen is the same, the list is
longer. A key press is measured from the key to what is calculated, durable (history and hash included) and painted, in
processor time of all threads, beside the same at 30 questions. Memory is what the window takes when it shows a record
for the first time in a process that has read the record and the editor's code, and has shown another place.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from bench.bench_forms import generated
from bench.harness import Case, case, p95
from bench.window_limit import limit_ms

SIZES = (30, 300, 3000)
ROUNDS, TURNS, KEYS, FIRSTS = 3, 8, 60, 5
TOLD_ONLY = 1000.0
_FRAME_MS = 16.0
_FIRST = ("ui.editor.screen", "ui.editor.note_dialogs", "usecases.history", "usecases.comments", "usecases.ready")
_PROCESS = """
import sys
from pathlib import Path
from bench.bench_window_form import {work}
print({work}(Path(sys.argv[1]), *sys.argv[2:]))
"""


def run() -> Iterator[Case]:
    """All cases."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    with tempfile.TemporaryDirectory() as base:
        folders = {size: _profile(Path(base) / str(size), size) for size in SIZES}
        small, large = _Editor(folders[30]), _Editor(folders[3000])
        _round(small, large)
        rounds = [_round(small, large) for _ in range(ROUNDS)]
        opened, fewer, limit = (min(times) for times in zip(*rounds, strict=True))
        yield case("open 3,000 questions", opened, limit, 1.5, "ms")
        yield case("open 3,000 questions against 30", opened, fewer, 1.15, "ms")
        few, many = [], []
        for number in range(KEYS):  # in turns, so that what else the machine does weighs on both
            few.append(small.key_ms(number))
            many.append(large.key_ms(number))
        yield case("key to durable and painted, 95 % below", p95(many), _FRAME_MS, 1.0, "ms")
        yield case("key press at 3,000 against 30", p95(many), p95(few), 1.15, "ms")
        small.close()
        large.close()
        yield from _first(folders[3000], limit)
        memory = {size: min(_process("added_mb", str(folders[size])) for _ in range(6)) for size in (300, 3000)}
        yield case("memory of opening 3,000 against 300", memory[3000], memory[300], 1.15, "MB")


def _first(folder: Path, limit: float) -> Iterator[Case]:
    """The first record of a session, a process for each; before anything was made ready it is told, not judged."""
    times = [[_process("first_ms", str(folder), state) for state in ("warm", "cold")] for _ in range(FIRSTS)]
    warm, cold = (min(column) for column in zip(*times, strict=True))
    yield case("open 3,000 questions, first of a session", warm, limit, 1.5, "ms")
    yield case("the same at once after the start (told only)", cold, limit, TOLD_ONLY, "ms")


def _round(small: _Editor, large: _Editor) -> tuple[float, float, float]:
    """The least time at 3,000 questions, at 30, and of the limit, in turns, so that load weighs on all."""
    times = [(large.open_ms(), small.open_ms()) for _ in range(TURNS)]
    return min(one for one, _ in times), min(other for _, other in times), limit_ms(SIZES[-1])


def _profile(folder: Path, size: int) -> Path:
    from neksus_desktop.usecases.forms import install_form
    from neksus_desktop.usecases.profile import create_profile
    from neksus_desktop.usecases.records import new_record, save_fields
    from neksus_desktop.usecases.subjects import make_subject

    profile, _code = create_profile(folder, role="post", name="Ambassaden (oppdiktet)", invented=True)
    source = folder / "form.xml"
    source.write_text(generated(size), encoding="utf-8")
    form = install_form(profile, source)
    subject = make_subject(type="avtale", title="Oppdiktet", country="YE", invented=True)
    record = new_record(profile, form.id, subject)
    answers = {f"/data/g{n // 10}/q{n}": str(n) for n in range(size)}
    save_fields(profile, record, {"/data/root": "yes"} | answers)
    profile.close()
    return folder


class _Editor:
    """The window on the one record of a profile."""

    def __init__(self, folder: Path) -> None:
        from neksus_desktop.ui.bindings import prepare

        prepare()
        from PySide6.QtCore import QEventLoop
        from PySide6.QtWidgets import QApplication

        from neksus_desktop.ui.window import DESIGNED, Window
        from neksus_desktop.usecases.listing import RowQuery, page

        app = QApplication.instance()
        self.app = app if isinstance(app, QApplication) else QApplication([])
        self.wait = QEventLoop.ProcessEventsFlag.WaitForMoreEvents
        self.opened = False
        self.window = Window(self.app, folder)
        self.window.resize(DESIGNED)  # as large as the limit's; the screen that nobody sees is smaller
        self.window.open_profile(place="records")
        self.window.show()
        assert self.window.shell is not None
        self.shell = self.window.shell
        self.record = page(self.shell.profile, RowQuery()).rows[0].id
        self.settle()

    def settle(self) -> None:
        while self.shell.runner.busy:
            self.app.processEvents(self.wait)  # asleep in between: looking again and again would be measured too
        for _ in range(3):
            self.app.processEvents()

    def warm_up(self) -> None:
        """As it comes by itself a little after the first picture, until everything is ready."""
        self.window.warm_up()
        self.settle()

    def open_ms(self) -> float:
        """The main thread's time from the list to the painted record, another question each time."""
        self.shell.navigate("records")
        self.settle()
        assert self.window.workspace is not None
        screen: Any = self.window.workspace.screen_of("editor") if self.opened else None
        if screen is not None:
            screen.record = ""  # as if another record had been open
        self.opened = True
        start = time.thread_time()
        self.shell.navigate("editor", record=self.record, point="q11")
        self.settle()
        return (time.thread_time() - start) * 1000

    def key_ms(self, number: int) -> float:
        """One digit in a field: settled, calculated, durable, painted; processor time of all threads."""
        from PySide6.QtTest import QTest
        from PySide6.QtWidgets import QLineEdit

        screen: Any = self.window.workspace and self.window.workspace.screen_of("editor")
        field = screen.middle.view.findChild(QLineEdit)
        field.setFocus()
        field.selectAll()
        self.settle()
        start = time.process_time()
        QTest.keyClicks(field, str(number % 9 + 1))
        screen.desk.autosave.settle()
        self.settle()
        used = (time.process_time() - start) * 1000
        assert screen.desk.autosave.state == "saved"
        return used

    def close(self) -> None:
        self.window.close()


def first_ms(folder: Path, state: str) -> float:
    """What opening the first record of a session takes, ``warm`` or ``cold``: before anything was made ready."""
    import gc

    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    gc.disable()  # as the program does until its first picture stands
    editor = _Editor(folder)
    gc.freeze()
    gc.enable()
    if state == "warm":
        editor.warm_up()
    return editor.open_ms()


def added_mb(folder: Path) -> float:
    """What showing the record adds to a process that has read it and its form's points, which are read once a form."""
    from neksus_desktop.ui.editor.desk import made_ready
    from neksus_desktop.ui.warm import missing
    from neksus_desktop.usecases.records import open_record

    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    editor = _Editor(folder)
    assert editor.window.workspace is not None
    whole = open_record(editor.shell.profile, editor.record)
    screen: Any = editor.window.workspace.screen_of("editor")
    for name in (*_FIRST, *missing("editor")):  # then one is there at once, and nothing is read a second time
        import_module(f"neksus_desktop.{name.removeprefix('neksus_desktop.')}")
    assert whole.form.points
    before = _resident_mb()
    editor.shell.navigate("editor")
    assert editor.window.workspace.place == "editor"
    screen.record = editor.record
    screen._opened(made_ready(whole))  # noqa: SLF001 - as the worker hands it over
    editor.settle()
    return max(_resident_mb() - before, 0.1)


def _resident_mb() -> float:
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


def _process(work: str, *arguments: str) -> float:
    """A figure that a process of its own measures."""
    program = _PROCESS.format(work=work)
    done = subprocess.run([sys.executable, "-c", program, *arguments], capture_output=True, text=True, check=True)
    return float(done.stdout)
