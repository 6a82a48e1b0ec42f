"""Hjelp: the handbook, read and searched in the program; no network, no browser."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, ClassVar

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QSize, Qt, QUrl
from PySide6.QtGui import (
    QColor,
    QFont,
    QImage,
    QPalette,
    QResizeEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFragment,
    QTextImageFormat,
    QTextTable,
)
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTextBrowser,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from neksus_desktop.ui.handbook import PAGE_OF_PLACE, Page, matching, pages, picture
from neksus_desktop.ui.say import say
from neksus_desktop.ui.screen import Screen
from neksus_desktop.ui.shell import Shell
from neksus_desktop.ui.style import tokens, wide
from neksus_desktop.ui.widgets import Card, LinkButton, SearchField

_ID = int(Qt.ItemDataRole.UserRole)
_READING_WIDTH, _CONTENTS_WIDTH = 720, 340
_SMOOTH = Qt.TransformationMode.SmoothTransformation
_PICTURE, _AROUND = "\ufffc", 10.0
"""What stands for a picture in Qt's text, and the air above and below it."""
_SCROLL = 16
"""Room for the scroll bar, which comes and goes."""
_INDENT = 24
"""How far a list stands in."""


class HelpScreen(Screen):
    """Contents to the left, the page to the right."""

    place: ClassVar[str] = "help"

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._page = "about"
        self.search = SearchField("help_search", self._on_search)
        self.contents = QListWidget()
        self.contents.setObjectName("help_contents")
        self.contents.setFrameShape(QFrame.Shape.NoFrame)
        self.contents.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.contents.setWordWrap(True)
        self.contents.viewport().setBackgroundRole(QPalette.ColorRole.Window)
        self.contents.setItemDelegate(_Roomy(self.contents))
        self.contents.currentItemChanged.connect(self._on_item)
        self.text = _PageView()
        left = QWidget()
        self.search.setMinimumWidth(280)
        self.back = LinkButton("help_back", clicked=self._go_back, shortcut="Alt+Left")
        self.back.hide()
        self._back: Callable[[], object] | None = None
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.search)
        column.addWidget(self.contents, 1)
        self.selftest = LinkButton("help_selftest", clicked=self._check_installation)
        column.addWidget(self.selftest, 0, Qt.AlignmentFlag.AlignLeft)
        sheet = Card(padding=0)
        sheet.column.setContentsMargins(32, 24, 24, 8)
        sheet.column.addWidget(self.text)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 20, 24, 20)
        row.setSpacing(16)
        row.addWidget(left, 3)
        row.addWidget(sheet, 8)
        row.addStretch()
        self._left, self._sheet = left, sheet
        self._fit()
        self.retranslate()

    def enter(self, **arguments: Any) -> None:
        """``page`` names a page, ``place`` the screen that help was asked on, ``back`` goes there as it was left."""
        super().enter(**arguments)
        self._back = arguments.get("back")
        self.back.setVisible(self._back is not None)
        wanted = arguments.get("page") or PAGE_OF_PLACE.get(str(arguments.get("place", "")), "")
        if wanted:
            self.search.clear()
            self.show_page(wanted)
        self.contents.setFocus()

    def changeEvent(self, event: QEvent) -> None:
        """The columns grow with the letters."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def _fit(self) -> None:
        self._left.setMaximumWidth(wide(_CONTENTS_WIDTH))
        self._sheet.setMaximumWidth(wide(_READING_WIDTH) + 80)

    def _go_back(self) -> None:
        if self._back is not None:
            self._back()

    def _check_installation(self) -> None:
        from neksus_desktop.ui.selftest_dialog import SelfTestDialog

        SelfTestDialog(self.shell, self).open()

    def retranslate(self) -> None:
        """The same page in the other language."""
        self.back.say(f"‹ {say('ui.action.back')}")
        self.back.setAccessibleName(say("ui.action.back"))
        self.selftest.say(say("package.selftest.button"))
        self.search.say(self.shell.say("places.help.search"))
        self.contents.setAccessibleName(self.shell.say("places.help.contents"))
        self._list(self.search.text())

    def show_page(self, page_id: str) -> None:
        """Show a page and mark it in the contents."""
        self._page = page_id
        for at in range(self.contents.count()):
            if self.contents.item(at).data(_ID) == page_id:
                self.contents.setCurrentRow(at)
        found = next((page for page in pages(self.shell.say.language) if page.id == page_id), None)
        if found is not None:
            self.text.show_page(found, self.search.text())

    def _on_search(self, words: str) -> None:
        self._list(words)

    def _list(self, words: str) -> None:
        language = self.shell.say.language
        found = matching(language, words) if words.strip() else pages(language)
        self.contents.blockSignals(True)  # noqa: FBT003 - Qt takes it positionally
        self.contents.clear()
        group = ""
        for page in found:
            if page.group != group and not words.strip():
                group = page.group
                self._add_group(group)
            item = QListWidgetItem(page.title if page.group != "how" else _short(page.title))
            item.setData(_ID, page.id)
            self.contents.addItem(item)
        if not found:
            none = QListWidgetItem(self.shell.say("places.help.nothing"))
            none.setFlags(Qt.ItemFlag.NoItemFlags)
            self.contents.addItem(none)
        self.contents.blockSignals(False)  # noqa: FBT003 - Qt takes it positionally
        ids = [page.id for page in found]
        if ids:
            self.show_page(self._page if self._page in ids else ids[0])

    def _add_group(self, group: str) -> None:
        heading = QListWidgetItem(self.shell.say(f"places.help.group.{group}"))
        heading.setFlags(Qt.ItemFlag.NoItemFlags)
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * 0.86)
        font.setCapitalization(QFont.Capitalization.AllUppercase)
        heading.setFont(font)
        if self.contents.count():
            self.contents.addItem(_gap())
        self.contents.addItem(heading)

    def _on_item(self, item: QListWidgetItem | None) -> None:
        page = item.data(_ID) if item is not None else None
        if page and page != self._page:
            self.show_page(str(page))


class _Roomy(QStyledItemDelegate):
    """Lines of the contents with air around them."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Some pixels more than the words."""
        found = super().sizeHint(option, index)
        return QSize(found.width(), found.height() + (6 if index.flags() else 2))


