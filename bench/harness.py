"""One case = ours and a limit measured in the same run; a budget is a ratio, never an absolute time."""

from __future__ import annotations

import gc
import json
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Work = Callable[[int], Any]


@dataclass(frozen=True, slots=True)
class Case:
    """``ours`` and ``limit`` in ``unit``; ``budget`` is the largest (``at_least``: smallest) ratio that will do."""

    name: str
    ours: float
    limit: float
    budget: float
    unit: str
    at_least: bool = False

    @property
    def ratio(self) -> float:
        """Ours by the limit."""
        return self.ours / self.limit if self.limit else float("inf")

    @property
    def met(self) -> bool:
        """Whether the budget is kept."""
        return self.ratio >= self.budget if self.at_least else self.ratio <= self.budget


def case(name: str, ours: float, reference: float, budget: float, unit: str, *, at_least: bool = False) -> Case:
    """A measured case."""
    return Case(name, ours, reference, budget, unit, at_least)


def show(one: Case) -> None:
    """One JSON line and one table line."""
    facts = {
        "case": one.name,
        "ours": round(one.ours, 3),
        "reference": round(one.limit, 3),
        "unit": one.unit,
        "ratio": round(one.ratio, 2),
        "budget": one.budget,
        "met": one.met,
    }
    print(json.dumps(facts))
    sign = "≥" if one.at_least else "≤"
    verdict = "met" if one.met else "NOT MET"
    figures = f"{one.ours:>12.3f} {one.limit:>12.3f} {one.unit:<4} {one.ratio:>7.2f}"
    print(f"  {one.name:<44} {figures}  {sign} {one.budget:<5} {verdict}")


def median_ms(work: Callable[[], object], rounds: int = 7) -> float:
    """Median processor time of a call, with the garbage of the one before out of the way."""
    times = []
    for _ in range(rounds):
        gc.collect()
        start = time.thread_time_ns()
        kept = work()
        times.append((time.thread_time_ns() - start) / 1e6)
        del kept
    return statistics.median(times)


def least_ms(*works: Callable[[], object], rounds: int = 15) -> list[float]:
    """The least processor time of each call, taken in turns, so that a machine under load slows all of them alike."""
    least = [float("inf")] * len(works)
    for _ in range(rounds):
        for number, work in enumerate(works):
            gc.collect()
            start = time.thread_time_ns()
            kept = work()
            least[number] = min(least[number], (time.thread_time_ns() - start) / 1e6)
            del kept
    return least


def each_us(work: Callable[[int], object], count: int) -> list[float]:
    """The processor time of each of ``count`` calls, in microseconds; waiting for other programs does not count."""
    gc.collect()
    clock = time.thread_time_ns
    empty = min(-(clock() - clock()) for _ in range(1000)) / 1e3
    times = []
    for number in range(count):
        start = clock()
        work(number)
        times.append(max((clock() - start) / 1e3 - empty, 0.01))
    return times


def p95(times: list[float]) -> float:
    """The time that 95 % stay below."""
    return sorted(times)[int(len(times) * 0.95)]


def by_parts(make: Callable[[], tuple[Work, Work]], count: int, rounds: int) -> tuple[float, float]:
    """The mean of ``count`` calls of two works, in microseconds.

    Each round begins anew; calls go by parts, first the one's, then the other's; of each part the least of all rounds
    counts, so that what other programs take is left out but nothing that the work itself needs each time.
    """
    size = max(10, count // 30)
    parts = [range(start, min(start + size, count)) for start in range(0, count, size)]
    best = [[float("inf")] * len(parts) for _ in range(2)]
    for _ in range(rounds):
        works = make()
        gc.collect()
        for place, part in enumerate(parts):
            for side, work in enumerate(works):
                start = time.thread_time_ns()
                for number in part:
                    work(number)
                best[side][place] = min(best[side][place], (time.thread_time_ns() - start) / 1e3)
    return sum(best[0]) / count, sum(best[1]) / count


def p95_of_each(ours: Work, theirs: Work, count: int, turns: list[int], rounds: int = 15) -> tuple[float, float]:
    """The time that 95 % of the calls of a round stay below, in microseconds: the median of all rounds.

    ``turns[0]`` is the number of the round, so that a work may do something else each time.
    """
    clock = time.perf_counter_ns
    empty = min(-(clock() - clock()) for _ in range(1000))
    found: tuple[list[float], list[float]] = ([], [])
    for turn in range(rounds):
        turns[0] = turn
        gc.collect()
        times: tuple[list[float], list[float]] = ([], [])
        for start in range(0, count, 25):
            for side, work in enumerate((ours, theirs)):
                for number in range(start, min(start + 25, count)):
                    began = clock()
                    work(number)
                    times[side].append((clock() - began - empty) / 1e3)
        for side in (0, 1):
            found[side].append(p95(times[side]))
    return statistics.median(found[0]), statistics.median(found[1])
