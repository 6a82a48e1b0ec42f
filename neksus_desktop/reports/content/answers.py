"""Answers in words, as blocks: question, answer, reason, details, matrices and lists."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from neksus_desktop.reports.content.editions import Reader
from neksus_desktop.reports.content.model import Block, Column, Facts, Paragraph, Table
from neksus_desktop.reports.content.reading import Asked, asked, label_of, list_rows, role_of, spoken
from neksus_desktop.texts import text

if TYPE_CHECKING:
    from neksus_desktop.forms import FormSession
    from neksus_desktop.forms.model import NodeView, Point
    from neksus_desktop.reports.content.model import Look

_TABLE_COLUMNS, _TABLE_TEXT = 4, 160
"""A list becomes a table up to so many columns and characters in a cell; else one block per row."""
_LONG = 60
"""From here an answer is running text."""


class AnswerBlocks:
    """Says the answers of a session to one reader."""

    def __init__(self, session: FormSession, reader: Reader) -> None:
        self._session = session
        self._reader = reader
        self._language = reader.language

    def of_point(self, point: Point, label: str, *, in_full: bool) -> list[Block]:
        """The questions and answers of a point; without ``in_full`` only what is answered."""
        if not self._reader.values:
            return []
        blocks: list[Block] = []
        for item in asked(self._session, point.key):
            if item.shape == "note":
                continue
            answered = item.answered() or any(view.value for view in item.companions)
            if not answered and not in_full:
                continue
            if not in_full and (row := self._short_row(item)):
                blocks.append(Facts((row,)))
                continue
            if item.label and item.label != label:
                blocks.append(Paragraph(item.label, "question"))
            blocks += self._answer(item) if answered else [self._unanswered()]
        return _joined(blocks)

    def _short_row(self, item: Asked) -> tuple[str, str] | None:
        """Name and value of a question of a part that is answered with a few words."""
        if item.shape != "question" or len(item.label) > _LONG:
            return None
        said = self._said(item.view)
        alone = (
            said
            and len(said) <= _LONG
            and "\n" not in said
            and not any(view.value for view in item.companions)
            and not item.lists
        )
        return (item.label, said) if alone else None

    def _unanswered(self) -> Paragraph:
        return Paragraph(text(self._language, "report.not_assessed"), "quiet")

    def _answer(self, item: Asked) -> list[Block]:
        blocks: list[Block] = []
        for role in ("outside", "grade", "overall"):
            beside = item.companion(role)
            if beside is not None and beside.value:
                label = "" if role == "outside" else text(self._language, f"report.{role}")
                blocks.append(self._paragraph(spoken(self._language, beside), label))
        if item.shape == "matrix":
            blocks += self._matrix(item)
        elif item.shape == "list":
            blocks += self._list(item)
        else:
            blocks = [*self._single(item.view), *blocks]
        blocks += [block for listed in item.lists for block in self._list(listed)]
        blocks += self._details(item.companions)
        return blocks or [self._unanswered()]

    def _single(self, view: NodeView) -> list[Block]:
        said = self._said(view)
        return [self._paragraph(said)] if said else []

    def _paragraph(self, said: str, label: str = "") -> Paragraph:
        look: Look = "body" if label or len(said) > _LONG or "\n" in said else "answer"
        return Paragraph(said, look, label=label)

    def _details(self, companions: Sequence[NodeView]) -> list[Block]:
        blocks: list[Block] = []
        short: list[tuple[str, str]] = []
        for view in companions:
            role, said = role_of(view), self._said(view)
            if not said or role in {"outside", "grade", "overall"}:
                continue
            if role == "reason":
                blocks.append(Paragraph(said, label=text(self._language, "report.reason")))
            elif len(said) > _LONG:
                blocks.append(Paragraph(said, label=_colon(label_of(view))))
            else:
                short.append((label_of(view), said))
        return [*blocks, *([Facts(tuple(short))] if short else [])]

    def _matrix(self, item: Asked) -> list[Block]:
        ids = list(dict.fromkeys(v.attributes.get("column", "") for v in item.cells if role_of(v) != "detail"))
        rows = []
        for row, title in item.rows().items():
            cells = [item.cell(row, column) for column in ids]
            said = tuple(self._said(cell) if cell is not None and cell.relevant else "" for cell in cells)
            if any(said):
                rows.append((title, *said))
        if not rows:
            return []
        used = [index for index in range(len(ids)) if any(row[index + 1] for row in rows)]
        shares = [max(len(row[index + 1]) for row in rows) for index in used]
        columns = tuple(
            Column(item.columns.get(ids[index], ""), 2.6 if longest > _LONG else 1.3)
            for index, longest in zip(used, shares, strict=True)
        )
        body = tuple((row[0], *(row[index + 1] for index in used)) for row in rows)
        return [Table((Column("", 1.6), *columns), body, row_headers=True)]

    def _list(self, item: Asked) -> list[Block]:
        rows = [
            [(view, said) for view in row if (said := self._said(view, short=True))]
            for row in list_rows(self._session, item)
        ]
        rows = [row for row in rows if row]
        labels = {view.name: label_of(view) for row in rows for view, _ in row}
        longest = max((len(said) for row in rows for _, said in row), default=0)
        if len(labels) <= _TABLE_COLUMNS and longest <= _TABLE_TEXT:
            widths = {name: max(len(said) for row in rows for v, said in row if v.name == name) for name in labels}
            columns = tuple(
                Column(label, 3.0 if widths[name] > 2 * _LONG // 3 else 1.3) for name, label in labels.items()
            )
            by_name = [{view.name: said for view, said in row} for row in rows]
            table = tuple(tuple(row.get(name, "") for name in labels) for row in by_name)
            return [Table(columns, table)] if table else []
        return [Facts(tuple((label_of(view), said) for view, said in row)) for row in rows]

    def _said(self, view: NodeView, *, short: bool = False) -> str:
        said = spoken(self._language, view, short=short).strip()
        free_text = not view.choices and view.type in _FREE
        if free_text and not self._reader.internal:
            return ""
        return self._reader.scrubbed(said)


_FREE = frozenset({"string", "binary", "barcode", "geopoint", "geotrace", "geoshape"})
"""Answers that can name somebody or some place: texts, names of files, codes, coordinates."""


def _joined(blocks: list[Block]) -> list[Block]:
    """Facts that follow one another become one."""
    joined: list[Block] = []
    for block in blocks:
        before = joined[-1] if joined else None
        if isinstance(block, Facts) and isinstance(before, Facts):
            joined[-1] = Facts(before.rows + block.rows)
        else:
            joined.append(block)
    return joined


def _colon(label: str) -> str:
    return label if label.endswith(("?", ":", ".")) else f"{label}:"
