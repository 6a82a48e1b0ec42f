"""What a screen reader's user can do, from another process: find by role and name, press, write, read, listen.

Runs with Debian's own Python and its ``gi``. A step is ``press:NAME``, ``write:NAME=TEXT``, ``see:NAME``, ``at:NAME``
(until the cursor is there), ``gone:NAME``, ``hear:WORDS`` (until this was announced), ``where`` (is the cursor) or
``tree``. Names are accessible names, or how they begin if they end with «…». Each step is waited for.

With steps as arguments it does them and ends. With none it stays: a step on each line in, on each line out what came
of it as ``{"done": true, "said": …}``, so that a journey need not start and look round anew for every step.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from typing import Any, NamedTuple

from gi.repository import Gio, GLib  # type: ignore[import-not-found]  # Debian's, not of our environment

WAIT_SECONDS = 30
ATSPI = "org.a11y.atspi"
SHOWING, FOCUSED = 25, 12
ANSWER_MS = 20_000
LOOK_AGAIN_MS = 250
AT_ONCE = 16
Where = tuple[str, str]
"""Whose connection, and which path there."""
REGISTRY: Where = (f"{ATSPI}.Registry", "/org/a11y/atspi/registry")
ROOT: Where = (f"{ATSPI}.Registry", "/org/a11y/atspi/accessible/root")


class Seen(NamedTuple):
    """Something that is shown."""

    where: Where
    name: str
    state: int
    depth: int

    def called(self, name: str) -> bool:
        """Whether it has this name, or begins so if that ends with «…»."""
        return self.name.startswith(name[:-1]) if name.endswith("…") else self.name == name


class NotSoError(Exception):
    """A step could not be done."""


class Person:
    """Sees names, roles and states, hears what is announced, and nothing else."""

    def __init__(self) -> None:
        session = Gio.bus_get_sync(Gio.BusType.SESSION)
        address = session.call_sync(
            "org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress", None, None, 0, ANSWER_MS
        ).unpack()[0]
        flags = Gio.DBusConnectionFlags
        self.bus = Gio.DBusConnection.new_for_address_sync(
            address, flags.AUTHENTICATION_CLIENT | flags.MESSAGE_BUS_CONNECTION
        )
        self.heard: list[str] = []
        self.bus.signal_subscribe(
            None, f"{ATSPI}.Event.Object", None, None, None, Gio.DBusSignalFlags.NONE, self._on_event
        )
        asked_for = GLib.Variant("(sass)", ("object:announcement", [], ""))  # else programs do not tell it
        self.ask((REGISTRY, f"{ATSPI}.Registry", "RegisterEvent", asked_for))

    def _on_event(self, _bus: Any, _sender: str, _path: str, _interface: str, name: str, values: Any) -> None:
        if name == "Announcement":
            self.heard.append(values.unpack()[3])

    def ask(self, *questions: tuple[Where, str, str, Any]) -> list[Any]:
        """Ask accessible objects, a few at once and then the next: hundreds would keep the program from all else.

        The answers are in the order of the questions.
        """
        answers: list[Any] = []
        for first in range(0, len(questions), AT_ONCE):
            answers += self._ask(questions[first : first + AT_ONCE])
        for answer in answers:
            if isinstance(answer, GLib.Error):
                raise answer
        return answers

    def _ask(self, questions: tuple[tuple[Where, str, str, Any], ...]) -> list[Any]:
        answers: list[Any] = [None] * len(questions)
        waiting = len(questions)

        def answered(bus: Any, result: Any, at: int) -> None:
            nonlocal waiting
            waiting -= 1
            try:
                answers[at] = (bus.call_finish(result).unpack() or (None,))[0]
            except GLib.Error as error:
                answers[at] = error

        for at, (where, interface, method, values) in enumerate(questions):
            self.bus.call(where[0], where[1], interface, method, values, None, 0, ANSWER_MS, None, answered, at)
        while waiting:
            GLib.MainContext.default().iteration()
        return answers

    def look(self) -> list[Seen]:
        """Everything that is shown, in reading order."""
        inside: dict[Where, list[Seen]] = {}
        level, depth = [ROOT], 0
        while level:
            found = self.ask(*(_call(where, "GetChildren") for where in level))
            children = [(parent, tuple(child)) for parent, some in zip(level, found, strict=True) for child in some]
            children = [(parent, child) for parent, child in children if not child[1].endswith("/null")]
            questions = [
                question for _, child in children for question in (_call(child, "GetState"), _get(child, "Name"))
            ]
            answers = self.ask(*questions)
            level = []
            for at, (parent, child) in enumerate(children):
                state = answers[2 * at][0]
                if state >> SHOWING & 1 or depth == 0:
                    inside.setdefault(parent, []).append(Seen(child, answers[2 * at + 1], state, depth))
                    level.append(child)
            depth += 1
        return _in_order(inside, ROOT)

    def find(self, name: str, interface: str, state: int = SHOWING) -> Where:
        """What is called so, can be used so and is in this state, as soon as it is there."""
        found: list[Where] = []
        seen: list[Seen] = []

        def there() -> bool:
            seen[:] = self.look()
            alike = [one.where for one in seen if one.called(name) and one.state >> state & 1]
            uses = self.ask(*(_call(where, "GetInterfaces") for where in alike))
            found[:] = [where for where, can in zip(alike, uses, strict=True) if f"{ATSPI}.{interface}" in can]
            return bool(found)

        self.wait(there, lambda: f"nothing that can be used so is called {name}:\n{_list(seen)}")
        return found[0]

    def wait(self, so: Callable[[], bool], otherwise: Callable[[], str]) -> None:
        """Until it is so."""
        until = time.monotonic() + WAIT_SECONDS
        while time.monotonic() < until:
            try:
                if so():
                    return
            except GLib.Error:
                pass  # something went away while we looked
            self._pause()
        raise NotSoError(otherwise())

    def _pause(self) -> None:
        """Let what comes in come, for a moment."""
        over: list[int] = []
        GLib.timeout_add(LOOK_AGAIN_MS, over.append, LOOK_AGAIN_MS)
        while not over:
            GLib.MainContext.default().iteration()

    def do(self, step: str) -> str:
        """One step; what there is to say of it."""
        kind, _, rest = step.partition(":")
        if kind == "press":
            self.ask(_call(self.find(rest, "Action"), "DoAction", GLib.Variant("(i)", (0,)), "Action"))
        elif kind == "write":
            name, _, text = rest.partition("=")
            field = self.find(name, "EditableText")
            self.ask(_call(field, "SetTextContents", GLib.Variant("(s)", (text,)), "EditableText"))
        elif kind == "see":
            self.find(rest, "Accessible")
        elif kind == "at":
            self.find(rest, "Accessible", FOCUSED)
        elif kind == "gone":
            self.wait(lambda: not any(one.called(rest) for one in self.look()), lambda: f"{rest} is still there")
        elif kind == "hear":
            self.wait(lambda: any(rest in words for words in self.heard), lambda: f"{rest} not in {self.heard}")
            self.heard.clear()
        elif kind == "where":
            return "\n".join(one.name for one in self._shown() if one.state >> FOCUSED & 1)
        elif kind == "tree":
            return self.tree()
        return ""

    def _shown(self) -> list[Seen]:
        found: list[Seen] = []

        def seen() -> bool:
            found[:] = self.look()
            return True

        self.wait(seen, lambda: "nothing is shown")
        return found

    def tree(self) -> str:
        """Roles, names and descriptions."""
        seen = self._shown()
        about = self.ask(
            *(q for one in seen for q in (_call(one.where, "GetRoleName"), _get(one.where, "Description")))
        )
        pairs = zip(seen, about[::2], about[1::2], strict=True)
        return "\n".join(
            "  " * one.depth + f"{role}: {one.name}" + (f" ({says})" if says else "") for one, role, says in pairs
        )


def _call(where: Where, method: str, values: Any = None, interface: str = "Accessible") -> tuple[Where, str, str, Any]:
    return where, f"{ATSPI}.{interface}", method, values


def _get(where: Where, name: str) -> tuple[Where, str, str, Any]:
    return where, "org.freedesktop.DBus.Properties", "Get", GLib.Variant("(ss)", (f"{ATSPI}.Accessible", name))


def _in_order(inside: dict[Where, list[Seen]], parent: Where) -> list[Seen]:
    return [one for child in inside.get(parent, ()) for one in (child, *_in_order(inside, child.where))]


def _list(seen: list[Seen]) -> str:
    return "\n".join(one.name for one in seen if one.name)


def _stay(person: Person) -> None:
    for line in sys.stdin:
        try:
            answer = {"done": True, "said": person.do(line.rstrip("\n"))}
        except NotSoError as error:
            answer = {"done": False, "said": str(error)}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    one_person = Person()
    if len(sys.argv) == 1:
        _stay(one_person)
    for argument in sys.argv[1:]:
        answer = one_person.do(argument)
        sys.stdout.write(answer + "\n" if answer else "")
