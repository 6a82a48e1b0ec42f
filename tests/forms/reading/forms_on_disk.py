"""Small forms written to disk for the tests, from Markdown tables as form authors write them."""

from __future__ import annotations

from pathlib import Path

from neksus_desktop.forms.reading import FormProblem, check

FRUIT = """
| survey |
| | type | name | label |
| | select_one jn | svar | Liker du frukt? |
| | text | hvorfor | Hvorfor? |
| choices |
| | list_name | name | label |
| | jn | ja | Ja |
| | jn | nei | Nei |
"""


def md_form(folder: Path, survey: str, rest: str = "", name: str = "skjema.md") -> Path:
    """A Markdown form with these survey lines (headings first) and other sheets."""
    lines = [f"| | {line} |" for line in survey.strip().splitlines()]
    path = folder / name
    path.write_text("| survey |\n" + "\n".join(lines) + "\n" + rest, encoding="utf-8")
    return path


def codes(path: Path) -> list[tuple[str, str, int]]:
    """What a check finds: code, sheet and row."""
    return [(problem.code, problem.sheet, problem.row) for problem in check(path)]


def errors(path: Path) -> list[FormProblem]:
    """Only what makes the form unusable."""
    return [problem for problem in check(path) if problem.severity == "error"]
