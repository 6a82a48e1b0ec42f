"""«Klar?»: what still stands open in a record, as plain sentences; never a percentage, never a hindrance.

Only what the user has chosen is asked for. A value outside the scale («mangler grunnlag» …) is an answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from neksus_desktop.texts import Language, text

if TYPE_CHECKING:
    from neksus_desktop.forms import FormSession, NodeView, Point
    from neksus_desktop.records.note import PointNote
    from neksus_desktop.usecases.profile import Profile
    from neksus_desktop.usecases.records import OpenRecord

Severity = Literal["invalid", "missing", "note"]
_CLOSING_PARTS = ("prinsipper", "risikovilje", "samlet_vurdering")
_WORDY = frozenset({"tekst", "tiltak"})


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that stands open: in which point, at which key the cursor should go, and the sentence."""

    point: str
    key: str
    sentence: str
    severity: Severity


def gaps(opened: OpenRecord, language: Language) -> list[Gap]:
    """Everything that stands open, in the order of the form.

    The session's own language decides the words of the form; ``language`` those of the program.
    """
    found: list[Gap] = []
    chosen = set(opened.chosen_points())
    for point in opened.form.points:
        if point.id not in chosen or not opened.session.view(point.key).relevant:
            continue
        title = _title(opened.session, point)
        found += _faults(opened.session, point, title, language)
        if point.number or not point.attributes.get("part"):
            found += _open_questions(opened, point, title, language)
        elif point.attributes["part"] in _CLOSING_PARTS and not _has_value(opened.session, point.key):
            found.append(Gap(point.id, point.key, text(language, "ready.part_empty", point=title), "missing"))
    found += _follow_up_gaps(opened, language)
    return found


def gaps_of(profile: Profile, record_id: str, language: Language, form_language: str) -> list[Gap]:
    """As ``gaps``, of a record as it is kept, with the form's words in ``form_language``: for long forms, in a worker.

    Raises:
        NotFoundError: no such record, or its form version is nowhere.
    """
    from neksus_desktop.usecases.records import open_record

    opened = open_record(profile, record_id)
    opened.session.set_language(form_language)
    return gaps(opened, language)


def answered(session: FormSession, key: str) -> bool:
    """Whether a question counts as answered: it, a cell, a row, or a companion outside the scale has a value."""
    if _has_value(session, key):
        return True
    name = key.rpartition("/")[2]
    return any(
        session.value(other)
        for other in session.children(key.rpartition("/")[0])
        for view in [session.view(other)]
        if view.attributes.get("about") == name and view.attributes.get("role") in {"outside", "grade"}
    )


def quoted_questions(session: FormSession, point: Point) -> list[NodeView]:
    """The guide's questions in a point, in order; in a form without our columns, each of the point's questions."""
    own = session.view(point.key)
    if own.kind == "question":
        return [own]
    children = [session.view(key) for key in session.children(point.key)]
    quoted = [view for view in children if view.attributes.get("question")]
    return quoted or [view for view in children if view.kind == "question" and view.type not in {"note", "trigger"}]


def _title(session: FormSession, point: Point) -> str:
    label = session.view(point.key).label
    return f"{point.number} {label}".strip()


def _has_value(session: FormSession, key: str) -> bool:
    prefix = key + "/"
    if session.value(key):
        return True
    return any(value and path.startswith(prefix) for path, value in session.answers().items())


def _faults(session: FormSession, point: Point, title: str, language: Language) -> Iterator[Gap]:
    for view in _walk(session, point.key):
        if not view.relevant:
            continue
        if view.attributes.get("role") == "warning":
            yield Gap(point.id, view.key, text(language, "ready.sentence", point=title, sentence=view.label), "note")
        elif view.kind == "question" and view.required and not view.value:
            sentence = text(language, "ready.required", point=title, question=view.label)
            yield Gap(point.id, view.key, sentence, "missing")
        elif view.kind == "question" and view.value and not view.valid:
            sentence = text(language, "ready.invalid", point=title, question=view.label, why=view.message)
            yield Gap(point.id, view.key, sentence, "invalid")


def _walk(session: FormSession, key: str) -> Iterator[NodeView]:
    for child in session.children(key):
        view = session.view(child)
        yield view
        if view.kind != "question" and view.relevant:
            yield from _walk(session, child)


def _open_questions(opened: OpenRecord, point: Point, title: str, language: Language) -> Iterator[Gap]:
    session = opened.session
    questions = quoted_questions(session, point)
    open_ones = [view for view in questions if not answered(session, view.key)]
    if questions and len(open_ones) == len(questions):
        yield Gap(point.id, questions[0].key, text(language, "ready.not_assessed", point=title), "missing")
        return
    for view in open_ones:
        sentence = text(language, "ready.question_open", point=title, question=view.label)
        yield Gap(point.id, view.key, sentence, "missing")
    if point.number:
        wordless = not any(view.attributes.get("kind") in _WORDY for view in questions)
        yield from _note_gaps(opened.record.note(point.id), point, title, language, wordless=wordless)


def _note_gaps(note: PointNote, point: Point, title: str, language: Language, *, wordless: bool) -> Iterator[Gap]:
    if wordless and not note.internal:
        yield Gap(point.id, f"note/{point.id}/internal", text(language, "ready.no_text", point=title), "missing")
    if not note.evidence:
        yield Gap(point.id, f"evidence/{point.id}", text(language, "ready.no_evidence", point=title), "missing")
    if not note.confidence:
        yield Gap(point.id, f"note/{point.id}/confidence", text(language, "ready.no_confidence", point=title), "note")
    if note.shareable and not note.shareable_confirmed:
        yield Gap(point.id, f"note/{point.id}/shareable", text(language, "ready.not_confirmed", point=title), "note")


def _follow_up_gaps(opened: OpenRecord, language: Language) -> Iterator[Gap]:
    for follow_up in opened.record.follow_ups():
        if follow_up.state == "aapen" and not (follow_up.responsible and follow_up.deadline):
            sentence = text(language, "ready.follow_up", follow_up=follow_up.text)
            yield Gap(follow_up.point, f"followup/{follow_up.id}", sentence, "note")
