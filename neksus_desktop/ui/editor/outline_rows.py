"""Which points a record shows, and under which headings: the rows of the outline, without Qt.

Rule kept here: all that grows with the form is worked out here, in the worker when the record is read; the window only
looks up single rows.
"""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

from neksus_desktop.ui.editor.words import is_relevant

if TYPE_CHECKING:
    from collections.abc import Iterator

    from neksus_desktop.forms import Form, FormSession, Point

_NOWHERE = -1


class OutlineRows:
    """Points and headings in order. A heading is the key of the node whose label it shows."""

    def __init__(self, form: Form, session: FormSession, chosen: str, subject_type: str) -> None:
        self._form, self._places = form, form.places
        self.entries: list[Point | str] = []
        self._rows = array("i", [_NOWHERE]) * len(form.points)
        self._chosen = bytearray(len(form.points))
        section = None
        for place, point in chosen_points(form, chosen, subject_type):
            self._chosen[place] = True
            if not is_relevant(session, point.key):
                continue
            if point.section != section:
                section = point.section
                parent = point.key.rpartition("/")[0]
                if parent.count("/") > 1:
                    self.entries.append(parent)
            self._rows[place] = len(self.entries)
            self.entries.append(point)
        self.numbered = any(point.number for point in form.points)
        """Whether the form has points that can be chosen."""

    def row_of(self, point: str) -> int:
        """The row of a point, -1 if it is not shown."""
        place = self._places.get(point)
        return _NOWHERE if place is None else self._rows[place]

    def differ(self, session: FormSession, keys: frozenset[str]) -> bool:
        """Whether one of these keys is a point that is shown and shall not be, or the other way round."""
        points, places = self._form.points, self._places
        for key in keys:
            parts = key.split("/")
            for name in (parts[-1], ".".join(parts[2:])):
                place = places.get(name, _NOWHERE)
                if place < 0 or not self._chosen[place] or points[place].key != key:
                    continue
                if is_relevant(session, key) != (self._rows[place] >= 0):
                    return True
        return False


def chosen_points(form: Form, chosen: str, subject_type: str) -> Iterator[tuple[int, Point]]:
    """The chosen points (ids with spaces between) and the parts for this type of subject, each with its place."""
    ids = frozenset(chosen.split())
    for place, point in enumerate(form.points):
        if point.id in ids if point.number else not point.subjects or subject_type in point.subjects:
            yield place, point
