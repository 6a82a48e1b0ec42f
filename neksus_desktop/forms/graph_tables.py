"""The graph of a form as it is kept: columns of numbers beside the few shapes of its expressions (see ``Definition``).

Everything that a loaded form needs by place is worked out here, once, when the form is compiled: whose value concerns
which cells, which cells notice a node without a value, and which cells are computed together in one sweep.
"""

from __future__ import annotations

import json
from itertools import groupby
from typing import Any

from neksus_desktop.forms.columns import packed
from neksus_desktop.forms.definition import BOUND_TYPES, GENERAL, KINDS, PRESENCE, SUM, Template
from neksus_desktop.forms.dependencies import Dependency
from neksus_desktop.forms.lowered import is_sum, words
from neksus_desktop.forms.lowering import Lowered

_LETTERS = {kind: letter for letter, kind in KINDS.items()}
FEWEST_ALIKE = 8
"""Fewer cells alike are not worth a sweep of their own."""


class Shapes:
    """The shapes of all expressions, each once, and whose parameters stand where."""

    def __init__(self) -> None:
        self.listed: list[tuple[Lowered, int, str]] = []
        self.of: list[int] = []
        self.params: list[list[Any]] = []
        self._places: dict[tuple[str, str], int] = {}

    def add(self, lowered: Lowered | None, params: list[Any]) -> None:
        """One expression, or None for a cell that has none."""
        self.params.append(params)
        if lowered is None:
            self.of.append(-1)
            return
        sorts = "".join("i" if type(param) is int else "k" for param in params)
        key = (repr(lowered), sorts)
        if key not in self._places:
            self._places[key] = len(self.listed)
            self.listed.append((lowered, _flags(lowered), sorts))
        self.of.append(self._places[key])

    def arranged(self, order: list[int]) -> Shapes:
        """The same expressions in another order."""
        self.of = [self.of[at] for at in order]
        self.params = [self.params[at] for at in order]
        return self

    def flags(self, cell: int) -> int:
        """Of the shape of a cell; one without an expression is taken to see everything."""
        return self.listed[self.of[cell]][1] if self.of[cell] >= 0 else GENERAL


def _flags(lowered: Lowered) -> int:
    found = words(lowered)
    return ("gen" in found) * GENERAL | is_sum(lowered) * SUM | bool(found & {"set", "gen"}) * PRESENCE


def tables(
    entries: list[tuple[str, Template, Any]], dependencies: list[list[Dependency]], shapes: Shapes
) -> dict[str, Any]:
    """Cells in their order as columns."""
    constants: dict[Any, int] = {}
    values: list[Any] = []
    members: list[list[int]] = [[] for _ in shapes.listed]
    numbers: list[list[int]] = [[] for _ in shapes.listed]
    for cell, shape in enumerate(shapes.of):
        if shape >= 0:
            members[shape].append(cell)
        for param in shapes.params[cell]:
            if type(param) is not int:
                name = (type(param), param if type(param) in (float, str) else json.dumps(param))
                place = constants.setdefault(name, len(values))
                if place == len(values):
                    values.append(param)
                param = place  # noqa: PLW2901 - a constant by its place
            numbers[shape].append(param)
    groups, group_of = _groups(entries, shapes)
    stops: list[int] = []
    for _, run in groupby(group_of):
        size = len(list(run))
        stops.extend([len(stops) + size] * size)
    return {
        "kinds": "".join(_LETTERS[kind] for kind, _, _ in entries),
        "owners": packed(template.index for _, template, _ in entries),
        "shapes": [
            [lowered, flags, sorts, packed(members[at]), packed(numbers[at])]
            for at, (lowered, flags, sorts) in enumerate(shapes.listed)
        ],
        "constants": values,
        "groups": groups,
        "group_of": packed(group_of),
        "stops": packed(stops),
        **_edges(entries, dependencies, shapes),
    }


def _groups(entries: list[tuple[str, Template, Any]], shapes: Shapes) -> tuple[list[Any], list[int]]:
    """Cells of one shape and kind outside repeats, if they are many; -1 for all others."""
    found: dict[tuple[int, str, int], list[int]] = {}
    for cell, (kind, template, _) in enumerate(entries):
        fixed = template.leaf and template.repeat is None
        if fixed and kind in ("rel", "calc") and not shapes.flags(cell) & (GENERAL | SUM):
            free = int(kind == "calc" and template.type not in BOUND_TYPES)
            found.setdefault((shapes.of[cell], kind, free), []).append(cell)
    group_of = [-1] * len(entries)
    groups: list[Any] = []
    for key, cells in found.items():
        if len(cells) >= FEWEST_ALIKE:
            for cell in cells:
                group_of[cell] = len(groups)
            groups.append(list(key))
    return groups, group_of


def _edges(
    entries: list[tuple[str, Template, Any]], dependencies: list[list[Dependency]], shapes: Shapes
) -> dict[str, Any]:
    readers: dict[Template, list[tuple[int, int]]] = {}
    for cell, found in enumerate(dependencies):
        for one in found:
            shared = -1 if one.shared is None else one.shared.index
            readers.setdefault(one.target, []).append((cell, shared))
    orders: dict[int, list[int]] = {}
    bare: dict[int, list[int]] = {}
    edges: list[int] = []
    fixed = [_single(kind, template) for kind, template, _ in entries]
    for template in sorted(readers, key=lambda template: template.index):
        pairs = readers[template]
        single = [cell for cell, _ in pairs if fixed[cell]]
        sums = any(entries[cell][0] == "calc" and shapes.flags(cell) & SUM for cell in single)
        orders[template.index] = single
        bare[template.index] = [cell for cell in single if shapes.flags(cell) & (GENERAL | PRESENCE)]
        if template.repeat is not None or sums or len(single) < len(pairs):
            edges += [template.index, len(pairs), *(number for pair in pairs for number in pair)]
    return {"orders": _table(orders), "bare": _table(bare), "edges": edges}


def _single(kind: str, template: Template) -> bool:
    owner = template.parent if kind == "count" and template.parent is not None else template
    return owner.repeat is None


def _table(rows: dict[int, list[int]]) -> list[str]:
    rows = {index: row for index, row in rows.items() if row}
    return [packed(rows), packed(map(len, rows.values())), packed(cell for row in rows.values() for cell in row)]
