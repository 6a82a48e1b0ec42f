"""Every sentence the program says, by key, in nb, nn and en; no Qt, so that print and CLI share it.

``resources/i18n/<language>/<room>.json`` holds flat ``"key": "text"`` pairs; the room is the key's part
before the first dot and is read the first time one of its keys is asked for. A text that counts has two
keys, ``….one`` and ``….other``: whole sentences per count (glossary rule 10).
Placeholders are ``{name}``; values are inserted as they are, so a screen shows them as plain text.
"""

from __future__ import annotations

import json
from functools import cache
from typing import Literal, get_args

from neksus_desktop.paths import shipped

Language = Literal["nb", "nn", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
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
    return found.format_map({k: str(v) for k, v in values.items()}) if values else found


def count_text(language: Language, key: str, count: int, /, **values: object) -> str:
    """The ``.one`` or ``.other`` sentence for ``count``; ``{count}`` is filled in."""
    form = "one" if count == 1 else "other"
    return text(language, f"{key}.{form}", count=count, **values)
