"""Every sentence comes from a catalogue, in three languages, with the same placeholders; none lies unused."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from functools import cache
from string import Formatter

import pytest

from neksus_desktop import errors
from tests.rules.source import LANGUAGES, ROOT, calls, modules, shown

I18N = ROOT / "resources" / "i18n"
SHOWN_BY = {
    "QLabel", "QPushButton", "QCheckBox", "QRadioButton", "QGroupBox", "QAction", "QToolButton",
    "setText", "setWindowTitle", "setToolTip", "setPlaceholderText", "setAccessibleName", "setAccessibleDescription",
    "setTitle", "setInformativeText", "setStatusTip", "setPlainText", "setHtml", "setMarkdown", "addItem",
    "showMessage",
}  # fmt: skip


@cache
def catalogue(language: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for path in sorted((I18N / language).glob("*.json")):
        pairs = json.loads(path.read_text(encoding="utf-8"))
        found |= {f"{path.stem}.{key}": value for key, value in pairs.items()}
    return found


def _string_literals() -> Iterator[str]:
    for _, tree in modules():
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value


def _prefixes() -> set[str]:
    """Beginnings of keys that are put together at run time, from f-strings: ``f"record.status.{status}"``."""
    found = set()
    for _, tree in modules():
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr) and node.values and isinstance(node.values[0], ast.Constant):
                found.add(str(node.values[0].value))
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_key(language: str) -> None:
    assert catalogue(language).keys() == catalogue("nb").keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_are_the_same_in_every_language(language: str) -> None:
    def names(text: str) -> set[str]:
        return {name for _, name, _, _ in Formatter().parse(text) if name is not None}

    wrong = [key for key, text in catalogue(language).items() if names(text) != names(catalogue("nb").get(key, ""))]
    assert not wrong


def test_no_text_is_empty_or_unfinished() -> None:
    bad = [
        f"{language} {key}"
        for language in LANGUAGES
        for key, text in catalogue(language).items()
        if not text.strip() or re.search(r"\b(TODO|FIXME|XXX|lorem)\b", text)
    ]
    assert not bad


def test_counting_texts_have_both_forms() -> None:
    keys = catalogue("nb").keys()
    ones = {key.removesuffix(".one") for key in keys if key.endswith(".one")}
    others = {key.removesuffix(".other") for key in keys if key.endswith(".other")}
    assert ones <= others


def test_no_text_lies_unused() -> None:
    literals = set(_string_literals())
    prefixes = {prefix for prefix in _prefixes() if len(prefix) > 3}
    code = {cls.code for cls in _error_classes()}

    def used(key: str) -> bool:
        room, _, rest = key.partition(".")
        bare = re.sub(r"\.(one|other|what|do)$", "", key)
        if room == "qt" or (rest.startswith("error.") and any(rest.startswith(f"error.{c}") for c in code)):
            return True
        tails = {key, bare, rest, re.sub(r"\.(one|other|what|do)$", "", rest)}
        return bool(tails & literals) or any(tail.startswith(prefix) for tail in tails for prefix in prefixes)

    unused = [key for key in catalogue("nb") if not used(key)]
    assert not unused


def _error_classes() -> list[type[errors.NeksusError]]:
    found, wait = [], [errors.NeksusError]
    while wait:
        cls = wait.pop()
        found.append(cls)
        wait.extend(cls.__subclasses__())
    return found


def test_error_codes_are_unique() -> None:
    codes = [cls.code for cls in _error_classes()]
    assert len(codes) == len(set(codes))


def test_every_error_is_explained() -> None:
    keys = catalogue("nb")
    silent = [
        cls.code
        for cls in _error_classes()
        if not any(
            f"{room}.error.{cls.code}.{part}" in keys
            for room in (cls.code.partition("_")[0], "core")
            for part in ("what",)
        )
    ]
    assert not silent


def test_no_literal_reaches_a_widget() -> None:
    letters = re.compile(r"[A-Za-zÆØÅæøå]{2,}")
    found = [
        f"{shown(path, call)} {name}({argument.value!r})"
        for path, tree in modules()
        if "/ui/" in path.as_posix()
        for call, name in calls(tree)
        if name in SHOWN_BY
        for argument in call.args
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str) and letters.search(argument.value)
    ]
    assert not found


def test_no_formatted_literal_reaches_a_widget() -> None:
    letters = re.compile(r"[A-Za-zÆØÅæøå]{3,}")
    found = [
        shown(path, call)
        for path, tree in modules()
        if "/ui/" in path.as_posix()
        for call, name in calls(tree)
        if name in SHOWN_BY
        for argument in call.args
        if isinstance(argument, ast.JoinedStr)
        and any(isinstance(part, ast.Constant) and letters.search(str(part.value)) for part in argument.values)
    ]
    assert not found


def test_qt_tr_is_not_used() -> None:
    found = [shown(path, call) for path, tree in modules() for call, name in calls(tree) if name == "tr"]
    assert not found
