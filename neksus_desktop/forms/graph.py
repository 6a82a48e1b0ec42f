"""Which expression depends on which nodes, the order to compute them in, and rings that can never be computed.

Rules kept: relevance and calculation are ordered so that each is computed at most once per change; a reference that
picks *another* row (by a predicate or ``indexed-repeat``) is no ring; counts of repeats are settled after the rest.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from neksus_desktop.errors import FormCycleError, FormExpressionError
from neksus_desktop.forms.alike import Alike
from neksus_desktop.forms.definition import Definition, Template
from neksus_desktop.forms.dependencies import Dependency, Finder
from neksus_desktop.forms.graph_tables import Shapes, tables
from neksus_desktop.forms.lowering import Lowered, lower
from neksus_desktop.forms.xpath.checking import check_calls
from neksus_desktop.forms.xpath.parser import Ast, parse

_EXPRESSIONS = ("rel", "calc", "count", "req", "ro", "con")
_START = ("pre", "first", "load")
_ORDERED = frozenset(("rel", "calc"))
Entry = tuple[str, Template, list[Ast]]
_CONSTANTS = {("fn", "true", ()): True, ("fn", "false", ()): False}


def parsed(source: str, where: str) -> Ast:
    """Parse and check an expression of a form; faults name the bind."""
    try:
        return parse(source)
    except FormExpressionError as error:
        raise type(error)(**{**error.facts, "expression": source[:200], "where": where}) from error


def constant(tree: Ast) -> bool | None:
    """True or false if the tree is just that."""
    return _CONSTANTS.get((tree[0], tree[1], ())) if tree[0] == "fn" and not tree[2] else None


def build(definition: Definition) -> dict[str, Any]:
    """The graph of a form as plain data (see ``Definition``).

    Raises:
        FormExpressionError: an expression cannot be read.
        FormCycleError: relevance and calculations depend on each other in a ring.
    """
    work = _Reading(definition)
    statics: list[list[Any]] = []
    for template in definition.templates:
        extras = template.extras
        for kind in _EXPRESSIONS:
            if kind in extras:
                fixed = work.read(kind, template, extras[kind])
                if fixed is not None:
                    statics.append([kind, template.index, fixed])
        for kind, trees in _shown(definition, template):
            work.add(kind, template, trees)
    entries, dependencies, shapes = work.entries, work.dependencies, work.shapes
    _without_sources(entries, shapes.of)
    order = _ordered(entries, dependencies, shapes.of)
    return {
        **tables([entries[at] for at in order], [dependencies[at] for at in order], shapes.arranged(order)),
        "static": statics,
        "starters": [template.index for template in definition.templates if template.may_have(*_START)],
    }


class _Reading:
    """The expressions of a form, read one after another: what each depends on and its shape."""

    def __init__(self, definition: Definition) -> None:
        self.definition = definition
        self.entries: list[Entry] = []
        self.dependencies: list[list[Dependency]] = []
        self.shapes = Shapes()
        self.alike = Alike(definition)

    def read(self, kind: str, template: Template, source: str) -> bool | None:
        """One expression; what it is, if it is nothing but true or false."""
        asked = self.alike.asked(source) if template.repeat is None else None
        known = None if asked is None else self.alike.answer(*asked)
        if known is not None:
            self.keep(kind, template, [], known)
            return None
        tree = parsed(source, f"{kind} {template.path}")
        _check(self.definition, tree, source, f"{kind} {template.path}")
        fixed = constant(tree)
        if fixed is not None and kind in ("rel", "req", "ro"):
            return fixed
        dependencies = _dependencies(self.definition, template, [tree])
        known = (dependencies, *lower(self.definition, template, tree))
        self.keep(kind, template, [tree], known)
        if asked is not None:
            self.alike.learn(*asked, known)
        return None

    def add(self, kind: str, template: Template, trees: list[Ast]) -> None:
        """A label or list of choices, which is computed when it is shown."""
        self.keep(kind, template, trees, (_dependencies(self.definition, template, trees), None, []))

    def keep(
        self, kind: str, template: Template, trees: list[Ast], read: tuple[list[Dependency], Lowered | None, list[Any]]
    ) -> None:
        """Note an expression; its tree is kept, for ways through the form are remembered by it."""
        self.entries.append((kind, template, trees))
        self.dependencies.append(read[0])
        self.shapes.add(read[1], read[2])


_LANGUAGE_BOUND = ("jr:itext", "jr:choice-name", "format-date")


def _without_sources(entries: list[Entry], shapes: list[int]) -> None:
    """Take out the texts of expressions that are kept in lowered form and depend on no language."""
    for (kind, template, _), shape in zip(entries, shapes, strict=True):
        if shape >= 0 and not any(word in template.extras[kind] for word in _LANGUAGE_BOUND):
            template.extras[kind] = ""


def _check(definition: Definition, tree: Ast, source: str, where: str) -> None:
    try:
        names = check_calls(tree)
    except FormExpressionError as error:
        raise type(error)(**{**error.facts, "expression": source[:200], "where": where}) from error
    for name in names:
        if name not in definition.plain["instances"]:
            definition.plain["notices"].append(["instance_not_declared", name])


def _shown(definition: Definition, template: Template) -> Iterator[tuple[str, list[Ast]]]:
    extras = template.extras
    trees = [tree for name in ("label", "hint") for tree in label_trees(definition, template, extras.get(name))]
    if trees:
        yield "label", trees
    if "itemset" in extras:
        yield "choices", [parsed(extras["itemset"][0], f"choices {template.path}")]


def label_trees(definition: Definition, template: Template, label: dict[str, Any] | None) -> list[Ast]:
    """The expressions inside a label, in every language."""
    if label is None:
        return []
    sources: list[str] = []
    if "e" in label:
        sources.append(label["e"])
    texts = [label.get("t", "")]
    if "i" in label:
        texts = [text for texts in definition.plain["itext"].values() for text in texts.get(label["i"], {}).values()]
    for text in texts:
        if isinstance(text, list):
            sources.extend(part[1] for part in text if isinstance(part, list))
    return [parsed(source, f"label {template.path}") for source in dict.fromkeys(sources)]


def _dependencies(definition: Definition, template: Template, trees: list[Ast]) -> list[Dependency]:
    finder = Finder(definition, template)
    for tree in trees:
        finder.visit(tree)
    unique: dict[tuple[int, int], Dependency] = {}
    for one in finder.found:
        key = (one.target.index, -1 if one.shared is None else one.shared.index)
        if key not in unique or (unique[key].cross and not one.cross):
            unique[key] = one
    return list(unique.values())


def _ordered(entries: list[Entry], dependencies: list[list[Dependency]], shapes: list[int]) -> list[int]:
    """Relevance and calculations by how deep they depend on each other, alike ones together; then the rest."""
    place = {(kind, template.index): at for at, (kind, template, _) in enumerate(entries)}
    try:
        before = _needs(entries, dependencies, place, crossing=True)
        order = _topological(entries, before)
    except FormCycleError:
        before = _needs(entries, dependencies, place, crossing=False)
        order = _topological(entries, before)
    levels = [0] * len(entries)
    for at in order:
        levels[at] = 1 + max((levels[one] for one in before[at]), default=0)
    order = [at for at in order if entries[at][0] in _ORDERED]
    order.sort(key=lambda at: (levels[at], shapes[at]))
    rest = [at for at, (kind, _, _) in enumerate(entries) if kind not in _ORDERED]
    return [*order, *sorted(rest, key=lambda at: entries[at][0] != "count")]


def _needs(
    entries: list[Entry],
    dependencies: list[list[Dependency]],
    place: dict[tuple[str, int], int],
    *,
    crossing: bool,
) -> list[list[int]]:
    before: list[list[int]] = []
    for at, (kind, template, _) in enumerate(entries):
        needs: set[int] = set()
        if kind in ("req", "ro") and any(one.target is template and not one.cross for one in dependencies[at]):
            raise FormCycleError(names=f"{template.path} ({kind}) → {template.path} ({kind})")
        for one in dependencies[at] if kind in _ORDERED else ():
            if one.cross and not crossing and one.target.repeat is not None and one.target.repeat is template.repeat:
                continue  # another row of the same repeat
            needs.update(
                found for above in one.target.ancestors() if (found := place.get(("rel", above.index))) is not None
            )
            found = place.get(("calc", one.target.index))
            if found is not None:
                needs.add(found)
        before.append(sorted(needs))
    return before


def _topological(entries: list[Entry], before: list[list[int]]) -> list[int]:
    state = bytearray(len(entries))  # 1: on the way, 2: done
    order: list[int] = []
    for first in range(len(entries)):
        if state[first]:
            continue
        trail = [(first, iter(before[first]))]
        state[first] = 1
        while trail:
            at, needs = trail[-1]
            following = next(needs, None)
            if following is None:
                trail.pop()
                state[at] = 2
                order.append(at)
            elif state[following] == 1:
                ring = [entry for entry, _ in trail]
                ring = [*ring[ring.index(following) :], following]
                raise FormCycleError(names=" → ".join(f"{entries[i][1].path} ({entries[i][0]})" for i in ring))
            elif not state[following]:
                state[following] = 1
                trail.append((following, iter(before[following])))
    return order
