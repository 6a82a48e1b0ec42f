"""Deadlines as iCalendar (RFC 5545): days and references, never what the matter is about.

A calendar is read on telephones and shared screens, so an entry says only that something is due, and where to look.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from neksus_desktop.texts import Language, text

_LINE = 73


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline: an id that stays the same, the record, the point's number (or paragraph), the day.

    ``called`` is what is due, where words of a form can say it.
    """

    id: str
    record: str
    number: str
    day: date
    called: str = ""


def calendar(entries: Iterable[Due], language: Language, today: date) -> bytes:
    """The entries as a calendar file."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Neksus Desktop//NONSGML//NO",
        "CALSCALE:GREGORIAN",
    ]
    for due in entries:
        summary = _said(due, language)
        lines += [
            "BEGIN:VEVENT",
            f"UID:{due.record}-{due.id}@neksus.invalid",
            f"DTSTAMP:{today:%Y%m%d}T000000Z",
            f"DTSTART;VALUE=DATE:{due.day:%Y%m%d}",
            f"DTEND;VALUE=DATE:{due.day + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{_escaped(summary)}",
            "CLASS:PRIVATE",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "".join(f"{folded}\r\n" for line in lines for folded in _folded(line)).encode()


def _said(due: Due, language: Language) -> str:
    if not due.called:
        return text(language, "report.calendar.due", number=due.number or "–", record=due.record[:10])
    return f"{due.called} ({due.number})" if due.number else due.called


def _escaped(said: str) -> str:
    return said.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> Iterable[str]:
    """Lines of at most 75 octets; what follows begins with a space."""
    part = ""
    for char in line:
        if len((part + char).encode()) > _LINE:
            yield part
            part = " "
        part += char
    yield part
