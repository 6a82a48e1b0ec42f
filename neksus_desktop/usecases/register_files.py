"""Registers to and from spreadsheets: a table out, and a plan before anything comes in.

Rules kept here:

* what goes out has one row per record with its id, so that the same file can come back;
* nothing is written before the plan was seen; a cell that does not fit its question, or breaks a rule of the form,
  keeps its row out and is told; so is what waits for approval or is approved, and a column that is not the register's;
* the headings may stand below a title: the row with most of the register's columns is the one with the headings;
* an empty cell never empties an answer; what the form computes is never taken in;
* a row without an id that says nothing but what a row of the year says already is that row: the same file twice makes
  nothing twice; one with only the same title is told as such;
* taking in can be stopped: then nothing is changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeVar

from neksus_desktop.errors import RegisterFileError, RegisterStoppedError, ReportChoiceError, UsageError
from neksus_desktop.paths import write_atomically
from neksus_desktop.texts import LANGUAGES, text
from neksus_desktop.usecases.register_cells import heading, read_rows, understood

if TYPE_CHECKING:
    import threading

    from neksus_desktop.forms import Form, FormSession
    from neksus_desktop.reports.tables.model import Cell, CellType
    from neksus_desktop.texts import Language
    from neksus_desktop.usecases.profile import Profile
    from neksus_desktop.usecases.registers import Register, RegisterColumn

_Row = TypeVar("_Row")
Action = Literal["new", "update", "same", "locked", "faulty"]
ACTIONS: tuple[Action, ...] = ("new", "update", "same", "locked", "faulty")
_HEADS_WITHIN = 20
"""Lines among which the headings are looked for."""
_TOLD_EVERY = 20
"""Rows between two reports of how far it is."""
_TYPES: dict[str, CellType] = {"date": "date", "int": "number", "decimal": "number"}
_OPEN = frozenset({"draft", "returned"})


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One row of a file: what would happen to it, with which answers; ``faults`` name columns that do not fit.

    ``twin`` says of a new row that the year has one of the same title.
    """

    line: int
    action: Action
    title: str
    record: str
    values: dict[str, str]
    faults: tuple[str, ...] = ()
    twin: bool = False


@dataclass(frozen=True, slots=True)
class RegisterPlan:
    """What an import would do. ``unread`` are headings of columns that the register does not have."""

    form_id: str
    rows: tuple[PlanRow, ...]
    unread: tuple[str, ...] = ()

    def count(self, action: Action) -> int:
        """How many rows have this action."""
        return sum(row.action == action for row in self.rows)

    @property
    def twins(self) -> int:
        """How many new rows have the title of a row that the year has."""
        return sum(row.twin for row in self.rows)


def export_register(profile: Profile, form_id: str, subject: str | None, destination: Path, language: Language) -> int:
    """Write a register's rows as .xlsx or .csv; returns how many.

    Raises:
        ReportChoiceError: another ending.
        UsageError: the file cannot be written.
    """
    from neksus_desktop.reports.tables.model import DataTable, Field
    from neksus_desktop.reports.tables.workbook import xlsx_bytes
    from neksus_desktop.reports.tables.writing import csv_bytes
    from neksus_desktop.storage.registers import register_rows
    from neksus_desktop.usecases.registers import describe

    register = describe(profile, form_id, language)
    columns = [one for one in register.questions if not _inside(register, one) and (one.editable or one.order)]
    found = register_rows(profile.store, form_id, [one.path for one in columns], subject=subject)
    table = DataTable(
        form_id,
        register.title,
        (Field("id", "id"), *(Field(one.name, one.title, _TYPES.get(one.type, "text")) for one in columns)),
        tuple((row.id, *(_cell(one, row.values.get(one.path, ""), language) for one in columns)) for row in found),
    )
    ending = destination.suffix.lower()
    if ending not in {".xlsx", ".csv"}:
        raise ReportChoiceError(reason="table_ending", ending=ending)
    data = xlsx_bytes([table], profile.now().date()) if ending == ".xlsx" else csv_bytes(table, language)
    try:
        write_atomically(destination, data)
    except OSError as error:
        raise UsageError(reason="file_unwritable", file=str(destination)) from error
    return len(found)


