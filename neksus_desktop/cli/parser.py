"""Which commands there are and what they take. The functions that carry them out are imported when called."""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Callable
from typing import ClassVar, NoReturn

from neksus_desktop import __version__
from neksus_desktop.cli import approvers, attachments, safety, transfers
from neksus_desktop.cli.register_parser import add_register_commands
from neksus_desktop.records.statuses import STATUSES
from neksus_desktop.texts import Language, text
from neksus_desktop.usecases.report import REPORT_KINDS
from neksus_desktop.usecases.tables import TABLE_KINDS

Sub = argparse.ArgumentParser


class _Parser(argparse.ArgumentParser):
    """A parser that says in the user's language that a command was not understood; exit code 2."""

    language: ClassVar[Language] = "nb"

    def error(self, message: str) -> NoReturn:
        """Show how the command is written, and what is wrong with what was typed."""
        del message  # argparse's own sentence is English; the usage line says what is allowed
        self.print_usage(sys.stderr)
        print(f"neksus: [arguments] {text(self.language, 'cli.not_understood')}", file=sys.stderr)
        sys.exit(2)


def build_parser(language: Language = "nb") -> argparse.ArgumentParser:
    """The parser of the whole command line; ``language`` is that of its complaint."""
    own = type("_Parser", (_Parser,), {"language": language})  # parsers of parsers are made of the same class
    parser: Sub = own(
        prog="neksus",
        description="Checklists for helhetlig innsats (neksus), offline. With no command the window opens.",
    )
    parser.add_argument("--version", action="version", version=f"neksus {__version__}", help="… --json: libraries too")
    parser.add_argument("--profile", metavar="DIR", help="profile folder (default: the user's own)")
    parser.add_argument("--passphrase-file", metavar="F", help="file whose first line is the passphrase")
    parser.add_argument("--as", dest="acting_role", metavar="ROLE", help="role that acts, e.g. stasjonssjef")
    parser.add_argument("--language", dest="ui_language", choices=("nb", "nn", "en"), help="language of messages")
    commands: argparse._SubParsersAction[argparse.ArgumentParser] = parser.add_subparsers(
        dest="command", metavar="COMMAND", parser_class=own
    )

    def add(name: str, target: str, help_text: str) -> Sub:
        command = commands.add_parser(name, help=help_text, description=help_text)
        command.set_defaults(carry_out=_later(target))
        return command

    _profile_commands(add)
    _record_commands(add)
    attachments.add_commands(add)
    safety.add_commands(add)
    _exchange_commands(add)
    transfers.add_commands(add)
    approvers.add_commands(add)
    _report_commands(add)
    add_register_commands(commands, _later)
    _form_commands(commands)
    return parser


def _later(target: str) -> Callable[[argparse.Namespace], int]:
    def carry_out(options: argparse.Namespace) -> int:
        module, _, name = target.partition(":")
        function: Callable[[argparse.Namespace], int] = getattr(importlib.import_module(module), name)
        return function(options)

    return carry_out


Add = Callable[[str, str, str], Sub]


def _json(command: Sub) -> None:
    command.add_argument("--json", action="store_true", help="print JSON as documented in docs/cli.md")


def _profile_commands(add: Add) -> None:
    init = add("init", "neksus_desktop.cli.profiles:init", "make a profile: a workplace with its own keys")
    init.add_argument("--role", required=True, choices=("post", "norad", "norec"))
    init.add_argument("--name", required=True, help="name of the workplace")
    init.add_argument("--unprotected", action="store_true", help="do not encrypt (for tests and invented data)")
    init.add_argument("--invented", action="store_true", help="the profile will hold invented examples only")
    _json(init)
    change = add("passphrase", "neksus_desktop.cli.profiles:passphrase", "give the profile a new passphrase")
    change.add_argument("--new-file", metavar="F", help="file whose first line is the new passphrase")
    change.add_argument("--code-file", metavar="F", help="first line: the recovery code, instead of the old passphrase")
    doctor = add("doctor", "neksus_desktop.cli.profiles:doctor", "check the database, the chains and the versions")
    doctor.add_argument("--repair", metavar="DIR", help="rescue every readable row into a new profile in DIR")
    _json(doctor)
    backup = add("backup", "neksus_desktop.cli.profiles:backup", "make a verified safety copy")
    backup.add_argument("-o", "--output", metavar="FILE", help="default: among the profile's own copies")
    _json(add("snapshots", "neksus_desktop.cli.profiles:snapshots", "list the safety copies"))
    restore = add("restore", "neksus_desktop.cli.profiles:restore", "put a safety copy in the place of the database")
    restore.add_argument("name", metavar="NAME", help="as “neksus snapshots” lists it")
    demo = add("demo", "neksus_desktop.cli.demo:demo", "walk the whole main job through on invented data")
    demo.add_argument("--folder", default="build/demo", metavar="DIR")
    _json(demo)
    selftest = add("selftest", "neksus_desktop.cli.administration:selftest", "check that all that was installed works")
    selftest.add_argument("--package", metavar="FILE", help="check instead that a package is what was released")
    selftest.add_argument("--release-key", metavar="KEY.json", help="trust this key instead of the built-in ones")
    _json(selftest)
    opening = add("open", "neksus_desktop.__main__:main", "open the window and show files before they are taken in")
    opening.add_argument("files", nargs="+", metavar="FILE")


