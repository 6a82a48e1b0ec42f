"""How long the packaged program takes to start, as a ratio to the same program unpackaged, in the same run."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter

from tools.package.places import BUILD
from tools.package.screen import DISPLAY, virtual_screen

ROUNDS = 9
LIMIT = 1.3
_SOURCE = BUILD / "source"
"""The very files that were packaged: the working tree may be ahead of them."""


def start_ratios(program: Path) -> list[str]:
    """One line per case: the command line's first answer, a list, and the window until it stands on the screen."""
    unpackaged, packaged = [sys.executable, "-m", "neksus_desktop"], [str(program)]
    with tempfile.TemporaryDirectory() as place, virtual_screen(Path(place) / "pictures"):
        profile = ["--profile", f"{place}/p"]
        _until_ended([*unpackaged, *profile, "init", "--role", "post", "--name", "X", "--unprotected", "--invented"])
        cases: list[tuple[str, list[str], Callable[[list[str]], float]]] = [
            ("--version", ["--version"], _until_ended),
            ("list", [*profile, "list"], _until_ended),
            ("window", profile, _until_shown),
        ]
        return [_compared(name, [*unpackaged, *words], [*packaged, *words], way) for name, words, way in cases]


def _compared(name: str, peer: list[str], own: list[str], way: Callable[[list[str]], float]) -> str:
    pairs = [(way(peer), way(own)) for _ in range(ROUNDS)]
    theirs, ours = median(pair[0] for pair in pairs), median(pair[1] for pair in pairs)
    met = "met" if ours <= LIMIT * theirs else "NOT met"
    return (
        f"start {name:10} packaged {ours * 1e3:5.0f} ms, unpackaged {theirs * 1e3:5.0f} ms: {ours / theirs:.2f} ({met})"
    )


def _until_ended(command: list[str]) -> float:
    start = perf_counter()
    subprocess.run(command, cwd=_SOURCE, check=True, capture_output=True)
    return perf_counter() - start


def _until_shown(command: list[str]) -> float:
    environment = {**os.environ, "DISPLAY": DISPLAY, "QT_QPA_PLATFORM": "xcb"}
    start = perf_counter()
    process = subprocess.Popen(command, cwd=_SOURCE, env=environment, stderr=subprocess.DEVNULL)
    search = ["xdotool", "search", "--sync", "--onlyvisible", "--limit", "1", "--pid", str(process.pid)]
    subprocess.run(search, env=environment, check=True, capture_output=True, timeout=60)
    elapsed = perf_counter() - start
    process.terminate()
    process.wait()
    return elapsed
