"""«or_other» in the form's own languages: the choice, the line to write it on, and no remark where all is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from neksus_desktop.forms.reading import to_xform

SPOKEN = """
| survey |
| | type | name | label::Norsk bokmål (nb) | label::Norsk nynorsk (nn) | label::{third} |
| | begin_group | g | Gruppe | Gruppe | Group |
| | select_multiple kilde or_other | k | Hvilken kilde? | Kva kjelde? | Which source? |
| | end_group | | | | |
| | text | t | Specify other. | Specify other. | Specify other. |
| choices |
| | list_name | name | label::Norsk bokmål (nb) | label::Norsk nynorsk (nn) | label::{third} |
| | kilde | m | Møte | Møte | Meeting |
| | annen | a | A | A | A |
| settings |
| | form_title | form_id | default_language |
| | Kilder | kilder | Norsk bokmål (nb) |
"""
PLAIN = """
| survey |
| | type | name | label |
| | select_one kilde or_other | k | Hvilken kilde? |
| choices |
| | list_name | name | label |
| | kilde | m | Møte |
{more}| settings |
| | form_title | form_id | default_language |
| | Kilder | kilder | {language} |
"""


def xform(tmp_path: Path, markdown: str) -> str:
    path = tmp_path / "kilder.md"
    path.write_text(markdown, encoding="utf-8")
    return to_xform(path).xform


def test_every_language_of_the_form_has_its_own_words(tmp_path: Path) -> None:
    made = xform(tmp_path, SPOKEN.format(third="English (en)"))
    line = "/data/g/k_other:label"
    for choice, write in (
        ("Annet", "Skriv hva annet det er."),
        ("Anna", "Skriv kva anna det er."),
        ("Other", "Specify other."),
    ):
        assert f"<value>{choice}</value>" in made
        assert f'<text id="{line}"><value>{write}</value></text>' in made
    assert f"<label ref=\"jr:itext('{line}')\"/>" in made
    assert "<label>Specify other.</label>" not in made
    assert made.count("<name>other</name>") == 1


def test_a_remark_stays_only_for_a_language_that_is_not_spoken(tmp_path: Path) -> None:
    path = tmp_path / "kilder.md"
    path.write_text(SPOKEN.format(third="English (en)"), encoding="utf-8")
    assert to_xform(path).warnings == ()
    path.write_text(SPOKEN.format(third="Kiswahili (sw)"), encoding="utf-8")
    found = to_xform(path)
    assert [one.code for one in found.warnings] == ["compiler_note"]
    assert "<value>Annet</value>" in found.xform
    assert "<value>Other</value>" in found.xform


@pytest.mark.parametrize(
    ("language", "choice", "write"),
    [
        ("nb", "Annet", "Skriv hva annet det er."),
        ("Norsk nynorsk (nn)", "Anna", "Skriv kva anna det er."),
        ("", "Other", "Specify other."),
    ],
)
def test_a_form_of_one_language_has_the_words_of_that(tmp_path: Path, language: str, choice: str, write: str) -> None:
    made = xform(tmp_path, PLAIN.format(language=language, more=""))
    assert f"<name>other</name><label>{choice}</label>" in made or f"<value>{choice}</value>" in made
    assert f"<label>{write}</label>" in made or f"<value>{write}</value>" in made


def test_a_choice_of_the_forms_own_stays(tmp_path: Path) -> None:
    made = xform(tmp_path, PLAIN.format(language="nb", more="| | kilde | other | Noe helt annet |\n"))
    assert "<label>Noe helt annet</label>" in made
    assert "Annet<" not in made
