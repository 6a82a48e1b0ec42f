"""What the form engine is measured against: the same values by straight Python over lists, for these two forms only.

The limit does what any program must that answers such a form, and nothing besides: it finds a question by its key,
keeps the text that was typed and the number it stands for, keeps what is hidden, computes relevance, calculations, sums
and the total as numbers and as the texts to be shown and saved, and tells which values and which relevances changed.
``bench_forms`` checks that it tells exactly what the engine tells. It knows no expressions, repeats within repeats,
constraints, undo or languages.
"""

from __future__ import annotations

import json
import zlib
from pathlib import Path
from random import getrandbits

Told = tuple[list[str], list[str]]


def written(number: float | None) -> str:
    """A number as it is shown and saved."""
    if number is None:
        return ""
    return f"{number:.0f}" if number.is_integer() else repr(number)


class Question:
    """What any program must hold of a question to show it."""

    __slots__ = ("group", "key", "label", "name", "number", "shown", "type", "value")

    def __init__(self, name: str, label: str, kind: str, group: str) -> None:
        self.name = name
        self.label = label
        self.type = kind
        self.group = group
        self.key = f"/data/{group}/{name}"
        self.value = ""
        self.number: float | None = None
        self.shown = False


def described(count: int) -> str:
    """The questions as a file's text, under a check sum."""
    told = json.dumps([[f"q{i}", f"Question q{i}", "int", f"g{i // 10}"] for i in range(count)])
    return f"{zlib.crc32(told.encode())}\n{told}"


def loaded(file: Path) -> Straight:
    """The questions of a file, ready to be answered."""
    check, _, told = file.read_text(encoding="utf-8").partition("\n")
    if int(check) != zlib.crc32(told.encode()):
        raise ValueError(file)
    return Straight(told)


class Straight:
    """Questions in groups of ten, each shown by the root's answer and the answer before it in its group."""

    def __init__(self, told: str) -> None:
        self.root = ""
        self.questions = [Question(*one) for one in json.loads(told)]
        self.by_key = {question.key: at for at, question in enumerate(self.questions)}
        groups = len(self.questions) // 10
        self.sums: list[float] = [0.0] * groups
        self.texts: list[str] = [""] * groups
        self.calculated: list[str] = [""] * groups
        self.total = ""
        for group in range(groups):
            self.compute(group, [], [])
        self.add([])

    def compute(self, group: int, values: list[str], relevance: list[str]) -> None:
        """Everything in one group."""
        before = True
        added = 0.0
        on = self.root == "yes"
        first = None
        for at, question in enumerate(self.questions[group * 10 : group * 10 + 10]):
            shown = on and before
            if shown is not question.shown:
                question.shown = shown
                relevance.append(question.key)
            value = question.number if shown else None
            if at == 0:
                first = value
            before = value is not None
            if value is not None:
                added += value
        text = written(None if first is None else first * 2 + 1)
        if text != self.calculated[group]:
            self.calculated[group] = text
            values.append(f"/data/g{group}/c{group}")
        self.sums[group] = added
        text = written(added)
        if text != self.texts[group]:
            self.texts[group] = text
            values.append(f"/data/g{group}/s{group}")

    def add(self, values: list[str]) -> None:
        """The total."""
        text = written(sum(self.sums))
        if text != self.total:
            self.total = text
            values.append("/data/total")

    def set(self, key: str, value: str) -> Told:
        """An answer."""
        at = self.by_key[key]
        question = self.questions[at]
        values: list[str] = []
        relevance: list[str] = []
        if question.value != value:
            question.value = value
            question.number = float(value) if value else None
            values.append(key)
            self.compute(at // 10, values, relevance)
            self.add(values)
        return values, relevance

    def toggle(self, value: str) -> Told:
        """The root answer."""
        values = ["/data/root"]
        relevance: list[str] = []
        self.root = value
        for group in range(len(self.sums)):
            self.compute(group, values, relevance)
        self.add(values)
        return values, relevance


class Row:
    """A row: what was typed, what is computed, and whether its second question is shown."""

    __slots__ = ("a", "at", "b", "c", "key", "shown")

    def __init__(self, key: str, at: int) -> None:
        self.key = key
        self.at = at
        self.a = self.b = self.c = ""
        self.shown = False


class StraightRows:
    """A repeat of rows a, b (shown if a > 0) and c = 2a + b, and sums over a and c."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self.by_key: dict[str, tuple[Row, str]] = {}
        self.a: list[float] = []
        self.c: list[float] = []
        self.sa = self.sc = "0"

    def add(self, name: str = "") -> Told:
        """A row, last, under a name that nobody else has."""
        row = Row(f"/data/rep[{name or f'{getrandbits(40):010x}'}]", len(self.rows))
        self.rows.append(row)
        for question in ("a", "b", "c"):
            self.by_key[f"{row.key}/{question}"] = row, question
        self.a.append(0.0)
        self.c.append(0.0)
        return self.compute(row, [], [f"{row.key}/b"])

    def set(self, key: str, value: str) -> Told:
        """An answer in a row."""
        row, question = self.by_key[key]
        if getattr(row, question) == value:
            return [], []
        setattr(row, question, value)
        return self.compute(row, [key], [])

    def compute(self, row: Row, values: list[str], relevance: list[str]) -> Told:
        """What depends on a row."""
        first = float(row.a) if row.a else None
        shown = first is not None and first > 0
        if shown is not row.shown:
            row.shown = shown
            relevance.append(f"{row.key}/b")
        second = float(row.b) if row.b and shown else 0.0
        result = None if first is None else first * 2 + second
        text = written(result)
        if text != row.c:
            row.c = text
            values.append(f"{row.key}/c")
        self.a[row.at] = first or 0.0
        self.c[row.at] = result or 0.0
        text = written(sum(self.a))
        if text != self.sa:
            self.sa = text
            values.append("/data/sa")
        text = written(sum(self.c))
        if text != self.sc:
            self.sc = text
            values.append("/data/sc")
        return values, relevance
