"""What both sides wrote, side by side, for whoever must choose; and the choices as the import takes them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from neksus_desktop.texts import Language, text
from neksus_desktop.usecases.field_words import FieldWords

if TYPE_CHECKING:
    from neksus_desktop.exchange.apply import RecordChoice
    from neksus_desktop.exchange.merge import Collision
    from neksus_desktop.exchange.plan import PlanItem
    from neksus_desktop.forms import Form
    from neksus_desktop.records.version import Version
    from neksus_desktop.usecases.import_files import ImportPlan
    from neksus_desktop.usecases.profile import Profile

Pick = Literal["mine", "theirs", "both", "own"]
_ROW = re.compile(r"(evidence|followup)/[^/]+/|/.*?\[[0-9a-z]{8}\]")


@dataclass(frozen=True, slots=True)
class Side:
    """One side's text or answer in words, by which role, when (local), on which grounds."""

    text: str
    role: str
    at: datetime | None
    grounds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CollisionView:
    """One field that both changed. ``prose``: whether both texts can stand together or a new one be written.

    ``also`` are further paths that the same choice is for: a row (a ground, a follow-up, a row of a list) that one side
    took away stays or goes as a whole.
    """

    path: str
    place: str
    name: str
    before: str
    mine: Side
    theirs: Side
    prose: bool
    also: tuple[str, ...] = ()

    @property
    def paths(self) -> tuple[str, ...]:
        """Every path that the choice is for."""
        return (self.path, *self.also)


def collision_views(profile: Profile, plan: ImportPlan, item: PlanItem, language: Language) -> list[CollisionView]:
    """The collisions of one row of the plan, in words."""
    from neksus_desktop.storage.records import load_record

    if item.record is None:
        return []
    record = load_record(profile.store, item.record)
    theirs = _their_version(plan, item)
    words = FieldWords(_form(profile, record.form.id, record.form.version), language)
    sides = (record.fields, theirs.fields if theirs else {})
    found = []
    for collisions in _together(item.collisions, *sides):
        path, *also = (collision.path for collision in collisions)
        point = words.point(path, {**sides[1], **sides[0]}) or _point_of(path)
        mine_role, mine_at = _last_change(profile, item, path)
        texts = [
            _text(words, language, [(one.path, getattr(one, side)) for one in collisions])
            for side in ("mine", "theirs")
        ]
        found.append(
            CollisionView(
                path=path,
                place=words.place(path, {**sides[1], **sides[0]}),
                name=_name(words, language, path) if also else words.name(path),
                before=_text(words, language, [(one.path, one.base) for one in collisions]),
                mine=Side(texts[0], mine_role, mine_at, _grounds(sides[0], point, words)),
                theirs=Side(
                    texts[1],
                    theirs.role if theirs else "",
                    theirs.made_at.astimezone(profile.now().tzinfo) if theirs else None,
                    _grounds(sides[1], point, words),
                ),
                prose=not also and all(words.prose(one.path, one.mine, one.theirs) for one in collisions),
                also=tuple(also),
            )
        )
    return found


def prose_choices(profile: Profile, plan: ImportPlan, item: PlanItem) -> RecordChoice:
    """«Both» for every collision of texts that can stand together; the others are left to be asked."""
    views = collision_views(profile, plan, item, "nb")
    return record_choice({view.path: ("both", "") for view in views if view.prose})


def _together(
    collisions: Sequence[Collision], mine: Mapping[str, str], theirs: Mapping[str, str]
) -> Iterator[list[Collision]]:
    """The collisions one by one, but those of a row that one side took away together."""
    rows: dict[str, list[Collision]] = {}
    for collision in collisions:
        found = _ROW.match(collision.path)
        row = found[0] if found else ""
        whole = row and any(all(not side.get(path) for path in side if path.startswith(row)) for side in (mine, theirs))
        rows.setdefault(row if whole else collision.path, []).append(collision)
    yield from rows.values()


def _text(words: FieldWords, language: Language, values: Sequence[tuple[str, str]]) -> str:
    """A value in words; of several fields of a row those that say something, line by line."""
    if len(values) == 1:
        return words.value(*values[0])
    said = [words.value(path, value) for path, value in values if not path.endswith(("/point", "]"))]
    return "\n".join(one for one in said if one) or text(language, "exchange.row_removed")


def _name(words: FieldWords, language: Language, path: str) -> str:
    first = path.partition("/")[0]
    return text(language, f"exchange.row.{first}") if first else words.name(path[: path.index("[")])


def record_choice(picks: Mapping[str, tuple[Pick, str]]) -> RecordChoice:
    """What was chosen per field, as ``apply_import`` takes it."""
    from neksus_desktop.exchange.apply import RecordChoice
    from neksus_desktop.exchange.merge import Choice

    return RecordChoice(action="apply", fields={path: Choice(pick, text) for path, (pick, text) in picks.items()})


def refusal(reason: str) -> RecordChoice:
    """Not to take a record in; the reason goes back to the sender in the receipt.

    Raises:
        UsageError: the reason is empty, or too long for a receipt.
    """
    from neksus_desktop.exchange.apply import RecordChoice
    from neksus_desktop.usecases.reasons import reason_for

    return RecordChoice(action="refuse", reason=reason_for("refuse", reason))


def _their_version(plan: ImportPlan, item: PlanItem) -> Version | None:
    from neksus_desktop.records.version import Version

    file = next((one for one in plan.files if one.path == item.file and one.bundle is not None), None)
    if file is None or file.bundle is None:
        return None
    for entry in file.bundle.entries():
        if isinstance(entry.content, Version) and entry.content.record == item.record:
            found = entry.content
            if found.hash == item.version:
                return found
    return None


def _form(profile: Profile, form_id: str, version: str) -> Form | None:
    from neksus_desktop.errors import NeksusError
    from neksus_desktop.usecases.forms import load_form

    try:
        return load_form(profile, form_id, version)
    except NeksusError:
        return None


def _last_change(profile: Profile, item: PlanItem, path: str) -> tuple[str, datetime | None]:
    from neksus_desktop.storage.times import to_moment
    from neksus_desktop.usecases.history import changes

    assert item.record is not None
    rows = [change for change in changes(profile, item.record, path) if change.path == path]
    if not rows:
        return "", None
    return rows[-1].role, to_moment(rows[-1].at).astimezone(profile.now().tzinfo)


def _point_of(path: str) -> str:
    if path.startswith("/"):
        parts = path.split("/")
        return parts[3].partition("[")[0] if len(parts) > 3 else ""  # noqa: PLR2004 - /data/section/point/…
    first, _, rest = path.partition("/")
    return rest.partition("/")[0] if first == "note" else ""


def _grounds(fields: Mapping[str, str], point: str, words: FieldWords) -> tuple[str, ...]:
    found = []
    for path, value in sorted(fields.items()):
        if path.startswith("evidence/") and path.endswith("/point") and value == point and point:
            stem = path.removesuffix("point")
            kind = words.value(stem + "kind", fields.get(stem + "kind", ""))
            parts = (kind, fields.get(stem + "title", ""), fields.get(stem + "dated", ""))
            found.append(", ".join(part for part in parts if part))
    return tuple(found)
