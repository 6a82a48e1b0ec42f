"""A virtual screen: programs are shown on it, typed into and pictured from outside."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tools.package.proof import Proof

DISPLAY = ":97"
_FEW_COLOURS = 40
_PATIENCE_S = 60.0
_SETTLING_S = 2.0

_PICTURE = """
import sys
from PySide6.QtGui import QGuiApplication
app = QGuiApplication([])
picture = app.primaryScreen().grabWindow(0).toImage()
picture.save(sys.argv[1])
points = ((x, y) for x in range(0, picture.width(), 9) for y in range(0, picture.height(), 7))
print(len({picture.pixel(x, y) for x, y in points}))
"""


class Screen:
    """One virtual screen and the folder its pictures go to."""

    def __init__(self, pictures: Path) -> None:
        self.pictures = pictures

    def show(self, proof: Proof, name: str, command: list[str], typed: str = "") -> None:
        """Open a window, type a line if asked, picture the screen, close the window; a window that ends is a fault."""
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        try:
            self._until_drawn(process, name)
            proof.say(f"window «{name}» drawn after {time.perf_counter() - start:.2f} s")
            if typed:
                self._xdotool("type", "--delay", "20", typed)
                self._xdotool("key", "Return")
                time.sleep(_SETTLING_S * 3)
            time.sleep(_SETTLING_S)
            colours = self.picture(name)
            proof.holds(f"window «{name}» is on the screen", process.poll() is None and colours > _FEW_COLOURS)
        finally:
            if process.poll() is None:
                process.terminate()
            _, said = process.communicate(timeout=20)
        if said.strip():
            proof.say(f"it said: {said.strip()[:500]}")

    def picture(self, name: str) -> int:
        """Picture the screen into ``<name>.png``; returns how many colours were seen."""
        path = self.pictures / f"{name}.png"
        environment = {**os.environ, "DISPLAY": DISPLAY, "QT_QPA_PLATFORM": "xcb"}
        command = [sys.executable, "-c", _PICTURE, str(path)]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
        return int(done.stdout)

    def _until_drawn(self, process: subprocess.Popen[str], name: str) -> None:
        end = time.monotonic() + _PATIENCE_S
        while time.monotonic() < end:
            if process.poll() is not None:
                sys.exit(f"«{name}» ended with {process.returncode}: {process.communicate()[1]}")
            if self.picture(name) > _FEW_COLOURS:
                return
        sys.exit(f"«{name}» drew nothing")

    def _xdotool(self, *words: str) -> None:
        subprocess.run(["xdotool", *words], env={**os.environ, "DISPLAY": DISPLAY}, check=True)


@contextmanager
def virtual_screen(pictures: Path) -> Iterator[Screen]:
    """A virtual screen of a small laptop for as long as the block runs."""
    shutil.rmtree(pictures, ignore_errors=True)
    pictures.mkdir(parents=True)
    server = subprocess.Popen(
        ["Xvfb", DISPLAY, "-screen", "0", "1366x768x24", "-nolisten", "tcp", "-ac"], stderr=subprocess.DEVNULL
    )
    os.environ["PROOF_DISPLAY"] = DISPLAY
    try:
        time.sleep(_SETTLING_S)
        yield Screen(pictures)
    finally:
        del os.environ["PROOF_DISPLAY"]
        server.terminate()
        server.wait()
