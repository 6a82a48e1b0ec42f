"""Reasons that other workplaces are told: each is there, and has room in the file that tells it."""

from __future__ import annotations

from neksus_desktop.errors import UsageError

LONGEST = {"refuse": 2000, "revoke": 500}
"""Characters, as docs/bundle-format.md has it: why a record is not taken in, and why a key is withdrawn."""


def reason_for(what: str, reason: str) -> str:
    """The reason as it is told.

    Raises:
        UsageError: it is empty or longer than the format allows.
    """
    said = reason.strip()
    if not 0 < len(said) <= LONGEST[what]:
        raise UsageError(reason="reason", most=LONGEST[what], length=len(said))
    return said
