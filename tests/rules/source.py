"""The source files that the house rules are read from."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "neksus_desktop"
LANGUAGES = ("nb", "nn", "en")


@cache
def modules(folder: Path = PACKAGE) -> tuple[tuple[Path, ast.Module], ...]:
    """Every module below ``folder``, parsed."""
    return tuple((path, ast.parse(path.read_text(encoding="utf-8"))) for path in sorted(folder.rglob("*.py")))


def calls(tree: ast.Module) -> Iterator[tuple[ast.Call, str]]:
    """Every call with the last part of the name that is called."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            function = node.func
            if isinstance(function, ast.Attribute):
                yield node, function.attr
            elif isinstance(function, ast.Name):
                yield node, function.id


def shown(path: Path, node: ast.AST) -> str:
    """``folder/file.py:12`` for messages."""
    return f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 1)}"
