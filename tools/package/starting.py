"""How long the packaged program takes to start, as a ratio to the same program unpackaged, in the same run."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

from tools.package.places import ROOT

ROUNDS = 9
LIMIT = 1.3


def start_ratios(program: Path) -> list[str]:
    """One line per case: the command line's first answer, and the window until its first picture stands."""
    unpackaged = [sys.executable, "-m", "neksus_desktop"]
    lines = []
    for name, arguments, extra in (
        ("version", ["--version"], {}),
        ("list, invented profile", ["--profile", "@", "list"], {}),
    ):
        with tempfile.TemporaryDirectory() as place:
            words = [word.replace("@", f"{place}/p") for word in arguments]
            _once(
                [*unpackaged, "--profile", f"{place}/p", "init", "--role", "post", "--name", "X", "--unprotected"], {}
            )
            pairs = [(_once([*unpackaged, *words], extra), _once([str(program), *words], extra)) for _ in range(ROUNDS)]
        ours, theirs = median(pair[1] for pair in pairs), median(pair[0] for pair in pairs)
        met = "met" if ours <= LIMIT * theirs else "NOT met"
        lines.append(
            f"start, {name}: {ours * 1000:.0f} ms, unpackaged {theirs * 1000:.0f} ms, {ours / theirs:.2f}× ({met})"
        )
    return lines


def _once(command: list[str], extra: dict[str, str]) -> float:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", **extra}
    start = perf_counter()
    subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)
    return perf_counter() - start
