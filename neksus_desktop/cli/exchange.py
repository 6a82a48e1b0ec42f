"""Commands about transfer files: card, trust, export, verify, import."""

from __future__ import annotations

import argparse
import dataclasses
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from neksus_desktop.cli.progress import progress_bar
from neksus_desktop.cli.say import print_json, print_table, user_language, visible
from neksus_desktop.cli.session import opened, profile_folder
from neksus_desktop.errors import UsageError
from neksus_desktop.texts import Language, count_text, explain_code, room, text

if TYPE_CHECKING:
    from neksus_desktop.bundles.payload import Edition
    from neksus_desktop.exchange.apply import Choices
    from neksus_desktop.exchange.plan import FilePlan, PlanItem
    from neksus_desktop.usecases.edition_news import NothingNew
    from neksus_desktop.usecases.form_news import FormNews
    from neksus_desktop.usecases.import_files import ImportPlan, ReceiptFile
    from neksus_desktop.usecases.profile import Profile
    from neksus_desktop.usecases.verify import Verdict

NOT_TRUSTED = 3
REFUSED = 4
LEAST_MB, MOST_MB = 0.1, 64.0
"""Below the first hardly a record fits in a file; above the second nobody reads one (docs/bundle-format.md, 4)."""


def card(options: argparse.Namespace) -> int:
    """``neksus card -o FILE``: own public keys, new ones with ``--renew``; prints the fingerprint to compare."""
    from neksus_desktop.usecases.export import put
    from neksus_desktop.usecases.keys import fingerprint, fingerprint_svg, own_card, rotate_keys, write_card

    with opened(options) as profile:
        if options.renew:
            rotate_keys(profile)
        own = own_card(profile)
        write_card(profile, Path(options.output))
        found = fingerprint(own, user_language(options))
    if options.qr:
        put(Path(options.qr), fingerprint_svg(own))
    if options.json:
        told = {"name": own.name, "role": own.role, "thumbprint": own.thumbprint}
        print_json({**told, "digits": found.digits, "words": found.words})
    else:
        print(found.digits)
    return 0


def trust(options: argparse.Namespace) -> int:
    """``neksus trust CARD``: trust the workplace whose card this is; prints its fingerprint for comparing."""
    from neksus_desktop.usecases.keys import fingerprint, look_alikes, read_card, trust_card

    with opened(options) as profile:
        trusted = read_card(Path(options.card))
        alike = look_alikes(profile, trusted)
        trust_card(profile, Path(options.card))
        digits = fingerprint(trusted).digits
    for name in alike:
        print(text(user_language(options), "exchange.look_alike", name=trusted.name, other=name), file=sys.stderr)
    if options.json:
        told = {"name": trusted.name, "role": trusted.role, "thumbprint": trusted.thumbprint, "digits": digits}
        print_json({**told, "look_alikes": alike})
    else:
        print(f"{trusted.name}  {digits}")
    return 0


def export(options: argparse.Namespace) -> int:
    """``neksus export``: the named records, or with ``--approved`` every approved one."""
    from neksus_desktop.usecases.edition_news import nothing_new
    from neksus_desktop.usecases.export import DEFAULT_EDITION, export_records

    edition = options.edition or DEFAULT_EDITION
    limit = _bytes(options.size_limit)
    with opened(options) as profile:
        language = user_language(options)
        ids = list(options.ids)
        if options.approved:
            ids += [found for found in _approved(profile) if found not in ids]
        if not ids:
            raise UsageError(reason="none_approved" if options.approved else "nothing_chosen")
        nothing = nothing_new(profile, ids, options.to, edition, attachments=bool(options.attachments))
        done = export_records(
            profile, ids, options.to, Path(options.output), plain=options.plain, edition=edition,
            size_limit=limit, attachments=options.attachments,
            progress=progress_bar(text(language, "cli.export.making")),
        )  # fmt: skip
        if not options.json:
            for path in done.files:
                print(text(language, "cli.export.done", file=path))
            _say_edition(language, edition, nothing, chosen=options.edition is not None)
        _roads(options, profile, done.files)
    if options.json:
        told = {"files": [str(path) for path in done.files], "records": ids, "sequence": done.sequence}
        print_json({**told, "edition": edition, "nothing_new": [dataclasses.asdict(one) for one in nothing]})
    return 0


def _say_edition(language: Language, edition: Edition, nothing: Sequence[NothingNew], *, chosen: bool) -> None:
    """Say on stderr which edition went out, and of which records it brings a recipient nothing."""
    key = "cli.export.edition" if chosen else "cli.export.edition_unasked"
    print(text(language, key, edition=text(language, f"exchange.edition.{edition}")), file=sys.stderr)
    for one in nothing:
        said = text(language, f"exchange.nothing_new.{one.why}", names=", ".join(one.names))
        if one.better:
            better = text(language, f"exchange.edition.{one.better}")
            said += " " + text(language, "exchange.nothing_new_better", edition=better)
        print(visible(f"{one.title}: {said}"), file=sys.stderr)


