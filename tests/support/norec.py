"""An invented Norec with its invented year, made once per run of the tests and copied."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from pathlib import Path

from neksus_desktop.usecases.load_samples import load_samples
from neksus_desktop.usecases.profile import Profile, create_profile
from neksus_desktop.usecases.registers import RegisterRow, describe, rows
from neksus_desktop.usecases.years import find_year

NOW = datetime(2026, 11, 23, 14, 32, tzinfo=timezone(timedelta(hours=1)))
ROW = "/data/register/rad/"


def make_norec(folder: Path) -> Profile:
    """An empty invented Norec, in nynorsk."""
    made, _code = create_profile(
        folder, role="norec", name="Norec (oppdikta)", language="nn", invented=True, clock=lambda: NOW
    )
    made.change_settings(acting_role="direktoer_norec")
    return made


def make_sample_year(folder: Path) -> None:
    """The shipped sample year in a profile of its own."""
    made = make_norec(folder)
    load_samples(made)
    made.close()


def sample_rows(profile: Profile, form_id: str, year: int = 2026) -> list[RegisterRow]:
    """A register's rows in a year."""
    return rows(profile, describe(profile, form_id, "nn"), find_year(profile, year).subject)


def the_row(profile: Profile, form_id: str, title: str, year: int = 2026) -> RegisterRow:
    """The row whose title begins so."""
    register = describe(profile, form_id, "nn")
    return next(
        row
        for row in rows(profile, register, find_year(profile, year).subject)
        if register.said(row.values, "title").startswith(title)
    )
