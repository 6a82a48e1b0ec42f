"""Commands about going back and letting go: history, undo, earlier texts; the journey; filing and deletion."""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from neksus_desktop.cli.say import print_json, print_table, user_language
from neksus_desktop.cli.session import opened, read_first_line
from neksus_desktop.errors import UsageError
from neksus_desktop.texts import text

if TYPE_CHECKING:
    from neksus_desktop.usecases.travel import Returning

Add = Callable[[str, str, str], argparse.ArgumentParser]
_HERE = "neksus_desktop.cli.safety"


def add_commands(add: Add) -> None:
    """Put these commands on the command line."""
    _going_back(add)
    travel = add("travel", f"{_HERE}:travel", "take some records along in a protected profile of their own, and home")
    travel.add_argument("step", choices=("pack", "plan", "return", "destroy"))
    travel.add_argument("folder", metavar="DIR", help="the travel profile")
    travel.add_argument("ids", nargs="*", metavar="ID", help="pack: the records to take along")
    travel.add_argument("--travel-passphrase-file", metavar="F", help="first line: the travel profile's passphrase")
    travel.add_argument("--collisions", choices=("mine", "theirs"), help="return: what holds where both sides changed")
    travel.add_argument(
        "--yes", action="store_true", help="destroy: for good, keys first; nobody can read it after that"
    )
    _json(travel)
    filing = add("file", f"{_HERE}:file_record", "note in which case of the archive a record is filed")
    filing.add_argument("id", metavar="ID")
    filing.add_argument("case", metavar="CASE", help="case number")
    erasing = add("erase", f"{_HERE}:erase", "delete the working copy of a filed record, and the backups that hold it")
    erasing.add_argument("id", metavar="ID")
    erasing.add_argument("--yes", action="store_true", required=True, help="it cannot be undone")
    _json(erasing)
    _json(add("erased", f"{_HERE}:erased", "list what was deleted: signed tombstones without contents"))
    store = add("key-store", f"{_HERE}:key_store", "whether the system's key store opens the profile at the start")
    store.add_argument("state", choices=("on", "off"))


def _going_back(add: Add) -> None:
    history = add("history", f"{_HERE}:history", "who wrote what, when, in which role, on which ground")
    history.add_argument("id", metavar="ID")
    history.add_argument("--path", default="", help="only fields whose path begins so")
    _json(history)
    compare = add("compare", f"{_HERE}:compare", "what differs between two Versions")
    compare.add_argument("first", metavar="HASH")
    compare.add_argument("second", metavar="HASH")
    _json(compare)
    back = add("take-back", f"{_HERE}:take_back", "make an earlier text the present one, as a new change")
    back.add_argument("id", metavar="ID")
    back.add_argument("seq", metavar="SEQ", type=int, help="number of the change, as “neksus history” tells it")
    for name, words in (("undo", "take the last step back"), ("redo", "bring the last step taken back again")):
        step = add(name, f"{_HERE}:{name}", words)
        step.add_argument("id", metavar="ID")
        _json(step)


def _json(command: argparse.ArgumentParser) -> None:
    command.add_argument("--json", action="store_true", help="print JSON as documented in docs/cli.md")


def _print_rows(options: argparse.Namespace, rows: Sequence[tuple[str, ...]], columns: tuple[str, ...]) -> None:
    language = user_language(options)
    print_table(rows, tuple(text(language, f"cli.column.{name}") for name in columns))


def history(options: argparse.Namespace) -> int:
    """``neksus history ID``: newest first."""
    from neksus_desktop.usecases.history import judgements

    with opened(options) as profile:
        found = judgements(profile, options.id, options.path)
    if options.json:
        print_json([asdict(one) for one in found])
        return 0
    rows = [(str(one.seq), one.at.isoformat(timespec="minutes"), one.role, one.path, one.new) for one in found]
    _print_rows(options, rows, ("number", "time", "role", "path", "value"))
    return 0


def compare(options: argparse.Namespace) -> int:
    """``neksus compare HASH HASH``: the fields that differ."""
    from neksus_desktop.usecases.history import compare as differences

    with opened(options) as profile:
        found = differences(profile, options.first, options.second)
    if options.json:
        print_json([asdict(one) for one in found])
        return 0
    _print_rows(options, [(one.path, one.first, one.second) for one in found], ("path", "before", "after"))
    return 0


def take_back(options: argparse.Namespace) -> int:
    """``neksus take-back ID SEQ``: a new change; nothing leaves the history."""
    from neksus_desktop.usecases.history import take_back as put_back

    with opened(options) as profile:
        put_back(profile, options.id, options.seq)
    return 0


