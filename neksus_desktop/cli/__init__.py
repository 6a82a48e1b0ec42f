"""The command line: the same use cases as the window, for scripts, for headquarters and for tests.

Exit codes: 0 done · 1 a known fault, told on stderr with its code · 2 the command was not understood · 70 a bug ·
``verify``: 3 good but the signer is not trusted, 4 not a valid transfer file · ``import``: 4 something was refused ·
``form check``: 4 the form has errors. ``docs/cli.md`` describes every command and its JSON.
"""

from __future__ import annotations

import argparse
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path

from neksus_desktop.cli.parser import build_parser
from neksus_desktop.cli.say import complain, language_asked_for, user_language
from neksus_desktop.cli.session import read_passphrase
from neksus_desktop.errors import NeksusError
from neksus_desktop.texts import explain_code, text

OpenWindow = Callable[[Path | None, str | None], int]
"""Opens the window on a profile folder with a passphrase; wired in by ``__main__``, since only it knows Qt."""

KNOWN_FAULT = 1
BUG = 70
INTERRUPTED = 130


def run(arguments: Sequence[str], open_window: OpenWindow) -> int:
    """Parse and carry out one command; no command opens the window. Returns the exit code."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")
    options = build_parser(language_asked_for(arguments)).parse_args(arguments)
    try:
        if options.command is None:
            passphrase = read_passphrase(options.passphrase_file) if options.passphrase_file else None
            return open_window(Path(options.profile) if options.profile else None, passphrase)
        code: int = options.carry_out(options)
    except NeksusError as error:
        complain(user_language(options), error)
        return KNOWN_FAULT
    except KeyboardInterrupt:
        print(text(user_language(options), "core.stopped"), file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        sys.stderr.close()  # the reader of our output went away; there is no one to tell
        return KNOWN_FAULT
    except Exception as bug:  # noqa: BLE001 - the one last resort: whatever it is, the user gets a sentence
        return _tell_bug(options, bug)
    return code


def _tell_bug(options: argparse.Namespace, bug: Exception) -> int:
    """Say that the program is at fault; the trace, which may hold contents, only for those who ask for it."""
    what, do = explain_code(user_language(options), "unknown", {"code": type(bug).__name__})
    print(f"neksus: [bug] {what} {do}", file=sys.stderr)
    if os.environ.get("NEKSUS_TRACE"):
        traceback.print_exception(bug)
    return BUG
