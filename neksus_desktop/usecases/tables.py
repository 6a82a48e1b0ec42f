"""Take tables, a calendar or ODK instances out of the profile as files.

Rule kept here: invented and real records never share a file; one file is written whole or not at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from neksus_desktop.errors import InventedMixError, ReportChoiceError, UsageError
from neksus_desktop.paths import write_atomically

if TYPE_CHECKING:
    from neksus_desktop.reports.content.model import Edition
    from neksus_desktop.texts import Language
    from neksus_desktop.usecases.profile import Profile
    from neksus_desktop.usecases.records import OpenRecord

TableKind = Literal["answers", "texts", "follow_ups", "deadlines", "grounds", "codebook", "all"]
TABLE_KINDS: tuple[TableKind, ...] = get_args(TableKind)


def make_table(
    profile: Profile,
    kind: TableKind,
    destination: Path,
    *,
    ids: Sequence[str] = (),
    language: Language,
    edition: Edition = "internal",
) -> int:
    """Write one table (or all, as a workbook) of records; returns how many rows it has.

    Args:
        profile: the open profile.
        kind: which table; ``all`` needs .xlsx.
        destination: .csv, .xlsx, .jsonl, .parquet, or .ics for ``deadlines``.
        ids: the records; all of the profile when empty.
        language: of headings and answers in words.
        edition: who may read it.

    Raises:
        NotFoundError: no such record.
        UsageError: the file cannot be written.
        ReportChoiceError: no records, or an ending that the table has not.
        ReportExtraError: Parquet without its package.
        InventedMixError: records of both kinds.
    """
    if destination.suffix.lower() == ".ics":
        if kind != "deadlines":
            raise ReportChoiceError(reason="table_ending", ending=".ics")
        if edition != "internal":
            raise ReportChoiceError(reason="internal_only")
        data, rows = _calendar(profile, ids, language)
    else:
        data, rows = _table(profile, kind, destination.suffix.lower(), ids, language, edition)
    try:
        write_atomically(destination, data)
    except OSError as error:
        raise UsageError(reason="file_unwritable", file=str(destination)) from error
    return rows


def _table(
    profile: Profile, kind: TableKind, ending: str, ids: Sequence[str], language: Language, edition: Edition
) -> tuple[bytes, int]:
    from neksus_desktop.reports.tables.datasets import datasets, joined
    from neksus_desktop.reports.tables.workbook import xlsx_bytes
    from neksus_desktop.reports.tables.writing import csv_bytes, jsonl_bytes, parquet_bytes
    from neksus_desktop.usecases.records import open_record
    from neksus_desktop.usecases.report import printed_version

    opened = [open_record(profile, one) for one in ids or _all(profile)]
    if not opened:
        raise ReportChoiceError(reason="nothing_chosen")
    if len({one.record.invented for one in opened}) > 1:
        raise InventedMixError
    today = profile.now().date()
    anonymous = edition == "anonymous"
    called = {one.record.id: str(number) for number, one in enumerate(opened, 1)} if anonymous else None
    by_form: dict[str, list[OpenRecord]] = {}
    for one in opened:
        by_form.setdefault(one.form.content_hash, []).append(one)
    tables = joined(
        [
            datasets(
                [(one.record, "" if anonymous else printed_version(profile, one)) for one in group], group[0].form,
                language, today=today, edition=edition, called=called,
            )
            for group in by_form.values()
        ]
    )  # fmt: skip
    chosen = [table for table in tables if kind in {table.name, "all"}]
    rows = sum(len(table.rows) for table in chosen)
    if ending == ".xlsx":
        codebook = [] if kind in {"all", "codebook"} else [table for table in tables if table.name == "codebook"]
        return xlsx_bytes([*chosen, *codebook], today), rows
    if kind == "all" or ending not in {".csv", ".jsonl", ".parquet"}:
        raise ReportChoiceError(reason="table_ending", ending=ending)
    if ending == ".csv":
        return csv_bytes(chosen[0], language), rows
    return (jsonl_bytes if ending == ".jsonl" else parquet_bytes)(chosen[0]), rows


def _calendar(profile: Profile, ids: Sequence[str], language: Language) -> tuple[bytes, int]:
    from neksus_desktop.reports.tables.calendar import Due, calendar
    from neksus_desktop.storage.follow_ups import deadlines
    from neksus_desktop.usecases.forms import load_form
    from neksus_desktop.usecases.records import open_record

    wanted = {open_record(profile, one).record.id for one in ids}
    numbers: dict[str, dict[str, str]] = {}
    found = []
    for row in deadlines(profile.store):
        if not row.deadline or (wanted and row.record not in wanted):
            continue
        if row.form_id not in numbers:
            numbers[row.form_id] = {point.id: point.number for point in load_form(profile, row.form_id).points}
        number = numbers[row.form_id].get(row.point, "")
        found.append(Due(row.id, row.record, number, date.fromisoformat(row.deadline[:10])))
    return calendar(found, language, profile.now().date()), len(found)


def _all(profile: Profile) -> list[str]:
    from neksus_desktop.usecases.listing import all_rows, query

    return [row.id for row in all_rows(profile, query())]


def instance_xml(profile: Profile, record_id: str) -> str:
    """The record as an ODK instance.

    Raises:
        NotFoundError: no such record.
    """
    from neksus_desktop.usecases.records import open_record

    return open_record(profile, record_id).session.to_xml()
