"""Commands about what was sent and what came: outbox, resend, inspect, receipts, remarks, key lists, forms by file."""

from __future__ import annotations

import argparse
import dataclasses
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from neksus_desktop.cli.exchange import take_in
from neksus_desktop.cli.say import day_text, print_json, print_table, user_language
from neksus_desktop.cli.session import opened
from neksus_desktop.errors import UsageError
from neksus_desktop.texts import Language, count_text, text

if TYPE_CHECKING:
    from neksus_desktop.records.comment import Comment
    from neksus_desktop.usecases.comments import Answer

Add = Callable[[str, str, str], argparse.ArgumentParser]
_HERE = "neksus_desktop.cli.transfers"


def add_commands(add: Add) -> None:
    """Put these commands on the command line."""
    _file_commands(add)
    roster = add("roster", f"{_HERE}:roster", "the key list: show, export (headquarters), import, revoke a key")
    roster.add_argument("step", choices=("list", "export", "import", "revoke"))
    roster.add_argument("name", nargs="?", default="", metavar="FILE|WORKPLACE|DIGITS")
    roster.add_argument("--reason", default="", help="why the key is revoked")
    _output(roster)
    _json(roster)
    comments = add("comments", f"{_HERE}:comments", "remarks on a record: list, add, answer, export, import")
    comments.add_argument("step", choices=("list", "add", "answer", "export", "import"))
    comments.add_argument("what", nargs="+", metavar="ID|FILE", help="answer: ids of remarks, as list --json has them")
    comments.add_argument("--state", choices=("taken_over", "disagree"), default="taken_over", help="answer: which")
    comments.add_argument("--point", default="", help="id of the point; without it the remark is about the whole")
    comments.add_argument("--text", default="", help="the remark")
    comments.add_argument("--to", action="append", default=[], metavar="WORKPLACE")
    _output(comments)
    _json(comments)
    send = add("send-forms", f"{_HERE}:send_forms", "sign forms for the posts (headquarters)")
    send.add_argument("ids", nargs="+", metavar="FORM")
    send.add_argument("--to", action="append", default=[], metavar="WORKPLACE", help="may be repeated; none: everybody")
    send.add_argument("--plain", action="store_true", help="signed only, not sealed for the recipients")
    _json(send)
    _output(send)


def _file_commands(add: Add) -> None:
    outbox = add("outbox", f"{_HERE}:outbox", "what was sent and what became of it; what never came")
    _json(outbox)
    resend = add("resend", f"{_HERE}:resend", "write a file that was sent once more")
    resend.add_argument("file", metavar="NUMBER|NAME|ID", help="the number that a recipient misses, or the file's name")
    resend.add_argument("--to", default="", metavar="WORKPLACE", help="to this one, where several have that number")
    _output(resend)
    _json(resend)
    inspect = add("inspect", f"{_HERE}:inspect", "show what is in a transfer file as JSON, without importing it")
    inspect.add_argument("file", metavar="FILE")
    receipt = add("receipt", f"{_HERE}:receipt", "take in receipts that came back")
    receipt.add_argument("files", nargs="+", metavar="FILE")
    recover = add("recover", f"{_HERE}:recover", "bring back what was sent, with the printed code")
    recover.add_argument("files", nargs="+", metavar="FILE|DIR")
    for command in (receipt, recover):
        _json(command)
    recover.add_argument("--code-file", required=True, metavar="F", help="file whose first line is the recovery code")


def _output(command: argparse.ArgumentParser) -> None:
    command.add_argument("-o", "--output", default=".", metavar="FILE|DIR")


def _json(command: argparse.ArgumentParser) -> None:
    command.add_argument("--json", action="store_true", help="print JSON as documented in docs/cli.md")


def outbox(options: argparse.Namespace) -> int:
    """``neksus outbox``."""
    from neksus_desktop.usecases.transfers import reason_words, sent_items, transfers

    with opened(options) as profile:
        found = transfers(profile)
        asked = found.sent if options.json else [one for one in found.sent if one.refused]
        items = {one.id: sent_items(profile, one.id) for one in asked}
    told = [item for listed in items.values() for item in listed if item.state == "refused"]
    if options.json:
        sent = [
            {**dataclasses.asdict(one), "items": [dataclasses.asdict(item) for item in items[one.id]]}
            for one in found.sent
        ]
        missing = [dataclasses.asdict(gap) for gap in found.missing]
        waiting = [{**dataclasses.asdict(one), "file": str(one.file)} for one in found.waiting]
        files = {name: [dataclasses.asdict(one) for one in getattr(found, name)] for name in ("awaiting", "asked_for")}
        print_json({"ready": found.ready, "sent": sent, "missing": missing, "waiting": waiting, **files})
        return 0
    language = user_language(options)
    rows = [
        (str(one.sequence), one.name, text(language, f"exchange.kind.{one.kind}"), ", ".join(one.recipients),
         text(language, f"exchange.state.{one.state}"), day_text(language, one.made_at.date().isoformat()))
        for one in found.sent
    ]  # fmt: skip
    print_table(rows, _heading(language, "number", "file", "kind", "to", "state", "made"))
    if found.ready:
        print(count_text(language, "exchange.ready", found.ready))
    for gap in found.missing:
        numbers = ", ".join(str(number) for number in gap.numbers)
        print(count_text(language, "exchange.gap", len(gap.numbers), numbers=numbers, name=gap.sender))
    for one in found.waiting:
        print(text(language, "exchange.left_waiting", title=one.title, name=one.sender, file=one.file))
    for wanted in found.awaiting:
        print(count_text(language, "exchange.awaits", wanted.count, title=wanted.title))
    for wanted in found.asked_for:
        print(count_text(language, "exchange.awaited", wanted.count, title=wanted.title, name=wanted.name))
    for file in found.sent:
        if file.answered_by:
            names = ", ".join(file.answered_by)
            print(count_text(language, "exchange.answered_by", len(file.answered_by), file=file.name, names=names))
    for refused in told:
        print(text(language, "exchange.refused_there", title=refused.title, reason=reason_words(language, refused)))
    return 0


