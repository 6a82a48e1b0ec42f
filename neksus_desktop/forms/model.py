"""What a form shows to the rest of the house: points, views of nodes, choices, changes, problems.

Nothing here computes anything; these are the frozen shapes that cross the border of the engine.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

NodeKind = Literal["group", "repeat", "question", "row"]
Severity = Literal["error", "warning"]
NONE: frozenset[str] = frozenset()


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


class ChangeSet(NamedTuple):
    """The keys whose value, relevance, … differ after an operation; exactly those."""

    values: frozenset[str] = NONE
    relevance: frozenset[str] = NONE
    required: frozenset[str] = NONE
    readonly: frozenset[str] = NONE
    validity: frozenset[str] = NONE
    choices: frozenset[str] = NONE
    labels: frozenset[str] = NONE
    rows: frozenset[str] = NONE


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
