"""The one background runner: order, results, known and unknown errors, progress, cancelling, draining."""

from __future__ import annotations

import sys
import threading
import time
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from pytestqt.exceptions import capture_exceptions
from pytestqt.qtbot import QtBot

from neksus_desktop.errors import NeksusError, NotFoundError
from neksus_desktop.ui.stalls import LONGEST_MS, StallWatch
from neksus_desktop.ui.tasks import Progress, TaskRunner
from tests.support.stalls import Stalls, ToldStalls


@pytest.fixture
def runner(qtbot: QtBot) -> TaskRunner:
    return TaskRunner()


def test_work_is_done_in_the_order_in_which_it_was_asked_for(qtbot: QtBot, runner: TaskRunner) -> None:
    seen: list[int] = []
    for number in range(20):
        runner.submit(lambda number=number: number, done=seen.append)
    qtbot.waitUntil(lambda: not runner.busy)
    assert seen == list(range(20))
    runner.close()


def test_work_runs_in_another_thread_and_its_result_comes_back_to_this_one(qtbot: QtBot, runner: TaskRunner) -> None:
    threads: list[int] = []
    runner.submit(threading.get_ident, done=lambda there: threads.extend((there, threading.get_ident())))
    qtbot.waitUntil(lambda: bool(threads))
    assert threads[0] != threading.get_ident()
    assert threads[1] == threading.get_ident()
    runner.close()


def test_a_known_error_goes_to_whoever_asked(qtbot: QtBot, runner: TaskRunner) -> None:
    told: list[NeksusError] = []
    runner.submit(_fail, failed=told.append)
    qtbot.waitUntil(lambda: bool(told))
    assert told[0].code == "not_found"
    runner.close()


def test_a_known_error_nobody_waits_for_is_signalled(qtbot: QtBot, runner: TaskRunner) -> None:
    with qtbot.waitSignal(runner.failed) as caught:
        runner.submit(_fail)
    assert caught.args is not None
    assert caught.args[0].code == "not_found"
    runner.close()


def test_a_bug_is_raised_on_the_main_thread(qtbot: QtBot, runner: TaskRunner) -> None:
    with capture_exceptions() as raised:
        runner.submit(_misspell)
        qtbot.waitUntil(lambda: not runner.busy)
    assert [kind for kind, _, _ in raised] == [KeyError]
    runner.close()


def test_draining_delivers_results_without_an_event_loop(runner: TaskRunner) -> None:
    seen: list[str] = []
    runner.submit(lambda: "saved", done=seen.append)
    runner.drain()
    assert seen == ["saved"]
    runner.close()


def test_a_result_is_delivered_once(qtbot: QtBot, runner: TaskRunner) -> None:
    seen: list[str] = []
    runner.submit(lambda: "saved", done=seen.append)
    runner.drain()
    runner.submit(lambda: "later", done=seen.append)
    qtbot.waitUntil(lambda: len(seen) > 1)
    assert seen == ["saved", "later"]
    runner.close()


def test_progress_is_told_and_cancelling_is_seen(qtbot: QtBot, runner: TaskRunner) -> None:
    begun = threading.Event()

    def work(*, progress: Progress, cancelled: threading.Event) -> str:
        progress(1, 3)
        begun.set()
        cancelled.wait(10)
        return "stopped" if cancelled.is_set() else "ran on"

    steps: list[tuple[int, int]] = []
    seen: list[str] = []
    task = runner.submit(work, done=seen.append, progress=lambda at, total: steps.append((at, total)))
    qtbot.waitUntil(begun.is_set)
    task.cancel()
    qtbot.waitUntil(lambda: bool(seen))
    assert steps == [(1, 3)]
    assert seen == ["stopped"]
    runner.close()


def test_signals_do_not_lose_references_to_true_and_none(qtbot: QtBot, runner: TaskRunner) -> None:
    before = sys.getrefcount(None), sys.getrefcount(True)  # noqa: FBT003
    for _ in range(3000):
        runner.busy_changed.emit(True)  # noqa: FBT003
        runner.failed.emit(None)
    after = sys.getrefcount(None), sys.getrefcount(True)  # noqa: FBT003
    assert after[0] > before[0] - 500
    assert after[1] > before[1] - 500
    runner.close()


