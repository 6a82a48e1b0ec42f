"""Three-way merge of two states of a record, answer by answer, text by text, row by row. Pure.

Rules kept here:

* what only one side changed is taken; what both changed alike is taken; only what both changed differently collides;
* chosen points, tags and the rows of a repeat are sets: each side's additions and removals are taken;
* a row of a list, a ground or a follow-up that one side removed and the other changed, or put a file to, collides as a
  whole and is kept, its files too, until somebody chooses;
* files are kept from both sides, and told apart by name; two files that answer one question collide (``merge_files``);
* the outcome does not depend on which side is «mine»: two workplaces that merge the same two Versions with the same
  choices get the same Version, hash and all.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple

from neksus_desktop.errors import ExchangeChoiceError
from neksus_desktop.exchange.merge_files import contested, files_of_rows, named_apart, without_losers
from neksus_desktop.records.attachment import PREFIX, attached, attachment_fields
from neksus_desktop.records.subject import Subject
from neksus_desktop.records.version import Version

Pick = Literal["mine", "theirs", "both", "own"]
_ROWS = ("evidence/", "followup/")
_ROW = re.compile(r"\[([0-9a-z]{8})\]")
_ROW_IDS = re.compile(r"([0-9a-z]{8}( [0-9a-z]{8})*)?")
SUBJECT = "subject/"
"""Prefix under which the subject's attributes are merged like fields; their values are JSON."""


class Collision(NamedTuple):
    """One field that both sides changed, each in its own way."""

    path: str
    base: str
    mine: str
    theirs: str


class Choice(NamedTuple):
    """What to do about a collision: keep mine, take theirs, both texts, or a text of one's own."""

    pick: Pick
    text: str = ""


class Merged(NamedTuple):
    """The merged fields, in which collisions still hold «mine», and the collisions."""

    fields: dict[str, str]
    collisions: tuple[Collision, ...]


def merge_fields(base: Mapping[str, str], mine: Mapping[str, str], theirs: Mapping[str, str]) -> Merged:
    """Merge two sets of fields from their common base."""
    fields: dict[str, str] = {}
    collisions = []
    for path in sorted(base.keys() | mine.keys() | theirs.keys()):
        was, one, other = base.get(path, ""), mine.get(path, ""), theirs.get(path, "")
        value = _settle(path, was, one, other)
        if value is None:
            collisions.append(Collision(path, was, one, other))
            value = one
        if value:
            fields[path] = value
    return _files(_whole_rows(Merged(fields, tuple(collisions)), base, mine, theirs), base, mine, theirs)


def resolve(merged: Merged, choices: Mapping[str, Choice], *, mine_first: bool) -> dict[str, str]:
    """The fields after the choices; ``mine_first`` orders «both» the same way in every workplace.

    Raises:
        ExchangeChoiceError: a collision has no choice, or «both» of two files that answer one question.
    """
    fields = dict(merged.fields)
    answered = {facts.owner for facts in attached(fields)}
    for collision in merged.collisions:
        choice = choices.get(collision.path)
        if choice is None or (choice.pick == "both" and collision.path in answered):
            raise ExchangeChoiceError(path=collision.path)
        fields[collision.path] = _chosen(collision, choice, mine_first=mine_first)
    chosen = without_losers(fields, {collision.path for collision in merged.collisions})
    return _listed({path: value for path, value in chosen.items() if value})


def state_of(version: Version) -> dict[str, str]:
    """A Version's fields and subject as one set of fields."""
    return with_subject(version.fields, version.subject)


def with_subject(fields: Mapping[str, str], subject: Subject) -> dict[str, str]:
    """Fields and subject as one set of fields."""
    attributes = subject.model_dump(mode="json", exclude={"id", "invented"}, exclude_defaults=True)
    found = {f"{SUBJECT}{name}": json.dumps(value, ensure_ascii=False) for name, value in attributes.items()}
    return {**{path: value for path, value in fields.items() if value}, **found}


def split_subject(state: Mapping[str, str], subject: Subject) -> tuple[dict[str, str], Subject]:
    """The other way: the fields, and ``subject`` (for id and mark) with the attributes out of the state."""
    fields = {path: value for path, value in state.items() if not path.startswith(SUBJECT)}
    given = {path[len(SUBJECT) :]: json.loads(value) for path, value in state.items() if path.startswith(SUBJECT)}
    kept = {"id": subject.id, "invented": subject.invented, "type": subject.type, "title": subject.title}
    return fields, Subject.model_validate({**kept, **given})


