"""Commands about years of operation and their registers."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from neksus_desktop.cli.progress import progress_bar
from neksus_desktop.cli.say import day_text, print_json, print_table, user_language
from neksus_desktop.cli.session import opened
from neksus_desktop.errors import RegisterColumnError
from neksus_desktop.texts import LANGUAGES, count_text, text

if TYPE_CHECKING:
    from neksus_desktop.texts import Language
    from neksus_desktop.usecases.registers import RegisterColumn
    from neksus_desktop.usecases.year_wheel import Entry


def year_new(options: argparse.Namespace) -> int:
    """``neksus year new YEAR [--after YEAR]``."""
    from neksus_desktop.usecases.registers import counts
    from neksus_desktop.usecases.years import begin_year, find_year

    with opened(options) as profile:
        before = find_year(profile, options.after).subject if options.after else None
        year = begin_year(profile, options.year, before=before)
        made = counts(profile, year.subject)
    if options.json:
        print_json({"subject": year.subject, "year": year.number, "title": year.title, "rows": made})
    else:
        print(text(user_language(options), "register.year.made", year=year.number))
    return 0


def year_wheel(options: argparse.Namespace) -> int:
    """``neksus year wheel``: the deadlines of a year, or those of the acting role with ``--mine``."""
    from dataclasses import asdict

    from neksus_desktop.usecases.year_wheel import entries, my_deadlines, write_calendar
    from neksus_desktop.usecases.years import find_year

    with opened(options) as profile:
        language = user_language(options)
        year = find_year(profile, options.year)
        if options.ics:
            write_calendar(profile, year.subject, language, Path(options.ics))
        found = my_deadlines(profile, language) if options.mine else entries(profile, year.subject, language)
    if options.json:
        print_json([asdict(entry) for entry in found])
        return 0
    heads = (
        *(text(language, f"register.wheel.{name}") for name in ("day", "what", "source", "responsible")),
        text(language, "register.state"), text(language, "register.wheel.control"),
    )  # fmt: skip
    print_table(
        [
            (
                day_text(language, entry.day) or text(language, "register.wheel.no_day"),
                f"{entry.title or text(language, 'register.wheel.untitled')}: {entry.what}",
                f"{entry.source} {entry.source_ref}".strip(),
                entry.responsible,
                entry.state,
                _checked(language, entry),
            )
            for entry in found
        ],
        heads,
    )
    return 0


def _checked(language: Language, entry: Entry) -> str:
    """Who checked a date against its source, or what else there is to say of it."""
    if entry.controlled:
        return entry.controlled
    return text(language, "register.wheel.not_checked") if entry.source and entry.checkable else ""


def year_document(options: argparse.Namespace) -> int:
    """``neksus year document FORM``: begin a document about a year, with snapshots and facts from its registers."""
    from neksus_desktop.usecases.register_snapshots import begin_document
    from neksus_desktop.usecases.subjects import load_subject
    from neksus_desktop.usecases.years import find_year

    with opened(options) as profile:
        subject = load_subject(profile, find_year(profile, options.year).subject)
        made = begin_document(profile, options.form, subject, user_language(options))
    print_json({"id": made}) if options.json else print(made)
    return 0


def register_list(options: argparse.Namespace) -> int:
    """``neksus register list FORM``: the rows of a register."""
    from neksus_desktop.usecases.registers import describe, rows
    from neksus_desktop.usecases.years import find_year

    language = user_language(options)
    with opened(options) as profile:
        register = describe(profile, options.form, language)
        found = rows(profile, register, find_year(profile, options.year).subject)
    if options.json:
        names = {one.path: one.name for one in register.questions}
        print_json(
            [
                {"id": row.id, "status": row.status, "notices": register.notices(row.values)}
                | {names.get(path, path): value for path, value in row.values.items()}
                for row in found
            ]
        )
        return 0
    print_table(
        [(row.id, *(_shown(language, one, row.values.get(one.path, "")) for one in register.columns)) for row in found],
        (text(language, "cli.column.id"), *(one.title for one in register.columns)),
    )
    return 0


def _shown(language: Language, column: RegisterColumn, value: str) -> str:
    """A cell as a person reads it."""
    if column.type == "date":
        return day_text(language, value)
    if column.type == "dateTime" and value:
        clock = value[11:16].replace(":", ".")
        return text(language, "register.moment", date=day_text(language, value[:10]), time=clock)
    return column.text(value)


def register_add(options: argparse.Namespace) -> int:
    """``neksus register add FORM name=value …``: a new row, with values written as in a spreadsheet."""
    from neksus_desktop.usecases.forms import load_form
    from neksus_desktop.usecases.register_cells import understood
    from neksus_desktop.usecases.register_files import Rules
    from neksus_desktop.usecases.registers import describe, new_row
    from neksus_desktop.usecases.subjects import load_subject
    from neksus_desktop.usecases.years import find_year

    with opened(options) as profile:
        registers = [describe(profile, options.form, language) for language in LANGUAGES]
        values = {}
        for given in options.values:
            name, equals, value = given.partition("=")
            columns = [one for register in registers for one in register.questions if one.editable and one.name == name]
            if not equals or not columns:
                raise RegisterColumnError(column=name)
            meant = understood(columns, value.strip()) if value.strip() else ""
            if meant is None:
                raise RegisterColumnError(reason="value", column=name, value=value)
            values[columns[0].path] = meant
        for column in Rules(load_form(profile, options.form), registers[0]).broken(values):
            raise RegisterColumnError(reason="rule", column=column.name)
        subject = load_subject(profile, find_year(profile, options.year).subject)
        made = new_row(profile, options.form, subject, values)
    print_json({"id": made}) if options.json else print(made)
    return 0


def register_export(options: argparse.Namespace) -> int:
    """``neksus register export FORM -o FILE``."""
    from neksus_desktop.usecases.register_files import export_register
    from neksus_desktop.usecases.years import find_year

    with opened(options) as profile:
        language, target = user_language(options), Path(options.output)
        subject = find_year(profile, options.year).subject
        count = export_register(profile, options.form, subject, target, language)
    print(count_text(language, "register.exported", count, file=target.name))
    return 0


def register_import(options: argparse.Namespace) -> int:
    """``neksus register import FORM FILE [--plan]``."""
    from dataclasses import asdict

    from neksus_desktop.usecases.register_files import ACTIONS, apply_import, plan_import
    from neksus_desktop.usecases.years import find_year

    with opened(options) as profile:
        language = user_language(options)
        subject = find_year(profile, options.year).subject
        plan = plan_import(profile, options.form, subject, Path(options.file), language)
        bar = None if options.json or options.plan else progress_bar(text(language, "cli.import.taking_in"))
        written = 0 if options.plan else apply_import(profile, plan, subject, bar)
    if options.json:
        print_json({"rows": [asdict(row) for row in plan.rows], "written": written})
        return 0
    for action in ACTIONS:
        if action == "locked" and not plan.count(action):
            continue
        print(count_text(language, f"register.plan.{action}", plan.count(action)))
    if plan.twins:
        print(count_text(language, "register.plan.twins", plan.twins))
    if plan.unread:
        print(text(language, "register.plan.unread", columns=", ".join(plan.unread)), file=sys.stderr)
    for row in plan.rows:
        if row.action in {"faulty", "locked"}:
            why = ", ".join(row.faults) or text(language, "register.plan.will.locked")
            said = text(language, "register.plan.line", line=row.line), row.title, why
            print(*(part for part in said if part), sep=": ", file=sys.stderr)
    return 0