def _roads(options: argparse.Namespace, profile: Profile, files: Sequence[Path]) -> None:
    """The files as an e-mail draft, and a list to go with a courier, where asked for."""
    from neksus_desktop.usecases.export import put
    from neksus_desktop.usecases.outbox import transfer_list, write_drafts

    if options.mail:
        limit = _bytes(options.size_limit)
        drafts = write_drafts(profile, files, Path(options.mail), user_language(options), size_limit=limit)
        if not options.json:
            for path in drafts:
                print(text(user_language(options), "cli.export.done", file=path))
    if options.list:
        put(Path(options.list), transfer_list(profile, files, user_language(options)).encode())


def _bytes(megabytes: float) -> int:
    """The size limit in bytes; 0 is the usual one.

    Raises:
        UsageError: less than one record and the seals around it need.
    """
    if megabytes and not megabytes >= LEAST_MB:  # also what is not a number
        raise UsageError(reason="size_limit", limit=f"{megabytes:g}", least=f"{LEAST_MB:g}")
    return int(min(megabytes, MOST_MB) * 1024 * 1024)


def _approved(profile: Profile) -> list[str]:
    from neksus_desktop.usecases.listing import all_rows, query

    return [row.id for row in all_rows(profile, query(statuses=("approved",)))]


def verify(options: argparse.Namespace) -> int:
    """``neksus verify FILE``: 0 good and trusted, 3 good but the signer is not trusted, 4 not valid."""
    from neksus_desktop.usecases.profile import profile_state
    from neksus_desktop.usecases.verify import verify_file

    folder = profile_folder(options)
    if profile_state(folder) == "absent" and not options.profile:
        verdict = verify_file(None, Path(options.file))
    else:
        with opened(options) as profile:
            verdict = verify_file(profile, Path(options.file))
    language = user_language(options)
    if options.json:
        print_json(_verdict_json(verdict, language))
    else:
        print(_verdict_text(verdict, language))
    return {"good": 0, "untrusted": NOT_TRUSTED}.get(verdict.state, REFUSED)


def _verdict_text(verdict: Verdict, language: Language) -> str:
    if verdict.state == "invalid" or verdict.code == "bundle_revoked":
        return " ".join(explain_code(language, verdict.code, verdict.facts))
    return text(language, f"cli.verify.{verdict.state}", sender=verdict.sender)


def _verdict_json(verdict: Verdict, language: Language) -> dict[str, Any]:
    return {
        "state": verdict.state,
        "code": verdict.code,
        "message": _verdict_text(verdict, language),
        "kind": verdict.kind,
        "sender": verdict.sender,
        "thumbprint": verdict.thumbprint,
        "sealed": verdict.sealed,
        "invented": verdict.invented,
        "edition": verdict.edition,
        "made_at": verdict.made_at,
        "sequence": verdict.sequence,
        "records": [
            {"id": one.id, "title": one.title, "status": one.status, "version": one.version} for one in verdict.records
        ],
    }


def import_(options: argparse.Namespace) -> int:
    """``neksus import FILE…``: plan, and unless ``--plan`` is given, apply; 4 when anything was refused.

    Raises:
        UsageError: a reason is longer than a receipt has room for.
    """
    from neksus_desktop.usecases.reasons import reason_for

    for _record, reason in options.refuse:
        reason_for("refuse", reason)
    return take_in(options, options.files, plan_only=options.plan, collisions=options.collisions)


def take_in(
    options: argparse.Namespace,
    names: Sequence[str],
    *,
    plan_only: bool = False,
    collisions: str = "wait",
    recovery_code: str | None = None,
) -> int:
    """Take files in and tell what became of each; the one way for every command that does.

    Returns:
        0, or 4 when anything was refused. One bad file never stops the rest.
    """
    from neksus_desktop.cli.reports import filled_rows
    from neksus_desktop.usecases.import_files import apply_import, files_in, plan_import

    with opened(options) as profile:
        filled = [Path(name) for name in names if name.lower().endswith(".pdf")]
        language = user_language(options)
        paths = files_in(Path(name) for name in names if Path(name) not in filled)
        if not paths and not filled:
            raise UsageError(reason="no_files_here", names=", ".join(names))
        reading = progress_bar(text(language, "cli.import.reading"))
        plan = plan_import(profile, paths, reading, recovery_code=recovery_code)
        refused = dict(getattr(options, "refuse", ()))
        _check_refused(plan, refused)
        told = filled_rows(profile, filled, apply=not plan_only)
        told += [_plan_row(profile, plan, item, language, refused) for item in plan.items]
        told += [_receipt_row(file, language) for file in plan.files if file.kind == "receipt" and not file.left_out]
        receipts: tuple[ReceiptFile, ...] = ()
        if paths and not plan_only:
            receipts = apply_import(
                profile, plan, _choices(profile, plan, collisions, refused),
                receipts_to=_receipt_folder(options, paths),
                progress=progress_bar(text(language, "cli.import.taking_in")),
            ).receipts  # fmt: skip
    written = [str(one.path) for one in receipts if one.path]
    if options.json:
        print_json({"items": told, "applied": not plan_only, "receipts": written})
    else:
        _say_taken_in(language, told, written)
    for one in receipts:
        if one.path is None:
            print(text(language, "cli.import.receipt_kept", file=one.name), file=sys.stderr)
    return REFUSED if any(row["action"] == "refused" for row in told) else 0


