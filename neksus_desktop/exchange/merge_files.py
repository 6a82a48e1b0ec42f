"""Files in a three-way merge: which belong to a row, which answer the same question, what is left after a choice. Pure.

Rules kept here:

* of two files that came to have the same name the one added later gets another, since the answer of an upload question
  is the name; ids are in the order of adding, so every workplace names them alike;
* a question has one file: where both sides put another one to it, or one took it away, somebody chooses, and the file
  that was not chosen goes; it stays in the Versions of its side;
* a ground that is gone takes its files with it, never without somebody's choice.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from neksus_desktop.records.attachment import AttachmentFacts, attached, attachment_fields, free_name

_GROUND = "evidence/"


def files_of_rows(side: Mapping[str, str], rows: Iterable[str]) -> dict[str, dict[str, AttachmentFacts]]:
    """Per row (by its prefix) the files that a ground or a question in it has, by id."""
    files = attached(side)
    found: dict[str, dict[str, AttachmentFacts]] = {}
    for row in rows if files else ():
        ground = row[len(_GROUND) : -1] if row.startswith(_GROUND) else ""
        for facts in files:
            if facts.owner == ground if ground else facts.owner.startswith(row):
                found.setdefault(row, {})[facts.id] = facts
    return found


def named_apart(state: Mapping[str, str]) -> dict[str, str]:
    """The fields with no two files of the same name; an answer that was a name follows its file."""
    fields = dict(state)
    taken: set[str] = set()
    owners: set[str] = set()
    for facts in attached(fields):
        name = facts.name
        if name.casefold() in taken:
            name = free_name(name, [one.name for one in attached(fields) if one.id != facts.id])
            fields |= attachment_fields(facts._replace(name=name))
            if fields.get(facts.owner) == facts.name and facts.owner not in owners:
                fields[facts.owner] = name
        taken.add(name.casefold())
        owners.add(facts.owner)
    return fields


def contested(
    fields: Mapping[str, str], base: Mapping[str, str], mine: Mapping[str, str], theirs: Mapping[str, str]
) -> Iterator[tuple[str, str, str]]:
    """Questions to which both sides put another file: path, name of our file and of theirs as ``fields`` has them."""
    names = {facts.id: facts.name for facts in attached(fields)}
    was, ours, others = _answering(base), _answering(mine), _answering(theirs)
    for path in sorted(ours.keys() | others.keys()):
        one, other = ours.get(path), others.get(path)
        before, here, there = (facts.digest if facts else "" for facts in (was.get(path), one, other))
        if len({before, here, there}) == 3:  # noqa: PLR2004 - all different
            yield path, _name(names, one, mine.get(path, "")), _name(names, other, theirs.get(path, ""))


def without_losers(fields: Mapping[str, str], asked: Collection[str]) -> dict[str, str]:
    """The fields without the files that were decided against; ``asked`` are the paths that somebody chose for."""
    gone: set[str] = set()
    grounds = {path.split("/")[1] for path, value in fields.items() if path.startswith(_GROUND) and value}
    removed = {path.split("/")[1] for path in asked if path.startswith(_GROUND)} - grounds
    for facts in attached(fields):
        if facts.owner in removed or (facts.owner in asked and fields.get(facts.owner) != facts.name):
            gone |= attachment_fields(facts).keys()
    return {path: value for path, value in fields.items() if path not in gone}


def _answering(side: Mapping[str, str]) -> dict[str, AttachmentFacts]:
    """Per upload question its file: the one whose name is the answer."""
    return {facts.owner: facts for facts in attached(side) if side.get(facts.owner) == facts.name}


def _name(names: Mapping[str, str], facts: AttachmentFacts | None, answer: str) -> str:
    return names.get(facts.id, facts.name) if facts else answer
