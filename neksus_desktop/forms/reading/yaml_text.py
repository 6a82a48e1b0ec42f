"""YAML text to plain values, with the rules a stranger's file needs.

Rules kept: every scalar is a string (YAML 1.1 reads ``NO`` as false); anchors and aliases are refused (a few lines can
unfold to gigabytes); the same key twice is refused; nesting and size are bounded; tags mean nothing.
"""

from __future__ import annotations

from typing import Any

from neksus_desktop.errors import FormLayoutError, FormUnreadableError, FormUnsafeError

MAX_DEPTH = 12


class LinedDict(dict[str, Any]):
    """A mapping that knows the line (from 1) where it starts."""

    line: int = 0


def load(text: str, name: str) -> Any:
    """Read one YAML document into dicts, lists and strings.

    Raises:
        FormUnreadableError: not YAML, or against one of the rules of this module.
    """
    import yaml

    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)(text)
    try:
        return _Builder(loader, name).document()
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        detail = str(getattr(error, "problem", None) or error)
        raise FormUnreadableError(file=name, detail=detail, line=mark.line + 1 if mark else 0) from error
    finally:
        loader.dispose()


class _Builder:
    """Builds values from the parser's events, so that lines are known and aliases can be refused."""

    def __init__(self, loader: Any, name: str) -> None:
        import yaml

        self._next = loader.get_event
        self._name = name
        self._scalar = yaml.ScalarEvent
        self._mapping = yaml.MappingStartEvent
        self._sequence = yaml.SequenceStartEvent
        self._ends = (yaml.MappingEndEvent, yaml.SequenceEndEvent)
        self._document = yaml.DocumentStartEvent

    def document(self) -> Any:
        self._next()
        if not isinstance(self._next(), self._document):
            return None
        return self._value(self._next(), 0)

    def _value(self, event: Any, depth: int) -> Any:
        if depth > MAX_DEPTH:
            raise FormUnsafeError(file=self._name, line=event.start_mark.line + 1)
        if getattr(event, "anchor", None):
            raise FormUnsafeError(file=self._name, line=event.start_mark.line + 1)
        if isinstance(event, self._scalar):
            return event.value
        return self._map(event, depth) if isinstance(event, self._mapping) else self._list(depth)

    def _list(self, depth: int) -> list[Any]:
        values: list[Any] = []
        while not isinstance(event := self._next(), self._ends):
            values.append(self._value(event, depth + 1))
        return values

    def _map(self, start: Any, depth: int) -> LinedDict:
        found = LinedDict()
        found.line = start.start_mark.line + 1
        while not isinstance(event := self._next(), self._ends):
            key = self._value(event, depth + 1)
            if not isinstance(key, str):
                raise FormLayoutError(file=self._name, line=event.start_mark.line + 1)
            if key in found:
                raise FormLayoutError(file=self._name, line=event.start_mark.line + 1)
            found[key] = self._value(self._next(), depth + 1)
        return found
