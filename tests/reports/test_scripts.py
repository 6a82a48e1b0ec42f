"""Right to left, joined letters, other scripts: drawn as they are read, or reported before printing."""

from __future__ import annotations

from datetime import date

import pytest

from neksus_desktop.reports.content.model import Paragraph, ReportContent
from neksus_desktop.reports.layout.check import unprintable, warning
from neksus_desktop.reports.layout.lines import break_lines
from neksus_desktop.reports.layout.scripts import Glyph, base_direction, shaped, visual


def drawn(text: str) -> str:
    glyphs = [Glyph(char, 0) for char in text]
    return "".join(glyph.char for glyph in visual(glyphs, base_direction(text)))


def content(text: str) -> ReportContent:
    return ReportContent("Prøve", "Prøve", "nb", "Intern", date(2026, 1, 1), (Paragraph(text),))


@pytest.mark.parametrize(
    ("logical", "seen"),
    [
        ("abc", "abc"),
        ("אבג", "גבא"),
        ("abc אבג def", "abc גבא def"),
        ("אבג 123 דהו", "והד 123 גבא"),
        ("abc (אבג) def", "abc (גבא) def"),
        ("אבג (דהו) ז", "ז (והד) גבא"),
        ("abc אבג 12,5 def", "abc 12,5 גבא def"),
        ("אבג abc דהו", "והד abc גבא"),
        ("", ""),
    ],
)
def test_a_line_is_drawn_in_visual_order(logical: str, seen: str) -> None:
    assert drawn(logical) == seen


@pytest.mark.parametrize(
    ("word", "forms"),
    [
        ("بحر", "\ufe91\ufea4\ufeae"),  # initial, medial, final
        ("دار", "\ufea9\ufe8d\ufead"),  # nothing joins
        ("لا", "\ufefb"),  # lam with alef
        ("السلام", "\ufe8d\ufedf\ufeb4\ufefc\ufee1"),
        ("پل", "\ufb58\ufede"),  # a Persian letter
        ("abc", "abc"),
    ],
)
def test_arabic_letters_take_the_form_their_neighbours_ask_for(word: str, forms: str) -> None:
    assert shaped(word) == forms


def test_a_wrapped_paragraph_from_right_to_left_keeps_its_lines_in_order_and_ends_at_the_right() -> None:
    words = [f"كلمة{number}" for number in range(60)]
    lines = break_lines(((" ".join(words), "regular"),), 11, 300)
    assert len(lines) > 1
    said = ["".join(run.text for run in line.runs) for line in lines]
    first = [next(index for index, line in enumerate(said) if f"{number}" in line) for number in (10, 30, 59)]
    assert first == sorted(first)
    assert all(abs(line.indent + line.width - 300) < 0.01 for line in lines)


@pytest.mark.parametrize("text", ["Оцінка, їжа, ґанок", "λόγος", "ሰላም ለሁሉም", "مرحبا این گزارش", "☐ ☑ ✓ → ≥ ½ €"])
def test_these_scripts_can_be_printed(text: str) -> None:
    assert unprintable(content(text)) == ""


def test_what_cannot_be_printed_is_named_before_printing() -> None:
    assert unprintable(content("Ålesund မြန် 漢 🧑")) == "".join(sorted({*"မြန်漢🧑"}))


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("ရန်ကုန်", "burmesisk skrift"),
        ("नेपाल", "indisk skrift"),
        ("বাংলাদেশ", "indisk skrift"),
        ("ภาษาไทย", "thailandsk"),
        ("北京", "kinesisk"),
        ("平壌 ひらがな", "japansk"),
        ("평양", "koreansk"),
        ("🧑", "bildetegn"),
        ("\ue123", "andre tegn"),
    ],
)
def test_the_script_is_called_by_its_name(text: str, script: str) -> None:
    assert script in warning("nb", unprintable(content(text)))


def test_letters_that_no_font_here_joins_are_named_too() -> None:
    said = warning("nb", unprintable(content("پښتو ګ")))
    assert said.startswith("Disse bokstavene skrives ut, men blir ikke bundet sammen")
    assert {"ښ", "ګ"} <= set(said)
    assert unprintable(content("مرحبا این گزارش دری ء")) == ""


def test_long_lists_of_signs_are_shortened_and_say_so() -> None:
    said = warning("en", "".join(chr(code) for code in range(0x4E00, 0x4E40)))
    assert said.count("…") == 1
    assert len(said) < 250


def test_nothing_to_say_is_nothing() -> None:
    assert warning("nn", "") == ""
