"""What the user chose about the program itself (not about any record); no names, no contents, no recent files.

A profile keeps these in its database; the language and theme used before a profile is open are the defaults.
"""

from __future__ import annotations

from typing import Any, Literal, NamedTuple, get_args

from neksus_desktop.texts import LANGUAGES, Language

Theme = Literal["system", "light", "dark"]


class Settings(NamedTuple):
    """All settings with their defaults; ``lock_minutes`` 0 means that the profile never locks by itself."""

    language: Language = "nb"
    theme: Theme = "system"
    text_size_percent: int = 100
    lock_minutes: int = 15
    reduced_motion: bool = False
    pack: Literal["neksus", "norec"] = "neksus"
    acting_role: str = "programansvarlig"
    all_points: bool = False
    """Whether the editor shows all points in one scroll."""

    def to_strings(self) -> dict[str, str]:
        """As ``{name: text}`` for storing."""
        return {name: str(value) for name, value in self._asdict().items()}

    @classmethod
    def from_strings(cls, stored: dict[str, str]) -> Settings:
        """Read stored texts back; unknown names and values that make no sense fall to the defaults."""
        default = cls()
        read: dict[str, Any] = {}
        for name in cls._fields:
            if name in stored:
                read[name] = _read(getattr(default, name), name, stored[name])
        return default._replace(**read)


_ALLOWED: dict[str, tuple[str, ...]] = {"language": LANGUAGES, "theme": get_args(Theme), "pack": ("neksus", "norec")}


def _read(default: str | int, name: str, stored: str) -> str | int:
    """The stored text as the default's type, or the default where it makes no sense."""
    if isinstance(default, bool):
        return stored == "True"
    if isinstance(default, int):
        return int(stored) if stored.isdecimal() else default
    return stored if stored in _ALLOWED.get(name, (stored,)) else default
