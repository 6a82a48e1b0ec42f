"""Where a point stands, in plain words: what is answered, what is missing, what should be looked at again.

Rules kept here: words, never a percentage; a low answer is no worse than a high one; a value outside the scale is an
answer; what asks for attention is a whole sentence, of what is written the beginning is enough.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from neksus_desktop.forms.markdown import plain
from neksus_desktop.ui.editor.words import is_read_only_text, leaves, said, shortened, what_is_wrong
from neksus_desktop.ui.say import say

if TYPE_CHECKING:
    from neksus_desktop.forms import FormSession, NodeView, Point

_COMPANIONS = frozenset({"outside", "grade"})
_MATRIX = frozenset({"matrise", "flervalg"})


class Standing(NamedTuple):
    """A sentence, and whether it asks for attention."""

    words: str
    attention: bool = False


def standing(session: FormSession, point: Point, *, has_text: bool) -> Standing:
    """Where ``point`` stands; ``has_text`` says whether something is written about it."""
    view = session.view(point.key)
    if view.kind != "group":
        return _of_one(session, view)
    children = [session.view(key) for key in session.children(point.key)]
    for warning in _faults(session, children):
        return Standing(warning, attention=True)
    questions = [child for child in children if _counts(child)]
    answered = [child for child in questions if _is_answered(session, child, children)]
    if not answered:
        return Standing(say("editor.standing.text_only" if has_text else "editor.not_assessed"))
    if point.attributes.get("part"):
        return Standing(_of_part(session, answered))
    if len(answered) < len(questions) or any(not _whole(session, child) for child in answered):
        return Standing(say("editor.standing.partly"))
    return Standing(_values(session, answered, children))


def _of_rows(session: FormSession, key: str) -> str:
    filled = [row for row in session.children(key) if any(leaf.value for leaf in leaves(session, row))]
    return say.count("editor.standing.rows", len(filled)) if filled else say("editor.not_assessed")


def _of_one(session: FormSession, view: NodeView) -> Standing:
    if view.kind == "repeat":
        return Standing(_of_rows(session, view.key))
    if wrong := what_is_wrong(session, view):
        return Standing(_on_one_line(wrong), attention=True)
    if is_read_only_text(view):
        return Standing("")
    return Standing(shortened(said(view, say.language), 40) or say("editor.not_assessed"))


def _on_one_line(sentence: str) -> str:
    return " ".join(plain(sentence).split())


def _faults(session: FormSession, children: list[NodeView]) -> list[str]:
    found = []
    for child in children:
        if not child.relevant:
            continue
        if child.attributes.get("role") == "warning":
            found.append(_on_one_line(child.label))
        elif wrong := what_is_wrong(session, child):
            found.append(_on_one_line(wrong))
    return found


def _counts(child: NodeView) -> bool:
    if not child.relevant or child.attributes.get("role"):
        return False
    return child.kind != "question" or child.type not in {"note", "calculate", "hidden"}


def _is_answered(session: FormSession, child: NodeView, siblings: list[NodeView]) -> bool:
    if any(leaf.value for leaf in leaves(session, child.key)):
        return True
    return any(
        other.value
        for other in siblings
        if other.attributes.get("about") == child.name and other.attributes.get("role") in _COMPANIONS
    )


def _cells(session: FormSession, key: str) -> list[NodeView]:
    found = [leaf for leaf in leaves(session, key) if leaf.attributes.get("row") and leaf.type == "select1"]
    return [leaf for leaf in found if not leaf.attributes.get("role")]


def _whole(session: FormSession, child: NodeView) -> bool:
    if child.attributes.get("kind") != "matrise":
        return True
    cells = _cells(session, child.key)
    values = [bool(cell.value) for cell in cells]
    return all(values) or not any(values)


def _values(session: FormSession, answered: list[NodeView], siblings: list[NodeView]) -> str:
    words = []
    for child in answered:
        own = said(child, say.language) if child.kind == "question" else _of_group(session, child)
        outside = [
            said(other, say.language)
            for other in siblings
            if other.attributes.get("about") == child.name and other.attributes.get("role") in _COMPANIONS
        ]
        words.append(shortened(next((word for word in (own, *outside) if word), ""), 44))
    first, *rest = [word for word in words if word] or [say("editor.standing.answered")]
    return " · ".join([first, *(word[:1].lower() + word[1:] for word in rest)])


def _of_group(session: FormSession, child: NodeView) -> str:
    if child.kind == "repeat":
        return say.count("editor.standing.rows", len(session.children(child.key)))
    cells = _cells(session, child.key)
    if child.attributes.get("kind") in _MATRIX and cells:
        done = sum(1 for cell in cells if cell.value)
        return say("editor.standing.cells", done=done, all=len(cells)) if done else ""
    return say("editor.standing.answered") if any(leaf.value for leaf in leaves(session, child.key)) else ""


def _of_part(session: FormSession, answered: list[NodeView]) -> str:
    groups = [child for child in answered if child.kind != "question"]
    return _of_group(session, groups[0]) if len(groups) == 1 else say("editor.standing.begun")
