"""Shipped code lists: kinds of evidence, roles, countries, legal bases and the like, each in nb, nn and en.

One JSON file per list in ``forms/codelists``: ``{"code": {"nb": …, "nn": …, "en": …}}``, with an optional ``help`` of
the same shape. JSON, because the list screen needs the countries at once and ``json`` is a hundred times faster than
YAML. The Norwegian country names are edited by hand: raw library data is wrong for some of them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

from neksus_desktop.errors import NotFoundError
from neksus_desktop.paths import shipped


class Codelist(NamedTuple):
    """Codes in the order they are offered, and what each is called."""

    name: str
    codes: tuple[str, ...]
    rows: Mapping[str, Mapping[str, Any]]

    def label(self, code: str, language: str) -> str:
        """What ``code`` is called; the code itself if it is not in the list, so that old data can always be shown."""
        row = self.rows.get(code, {})
        return str(row.get(language) or row.get("nb") or code)

    def help(self, code: str, language: str) -> str:
        """A sentence of help about ``code``, or nothing."""
        row = self.rows.get(code, {}).get("help", {})
        return str(row.get(language) or row.get("nb") or "")


@cache
def codelist(name: str) -> Codelist:
    """The shipped list ``name``.

    Raises:
        NotFoundError: there is no such list.
    """
    path = shipped("forms", "codelists", f"{name}.json")
    if not name.isidentifier() or not path.is_file():
        raise NotFoundError(kind="codelist", id=name)
    rows = json.loads(path.read_text(encoding="utf-8"))
    return Codelist(name, tuple(rows), rows)
