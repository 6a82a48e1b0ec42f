"""Asking for files and folders; the only place that opens a file dialog. No recent files are kept anywhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QFileInfo, QMimeData, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QFileDialog, QFileIconProvider, QWidget


def ask_open(parent: QWidget, title: str, patterns: str, then: Callable[[list[Path]], object]) -> None:
    """Ask for one or more files to read; ``then`` is called with them, not at all if the user changes their mind.

    Args:
        parent: the asking screen.
        title: what they are wanted for.
        patterns: endings, such as ``*.csv *.txt``.
        then: what to do with them.
    """
    dialog = _dialog(parent, title)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    dialog.setNameFilter(patterns)
    dialog.filesSelected.connect(lambda names: then([Path(name) for name in names]))
    dialog.open()


def ask_save(parent: QWidget, title: str, name: str, then: Callable[[Path], object]) -> None:
    """Ask where to write a file; ``name`` is offered and its ending kept."""
    dialog = _dialog(parent, title)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(Path(name).suffix.lstrip("."))
    dialog.selectFile(name)
    dialog.fileSelected.connect(lambda chosen: then(Path(chosen)))
    dialog.open()


def ask_folder(parent: QWidget, title: str, then: Callable[[Path], object]) -> None:
    """Ask for a folder."""
    dialog = _dialog(parent, title)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.fileSelected.connect(lambda chosen: then(Path(chosen)))
    dialog.open()


def local_files(data: QMimeData) -> list[Path]:
    """The files and folders of this machine that are dropped or pasted."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


def take_copy(event: QDropEvent) -> None:
    """Accept what is dragged as a copy, whatever is proposed: who is told that it was moved may delete the file."""
    event.setDropAction(Qt.DropAction.CopyAction)
    event.accept()


class _Kinds(QFileIconProvider):
    """Tells kinds of files by their endings; Qt opens every file in a folder to tell them, on the main thread."""

    def type(self, info: QFileInfo) -> str:
        """The ending in capitals; folders and drives by Qt's words for them."""
        return info.suffix().upper() if info.isFile() else super().type(info)


class _FileDialog(QFileDialog):
    def __init__(self, parent: QWidget, title: str) -> None:
        super().__init__(parent, title)
        self._kinds = _Kinds()  # the dialog does not keep it
        self.setIconProvider(self._kinds)


def _dialog(parent: QWidget, title: str) -> QFileDialog:
    dialog = _FileDialog(parent, title)
    dialog.setObjectName("file_dialog")
    dialog.setDirectory(str(Path.home()))
    dialog.finished.connect(lambda _result: dialog.deleteLater())
    return dialog
