"""One problem of a form: where it is, which rule it breaks, what to do; the sentences come from the catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from neksus_desktop.texts import Language, text

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class FormProblem:
    """A fault or a notice.

    ``sheet`` and ``row`` (the row as the spreadsheet program counts it, or the line of a YAML file) say where in a
    spreadsheet; ``bind`` says where in an XForm. ``facts`` fill the placeholders of the message.
    """

    code: str
    severity: Severity = "error"
    sheet: str = ""
    row: int | None = None
    bind: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)

    def message(self, language: Language) -> str:
        """What is wrong, as one sentence."""
        return text(language, f"form.check.{self.code}.what", **self.facts)

    def remedy(self, language: Language) -> str:
        """What the form's author can do about it."""
        return text(language, f"form.check.{self.code}.do", **self.facts)

    def where(self, language: Language) -> str:
        """The place in words: sheet and row, or bind, or the whole form."""
        if self.sheet and self.row:
            return text(language, "form.where.row", sheet=self.sheet, row=self.row)
        if self.sheet:
            return text(language, "form.where.sheet", sheet=self.sheet)
        if self.bind:
            return text(language, "form.where.bind", bind=self.bind)
        return text(language, "form.where.form")
