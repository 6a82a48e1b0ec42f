"""How a plan reads: titles, facts and what happens to each row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

from neksus_desktop import texts
from neksus_desktop.ui.naming import capital
from neksus_desktop.ui.rows import Cell
from neksus_desktop.ui.say import say

if TYPE_CHECKING:
    from neksus_desktop.usecases.import_files import ImportPlan
    from neksus_desktop.usecases.profile import Profile

Tone = Literal["note", "error", "accent"]
_UNREAD = frozenset({"bundle_shape", "exchange_file"})
_COUNTED = ("new", "update", "merge", "conflict", "have", "older", "refused")
_ALWAYS = frozenset({"new", "update", "conflict", "have", "refused"})
_TONES: dict[str, Tone] = {
    "new": "accent",
    "update": "accent",
    "merge": "accent",
    "conflict": "note",
    "refused": "error",
}


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
    if not senders:
        return say.count("places.import.files_none", len(files))
    return say.count("places.import.files", len(files), senders=say.count("places.import.senders", len(senders)))


def file_line(files: Sequence[Any], now: datetime) -> str:
    """When it was made, how large it is, whether it was here before."""
    if len(files) != 1 or files[0].error is not None:
        return capital(say("places.import.nothing_yet"))
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


def trust_line(files: Sequence[Any], sources: Mapping[str, str]) -> str:
    """«Signert og på nøkkellisten» or «sammenlignet her», when that holds for every file; "" when it does not.

    ``sources`` tells by which road each workplace was accepted.
    """
    roads = {"" if file.error is not None else sources.get(file.sender, "") for file in files}
    if not roads or "" in roads:
        return ""
    if len(roads) > 1:
        return say("places.import.accepted")
    return say("places.import.trusted" if roads == {"roster"} else "places.import.compared")


def count_chips(
    plan: ImportPlan | None, decided: int, *, usual: bool = True
) -> list[tuple[str, Literal["plain", "note", "error", "accent"]]]:
    """How many rows of each action there are, with their tones. Of records ``usual`` ones are told when none are so.

    ``decided`` of those that needed a choice have one.
    """
    counts = dict(plan.counts) if plan is not None else {}
    if counts.get("conflict"):
        counts["conflict"] -= decided
    records = plan is not None and any(file.kind == "records" for file in plan.files)
    chips: list[tuple[str, Literal["plain", "note", "error", "accent"]]] = []
    only_list = plan is not None and {file.kind for file in plan.files} == {"roster"}
    for action in _COUNTED if counts and not only_list else ():
        number = counts.get(action, 0)
        if number or (usual and action in _ALWAYS and records):
            tone: Literal["plain", "note", "error", "accent"] = _TONES.get(action, "plain") if number else "plain"
            chips.append((say.count(f"places.import.count.{action}", number), tone))
    return chips


def action_cell(item: Any, refused: str, *, listed: bool = False) -> Cell:
    """What happens to a row, and why where there is more to say; ``listed``: it is a line of a key list."""
    why = _why(item.code, item.facts)
    if item.action == "conflict":
        places = say.count("places.import.collisions", len(item.collisions)) if item.collisions else ""
        return Cell(say("places.import.will.conflict"), places or why, "note")
    if item.action == "refused":
        return Cell(say("places.import.will.refused"), refused or why, "error")
    if listed and item.action == "update":
        gone = item.code == "plan_revoked"
        return Cell(say(f"places.import.will.{'withdrawn' if gone else 'vouched'}"), tone="note" if gone else "plain")
    tone = "muted" if item.action in {"have", "older"} else "plain"
    return Cell(say(f"places.import.will.{item.action}"), why, tone)  # type: ignore[arg-type]  # a tone


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


def told_words(profile: Profile, plan: ImportPlan) -> tuple[str, Tone]:
    """What the receipts and key lists among the files say; "" where there are none. Bad news has its own tone."""
    from neksus_desktop.usecases.key_lists import lists_in
    from neksus_desktop.usecases.transfers import receipt_counts

    counts = receipt_counts(plan)
    said = [say.count(f"places.import.told.{name}", count) for name, count in counts.items() if count]
    tone: Tone = "accent"
    for one in lists_in(profile, plan):
        until = say.date(one.valid_until.date()) if one.valid_until is not None else ""
        kind = "expired" if one.expired else "facts"
        said.append(say.count(f"places.keys.list.{kind}", one.workplaces, number=one.number, date=until))
        if one.own_withdrawn:
            tone = "error"
            reason = f"«{one.own_reason}»" if one.own_reason else ""
            said.append(say("places.keys.own_withdrawn", reason=reason).replace("  ", " "))
    return " ".join(said), tone


def fault_words(refused: Sequence[Any], *, searched: bool) -> tuple[str, Tone]:
    """Why files were refused; key cards are no fault.

    Of a folder that was searched, what is no whole file may still be on its way into it.
    """
    cards = [file for file in refused if is_card(file)]
    unread = [file for file in refused if file not in cards and file.error.code in _UNREAD] if searched else []
    others = [file for file in refused if file not in cards and file not in unread]
    said = []
    if others:
        told = say.explain(others[0].error)
        more = say.count("places.import.more_refused", len(others) - 1) if len(others) > 1 else ""
        said += [told.what, told.do, more]
    if unread:
        said.append(say.count("places.import.unread", len(unread), file=unread[0].path.name))
    if cards:
        said.append(say.count("places.import.cards", len(cards), file=cards[0].path.name))
    return " ".join(part for part in said if part), "error" if others else "note"


def is_card(file: Any) -> bool:
    """Whether a file is a key card: it is compared, not imported."""
    return file.error is not None and file.error.facts.get("reason") == "card"


def apply_words(kinds: set[str | None], number: int, refused: int) -> str:
    """What the key does: how many it takes in, or refuses where that is all that was decided."""
    if kinds == {"roster"}:
        return say("places.import.use_list")
    if not number or kinds <= {"receipt"}:
        return say("places.import.apply_plain")
    if kinds == {"forms"}:
        return say.count("places.import.install", number)
    taken = number - refused
    return say.count("places.import.apply", taken) if taken else say.count("places.import.refuse_only", number)
