"""Packages carry their forms compiled: the same bytes each time, and used without compiling again."""

from __future__ import annotations

from pathlib import Path

import pytest

from neksus_desktop.forms import library, load_form
from neksus_desktop.paths import shipped
from tests.forms.small import field, xform
from tools.package.compiling import compile_forms


def test_a_form_compiled_in_the_package_is_used_and_not_written_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = tmp_path / "form.xml"
    form.write_text(xform("<a/>", "", field("a")), encoding="utf-8")
    load_form(form, tmp_path / "compiled")
    monkeypatch.setattr(library, "shipped", tmp_path.joinpath)
    assert load_form(form, tmp_path / "cache").id == "small"
    assert not (tmp_path / "cache").exists()
    form.write_text(xform("<b/>", "", field("b")), encoding="utf-8")
    load_form(form, tmp_path / "cache")
    assert len(list((tmp_path / "cache").iterdir())) == 1


def test_each_form_is_compiled_to_the_same_bytes(tmp_path: Path) -> None:
    forms = tmp_path / "forms"
    forms.mkdir()
    for name in ("frister", "oevelser", "demo"):
        (forms / f"{name}.yaml").write_bytes(shipped("forms", "norec", f"{name}.yaml").read_bytes())
    for folder in ("first", "second"):
        assert [path.stem for path in compile_forms(forms, tmp_path / folder)] == ["frister", "oevelser"]
    first, second = ({p.name: p.read_bytes() for p in (tmp_path / d).iterdir()} for d in ("first", "second"))
    assert first == second
    assert len(first) == 2
