"""Scenes of points found by name with Ctrl+K.

``stage`` is the ``Stage`` of ``tools/scenes.py``, which names these among its own.
"""

from __future__ import annotations

from typing import Any

from neksus_desktop.ui.palette import CommandPalette


def palette_points(stage: Any) -> None:
    """Points of the assessment that is open, found by a word."""
    stage.go("editor", record=stage.record("draft"))
    _palette(stage, "2.1")


def point_dialog(stage: Any) -> Any:
    """What a point is about, with nothing open."""
    stage.go("home")
    _palette(stage, "2.1.5").do()
    return stage.dialog()


def _palette(stage: Any, text: str) -> CommandPalette:
    stage.window.workspace.open_palette()
    palette = stage.window.workspace.findChild(CommandPalette)
    assert isinstance(palette, CommandPalette)
    palette.search.setText(text)
    palette.search.searched.emit(text)  # at once, instead of a moment after the last key
    stage.settle()
    return palette
