"""Registers: what a form says about its table, the rows of one year, new rows and single cells.

Rules kept here:

* columns, titles, deadlines and what stands out come from the form's own attributes (docs/form-conventions.md); no
  register is known by name;
* a row is a record: every cell goes through the form, and history, versions and transfer are those of any record.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from neksus_desktop.forms.packs import packs
from neksus_desktop.storage.registers import RegisterRow
from neksus_desktop.usecases.listing import register_ids

if TYPE_CHECKING:
    from datetime import datetime

    from neksus_desktop.forms import Form, FormSession, NodeView
    from neksus_desktop.records.ids import RecordId
    from neksus_desktop.records.subject import Subject
    from neksus_desktop.texts import Language
    from neksus_desktop.usecases.profile import Profile
    from neksus_desktop.usecases.records import Saved

__all__ = [
    "Register",
    "RegisterColumn",
    "RegisterRow",
    "RowName",
    "counts",
    "describe",
    "in_repeat",
    "new_row",
    "new_rows",
    "records_of",
    "register_ids",
    "row_names",
    "rows",
    "set_cell",
    "table_ids",
    "title_of",
    "write_cell",
]

_UNASKED = frozenset({"note", "trigger", "metadata", "hidden"})
_INLINE = frozenset({"string", "select1", "date", "dateTime", "int", "decimal"})
"""Types that can be written in a cell of the table; the others are written in the opened row."""


@dataclass(frozen=True, slots=True)
class RegisterColumn:
    """A question of a register as a column.

    ``order`` 0 means that it is not in the table; ``means`` is what it is to the program (title, state, due …);
    ``finished`` are the codes of a state that need no more work; ``notice`` is the sentence to say when it is "1".
    """

    path: str
    name: str
    title: str
    type: str
    order: int
    width: int
    means: str
    editable: bool
    inline: bool
    long: bool
    deadline: bool
    group: bool
    choices: tuple[tuple[str, str], ...] = ()
    finished: frozenset[str] = frozenset()
    notice: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    """``choices`` by code."""

    def text(self, value: str) -> str:
        """A value in words; dates and free text as they are."""
        if not self.labels or not value:
            return value
        known = self.labels.get(value)
        return known if known is not None else ", ".join(self.labels.get(code, code) for code in value.split())


@dataclass(frozen=True, slots=True)
class Register:
    """A register in one language. ``questions`` are all its columns, in the table or not, those of repeats too.

    ``paper`` is the kind of document that one row makes; ``paper_title`` what the printed register is called when that
    is not its title; ``document`` says that rows are whole documents about a year.
    """

    form_id: str
    title: str
    entry: str
    carry: str
    paper: str
    paper_title: str
    document: bool
    questions: tuple[RegisterColumn, ...]
    repeats: tuple[str, ...]
    columns: tuple[RegisterColumn, ...]
    """What the table shows, in its order."""
    meanings: Mapping[str, RegisterColumn]

    @property
    def printed(self) -> tuple[RegisterColumn, ...]:
        """What stands on paper: the table's columns, then what is printed without being in the table."""
        more = (one for one in self.questions if not one.order and one.attributes.get("printed") == "1")
        return (*self.columns, *more)

    def meaning(self, means: str) -> RegisterColumn | None:
        """The column that is this to the program."""
        return self.meanings.get(means)

    def said(self, values: Mapping[str, str], means: str) -> str:
        """What a row says there, in words."""
        column = self.meaning(means)
        return column.text(values.get(column.path, "")) if column is not None else ""

    def finished(self, values: Mapping[str, str]) -> bool:
        """Whether a row needs no more work."""
        state = self.meaning("state")
        return state is not None and values.get(state.path, "") in state.finished

    def notices(self, values: Mapping[str, str]) -> tuple[str, ...]:
        """The sentences that should be said about a row."""
        noticed = (one for one in self.questions if one.notice)
        return tuple(one.notice for one in noticed if values.get(one.path, "") == "1")


def table_ids(profile: Profile) -> tuple[str, ...]:
    """The pack's registers, then its documents about a year; () for a pack that keeps no registers."""
    own = packs()[profile.settings.pack]
    return (
        (*own.registers, *(form_id for form_id in own.forms if form_id not in own.registers)) if own.registers else ()
    )


def title_of(profile: Profile, form_id: str, language: Language) -> str:
    """What a register or document is called; the first time its form is compiled, which takes a moment."""
    from neksus_desktop.usecases.forms import load_form

    return load_form(profile, form_id).title(language)


def describe(profile: Profile, form_id: str, language: Language) -> Register:
    """What a register's form says about its table.

    Raises:
        NotFoundError: no such form.
    """
    from neksus_desktop.forms import FormSession
    from neksus_desktop.usecases.forms import load_form

    form = load_form(profile, form_id)
    session = FormSession(form, language=language if language in form.languages else None)
    root = form.plain["root"]
    questions = tuple(_column(session, view) for view in _leaves(form, session))
    repeats = tuple(template.path for template in form.definition.templates if template.repeat is template)
    return Register(
        form_id, form.title(language), root.get(f"neksus:entry_{language}", ""), root.get("neksus:carry", "none"),
        root.get("neksus:paper", ""), root.get(f"neksus:paper_title_{language}", ""), form.kind != "register",
        questions, repeats,
        tuple(sorted((one for one in questions if one.order), key=lambda one: one.order)),
        {one.means: one for one in reversed(questions) if one.means},
    )  # fmt: skip


def rows(
    profile: Profile, register: Register, subject: str | None = None, *, record: str | None = None
) -> list[RegisterRow]:
    """The rows of a register about a year (or about everything), or one row, with all that is needed of them."""
    from neksus_desktop.storage.registers import register_rows

    shown = {one.path for one in register.printed}
    wanted = [one.path for one in register.questions if one.means or one.deadline or one.path in shown]
    return register_rows(
        profile.store, register.form_id, wanted, subject=subject, repeats=register.repeats, record=record
    )


