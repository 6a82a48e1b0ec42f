"""What an expression is evaluated against: a node, its place in a list, and the world around (``World``)."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any, Protocol

from neksus_desktop.errors import FormCostError

ALLOWANCE = 1_500_000
"""Nodes that one evaluation may look at (about a second)."""


class World(Protocol):
    """What the functions need to know beyond the nodes. A session is one; so is a bare document.

    ``seed`` stays the same as long as the world lives, so that an unseeded ``randomize`` does not jump about.
    """

    seed: int

    def now(self) -> dt.datetime:
        """The aware present time."""

    def instance(self, name: str) -> Any:
        """The root node of a secondary instance, or None."""

    def root(self) -> Any:
        """The root of the main instance."""

    def namespace(self, prefix: str) -> str | None:
        """The namespace of a prefix."""

    def version(self) -> str:
        """The form's version."""

    def prop(self, name: str) -> str:
        """A property such as deviceid or username."""

    def itext(self, name: str) -> str:
        """A text of the form in the current language."""

    def choice_label(self, node: Any, path: str, value: str) -> str:
        """The label of a choice of the question at ``path`` as seen from ``node``."""

    def random(self) -> random.Random:
        """The source of chance."""

    def language(self) -> str:
        """nb, nn, en or another code."""


class Context:
    """One evaluation. ``current`` stays the node of the whole expression while ``node`` moves inside predicates."""

    __slots__ = ("current", "left", "node", "place", "places", "size", "world")

    def __init__(self, node: Any, world: World) -> None:
        self.node = node
        self.current = node
        self.world = world
        self.place = 0  # 0: not inside a predicate
        self.size = 0
        self.left = [ALLOWANCE]
        self.places: dict[int, int] = {}

    def inner(self, node: Any, place: int, size: int) -> Context:
        """The same evaluation seen from another node of a list."""
        made = Context.__new__(Context)
        made.node = node
        made.current = self.current
        made.world = self.world
        made.place = place
        made.size = size
        made.left = self.left
        made.places = self.places
        return made

    def charge(self, steps: int) -> None:
        """Take ``steps`` off the allowance.

        Raises:
            FormCostError: nothing is left.
        """
        self.left[0] -= steps
        if self.left[0] < 0:
            raise FormCostError(detail="too_costly", expression="", where="")

    def namespace(self, prefix: str) -> str | None:
        """The namespace of a prefix, as the document declares it."""
        return self.world.namespace(prefix)

    def document_place(self, root: Any) -> int:
        """A stable number per document, for ordering across documents."""
        return self.places.setdefault(id(root), len(self.places))