def _check_refused(plan: ImportPlan, refused: Mapping[str, str]) -> None:
    """Nothing is taken in when somebody means to refuse a record that is in none of the files.

    Raises:
        UsageError: it is in none.
    """
    unknown = sorted(refused.keys() - {item.record for item in plan.items})
    if unknown:
        raise UsageError(reason="not_in_files", names=", ".join(unknown))


def _say_taken_in(language: Language, told: list[dict[str, Any]], receipts: Sequence[str]) -> None:
    headings = tuple(text(language, f"cli.column.{name}") for name in ("file", "action", "title", "reason"))
    rows = [
        (row["file"], text(language, f"exchange.action.{row['action']}"), row["title"], row["reason"]) for row in told
    ]
    print_table(rows, headings)
    for name in receipts:
        print(text(language, "cli.import.receipt", file=name))


def _choices(profile: Profile, plan: ImportPlan, rest: str, refused: Mapping[str, str]) -> Choices:
    """The same answer for every collision; none when they shall wait. «Both» is for texts: a code or a file waits.

    Records that are refused are not taken in, whatever else is said.
    """
    from neksus_desktop.exchange.apply import RecordChoice
    from neksus_desktop.usecases.collisions import prose_choices, refusal

    here = {item.record for item in plan.items if item.record}
    unwanted = {record: refusal(refused[record]) for record in here if record in refused}
    asked = [item for item in plan.items if item.action == "conflict" and rest != "wait"]
    settled = {
        item.record: prose_choices(profile, plan, item)
        if rest == "both" and item.collisions
        else RecordChoice(rest=rest)  # type: ignore[arg-type]  # one of argparse's choices
        for item in asked
        if item.record
    }
    return settled | unwanted


def _receipt_folder(options: argparse.Namespace, paths: list[Path]) -> Path | None:
    if getattr(options, "receipt", ""):
        return Path(options.receipt)
    beside = paths[0].parent if paths else None
    return beside if beside is not None and os.access(beside, os.W_OK) else None


def _receipt_row(file: FilePlan, language: Language) -> dict[str, Any]:
    title = text(language, "places.import.receipt_from", sender=file.sender_name)
    action = "have" if file.seen else "new"
    return {"file": str(file.path), "record": "", "title": title, "action": action, "code": "", "reason": ""}


def _plan_row(
    profile: Profile, plan: ImportPlan, item: PlanItem, language: Language, refused: Mapping[str, str]
) -> dict[str, Any]:
    row: dict[str, Any] = {
        "file": str(item.file),
        "record": item.record or "",
        "title": item.title,
        "action": item.action,
        "code": item.code,
        "reason": _reason(language, item.code, item.facts),
    }
    if item.record and item.record in refused:
        row.update(action="refused", reason=refused[item.record])
    if item.form and item.record is None and item.action == "new":
        from neksus_desktop.usecases.form_news import form_news

        news = form_news(profile, plan, item, language)
        if news is not None:
            row["form"] = dataclasses.asdict(news)
            row["reason"] = _news_words(news, language)
    return row


def _news_words(news: FormNews, language: Language) -> str:
    """What a form brings, in one line."""
    known = "first" if not news.before else "older" if news.older else "replaces"
    said = [text(language, f"exchange.form_news.{known}", version=news.before)]
    spoken = [code for code in news.languages if code != "default"]
    if spoken:
        said.append(text(language, "exchange.form_news.languages", names=", ".join(spoken)))
    counts = {name: len(getattr(news, name)) for name in ("new", "changed", "gone")}
    said += [count_text(language, f"exchange.form_news.{name}", count) for name, count in counts.items() if count]
    return " ".join(said)


def _reason(language: Language, code: str, facts: Mapping[str, str | int]) -> str:
    if not code:
        return ""
    if code.startswith("plan_"):
        counted = f"{code}.one" in room(language, "exchange")
        said = count_text(language, f"exchange.{code}", int(facts["count"])) if counted else ""
        return said or text(language, f"exchange.{code}")
    return " ".join(explain_code(language, code, facts))
