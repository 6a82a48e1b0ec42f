"""The part of the command line about years and registers: ``neksus year …`` and ``neksus register …``."""

from __future__ import annotations

import argparse
from collections.abc import Callable

Later = Callable[[str], Callable[[argparse.Namespace], int]]
_HOME = "neksus_desktop.cli.registers"


def add_register_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser], later: Later) -> None:
    """Add both commands; ``later`` imports what carries them out when it is called."""
    year = commands.add_parser("year", help="years of operation: begin one, its deadlines, its documents")
    years = year.add_subparsers(dest="year_command", required=True, metavar="YEAR-COMMAND")
    register = commands.add_parser("register", help="registers: rows of a year, in and out of spreadsheets")
    registers = register.add_subparsers(dest="register_command", required=True, metavar="REGISTER-COMMAND")

    def add(
        group: argparse._SubParsersAction[argparse.ArgumentParser], name: str, target: str, words: str
    ) -> argparse.ArgumentParser:
        command = group.add_parser(name, help=words, description=words)
        command.set_defaults(carry_out=later(f"{_HOME}:{target}"))
        command.add_argument("--json", action="store_true", help="print JSON as documented in docs/cli.md")
        return command

    new = add(years, "new", "year_new", "make a year with the rows that its registers begin with")
    new.add_argument("year", type=int, metavar="YEAR")
    new.add_argument("--after", type=int, metavar="YEAR", help="go on from this year")
    wheel = add(years, "wheel", "year_wheel", "list the deadlines of a year")
    wheel.add_argument("--mine", action="store_true", help="only open ones of the acting role, in all years and packs")
    wheel.add_argument("--ics", metavar="F.ics", help="write the open ones as a calendar too")
    document = add(years, "document", "year_document", "begin a document about a year")
    document.add_argument("form", metavar="FORM")
    rows = add(registers, "list", "register_list", "list the rows of a register")
    row = add(registers, "add", "register_add", "add a row")
    export = add(registers, "export", "register_export", "write the rows as .xlsx or .csv")
    import_ = add(registers, "import", "register_import", "take rows in from .xlsx or .csv")
    for command in (rows, row, export, import_):
        command.add_argument("form", metavar="FORM", help="the register's form id")
    row.add_argument("values", nargs="+", metavar="NAME=VALUE")
    export.add_argument("-o", "--output", required=True, metavar="FILE")
    import_.add_argument("file", metavar="FILE")
    import_.add_argument("--plan", action="store_true", help="show what would happen, change nothing")
    for command in (wheel, document, rows, row, export, import_):
        command.add_argument("--year", type=int, metavar="YEAR", help="default: the newest")
