"""What a screen reader's user can do, from another process: find by role and name, press, write, read.

Runs with Debian's own Python and its ``gi``. Each argument is one step: ``press:NAME``, ``write:NAME=TEXT``,
``see:NAME``, ``at:NAME`` (until the cursor is there), ``gone:NAME``, ``where`` (is the cursor), ``tree``.
Names are accessible names, or how they begin if they end with «…». Waits for each step.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from typing import Any

from gi.repository import Gio, GLib  # type: ignore[import-not-found]  # Debian's, not of our environment

WAIT_SECONDS = 30
ATSPI = "org.a11y.atspi"
ROOT = (f"{ATSPI}.Registry", "/org/a11y/atspi/accessible/root")
SHOWING, FOCUSED = 25, 12
Where = tuple[str, str]
"""Whose connection, and which path there."""


class Person:
    """Sees names, roles and states, and nothing else."""

    def __init__(self) -> None:
        session = Gio.bus_get_sync(Gio.BusType.SESSION)
        address = session.call_sync(
            "org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress", None, None, 0, 20_000
        ).unpack()[0]
        flags = Gio.DBusConnectionFlags
        self.bus = Gio.DBusConnection.new_for_address_sync(
            address, flags.AUTHENTICATION_CLIENT | flags.MESSAGE_BUS_CONNECTION
        )

    def call(self, where: Where, interface: str, method: str, arguments: Any = None) -> Any:
        """Ask an accessible object for something."""
        return self.bus.call_sync(
            where[0], where[1], f"{ATSPI}.{interface}", method, arguments, None, 0, 20_000
        ).unpack()

    def get(self, where: Where, interface: str, name: str) -> Any:
        """A property of an accessible object."""
        found = self.bus.call_sync(
            where[0],
            where[1],
            "org.freedesktop.DBus.Properties",
            "Get",
            GLib.Variant("(ss)", (f"{ATSPI}.{interface}", name)),
            None,
            0,
            20_000,
        )
        return found.unpack()[0]

    def walk(self, where: Where, depth: int = 0) -> Iterator[tuple[int, Where, str, str]]:
        """Everything that is shown, in reading order."""
        for child in self.call(where, "Accessible", "GetChildren")[0]:
            if child[1].endswith("/null"):
                continue
            low = self.call(child, "Accessible", "GetState")[0][0]
            showing = low >> SHOWING & 1 or depth < 1
            if not showing:
                continue
            yield depth, child, self.call(child, "Accessible", "GetRoleName")[0], self.get(child, "Accessible", "Name")
            yield from self.walk(child, depth + 1)

    def find(self, name: str, interface: str, state: int = SHOWING) -> Where:
        """What is called so, can be used so and is in this state, as soon as it is there."""
        until = time.monotonic() + WAIT_SECONDS
        seen: list[str] = []
        while time.monotonic() < until:
            try:
                seen = []
                for _depth, where, role, said in self.walk(ROOT):
                    seen.append(f"{role}: {said}")
                    alike = said.startswith(name[:-1]) if name.endswith("…") else said == name
                    if not alike or not self.call(where, "Accessible", "GetState")[0][0] >> state & 1:
                        continue
                    if f"{ATSPI}.{interface}" in self.call(where, "Accessible", "GetInterfaces")[0]:
                        return where
            except GLib.Error:
                pass  # it went away while we looked
            GLib.usleep(100_000)  # another process: there is nothing to be told by
        raise SystemExit(f"nothing that can be used so is called {name}:\n" + "\n".join(seen))

    def wait_until_gone(self, name: str) -> None:
        """Until nothing is called so."""
        until = time.monotonic() + WAIT_SECONDS
        while time.monotonic() < until:
            try:
                if all(said != name for _depth, _where, _role, said in self.walk(ROOT)):
                    return
            except GLib.Error:
                pass  # it went away while we looked
            GLib.usleep(100_000)
        raise SystemExit(f"{name} is still there")

    def focused(self) -> list[str]:
        """What says that the cursor is there."""
        while True:
            try:
                return [
                    said
                    for _depth, where, _role, said in self.walk(ROOT)
                    if self.call(where, "Accessible", "GetState")[0][0] >> FOCUSED & 1
                ]
            except GLib.Error:
                GLib.usleep(100_000)  # something went away while we looked

    def do(self, step: str) -> None:
        """One step."""
        kind, _, rest = step.partition(":")
        if kind == "press":
            self.call(self.find(rest, "Action"), "Action", "DoAction", GLib.Variant("(i)", (0,)))
        elif kind == "write":
            name, _, text = rest.partition("=")
            self.call(self.find(name, "EditableText"), "EditableText", "SetTextContents", GLib.Variant("(s)", (text,)))
        elif kind == "see":
            self.find(rest, "Accessible")
        elif kind == "at":
            self.find(rest, "Accessible", FOCUSED)
        elif kind == "gone":
            self.wait_until_gone(rest)
        elif kind == "where":
            sys.stdout.write("".join(f"{name}\n" for name in self.focused()))
        elif kind == "tree":
            for depth, where, role, said in self.walk(ROOT):
                about = self.get(where, "Accessible", "Description")
                sys.stdout.write("  " * depth + f"{role}: {said}" + (f" ({about})\n" if about else "\n"))


if __name__ == "__main__":
    person = Person()
    for argument in sys.argv[1:]:
        person.do(argument)
