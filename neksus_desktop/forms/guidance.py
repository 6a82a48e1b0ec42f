"""The guidance panels of the neksus checklist: short texts on pillars, principles, guidelines and dilemmas.

A point names the panels it wants in its attribute ``guidance`` (``docs/form-conventions.md``). The texts are our own
summaries; ``ref`` is the section of the guide that they sum up.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from neksus_desktop.paths import shipped


@dataclass(frozen=True, slots=True)
class Panel:
    """One text beside a point. ``ref`` is the guide's section, empty for our own notes («Merk»)."""

    id: str
    ref: str
    titles: Mapping[str, str]
    texts: Mapping[str, str]

    def title(self, language: str) -> str:
        """The heading; bokmål if the language is not one of ours."""
        return self.titles.get(language, self.titles["nb"])

    def text(self, language: str) -> str:
        """The text; bokmål if the language is not one of ours."""
        return self.texts.get(language, self.texts["nb"])


@cache
def panels() -> Mapping[str, Panel]:
    """All panels by id, in the order of the file."""
    from neksus_desktop.forms.reading.yaml_text import load

    path = shipped("forms", "neksus", "guidance.yaml")
    found = load(path.read_text(encoding="utf-8"), path.name)
    return MappingProxyType({key: Panel(key, row["ref"], row["title"], row["text"]) for key, row in found.items()})
