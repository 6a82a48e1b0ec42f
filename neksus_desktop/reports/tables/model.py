"""DataTable: a table as data, before it is written in any format; a cell is a text, number, date, yes/no or nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Cell = str | int | float | bool | date | None
CellType = Literal["text", "number", "date", "yes_no"]


@dataclass(frozen=True, slots=True)
class Field:
    """A column: its machine name (frozen), its heading, its type, and what it holds in a sentence."""

    name: str
    title: str
    type: CellType = "text"


@dataclass(frozen=True, slots=True)
class DataTable:
    """A named table; ``name`` is its machine name, ``title`` what a sheet is called."""

    name: str
    title: str
    fields: tuple[Field, ...]
    rows: tuple[tuple[Cell, ...], ...]
