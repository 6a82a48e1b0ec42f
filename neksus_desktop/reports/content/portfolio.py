"""Documents over many records: one point read across, a portfolio by point and by DAC principle, the transfer list.

Rule kept here: texts and counts, in alphabetical order; never an average, never an order of merit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from neksus_desktop.reports.content.frame import stamp
from neksus_desktop.reports.content.model import (
    Block,
    Column,
    Contents,
    Facts,
    Heading,
    Paragraph,
    ReportContent,
    Table,
)
from neksus_desktop.reports.content.wording import code_label, date_text, long_date
from neksus_desktop.texts import Language, text

if TYPE_CHECKING:
    from neksus_desktop.forms import Form

STATES = ("assessed", "no_basis", "not_relevant", "not_assessed")
_CONTENTS_FROM = 4


@dataclass(frozen=True, slots=True)
class Extract:
    """What one record says about one point; what this reader may not see is already left out."""

    record: str
    title: str
    country: str
    assessed_on: str
    version: str
    state: str
    answers: tuple[tuple[str, str], ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True)
class PointExtracts:
    """A point with what the records say about it. ``dac`` are the principles it belongs to."""

    number: str
    title: str
    question: str
    extracts: tuple[Extract, ...]
    dac: tuple[str, ...] = ()

    def counts(self) -> dict[str, int]:
        """How many records are in each state."""
        return {state: sum(item.state == state for item in self.extracts) for state in STATES}


@dataclass(frozen=True, slots=True)
class Transfer:
    """A line of the transfer list, in words where it is a code."""

    number: int
    name: str
    recipients: str
    made_on: str
    records: int
    state: str


def read_across(
    points: Sequence[PointExtracts],
    form: Form,
    language: Language,
    *,
    today: date,
    edition: str = "internal",
    invented: bool = False,
) -> ReportContent:
    """The texts of one or more points across records, with counts and with references to find them again."""
    blocks: list[Block] = [Paragraph(text(language, "report.across.intro"), "quiet")]
    if len(points) >= _CONTENTS_FROM:
        blocks.append(Contents(text(language, "report.contents"), depth=1))
    for point in points:
        blocks += [Heading(1, point.title, point.number), Paragraph(point.question, "question")]
        blocks += [_counts(point.counts(), language), *_extracts(point, language)]
    return _document("across", form, blocks, language, today, edition, invented=invented)


def portfolio(
    points: Sequence[PointExtracts],
    form: Form,
    language: Language,
    *,
    today: date,
    edition: str = "internal",
    invented: bool = False,
) -> ReportContent:
    """A portfolio by point and by DAC principle: counts of each state, then the texts."""
    names = ("", *(f"state.{state}" for state in STATES))
    columns = tuple(Column(text(language, f"report.{name}") if name else "", 3 if not name else 1) for name in names)
    by_point = tuple((f"{point.number} {point.title}".strip(), *_numbers(point.counts())) for point in points)
    blocks: list[Block] = [
        Paragraph(text(language, "report.across.intro"), "quiet"),
        Contents(text(language, "report.contents"), depth=1),
        Heading(1, text(language, "report.portfolio.by_point")),
        Table(columns, by_point, row_headers=True),
    ]
    principles = dict.fromkeys(sorted({code for point in points for code in point.dac}))
    if principles:
        rows = tuple((_principle(code, language), *_numbers(_summed(points, code))) for code in principles)
        blocks += [Heading(1, text(language, "report.portfolio.by_dac")), Table(columns, rows, row_headers=True)]
    for code in principles:
        inside: list[Block] = []
        for point in points:
            if code in point.dac and any(item.text or item.answers for item in point.extracts):
                inside += [Heading(2, point.title, point.number, listed=False), *_extracts(point, language)]
        if inside:
            blocks += [Heading(1, _principle(code, language)), *inside]
    return _document("portfolio", form, blocks, language, today, edition, invented=invented)


def transfer_list(
    rows: Sequence[Transfer], language: Language, *, today: date, workplace: str, invented: bool = False
) -> ReportContent:
    """What was sent, to whom, and what is confirmed."""
    names = ("number", "name", "recipients", "made_on", "records", "state")
    shares = zip(names, (0.6, 3, 2, 1.6, 0.9, 1.8), strict=True)
    columns = tuple(Column(text(language, f"report.transfer.{name}"), share) for name, share in shares)
    table = tuple(
        (
            str(row.number),
            row.name,
            row.recipients,
            date_text(language, row.made_on, short=True),
            str(row.records),
            row.state,
        )
        for row in rows
    )
    blocks: list[Block] = [Table(columns, table)] if rows else [
        Paragraph(text(language, "report.transfer.none"), "quiet")
    ]  # fmt: skip
    return ReportContent(
        kind=text(language, "report.kind.transfers"),
        title=workplace,
        language=language,
        edition=text(language, "report.edition.internal"),
        made_on=today,
        blocks=tuple(blocks),
        stamp=stamp(language) if invented else "",
        identity=long_date(language, today),
        page_text=text(language, "report.page_of", page="{page}", pages="{pages}"),
    )


def _document(
    name: str, form: Form, blocks: Sequence[Block], language: Language, today: date, edition: str, *, invented: bool
) -> ReportContent:
    return ReportContent(
        kind=text(language, f"report.kind.{name}"),
        title=form.title(language),
        language=language,
        edition=text(language, f"report.edition.{edition}"),
        made_on=today,
        blocks=tuple(blocks),
        stamp=stamp(language) if invented else "",
        form=f"{form.id} {form.version}",
        identity=long_date(language, today),
        page_text=text(language, "report.page_of", page="{page}", pages="{pages}"),
    )


def _counts(counts: Mapping[str, int], language: Language) -> Facts:
    return Facts(tuple((text(language, f"report.state.{state}"), str(counts[state])) for state in STATES))


def _numbers(counts: Mapping[str, int]) -> tuple[str, ...]:
    return tuple(str(counts[state]) for state in STATES)


def _summed(points: Sequence[PointExtracts], code: str) -> dict[str, int]:
    inside = [point.counts() for point in points if code in point.dac]
    return {state: sum(counts[state] for counts in inside) for state in STATES}


def _principle(code: str, language: Language) -> str:
    return f"{code} {code_label(language, 'dac', code)}"


def _extracts(point: PointExtracts, language: Language) -> list[Block]:
    blocks: list[Block] = []
    for item in sorted(point.extracts, key=lambda found: (found.country, found.title, found.record)):
        if not (item.text or item.answers):
            continue
        country = code_label(language, "land", item.country)
        heading = ", ".join(filter(None, (country, item.title)))
        blocks.append(Heading(3, heading, listed=False))
        blocks += [
            Paragraph(said, label=f"{asked}:" if not asked.endswith("?") else asked) for asked, said in item.answers
        ]
        if item.text:
            blocks.append(Paragraph(item.text))
        reference = ", ".join(filter(None, (item.record, date_text(language, item.assessed_on), item.version[:16])))
        blocks.append(Paragraph(reference, "small"))
    return blocks
