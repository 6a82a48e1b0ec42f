"""Draw every screen with invented data into ``build/shots``: light and dark, nb, nn and en, 100 and 150 %, two sizes.

Run with ``make shots``; ``python -m tools.shots home records`` draws only these, ``--quick`` only light in bokmål, and
``--few`` eight looks instead of every combination. An HTML contact sheet shows them all. What is drawn stands in
``tools/scenes.py``.
"""

from __future__ import annotations

import argparse
import html
import itertools
import os
import shutil
import sys
import tempfile
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import NamedTuple

from tools.scenes import NAMES, NOW, SCENES, Scene, Stage, longer, make_workplaces
from tools.scenes_start import start_scenes

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
OUT = Path("build/shots")
_CALM = 4
"""Looks in a row at which nothing runs, until a picture is taken."""
SIZES = {"1366x768": (1366, 768), "1920x1080": (1920, 1080), "1024x640": (1024, 640)}


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
    *(Look(*one) for one in itertools.product(("nb", "nn", "en"), ("light", "dark"), (100, 150), list(SIZES)[:2])),
    Look("nb", "light", 100, "1024x640"),
)
FEW = (
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
    texts.room = lambda language, name: {key: longer(text) for key, text in plain(language, name).items()}  # type: ignore[assignment]


def settle(milliseconds: int = 60, runner: object = None) -> None:
    """Let the background work end and the window draw itself."""
    from PySide6.QtCore import QEventLoop, QTimer

    from neksus_desktop.ui.tasks import TaskRunner

    calm = 0
    while calm < _CALM:
        calm += 1
        if isinstance(runner, TaskRunner):
            if runner.busy:
                calm = 0
            runner.drain()
        loop = QEventLoop()
        QTimer.singleShot(milliseconds // _CALM, loop.quit)
        loop.exec()


def draw(stage: Stage, scenes: Iterable[Scene], looks: tuple[Look, ...]) -> None:
    """Draw scenes of one workplace in every look."""
    from PySide6.QtWidgets import QWidget

    window = stage.window
    assert window.shell is not None
    for look in looks:
        stage.profile.change_settings(language=look.language, theme=look.theme, text_size_percent=look.percent)
        window.shell.announce("settings")
        window.resize(*SIZES[look.size])
        for scene in scenes:
            shown = scene.act(stage)
            picture = shown if isinstance(shown, QWidget) else window
            picture.grab().save(str(OUT / f"{scene.name}-{look.name()}.png"))
            stage.close_dialogs()


def start_pages(app: object, looks: tuple[Look, ...], folder: Path) -> None:
    """The pages before a profile is open."""
    from PySide6.QtWidgets import QApplication

    from neksus_desktop.ui import style
    from neksus_desktop.ui.say import say

    assert isinstance(app, QApplication)
    for look in looks:
        say.set_language(look.language)
        style.apply(app, look.theme, look.percent)  # type: ignore[arg-type]
        for page in start_scenes(folder):
            page.resize(*SIZES[look.size])
            page.show()
            settle(40)
            page.grab().save(str(OUT / f"{page.objectName()}-{look.name()}.png"))
            page.deleteLater()


def contact_sheet() -> None:
    """``build/shots/index.html``."""
    names = sorted(path.name for path in OUT.glob("*.png"))
    figures = ""
    for scene, of_scene in itertools.groupby(names, lambda name: name.removesuffix(".png").rsplit("-", 4)[0]):
        figures += f"<h2>{html.escape(scene)}</h2>\n" + "\n".join(
            f'<figure><a href="{name}"><img src="{name}" loading="lazy"></a><figcaption>{name}</figcaption></figure>'
            for name in map(html.escape, of_scene)
        )
    css = "body{font:14px sans-serif;background:#ddd}figure{display:inline-block;margin:8px;width:480px}img{width:100%}"
    (OUT / "index.html").write_text(
        f"<!doctype html><meta charset=utf-8><style>{css}</style>{figures}", encoding="utf-8"
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("places", nargs="*")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--few", action="store_true")
    parser.add_argument("--pseudo", action="store_true", help="texts 40 %% longer")
    options = parser.parse_args()
    if options.pseudo:
        lengthen()
    looks = FEW[:1] if options.quick else FEW if options.few else LOOKS
    wanted = set(options.places)
    if not wanted:
        shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir(parents=True, exist_ok=True)
    from PySide6.QtCore import QEvent
    from PySide6.QtWidgets import QApplication

    from neksus_desktop.ui.window import Window

    app = QApplication.instance() or QApplication([])
    with tempfile.TemporaryDirectory() as base:
        if not wanted or any(name.startswith(("start", "unlock", "cover", "fault")) for name in wanted):
            start_pages(app, looks, Path(base) / "none")
        make_workplaces(Path(base))
        for role in NAMES:
            scenes = [one for one in SCENES if one.role == role and (not wanted or one.name.startswith(tuple(wanted)))]
            if not scenes:
                continue
            window = Window(app, Path(base) / role)  # type: ignore[arg-type]
            window.open_profile()
            shell = window.shell
            assert shell is not None
            shell.profile.clock = lambda: NOW
            window.show()
            draw(Stage(window, Path(base), partial(settle, 60, shell.runner)), scenes, looks)
            window.close()
            app.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    contact_sheet()
    print(f"{len(list(OUT.glob('*.png')))} pictures in {OUT}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
