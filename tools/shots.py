"""Draw every screen with invented data into ``build/shots``: light and dark, nb, nn and en, 100 and 150 %, two sizes.

Run with ``make shots``; ``python -m tools.shots home records`` draws only these, ``--quick`` only light in bokmål.
An HTML contact sheet shows them all. Reports are drawn page by page beside them.
"""

from __future__ import annotations

import argparse
import html
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import NamedTuple

from neksus_desktop.texts import Language

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
OUT = Path("build/shots")
NOW = datetime(2026, 11, 23, 18, 40, tzinfo=timezone(timedelta(hours=1)))
SIZES = {"1366x768": (1366, 768), "1920x1080": (1920, 1080), "1024x640": (1024, 640)}
PSEUDO = (("a", "aá"), ("e", "eé"), ("o", "oó"), ("i", "ií"), ("u", "uú"))


class Look(NamedTuple):
    """One way of looking."""

    language: str
    theme: str
    percent: int
    size: str

    def name(self) -> str:
        """As part of a file name."""
        return f"{self.language}-{self.theme}-{self.percent}-{self.size}"


LOOKS = (
    Look("nb", "light", 100, "1366x768"),
    Look("nb", "dark", 100, "1366x768"),
    Look("nn", "light", 100, "1366x768"),
    Look("en", "light", 100, "1366x768"),
    Look("nb", "light", 150, "1366x768"),
    Look("en", "dark", 150, "1920x1080"),
    Look("nn", "light", 100, "1920x1080"),
    Look("nb", "light", 100, "1024x640"),
)


def lengthen() -> None:
    """Make every text of the window some 40 % longer, to see that every layout survives it."""
    from neksus_desktop import texts

    plain = texts.room

    def longer(text: str) -> str:
        parts = re.split(r"(\{[^}]*\})", text)
        for vowel, pair in PSEUDO:
            parts = [part if part.startswith("{") else part.replace(vowel, pair) for part in parts]
        return "".join(parts)

    def room(language: Language, name: str) -> dict[str, str]:
        return {key: longer(text) for key, text in plain(language, name).items()}

    texts.room = room  # type: ignore[assignment]  # the cached function is replaced for this run


def make_profile(folder: Path, role: str, name: str) -> None:
    """An invented workplace with the shipped samples."""
    from neksus_desktop.usecases.load_samples import load_samples
    from neksus_desktop.usecases.profile import create_profile

    profile, _code = create_profile(folder, role=role, name=name, invented=True, clock=lambda: NOW)  # type: ignore[arg-type]
    load_samples(profile)
    profile.close()


