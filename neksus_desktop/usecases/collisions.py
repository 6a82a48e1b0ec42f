"""What both sides wrote, side by side, for whoever must choose; and the choices as the import takes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from neksus_desktop.usecases.field_words import FieldWords

if TYPE_CHECKING:
    from neksus_desktop.exchange.apply import RecordChoice
    from neksus_desktop.exchange.plan import PlanItem
    from neksus_desktop.forms import Form
    from neksus_desktop.records.version import Version
    from neksus_desktop.texts import Language
    from neksus_desktop.usecases.import_files import ImportPlan
    from neksus_desktop.usecases.profile import Profile

Pick = Literal["mine", "theirs", "both", "own"]


@dataclass(frozen=True, slots=True)
class Side:
    """One side's text or answer in words, by which role, when (local), on which grounds."""

    text: str
    role: str
    at: datetime | None
    grounds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CollisionView:
    """One field that both changed. ``prose``: whether both texts can stand together or a new one be written."""

    path: str
    place: str
    name: str
    before: str
    mine: Side
    theirs: Side
    prose: bool


def collision_views(profile: Profile, plan: ImportPlan, item: PlanItem, language: Language) -> list[CollisionView]:
    """The collisions of one row of the plan, in words."""
    from neksus_desktop.storage.records import load_record

    if item.record is None:
        return []
    record = load_record(profile.store, item.record)
    theirs = _their_version(plan, item)
    words = FieldWords(_form(profile, record.form.id, record.form.version), language)
    found = []
    for collision in item.collisions:
        path = collision.path
        point = _point_of(path)
        mine_role, mine_at = _last_change(profile, item, path)
        found.append(
            CollisionView(
                path=path,
                place=words.place(path, record.fields),
                name=words.name(path),
                before=words.value(path, collision.base),
                mine=Side(words.value(path, collision.mine), mine_role, mine_at, _grounds(record.fields, point, words)),
                theirs=Side(
                    words.value(path, collision.theirs),
                    theirs.role if theirs else "",
                    theirs.made_at.astimezone(profile.now().tzinfo) if theirs else None,
                    _grounds(theirs.fields, point, words) if theirs else (),
                ),
                prose=words.prose(path, collision.mine, collision.theirs),
            )
        )
    return found


def record_choice(picks: Mapping[str, tuple[Pick, str]]) -> RecordChoice:
    """What was chosen per field, as ``apply_import`` takes it."""
    from neksus_desktop.exchange.apply import RecordChoice
    from neksus_desktop.exchange.merge import Choice

    return RecordChoice(action="apply", fields={path: Choice(pick, text) for path, (pick, text) in picks.items()})


def refusal(reason: str) -> RecordChoice:
    """Not to take a record in; the reason goes back to the sender in the receipt."""
    from neksus_desktop.exchange.apply import RecordChoice

    return RecordChoice(action="refuse", reason=reason)


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
