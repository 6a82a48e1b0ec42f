from __future__ import annotations

import pytest

from neksus_desktop.errors import NotFoundError
from neksus_desktop.forms.codelists import codelist
from neksus_desktop.forms.guidance import panels
from tests.forms.shipped_rows import LANGUAGES, ROOT

NAMES = sorted(path.stem for path in (ROOT / "forms" / "codelists").glob("*.json"))


@pytest.mark.parametrize("name", NAMES)
def test_every_code_has_a_label_in_three_languages(name: str) -> None:
    found = codelist(name)
    assert found.codes
    for code in found.codes:
        assert found.rows[code].keys() - {"help"} == LANGUAGES, code
        assert not found.help(code, "nb") or found.rows[code]["help"].keys() == LANGUAGES


@pytest.mark.parametrize(
    ("code", "nb", "nn", "en"),
    [
        ("PS", "Palestina", "Palestina", "Palestine"),
        ("MM", "Myanmar", "Myanmar", "Myanmar"),
        (
            "CD",
            "Den demokratiske republikken Kongo",
            "Den demokratiske republikken Kongo",
            "Democratic Republic of the Congo",
        ),
        ("BY", "Belarus", "Belarus", "Belarus"),
        ("NO", "Norge", "Noreg", "Norway"),
        ("SS", "Sør-Sudan", "Sør-Sudan", "South Sudan"),
    ],
)
def test_country_names_are_the_edited_ones(code: str, nb: str, nn: str, en: str) -> None:
    land = codelist("land")
    assert [land.label(code, language) for language in ("nb", "nn", "en")] == [nb, nn, en]


def test_an_unknown_code_is_shown_as_it_is() -> None:
    assert codelist("land").label("QM", "nb") == "QM"


@pytest.mark.parametrize("name", ["finnes_ikke", "../neksus/demo", ""])
def test_an_unknown_list_is_refused(name: str) -> None:
    with pytest.raises(NotFoundError):
        codelist(name)


def test_panels_are_complete_and_short() -> None:
    for panel in panels().values():
        assert panel.titles.keys() == panel.texts.keys() == LANGUAGES
        assert all(len(text.split()) < 110 for text in panel.texts.values()), panel.id