def settle(milliseconds: int = 60, runner: object = None) -> None:
    """Let the background work end and the window draw itself."""
    from PySide6.QtCore import QEventLoop, QTimer

    from neksus_desktop.ui.tasks import TaskRunner

    for _ in range(4):
        if isinstance(runner, TaskRunner):
            runner.drain()
        loop = QEventLoop()
        QTimer.singleShot(milliseconds // 4, loop.quit)
        loop.exec()


def places(role: str) -> Iterator[tuple[str, str, dict[str, object]]]:
    """Name of the picture, place, arguments."""
    from neksus_desktop.ui.places import PLACES

    for place, facts in PLACES.items():
        if role in facts.roles and place not in {"editor", "preview", "import"}:
            yield place, place, {}


def draw(window: object, looks: tuple[Look, ...], wanted: set[str], role: str) -> None:
    """Draw every place in every look."""
    from neksus_desktop.ui.window import Window
    from neksus_desktop.usecases.listing import RowQuery, page

    assert isinstance(window, Window)
    for look in looks:
        shell, workspace = window.shell, window.workspace
        assert shell is not None
        assert workspace is not None
        shell.profile.change_settings(language=look.language, theme=look.theme, text_size_percent=look.percent)
        shell.announce("settings")
        window.resize(*SIZES[look.size])
        first = page(shell.profile, RowQuery(sort="title", descending=False), None, 20).rows
        screens = [(name, place, arguments) for name, place, arguments in places(role)]
        screens += [(f"editor{at}", "editor", {"record": row.id}) for at, row in enumerate(first[:3])]
        screens.append(("preview", "preview", {"kind": "summary", "record": first[0].id}))
        screens.append(("search-found", "search", {"text": "kvinner vann"}))
        for name, place, arguments in screens:
            if wanted and not any(name.startswith(one) for one in wanted):
                continue
            settled_grab(window, place, arguments, OUT / f"{role}-{name}-{look.name()}.png")


def settled_grab(window: object, place: str, arguments: dict[str, object], path: Path) -> None:
    """Go to a place, wait until it stands still, draw it."""
    from neksus_desktop.ui.window import Window

    assert isinstance(window, Window)
    assert window.workspace is not None
    assert window.shell is not None
    try:
        window.workspace.go(place, **arguments)
    except (ModuleNotFoundError, AttributeError) as error:
        print(f"  {place}: {error}")
        return
    settle(200, window.shell.runner)
    window.grab().save(str(path))


def start_pages(app: object, looks: tuple[Look, ...], folder: Path) -> None:
    """The pages before a profile is open."""
    from PySide6.QtWidgets import QApplication

    from neksus_desktop.ui import style
    from neksus_desktop.ui.say import say
    from neksus_desktop.ui.start.first_start import FirstStart
    from neksus_desktop.ui.start.unlock import Unlock

    assert isinstance(app, QApplication)
    code = "7G2K-0000-1111-2222-3333-4444-5555-6666-7777-8888-9999-AAAA-BBBB-CCCC"
    for look in looks:
        say.set_language(look.language)
        style.apply(app, look.theme, look.percent)  # type: ignore[arg-type]
        for step in range(3):
            first = FirstStart(folder)
            first.resize(*SIZES[look.size])
            first.recovery.show_code(code, "Ambassaden")
            first.show_step(step)
            if step == 0:
                first.go_on()
            first.show()
            settle(40)
            first.grab().save(str(OUT / f"start{step + 1}-{look.name()}.png"))
            first.deleteLater()
        unlock = Unlock(folder)
        unlock.resize(*SIZES[look.size])
        unlock.show()
        settle(40)
        unlock.grab().save(str(OUT / f"unlock-{look.name()}.png"))
        unlock.deleteLater()


def dialogs(window: object, looks: tuple[Look, ...], role: str) -> None:
    """The command palette, the error strip and the shell's dialogs over a screen."""
    from neksus_desktop.errors import StorageFullError
    from neksus_desktop.ui.bug import BugDialog
    from neksus_desktop.ui.palette import CommandPalette
    from neksus_desktop.ui.passphrase_dialog import PassphraseDialog
    from neksus_desktop.ui.window import Window

    assert isinstance(window, Window)
    shell, workspace = window.shell, window.workspace
    assert shell is not None
    assert workspace is not None
    for look in looks:
        shell.profile.change_settings(language=look.language, theme=look.theme, text_size_percent=look.percent)
        shell.announce("settings")
        window.resize(*SIZES[look.size])
        workspace.go("records")
        settle(100, shell.runner)
        shell.show_error(StorageFullError(folder="D:"))
        settle(40)
        window.grab().save(str(OUT / f"{role}-error-{look.name()}.png"))
        workspace.fault.hide()
        workspace.open_palette()
        settle(40)
        window.grab().save(str(OUT / f"{role}-palette-{look.name()}.png"))
        for palette in workspace.findChildren(CommandPalette):
            palette.dismiss()
        for name, dialog in (("passphrase", PassphraseDialog(shell, window)), ("bug", BugDialog("ui/x.py 12", window))):
            dialog.show()
            settle(40)
            dialog.grab().save(str(OUT / f"{role}-{name}-{look.name()}.png"))
            dialog.close()


def contact_sheet() -> None:
    """``build/shots/index.html``."""
    names = sorted(path.name for path in OUT.glob("*.png"))
    figures = "\n".join(
        f'<figure><a href="{name}"><img src="{name}" loading="lazy"></a><figcaption>{name}</figcaption></figure>'
        for name in map(html.escape, names)
    )
    css = "body{font:14px sans-serif;background:#ddd}figure{display:inline-block;margin:8px;width:480px}img{width:100%}"
    (OUT / "index.html").write_text(
        f"<!doctype html><meta charset=utf-8><style>{css}</style>{figures}", encoding="utf-8"
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("places", nargs="*")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--role", choices=("post", "norad", "norec"), action="append")
    parser.add_argument("--pseudo", action="store_true", help="texts 40 %% longer")
    options = parser.parse_args()
    if options.pseudo:
        lengthen()
    looks = LOOKS[:1] if options.quick else LOOKS
    wanted = set(options.places)
    if not wanted and not options.role:
        shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir(parents=True, exist_ok=True)
    from PySide6.QtWidgets import QApplication

    from neksus_desktop.ui.window import Window

    app = QApplication.instance() or QApplication([])
    with tempfile.TemporaryDirectory() as base:
        if not wanted or any(name.startswith(("start", "unlock")) for name in wanted):
            start_pages(app, looks, Path(base) / "none")
        for role, name in (("post", "Ambassaden (oppdiktet)"), ("norad", "Norad (oppdiktet)")):
            if role not in (options.role or ["post", "norad"]):
                continue
            folder = Path(base) / role
            make_profile(folder, role, name)
            window = Window(app, folder)  # type: ignore[arg-type]
            window.open_profile()
            assert window.shell is not None
            window.shell.profile.clock = lambda: NOW
            window.show()
            draw(window, looks, wanted, role)
            if role == "post" and (not wanted or "dialogs" in wanted):
                dialogs(window, looks, role)
            window.close()
    contact_sheet()
    print(f"{len(list(OUT.glob('*.png')))} pictures in {OUT}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
