"""Entry point: with a command the command line answers, without one the window opens."""

from __future__ import annotations

import sys


def main() -> int:
    """Run the program; returns the exit code."""
    from neksus_desktop.cli import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
