"""What the user chose about the program itself (not about any record); no names, no contents, no recent files.

A profile keeps these in its database; the language and theme used before a profile is open are the defaults.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields, replace
from typing import Literal, get_args

from neksus_desktop.texts import Language

Theme = Literal["system", "light", "dark"]


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings with their defaults; ``lock_minutes`` 0 means that the profile never locks by itself."""

    language: Language = "nb"
    theme: Theme = "system"
    text_size_percent: int = 100
    lock_minutes: int = 15
    reduced_motion: bool = False
    pack: Literal["neksus", "norec"] = "neksus"
    acting_role: str = "programansvarlig"

    def to_strings(self) -> dict[str, str]:
        """As ``{name: text}`` for storing."""
        return {name: str(value) for name, value in asdict(self).items()}

    @classmethod
    def from_strings(cls, stored: dict[str, str]) -> Settings:
        """Read stored texts back; unknown names and values that make no sense fall to the defaults."""
        known = cls()
        for field in fields(cls):
            if field.name in stored:
                known = _with(known, field.name, stored[field.name])
        return known


def _with(settings: Settings, name: str, stored: str) -> Settings:
    now = getattr(settings, name)
    if isinstance(now, bool):
        return replace(settings, **{name: stored == "True"})
    if isinstance(now, int):
        return replace(settings, **{name: int(stored)}) if stored.isdecimal() else settings
    allowed = {"language": ("nb", "nn", "en"), "theme": get_args(Theme), "pack": ("neksus", "norec")}.get(name)
    return replace(settings, **{name: stored}) if allowed is None or stored in allowed else settings
