"""Across all records: one point's answers and texts, page by page; when each subject was last assessed."""

from __future__ import annotations

from typing import NamedTuple

from neksus_desktop.storage.store import Store


class AcrossRow(NamedTuple):
    """One record with the fields that belong to the point. ``head`` is its newest Version's hash or ""."""

    nr: int
    record: str
    title: str
    country: str
    subject_type: str
    partner: str
    status: str
    assessed_on: str
    updated_at: str
    head: str
    shielded: bool
    fields: dict[str, str]


def across(
    store: Store,
    form: str,
    prefixes: tuple[str, ...],
    *,
    countries: tuple[str, ...] = (),
    types: tuple[str, ...] = (),
    statuses: tuple[str, ...] = (),
    pillars: tuple[str, ...] = (),
    groups: tuple[str, ...] = (),
    after: int = 0,
    limit: int = 500,
) -> list[AcrossRow]:
    """Records of a form in the order they came, with their fields below any of ``prefixes``.

    Args:
        store: the open profile.
        form: the form's id.
        prefixes: beginnings of field paths; a full path is its own beginning.
        countries: only these, if any.
        types: only these types of subject, if any.
        statuses: only these, if any.
        pillars: only about subjects with one of these, if any.
        groups: only about subjects with a partner of one of these groups, if any.
        after: the ``nr`` of the last row had before.
        limit: at most so many records.
    """
    where = ["r.form_id = ?", "r.nr > ?"]
    values: list[str | int] = [form, after]
    for column, wanted in (
        ("r.country", countries), ("r.subject_type", types), ("r.status", statuses),
        ("json_extract(s.content, '$.partner_group')", groups),
    ):  # fmt: skip
        if wanted:
            where.append(f"{column} IN ({', '.join('?' * len(wanted))})")
            values += wanted
    if pillars:
        where.append(f"({' OR '.join(['instr(r.pillars, ?)'] * len(pillars))})")
        values += [f" {pillar} " for pillar in pillars]
    ranges = " OR ".join(["(path >= ? AND path < ?)"] * len(prefixes))
    with store.read() as db:
        rows = db.execute(
            f"""
            SELECT r.nr, r.id, r.title, r.country, r.subject_type, r.partner, r.status, r.assessed_on, r.updated_at,
              coalesce(r.head, ''), coalesce(json_extract(s.content, '$.partner_shielded'), 0)
            FROM record r JOIN subject s ON s.nr = r.subject
            WHERE {" AND ".join(where)} ORDER BY r.nr LIMIT ? + 0
            """,  # noqa: S608  # names of our own and marks
            (*values, limit),
        ).fetchall()
        found = []
        for row in rows:
            bounds = [bound for prefix in prefixes for bound in (prefix, prefix + "\U0010ffff")]
            fields = db.execute(
                f"SELECT path, value FROM field WHERE record = ? AND ({ranges})",  # noqa: S608  # marks only
                (row[0], *bounds),
            ).fetchall()
            found.append(AcrossRow._make((*row[:-1], bool(row[-1]), dict(fields))))
    return found


def assessed_per_subject(store: Store) -> dict[str, tuple[int, str]]:
    """How many records each subject has, and the newest date of assessment (ISO, "" when none was given)."""
    with store.read() as db:
        rows = db.execute(
            """
            SELECT s.id, count(*), max(r.assessed_on) FROM record r JOIN subject s ON s.nr = r.subject
            GROUP BY r.subject
            """
        ).fetchall()
    return {key: (number, last) for key, number, last in rows}
