"""What the handbook calls things by is what the window calls them, and the page of keys has every key there is.

In the handbook a name of the window stands in bold or in quotation marks. Bold that begins an item of a list and ends
with a mark («**Publikasjoner:** …») leads into it; other emphasis stands in italics.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from functools import cache

import pytest

from neksus_desktop.ui.handbook import pages
from neksus_desktop.ui.places import shortcuts
from tests.rules.source import LANGUAGES, ROOT, modules
from tests.rules.test_texts import catalogue

_HEADINGS = {"---", "Tast", "Key"}
_NO_NAMES = re.compile(r"^(?:- |\d+\. )\*\*[^*]*[.:?!]\*\*|`[^`]*`", re.MULTILINE)
"""What leads into an item, and what one types."""
_NAMED = re.compile(r"\*\*([^*]+)\*\*|[«“]([^»”]+)[»”]")
_KEY_IN_CODE = re.compile(r"(?:(?:Ctrl|Alt|Shift)\+)+\S+|F\d+")
_STANDARD = {
    "Copy": "Ctrl+C", "Find": "Ctrl+F", "Paste": "Ctrl+V", "Print": "Ctrl+P", "Save": "Ctrl+S", "Undo": "Ctrl+Z",
    "ZoomIn": "Ctrl++", "ZoomOut": "Ctrl+-",
}  # fmt: skip
_PLAIN = {
    "venstre": "Left", "Pil ned": "Down", "Pil opp": "Up", "Mellomrom": "Space", "Enter": "Return",
    "PgUp": "Page Up", "PgDown": "Page Down", "−": "-",
}  # fmt: skip
"""Words on the pages of keys, as Qt has them in every language; and Qt's own other names for them."""
_OF_A_CONTROL = {
    *"123456789", "Alt+1", "Alt+2", "Alt+3", "Alt+4", "Alt+Down", "Alt+I", "Alt+M", "Delete", "Down", "Esc", "F2",
    "Return", "Shift+Tab", "Space", "Tab", "Up",
}  # fmt: skip
"""Keys that a control takes itself, or Qt."""
_OF_A_PLACE = {keys for role in ("post", "norad", "norec") for keys in shortcuts(role).values()}


@cache
def names(language: str) -> tuple[frozenset[str], re.Pattern[str]]:
    """What stands in the window: whole texts, and one pattern of those with something put in."""
    texts = [*catalogue(language).values(), *_names_of_forms(language)]
    patterns = [".+".join(map(re.escape, re.split(r"\{[^}]*\}", _plain(one)))) for one in texts if "{" in one]
    return frozenset(map(_plain, texts)), re.compile("|".join(patterns))


def _names_of_forms(language: str) -> Iterator[str]:
    line = re.compile(rf"^\s*(?:\S+_)?{language}: (.+)$", re.MULTILINE)
    for path in sorted((ROOT / "forms").rglob("*.yaml")):
        text = path.read_text(encoding="utf-8")
        own = (
            line
            if f"default_language: {language}" not in text
            else re.compile(f"{line.pattern}|form_title: (.+)$", re.MULTILINE)
        )
        yield from (one.strip("'\"") for found in own.finditer(text) for one in found.groups() if one)
    for path in sorted((ROOT / "forms" / "codelists").glob("*.json")):
        for code in json.loads(path.read_text(encoding="utf-8")).values():
            if isinstance(code, dict) and isinstance(code.get(language), str):
                yield code[language]


def _plain(name: str) -> str:
    return name.removesuffix("…").strip().rstrip(".:?").casefold()


def keys_on_page(language: str) -> list[str]:
    """The keys of the page of keys, as the page writes them."""
    (page,) = [one for one in pages(language) if one.id == "shortcuts"]
    cells = [row.split("|")[1].strip() for row in page.text.splitlines() if row.startswith("| ")]
    rows = [cell for cell in cells if cell not in _HEADINGS]
    return [key for cell in rows for key in _all_of(cell)]


def _all_of(cell: str) -> list[str]:
    """«A, B» are two keys, «Alt+1 … Alt+4» are four."""
    first, _, last = cell.partition(" … ")
    if not last:
        return cell.split(", ")
    return [f"{first[:-1]}{digit}" for digit in range(int(first[-1]), int(last[-1]) + 1)]


def _portable(key: str) -> str:
    for word, plain in _PLAIN.items():
        key = key.replace(word, plain)
    return key


@cache
def keys_in_code() -> set[str]:
    """Every combination of keys that the window's code names."""
    found = set()
    for path, tree in modules():
        if "ui" not in path.parts:
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and _KEY_IN_CODE.fullmatch(node.value):
                found.add(_portable(node.value))
            if isinstance(node, ast.Attribute) and ast.unparse(node.value).endswith("StandardKey"):
                found.add(_STANDARD[node.attr])
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_handbook_names_things_as_the_window_does(language: str) -> None:
    whole, filled = names(language)
    keys = set(keys_on_page(language))
    unknown = []
    for page in pages(language):
        for found in _NAMED.findall(_NO_NAMES.sub("", page.text)):
            said = "".join(found)
            name = _plain(said)
            known = said in keys or name in whole or filled.fullmatch(name)
            if not known and not (said.endswith("…") and any(one.startswith(name) for one in whole)):
                unknown.append(f"{page.id}: {said}")
    assert not unknown, "\n".join(unknown)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_of_keys_has_the_keys_there_are(language: str) -> None:
    assert set(map(_portable, keys_on_page(language))) == keys_in_code() | _OF_A_CONTROL | _OF_A_PLACE


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_of_keys_is_the_same_in_every_language(language: str) -> None:
    assert list(map(_portable, keys_on_page(language))) == list(map(_portable, keys_on_page("en")))
