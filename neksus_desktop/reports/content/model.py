"""ReportContent: a document as pure data, a list of blocks and what stands on every page.

The border between what is said and how it looks: content functions build it, ``reports/layout`` prints it, tests read
it. Every text in it is plain text; nothing is markup, so nothing a person typed can become markup.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from neksus_desktop.texts import Language

Edition = Literal["internal", "shareable", "public", "anonymous"]
EDITIONS: tuple[Edition, ...] = ("internal", "shareable", "public", "anonymous")
Look = Literal["body", "lead", "question", "asked", "answer", "quiet", "small", "notice"]
"""How a paragraph speaks: running text, the opening text, a question quoted or to be answered, its answer, an aside."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1–3; ``number`` stands in the margin; ``listed`` headings become bookmarks."""

    level: int
    text: str
    number: str = ""
    listed: bool = True


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A text. Line breaks in it are kept; an empty line parts paragraphs. ``label`` stands before it in bold.

    ``keep`` holds it on one page with what follows.
    """

    text: str
    look: Look = "body"
    label: str = ""
    keep: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """Pairs of name and value, one below the other."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A table column: heading and share of the width (any unit; the shares are added up)."""

    title: str
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of texts below column headings; ``row_headers`` says that the first cell names its row."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    row_headers: bool = False
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list without order; ``keep`` holds it on one page with what follows."""

    items: tuple[str, ...]
    look: Look = "body"
    keep: bool = False


@dataclass(frozen=True, slots=True)
class TickBoxes:
    """Choices with a box before each, for a pen. ``many`` says that several may be ticked. ``key`` names the field."""

    options: tuple[tuple[str, str], ...]
    label: str = ""
    many: bool = False
    key: str = ""


@dataclass(frozen=True, slots=True)
class TickTable:
    """Rows × choices with a box in every cell. ``keys`` names each row's field; ``options`` are (value, heading)."""

    options: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, str], ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class WritingLines:
    """Empty lines to write on; ``label`` stands above them, or before a single short one.

    ``about`` is said of the field to who cannot see the page, when it is not about what was asked last.
    """

    count: int
    label: str = ""
    short: bool = False
    key: str = ""
    kind: Literal["text", "date", "number"] = "text"
    about: str = ""


@dataclass(frozen=True, slots=True)
class WritingTable:
    """Empty rows below column headings, for lists filled in by hand; a row is some two lines high."""

    columns: tuple[Column, ...]
    count: int
    keys: tuple[str, ...] = ()
    key: str = ""


@dataclass(frozen=True, slots=True)
class Contents:
    """The table of contents, of the listed headings down to ``depth``."""

    title: str
    depth: int = 2


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins on a new page."""


Block = (
    Heading | Paragraph | Facts | Table | Bullets | TickBoxes | TickTable | WritingLines | WritingTable
    | Contents | PageBreak
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReportContent:
    """A whole document.

    ``kind`` is the name of the kind of document as printed; ``marking`` is printed at the top right of every page and
    is empty unless a person chose it; ``stamp`` marks invented data; ``reference`` is the record's id and ``version``
    the hash of the Version printed (empty for a draft that has none).
    """

    kind: str
    title: str
    language: Language
    edition: str
    made_on: date
    blocks: tuple[Block, ...]
    subtitle: str = ""
    marking: str = ""
    stamp: str = ""
    reference: str = ""
    version: str = ""
    state: str = ""
    sender: str = ""
    form: str = ""
    identity: str = ""
    """Id and version as they are said on every page."""
    fill_mark: str = ""
    """What a fillable form says about itself: form, version, language, record."""
    page_text: str = "{page} / {pages}"
    """How a page number is said: «Side {page} av {pages}»."""
