"""Qt's own words (buttons of stock dialogs, menu of a text field, file dialog) in nb, nn and en.

Qt ships no Norwegian with PySide6. The catalogue ``qt.json`` is keyed by Qt's English source text.
"""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import QCoreApplication, QLocale, QTranslator

from neksus_desktop.texts import BCP47, Language, room


class CatalogueTranslator(QTranslator):
    """Answers Qt's questions from our catalogue; what is not in it stays English."""

    def __init__(self, language: Language) -> None:
        super().__init__()
        self._texts = room(language, "qt")

    def isEmpty(self) -> bool:
        """Qt skips a translator that says it is empty."""
        return not self._texts

    def translate(self, context: str, source: str, disambiguation: str | None = None, n: int = -1) -> str:
        """The text for Qt's source text, or None (a null string), which makes Qt use its own."""
        del context, disambiguation, n
        return self._texts.get(source)  # type: ignore[return-value]  # the stub does not know null strings


class QtLanguage:
    """Holds the translator that is installed, so that there is one at a time in a program."""

    _installed: ClassVar[CatalogueTranslator | None] = None

    def use(self, language: Language) -> None:
        """Install the translator of a language and make its locale the default one."""
        if QtLanguage._installed is not None:
            QCoreApplication.removeTranslator(QtLanguage._installed)
            QtLanguage._installed = None
        QLocale.setDefault(QLocale(BCP47[language].replace("-", "_")))
        if language != "en":
            QtLanguage._installed = CatalogueTranslator(language)
            QCoreApplication.installTranslator(QtLanguage._installed)
