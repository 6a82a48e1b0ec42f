"""Every sentence the program says, by key, in nb, nn and en; no Qt, so that print and CLI share it.

``resources/i18n/<language>/<room>.json`` holds flat ``"key": "text"`` pairs; the room is the key's part
before the first dot and is read the first time one of its keys is asked for. A text that counts has two
keys, ``….one`` and ``….other``: whole sentences per count (glossary rule 10).
Placeholders are ``{name}``; values are inserted as they are, so a screen shows them as plain text, but whole numbers
from 10,000 up in groups of three (``number``).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Literal, NamedTuple, get_args

from neksus_desktop.errors import NeksusError
from neksus_desktop.paths import shipped

Language = Literal["nb", "nn", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
_GROUPED_FROM = 10_000
BCP47: dict[str, str] = {"nb": "nb-NO", "nn": "nn-NO", "en": "en-GB"}


@cache
def room(language: Language, name: str) -> dict[str, str]:
    """All texts of one room in one language, as ``{key without room: text}``."""
    path = shipped("resources", "i18n", language, f"{name}.json")
    return dict(json.loads(path.read_text(encoding="utf-8")))


def text(language: Language, key: str, /, **values: object) -> str:
    """The text for ``room.key`` with ``values`` put in.

    Raises:
        KeyError: the key is in no catalogue: a fault of the program, found by ``tests/rules``.
    """
    name, _, rest = key.partition(".")
    found = room(language, name)[rest]
    return found.format_map({k: _said(language, v) for k, v in values.items()}) if values else found


def number(language: Language, value: int) -> str:
    """A whole number as written: «10 000» (no break), in English «10,000»; up to four figures together."""
    if abs(value) < _GROUPED_FROM:
        return str(value).replace("-", "\N{MINUS SIGN}")
    grouped = f"{value:,}".replace("-", "\N{MINUS SIGN}")
    return grouped if language == "en" else grouped.replace(",", "\N{NO-BREAK SPACE}")


def _said(language: Language, value: object) -> str:
    return number(language, value) if isinstance(value, int) and not isinstance(value, bool) else str(value)


def count_text(language: Language, key: str, count: int, /, **values: object) -> str:
    """The ``.one`` or ``.other`` sentence for ``count``; ``{count}`` is filled in."""
    form = "one" if count == 1 else "other"
    return text(language, f"{key}.{form}", count=count, **values)


class Explanation(NamedTuple):
    """What happened, and what to do about it."""

    what: str
    do: str


def explain(language: Language, error: NeksusError) -> Explanation:
    """A known error in the user's language."""
    return explain_code(language, error.code, error.facts)


def explain_code(language: Language, code: str, facts: Mapping[str, str | int]) -> Explanation:
    """What an error of this code with these facts says.

    The texts stand in the catalogue of the error's room (the code up to its first underscore; ``core`` where there
    is no such catalogue) as ``error.<code>.what`` and ``.do``; with a fact ``reason`` first
    ``error.<code>.<reason>.what`` is looked for.
    """
    name = code.partition("_")[0]
    texts = room(language, name if shipped("resources", "i18n", language, f"{name}.json").is_file() else "core")
    key = f"error.{code}"
    specific = f"{key}.{facts.get('reason', '')}"
    if f"{specific}.what" in texts:
        key = specific
    if f"{key}.what" not in texts:
        texts, key = room(language, "core"), "error.unknown"
    told = {"code": code} | {fact: _said(language, value) for fact, value in facts.items()}
    told |= {"kind": room(language, "core").get(f"kind.{told['kind']}", told["kind"])} if "kind" in told else {}
    return Explanation(_fill(texts[f"{key}.what"], told), _fill(texts[f"{key}.do"], told))


def _fill(template: str, facts: dict[str, str]) -> str:
    """Put the facts in; a fact that the error was raised without is left out rather than failing on top of it."""
    return template.format_map(_Facts(facts))


class _Facts(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "–"