def resend(options: argparse.Namespace) -> int:
    """``neksus resend NUMBER|NAME|ID``."""
    from neksus_desktop.usecases import outbox as use

    with opened(options) as profile:
        path = use.resend(profile, options.file, Path(options.output), options.to)
    return _written(options, [path])


def inspect(options: argparse.Namespace) -> int:
    """``neksus inspect FILE``: header and lines as JSON."""
    from neksus_desktop.usecases.verify import inspect_file

    with opened(options) as profile:
        print_json(inspect_file(profile, Path(options.file)))
    return 0


def receipt(options: argparse.Namespace) -> int:
    """``neksus receipt FILE…``: take in receipts; the same as ``import``, for whoever looks for the word."""
    return take_in(options, options.files)


def recover(options: argparse.Namespace) -> int:
    """``neksus recover --code-file F FILE…``.

    Raises:
        UsageError: the code cannot be read.
    """
    try:
        code = Path(options.code_file).read_text(encoding="utf-8").splitlines()[0]
    except (OSError, UnicodeDecodeError, IndexError) as error:
        raise UsageError(reason="file_unreadable", file=options.code_file) from error
    done = take_in(options, options.files, recovery_code=code)
    print(text(user_language(options), "cli.recover.approvals"), file=sys.stderr)
    return done


def roster(options: argparse.Namespace) -> int:
    """``neksus roster list|export|import|revoke``.

    Raises:
        UsageError: no file or workplace is named.
    """
    from neksus_desktop.usecases import keys
    from neksus_desktop.usecases import roster as use

    if options.step in {"import", "revoke"} and not options.name:
        raise UsageError(reason="not_named", command="roster")
    if options.step == "import":
        return take_in(options, [options.name])
    with opened(options) as profile:
        if options.step == "export":
            made = use.export_roster(profile, Path(options.output))
            return _written(options, made.files, workplaces=made.records, number=made.sequence)
        revoked = use.revoke(profile, options.name, options.reason) if options.step == "revoke" else None
        peers = [revoked] if revoked else keys.peers(profile)
    language = user_language(options)
    if options.json:
        names = ("name", "role", "thumbprint", "source", "valid_from", "revoked_at", "revoked_reason")
        told = [{name: getattr(peer, name) for name in names} for peer in peers]
        print_json(told[0] if revoked else told)
    elif revoked:
        print(text(language, "exchange.revoked", name=revoked.name))
    else:
        rows = [
            (one.name, keys.peer_fingerprint(one).digits, day_text(language, one.revoked_at or "")) for one in peers
        ]
        print_table(rows, _heading(language, "name", "digits", "revoked"))
    return 0


def comments(options: argparse.Namespace) -> int:
    """``neksus comments list|add|answer|export|import``."""
    from neksus_desktop.usecases import comments as use

    if options.step == "import":
        return take_in(options, options.what)
    with opened(options) as profile:
        language = user_language(options)
        if options.step == "export":
            made = use.export_comments(profile, options.what, options.to, Path(options.output))
            return _written(options, made.files, records=options.what, sequence=made.sequence)
        if options.step == "answer":
            for remark in options.what:
                use.answer_comment(profile, remark, options.state)
            if options.json:
                print_json([{"id": remark, "state": options.state} for remark in options.what])
            return 0
        if options.step == "add":
            use.add_comment(profile, options.what[0], options.point, options.text)
        found = [one for record in options.what for one in use.comments(profile, record)]
        answers = use.answers_to(profile, found)
    if options.json:
        told = {one.id: [dataclasses.asdict(answer) for answer in answers.get(one.id, ())] for one in found}
        print_json([{**one.model_dump(mode="json"), "answers": told[one.id]} for one in found])
        return 0
    rows = [
        (one.record, one.point, f"{one.workplace_name} ({one.role})", one.text, _answer(language, one, answers))
        for one in found
    ]
    print_table(rows, _heading(language, "record", "point", "from", "text", "answer"))
    return 0


def _answer(language: Language, comment: Comment, answers: Mapping[str, Sequence[Answer]]) -> str:
    """What became of a remark: elsewhere, or here."""
    said = [f"{text(language, f'exchange.answer.{one.state}')} ({one.name})" for one in answers.get(comment.id, ())]
    return ", ".join(said) or text(language, f"exchange.answer.{comment.state}")


def send_forms(options: argparse.Namespace) -> int:
    """``neksus send-forms FORM…``."""
    from neksus_desktop.usecases.send_forms import export_forms

    with opened(options) as profile:
        done = export_forms(profile, options.ids, Path(options.output), to=options.to, plain=options.plain)
    return _written(options, done.files, forms=options.ids, sequence=done.sequence)


def _written(options: argparse.Namespace, files: Sequence[Path], **more: object) -> int:
    """Tell which files were written; in JSON also what else is known of them."""
    if options.json:
        print_json({"files": [str(path) for path in files], **more})
        return 0
    for path in files:
        print(text(user_language(options), "exchange.written", file=path))
    return 0


def _heading(language: Language, *names: str) -> tuple[str, ...]:
    return tuple(text(language, f"exchange.column.{name}") for name in names)
