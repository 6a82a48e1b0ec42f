"""Commands about approvers' own keys: make, list, end; and which key ``approve`` signs with."""

from __future__ import annotations

import argparse
import dataclasses
import getpass
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from neksus_desktop.cli.say import day_text, print_json, print_table, user_language
from neksus_desktop.cli.session import opened, read_first_line
from neksus_desktop.errors import UsageError
from neksus_desktop.texts import text

if TYPE_CHECKING:
    from neksus_desktop.usecases.approvers import SignAs

Add = Callable[[str, str, str], argparse.ArgumentParser]


def add_commands(add: Add) -> None:
    """Put this command on the command line."""
    approver = add("approver", "neksus_desktop.cli.approvers:approver", "approvers' own keys: new, list, end")
    approver.add_argument("step", choices=("new", "list", "end"))
    approver.add_argument("what", nargs="?", default="", metavar="ROLE|KEY")
    approver.add_argument("--key-passphrase-file", metavar="F", help="file whose first line is the key's passphrase")
    approver.add_argument("--json", action="store_true", help="print JSON as documented in docs/cli.md")


def add_sign_as(command: argparse.ArgumentParser) -> None:
    """The options of ``approve`` that say which key signs."""
    command.add_argument("--sign-as", default="", metavar="KEY", help="an approver's own key (see approver list)")
    command.add_argument("--key-passphrase-file", metavar="F", help="file whose first line is the key's passphrase")


def approver(options: argparse.Namespace) -> int:
    """``neksus approver new ROLE|list|end KEY``.

    Raises:
        UsageError: no role or key is named.
    """
    from neksus_desktop.usecases import approvers as use

    if options.step != "list" and not options.what:
        raise UsageError(reason="not_named", command="approver")
    with opened(options) as profile:
        if options.step == "new":
            found = [use.new_approver(profile, options.what, _passphrase(options))]
        else:
            if options.step == "end":
                use.retire_approver(profile, options.what)
            found = use.approvers(profile)
    if options.json:
        print_json([dataclasses.asdict(key) for key in found])
    else:
        language = user_language(options)
        heading = tuple(text(language, f"exchange.column.{name}") for name in ("role", "key", "made", "ended"))
        rows = [
            (key.label, key.thumbprint, day_text(language, key.created_at), day_text(language, key.retired_at or ""))
            for key in found
        ]
        print_table(rows, heading)
    return 0


def sign_as(options: argparse.Namespace) -> SignAs | None:
    """The key that ``approve`` signs with; None for the workplace's."""
    from neksus_desktop.usecases.approvers import SignAs

    return SignAs(options.sign_as, _passphrase(options)) if options.sign_as else None


def _passphrase(options: argparse.Namespace) -> str:
    if options.key_passphrase_file:
        return read_first_line(options.key_passphrase_file)
    if not sys.stdin.isatty():
        raise UsageError(reason="passphrase_needed")
    return getpass.getpass(text(user_language(options), "exchange.key_passphrase"))
