"""Rules of the survey sheet, row by row: types, names, groups, lists, what must be filled in."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from difflib import get_close_matches
from functools import cache

from neksus_desktop.forms.reading.problems import FormProblem
from neksus_desktop.forms.reading.rows import Row, rows_of
from neksus_desktop.forms.reading.source import Sheets


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_NEAR = 3
_LOOKED_AT = 60
_GROUP = re.compile(r"^(begin|end)[\s_]+(group|repeat|loop|lgroup|looped group)\b", re.IGNORECASE)
_SELECT = re.compile(
    r"^(select[ _]one|select[ _]multiple|select1|rank|select all that apply|select one from|"
    r"select all that apply from|add select one prompt using|add select multiple prompt using|select_one_external)"
    r"(?P<file>[ _]from[ _]file)?(?:\s+(?P<list>\$\{[^}]*\}|\S+))?(?P<other>\s+or[ _]other|\s+or specify other)?\s*$",
    re.IGNORECASE,
)
_NAMELESS = frozenset({"note", "audit"})
_OPEN_TYPES = frozenset({"osm", "include", "cascading_select", "cascading"})
_OWN_TYPES = _words(
    "start-geopoint background-audio background-geopoint audit hidden xml-external csv-external range osm"
)
_SILENT = _words(
    "calculate hidden start end today deviceid username email phonenumber subscriberid simserial audit "
    "start-geopoint background-audio background-geopoint xml-external csv-external imei"
)
_SUGGESTED = sorted(
    _words(
        "text integer decimal range date time dateTime select_one select_multiple rank note acknowledge calculate "
        "hidden geopoint geotrace geoshape barcode image audio video file trigger begin_group end_group begin_repeat "
        "end_repeat start end today deviceid username audit email phonenumber"
    )
)


def suggestion(word: str, known: Collection[str]) -> str:
    """The known word that is most like ``word``, or nothing.

    Only words of nearly the same length that begin or end alike are looked at, and not very many: a form with
    thousands of faults must not take minutes.
    """
    low = word.lower()
    if not low:
        return ""
    near: dict[str, str] = {}
    for text in known:
        if text and abs(len(text) - len(low)) <= _NEAR and (text[0].lower() == low[0] or text[-1].lower() == low[-1]):
            near[text.lower()] = text
            if len(near) == _LOOKED_AT:
                break
    best = get_close_matches(low, near, n=1, cutoff=0.6)
    return near[best[0]] if best else ""


@cache
def _settings() -> frozenset[str]:
    """Settings that old forms keep as rows of the survey sheet."""
    from pyxform.aliases import settings_header

    return frozenset(settings_header)


@cache
def _types() -> frozenset[str]:
    from pyxform.question_type_dictionary import QUESTION_TYPE_DICT

    return frozenset(name.lower() for name in QUESTION_TYPE_DICT) | _OWN_TYPES


def check_survey(sheets: Sheets) -> Iterator[FormProblem]:
    """All faults of the survey rows, in order."""
    walk = _Walk({row.get("list_name") for row in rows_of(sheets, "choices")} - {""}, sheets)
    for row in rows_of(sheets, "survey"):
        if row.get("disabled").lower() not in {"yes", "true", "true()"}:
            yield from walk.row(row)
    yield from walk.left_open()


class _Walk:
    """Goes down the rows and remembers the open groups and the names in each."""

    def __init__(self, lists: set[str], sheets: Sheets) -> None:
        self._lists = lists
        self._external = {row.get("list_name") for row in rows_of(sheets, "external_choices")}
        self._open: list[tuple[str, Row]] = []
        self._names: list[dict[str, int]] = [{}]

    def row(self, row: Row) -> Iterator[FormProblem]:
        kind = row.get("type").strip()
        group = _GROUP.match(kind)
        if group and group[1].lower() == "end":
            yield from self._end(row, group[2].lower())
        elif kind in _settings():
            return
        elif not kind:
            if row.get("name") or row.get("label"):
                yield _problem(row, "type_missing", name=row.get("name"))
        elif group:
            yield from self._name(row)
            self._open.append((group[2].lower(), row))
            self._names.append({})
        else:
            yield from self._name(row)
            yield from self._question(row, kind)

    def left_open(self) -> Iterator[FormProblem]:
        for _, row in self._open:
            yield _problem(row, "group_unclosed", name=row.get("name"))

    def _end(self, row: Row, what: str) -> Iterator[FormProblem]:
        if not self._open:
            yield _problem(row, "group_unopened", name=row.get("name"))
            return
        opened, start = self._open.pop()
        self._names.pop()
        if opened != what and {opened, what} & {"group"}:
            yield _problem(row, "group_crossed", name=start.get("name"))

    def _name(self, row: Row) -> Iterator[FormProblem]:
        from pyxform.parsing.expression import is_xml_tag

        name = row.get("name").strip()
        if not name:
            if row.get("type").strip().lower() not in _NAMELESS:
                yield _problem(row, "name_missing")
            return
        if not is_xml_tag(name):
            yield _problem(row, "name_invalid", name=name)
        seen = self._names[-1]
        if name in seen:
            yield _problem(row, "name_twice", name=name, first=str(seen[name]))
        seen.setdefault(name, row.line)

    def _question(self, row: Row, kind: str) -> Iterator[FormProblem]:
        select = _SELECT.match(kind)
        if select:
            yield from self._select(row, select)
        elif kind.lower() not in _types() and kind.split(maxsplit=1)[0].lower() not in _OPEN_TYPES:
            near = suggestion(kind.split(maxsplit=1)[0], _SUGGESTED)
            yield _problem(row, "type_unknown", type=kind, suggestion=near or "text")
            return
        plain = kind.lower()
        if plain == "calculate" and not row.get("calculation") and not row.get("default"):
            yield _problem(row, "calculation_missing", name=row.get("name"))
        silent = plain in _SILENT or row.get("calculation")
        if not silent and not any(
            row.get(column) for column in ("label", "hint", "image", "audio", "video", "big-image")
        ):
            yield _problem(row, "label_missing", name=row.get("name"))

    def _select(self, row: Row, select: re.Match[str]) -> Iterator[FormProblem]:
        wanted = select["list"] or ""
        if not wanted:
            yield _problem(row, "list_not_named", name=row.get("name"))
        elif select["file"] or wanted.startswith("${"):
            return
        elif "external" in select[1]:
            if wanted not in self._external:
                yield _problem(row, "list_unknown", list=wanted, suggestion=suggestion(wanted, self._external))
        elif wanted not in self._lists and "search(" not in row.get("appearance"):
            yield _problem(row, "list_unknown", list=wanted, suggestion=suggestion(wanted, self._lists))


def _problem(row: Row, code: str, **facts: str) -> FormProblem:
    return FormProblem(code, "error", row.sheet, row.line, facts=facts)
