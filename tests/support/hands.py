"""Real key events on the program's window, in an X session of its own; no mouse and no call into a widget.

What is seen, and where the cursor is, comes from assistive technology. Words that are typed have no letters beyond
ASCII: the keyboard of a bare X server has no others.
"""

from __future__ import annotations

from pathlib import Path

from tests.support.xsession import XSession

_MOST_TABS = 30


class Hands:
    """A person who knows the keys."""

    def __init__(self, session: XSession) -> None:
        self._session = session
        session.person("see:Ctrl+K alle handlinger")
        self._window = session.run("xdotool", "search", "--sync", "--onlyvisible", "--name", "Neksus").split()[0]
        self.back()

    def back(self) -> None:
        """The keys go to the window again: there is no window manager to see to it when a dialog closes."""
        self._session.run("xdotool", "windowfocus", "--sync", self._window)

    def turn_to(self, title: str) -> None:
        """The keys go to the dialog of this title, which came when another one closed; there is no window manager."""
        found = self._session.run("xdotool", "search", "--sync", "--onlyvisible", "--name", title).split()
        self._session.run("xdotool", "windowfocus", "--sync", found[-1])

    def keys(self, *pressed: str) -> None:
        """Press keys, by their X names, one after another."""
        self._session.run("xdotool", "key", "--delay", "30", *pressed)

    def write(self, text: str) -> None:
        """Type where the cursor is."""
        self._session.run("xdotool", "type", "--delay", "12", text)

    def see(self, *names: str) -> None:
        """Wait until these are shown; a name that ends with «…» is the beginning of one."""
        self._session.person(*(f"see:{name}" for name in names))

    def at(self, name: str) -> None:
        """Wait until the cursor is there."""
        self._session.person(f"at:{name}")

    def hear(self, words: str) -> None:
        """Wait until this was announced."""
        self._session.person(f"hear:{words}")

    def act(self, name: str, sees: str) -> None:
        """An action by its name, through Ctrl+K."""
        self.keys("ctrl+k")
        self.see("Handlinger, punkter og vurderinger")
        self.write(name)
        self.see(f"Søk i alle tekster etter «{name}»…")
        self.keys("Return")
        self.see(sees)

    def gone(self, name: str) -> None:
        """Wait until this is shown no more."""
        self._session.person(f"gone:{name}")

    def closes(self, name: str) -> None:
        """A dialog with this in it closes, and the keys go to the window again."""
        self.gone(name)
        self.back()

    def tab_to(self, name: str, key: str = "Tab") -> None:
        """Press Tab until the cursor is there; «…» ends the beginning of a name."""
        passed: list[str] = []
        while True:
            here = self._session.person("where").split("\n")
            if any(_alike(one, name) for one in here):
                return
            passed.append(here[0])  # the row of a list says that the cursor is there, wherever it is
            assert len(passed) < _MOST_TABS, "\n".join([*passed, self._session.person("tree")])
            self.keys(key)

    def give(self, path: Path) -> None:
        """Type the path of a file, or of a folder that is there, into the dialog that asks for one."""
        field = "Mappe:" if path.is_dir() else "Filnavn:"
        self.at(field)
        self.keys("ctrl+a")
        self.write(str(path))
        self.keys("Return")
        self.closes(field)


def _alike(said: str, name: str) -> bool:
    return said.startswith(name[:-1]) if name.endswith("…") else said == name
