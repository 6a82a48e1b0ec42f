from __future__ import annotations

from pathlib import Path

import pytest

from neksus_desktop.forms.reading import long_lists, to_xform

SURVEY = "survey\n,type,name,label\n,select_one sted,a,Hvor?\n,select_one jn,b,Sikker?\n"
EXTRA = ",sted,{0},Sted {0} & «<øy>»  nr. {0},{1}\n"


def form(folder: Path, choices: str, survey: str = SURVEY) -> Path:
    path = folder / "skjema.csv"
    path.write_text(f"{survey}choices\n{choices}", encoding="utf-8")
    return path


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(long_lists, "LONG", 10)


PLAIN = (
    ",list_name,name,label,fylke\n,jn,ja,Ja,\n" + "".join(EXTRA.format(n, n % 3) for n in range(40)) + ",jn,nei,Nei,\n"
)
SPOKEN = ",list_name,name,label::Norsk (nb),label::English (en)\n,jn,ja,Ja,Yes\n" + "".join(
    f',sted,p{n},"Sted ""{n}""",Place {n}\n' for n in range(40)
)
FALLBACK = {
    "a name twice is the compiler's to tell": PLAIN.replace(",sted,7,", ",sted,8,"),
    "pictures": PLAIN.replace("fylke", "image"),
    "references in labels": PLAIN.replace("Sted 7", "Sted ${b}"),
}


@pytest.mark.parametrize("choices", [PLAIN, SPOKEN], ids=["one language", "two languages"])
def test_the_form_is_the_same_as_the_compilers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, choices: str) -> None:
    survey = SURVEY.replace("label", "label::Norsk (nb)") if choices is SPOKEN else SURVEY
    path = form(tmp_path, choices, survey)
    whole = to_xform(path).xform
    monkeypatch.setattr(long_lists, "LONG", 10)
    assert to_xform(path).xform == whole


def test_only_plain_long_lists_are_shortened(short: None, tmp_path: Path) -> None:
    from neksus_desktop.forms.reading.compiling import read_sheets
    from neksus_desktop.forms.reading.opening import open_form

    found = long_lists.shorten(read_sheets(open_form(form(tmp_path, PLAIN))))
    assert found is not None
    assert list(found.lists) == ["sted"]
    assert len(found.sheets.table("choices").rows) == 4
    for choices in FALLBACK.values():
        assert long_lists.shorten(read_sheets(open_form(form(tmp_path, choices)))) is None


def test_an_unexpected_form_is_not_guessed(short: None, tmp_path: Path) -> None:
    from neksus_desktop.forms.reading.compiling import read_sheets
    from neksus_desktop.forms.reading.opening import open_form

    found = long_lists.shorten(read_sheets(open_form(form(tmp_path, PLAIN))))
    assert found is not None
    assert found.restore("<item><name>0</name></item>") is None
