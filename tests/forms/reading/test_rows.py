from __future__ import annotations

import pytest

from neksus_desktop.forms.reading.rows import heading


@pytest.mark.parametrize(
    ("text", "column", "language"),
    [
        ("label", "label", ""),
        ("Label::English (en) ", "label", "English (en)"),
        ("label : English", "label", "English"),
        ("hint::nn", "hint", "nn"),
        ("guidance_hint::nn", "guidance_hint", "nn"),
        ("media::image", "image", ""),
        ("media::image::English", "image", "English"),
        ("image::English", "image", "English"),
        ("Relevance", "relevant", ""),
        ("bind::relevant", "relevant", ""),
        ("bind:relevant", "relevant", ""),
        ("bind::jr:constraintMsg::en", "constraint_message", "en"),
        ("bind::jr:preload", "bind::jr:preload", ""),
        ("bind::neksus:point", "bind::neksus:point", ""),
        ("Constraint Message", "constraint_message", ""),
        ("constraint message::fr", "constraint_message", "fr"),
        ("list name", "list_name", ""),
        ("calculate", "calculation", ""),
        ("body::accuracyThreshold", "body::accuracyThreshold", ""),
        ("my own::column", "my own::column", ""),
    ],
)
def test_headings_are_put_right(text: str, column: str, language: str) -> None:
    assert heading(text) == (column, language)
