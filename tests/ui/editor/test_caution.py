"""What should not stand in a text is noticed; ordinary sentences are left in peace."""

from __future__ import annotations

import pytest

from neksus_desktop.ui.editor.caution import cautions


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Vi snakket med Ahmed Hassan om vannet.", "name"),
        ("Møtet ble ledet av Dr. Khalid Omar.", "name"),
        ("I går sa sjeik Abdullah det samme.", "name"),
        ("Ring +967 777 123 456 for avtale.", "phone"),
        ("Kontoret har 22 24 36 00.", "phone"),
        ("Brønnen ligger på 15.3694, 44.1910.", "coordinates"),
        ("Ved 15° 22' nord ligger leiren.", "coordinates"),
        ("BEGRENSET, jf. sikkerhetsloven", "grade"),
        ("Notatet er gradert fortrolig.", "grade"),
        ("Sendt til noen@example.org i dag.", "email"),
        ("Født 010190 12345.", "national_id"),
    ],
)
def test_what_should_not_stand_there_is_noticed(text: str, kind: str) -> None:
    assert kind in {found.kind for found in cautions(text)}


@pytest.mark.parametrize(
    "text",
    [
        "Kvinner henter det meste av vannet, men er ikke med i vannrådene. Lokal partner mener noe annet.",
        "Verdensbanken og Den demokratiske republikken Kongo har en avtale.",
        "Møtet i Sør-Sudan samlet FNs landteam og Det humanitære landteamet.",
        "Røde Kors og Flyktninghjelpen deltar i New York og Genève.",
        "Rammen er 54 000 000 kroner i perioden 2024–2027, mot 3,5 prosent i fjor.",
        "Tiltaket nådde 3500 familier i 12 landsbyer fra 21.8.2026.",
        "Opplysningene er begrenset, og mye er hemmelig for oss.",
        "",
    ],
)
def test_ordinary_sentences_are_left_in_peace(text: str) -> None:
    assert cautions(text) == ()


def test_the_gravest_comes_first() -> None:
    assert [found.kind for found in cautions("Ifølge Ahmed Hassan er dette BEGRENSET.")] == ["grade", "name"]
