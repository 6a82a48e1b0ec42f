"""Entry point: with a command the command line answers, without one the window opens."""

from __future__ import annotations

import sys
from pathlib import Path


def main() -> int:
    """Run the program; returns the exit code."""
    from neksus_desktop.cli import run

    return run(sys.argv[1:], _open_window)


def _open_window(profile: Path | None, passphrase: str | None) -> int:
    from neksus_desktop.app import run as run_window

    return run_window(profile, passphrase)


if __name__ == "__main__":
    sys.exit(main())
