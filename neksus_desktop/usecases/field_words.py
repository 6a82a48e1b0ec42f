"""What a field of a record is called and how its value reads, for people who have to choose between two of them."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from neksus_desktop.forms.codelists import codelist
from neksus_desktop.texts import LANGUAGES, Language, count_text, text

if TYPE_CHECKING:
    from neksus_desktop.forms import Form, FormSession, NodeView, Point

_CODES = {"kind": "grunnlagstype", "responsible": "rolle", "confidence": "sikkerhet", "country": "land"}
_ROW = re.compile(r"\[[^\]]*\]")
_PROSE = frozenset({"internal", "shareable", "text", "outcome", "title"})


class FieldWords:
    """Names and values of the fields of one form's records. Without a form paths of answers are shown as they are."""

    def __init__(self, form: Form | None, language: Language) -> None:
        from neksus_desktop.forms import FormSession

        self._form = form
        self._language = language
        self._session = (
            FormSession(form, {}, language=language if language in form.languages else None) if form else None
        )

    def place(self, path: str, fields: dict[str, str] | None = None) -> str:
        """Number and title of the point a field belongs to, "" for none."""
        point = self._point(path, fields or {})
        if point is None or self._session is None:
            return ""
        title = self._session.view(point.key).label
        return f"{point.number} {title}".strip()

    def point(self, path: str, fields: dict[str, str]) -> str:
        """The id of the point a field belongs to, "" for none."""
        found = self._point(path, fields)
        return found.id if found is not None else ""

    def name(self, path: str) -> str:
        """What the field is, such as the question or «intern vurdering»."""
        if path.startswith("/"):
            return self._question(path)
        first, _, rest = path.partition("/")
        attribute = rest.rpartition("/")[2] or rest or first
        return text(self._language, f"places.field.{first}.{attribute}") if self._has(first, attribute) else path

    def value(self, path: str, value: str) -> str:
        """The value in words; "" for nothing."""
        if path.startswith("/") and self._session is not None:
            return self._answer(path, value)
        attribute = path.rpartition("/")[2]
        if path == "points" and self._form is not None:
            return ", ".join(self.place(f"note/{one}/") or one for one in value.split())
        if path == "language":
            return text(self._language, f"places.language.{value}") if value in LANGUAGES else value
        if attribute == "state" and value in {"aapen", "lukket"}:
            return text(self._language, f"places.state.{value}")
        if path.startswith("subject/") and value:
            found = json.loads(value)
            value = ", ".join(map(str, found)) if isinstance(found, list) else str(found)
        if attribute in _CODES and value:
            return codelist(_CODES[attribute]).label(value, self._language)
        return value

    def prose(self, path: str, *values: str) -> bool:
        """Whether two such texts can stand together, or a third be written in their place."""
        last = path.rpartition("/")[2]
        if not path.startswith("/"):
            return path.startswith(("note/", "followup/", "evidence/")) and last in _PROSE
        view = self._view(path)
        if view is None:
            return any(" " in value for value in values)
        return view.type == "string" and not view.choices

    def _has(self, first: str, attribute: str) -> bool:
        from neksus_desktop.texts import room

        return f"field.{first}.{attribute}" in room(self._language, "places")

    def _question(self, path: str) -> str:
        view = self._view(path)
        if view is None:
            return path.rpartition("/")[2]
        return view.label or view.name

    def _answer(self, path: str, value: str) -> str:
        view = self._view(path)
        if view is not None and view.kind == "repeat":  # its value names the rows, for machines only
            return count_text(self._language, "places.field.rows", len(value.split())) if value else ""
        named = {choice.value: choice.label for choice in view.choices} if view is not None else {}
        return ", ".join(named.get(part, part) for part in value.split()) if named else value

    def _view(self, path: str) -> NodeView | None:
        from neksus_desktop.errors import NeksusError

        if self._session is None:
            return None
        try:
            return self._session.view(self._in_own_row(self._session, path))
        except (NeksusError, KeyError):
            return None

    def _in_own_row(self, session: FormSession, path: str) -> str:
        """The same question in a row of this session, which has no answers and so no rows until one is asked for."""
        here = ""
        pieces = _ROW.split(path)
        for piece in pieces[:-1]:
            here += piece
            rows = session.children(here)
            here = rows[0] if rows else session.add_row(here)[0]
        return here + pieces[-1]

    def _point(self, path: str, fields: dict[str, str]) -> Point | None:
        if self._form is None:
            return None
        if path.startswith("/"):
            return next((p for p in self._form.points if f"{path}/".startswith(p.key + "/")), None)
        first, _, rest = path.partition("/")
        wanted = rest.partition("/")[0]
        if first in {"evidence", "followup", "attachment"}:
            wanted = fields.get(f"{first}/{wanted}/point", "")
        return next((p for p in self._form.points if p.id == wanted), None)