def test_between_steps_that_were_handed_in_together_others_have_their_turn(qtbot: QtBot, runner: TaskRunner) -> None:
    seen: list[str] = []
    runner.later(partial(QTimer.singleShot, 0, partial(seen.append, "a key")))
    runner.later(partial(seen.append, "second"))
    qtbot.waitUntil(lambda: not runner.busy)
    assert seen == ["a key", "second"]
    runner.close()


def test_steps_are_taken_in_order_when_everything_is_finished_at_once(runner: TaskRunner) -> None:
    seen: list[str] = []
    for name in ("first", "second"):
        runner.later(partial(seen.append, name))
    runner.drain()
    assert seen == ["first", "second"]
    runner.close()


def test_what_takes_long_holds_nothing_back_and_begins_after_what_came_before(qtbot: QtBot, runner: TaskRunner) -> None:
    seen: list[str] = []
    gate, typed = threading.Event(), threading.Event()
    runner.submit(typed.wait)
    runner.submit(seen.append, "typed before")
    for way in ({"beside": True}, {"progress": lambda _at, _of: None}):
        runner.submit(_slow, gate, seen, **way)
    runner.submit(seen.append, "typed meanwhile")
    typed.set()
    assert runner.catch_up(20.0)
    assert seen == ["typed before", "typed meanwhile"]
    assert runner.busy
    gate.set()
    qtbot.waitUntil(lambda: not runner.busy)
    assert seen[2:] == ["long", "long"]
    runner.close()


def test_catching_up_gives_up_when_it_takes_too_long(runner: TaskRunner) -> None:
    gate = threading.Event()
    runner.submit(gate.wait)
    assert not runner.catch_up(0.01)
    gate.set()
    assert runner.catch_up(20.0)
    runner.close()


def _slow(gate: threading.Event, seen: list[str], **_told: object) -> None:
    gate.wait()
    seen.append("long")


def test_a_window_that_stands_still_is_noticed(qtbot: QtBot) -> None:
    stalls: list[float] = []
    watch = StallWatch(told=stalls.append)
    qtbot.waitUntil(lambda: True)
    _use(0.12)
    qtbot.waitUntil(lambda: bool(stalls))
    assert max(stalls) > LONGEST_MS
    stalls.clear()
    watch.pause()
    _use(0.12)
    watch.begin()
    watch.look()
    assert not stalls


def test_a_debug_run_tells_stalls_on_the_error_stream(qtbot: QtBot, capsys: pytest.CaptureFixture[str]) -> None:
    watch = StallWatch()
    _use(0.12)
    watch.look()
    assert capsys.readouterr().err.startswith("stall: 1")


def test_a_gesture_that_takes_long_fails_its_journey_and_what_tests_do_does_not(qtbot: QtBot) -> None:
    stalls = Stalls()
    with stalls.during("a long click"):
        _use(0.6)
    _use(0.6)
    with stalls.turns():
        _use(0.001)
    assert [what for what, _ms in stalls.found] == ["in a long click"]


def test_what_a_program_of_its_own_tells_fails_its_journey_once_the_line_is_whole(qtbot: QtBot, tmp_path: Path) -> None:
    stalls, first, second = ToldStalls(), tmp_path / "first.txt", tmp_path / "second.txt"
    first.write_text("something else\nstall: 51 ms\nstall: 9000 ms\nstall: 80")
    stalls.look(first, "a click")
    stalls.look(first, "nothing")
    first.write_text("something else\nstall: 51 ms\nstall: 9000 ms\nstall: 8000 ms\n")
    stalls.look(first, "a key")
    second.write_text("stall: 7000 ms\n")
    stalls.look(second, "its start")
    assert stalls.found == [("after a click", 9000), ("after a key", 8000), ("after its start", 7000)]


def _use(seconds: float) -> None:
    until = time.thread_time() + seconds
    while time.thread_time() < until:
        pass


def _misspell() -> str:
    known: dict[str, str] = {}
    return known["unknown"]


def _fail() -> None:
    raise NotFoundError(kind="record", id="x")
