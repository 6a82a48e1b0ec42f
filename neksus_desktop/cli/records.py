"""Commands about records: list, show, new, set, submit, recall, approve, return, reopen."""

from __future__ import annotations

import argparse
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from neksus_desktop.cli.say import print_json, print_table, user_language, visible
from neksus_desktop.cli.session import opened
from neksus_desktop.texts import text
from neksus_desktop.usecases.profile import Profile


def list_records(options: argparse.Namespace) -> int:
    """``neksus list``: newest first."""
    from neksus_desktop.usecases.listing import all_rows, query

    with opened(options) as profile:
        rows = list(all_rows(profile, query(text=options.text, statuses=tuple(options.status))))
    if options.json:
        print_json([row._asdict() for row in rows])
        return 0
    language = user_language(options)
    print_table(
        [(row.id, text(language, f"record.status.{row.status}"), row.country, row.title) for row in rows],
        tuple(text(language, f"cli.column.{name}") for name in ("id", "status", "country", "title")),
    )
    return 0


def list_forms(options: argparse.Namespace) -> int:
    """``neksus forms``: the forms a record can be begun with, and their points."""
    from neksus_desktop.usecases.forms import available_forms, points_of

    with opened(options) as profile:
        found = [(form, points_of(profile, form.id, user_language(options))) for form in available_forms(profile)]
    if options.json:
        print_json(
            [
                {
                    "id": form.id,
                    "version": form.version,
                    "titles": form.titles,
                    "subject_types": list(form.subject_types),
                    "points": [point._asdict() for point in points],
                }
                for form, points in found
            ]
        )
        return 0
    language = user_language(options)
    rows = []
    for form, points in found:
        rows.append((form.id, "", form.titles.get(language, form.id)))
        rows += [(f"  {point.id}", point.number, point.title) for point in points]
    print_table(rows, tuple(text(language, f"cli.column.{name}") for name in ("id", "number", "title")))
    return 0


def show(options: argparse.Namespace) -> int:
    """``neksus show ID``: the whole record with its versions and decisions."""
    with opened(options) as profile:
        content = record_json(profile, options.id)
    if options.json:
        print_json(content)
        return 0
    language = user_language(options)
    print(visible(content["subject"]["title"]))
    print(text(language, f"record.status.{content['status']}"))
    headings = tuple(text(language, f"cli.column.{name}") for name in ("path", "value"))
    print_table(sorted(content["fields"].items()), headings)
    return 0


def record_json(profile: Profile, record_id: str) -> dict[str, Any]:
    """The documented JSON of one record."""
    from neksus_desktop.usecases.history import decisions, version_rows
    from neksus_desktop.usecases.records import open_record

    opened_record = open_record(profile, record_id)
    record = opened_record.record
    content: dict[str, Any] = record.model_dump(mode="json")
    content["answers"] = opened_record.session.output()
    content["versions"] = [row._asdict() for row in version_rows(profile, record_id)]
    content["decisions"] = [decision.model_dump(mode="json") for decision in decisions(profile, record_id)]
    return content


def new(options: argparse.Namespace) -> int:
    """``neksus new``: begin a draft; prints its id."""
    from neksus_desktop.records.ids import SubjectId, new_id
    from neksus_desktop.usecases.forms import install_form
    from neksus_desktop.usecases.records import new_record
    from neksus_desktop.usecases.subjects import make_subject

    with opened(options) as profile:
        form_id = options.form
        if Path(form_id).suffix and Path(form_id).is_file():
            form_id = install_form(profile, Path(form_id)).id
        subject = make_subject(
            id=SubjectId(new_id()),
            type=options.subject_type,
            title=options.title,
            country=options.country,
            partner=options.partner,
            agreement_number=options.agreement,
            invented=options.invented,
        )
        record_id = new_record(profile, form_id, subject, points=options.points, previous=options.previous)
        _print_step(options, profile, record_id)
    return 0


def set_field(options: argparse.Namespace) -> int:
    """``neksus set ID PATH VALUE``: one field, durable when the command returns."""
    from neksus_desktop.usecases.records import set_answer

    value = sys.stdin.read() if options.value == "-" else options.value
    with opened(options) as profile:
        saved = set_answer(profile, options.id, options.path, value)
    if options.json:
        print_json({"id": options.id, "path": options.path, "saved_at": saved.at.isoformat()})
    return 0


def move_form(options: argparse.Namespace) -> int:
    """``neksus move-form ID [--yes]``: what fits the newest version of the form, moved, lost its place, and is new."""
    from neksus_desktop.usecases import newer_form

    with opened(options) as profile:
        found = newer_form.move(profile, options.id) if options.yes else newer_form.compare(profile, options.id)
    if options.json:
        print_json({"moved_now": options.yes and found.needed, **asdict(found)})
        return 0
    language = user_language(options)
    if not found.needed:
        print(text(language, "cli.move_form.newest", version=found.before))
        return 0
    print(text(language, "cli.move_form.versions", before=found.before, after=found.after))
    kinds = {"fits": found.fits, "moved": [f"{a} → {b}" for a, b in found.moved], "lost": found.lost, "new": found.new}
    rows = [(text(language, f"cli.move_form.{kind}"), path) for kind, paths in kinds.items() for path in paths]
    print_table(rows, (text(language, "cli.column.result"), text(language, "cli.column.path")))
    return 0


def submit_record(options: argparse.Namespace) -> int:
    """``neksus submit ID``."""
    from neksus_desktop.usecases.decide import submit

    with opened(options) as profile:
        submit(profile, options.id)
        _print_step(options, profile, options.id)
    return 0


def recall_record(options: argparse.Namespace) -> int:
    """``neksus recall ID``."""
    from neksus_desktop.usecases.decide import recall

    with opened(options) as profile:
        recall(profile, options.id)
        _print_step(options, profile, options.id)
    return 0


def approve_record(options: argparse.Namespace) -> int:
    """``neksus approve ID``."""
    from neksus_desktop.cli.approvers import sign_as
    from neksus_desktop.usecases.decide import approve

    with opened(options) as profile:
        key = sign_as(options)
        approve(profile, options.id, remarks=_remarks(options), risk_willingness=options.risk_willingness, sign_as=key)
        _print_step(options, profile, options.id)
    return 0


def return_record(options: argparse.Namespace) -> int:
    """``neksus return ID --remark …``."""
    from neksus_desktop.usecases.decide import return_for_change

    with opened(options) as profile:
        return_for_change(profile, options.id, remarks=_remarks(options))
        _print_step(options, profile, options.id)
    return 0


def reopen_record(options: argparse.Namespace) -> int:
    """``neksus reopen ID``."""
    from neksus_desktop.usecases.decide import reopen

    with opened(options) as profile:
        reopen(profile, options.id)
        _print_step(options, profile, options.id)
    return 0


def _remarks(options: argparse.Namespace) -> dict[str, str]:
    remarks: dict[str, str] = {}
    for given in options.remark:
        point, colon, remark = given.partition(":")
        if colon and point.replace("_", "").isalnum() and point.islower():
            remarks[point] = remark.strip()
        else:
            remarks[""] = given
    return remarks


def _print_step(options: argparse.Namespace, profile: Profile, record_id: str) -> None:
    from neksus_desktop.usecases.decide import head_version
    from neksus_desktop.usecases.records import open_record

    status = open_record(profile, record_id).record.status
    if options.json:
        print_json({"id": record_id, "status": status, "version": head_version(profile, record_id)})
    else:
        print(f"{record_id}  {text(user_language(options), f'record.status.{status}')}")
