"""What a field is called and how its value reads, for documents that speak of fields: history, comparison, changes.

Works over several states of a record at once: list rows that exist in any of them can be named.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from neksus_desktop.reports.content.reading import label_of, spoken
from neksus_desktop.reports.content.wording import code_label, date_text
from neksus_desktop.texts import Language, text

if TYPE_CHECKING:
    from neksus_desktop.forms import Form, FormSession
    from neksus_desktop.forms.model import Point

_CODED = {
    ("evidence", "kind"): "grunnlagstype",
    ("followup", "responsible"): "rolle",
    ("followup", "state"): "oppfoelgingsstatus",
    ("note", "confidence"): "sikkerhet",
}
_DATES = {"dated", "deadline", "assessed_on", "until", "shielded_until"}
_SILENT = {"point", "language", "followup"}
_FILE_FACTS = {"owner", "media_type", "size", "digest"}
_PARTS = 3


class FieldName(NamedTuple):
    """Which point a field belongs to ("" for none) and what it is called."""

    point: str
    label: str


class Names:
    """Names of fields of one form in one language."""

    def __init__(self, form: Form, language: Language, states: Iterable[Mapping[str, str]]) -> None:
        from neksus_desktop.forms import FormSession

        merged = merged_answers(states)
        self.session: FormSession = FormSession(form, merged, language=language)
        self._known = set(merged)
        self._gone = self._known & self.session.orphans().keys()
        self._language = language
        self._form = form
        self._rows_point: dict[str, str] = {}
        for state in states:
            for path, value in state.items():
                head, _, attribute = path.rpartition("/")
                if attribute == "point" and value:
                    self._rows_point[head] = value

    def heading(self, point_id: str) -> str:
        """Number and title of a point, or what stands for the whole."""
        point = self._point(point_id)
        if point is None:
            return text(self._language, "report.whole")
        return f"{point.number} {label_of(self.session.view(point.key)) or point.id}".strip()

    def order(self, point_id: str) -> int:
        """Where a point stands in the form; what belongs to none comes last."""
        return next((i for i, point in enumerate(self._form.points) if point.id == point_id), len(self._form.points))

    def field(self, path: str) -> FieldName | None:
        """What the field at ``path`` is called; None for one that is not for readers."""
        if path.startswith("/"):
            return self._answer(path)
        parts = path.split("/")
        if len(parts) == _PARTS and parts[0] == "note":
            return FieldName(parts[1], text(self._language, f"report.field.note.{parts[2]}"))
        if len(parts) == _PARTS and parts[0] in {"evidence", "followup", "attachment"}:
            if parts[2] in _SILENT or (parts[0] == "attachment" and parts[2] in _FILE_FACTS):
                return None
            point = self._rows_point.get("/".join(parts[:2]), "")
            return FieldName(point, text(self._language, f"report.field.{parts[0]}.{parts[2]}"))
        if path in {"points", "assessed_on", "marking/legal_basis", "marking/until"}:
            return FieldName("", text(self._language, f"report.field.{path.replace('/', '.')}"))
        return None

    def value(self, path: str, value: str) -> str:
        """The value in words."""
        if not value:
            return text(self._language, "report.empty")
        if path in self._known - self._gone:
            return spoken(self._language, replace(self.session.view(path), value=value))
        if path == "points":
            return ", ".join(self.heading(point) for point in value.split())
        parts = path.split("/")
        codelist = _CODED.get((parts[0], parts[-1]))
        if codelist is not None:
            return code_label(self._language, codelist, value)
        if parts[-1] == "confirmed":
            return text(self._language, "report.yes" if value == "1" else "report.no")
        return date_text(self._language, value) if parts[-1] in _DATES else value

    def _answer(self, path: str) -> FieldName | None:
        if path not in self._known or any(other.startswith(path + "[") for other in self._known):
            return None
        if path in self._gone:
            return FieldName("", text(self._language, "report.field.gone", name=path.rpartition("/")[2]))
        view = self.session.view(path)
        point = next(
            (found for found in self._form.points if path == found.key or path.startswith(found.key + "/")), None
        )
        label = label_of(view) or view.name
        column = self._column(path, view.attributes.get("column", ""))
        return FieldName(point.id if point else "", f"{label} – {column}" if column else label)

    def _column(self, path: str, column: str) -> str:
        if not column:
            return ""
        group = path.rpartition("/")[0]
        views = (self.session.view(key) for key in self.session.children(group))
        return next(
            (
                label_of(v)
                for v in views
                if v.attributes.get("role") == "column" and v.attributes.get("column") == column
            ),
            "",
        )

    def _point(self, point_id: str) -> Point | None:
        return next((point for point in self._form.points if point.id == point_id), None)


def merged_answers(states: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """The answers of several states as one, with the list rows of all of them."""
    merged: dict[str, str] = {}
    lists: dict[str, dict[str, None]] = {}
    for state in states:
        for path, value in state.items():
            if not path.startswith("/") or not value:
                continue
            merged[path] = value
            if "[" in path:
                head, _, rest = path.rpartition("[")
                lists.setdefault(head, {})[rest.partition("]")[0]] = None
    for path, rows in lists.items():
        merged[path] = " ".join(dict.fromkeys([*merged.get(path, "").split(), *rows]))
    return merged


class Difference(NamedTuple):
    """A field that differs between two states, in words."""

    point: str
    label: str
    before: str
    after: str


def differences(names: Names, before: Mapping[str, str], after: Mapping[str, str]) -> list[Difference]:
    """What differs, in form order; a field added or removed reads as empty on one side."""
    found = []
    for path in sorted(before.keys() | after.keys()):
        if before.get(path, "") == after.get(path, ""):
            continue
        name = names.field(path)
        if name is not None:
            old, new = names.value(path, before.get(path, "")), names.value(path, after.get(path, ""))
            found.append(Difference(name.point, name.label, old, new))
    found.sort(key=lambda item: names.order(item.point))
    return found
