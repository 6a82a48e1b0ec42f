"""The self-test passes where everything is there, and names the part that is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from neksus_desktop.usecases import selftest


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))


def test_all_parts_work_and_nothing_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    results = list(selftest.self_test())
    assert [result.name for result in results if not result.works] == []
    assert list(tmp_path.iterdir()) == []


def test_one_part_that_fails_does_not_stop_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(selftest, "_ARGON2ID", "00" * 32)
    monkeypatch.setattr(selftest, "_PARTS", {name: selftest._PARTS[name] for name in ("crypto", "texts", "fonts")})
    assert [(result.name, result.works) for result in selftest.self_test()] == [
        ("crypto", False),
        ("texts", True),
        ("fonts", True),
    ]


def test_the_fault_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(selftest, "_LETTERS", "\U000f0000")
    monkeypatch.setattr(selftest, "_PARTS", {"fonts": selftest._PARTS["fonts"]})
    (result,) = selftest.self_test()
    assert (result.works, result.detail) == (False, "\U000f0000")
