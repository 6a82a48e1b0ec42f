"""Short language codes in YAML forms and the column names that XLSForm wants: ``nb`` ⇄ ``Norsk bokmål (nb)``."""

from __future__ import annotations

NAMES: dict[str, str] = {
    "nb": "Norsk bokmål (nb)",
    "nn": "Norsk nynorsk (nn)",
    "en": "English (en)",
    "fr": "Français (fr)",
    "es": "Español (es)",
    "pt": "Português (pt)",
    "ar": "العربية (ar)",
    "sw": "Kiswahili (sw)",
}
CODES: dict[str, str] = {name: code for code, name in NAMES.items()}
TRANSLATED = frozenset(
    {
        "label",
        "hint",
        "guidance_hint",
        "constraint_message",
        "required_message",
        "image",
        "big-image",
        "audio",
        "video",
        "media::image",
        "media::big-image",
        "media::audio",
        "media::video",
    }
)
"""The columns that may stand once per language."""


def column(base: str, language: str) -> str:
    """``label`` and ``nb`` give ``label::Norsk bokmål (nb)``."""
    return f"{base}::{NAMES.get(language, language)}"


def split(heading: str) -> tuple[str, str]:
    """A column's base and language: ``label::English (en)`` gives ``("label", "en")``; no language gives ``""``."""
    base, mark, language = heading.rpartition("::")
    if not mark or base not in TRANSLATED:
        return heading, ""
    return base, CODES.get(language, language)
