from __future__ import annotations

import pytest

from neksus_desktop.settings import Settings


def test_settings_survive_being_stored() -> None:
    chosen = Settings(language="nn", theme="dark", text_size_percent=125, lock_minutes=0, reduced_motion=True)
    assert Settings.from_strings(chosen.to_strings()) == chosen


@pytest.mark.parametrize(
    ("name", "stored"),
    [("language", "tysk"), ("theme", "rosa"), ("text_size_percent", "stor"), ("pack", ""), ("unknown", "1")],
)
def test_what_makes_no_sense_falls_to_the_default(name: str, stored: str) -> None:
    assert Settings.from_strings({name: stored}) == Settings()
