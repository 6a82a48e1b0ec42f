"""Documents of a year's registers: a register as a table, a letter, a risk picture, a chapter, an agenda.

Rules kept here:

* what is said comes from the form: letters are its own sentences with the answers put in;
* a matrix is never alone: the list below says the same in words; no colours, no sums;
* who reads a public chapter sees only its text.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from neksus_desktop.reports.content.editions import reader
from neksus_desktop.reports.content.frame import framed, stamp
from neksus_desktop.reports.content.model import Block, Bullets, Column, Facts, Heading, Paragraph, ReportContent, Table
from neksus_desktop.reports.content.reading import label_of, role_of
from neksus_desktop.reports.content.wording import code_label, date_text, long_date
from neksus_desktop.texts import Language, count_text, text

if TYPE_CHECKING:
    from neksus_desktop.forms import Form, FormSession, NodeView
    from neksus_desktop.records.record import Record

_MOST_COLUMNS = 7
_OWN_KEEPING = frozenset({"state", "responsible", "source", "source_ref", "controlled"})
"""What a row is to those who keep it; no part of an agenda that others get."""


@dataclass(frozen=True, slots=True)
class Change:
    """What became of a row since the snapshot before: ``details`` are title, before, now."""

    kind: str
    name: str
    details: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ListedRow:
    """A row as it is printed: what it is called, its cells, and what stands out."""

    name: str
    cells: tuple[str, ...]
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Listed:
    """A register as it is printed: its kind and title, the year, its columns and rows.

    ``long`` are the places of columns that hold running text; the first column is what a row is called.
    """

    kind: str
    title: str
    about: str
    columns: tuple[Column, ...]
    long: frozenset[int]
    rows: tuple[ListedRow, ...]
    form: str
    invented: bool


def register_list(listed: Listed, language: Language, *, today: date, sender: str) -> ReportContent:
    """A register's rows: a table while it has few columns (the duties with evidence), else one section for each row."""
    blocks: list[Block] = [Paragraph(count_text(language, "register.count", len(listed.rows)), "lead")]
    if not listed.rows:
        blocks.append(Paragraph(text(language, "register.report.no_rows"), "quiet"))
    elif len(listed.columns) <= _MOST_COLUMNS:
        blocks.append(Table(listed.columns, tuple(row.cells for row in listed.rows), row_headers=True))
        noticed = tuple(f"{row.name}: {' '.join(row.notices)}" for row in listed.rows if row.notices)
        blocks += [Bullets(noticed)] if noticed else []
    else:
        blocks += [block for at, row in enumerate(listed.rows, 1) for block in _section(listed, row, at, language)]
    return ReportContent(
        kind=listed.kind,
        title=listed.title,
        subtitle=listed.about,
        language=language,
        edition=text(language, "register.report.made", date=long_date(language, today)),
        made_on=today,
        blocks=tuple(blocks),
        stamp=stamp(language) if listed.invented else "",
        sender=sender,
        form=listed.form,
        page_text=text(language, "report.page_of", page="{page}", pages="{pages}"),
    )


def _section(listed: Listed, row: ListedRow, number: int, language: Language) -> Iterable[Block]:
    """A row of a register with many columns: short answers as facts, the missing ones too, then the running texts."""
    said = [cell or text(language, "register.report.blank") for cell in row.cells]
    told = range(1, len(said))
    yield Heading(2, row.name or said[0], str(number))
    yield Facts(tuple((listed.columns[at].title, said[at]) for at in told if at not in listed.long))
    for at in told:
        if at in listed.long:
            yield Paragraph(said[at], label=listed.columns[at].title)
    for notice in row.notices:
        yield Paragraph(notice, "notice")


def letter(record: Record, form: Form, language: Language, *, today: date, version: str, sender: str) -> ReportContent:
    """A letter: the sentences that the form marks as a letter's, the first of them its subject line."""
    session = _session(record, form, language)
    said = [view.label for view in _views(session) if role_of(view) == "letter" and view.relevant and view.label]
    facts = (
        (text(language, "register.report.to"), text(language, "register.report.recipient")),
        (text(language, "register.report.date"), long_date(language, today)),
    )
    blocks: list[Block] = [Facts(facts), *(Paragraph(one) for one in said[1:])]
    blocks.append(Paragraph(f"{text(language, 'register.report.regards')}\n{sender}"))
    kind = text(language, "register.report.letter")
    made = framed(kind, record, form, reader(record, "internal", language, today), blocks, version=version,
                  made_on=today, sender=sender)  # fmt: skip
    return replace(made, title=said[0] if said else made.title, subtitle="")


