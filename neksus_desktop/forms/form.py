"""Form: an immutable compiled form, and how one is made from an XForm or from its plain description."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any

from neksus_desktop.forms.definition import Definition, Template
from neksus_desktop.forms.model import Point

_CODE = re.compile(r".*\(([A-Za-z]{2,3}(?:-[A-Za-z0-9]+)*)\)\s*")


def short_code(language: str) -> str:
    """«Norsk bokmål (nb)» → nb; a name without a code stays as it is."""
    match = _CODE.fullmatch(language)
    return match[1] if match else language


class Form:
    """A compiled form. ``plain`` is the description it was made from, without its tables of nodes and cells."""

    def __init__(self, plain: dict[str, Any], media: Mapping[str, bytes] | None = None) -> None:
        self.definition = Definition(plain, dict(media or {}))
        self.plain = self.definition.plain
        self.id: str = plain["id"]
        self.version: str = plain["version"]
        self.content_hash: str = plain["hash"]
        names = [name for name in plain["itext"] if name != plain.get("hidden")]
        self.language_names: dict[str, str] = {short_code(name): name for name in names} or {"default": ""}
        self.languages: tuple[str, ...] = tuple(self.language_names)
        self.default_language: str = short_code(plain["default"]) if names else "default"

    def title(self, language: str) -> str:
        """The title in a language, or as the form has it."""
        root: dict[str, str] = self.plain["root"]
        own = root.get(f"neksus:title_{language}")
        return own or self.plain["title"] or self.id

    @property
    def subject_types(self) -> tuple[str, ...]:
        """The subject types the form is made for; () if it does not say."""
        root: dict[str, str] = self.plain["root"]
        return tuple(root.get("neksus:subjects", "").split())

    @property
    def kind(self) -> str:
        """Checklist or register."""
        root: dict[str, str] = self.plain["root"]
        return root.get("neksus:kind") or "checklist"

    @cached_property
    def points(self) -> tuple[Point, ...]:
        """Points and parts in form order; every question, outermost repeat and field list, if the form has none."""
        found = [_point(t) for t in self.definition.templates if _ours(t).keys() & {"point", "part"} and not t.leaf]
        if found:
            return tuple(found)
        plain = [_whole(t) for t in self.definition.templates if t.leaf and t.control]
        points = [_point(t) for t in dict.fromkeys(plain)]
        names = Counter(point.id for point in points)
        return tuple(point if names[point.id] == 1 else replace(point, id=_by_path(point.key)) for point in points)

    @cached_property
    def places(self) -> Mapping[str, int]:
        """Id of a point → its place among ``points``."""
        return {point.id: place for place, point in enumerate(self.points)}

    @cached_property
    def linked_fields(self) -> Mapping[str, str]:
        """Answers that the record keeps under a name of its own as well: key of the question → path of the field."""
        return {t.path: ours["field"] for t in self.definition.templates for ours in [_ours(t)] if "field" in ours}

    @property
    def notices(self) -> tuple[tuple[str, str], ...]:
        """Oddities that do not stand in the way: code and what it concerns."""
        return tuple((code, what) for code, what in self.plain["notices"])


_TOGETHER = frozenset({"field-list", "table-list"})
"""Appearances of a group whose questions are shown on one screen."""


def _ours(template: Template) -> dict[str, str]:
    return template.extras.get("ours") or {}


def _whole(template: Template) -> Template:
    """The question itself, or the outermost repeat or field list it stands in: what is shown together is one point."""
    found, above = template, template.parent
    while above is not None:
        if above.repeat is above or not _TOGETHER.isdisjoint(above.extras.get("app", "").split()):
            found = above
        above = above.parent
    return found


def _by_path(key: str) -> str:
    """A name for a question that shares its own with another: «husholdning.alder»."""
    return ".".join(key.split("/")[2:])


def _point(template: Template) -> Point:
    ours = _ours(template)
    parent = template.parent
    questions = []
    stack = [template]
    while stack:
        one = stack.pop()
        if one.leaf and (one.control or one is template):
            questions.append(one.path)
        stack.extend(reversed(one.kids))
    return Point(
        id=template.name,
        number=ours.get("point", ""),
        key=template.path,
        section=parent.name if parent is not None and parent.parent is not None else "",
        subjects=tuple(ours.get("subjects", "").split()),
        attributes=ours,
        questions=tuple(questions),
    )


def form_from_xform(xml: str | bytes, *, media: Mapping[str, bytes] | None = None) -> Form:
    """Compile an XForm.

    Raises:
        FormUnreadableError: no XML, or unsafe XML.
        FormFaultyError: XML, but no XForm.
        FormExpressionError: an expression that cannot be read; ``where`` names the bind.
        FormCycleError: expressions that depend on each other in a ring.
    """
    from neksus_desktop.forms.compiled import compile_xform

    return Form(compile_xform(xml, media), media)
