"""Who may read what: the four editions and what each lets through. Chosen by a person, named on every page.

========== ============================================================================================================
internal   everything
shareable  confirmed shareable texts only; no values, grounds, follow-ups; shielded answers are left out
public     as shareable, and the legal basis stands where an answer was left out
anonymous  values and confirmed shareable texts; subject, partner and place are always masked
========== ============================================================================================================

Rules kept here: what is not let through never reaches the content, so it cannot be uncovered; a shielded partner is
masked in every edition but the internal one, and his name is taken out of the texts as well.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from unicodedata import normalize

from neksus_desktop.records.note import PointNote, Shielding
from neksus_desktop.records.record import Record
from neksus_desktop.records.subject import Subject
from neksus_desktop.reports.content.model import Edition
from neksus_desktop.reports.content.wording import code_label
from neksus_desktop.texts import Language, text

_SHORTEST_NAME = 3
_UNSEEN = "[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff]*"
"""Characters that leave no trace on paper, such as the soft hyphens of a word processor."""


@dataclass(frozen=True, slots=True)
class Reader:
    """What a reader of one edition of one record may see."""

    edition: Edition
    language: Language
    subject: Subject
    today: date
    _names: tuple[str, ...] = ()

    @property
    def internal(self) -> bool:
        """Internal texts, grounds, follow-ups, decisions."""
        return self.edition == "internal"

    @property
    def values(self) -> bool:
        """Values of the answers."""
        return self.edition in {"internal", "anonymous"}

    def shielded(self, shielding: Shielding) -> bool:
        """Whether an answer is kept from this reader."""
        if self.internal or not shielding.legal_basis:
            return False
        return shielding.until is None or shielding.until >= self.today

    def shielding_text(self, shielding: Shielding) -> str:
        """What stands where an answer was left out: the legal basis, in the public edition alone."""
        if self.edition != "public":
            return ""
        return text(self.language, "report.left_out", basis=basis_text(self.language, shielding.legal_basis))

    def shareable(self, note: PointNote) -> str:
        """The confirmed shareable text, without the names of a masked partner."""
        return self.scrubbed(note.shareable) if note.shareable_confirmed else ""

    def scrubbed(self, said: str) -> str:
        """The text without names that are masked."""
        for name in self._names:
            said = _as_written(name).sub(text(self.language, "report.masked"), normalize("NFC", said))
        return said

    def edition_text(self) -> str:
        """The edition's name, as it stands on every page."""
        return text(self.language, f"report.edition.{self.edition}")


def reader(record: Record, edition: Edition, language: Language, today: date) -> Reader:
    """The reader of this edition of this record."""
    subject = record.subject
    if edition == "internal" or not (subject.partner_shielded or edition == "anonymous"):
        return Reader(edition, language, subject, today)
    names = [subject.partner, subject.title, subject.agreement_number, subject.case_number, subject.description]
    if edition == "anonymous":
        names += _country_names(subject.country)
    mask = text(language, "report.masked")
    hidden = subject.masked().model_copy(
        update={"title": mask, "partner": mask if subject.partner else "", "country": "", "iati_org_type": ""}
    )
    return Reader(edition, language, hidden, today, _longest_first(names))


def basis_text(language: Language, basis: str) -> str:
    """The legal basis as it is written in the language; free text stays."""
    return code_label(language, "skjermingshjemmel", basis)


def _country_names(code: str) -> list[str]:
    return [code_label(language, "land", code) for language in ("nb", "nn", "en")] if code else []


def _longest_first(names: Sequence[str]) -> tuple[str, ...]:
    seen = {normalize("NFC", re.sub(_UNSEEN, "", name)).strip() for name in names}
    return tuple(sorted({name for name in seen if len(name) >= _SHORTEST_NAME}, key=len, reverse=True))


@cache
def _as_written(name: str) -> re.Pattern[str]:
    """The name in any case, across any space or line break, and with unseen characters inside."""
    words = [_UNSEEN.join(map(re.escape, word)) for word in name.split()]
    return re.compile(rf"{_UNSEEN}(?:\s{_UNSEEN})+".join(words), re.IGNORECASE)
