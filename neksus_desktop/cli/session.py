"""Opening the profile that a command works on."""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from neksus_desktop.cli.say import user_language
from neksus_desktop.errors import UsageError
from neksus_desktop.paths import default_profile
from neksus_desktop.texts import text

if TYPE_CHECKING:
    from neksus_desktop.usecases.profile import Profile


def profile_folder(options: argparse.Namespace) -> Path:
    """``--profile``, or the user's own folder by the platform's rules."""
    return Path(options.profile) if options.profile else default_profile()


def read_first_line(file_name: str) -> str:
    """The first line of a file that holds a passphrase or a code.

    Raises:
        UsageError: it cannot be read or is empty.
    """
    try:
        lines = Path(file_name).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(reason="file_unreadable", file=file_name) from error
    if not lines or not lines[0]:
        raise UsageError(reason="passphrase_needed")
    return lines[0]


read_passphrase = read_first_line


def ask_passphrase(options: argparse.Namespace) -> str:
    """Known already, from ``--passphrase-file``, or typed when there is someone to type it."""
    known: str = getattr(options, "passphrase", "")
    if known:
        return known
    if options.passphrase_file:
        return read_passphrase(options.passphrase_file)
    if not sys.stdin.isatty():
        raise UsageError(reason="passphrase_needed")
    return getpass.getpass(text(user_language(options), "cli.passphrase") + " ")


@contextmanager
def opened(options: argparse.Namespace) -> Iterator[Profile]:
    """The open profile, closed again afterwards; ``--as`` sets the acting role for this command only.

    Where nothing can be written it is open for reading, which is said on stderr.

    Raises:
        UsageError: there is no profile in the folder, or it needs a passphrase.
        StorageError: it cannot be opened.
    """
    from neksus_desktop.usecases.profile import open_profile, profile_state

    folder = profile_folder(options)
    state = profile_state(folder)
    if state == "absent":
        raise UsageError(reason="no_profile", folder=str(folder))
    profile = open_profile(folder, ask_passphrase(options) if state == "protected" else None)
    options.profile_language = profile.settings.language
    if profile.read_only:
        print(f"neksus: {text(user_language(options), 'safety.reading.cli', folder=folder)}", file=sys.stderr)
    try:
        if options.acting_role:
            profile.settings = profile.settings._replace(acting_role=options.acting_role)
        yield profile
    finally:
        profile.close()
