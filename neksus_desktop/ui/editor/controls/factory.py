"""Which control answers which question: by type, and by how many and how long the choices are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neksus_desktop.ui.editor.controls.choice import SHORT_LIST

if TYPE_CHECKING:
    from neksus_desktop.forms import NodeView
    from neksus_desktop.ui.editor.controls.base import AnswerControl
    from neksus_desktop.ui.editor.desk import Desk

_SCALE_KINDS = frozenset({"grad", "jdn", "retning", "valg"})
_SCALE_WORDS = 9
_SCALE_WORD = 18
_SCALE_LABEL = 30
PICK_FROM = 12
"""Of more choices than this one picks, instead of ticking them off."""
_SEARCHED = frozenset({"autocomplete", "search"})
_PLACES = frozenset({"geopoint", "geotrace", "geoshape"})


def make_control(desk: Desk, view: NodeView) -> AnswerControl | None:
    """The control for a question; None for what only is read."""
    if view.type in {"note", "calculate", "hidden", "start", "end"}:
        return None
    if view.type in {"select1", "select", "rank"}:
        return _for_choices(desk, view)
    if view.type in {"int", "integer", "decimal", "range", "date", "time", "dateTime"}:
        return _for_measure(desk, view)
    return _for_text(desk, view)


def is_scale(view: NodeView) -> bool:
    """Whether the choices can stand beside each other as words of a scale."""
    if not 3 <= len(view.choices) <= _SCALE_WORDS:  # noqa: PLR2004
        return False
    labels = [choice.label for choice in view.choices]
    short = all(
        len(label) <= _SCALE_LABEL and max(map(len, label.split()), default=0) <= _SCALE_WORD for label in labels
    )
    named = view.attributes.get("kind") in _SCALE_KINDS or any(
        choice.extra.get("utenfor") == "1" for choice in view.choices
    )
    return short and all(labels) and (named or "likert" in view.appearance)


def _for_choices(desk: Desk, view: NodeView) -> AnswerControl:
    from neksus_desktop.ui.editor.controls import choice, long_lists, others, scale

    if view.type == "rank":
        return others.RankControl(desk, view)
    words = view.appearance.split()
    searched = not _SEARCHED.isdisjoint(words)
    dropped_down = "minimal" in words and view.attributes.get("role") != "outside"
    if view.type == "select":
        many = len(view.choices) > PICK_FROM or searched or dropped_down
        return long_lists.PickedControl(desk, view) if many else choice.ButtonsControl(desk, view, several=True)
    if is_scale(view) and not (searched or dropped_down):
        return scale.ScaleControl(desk, view)
    many = len(view.choices) > SHORT_LIST
    if many or searched or dropped_down:
        return long_lists.LongListControl(desk, view, searched=many or searched)
    return choice.ButtonsControl(desk, view, several=False)


def _for_measure(desk: Desk, view: NodeView) -> AnswerControl:
    from neksus_desktop.ui.editor.controls import numbers, typed

    match view.type:
        case "date":
            return typed.date_control(desk, view)
        case "time":
            return typed.TimeControl(desk, view)
        case "dateTime":
            return typed.DateTimeControl(desk, view)
        case _:
            return numbers.NumberControl(desk, view)


def _for_text(desk: Desk, view: NodeView) -> AnswerControl:
    from neksus_desktop.ui.editor.controls import others, text

    if view.type in _PLACES:
        return others.PlaceControl(desk, view)
    if view.type == "barcode":
        return others.CodeControl(desk, view)
    if view.type == "binary":
        from neksus_desktop.ui.editor.controls.file import FileControl

        return FileControl(desk, view)
    if view.type in {"trigger", "acknowledge"}:
        return others.AcknowledgeControl(desk, view)
    if "multiline" in view.appearance or view.attributes.get("kind") in {"tekst", "tiltak"}:
        return text.TextControl(desk, view, least=3 if view.attributes.get("question") else 2)
    return text.LineControl(desk, view, _suggestions(view))


def _suggestions(view: NodeView) -> tuple[str, ...]:
    name = view.attributes.get("suggestions")
    if not name:
        return ()
    from neksus_desktop.forms.codelists import codelist
    from neksus_desktop.ui.say import say

    found = codelist(name)
    return tuple(found.label(code, say.language) for code in found.codes)
