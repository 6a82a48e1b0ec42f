"""What the window says, in the language chosen now; the same catalogues as print and command line.

``say("ui.home.title")`` gives a sentence, ``say.count("ui.home.waiting", 3)`` the one for a number. Whoever shows
text connects to ``say.language_changed`` (a ``Screen`` is connected already) and asks again. Dates and numbers
follow the language too, so that «5. juni 2026» never stands in an English window.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Iterable

from PySide6.QtCore import QDate, QLocale, QObject, Signal

from neksus_desktop import texts
from neksus_desktop.errors import NeksusError
from neksus_desktop.texts import BCP47, Explanation, Language

_LONG = {"nb": "d. MMMM yyyy", "nn": "d. MMMM yyyy", "en": "d MMMM yyyy"}
_SHORT = {"nb": "d. MMMM", "nn": "d. MMMM", "en": "d MMMM"}
_FIGURES = {"nb": "dd.MM.yyyy", "nn": "dd.MM.yyyy", "en": "dd/MM/yyyy"}


_NORWEGIAN = str.maketrans({"æ": "{", "ä": "{", "ø": "|", "ö": "|", "å": "}"})


def _alphabetic(name: str, *, norwegian: bool) -> str:
    folded = name.casefold().translate(_NORWEGIAN) if norwegian else name.casefold()
    if folded.isascii():
        return folded
    return "".join(sign for sign in unicodedata.normalize("NFD", folded) if not unicodedata.combining(sign))


class Say(QObject):
    """The current language and everything that is said in it."""

    language_changed = Signal(str)

    def __init__(self, language: Language = "nb") -> None:
        super().__init__()
        self._language: Language = language

    @property
    def language(self) -> Language:
        """nb, nn or en."""
        return self._language

    def set_language(self, language: str) -> None:
        """Change the language; every screen says its texts again."""
        if language in texts.LANGUAGES and language != self._language:
            self._language = language
            self.language_changed.emit(language)

    def __call__(self, key: str, /, **values: object) -> str:
        """The text of ``room.key`` with ``values`` put in."""
        return texts.text(self._language, key, **values)

    def count(self, key: str, number: int, /, **values: object) -> str:
        """The whole sentence for a number: ``key.one`` or ``key.other``."""
        return texts.count_text(self._language, key, number, **values)

    def explain(self, error: NeksusError) -> Explanation:
        """What happened and what to do about it."""
        return texts.explain(self._language, error)

    def locale(self) -> QLocale:
        """For numbers, week days and the calendar."""
        return QLocale(BCP47[self._language].replace("-", "_"))

    def number(self, value: float) -> str:
        """«12 040» in Norwegian, «12,040» in English."""
        whole = isinstance(value, int)
        return texts.number(self._language, int(value)) if whole else self.locale().toString(value, "f", 2)

    def in_order(self, pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
        """Pairs of code and name by the alphabet of the language: æ, ø and å last in Norwegian."""
        return sorted(pairs, key=lambda pair: _alphabetic(pair[1], norwegian=self._language != "en"))

    def date(self, day: dt.date, *, today: dt.date | None = None) -> str:
        """«15. november»; with the year unless ``today`` is given and lies in the same year."""
        form = _SHORT if today is not None and today.year == day.year else _LONG
        return self.locale().toString(QDate(day.year, day.month, day.day), form[self._language])

    def figures(self, day: dt.date) -> str:
        """«05.06.2026», as typed."""
        return self.locale().toString(QDate(day.year, day.month, day.day), _FIGURES[self._language])

    def time(self, moment: dt.datetime) -> str:
        """«14.32», in English «14:32»; ``moment`` is local time already."""
        return moment.strftime("%H:%M" if self._language == "en" else "%H.%M")

    def moment(self, moment: dt.datetime, *, now: dt.datetime) -> str:
        """As near as one says it: «kl. 14.32», «i går», «15. november», «20. januar 2025»."""
        local = moment.astimezone(now.tzinfo)
        if local.date() == now.date():
            return self("ui.time.at", time=self.time(local))
        if local.date() == now.date() - dt.timedelta(days=1):
            return self("ui.time.yesterday")
        return self.date(local.date(), today=now.date())


say = Say()
"""The window's one voice; a program has one language at a time."""