def plan_import(
    profile: Profile,
    form_id: str,
    subject: str,
    path: Path,
    language: Language,
    progress: Callable[[int, int], None] | None = None,
    cancelled: threading.Event | None = None,
) -> RegisterPlan:
    """Read a spreadsheet and compare it with the register's rows of this year; faults are named in ``language``.

    Raises:
        RegisterFileError: it cannot be read, or has none of the register's columns.
        RegisterStoppedError: ``cancelled`` was set.
    """
    from neksus_desktop.storage.registers import register_rows
    from neksus_desktop.usecases.forms import load_form
    from neksus_desktop.usecases.registers import describe

    said_in = sorted(LANGUAGES, key=lambda one: one != language)
    registers = [describe(profile, form_id, one) for one in said_in]
    table = read_rows(path)
    found = [_heads(registers, line) for line in table[:_HEADS_WITHIN]]
    at = max(range(len(found)), key=lambda line: sum(isinstance(head, int) for head in found[line]), default=None)
    if at is None or not any(isinstance(head, int) for head in found[at]):
        raise RegisterFileError(reason="no_header", file=path.name)
    rows = register_rows(profile.store, form_id, [one.path for one in registers[0].questions], subject=subject)
    known = {row.id: row.values for row in rows}
    reader = _Reader(
        load_form(profile, form_id), registers, found[at], known, {row.id for row in rows if row.status not in _OPEN}
    )
    lines = _told(table[at + 1 :], progress, cancelled)
    planned = (reader.planned(line, cells) for line, cells in enumerate(lines, at + 2))
    return RegisterPlan(
        form_id,
        tuple(_met_again([row for row in planned if row is not None], registers[0], known)),
        tuple(name for name, head in zip(table[at], found[at], strict=True) if head is None and name),
    )


def apply_import(
    profile: Profile,
    plan: RegisterPlan,
    subject: str,
    progress: Callable[[int, int], None] | None = None,
    cancelled: threading.Event | None = None,
) -> int:
    """Write what is new and what changed, in one transaction; returns how many rows were written.

    Raises:
        RegisterStoppedError: ``cancelled`` was set; nothing was changed.
    """
    from neksus_desktop.usecases.registers import new_rows, set_cell
    from neksus_desktop.usecases.subjects import load_subject

    about = load_subject(profile, subject)
    wanted = [row for row in plan.rows if row.action in {"new", "update"}]
    fresh = new_rows(profile, plan.form_id, about, (row.values for row in wanted if row.action == "new"))
    with profile.store.write():
        for row in _told(wanted, progress, cancelled):
            if row.action == "new":
                next(fresh)
            else:
                for path, value in row.values.items():
                    set_cell(profile, row.record, path, value)
    return len(wanted)


def _told(
    rows: Sequence[_Row], progress: Callable[[int, int], None] | None, cancelled: threading.Event | None
) -> Iterator[_Row]:
    """Row after row, told now and then, until it is stopped."""
    for at, row in enumerate(rows, 1):
        if cancelled is not None and cancelled.is_set():
            raise RegisterStoppedError
        yield row
        if progress is not None and (at % _TOLD_EVERY == 0 or at == len(rows)):
            progress(at, len(rows))


def _inside(register: Register, column: RegisterColumn) -> bool:
    return bool(register.repeats) and column.path.startswith(tuple(f"{one}/" for one in register.repeats))


def _cell(column: RegisterColumn, value: str, language: Language) -> Cell:
    if not value:
        return None
    try:
        if column.type == "date":
            return date.fromisoformat(value[:10])
        if column.type == "dateTime":
            day = f"{date.fromisoformat(value[:10]):%d.%m.%Y}"
            return text(language, "register.moment", date=day, time=value[11:16].replace(":", "."))
        if column.type in {"int", "decimal"}:
            return float(value) if "." in value else int(value)
    except ValueError:
        return value
    return column.text(value)


def _heads(registers: list[Register], names: list[str]) -> list[int | str | None]:
    """Per column of the file: the number of the question, "id", "" for what the form computes, or None."""
    known: dict[str, int | str] = {"id": "id"}
    for register in registers:
        for at, one in enumerate(register.questions):
            if not _inside(register, one):
                known.setdefault(heading(one.name), at if one.editable else "")
                known.setdefault(heading(one.title), at if one.editable else "")
    return [known.get(heading(name)) for name in names]


