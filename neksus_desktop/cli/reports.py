"""The commands that print documents, take tables out, file an approved record and read filled forms back."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from neksus_desktop.cli.say import print_json, user_language
from neksus_desktop.cli.session import opened

if TYPE_CHECKING:
    from neksus_desktop.usecases.profile import Profile


def report(options: argparse.Namespace) -> int:
    """``neksus report KIND [ID…] -o F.pdf``."""
    from neksus_desktop.usecases.report import make_report

    with opened(options) as profile:
        made = make_report(
            profile,
            options.kind,
            options.id,
            language=options.lang or ("en" if options.kind == "talking" else profile.settings.language),
            edition=options.edition,
            destination=Path(options.output),
            points=options.point or None,
            fillable=options.fillable,
            versions=options.version_hash,
            meeting=options.meeting,
        )
        _warn(options, made.unprintable)
    if options.json:
        print_json({"file": options.output, "pages": made.pages, "unprintable": made.unprintable})
    return 0


def table(options: argparse.Namespace) -> int:
    """``neksus table KIND [ID…] -o FILE``."""
    from neksus_desktop.usecases.tables import make_table

    with opened(options) as profile:
        rows = make_table(
            profile,
            options.kind,
            Path(options.output),
            ids=options.id,
            language=options.lang or profile.settings.language,
            edition=options.edition,
        )
    if options.json:
        print_json({"file": options.output, "rows": rows})
    return 0


def archive(options: argparse.Namespace) -> int:
    """``neksus archive ID -o DIR``."""
    from neksus_desktop.usecases.archive import archive_record

    with opened(options) as profile:
        language = options.lang or profile.settings.language
        made = archive_record(profile, options.id, Path(options.output), language=language)
        _warn(options, made.unprintable)
    if options.json:
        facts = {"document": str(made.document), "metadata": str(made.metadata), "unprintable": made.unprintable}
        print_json(facts)
    return 0


def _warn(options: argparse.Namespace, unprintable: str) -> None:
    """Say on stderr what the document cannot show as it should be."""
    if unprintable:
        from neksus_desktop.usecases.report import print_warning

        print(f"neksus: {print_warning(user_language(options), unprintable)}", file=sys.stderr)


def filled_rows(profile: Profile, paths: list[Path], *, apply: bool) -> list[dict[str, str]]:
    """Plan, and apply, the reading of filled PDFs; the rows look like those of any import."""
    from neksus_desktop.errors import ReportFilledError
    from neksus_desktop.texts import explain
    from neksus_desktop.usecases.filled_form import apply_filled, plan_filled

    rows = []
    for path in paths:
        row = {"file": str(path), "record": "", "title": path.stem, "action": "refused", "code": "", "reason": ""}
        try:
            plan = plan_filled(profile, path)
        except ReportFilledError as error:
            row |= {"code": error.code, "reason": " ".join(explain(profile.settings.language, error))}
        else:
            row |= {"record": plan.record, "action": plan.action, "title": plan.subject.get("title", "") or path.stem}
            if apply:
                row["record"] = apply_filled(profile, plan)
        rows.append(row)
    return rows
