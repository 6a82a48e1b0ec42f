"""The two shapes a form file takes on its way: the sheets of an XLSForm, and the compiled XForm."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from neksus_desktop.forms.reading.problems import FormProblem

SHEETS = ("settings", "survey", "choices", "external_choices", "entities", "osm")


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet: its column headings and its rows, each only with the cells that hold something.

    ``lines[i]`` is the place of ``rows[i]`` in the file: the spreadsheet's row, or the line of a YAML file. ``known``
    keeps what ``rows.rows_of`` made of the rows.
    """

    header: tuple[str, ...] = ()
    rows: tuple[Mapping[str, str], ...] = ()
    lines: tuple[int, ...] = ()
    known: list[Any] = field(default_factory=list, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Sheets:
    """An XLSForm as it was read, before anyone judged it. ``sheet_names`` are the file's own, known or not.

    ``unset`` are formulas that have no value: sheet, row and cell.
    """

    tables: Mapping[str, Table]
    sheet_names: tuple[str, ...]
    stem: str
    unset: tuple[tuple[str, int, str], ...] = ()

    def table(self, name: str) -> Table:
        """The sheet ``name``, empty if the file has none."""
        return self.tables.get(name, Table())

    def setting(self, name: str) -> str:
        """A value of the settings sheet, or nothing."""
        rows = self.table("settings").rows
        return rows[0].get(name, "") if rows else ""


@dataclass(frozen=True, slots=True)
class CompiledSource:
    """An XForm, the files it names as far as they were found, and the notices met on the way."""

    xform: str
    media: Mapping[str, bytes] = field(default_factory=dict)
    warnings: tuple[FormProblem, ...] = ()
