"""Entry point: with a command the command line answers, without one the window opens.

The window is what a person waits for, so it is not made to wait for the command line's modules.
"""

from __future__ import annotations

import sys
from pathlib import Path


def main() -> int:
    """Run the program; returns the exit code."""
    match sys.argv[1:]:
        case []:
            return _open_window(None, None)
        case ["--profile", folder]:
            return _open_window(Path(folder), None)
        case arguments:
            from neksus_desktop.cli import run

            return run(arguments, _open_window)


def _open_window(profile: Path | None, passphrase: str | None) -> int:
    from neksus_desktop.app import run as run_window

    return run_window(profile, passphrase)


if __name__ == "__main__":
    sys.exit(main())
