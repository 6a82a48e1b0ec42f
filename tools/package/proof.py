"""What the proof found, line by line: printed and kept."""

from __future__ import annotations

import sys
from pathlib import Path


class Proof:
    """A log that ends the run at the first thing that does not hold."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.write_text("", encoding="utf-8")

    def say(self, text: str) -> None:
        """Keep a line."""
        print(text.rstrip(), flush=True)
        with self.path.open("a", encoding="utf-8") as file:
            file.write(text.rstrip() + "\n")

    def holds(self, what: str, holds: bool, detail: str = "") -> None:  # noqa: FBT001 - reads as a sentence
        """Keep what was found out, or stop."""
        self.say(f"[{'ok' if holds else 'FAULT'}] {what}")
        if not holds:
            sys.exit(f"{what}: {detail}")
