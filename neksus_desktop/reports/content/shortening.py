"""Documents that must fit: what is left out is left out by rule, from the end, and every cut is said.

A document is made in one of several rooms, from the roomiest to the tightest; the caller asks until it fits. A room
says how long a text may be and how many entries of a list are shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from neksus_desktop.reports.content.model import Block, Bullets, Facts, Look, Paragraph, Table
from neksus_desktop.texts import Language, count_text, text

MARK = "…"


@dataclass(slots=True)
class Room:
    """How much may be said: characters of a text and entries of a list. ``cuts`` counts the texts that were cut."""

    language: Language
    length: int
    count: int
    cuts: int = field(default=0)

    def cut(self, said: str, *, least: int = 0, tail: str = "") -> str:
        """The text, or its beginning with «…» where there is no room for all of it; ``tail`` follows whole."""
        length = max(self.length - len(tail), least, len(MARK))
        if len(said) <= length:
            return said + tail
        self.cuts += 1
        whole_words = said[: length + 1].rsplit(None, 1)
        begun = whole_words[0] if len(whole_words) > 1 else said[:length]
        return begun.rstrip(" –,;:") + f" {MARK}{tail}"

    def listed(self, items: Sequence[str], look: Look = "body") -> list[Block]:
        """The first entries as a list, and how many more there are."""
        return [Bullets(tuple(items[: self.count]), look), *self.rest(len(items) - self.count)]

    def rest(self, left_out: int) -> list[Block]:
        """«… og 3 til», when anything is left out."""
        return [Paragraph(count_text(self.language, "report.more", left_out), "small")] if left_out > 0 else []

    def shortened(self, blocks: Iterable[Block]) -> list[Block]:
        """Blocks of a longer document: texts, values and cells cut, rows left out from the end."""
        made: list[Block] = []
        for block in blocks:
            match block:
                case Paragraph() if block.look not in {"question", "small"}:
                    made.append(replace(block, text=self.cut(block.text)))
                case Facts():
                    made.append(Facts(tuple((name, self.cut(said)) for name, said in block.rows[: self.count * 3])))
                    made += self.rest(len(block.rows) - self.count * 3)
                case Table():
                    rows = tuple(tuple(self.cut(cell) for cell in row) for row in block.rows[: self.count])
                    made += [replace(block, rows=rows), *self.rest(len(block.rows) - self.count)]
                case Bullets():
                    made += self.listed([self.cut(item) for item in block.items], block.look)
                case _:
                    made.append(block)
        return made

    def told(self) -> list[Block]:
        """That texts were cut, when any was."""
        return [Paragraph(text(self.language, "report.shortened"), "small")] if self.cuts else []
