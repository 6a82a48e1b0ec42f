"""The window on a protected profile leaves nothing readable: recovery sheet, search, editor, preview, lock."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from neksus_desktop.ui.start.recovery_sheet import draw_sheet
from neksus_desktop.ui.window import Window
from neksus_desktop.usecases.profile import create_profile
from neksus_desktop.usecases.records import new_record, save_fields
from tests.support.samples import invented_subject
from tests.support.screens import WindowPage
from tests.support.secret_net import PHRASE, SECRET, Net, net_over


@pytest.fixture
def net(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Net]:
    with net_over(tmp_path, monkeypatch) as made:
        yield made


def test_the_window_leaves_nothing_readable(
    net: Net, qtbot: QtBot, qapp: QApplication, tmp_path_factory: pytest.TempPathFactory
) -> None:
    profile, code = create_profile(net.place / "p", role="post", name="Oppdiktby", passphrase=PHRASE, invented=True)
    net.also(code)
    net.also(code.replace("-", ""))
    paper = tmp_path_factory.mktemp("paper") / "ark.pdf"
    printer = QPrinter()
    printer.setOutputFileName(str(paper))
    draw_sheet(printer, profile.workplace_name, code)
    assert paper.stat().st_size > 0
    record = new_record(profile, "neksus_veileder", invented_subject(title=f"Tiltak i {SECRET}", partner=SECRET))
    save_fields(profile, record, {"note/innsats_samhold/internal": f"Om {SECRET}"})
    window = Window(qapp, net.place / "p")
    qtbot.addWidget(window)
    window.show()
    window.use(profile)
    page = WindowPage(qtbot, window)
    page.wait_until_idle()
    page.workspace.go("search", text=SECRET)
    page.wait_until_idle()
    assert SECRET in page.texts() or page.workspace.place == "search"
    for place, arguments in (("editor", {"record": record}), ("preview", {"record": record}), ("records", {})):
        page.workspace.go(place, **arguments)
        page.wait_until_idle()
    assert net.leaks() == []
    assert window.lock()
    assert SECRET not in window.windowTitle()
    assert net.leaks() == []