def snapshot(
    record: Record, form: Form, language: Language, *, today: date, version: str, changes: Sequence[Change] | None,
    before: str = "",
) -> ReportContent:  # fmt: skip
    """The risk picture: matrix, the risks in words, what has changed since the one before, and the texts."""
    session = _session(record, form, language)
    blocks: list[Block] = []
    for point in form.points:
        views = [view for view in _views(session, point.key) if view.kind == "question"]
        repeats = _repeats(session, point.key)
        if repeats:
            blocks.append(Heading(1, label_of(session.view(point.key))))
            for repeat in repeats:
                blocks += _matrix(session, repeat, language)
            blocks += _changed(changes, before, language)
        else:
            blocks += _answered(session.view(point.key), views, language)
    kind = text(language, "register.report.snapshot")
    made = framed(kind, record, form, reader(record, "internal", language, today), blocks, version=version,
                  made_on=today)  # fmt: skip
    return replace(made, subtitle=_title(session, language))


def chapter(record: Record, form: Form, language: Language, *, today: date, version: str) -> ReportContent:
    """A chapter for a public report: one heading to a numbered point with its text, and how many are treated."""
    session = _session(record, form, language)
    topics = [point for point in form.points if point.number]
    said = {point.id: _texts(session, point.key) for point in topics}
    treated = sum(bool(texts) for texts in said.values())
    blocks: list[Block] = [Paragraph(text(language, "register.report.topics", count=treated, all=len(topics)), "lead")]
    for point in topics:
        blocks.append(Heading(1, label_of(session.view(point.key)), point.number))
        missing = Paragraph(text(language, "register.report.missing"), "quiet")
        blocks += [Paragraph(one) for one in said[point.id]] or [missing]
    blocks.append(Paragraph(text(language, "register.report.public"), "small"))
    kind = text(language, "register.report.chapter")
    return replace(
        framed(kind, record, form, reader(record, "internal", language, today), blocks, version=version, made_on=today),
        subtitle=form.title(language),
    )


def meeting(record: Record, form: Form, language: Language, *, today: date, version: str) -> ReportContent:
    """Agenda and list of documents: the answers of the row, then each of its lists as a table."""
    session = _session(record, form, language)
    blocks: list[Block] = []
    for point in form.points:
        views = [view for view in _views(session, point.key) if "[" not in view.key]
        told = [view for view in views if view.attributes.get("means") not in _OWN_KEEPING]
        blocks += _answered(None, [view for view in told if view.kind == "question"], language)
        for repeat in _repeats(session, point.key):
            blocks += [Heading(1, label_of(session.view(repeat))), *_table(session, repeat, language)]
    kind = text(language, "register.report.meeting")
    made = framed(kind, record, form, reader(record, "internal", language, today), blocks, version=version,
                  made_on=today)  # fmt: skip
    return replace(made, title=_title(session, language) or made.title, subtitle=record.subject.title)


def _session(record: Record, form: Form, language: Language) -> FormSession:
    from neksus_desktop.forms import FormSession

    return FormSession(form, record.answers(), language=language if language in form.languages else None)


def _views(session: FormSession, key: str = "") -> Iterable[NodeView]:
    for child in session.children(key):
        view = session.view(child)
        yield view
        if view.kind != "question":
            yield from _views(session, child)


def _repeats(session: FormSession, key: str) -> list[str]:
    return [child for child in session.children(key) if session.view(child).kind == "repeat"]


def _said(view: NodeView, language: Language) -> str:
    if view.choices and view.value:
        labels = {choice.value: choice.label for choice in view.choices}
        return labels.get(view.value, view.value)
    if view.type == "date":
        return date_text(language, view.value)
    if view.attributes.get("suggestions") == "rolle":
        return code_label(language, "rolle", view.value)
    return view.value


