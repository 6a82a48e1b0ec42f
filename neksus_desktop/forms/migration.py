"""A draft moved to another version of its form: what fits, what moved, what lost its place, what is new.

Rules kept: nothing is dropped, what has no place stays under its old key (``FormSession.orphans``); a question is
recognised elsewhere only by its own name (unique in both versions) or by ``neksus:was`` with its former path; rows keep
their ids. Values are never changed; one that no longer fits its type or list is told by ``problems``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from neksus_desktop.forms.definition import Template
from neksus_desktop.forms.form import Form

_ROW = re.compile(r"\[([^\[\]]*)\]")


@dataclass(frozen=True, slots=True)
class Migration:
    """The outcome; all are keys, in form order. ``answers`` is for a session of the new form."""

    fits: tuple[str, ...]
    moved: tuple[tuple[str, str], ...]
    lost: tuple[str, ...]
    new: tuple[str, ...]
    answers: Mapping[str, str]


def migrate(old: Form, new: Form, answers: Mapping[str, str]) -> Migration:
    """Move ``answers``, given by a session of ``old``, to ``new``.

    Args:
        old: the version in which the draft was written.
        new: the version to move it to.
        answers: as ``FormSession.answers`` gives them.
    """
    places = _places(old, new)
    fits: list[str] = []
    moved: list[tuple[str, str]] = []
    lost: list[str] = []
    given: dict[str, str] = {}
    for key, value in answers.items():
        path = _ROW.sub("", key)
        target = places.get(path)
        renamed = None if target is None else _renamed(key, target)
        if renamed is None or (renamed in answers and renamed != key):
            lost.append(key)
            given[key] = value
        else:
            given[renamed] = value
            if renamed == key:
                fits.append(key)
            else:
                moved.append((key, renamed))
    known = {template.path for template in old.definition.templates}
    found = {template.path for template in places.values()} | known
    added = [t.path for t in new.definition.templates if t.leaf and t.control and t.path not in found]
    return Migration(tuple(fits), tuple(moved), tuple(lost), tuple(added), given)


def _repeats(template: Template) -> list[Template]:
    return [one for one in reversed(template.ancestors()) if one.kind == "repeat"]


def _places(old: Form, new: Form) -> dict[str, Template]:
    """Old path → the node of the new form that takes its answers."""
    found: dict[str, Template] = {}
    was = {t.extras["ours"]["was"]: t for t in new.definition.templates if t.extras.get("ours", {}).get("was")}
    old_names = _by_name(old)
    new_names = _by_name(new)
    for template in old.definition.templates:
        target = new.definition.by_path.get(template.path) or was.get(template.path)
        if target is None and len(old_names[template.name]) == 1:
            alike = [t for t in new_names.get(template.name, []) if t.path not in old.definition.by_path]
            target = alike[0] if len(alike) == 1 else None
        if target is not None and target.kind == template.kind and len(_repeats(target)) == len(_repeats(template)):
            found[template.path] = target
    return found


def _by_name(form: Form) -> dict[str, list[Template]]:
    names: dict[str, list[Template]] = {}
    for template in form.definition.templates:
        names.setdefault(template.name, []).append(template)
    return names


def _renamed(key: str, target: Template) -> str | None:
    """The key of the same row's node at its new path."""
    rows = _ROW.findall(key)
    inside = _repeats(target)
    if target.kind == "repeat" and len(rows) < len(inside):
        inside = inside[:-1]
    if len(rows) != len(inside):
        return None
    numbered = {id(one): row for one, row in zip(inside, rows, strict=True)}
    parts = [
        one.name + (f"[{numbered[id(one)]}]" if id(one) in numbered else "") for one in reversed(target.ancestors())
    ]
    return "/" + "/".join(parts)