def _record_commands(add: Add) -> None:
    listing = add("list", "neksus_desktop.cli.records:list_records", "list the records")
    listing.add_argument("--text", default="", help="only those whose title holds this")
    listing.add_argument(
        "--status", action="append", default=[], choices=STATUSES, help="only this status (may be repeated)"
    )
    _json(listing)
    _json(add("forms", "neksus_desktop.cli.records:list_forms", "list the forms, their points and subject types"))
    show = add("show", "neksus_desktop.cli.records:show", "show one record")
    show.add_argument("id", metavar="ID")
    _json(show)
    new = add("new", "neksus_desktop.cli.records:new", "begin a record")
    new.add_argument("--form", required=True, metavar="F", help="form id, or a form file to install first")
    new.add_argument(
        "--subject-type", required=True, choices=("avtale", "portefoelje", "land", "styre", "virksomhetsaar")
    )
    new.add_argument("--title", required=True)
    new.add_argument("--country", default="", metavar="XX", help="ISO 3166-1 alpha-2")
    new.add_argument("--partner", default="")
    new.add_argument("--agreement", default="", help="agreement number")
    new.add_argument("--points", nargs="*", metavar="POINT", help="chosen points (default: those of the subject type)")
    new.add_argument("--previous", metavar="ID", help="earlier record to take the chosen points from")
    new.add_argument("--invented", action="store_true", help="mark as invented example")
    _json(new)
    set_ = add("set", "neksus_desktop.cli.records:set_field", "set one answer or field")
    set_.add_argument("id", metavar="ID")
    set_.add_argument("path", metavar="PATH", help="/data/… for an answer, note/<point>/internal … for a text")
    set_.add_argument("value", metavar="VALUE", help='"-" reads the value from standard input')
    _json(set_)
    move = add("move-form", "neksus_desktop.cli.records:move_form", "what a newer version of its form does to a draft")
    move.add_argument("id", metavar="ID")
    move.add_argument("--yes", action="store_true", help="move the draft; without it the list alone is shown")
    _json(move)
    for name, words in (
        ("submit", "send for approval"),
        ("recall", "take back from approval"),
        ("approve", "approve the version that waits"),
        ("return", "return the version that waits"),
        ("reopen", "open an approved record for change"),
    ):
        step = add(name, f"neksus_desktop.cli.records:{name}_record", words)
        step.add_argument("id", metavar="ID")
        step.add_argument("--remark", action="append", default=[], metavar="[POINT:]TEXT")
        step.add_argument("--risk-willingness", action="store_true", help="approve the note on risk willingness too")
        if name == "approve":
            approvers.add_sign_as(step)
        _json(step)


def _exchange_commands(add: Add) -> None:
    card = add("card", "neksus_desktop.cli.exchange:card", "write this workplace's public keys")
    card.add_argument("-o", "--output", required=True, metavar="CARD.json")
    card.add_argument("--renew", action="store_true", help="make new keys first; the old ones go on opening old mail")
    card.add_argument("--qr", metavar="F.svg", help="also write the fingerprint as a QR code")
    _json(card)
    trust = add("trust", "neksus_desktop.cli.exchange:trust", "trust the workplace of a card")
    trust.add_argument("card", metavar="CARD.json")
    _json(trust)
    export = add("export", "neksus_desktop.cli.exchange:export", "write a signed and sealed transfer file")
    export.add_argument("ids", nargs="*", metavar="ID")
    export.add_argument("--approved", action="store_true", help="all approved records not yet exported there")
    export.add_argument("--to", required=True, metavar="WORKPLACE", action="append")
    export.add_argument("-o", "--output", required=True, metavar="FILE|DIR")
    export.add_argument("--plain", action="store_true", help="sign only, do not seal")
    export.add_argument(
        "--edition", choices=("full", "shareable", "anonymised"), default=None,
        help="what the recipients may see (default: the texts cleared for sharing)",
    )  # fmt: skip
    export.add_argument(
        "--attachments", action=argparse.BooleanOptionalAction, default=None,
        help="whether attachments go along (default: with the full edition only)",
    )  # fmt: skip
    export.add_argument("--size-limit", type=float, default=0, metavar="MB", help="largest file (default 5, for mail)")
    export.add_argument("--mail", metavar="F.eml", help="also write an e-mail draft with the files attached")
    export.add_argument("--list", metavar="F.txt", help="also write a list of the files to go with a courier")
    _json(export)
    verify = add("verify", "neksus_desktop.cli.exchange:verify", "check a transfer file without importing it")
    verify.add_argument("file", metavar="FILE")
    _json(verify)
    import_ = add("import", "neksus_desktop.cli.exchange:import_", "import transfer files and filled PDF forms")
    import_.add_argument("files", nargs="+", metavar="FILE|DIR")
    import_.add_argument("--plan", action="store_true", help="show what would happen, change nothing")
    import_.add_argument(
        "--receipt", metavar="FILE|DIR", help="where the receipt is written (default: beside the file)"
    )
    import_.add_argument(
        "--collisions", choices=("wait", "mine", "theirs", "both"), default="wait",
        help="what holds where both sides changed the same (default: it waits for somebody to choose)",
    )  # fmt: skip
    import_.add_argument(
        "--refuse", action="append", type=_refusal, default=[], metavar="ID=REASON",
        help="do not take this record in; the reason goes back in the receipt; may be repeated",
    )  # fmt: skip
    _json(import_)


