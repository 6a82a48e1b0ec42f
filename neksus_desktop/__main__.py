"""Entry point: with a command the command line answers, without one the window opens.

A file alone, as a double click gives it, opens the window on its import plan. The window is what a person waits for,
so it is not made to wait for the command line's modules.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path


def main() -> int:
    """Run the program; returns the exit code."""
    match sys.argv[1:]:
        case []:
            return _open_window(None, None)
        case ["--profile", folder]:
            return _open_window(Path(folder), None)
        case ["open", *files] if files and not files[0].startswith("-"):
            return _open_window(None, None, [Path(file).absolute() for file in files])
        case [name] if Path(name).is_file():
            return _open_window(None, None, (Path(name),))
        case ["--version", "--json"]:
            from neksus_desktop.cli.administration import print_versions

            return print_versions()
        case arguments:
            from neksus_desktop.cli import run

            return run(arguments, _open_window)


def _open_window(profile: Path | None, passphrase: str | None, files: Sequence[Path] = ()) -> int:
    from neksus_desktop.app import run as run_window

    return run_window(profile, passphrase, files)


if __name__ == "__main__":
    sys.exit(main())
