"""What a form shows to the rest of the house: points, views of nodes, choices, changes, problems.

Nothing here computes anything; these are the frozen shapes that cross the border of the engine.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

NodeKind = Literal["group", "repeat", "question", "row"]
Severity = Literal["error", "warning"]
NONE: frozenset[str] = frozenset()
ASPECTS = ("values", "relevance", "required", "readonly", "validity", "choices", "labels", "rows")


@dataclass(frozen=True, slots=True)
class Point:
    """A group that is a *point* of a checklist (or each question, in a form that declares none)."""

    id: str
    number: str
    key: str
    section: str
    subjects: tuple[str, ...]
    attributes: Mapping[str, str]
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One alternative; ``extra`` holds the list's other columns and ``media:…`` references."""

    value: str
    label: str
    extra: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NodeView:
    """All a screen needs to show one node, computed when asked for."""

    key: str
    name: str
    path: str
    kind: NodeKind
    type: str
    appearance: str
    label: str
    hint: str
    guidance: str
    value: str
    relevant: bool
    required: bool
    readonly: bool
    valid: bool
    message: str
    choices: tuple[Choice, ...]
    media: Mapping[str, str]
    attributes: Mapping[str, str]


class ChangeSet:
    """The keys whose value, relevance, … differ after an operation; exactly those. Frozen when first looked at."""

    __slots__ = ("_frozen", "_seen")

    def __init__(self, seen: Any = None) -> None:
        """``seen`` belongs to this change set from now on: ``values``, ``relevance``, and ``more`` by aspect."""
        self._seen = seen
        self._frozen: tuple[frozenset[str], ...] | None = None

    def __iter__(self) -> Iterator[frozenset[str]]:
        """All aspects, in the order of ``ASPECTS``."""
        if self._frozen is None:
            seen = self._seen
            told = {} if seen is None else {"values": seen.values, "relevance": seen.relevance, **(seen.more or {})}
            self._frozen = tuple(frozenset(told[name]) if told.get(name) else NONE for name in ASPECTS)
            self._seen = None
        return iter(self._frozen)

    def __eq__(self, other: object) -> bool:
        """Whether both say the same."""
        return isinstance(other, ChangeSet) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        """Of what it says."""
        return hash(tuple(self))

    def __repr__(self) -> str:
        told = ", ".join(f"{aspect}={set(keys)}" for aspect, keys in zip(ASPECTS, self, strict=True) if keys)
        return f"ChangeSet({told})"

    @property
    def values(self) -> frozenset[str]:
        """Whose value."""
        return next(iter(self))

    @property
    def relevance(self) -> frozenset[str]:
        """Whose relevance."""
        return tuple(self)[1]

    @property
    def required(self) -> frozenset[str]:
        """Which became required or optional."""
        return tuple(self)[2]

    @property
    def readonly(self) -> frozenset[str]:
        """Which became fixed or free."""
        return tuple(self)[3]

    @property
    def validity(self) -> frozenset[str]:
        """Whose validity."""
        return tuple(self)[4]

    @property
    def choices(self) -> frozenset[str]:
        """Whose alternatives may."""
        return tuple(self)[5]

    @property
    def labels(self) -> frozenset[str]:
        """Whose texts may."""
        return tuple(self)[6]

    @property
    def rows(self) -> frozenset[str]:
        """Repeats whose rows or their order."""
        return tuple(self)[7]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that stands in the way of a complete answer; ``message`` is in the session's language."""

    key: str
    path: str
    code: str
    severity: Severity
    message: str


def local_now() -> dt.datetime:
    """The clock, in the process's time zone."""
    return dt.datetime.now().astimezone()


@dataclass(frozen=True, slots=True)
class SessionContext:
    """What a form may ask about its surroundings. Names of people are never filled in by themselves."""

    now: Callable[[], dt.datetime] = local_now
    username: str = ""
    deviceid: str = ""
    email: str = ""
    phonenumber: str = ""
    instance_id: str = ""
