"""Answers in words."""

from __future__ import annotations

import pytest

from neksus_desktop.forms import FormSession, form_from_xform
from neksus_desktop.reports.content.reading import spoken
from neksus_desktop.texts import Language
from tests.forms.small import bind, xform


@pytest.mark.parametrize(
    ("appearance", "language", "said"),
    [
        ("", "nn", "1. juni 2026"),
        ("month-year", "nn", "juni 2026"),
        ("w1 month-year", "en", "June 2026"),
        ("year", "nb", "2026"),
    ],
)
def test_a_date_is_said_as_far_as_the_form_asks_for_it(appearance: str, language: Language, said: str) -> None:
    body = f'<input ref="/data/d" appearance="{appearance}"><label>D</label></input>'
    session = FormSession(form_from_xform(xform("<d/>", bind("d", type="date"), body)))
    session.set("/data/d", "2026-06-01")
    assert spoken(language, session.view("/data/d")) == said
