"""Draw every screen with invented data into ``build/shots``: light and dark, nb, nn and en, 100 and 150 %, two sizes.

Run with ``make shots``; ``python -m tools.shots home records`` draws only these, ``--quick`` only light in bokmål,
``--few`` eight looks instead of every combination, ``--large`` the largest letters and the largest pixels, and
``--look nn-dark-150-1366x768`` (more than once) just that look. An HTML contact sheet shows them all. What is drawn
stands in ``tools/scenes.py``, the screens it is drawn on in ``tools/screens.py``.
"""

from __future__ import annotations

import argparse
import html
import itertools
import shutil
import sys
import tempfile
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import NamedTuple

from tools.scenes import NAMES, NOW, SCENES, Scene, Stage, longer, make_workplaces
from tools.scenes_start import start_scenes
from tools.screens import SIZES, stand, use

OUT = Path("build/shots")
_CALM = 4
"""Looks in a row at which nothing runs, until a picture is taken."""


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


LARGE = (
    Look("nb", "light", 200, "1366x768"),
    Look("nb", "light", 200, "1920x1080"),
    Look("nb", "light", 100, "1920x1080@200"),
    Look("nn", "dark", 100, "2732x1536@250"),
    Look("en", "light", 150, "1024x640"),
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


def draw(stage: Stage, scenes: Iterable[Scene], looks: tuple[Look, ...], out: Path) -> None:
    """Draw scenes of one workplace in every look."""
    from PySide6.QtWidgets import QWidget

    window = stage.window
    assert window.shell is not None
    for look in looks:
        stage.profile.change_settings(language=look.language, theme=look.theme, text_size_percent=look.percent)
        window.shell.announce("settings")
        stand(window, look.size)
        for scene in scenes:
            shown = scene.act(stage)
            picture = shown if isinstance(shown, QWidget) else window
            picture.grab().save(str(out / f"{scene.name}-{look.name()}.png"))
            stage.close_dialogs()


def start_pages(app: object, looks: tuple[Look, ...], folder: Path, out: Path) -> None:
    """The pages before a profile is open."""
    from PySide6.QtWidgets import QApplication

    from neksus_desktop.ui import style
    from neksus_desktop.ui.say import say

    assert isinstance(app, QApplication)
    for look in looks:
        say.set_language(look.language)
        style.apply(app, look.theme, look.percent)  # type: ignore[arg-type]
        for page in start_scenes(folder):
            stand(page, look.size)
            page.show()
            settle(40)
            page.grab().save(str(out / f"{page.objectName()}-{look.name()}.png"))
            page.deleteLater()


def contact_sheet(out: Path) -> None:
    """``index.html`` beside the pictures."""
    names = sorted(path.name for path in out.glob("*.png"))
    figures = ""
    for scene, of_scene in itertools.groupby(names, lambda name: name.removesuffix(".png").rsplit("-", 4)[0]):
        figures += f"<h2>{html.escape(scene)}</h2>\n" + "\n".join(
            f'<figure><a href="{name}"><img src="{name}" loading="lazy"></a><figcaption>{name}</figcaption></figure>'
            for name in map(html.escape, of_scene)
        )
    css = "body{font:14px sans-serif;background:#ddd}figure{display:inline-block;margin:8px;width:480px}img{width:100%}"
    (out / "index.html").write_text(
        f"<!doctype html><meta charset=utf-8><style>{css}</style>{figures}", encoding="utf-8"
    )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("places", nargs="*")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--few", action="store_true")
    parser.add_argument("--large", action="store_true")
    parser.add_argument("--look", action="append", type=_look, default=[], metavar="LANGUAGE-THEME-PERCENT-SIZE")
    parser.add_argument("--pseudo", action="store_true", help="texts 40 %% longer")
    parser.add_argument("--out", type=Path, default=OUT)
    return parser.parse_args()


def _look(name: str) -> Look:
    language, theme, percent, size = name.split("-")
    if size not in SIZES:
        raise argparse.ArgumentTypeError(", ".join(SIZES))
    return Look(language, theme, int(percent), size)


def _looks(options: argparse.Namespace) -> tuple[Look, ...]:
    if options.look:
        return tuple(options.look)
    if options.large:
        return LARGE
    return FEW[:1] if options.quick else FEW if options.few else LOOKS


def main() -> int:
    options = _options()
    if options.pseudo:
        lengthen()
    looks, out, wanted = _looks(options), options.out, set(options.places)
    if not wanted:
        shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as base:
        use(Path(base))
        draw_all(Path(base), looks, out, wanted)
    contact_sheet(out)
    print(f"{len(list(out.glob('*.png')))} pictures in {out}")
    return 0


def draw_all(base: Path, looks: tuple[Look, ...], out: Path, wanted: set[str]) -> None:
    """Draw what is wanted by the beginnings of its names, or everything, on workplaces made in ``base``."""
    from PySide6.QtCore import QEvent
    from PySide6.QtWidgets import QApplication

    from neksus_desktop.ui.window import Window

    app = QApplication.instance() or QApplication([])
    if not wanted or any(name.startswith(("start", "unlock", "cover", "fault")) for name in wanted):
        start_pages(app, looks, base / "none", out)
    make_workplaces(base)
    for role in NAMES:
        scenes = [one for one in SCENES if one.role == role and (not wanted or one.name.startswith(tuple(wanted)))]
        if not scenes:
            continue
        window = Window(app, base / role)  # type: ignore[arg-type]
        window.open_profile()
        shell = window.shell
        assert shell is not None
        shell.profile.clock = lambda: NOW
        window.show()
        draw(Stage(window, base, partial(settle, 60, shell.runner)), scenes, looks, out)
        window.close()
        app.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


if __name__ == "__main__":
    sys.exit(main())