def _gap() -> QListWidgetItem:
    gap = QListWidgetItem()
    gap.setFlags(Qt.ItemFlag.NoItemFlags)
    return gap


def _short(title: str) -> str:
    """«Slik gjør du: forbered …» stands under a heading that says the first part."""
    rest = title.partition(": ")[2] or title
    return rest[:1].upper() + rest[1:]


class _PageView(QTextBrowser):
    """One page of Markdown in our type scale, at a width that can be read."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("help_page")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self._shown: Page | None = None
        self._words = ""
        self.document().setDocumentMargin(0)

    def show_page(self, page: Page, words: str = "") -> None:
        """Show it; searched words are marked."""
        self._shown, self._words = page, words
        self.document().setIndentWidth(wide(_INDENT))
        self.setMarkdown(page.text)
        self._dress()
        self._fit_pictures()
        self._mark()
        self.setAccessibleName(page.title)
        self.verticalScrollBar().setValue(0)

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        """The pictures that are shipped with the page; nothing is ever fetched."""
        del kind
        path = picture(say.language, name if isinstance(name, str) else name.toString())
        return QImage(str(path)) if path is not None else None

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Pictures are as wide as the page, at most as they are."""
        super().resizeEvent(event)
        self._fit_pictures()

    def _fit_pictures(self) -> None:
        room = self.viewport().width() - _SCROLL
        block = self.document().begin()
        while block.isValid():
            parts = block.begin()
            while not parts.atEnd():
                form = parts.fragment().charFormat().toImageFormat()
                if form.isValid():
                    self._fit_picture(parts.fragment(), form, room)
                parts += 1
            block = block.next()

    def _fit_picture(self, part: QTextFragment, form: QTextImageFormat, room: int) -> None:
        image = self.loadResource(0, form.name())
        width = min(room, image.width()) if image is not None else 0
        if width > 0 and round(form.width()) != width:
            form.setWidth(width)
            form.setHeight(width * image.height() / image.width())
            sharp = image.scaledToWidth(round(width * self.devicePixelRatioF()), _SMOOTH)
            self.document().addResource(int(QTextDocument.ResourceType.ImageResource.value), QUrl(form.name()), sharp)
            cursor = QTextCursor(self.document())
            cursor.setPosition(part.position())
            cursor.setPosition(part.position() + part.length(), QTextCursor.MoveMode.KeepAnchor)
            cursor.setCharFormat(form)

    def changeEvent(self, event: QEvent) -> None:
        """Theme and text size dress the page anew."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.PaletteChange) and self._shown is not None:
            self.show_page(self._shown, self._words)

    def _dress(self) -> None:
        size = self.font().pointSizeF()
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        block = self.document().begin()
        while block.isValid():
            level = block.blockFormat().headingLevel()
            spacing = QTextBlockFormat()
            spacing.setTopMargin({0: 0.0, 1: 0.0}.get(level, 18.0) if level else 3.0)
            spacing.setBottomMargin(6.0 if level else 5.0)
            pictured = block.text() == _PICTURE
            if pictured:
                spacing.setTopMargin(_AROUND)
                spacing.setBottomMargin(_AROUND)
            line = 100.0 if pictured else 130.0
            spacing.setLineHeight(line, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
            cursor.setPosition(block.position())
            cursor.mergeBlockFormat(spacing)
            if level:
                cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
                words = cursor.charFormat()
                words.clearProperty(QTextCharFormat.Property.FontSizeAdjustment.value)
                words.setFontPointSize(size * (15 / 10.5 if level == 1 else 11.5 / 10.5))
                words.setFontWeight(QFont.Weight.DemiBold.value)
                cursor.setCharFormat(words)
            block = block.next()
        cursor.endEditBlock()
        for frame in self.document().rootFrame().childFrames():
            if isinstance(frame, QTextTable):
                self._dress_table(frame)

    def _dress_table(self, table: QTextTable) -> None:
        form = table.format()
        form.setBorder(0)
        form.setCellPadding(5)
        form.setCellSpacing(0)
        form.setTopMargin(8)
        form.setLeftMargin(-form.cellPadding())  # its words begin where the others do
        table.setFormat(form)
        for row in range(table.rows()):
            for column in range(table.columns()):
                cell = table.cellAt(row, column)
                look = cell.format()
                if row == 0:
                    look.setForeground(QColor(tokens().muted))
                    look.setFontWeight(QFont.Weight.DemiBold.value)
                    words = cell.firstCursorPosition()
                    words.setPosition(cell.lastCursorPosition().position(), QTextCursor.MoveMode.KeepAnchor)
                    words.mergeCharFormat(look)
                cell.setFormat(look)

    def _mark(self) -> None:
        marks = []
        for word in self._words.split():
            for found in re.finditer(re.escape(word), self.document().toPlainText(), re.IGNORECASE):
                mark = QTextEdit.ExtraSelection()
                mark.cursor = QTextCursor(self.document())
                mark.cursor.setPosition(found.start())
                mark.cursor.setPosition(found.end(), QTextCursor.MoveMode.KeepAnchor)
                mark.format.setBackground(QColor(tokens().note_background))
                mark.format.setForeground(QColor(tokens().note))
                marks.append(mark)
        self.setExtraSelections(marks)
