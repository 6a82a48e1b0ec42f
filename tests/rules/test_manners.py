"""Manners that no linter knows: one place writes files, the project speaks of itself alone, no fixed waits."""

from __future__ import annotations

import ast
import re
import subprocess

from tests.rules.source import PACKAGE, ROOT, calls, modules, shown

WRITERS = {"paths.py", "snapshots.py"}
"""Where files are written; ``snapshots`` copies whole databases block by block."""


def _tracked() -> list[str]:
    out = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return out.splitlines()


def test_files_are_written_in_one_place() -> None:
    found = []
    for path, tree in modules():
        if path.name in WRITERS:
            continue
        for call, name in calls(tree):
            mode = next(
                (a.value for a in call.args[:2] if isinstance(a, ast.Constant) and isinstance(a.value, str)), "r"
            )
            opens = name == "open" and bool(re.fullmatch(r"[rb]*[wax]\+?[bt]*\+?", mode))
            if name in {"write_text", "write_bytes"} or opens:
                found.append(shown(path, call))
    assert not found


def test_no_module_that_opens_connections_is_imported() -> None:
    """Import-linter holds the whole packages; these are parts of packages that are used for other things."""
    parts = {"urllib.request", "urllib.robotparser", "PySide6.QtNetwork", "PySide6.QtWebEngineWidgets"}
    found = []
    for path, tree in modules():
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                names = {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                names = {f"{node.module}.{alias.name}" for alias in node.names} | {str(node.module)}
            else:
                continue
            found += [shown(path, node)] if names & parts else []
    assert not found


def test_no_fixed_waits_in_tests() -> None:
    found = [
        shown(path, call)
        for path, tree in modules(ROOT / "tests")
        for call, name in calls(tree)
        if (name in {"sleep", "processEvents"})
        or (name == "wait" and isinstance(call.func, ast.Attribute) and ast.unparse(call.func.value) == "qtbot")
    ]
    assert not found


def test_no_skipped_tests() -> None:
    found = [
        shown(path, node)
        for path, tree in modules(ROOT / "tests")
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in {"skip", "skipif", "importorskip", "xfail"}
    ]
    assert not found


def test_the_project_speaks_of_itself_alone() -> None:
    hosts = ["pypi" + r"\.org", "pythonhost" + "ed", "npm" + r"js\.(org|com)", "--index" + "-url"]
    foreign = re.compile("|".join(["/wor" + "k/", r"/\.libr" + "ary", *hosts]))
    found = []
    for name in _tracked():
        path = ROOT / name
        if path.suffix in {".png", ".ttf", ".pdf", ".xlsx", ".xls", ".db", ".neksus"} or not path.is_file():
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        found += [f"{name}: {match.group()}" for match in [foreign.search(text)] if match]
    assert not found


def test_no_left_over_markers() -> None:
    marker = re.compile(r"\b(TO" + "DO|FIX" + "ME|XX" + "X|HA" + r"CK)\b")
    found = [
        str(path.relative_to(ROOT)) for path in PACKAGE.rglob("*.py") if marker.search(path.read_text(encoding="utf-8"))
    ]
    assert not found


def test_every_module_says_what_it_is_for() -> None:
    assert not [shown(path, tree) for path, tree in modules() if not ast.get_docstring(tree)]