def undo(options: argparse.Namespace) -> int:
    """``neksus undo ID``: the last step of this record, also one of another day."""
    from neksus_desktop.usecases.history import undo as step_back

    with opened(options) as profile:
        return _stepped(options, step_back(profile, options.id))


def redo(options: argparse.Namespace) -> int:
    """``neksus redo ID``."""
    from neksus_desktop.usecases.history import redo as step_forward

    with opened(options) as profile:
        return _stepped(options, step_forward(profile, options.id))


def _stepped(options: argparse.Namespace, fields: Mapping[str, str]) -> int:
    if options.json:
        print_json(dict(fields))
    else:
        _print_rows(options, sorted(fields.items()), ("path", "value"))
    return 0


def travel(options: argparse.Namespace) -> int:
    """``neksus travel pack|plan|return|destroy DIR``.

    Raises:
        UsageError: no record to pack, no passphrase, or destroying was not confirmed.
    """
    if options.step == "pack" and not options.ids:
        raise UsageError(reason="nothing_to_pack")
    if options.step == "destroy" and not options.yes:
        raise UsageError(reason="not_confirmed")
    phrase = _travel_phrase(options)
    language, folder = user_language(options), Path(options.folder)
    if options.step == "destroy":
        from neksus_desktop.usecases.travel import destroy

        destroy(folder, phrase)
        print(text(language, "safety.travel.destroyed"))
        return 0
    if options.step == "pack":
        return _pack(options, folder, phrase)
    from neksus_desktop.usecases.travel import choice, merge_back, plan_return

    with opened(options) as profile:
        found = plan_return(profile, folder, phrase)
        if options.step == "return":
            pick = options.collisions
            picks = {one.record: {c.path: choice(pick) for c in one.collisions} for one in found} if pick else {}
            found = merge_back(profile, folder, phrase, picks)
    if options.json:
        print_json([_returning(one) for one in found])
        return 0
    rows = [(one.record, text(language, f"safety.travel.action.{one.action}"), one.title) for one in found]
    rows += [(f"  {c.path}", c.mine, c.theirs) for one in found for c in one.collisions]
    _print_rows(options, rows, ("id", "action", "title"))
    return 0


def _travel_phrase(options: argparse.Namespace) -> str:
    if options.travel_passphrase_file:
        return read_first_line(options.travel_passphrase_file)
    if not sys.stdin.isatty():
        raise UsageError(reason="passphrase_needed")
    language = user_language(options)
    first = getpass.getpass(f"{text(language, 'safety.travel.phrase')}: ")
    if options.step == "pack" and getpass.getpass(text(language, "safety.cli.again")) != first:
        raise UsageError(reason="passphrases_differ")
    return first


def _pack(options: argparse.Namespace, folder: Path, phrase: str) -> int:
    from neksus_desktop.usecases.travel import pack

    with opened(options) as profile:
        made, code = pack(profile, options.ids, folder, phrase)
        made.close()
    if options.json:
        print_json({"folder": str(folder), "records": options.ids, "recovery_code": code})
    else:
        print(text(user_language(options), "safety.travel.packed", folder=folder))
        print(code)
    return 0


def _returning(one: Returning) -> dict[str, Any]:
    return {**asdict(one), "collisions": [collision._asdict() for collision in one.collisions]}


def file_record(options: argparse.Namespace) -> int:
    """``neksus file ID CASE``."""
    from neksus_desktop.usecases.retention import mark_filed

    with opened(options) as profile:
        mark_filed(profile, options.id, options.case)
        print(text(user_language(options), "safety.filing.noted"))
    return 0


def erase(options: argparse.Namespace) -> int:
    """``neksus erase ID --yes``: what is left is a signed tombstone."""
    from neksus_desktop.usecases.retention import erase as erase_record

    with opened(options) as profile:
        left = erase_record(profile, options.id)
    if options.json:
        print_json(left._asdict())
    else:
        print(text(user_language(options), "safety.filing.erased"))
    return 0


def erased(options: argparse.Namespace) -> int:
    """``neksus erased``: newest first."""
    from neksus_desktop.usecases.retention import tombstones

    with opened(options) as profile:
        found = tombstones(profile)
    if options.json:
        print_json([one._asdict() for one in found])
        return 0
    _print_rows(
        options,
        [(one.record, one.deleted_at, one.role, one.case_number) for one in found],
        ("id", "time", "role", "number"),
    )
    return 0


def key_store(options: argparse.Namespace) -> int:
    """``neksus key-store on|off``."""
    from neksus_desktop.usecases import key_store as kept

    with opened(options) as profile:
        if options.state == "on":
            kept.remember(profile)
        else:
            kept.forget(profile.folder)
    return 0
