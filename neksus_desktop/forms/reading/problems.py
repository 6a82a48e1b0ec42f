"""One problem of a form: where it is, which rule it breaks, what to do; the sentences come from the catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from neksus_desktop.texts import Language, text

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class FormProblem:
    """A fault or a notice, told in one language.

    ``sheet`` and ``row`` (the row as the spreadsheet program counts it, or the line of a YAML file) say where in a
    spreadsheet; ``bind`` says where in an XForm. ``facts`` fill the placeholders of the sentences.
    """

    code: str
    severity: Severity = "error"
    sheet: str = ""
    row: int = 0
    bind: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)
    language: Language = "nb"

    @property
    def message(self) -> str:
        """What is wrong, as one sentence."""
        return self._text(f"check.{self.code}.what")

    @property
    def remedy(self) -> str:
        """What the form's author can do about it, with the nearest known word if there is one."""
        advice = self._text(f"check.{self.code}.do")
        return f"{advice} {self._text('check.near')}" if self.facts.get("suggestion") else advice

    def _text(self, key: str) -> str:
        return text(self.language, f"form.{key}", **{"bind": self.bind} | dict(self.facts))

    @property
    def where(self) -> str:
        """The place in words: sheet and row, or bind, or the whole form."""
        if self.sheet and self.row:
            return text(self.language, "form.where.row", sheet=self.sheet, row=self.row)
        if self.sheet:
            return text(self.language, "form.where.sheet", sheet=self.sheet)
        if self.bind:
            return text(self.language, "form.where.bind", bind=self.bind)
        return text(self.language, "form.where.form")

    def told_in(self, language: Language) -> FormProblem:
        """The same problem in another language."""
        return replace(self, language=language)

    def as_json(self) -> dict[str, str | int]:
        """All of it as plain values, for ``neksus form check --json``."""
        return {
            "code": self.code,
            "severity": self.severity,
            "sheet": self.sheet,
            "row": self.row,
            "bind": self.bind,
            "where": self.where,
            "message": self.message,
            "remedy": self.remedy,
        }
