"""Commands about the profile itself: init, passphrase, doctor, backup, snapshots, restore."""

from __future__ import annotations

import argparse
import getpass
import sys
from pathlib import Path

from neksus_desktop.cli.say import print_json, print_table, user_language
from neksus_desktop.cli.session import ask_passphrase, opened, profile_folder, read_first_line
from neksus_desktop.errors import UsageError
from neksus_desktop.texts import number, text

NOT_SOUND = 4


def init(options: argparse.Namespace) -> int:
    """``neksus init``: a workplace with its own keys; the recovery code is printed once."""
    from neksus_desktop.usecases.keys import fingerprint
    from neksus_desktop.usecases.profile import create_profile

    language = user_language(options)
    profile, recovery_code = create_profile(
        profile_folder(options),
        role=options.role,
        name=options.name,
        language=language,
        passphrase=None if options.unprotected else ask_passphrase(options),
        invented=True if options.invented else None,
    )
    try:
        card = profile.card
        digits = fingerprint(card).digits
        if options.json:
            print_json(
                {
                    "folder": str(profile.folder),
                    "name": card.name,
                    "role": card.role,
                    "thumbprint": card.thumbprint,
                    "digits": digits,
                    "protected": profile.protected,
                    "recovery_code": recovery_code,
                }
            )
            return 0
        print(text(language, "cli.init.done", folder=profile.folder))
        print(text(language, "cli.init.fingerprint", digits=digits))
        print(text(language, "cli.init.recovery"))
        print(recovery_code)
    finally:
        profile.close()
    return 0


def passphrase(options: argparse.Namespace) -> int:
    """``neksus passphrase``: a new passphrase by the old one, or by the recovery code; no data is rewritten."""
    from neksus_desktop.usecases.profile import change_passphrase, open_with_recovery, profile_state

    if profile_state(profile_folder(options)) == "unprotected":
        raise UsageError(reason="not_protected")
    if options.code_file:
        code = read_first_line(options.code_file)
        open_with_recovery(profile_folder(options), code, _new_passphrase(options)).close()
    else:
        old = ask_passphrase(options)
        options.passphrase = old
        with opened(options) as profile:
            change_passphrase(profile, old, _new_passphrase(options))
    print(text(user_language(options), "safety.cli.passphrase_changed"))
    return 0


def _new_passphrase(options: argparse.Namespace) -> str:
    """From ``--new-file``, else typed twice."""
    if options.new_file:
        return read_first_line(options.new_file)
    if not sys.stdin.isatty():
        raise UsageError(reason="passphrase_needed")
    language = user_language(options)
    first = getpass.getpass(text(language, "safety.cli.new_passphrase"))
    if getpass.getpass(text(language, "safety.cli.again")) != first:
        raise UsageError(reason="passphrases_differ")
    return first


def doctor(options: argparse.Namespace) -> int:
    """``neksus doctor``: 4 when something is not as it should be."""
    from neksus_desktop.usecases.maintain import examine

    if options.repair:
        return _repair(options)
    with opened(options) as profile:
        findings = examine(profile)
    language = user_language(options)
    if options.json:
        print_json({"sound": findings.sound, "checked": findings.checked, "faults": list(findings.faults)})
    elif findings.sound:
        print(text(language, "cli.doctor.sound"))
    else:
        print(text(language, "cli.doctor.unsound"))
        for fault in findings.faults:
            print(f"  {fault}")
    return 0 if findings.sound else NOT_SOUND


def backup(options: argparse.Namespace) -> int:
    """``neksus backup [-o FILE]``: a verified safety copy, in the profile or in a file."""
    from neksus_desktop.usecases.maintain import back_up

    with opened(options) as profile:
        made = back_up(profile, destination=Path(options.output) if options.output else None)
        print(text(user_language(options), "cli.export.done", file=made or ""))
    return 0


def snapshots(options: argparse.Namespace) -> int:
    """``neksus snapshots``: the safety copies, newest first."""
    from neksus_desktop.usecases.maintain import snapshots as stored

    copies = stored(profile_folder(options))
    if options.json:
        print_json([{**copy._asdict(), "made_at": copy.made_at.isoformat()} for copy in copies])
        return 0
    from neksus_desktop.reports.content.wording import moment

    language = user_language(options)
    headings = tuple(text(language, f"cli.column.{name}") for name in ("file", "time", "reason", "bytes"))
    rows = [
        (copy.name, moment(language, copy.made_at.astimezone()), copy.reason, number(language, copy.size))
        for copy in copies
    ]
    print_table(rows, headings)
    return 0


def restore(options: argparse.Namespace) -> int:
    """``neksus restore NAME``: put a safety copy in the place of the database; the old one is set aside."""
    from neksus_desktop.usecases.maintain import restore as put_back

    aside = put_back(profile_folder(options), options.name, _passphrase(options))
    print(text(user_language(options), "cli.restore.done", folder=aside))
    return 0


def _repair(options: argparse.Namespace) -> int:
    from neksus_desktop.usecases.maintain import repair

    found = repair(profile_folder(options), Path(options.repair), _passphrase(options))
    if options.json:
        print_json({"records": found.records, "rescued": found.rescued, "restored": found.restored})
    else:
        print(text(user_language(options), "cli.repair.done", count=found.records, folder=options.repair))
    return 0


def _passphrase(options: argparse.Namespace) -> str | None:
    """Asked for only where the profile needs one; a damaged profile need not open for that."""
    from neksus_desktop.usecases.profile import profile_state

    return ask_passphrase(options) if profile_state(profile_folder(options)) == "protected" else None
