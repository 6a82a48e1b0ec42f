"""Draw the pictures of the handbook into ``resources/handbook/<language>/pictures``, and the README's editor.

``python -m tools.handbook``.

One scene of ``tools/scenes.py`` for a page, in the page's language, on a small screen so that the words can still be
read at the width of a page. Few colours keep a picture small.
"""

from __future__ import annotations

import sys
import tempfile
from functools import partial
from pathlib import Path
from typing import Final

from neksus_desktop.texts import LANGUAGES
from tools.scenes import NAMES, NOW, SCENES, Scene, Stage, make_workplaces
from tools.screens import stand, use
from tools.shots import settle

BOOK = Path("resources/handbook")
SIZE: Final = "1160x700"
COLOURS: Final = 128
PICTURES: Final = (
    "home", "records", "editor-written", "follow_up", "search-found", "subjects", "forms", "new_record",
    "files-question", "ready", "decide", "close-points", "preview", "export", "import", "norad-read_across", "wheel",
    "ground",
)  # fmt: skip
"""Scenes by name; a page shows ``pictures/<name>.png``."""
README: Final = ("editor-answered", "1366x1100", Path("docs/pictures/editor.png"))
"""The scene, the screen and the file of the README's picture."""


def main() -> int:
    """Draw them all."""
    from PySide6.QtCore import QEvent
    from PySide6.QtWidgets import QApplication

    from neksus_desktop.ui.window import Window

    with tempfile.TemporaryDirectory() as base:
        use(Path(base))
        app = QApplication.instance() or QApplication([])
        assert isinstance(app, QApplication)
        make_workplaces(Path(base))
        for role in NAMES:
            window = Window(app, Path(base) / role)
            window.open_profile()
            shell = window.shell
            assert shell is not None
            shell.profile.clock = lambda: NOW
            window.show()
            stage = Stage(window, Path(base), partial(settle, 60, shell.runner))
            for language in LANGUAGES:
                shell.profile.change_settings(language=language, theme="light", text_size_percent=100)
                shell.announce("settings")
                stand(window, SIZE)
                for scene in (one for one in SCENES if one.role == role and one.name in PICTURES):
                    _keep(stage, scene, BOOK / language / "pictures" / f"{scene.name}.png")
            name, size, path = README
            for scene in (one for one in SCENES if one.role == role and one.name == name):
                shell.profile.change_settings(language="nb")
                shell.announce("settings")
                stand(window, size)
                _keep(stage, scene, path)
            window.close()
            app.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    return 0


def _keep(stage: Stage, scene: Scene, path: Path) -> None:
    from PIL import Image
    from PySide6.QtGui import QImage, QPainter
    from PySide6.QtWidgets import QWidget

    from neksus_desktop.ui.style import tokens

    shown = scene.act(stage)
    picture = (shown if isinstance(shown, QWidget) else stage.window).grab()
    painter = QPainter(picture)
    painter.setPen(tokens().line)
    painter.drawRect(0, 0, picture.width() - 1, picture.height() - 1)
    painter.end()
    path.parent.mkdir(parents=True, exist_ok=True)
    whole = picture.toImage().convertToFormat(QImage.Format.Format_RGB888)
    line, size = whole.bytesPerLine(), (whole.width(), whole.height())
    plain = Image.frombuffer("RGB", size, bytes(whole.constBits()), "raw", "RGB", line, 1)
    plain.quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
    stage.close_dialogs()


if __name__ == "__main__":
    sys.exit(main())