class _Reader:
    """Compares the lines of a file with the rows of a year."""

    def __init__(
        self, form: Form, registers: list[Register], heads: list[int | str | None],
        known: Mapping[str, Mapping[str, str]], closed: set[str],
    ) -> None:  # fmt: skip
        self._registers, self._heads = registers, heads
        self._known, self._closed = known, closed
        self._named: set[str] = set()
        self._editable = {one.path for one in registers[0].questions if one.editable}
        self._moments = {one.path for one in registers[0].questions if one.type == "dateTime"}
        self._rules = Rules(form, registers[0])

    def planned(self, line: int, cells: list[str]) -> PlanRow | None:
        """What would happen to a line; None when it says nothing."""
        register = self._registers[0]
        record, given, faults = self._understood(cells)
        if not given and not faults:
            return None
        before = self._known.get(record, {})
        changed = {path: value for path, value in given.items() if not self._same(path, before.get(path, ""), value)}
        title = register.said({**before, **given}, "title")
        if record and record in self._named:
            faults.append("id")
        self._named.add(record)
        if not faults and changed:
            faults += [one.title for one in self._rules.broken({**self._asked_of(before), **given})]
        if faults:
            return PlanRow(line, "faulty", title, record, {}, tuple(faults))
        if not record:
            return PlanRow(line, "new", title, "", given)
        if changed and record in self._closed:
            return PlanRow(line, "locked", title, record, {})
        return PlanRow(line, "update" if changed else "same", title, record, changed)

    def _understood(self, cells: list[str]) -> tuple[str, dict[str, str], list[str]]:
        """The record that a line names, its answers by path, and the titles of the columns that do not fit."""
        record, given, faults = "", {}, []
        for head, cell in zip(self._heads, cells, strict=False):
            if head == "id":
                record = cell if cell in self._known else ""
            elif isinstance(head, int) and cell:
                value = understood([register.questions[head] for register in self._registers], cell)
                column = self._registers[0].questions[head]
                if value is None:
                    faults.append(column.title)
                else:
                    given[column.path] = value
        return record, given, faults

    def _asked_of(self, values: Mapping[str, str]) -> dict[str, str]:
        """Without what the form computes."""
        return {path: value for path, value in values.items() if path in self._editable}

    def _same(self, path: str, before: str, now: str) -> bool:
        """Whether two answers are the same; a moment is told to the minute, without its zone."""
        return before[:16] == now[:16] if path in self._moments and before else before == now


class Rules:
    """What a form demands of the answers of a row; one session serves row after row: making it takes longest."""

    def __init__(self, form: Form, register: Register) -> None:
        self._form = form
        ruled = {template.path for template in form.definition.templates if "con" in template.cells}
        self._asked = [one for one in register.questions if one.path in ruled and not _inside(register, one)]
        self._session: FormSession | None = None
        self._given: set[str] = set()

    def broken(self, answers: Mapping[str, str]) -> list[RegisterColumn]:
        """The questions whose answers break a rule."""
        from neksus_desktop.forms import FormSession

        if not self._asked:
            return []
        if self._session is None:
            self._session = FormSession(self._form)
        own = {path: value for path, value in answers.items() if "[" not in path}
        for path in self._given - own.keys():
            self._session.set(path, "")
        for path, value in own.items():
            self._session.set(path, value)
        self._given = set(own)
        told = {one.path for one in self._session.problems([one.path for one in self._asked])}
        return [one for one in self._asked if one.path in told]


def _met_again(
    planned: Sequence[PlanRow], register: Register, known: Mapping[str, Mapping[str, str]]
) -> Iterator[PlanRow]:
    """The rows, with the new ones looked for among those of the year; each of these is found once."""
    named = {row.record for row in planned}
    titles = {register.said(values, "title").casefold() for values in known.values()} - {""}
    alike: dict[tuple[str, ...], dict[tuple[str, ...], list[str]]] = {}
    for row in planned:
        if row.action != "new":
            yield row
            continue
        asked = tuple(sorted(row.values))
        if asked not in alike:
            alike[asked] = {}
            for record, values in known.items():
                if record not in named:
                    alike[asked].setdefault(tuple(values.get(path, "") for path in asked), []).append(record)
        found = alike[asked].get(tuple(row.values[path] for path in asked), [])
        while found and found[-1] in named:
            found.pop()
        if found:
            named.add(found[-1])
            yield replace(row, action="same", record=found.pop(), values={})
        else:
            yield replace(row, twin=row.title.casefold() in titles)
