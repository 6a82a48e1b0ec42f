"""The bar over a screen: a way back or the program's name, title, facts as chips; actions to the right."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from neksus_desktop.ui.widgets.buttons import LinkButton, SearchButton, keys_of
from neksus_desktop.ui.widgets.grounds import Line, Role, ground
from neksus_desktop.ui.widgets.labels import BodyStrong, ElidedLabel

HEIGHT = 44


class HeaderBar(QWidget):
    """Owned by a screen, shown by the window while the screen is. Screens without a way back show the workplace."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMinimumHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        ground(self, Role.Base)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        row = QHBoxLayout()
        row.setContentsMargins(14, 4, 14, 3)
        row.setSpacing(12)
        outer.addLayout(row, 1)
        outer.addWidget(Line())
        self.back = LinkButton("header_back", clicked=self._go_back)
        self.back.hide()
        self.brand = BodyStrong()
        self.brand.setWordWrap(False)
        self.title = ElidedLabel()
        self.title.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self.title.hide()
        self.workplace = ElidedLabel()
        self.workplace.setForegroundRole(Role.PlaceholderText)
        self.workplace.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        for widget in (self.back, self.brand, self.title, self.workplace):
            row.addWidget(widget)
        self.chips = QHBoxLayout()
        self.chips.setSpacing(8)
        row.addLayout(self.chips)
        row.addStretch(1)
        self.search = SearchButton("header_search", self._open_search)
        self.search.hide()
        row.addWidget(self.search)
        self.right = QHBoxLayout()
        self.right.setSpacing(8)
        row.addLayout(self.right)
        self._back: Callable[[], object] | None = None
        self._search: Callable[[], object] | None = None
        font = self.brand.font()
        font.setWeight(font.Weight.DemiBold)
        self.title.setFont(font)

    def set_brand(self, brand: str, workplace: str) -> None:
        """Program and workplace; the window calls this."""
        if self._back is None:
            self.brand.setText(brand)
            self.workplace.set_text(workplace)

    def set_search(self, text: str, opened: Callable[[], object]) -> None:
        """The way to everything by its name; the window calls this. Screens with a way back have no room for it."""
        self._search = opened
        self.search.say(text)
        self.search.setVisible(self._back is None)

    def set_back(self, text: str, go: Callable[[], object]) -> None:
        """A way back («Vurderinger»), in place of the program's name. Alt+Left goes there."""
        self._back = go
        self._say_back(f"‹ {text}", text)
        self.back.show()
        self.brand.hide()
        self.workplace.hide()
        self.search.hide()

    def shorten_back(self, *, short: bool) -> None:
        """Show only the arrow of the way back, or its words again."""
        name = self.back.accessibleName()
        words = "‹" if short else f"‹ {name}"
        if self._back is not None and self.back.text() != words.replace("&", "&&"):
            self._say_back(words, name)

    def set_title(self, text: str) -> None:
        """What is open."""
        self.title.set_text(text)
        self.title.setVisible(bool(text))

    def add_chip(self, chip: QWidget) -> None:
        """A fact after the title."""
        self.chips.addWidget(chip)

    def add_action(self, widget: QWidget) -> None:
        """An action at the right; the primary one last."""
        self.right.addWidget(widget)

    def _say_back(self, words: str, name: str) -> None:
        self.back.say(words)
        self.back.setAccessibleName(name)
        self.back.setShortcut(keys_of("Alt+Left"))

    def deeds(self) -> list[QAbstractButton]:
        """The keys at the right that can be pressed now."""
        items = (self.right.itemAt(at) for at in range(self.right.count()))
        held = (item.widget() for item in items if item is not None)
        return [one for one in held if isinstance(one, QAbstractButton) and one.isVisible() and one.isEnabled()]

    def _open_search(self) -> None:
        if self._search is not None:
            self._search()

    def _go_back(self) -> None:
        if self._back is not None:
            self._back()
