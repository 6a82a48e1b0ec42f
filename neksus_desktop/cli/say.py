"""What the command line prints: JSON as documented, tables for people, faults in the user's language."""

from __future__ import annotations

import argparse
import json
import os
import sys
import unicodedata
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from neksus_desktop.errors import NeksusError
from neksus_desktop.texts import LANGUAGES, Language, explain


def user_language(options: argparse.Namespace) -> Language:
    """The language of messages: ``--language``, ``NEKSUS_LANGUAGE``, the opened profile's, the system's, bokmål."""
    wanted = options.ui_language or os.environ.get("NEKSUS_LANGUAGE", "") or getattr(options, "profile_language", "")
    if not wanted:
        system = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
        wanted = system[:2]
    return next((known for known in LANGUAGES if known == wanted), "nb")


def language_asked_for(arguments: Sequence[str]) -> Language:
    """The language of messages before the command is understood: what ``--language`` says, wherever it stands."""
    given = ""
    for at, argument in enumerate(arguments):
        name, equals, value = argument.partition("=")
        if name == "--language":
            given = value if equals else next(iter(arguments[at + 1 :]), "")
    return user_language(argparse.Namespace(ui_language=given if given in LANGUAGES else None))


def day_text(language: Language, iso: str) -> str:
    """A day in a list for people, «23.11.2026»; in JSON it stays as it is stored."""
    from neksus_desktop.reports.content.wording import date_text

    return date_text(language, iso[:10], short=True)


def complain(language: Language, error: NeksusError) -> None:
    """Tell a known fault on stderr: its code, what happened, what to do."""
    what, do = explain(language, error)
    print(f"neksus: [{error.code}] {what} {do}", file=sys.stderr)


def print_json(value: Any) -> None:
    """One JSON value, keys as given, readable; moments in their ISO form."""
    print(json.dumps(value, ensure_ascii=False, indent=2, default=datetime.isoformat))


def print_table(rows: Sequence[Sequence[str]], heading: Sequence[str]) -> None:
    """Columns padded to their widest cell; control characters in foreign text are shown, not obeyed."""
    cleaned = [[visible(cell) for cell in row] for row in (heading, *rows)]
    widths = [max(len(row[column]) for row in cleaned) for column in range(len(heading))]
    for row in cleaned:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def visible(value: str) -> str:
    """Foreign text without signs that would steer a terminal."""
    return "".join(" " if unicodedata.category(sign) in {"Cc", "Cf", "Cs"} else sign for sign in value)