def _title(session: FormSession, language: Language) -> str:
    found = next((view for view in _views(session) if view.attributes.get("means") == "title"), None)
    return _said(found, language) if found is not None else ""


def _answered(head: NodeView | None, views: Iterable[NodeView], language: Language) -> list[Block]:
    """Short answers as facts, long ones as paragraphs below their question."""
    facts, blocks = [], []
    for view in views:
        if not view.value or not view.relevant or view.type in {"note", "calculate"} or role_of(view) == "letter":
            continue
        if "multiline" in view.appearance:
            blocks.append(Paragraph(view.value, label=view.label))
        else:
            facts.append((view.label, _said(view, language)))
    found: list[Block] = [Facts(tuple(facts))] if facts else []
    found += blocks
    return [Heading(1, label_of(head)), *found] if head is not None and found else found


def _texts(session: FormSession, key: str) -> list[str]:
    return [view.value for view in _views(session, key) if view.attributes.get("public") == "1" and view.value.strip()]


def _table(session: FormSession, repeat: str, language: Language) -> list[Block]:
    rows = []
    shown: list[NodeView] = []
    for row in session.children(repeat):
        views = [session.view(child) for child in session.children(row)]
        shown = [view for view in views if view.attributes.get("source") != "id"]
        rows.append(tuple(_said(view, language) for view in shown))
    if not rows:
        return [Paragraph(text(language, "register.report.no_rows"), "quiet")]
    numbered = tuple((str(at), *row) for at, row in enumerate(rows, 1))
    columns = (Column("", 0.3), *(Column(view.label, _share(view, first=at == 0)) for at, view in enumerate(shown)))
    return [Table(columns, numbered, row_headers=True)]


def _share(view: NodeView, *, first: bool) -> float:
    """How wide a column is beside the others: running text the widest, or sixty rows would fill twenty pages."""
    return 3.0 if "multiline" in view.appearance else 2.0 if first else 1.2


def _matrix(session: FormSession, repeat: str, language: Language) -> list[Block]:
    """The rows as numbers in a grid of the two axes, then the same rows in words."""
    placed: dict[tuple[str, str], list[str]] = {}
    axes: dict[str, NodeView] = {}
    rows = session.children(repeat)
    for number, row in enumerate(rows, 1):
        own = {view.attributes.get("axis", ""): view for view in map(session.view, session.children(row))}
        axes |= {name: view for name, view in own.items() if name}
        if {"likelihood", "consequence"} <= own.keys():
            where = own["likelihood"].value, own["consequence"].value
            placed.setdefault(where, []).append(str(number))
    blocks: list[Block] = []
    if {"likelihood", "consequence"} <= axes.keys():
        across, down = axes["consequence"], axes["likelihood"]
        head = text(language, "register.report.axes", down=down.label, across=across.label)
        columns = (Column(head, 1.4), *(Column(choice.label) for choice in across.choices))
        grid = tuple(
            (level.label, *(", ".join(placed.get((level.value, choice.value), ())) for choice in across.choices))
            for level in reversed(down.choices)
        )
        caption = text(language, "register.report.matrix_help")
        blocks += [Heading(2, text(language, "register.report.matrix")), Paragraph(caption, "small", keep=True)]
        blocks.append(Table(columns, grid, row_headers=True))
    return [*blocks, Heading(2, text(language, "register.report.list")), *_table(session, repeat, language)]


def _changed(changes: Sequence[Change] | None, before: str, language: Language) -> list[Block]:
    blocks: list[Block] = [Heading(2, text(language, "register.report.changes"))]
    if changes is None:
        return [*blocks, Paragraph(text(language, "register.report.no_before"), "quiet")]
    lines = []
    for change in changes:
        if change.kind in {"new", "gone"}:
            lines.append(text(language, f"register.report.change.{change.kind}", name=change.name))
        for title, old, new in change.details:
            blank = text(language, "register.report.blank")
            lines.append(
                text(language, "register.report.change.changed", name=change.name, title=title, before=old or blank,
                     after=new or blank)
            )  # fmt: skip
    blocks.append(Paragraph(text(language, "register.report.changes_since", title=before), "small", keep=True))
    return [*blocks, Bullets(tuple(lines)) if lines else Paragraph(text(language, "register.report.no_change"))]
