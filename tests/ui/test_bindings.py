"""Enumerations made quickly answer as ordinary ones do; no module's source is read."""

from __future__ import annotations

import enum
import pickle
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from neksus_desktop.ui import bindings

ORDINARY: Any = bindings.__dict__["_ordinary"]
ITEMS = [
    ("None_", 0), ("Left", 1), ("Leading", 1), ("Far", 8), ("Right", 2), ("Both", 3), ("Down", 4), ("Mask", 0x1F),
]  # fmt: skip
KEEP = enum.FlagBoundary.KEEP


def made(kind: Any, items: list[tuple[str, int]]) -> tuple[Any, Any]:
    return ORDINARY(kind, "Side", items, boundary=KEEP), bindings.create(kind, "Side", items, boundary=KEEP)


def told(found: Any) -> list[object]:
    """Everything an enumeration says about itself."""
    return [
        [(one.name, one.value, repr(one), str(one), f"{one}", one._sort_order_) for one in found],
        {name: one.name for name, one in found.__members__.items()},
        {name: getattr(found, name).value for name, _value in ITEMS},
        [found(value).name for _name, value in ITEMS],
        found["Leading"] is found.Left,
        sorted(set(found.__dict__) - {"_iter_member_"}),
        repr(found), found.__doc__, len(found), found.Left in found, next(reversed(found)).name,
    ]  # fmt: skip


@pytest.mark.parametrize("kind", [enum.Enum, enum.IntEnum, enum.Flag, enum.IntFlag])
def test_an_enumeration_answers_as_an_ordinary_one(kind: Any) -> None:
    ordinary, quick = made(kind, ITEMS)
    assert told(quick) == told(ordinary)
    if issubclass(kind, enum.Flag):
        for one in (ordinary, quick):
            assert (one.Left | one.Down).value == 5
            assert [part.name for part in one(0x0B)] == [part.name for part in ordinary(0x0B)]
        assert (~quick.Left).value == (~ordinary.Left).value
        assert (quick(32) | quick.Left).value == 33
    else:
        for one in (ordinary, quick):
            with pytest.raises(ValueError, match="77"):
                one(77)


QUESTIONS: list[Callable[[Any], object]] = [
    lambda found: found(8).name, lambda found: found["Far"].value, lambda found: found.Far.value, len, repr,
    lambda found: [one.name for one in found], lambda found: list(found.__members__), lambda found: dir(found)[:3],
    lambda found: next(reversed(found)).name, lambda found: pickle.loads(pickle.dumps(found)) is found,
    lambda found: isinstance(found(1), found), lambda found: getattr(found, "nothing", None),
]  # fmt: skip


@pytest.mark.parametrize("kind", [enum.Enum, enum.IntEnum, enum.Flag, enum.IntFlag])
@pytest.mark.parametrize("ask", QUESTIONS)
def test_whatever_is_asked_first_finds_the_members(
    kind: Any, ask: Callable[[Any], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    ordinary, quick = made(kind, ITEMS)
    assert type(quick) is not enum.EnumType
    monkeypatch.setattr(bindings, "Side", quick, raising=False)
    ordinary.__module__ = quick.__module__
    found = ask(quick)
    monkeypatch.setattr(bindings, "Side", ordinary)
    assert found == ask(ordinary)
    assert quick.Far is quick(8)
    assert type(quick) is enum.EnumType


def test_two_that_ask_at_once_find_the_same_members() -> None:
    quick = [made(enum.Flag, ITEMS)[1] for _ in range(200)]
    ready = threading.Barrier(4)

    def ask() -> list[Any]:
        ready.wait()
        return [one.Far for one in quick]

    with ThreadPoolExecutor(4) as workers:
        first, *others = [done.result() for done in [workers.submit(ask) for _ in range(4)]]
    assert all(one is other for found in others for one, other in zip(first, found, strict=True))


def test_a_member_cannot_be_set_and_other_names_can() -> None:
    for one in made(enum.Enum, ITEMS):
        one._missing_ = classmethod(lambda cls, _value: cls.Far)
        with pytest.raises(AttributeError):
            one.Far = 3
        assert one(77).name == "Far"


@pytest.mark.parametrize(("kind", "items"), [(enum.Enum, [("Other", -1), ("Own", 0)]), (enum.IntEnum, [("Off", -2)])])
def test_numbers_below_nothing_are_kept(kind: Any, items: list[tuple[str, int]]) -> None:
    ordinary, quick = made(kind, items)
    assert [(one.name, one.value) for one in quick] == [(one.name, one.value) for one in ordinary] == items


@pytest.mark.parametrize("items", [[], [("A", -1)], [("A", "text")], [("_a", 1)]])
def test_what_looks_otherwise_is_made_the_ordinary_way(items: list[tuple[str, Any]]) -> None:
    kind = enum.IntFlag if items == [("A", -1)] else enum.Enum
    ordinary, quick = made(kind, items)
    assert [(one.name, one.value) for one in quick] == [(one.name, one.value) for one in ordinary]


def test_a_program_that_is_prepared_reads_no_sources_and_has_the_same_enumerations() -> None:
    program = (
        "import builtins;"
        "from neksus_desktop.ui.bindings import prepare; prepare();"
        "from PySide6.QtCore import Qt; from PySide6.QtWidgets import QStyle;"
        "left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop;"
        "print(builtins.__import__ is builtins.__feature_import__, left.value, Qt.Key(65).name, type(left).__module__,"
        "QStyle.StateFlag(3) == QStyle.StateFlag.State_Enabled | QStyle.StateFlag.State_Raised)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "33", "Key_A", "PySide6.QtCore", "True"]


ASKED = """
import sys
{prepare}
from PySide6.QtCore import QPoint, QRect
early = "argparse" in sys.modules
from PySide6.support.signature import get_signature
print(get_signature(QPoint.setX), get_signature(QRect.adjusted))
try:
    QPoint("left", "top")
except TypeError as error:
    print(error)
from PySide6.support.signature.lib import pyi_generator, tool
print(pyi_generator.TYPE_MAP["qint64"], tool.build_brace_pattern.__module__, hasattr(tool, "nothing"))
print(early)
"""


def test_what_the_bindings_tell_of_their_calls_is_the_same_but_read_when_asked_for() -> None:
    told = []
    for prepare in ("", "from neksus_desktop.ui.bindings import prepare; prepare()"):
        command = [sys.executable, "-c", ASKED.format(prepare=prepare)]
        told.append(subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines())
    ordinary, ours = told
    assert ours[:-1] == ordinary[:-1]
    assert (ordinary[-1], ours[-1]) == ("True", "False")
