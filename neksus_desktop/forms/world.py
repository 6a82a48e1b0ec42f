"""What expressions of a session may ask for beyond the nodes: the clock, lists, texts, chance."""

from __future__ import annotations

import datetime as dt
import random
from typing import TYPE_CHECKING, Any

from neksus_desktop.forms.definition import Definition
from neksus_desktop.forms.model import SessionContext
from neksus_desktop.forms.xpath.nodes import XNode

if TYPE_CHECKING:
    from neksus_desktop.forms.engine import Engine
    from neksus_desktop.forms.labels import Labels

_PROPERTIES = {
    "deviceid": "deviceid",
    "username": "username",
    "email": "email",
    "phonenumber": "phonenumber",
    "phone number": "phonenumber",
}


class SessionWorld:
    """The world of one session (see ``xpath.context.World``). ``slots`` are the engine's."""

    def __init__(self, definition: Definition, context: SessionContext) -> None:
        self.definition = definition
        self.context = context
        self.slots: list[Any] = []
        self.engine: Engine | None = None
        self.labels: Labels | None = None
        self._random = random.Random()  # noqa: S311 - chance inside a form, not a secret
        self.seed = self._random.getrandbits(31)

    def now(self) -> dt.datetime:
        """See ``World``."""
        return self.context.now()

    def instance(self, name: str) -> Any:
        """See ``World``. The main instance answers to its id as well."""
        plain = self.definition.plain
        source = plain["instances"].get(name, {"src": ""})["src"]
        if source.endswith("instance/last-saved"):
            return XNode("root")  # a new record has no earlier one to look at
        found = self.definition.instance(name)
        if found is None and (name in (plain["id"], plain.get("instance")) or source == "jr://instance"):
            return self.root()
        return found

    def root(self) -> Any:
        """See ``World``."""
        assert self.engine is not None
        return RootNode(self.engine.root)

    def namespace(self, prefix: str) -> str | None:
        """See ``World``."""
        found: dict[str, str] = self.definition.plain["prefixes"]
        return found.get(prefix)

    def version(self) -> str:
        """See ``World``."""
        return str(self.definition.plain["version"])

    def prop(self, name: str) -> str:
        """See ``World``."""
        field = _PROPERTIES.get(name)
        return "" if field is None else str(getattr(self.context, field))

    def itext(self, name: str) -> str:
        """See ``World``."""
        assert self.labels is not None
        return self.labels.itext(name)

    def choice_label(self, node: Any, path: str, value: str) -> str:
        """See ``World``."""
        assert self.labels is not None
        return self.labels.choice_label(node, path, value)

    def random(self) -> random.Random:
        """See ``World``."""
        return self._random

    def language(self) -> str:
        """See ``World``."""
        return "" if self.labels is None else self.labels.short


class RootNode:
    """The document node above the instance's root element."""

    kind = "root"
    name = qname = uri = ""
    up = None

    def __init__(self, top: Any) -> None:
        self.top = top

    def down(self) -> list[Any]:
        """The root element."""
        return [self.top]

    def attributes(self) -> list[Any]:
        """None."""
        return []

    def string(self) -> str:
        """The string-value."""
        return str(self.top.string())

    def place(self) -> int:
        """Always the first."""
        return 1

    @property
    def x(self) -> str:
        """The value as an expression sees it."""
        return self.string()