def _settle(path: str, was: str, one: str, other: str) -> str | None:
    if other in (one, was):
        return one
    if one == was:
        return other
    if path.startswith(PREFIX) and path.endswith("/name"):
        return min(one, other)  # only a merge renames a file; what one side took away is away
    if path == "points" or (path.startswith("note/") and path.endswith("/tags")) or _is_row_list(path, was, one, other):
        return _merge_sets(was.split(), one.split(), other.split())
    return None


def _is_row_list(path: str, *values: str) -> bool:
    """Whether these are a repeat's row ids, in order; a text that happens to look so is a set of eight-letter words."""
    return path.startswith("/") and all(_ROW_IDS.fullmatch(value) for value in values)


def _listed(fields: dict[str, str]) -> dict[str, str]:
    """Every row of a repeat that has a field stands in the repeat's list of rows."""
    for path in list(fields):
        for found in _ROW.finditer(path):
            repeat, row = path[: found.start()], found[1]
            rows = fields.get(repeat, "").split()
            if row not in rows:
                fields[repeat] = " ".join([*rows, row])
    return fields


def _merge_sets(was: list[str], one: list[str], other: list[str]) -> str:
    removed = (set(was) - set(one)) | (set(was) - set(other))
    added = (set(one) | set(other)) - set(was)
    return " ".join([*(item for item in was if item not in removed), *sorted(added)])


def _whole_rows(merged: Merged, base: Mapping[str, str], mine: Mapping[str, str], theirs: Mapping[str, str]) -> Merged:
    """Rows that one side removed and the other changed: every attribute collides, so that no half row is left."""
    fields, collisions = dict(merged.fields), {collision.path: collision for collision in merged.collisions}
    sides = (base, mine, theirs)
    rows: dict[str, set[str]] = {}
    for side in sides:
        for path in side:
            for row in _rows_of(path):
                rows.setdefault(row, set()).add(path)
    files = tuple(files_of_rows(side, rows) for side in sides)
    for row, paths in rows.items():
        here = [any(side.get(path) for path in paths) for side in sides]
        if not here[0] or here[1] == here[2]:
            continue
        kept = 1 if here[1] else 2
        held = files[kept].get(row, {})
        if held.keys() == files[0].get(row, {}).keys() and all(sides[kept].get(one) == base.get(one) for one in paths):
            continue
        for path in paths:
            if (one := mine.get(path, "")) != (other := theirs.get(path, "")):
                collisions[path] = Collision(path, base.get(path, ""), one, other)
                fields[path] = one
        for facts in held.values():
            fields |= attachment_fields(facts)
    return Merged({path: value for path, value in fields.items() if value}, tuple(sorted(collisions.values())))


def _rows_of(path: str) -> Iterator[str]:
    """Prefixes of the rows that a path stands in, the outermost first."""
    for prefix in _ROWS:
        if path.startswith(prefix):
            key, slash, _ = path[len(prefix) :].partition("/")
            yield f"{prefix}{key}{slash}"
    for found in _ROW.finditer(path) if path.startswith("/") else ():
        yield path[: found.end()]


def _files(merged: Merged, base: Mapping[str, str], mine: Mapping[str, str], theirs: Mapping[str, str]) -> Merged:
    """Names apart, and a collision where two files answer one question, whatever they are called."""
    if not any(path.startswith(PREFIX) for path in merged.fields):
        return merged
    fields = named_apart(merged.fields)
    collisions = {collision.path: collision for collision in merged.collisions}
    for path, one, other in contested(fields, base, mine, theirs):
        collisions[path] = Collision(path, base.get(path, ""), one, other)
        fields[path] = one
    return Merged({path: value for path, value in fields.items() if value}, tuple(sorted(collisions.values())))


def _chosen(collision: Collision, choice: Choice, *, mine_first: bool) -> str:
    if choice.pick == "mine":
        return collision.mine
    if choice.pick == "theirs":
        return collision.theirs
    if choice.pick == "own":
        return choice.text
    texts = [collision.mine, collision.theirs] if mine_first else [collision.theirs, collision.mine]
    return "\n\n".join(text for text in texts if text)
