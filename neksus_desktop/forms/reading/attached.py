"""The files an XForm names (pictures, sound, CSV, XML and GeoJSON lists), as far as they lie beside it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape

from neksus_desktop.forms.reading.opening import Opened
from neksus_desktop.forms.reading.problems import FormProblem

_NAMED = re.compile(r"""jr://(?:images|audio|video|file|file-csv)/([^"'<>]+)""")
_EXTERNAL_SELECT = re.compile(r"<(?:\w+:)?input\b[^>]*\bquery=")
_SEARCH = re.compile(r"""appearance=["'][^"']*\bsearch\s*\(""")
_ITEMSETS = "itemsets.csv"


def collect(xform: str, opened: Opened, made: Mapping[str, bytes]) -> tuple[dict[str, bytes], list[FormProblem]]:
    """The files by plain name, and a notice for each that is missing; ``made`` are those the compiler made."""
    media = dict(made)
    wanted = dict.fromkeys(unescape(name.rpartition("/")[2]).strip() for name in _NAMED.findall(xform))
    if _EXTERNAL_SELECT.search(xform):
        wanted[_ITEMSETS] = None
    notices = []
    for name in wanted:
        if name in media or name == "-":
            continue
        data = opened.companion(name)
        if data is None:
            notices.append(FormProblem("media_missing", "warning", facts={"file": name}))
        else:
            media[name] = data
    if _SEARCH.search(xform):
        notices.append(FormProblem("search_degraded", "warning"))
    return media, notices