def counts(profile: Profile, subject: str | None = None) -> dict[str, int]:
    """How many rows each register and document of the pack has."""
    from neksus_desktop.storage.registers import count_rows

    found = count_rows(profile.store, subject)
    return {form_id: found.get(form_id, 0) for form_id in table_ids(profile)}


def records_of(profile: Profile, subject: str, form_id: str | None = None) -> list[str]:
    """Ids of a year's records: of one register or document, or of all."""
    from neksus_desktop.storage.registers import register_rows

    forms = (form_id,) if form_id else table_ids(profile)
    return [row.id for one in forms for row in register_rows(profile.store, one, (), subject=subject)]


class RowName(NamedTuple):
    """What a row is called in its register, and the register's title."""

    title: str
    form: str


def row_names(profile: Profile, forms: Collection[str], language: Language) -> dict[str, RowName]:
    """By record, the names of rows in those of ``forms`` that are registers or documents of the pack."""
    from neksus_desktop.storage.registers import register_rows

    found = {}
    for form_id in table_ids(profile):
        if form_id in forms:
            register = describe(profile, form_id, language)
            title = register.meaning("title")
            for row in register_rows(profile.store, form_id, [] if title is None else [title.path]):
                found[row.id] = RowName(register.said(row.values, "title"), register.title)
    return found


def new_row(
    profile: Profile, form_id: str, subject: Subject, values: Mapping[str, str] | None = None, *, previous: str = ""
) -> RecordId:
    """Make a row about ``subject``; ``values`` are answers by path, taken through the form.

    Raises:
        NotFoundError: no such form.
        InventedMixError: the profile holds data of the other kind.
    """
    return next(new_rows(profile, form_id, subject, [values or {}], previous=previous))


def new_rows(
    profile: Profile, form_id: str, subject: Subject, wanted: Iterable[Mapping[str, str]], *, previous: str = ""
) -> Iterator[RecordId]:
    """``new_row`` for each of ``wanted``; what the form answers by itself is worked out once."""
    from neksus_desktop.usecases.forms import load_form
    from neksus_desktop.usecases.records import first_answers, new_record

    form = load_form(profile, form_id)
    points, defaults = [point.id for point in form.points], _defaults(form)
    for values in wanted:
        answers = first_answers(form, defaults | dict(values), profile.settings.language)
        yield new_record(profile, form_id, subject, points=points, previous=previous or None, answers=answers)


def _defaults(form: Form) -> dict[str, str]:
    """What a form answers by itself, but for rows of repeats."""
    from neksus_desktop.usecases.records import first_answers

    repeats = tuple(template.path for template in form.definition.templates if template.repeat is template)
    return {path: value for path, value in first_answers(form).items() if not (repeats and path.startswith(repeats))}


def set_cell(profile: Profile, record_id: str, path: str, value: str) -> Saved:
    """Write one cell; what the form computes from it follows.

    Raises:
        StatusError: the row is approved or waits for approval.
        NotFoundError: no such row or question.
    """
    from neksus_desktop.usecases.records import set_answer

    return set_answer(profile, record_id, path, value)


def write_cell(
    profile: Profile, register: Register, record_id: str, path: str, value: str
) -> tuple[datetime, RegisterRow]:
    """``set_cell``, and the row as it is then."""
    saved = set_cell(profile, record_id, path, value)
    return saved.at, rows(profile, register, record=record_id)[0]


def in_repeat(values: Mapping[str, str], path: str) -> Iterator[tuple[str, str]]:
    """Key and value of every instance of a question: itself, or one for each row of the repeat it stands in."""
    if path in values:
        yield path, values[path]
        return
    group, _, name = path.rpartition("/")
    for key, value in values.items():
        if key.startswith(f"{group}[") and key.endswith(f"]/{name}"):
            yield key, value


def _leaves(form: Form, session: FormSession) -> Iterator[NodeView]:
    """A view of every question, of repeats too: one row of each is added to a session that is thrown away."""
    for template in form.definition.templates:
        if template.repeat is template:
            session.add_row(template.path)
    seen: set[str] = set()
    for key, node in list(session.nodes()):
        if node.template.leaf and "/meta/" not in key and node.template.path not in seen:
            seen.add(node.template.path)
            yield session.view(key)


def _column(session: FormSession, view: NodeView) -> RegisterColumn:
    own = view.attributes
    path = session.template(view.key).path
    about = own.get("about", "")
    notice = ""
    if own.get("means") == "notice":
        notice = own.get(f"notice_{session.language}", "")
    if own.get("means") == "notice" and about and not notice:
        notice = session.view(f"{path.rpartition('/')[0]}/{about}").label
    asked = view.type not in _UNASKED | {"calculate"} and not view.readonly
    return RegisterColumn(
        path=path,
        name=view.name,
        title=own.get(f"title_{session.language}") or view.label or view.name,
        type=view.type,
        order=int(own.get("column", 0)),
        width=int(own.get("width", 16)),
        means=own.get("means", ""),
        editable=asked and not own.get("role") and "[" not in view.key,
        long="multiline" in view.appearance,
        inline=asked and "[" not in view.key and view.type in _INLINE and "multiline" not in view.appearance,
        deadline=own.get("deadline") == "1",
        group=own.get("group") == "1" or own.get("means") == "state",
        choices=tuple((choice.value, choice.label) for choice in view.choices),
        finished=frozenset(choice.value for choice in view.choices if choice.extra.get("ferdig") == "1"),
        notice=notice,
        attributes=own,
        labels={choice.value: choice.label for choice in view.choices},
    )
