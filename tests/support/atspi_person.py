"""What a screen reader's user can do, from another process: find by role and name, press, write, read.

Runs with Debian's own Python and its ``gi``. Each argument is one step: ``press:NAME``, ``write:NAME=TEXT``,
``see:NAME``, ``where`` (is the cursor), ``tree``. Names are accessible names, or how they begin if they end with «…». Waits for each step.
"""

from __future__ import annotations

import sys
import time

from gi.repository import Gio, GLib

WAIT_SECONDS = 30
ATSPI = "org.a11y.atspi"


class Person:
    def __init__(self) -> None:
        session = Gio.bus_get_sync(Gio.BusType.SESSION)
        address = session.call_sync(
            "org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress", None, None, 0, 20_000
        ).unpack()[0]
        flags = Gio.DBusConnectionFlags
        self.bus = Gio.DBusConnection.new_for_address_sync(
            address, flags.AUTHENTICATION_CLIENT | flags.MESSAGE_BUS_CONNECTION
        )

    def call(self, where, interface, method, arguments=None):
        return self.bus.call_sync(
            where[0], where[1], f"{ATSPI}.{interface}", method, arguments, None, 0, 20_000
        ).unpack()

    def get(self, where, interface, name):
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

    def walk(self, where, depth=0):
        """Everything that is shown, in reading order."""
        for child in self.call(where, "Accessible", "GetChildren")[0]:
            if child[1].endswith("/null"):
                continue
            low, high = (self.call(child, "Accessible", "GetState")[0] + [0, 0])[:2]
            showing = (low >> 25) & 1 or depth < 1
            if not showing:
                continue
            yield depth, child, self.call(child, "Accessible", "GetRoleName")[0], self.get(child, "Accessible", "Name")
            yield from self.walk(child, depth + 1)

    def find(self, name, interface):
        root = (f"{ATSPI}.Registry", "/org/a11y/atspi/accessible/root")
        until = time.monotonic() + WAIT_SECONDS
        seen = []
        while time.monotonic() < until:
            try:
                seen = []
                for _depth, where, role, said in self.walk(root):
                    seen.append(f"{role}: {said}")
                    alike = said.startswith(name[:-1]) if name.endswith("…") else said == name
                    if alike and f"{ATSPI}.{interface}" in self.call(where, "Accessible", "GetInterfaces")[0]:
                        return where
            except GLib.Error:
                pass  # it went away while we looked
            time.sleep(0.1)
        raise SystemExit(f"nothing that can be used so is called {name}:\n" + "\n".join(seen))

    def do(self, step):
        kind, _, rest = step.partition(":")
        if kind == "press":
            self.call(self.find(rest, "Action"), "Action", "DoAction", GLib.Variant("(i)", (0,)))
        elif kind == "write":
            name, _, text = rest.partition("=")
            self.call(self.find(name, "EditableText"), "EditableText", "SetTextContents", GLib.Variant("(s)", (text,)))
        elif kind == "see":
            self.find(rest, "Accessible")
        elif kind == "where":
            root = (f"{ATSPI}.Registry", "/org/a11y/atspi/accessible/root")
            for _depth, where, _role, said in self.walk(root):
                if self.call(where, "Accessible", "GetState")[0][0] >> 12 & 1:
                    print(said)
        elif kind == "tree":
            root = (f"{ATSPI}.Registry", "/org/a11y/atspi/accessible/root")
            for depth, where, role, said in self.walk(root):
                about = self.get(where, "Accessible", "Description")
                print("  " * depth + f"{role}: {said}" + (f" ({about})" if about else ""))


if __name__ == "__main__":
    person = Person()
    for argument in sys.argv[1:]:
        person.do(argument)
