"""The handbook's pages: Markdown in ``resources/handbook/<language>``, their order in ``contents.json``. No Qt.

The pictures lie in ``pictures`` beside the pages; ``python -m tools.handbook`` draws them.
"""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

from neksus_desktop.paths import shipped

_PICTURE = re.compile(r"pictures/[a-z_-]+\.png")
PAGE_OF_PLACE = {
    "home": "place-home",
    "records": "place-records",
    "new_record": "main-job",
    "editor": "place-editor",
    "follow_up": "place-follow-up",
    "registers": "place-registers",
    "search": "place-search",
    "read_across": "place-read-across",
    "exchange": "place-exchange",
    "export": "place-exchange",
    "import": "place-exchange",
    "subjects": "place-subjects",
    "forms": "place-forms",
    "preview": "place-preview",
    "settings": "place-settings",
}
"""What «help on this screen» opens."""


class Page(NamedTuple):
    """One page. ``group`` is "about", "places" or "how"."""

    id: str
    group: str
    title: str
    text: str


@cache
def pages(language: str) -> tuple[Page, ...]:
    """All pages of a language, in the order of the contents."""
    groups = json.loads(shipped("resources", "handbook", "contents.json").read_text(encoding="utf-8"))
    return tuple(_page(language, group, name) for group, names in groups.items() for name in names)


def matching(language: str, words: str) -> tuple[Page, ...]:
    """Pages that hold every word, those with a word in the title first."""
    asked = [word.casefold() for word in words.split()]
    found = [page for page in pages(language) if all(word in _read(page) for word in asked)]
    return tuple(sorted(found, key=lambda page: not any(word in page.title.casefold() for word in asked)))


def picture(language: str, name: str) -> Path | None:
    """The file of a picture that a page names («pictures/home.png»), None for anything else."""
    if not _PICTURE.fullmatch(name):
        return None
    return shipped("resources", "handbook", language, *name.split("/"))


def _read(page: Page) -> str:
    """What is read on a page: its words and what stands on its pictures, not the names of their files."""
    return re.sub(r"!\[([^\]]*)\]\([^)]*\)", r"\1", page.text).casefold()


def _page(language: str, group: str, name: str) -> Page:
    text = shipped("resources", "handbook", language, f"{name}.md").read_text(encoding="utf-8")
    title = re.sub(r"^#\s*", "", text.partition("\n")[0]).strip()
    return Page(name, group, title, text)
