"""The one background runner: everything that may take longer than a frame runs here, one thing after the other.

Rules kept here:

* one worker thread, so that writes happen in the order in which they were asked for;
* what takes long (whatever tells its progress, or is handed in as ``beside``) runs in a second one, after all that was
  handed in before it: what is typed or opened meanwhile does not wait for it;
* results come back to the main thread by one queued signal; a use case never sees a widget;
* a known error goes to ``failed`` of the call, or else to the ``failed`` signal; anything else is a bug and is raised
  on the main thread, where the last-resort handler sees it;
* what only the main thread can do and takes long is handed in by parts (``later``), so that keys come in between;
* nothing is begun while the runner is held, which it is from the start of the program until its first picture stands;
* ``drain`` finishes what is queued before the program, a page or a profile is left: nothing typed is dropped.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Sequence
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from neksus_desktop.errors import NeksusError

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor

Progress = Callable[[int, int], None]


class Task:
    """One piece of work that was handed in."""

    def __init__(self, done: Callable[[Any], object] | None, failed: Callable[[NeksusError], None] | None) -> None:
        self.future: Future[Any] | None = None
        self.work: Callable[[], Any] | None = None
        self.cancelled = threading.Event()
        self.done = done
        self.failed = failed
        self.progress: Progress | None = None
        self.beside = False
        self.delivered = False

    def cancel(self) -> None:
        """Ask the work to stop at its next safe place; not begun yet, it never begins."""
        self.cancelled.set()
        if self.future is not None:
            self.future.cancel()


def _after(before: Sequence[Future[Any]], work: Callable[[], Any]) -> Any:
    from concurrent.futures import wait

    wait(before)
    return work()


class TaskRunner(QObject):
    """Runs plain functions in one worker thread."""

    failed = Signal(object)
    busy_changed = Signal(bool)
    _ended = Signal(object)
    _moved = Signal(object, int, int)

    def __init__(self, parent: QObject | None = None, *, held: bool = False) -> None:
        super().__init__(parent)
        self._executors: dict[bool, ThreadPoolExecutor] = {}
        self._held = held
        self._live: list[Task] = []
        self._steps: deque[Task] = deque()
        self._next = QTimer(self)
        self._next.setSingleShot(True)
        self._next.timeout.connect(self._take_step)
        # Always queued: work that ends before ``submit`` returns must not call back in the midst of the caller.
        self._ended.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._moved.connect(self._report, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        """Whether anything runs or waits."""
        return bool(self._live)

    def submit(
        self,
        function: Callable[..., Any],
        *args: Any,
        done: Callable[[Any], None] | None = None,
        failed: Callable[[NeksusError], None] | None = None,
        progress: Progress | None = None,
        beside: bool = False,
        **options: Any,
    ) -> Task:
        """Run ``function(*args, **options)`` in a worker; call ``done(result)`` or ``failed(error)`` here afterwards.

        With ``progress`` the function is also given ``progress=`` (a callable ``(done, total)``, which may be called
        in the worker) and ``cancelled=`` (an event that ``Task.cancel`` sets).
        """
        task = Task(done, failed)
        task.beside = beside or progress is not None
        if progress is not None:
            task.progress = progress
            options |= {"progress": lambda at, total: self._moved.emit(task, at, total), "cancelled": task.cancelled}
        self._take(task)
        task.work = partial(function, *args, **options)
        if not self._held:
            self._begin(task)
        return task

    def later(self, step: Callable[[], object]) -> Task:
        """Call ``step`` here in a turn of the event loop of its own: what would stand still for long, in parts."""
        task = Task(lambda _result: step(), None)
        self._take(task)
        self._steps.append(task)
        self._next.start()
        return task

    def release(self) -> None:
        """Begin what was handed in while the runner was held."""
        self._held = False
        for task in list(self._live):
            if task.work is not None:
                self._begin(task)

    def drain(self, *, within: float | None = None) -> bool:
        """Finish everything handed in so far and deliver the results, without an event loop.

        With ``within`` (seconds) no longer than that; returns whether nothing is left.
        """
        return self._finish(lambda _: True, within)

    def catch_up(self, within: float) -> bool:
        """Finish what runs in order, such as what saves, within so many seconds; what runs beside goes on."""
        return self._finish(lambda task: not task.beside, within)

    def _finish(self, wanted: Callable[[Task], bool], within: float | None) -> bool:
        from concurrent.futures import wait

        self.release()
        until = None if within is None else monotonic() + within
        while (task := next(filter(wanted, self._live), None)) is not None:
            if task.future is not None:
                left = None if until is None else max(until - monotonic(), 0.0)
                if wait((task.future,), left).not_done:
                    return False
            self._deliver(task)
        return True

    def break_off(self) -> None:
        """Ask what can be broken off, such as an import, to stop at its next safe place; saves go on."""
        for task in list(self._live):
            if task.progress is not None:
                task.cancel()

    def close(self) -> None:
        """Finish what is queued and end the workers."""
        self.drain()
        for executor in self._executors.values():
            executor.shutdown()

    def _begin(self, task: Task) -> None:
        from concurrent.futures import ThreadPoolExecutor

        work, task.work = task.work, None
        if work is None or task.cancelled.is_set():
            self._ended.emit(task)
            return
        if task.beside:
            before = [one.future for one in self._live if one.future is not None and not one.beside]
            work = partial(_after, before, work)
        if (executor := self._executors.get(task.beside)) is None:
            name = "neksus-beside" if task.beside else "neksus-work"
            executor = self._executors[task.beside] = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)
        task.future = executor.submit(work)
        task.future.add_done_callback(lambda _: self._ended.emit(task))

    def _take_step(self) -> None:
        """One step only: what is due at the same time is one turn for Qt, and keys would wait for all of it."""
        task = self._steps.popleft()
        while task.delivered and self._steps:
            task = self._steps.popleft()
        if self._steps:
            self._next.start()
        self._deliver(task)

    def _report(self, task: Task, at: int, total: int) -> None:
        if task.progress is not None and not task.delivered:
            task.progress(at, total)

    def _deliver(self, task: Task) -> None:
        if task.delivered:
            return
        task.delivered = True
        self._forget(task)
        if task.cancelled.is_set() and (task.future is None or task.future.cancelled()):
            return
        error = None if task.future is None else task.future.exception()
        if error is None:
            if task.done is not None:
                task.done(None if task.future is None else task.future.result())
        elif isinstance(error, NeksusError):
            if task.failed is not None:
                task.failed(error)
            else:
                self.failed.emit(error)
        else:
            raise error

    def _take(self, task: Task) -> None:
        self._live.append(task)
        if len(self._live) == 1:
            self.busy_changed.emit(True)  # noqa: FBT003 - Qt signals take positional values

    def _forget(self, task: Task) -> None:
        self._live.remove(task)
        if not self._live:
            self.busy_changed.emit(False)  # noqa: FBT003 - Qt signals take positional values