def _refusal(given: str) -> tuple[str, str]:
    record, _, reason = given.partition("=")
    if not record.strip() or not reason.strip():
        raise ValueError(given)
    return record.strip(), reason.strip()


def _report_commands(add: Add) -> None:
    report = add("report", "neksus_desktop.cli.reports:report", "print a document as PDF")
    report.add_argument("kind", choices=REPORT_KINDS)
    report.add_argument("id", nargs="*", metavar="ID", help="record id; for blank also a form id")
    report.add_argument("--fillable", action="store_true", help="blank: with fields to fill in by computer")
    report.add_argument("--point", action="append", metavar="POINT", help="blank, partner, across: only these points")
    report.add_argument(
        "--version", action="append", dest="version_hash", default=[], metavar="HASH", help="comparison: twice"
    )
    report.add_argument("--meeting", default="", metavar="TEXT", help="partner: what stands below the title")
    _output(report, "F.pdf")
    table = add("table", "neksus_desktop.cli.reports:table", "write a table: .csv .xlsx .jsonl .parquet .ics")
    table.add_argument("kind", choices=TABLE_KINDS)
    table.add_argument("id", nargs="*", metavar="ID", help="record ids; all records when none")
    _output(table, "FILE")
    archive = add("archive", "neksus_desktop.cli.reports:archive", "archive package: PDF/A-3 and metadata")
    archive.add_argument("id", metavar="ID")
    archive.add_argument("-o", "--output", required=True, metavar="DIR")
    archive.add_argument("--lang", choices=("nb", "nn", "en"), default=None)
    _json(archive)


def _output(command: Sub, metavar: str) -> None:
    command.add_argument("-o", "--output", required=True, metavar=metavar)
    command.add_argument("--lang", choices=("nb", "nn", "en"), default=None)
    command.add_argument("--edition", choices=("internal", "shareable", "public", "anonymous"), default="internal")
    _json(command)


def _form_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    form = commands.add_parser("form", help="check, convert, run and evaluate forms")
    forms = form.add_subparsers(dest="form_command", required=True, metavar="FORM-COMMAND")

    def add(name: str, help_text: str) -> Sub:
        command = forms.add_parser(name, help=help_text, description=help_text)
        command.set_defaults(carry_out=_later(f"neksus_desktop.cli.forms:{name}_form"))
        return command

    check = add("check", "list every problem of a form")
    check.add_argument("file", metavar="FILE")
    _json(check)
    convert = add("convert", "write a form as .xlsx or .yaml")
    convert.add_argument("source", metavar="IN")
    convert.add_argument("target", metavar="OUT")
    run = add("run", "answer a form by steps and print what it says")
    run.add_argument("form", nargs="?", metavar="FORM")
    run.add_argument("--steps", metavar="STEPS.json")
    run.add_argument("--lang", metavar="L")
    run.add_argument("--xml", action="store_true", help="print the ODK instance XML")
    run.add_argument("--batch", metavar="FILE.jsonl")
    _json(run)
    evaluate = add("eval", "evaluate an XPath expression")
    evaluate.add_argument("expression", nargs="?", metavar="EXPR")
    evaluate.add_argument("--form", metavar="F")
    evaluate.add_argument("--context", metavar="PATH")
    evaluate.add_argument("--steps", metavar="STEPS.json")
    evaluate.add_argument("--batch", metavar="FILE.jsonl")
    _json(evaluate)
