"""What is asked at the first start, and what is wrong with it; without Qt, so that it is tested without a window."""

from __future__ import annotations

from dataclasses import dataclass

SHORTEST = 8
"""Characters of a passphrase, as the store asks for."""


@dataclass(frozen=True, slots=True)
class StartAnswers:
    """What was filled in so far."""

    role: str = ""
    name: str = ""
    protect: bool = True
    passphrase: str = ""
    repeated: str = ""


def faults(answers: StartAnswers, step: int) -> dict[str, str]:
    """What is missing on a step (0 workplace, 1 protection): the field and the key of the sentence that says it."""
    if step == 0:
        return _missing(role=("", answers.role), name=("", answers.name.strip()))
    if not answers.protect:
        return {}
    found = {}
    if len(answers.passphrase) < SHORTEST:
        found["passphrase"] = "ui.start.fault.short"  # noqa: S105 - a key of the catalogue
    elif answers.passphrase != answers.repeated:
        found["repeated"] = "ui.start.fault.differs"
    return found


def _missing(**pairs: tuple[str, str]) -> dict[str, str]:
    return {name: f"ui.start.fault.{name}" for name, (empty, value) in pairs.items() if value == empty}
