"""How a plan reads: titles, facts and what happens to each row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from neksus_desktop import texts
from neksus_desktop.ui.rows import Cell
from neksus_desktop.ui.say import say


def file_title(files: Sequence[Any]) -> str:
    """«Fil 15 fra Ambassaden A», or how many files from how many."""
    if len(files) == 1:
        file = files[0]
        if file.error is not None:
            return str(file.path.name)
        if file.kind == "receipt":
            return say("places.import.receipt_from", sender=file.sender_name)
        if not file.sequence:
            return say("places.import.file_from", sender=file.sender_name)
        return say("places.import.numbered_from", number=file.sequence, sender=file.sender_name)
    senders = {file.sender for file in files if file.sender}
    return say.count("places.import.files", len(files), senders=say.count("places.import.senders", len(senders)))


def file_line(files: Sequence[Any], now: datetime) -> str:
    """When it was made, how large it is, whether it was here before."""
    if len(files) != 1 or files[0].error is not None:
        return say("places.import.nothing_yet")
    file = files[0]
    parts = []
    if file.made_at is not None:
        made = file.made_at.astimezone(now.tzinfo)
        when = f"{say.date(made.date())} {say('ui.time.at', time=say.time(made))}"
        parts.append(say("places.import.made", when=when))
    if file.path.is_file():
        parts.append(say("places.export.size", size=max(1, file.path.stat().st_size // 1000)))
    parts.append(say("places.import.seen") if file.seen else say("places.import.nothing_yet"))
    return " · ".join(parts)


def trust_line(files: Sequence[Any]) -> str:
    """«Signert og på nøkkellisten», when that holds for every file."""
    return say("places.import.trusted") if files and all(file.error is None for file in files) else ""


def action_cell(item: Any, refused: str) -> Cell:
    """What happens to a row, and why where there is more to say."""
    why = _why(item.code, item.facts)
    if item.action == "conflict":
        places = say.count("places.import.collisions", len(item.collisions)) if item.collisions else ""
        return Cell(say("places.import.will.conflict"), places or why, "note")
    if item.action == "refused":
        return Cell(say("places.import.will.refused"), refused or why, "error")
    tone = "muted" if item.action in {"have", "older"} else "plain"
    return Cell(say(f"places.import.will.{item.action}"), why, tone)  # type: ignore[arg-type]


def version_cell(item: Any) -> Cell:
    """The first letters of the Versions' hashes."""
    new, old = (item.version or "")[:4], (item.local_version or "")[:4]
    if not new:
        return Cell("")
    both = f"{old}… → {new}…" if old and old != new else f"{new}…"
    return Cell(both, tone="muted")


def _why(code: str, facts: Mapping[str, Any]) -> str:
    known = texts.room(say.language, "places")
    if f"import.why.{code}.one" in known:
        return say.count(f"places.import.why.{code}", facts["count"])
    return say(f"places.import.why.{code}") if f"import.why.{code}" in known else ""
