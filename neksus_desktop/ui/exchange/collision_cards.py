"""What both have changed, side by side: keep ours, take theirs, both, or write anew. Nothing is chosen beforehand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from neksus_desktop.ui.naming import capital, named, readable
from neksus_desktop.ui.say import say
from neksus_desktop.ui.style import RADIUS, tokens
from neksus_desktop.ui.widgets import (
    Body,
    BodyStrong,
    Caption,
    Card,
    LinkButton,
    Muted,
    NoteBox,
    ScrollColumn,
    SecondaryButton,
)

if TYPE_CHECKING:
    from neksus_desktop.ui.drafts import Drafts
    from neksus_desktop.usecases.collisions import CollisionView, Side

Picks = dict[str, tuple[Any, str]]


class CollisionCards(ScrollColumn):
    """All collisions of one record."""

    def __init__(
        self,
        picked: Callable[[Any, Picks], object],
        refused: Callable[[Any, str | None], object],
        drafts: Drafts,
    ) -> None:
        super().__init__(margins=(0, 0, 0, 8), beside=8)
        self.setObjectName("import_collisions")
        self.setMinimumHeight(200)
        self._picked = picked
        self._refused = refused
        self._drafts = drafts
        self._record: Any = None
        self._title = ""
        self._views: Sequence[CollisionView] = ()
        self._pairs: list[QWidget] = []
        self._picks: Picks = {}
        self._reason: str | None = None
        self._whole = False

    def retranslate(self) -> None:
        """Say the buttons again; the texts themselves are as they were written."""
        if self._record is not None:
            self._show()

    def show_collisions(
        self, item: Any, views: Sequence[CollisionView], picks: Picks, reason: str | None, *, whole: bool
    ) -> None:
        """Show those of a record; ``whole``: it was decided on here, so the record as a whole is asked about."""
        self._record, self._title, self._views = item.record, item.title, views
        self._picks, self._reason, self._whole = dict(picks), reason, whole
        self._show()

    def _show(self) -> None:
        while (item := self.column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        self.column.addWidget(self._ways())
        self._pairs = [self._pair(at, view) for at, view in enumerate(self._views)]
        for pair in self._pairs:
            self.column.addWidget(pair)
        self.column.addStretch(1)

    def _show_again(self, name: str) -> None:
        """Show what was decided on the record, with the cursor on the key of this name."""
        self._show()
        QTimer.singleShot(0, self, partial(self._stand_at, name))

    def _show_pair(self, at: int, name: str) -> None:
        """Show what was decided on one field where it stands, with the cursor on the key, or the text, of this name."""
        pair = self._pair(at, self._views[at])
        self.column.replaceWidget(self._pairs[at], pair)
        self._pairs[at].hide()
        self._pairs[at].deleteLater()
        self._pairs[at] = pair
        QTimer.singleShot(0, self, partial(self._stand_at, name, self.verticalScrollBar().value()))

    def _stand_at(self, name: str, scrolled: int = 0) -> None:
        found = self.findChildren(QWidget, name)
        if found:  # the newest is the last; what was shown before is about to go
            found[-1].setFocus()
            QApplication.sendEvent(self.inner, QEvent(QEvent.Type.LayoutRequest))
            self.verticalScrollBar().setValue(scrolled)
            self.ensureWidgetVisible(found[-1], 0, 8)

    def _ways(self) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        if self._reason is not None:
            row.addWidget(NoteBox(say("places.import.refused_here", reason=self._reason)), 1)
        elif self._whole:
            row.addWidget(NoteBox(say("places.import.whole")), 1)
            row.addWidget(SecondaryButton("import_take_whole", say("places.import.take_whole"), self._take_whole))
        else:
            row.addWidget(Muted(say("places.import.settle_help")), 1)
            row.addWidget(LinkButton("import_all_mine", say("places.import.all_mine"), lambda: self._all("mine")))
            row.addWidget(LinkButton("import_all_theirs", say("places.import.all_theirs"), lambda: self._all("theirs")))
        key = "places.import.refuse" if self._reason is None else "places.import.not_refuse"
        row.addWidget(LinkButton("import_refuse", say(key), self._refuse))
        return box

    def _pair(self, at: int, view: CollisionView) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 4, 0, 4)
        column.setSpacing(6)
        column.addWidget(BodyStrong(" · ".join(part for part in (view.place, capital(view.name)) if part)))
        pick = self._picks.get(view.path, ("", ""))[0] if self._reason is None else ""
        row = QHBoxLayout()
        row.setSpacing(14)
        mine = _SideCard("places.import.ours", view.mine, chosen=pick in {"mine", "both"})
        mine.add_action(
            SecondaryButton(f"import_mine_{at}", say("places.import.keep"), lambda: self._pick(view, "mine"))
        )
        theirs = _SideCard("places.import.theirs", view.theirs, chosen=pick in {"theirs", "both"})
        theirs.add_action(
            SecondaryButton(f"import_theirs_{at}", say("places.import.take"), lambda: self._pick(view, "theirs"))
        )
        if view.prose:
            theirs.add_action(
                SecondaryButton(f"import_both_{at}", say("places.import.both"), lambda: self._pick(view, "both"))
            )
            theirs.add_action(
                SecondaryButton(f"import_own_{at}", say("places.import.own"), lambda: self._pick(view, "own"))
            )
        row.addWidget(mine, 1)
        row.addWidget(theirs, 1)
        column.addLayout(row)
        if pick == "own":
            column.addWidget(self._own(at, view))
        return box

    def _own(self, at: int, view: CollisionView) -> QWidget:
        from neksus_desktop.ui.editor.controls.text import GrowingText

        text = GrowingText(least=4)
        text.setObjectName(f"import_text_{at}")
        text.show_text(self._picks[view.path][1])
        text.setAccessibleName(say("places.import.own"))
        text.textChanged.connect(lambda: self._write(view, text.toPlainText()))
        return text

    def _pick(self, view: CollisionView, pick: str) -> None:
        text = ""
        if pick == "own":
            both = "\n\n".join(part for part in (view.mine.text, view.theirs.text) if part)
            text = self._drafts.found(own_place(self._record, view.path)).get("text", both)
        self._picks |= dict.fromkeys(view.paths, (pick, text))
        refused, at = self._reason is not None, self._views.index(view)
        name = f"import_text_{at}" if pick == "own" else f"import_{pick}_{at}"
        self._tell()
        if refused:
            self._show_again(name)
        else:
            self._show_pair(at, name)

    def _write(self, view: CollisionView, text: str) -> None:
        self._picks[view.path] = ("own", text)
        self._drafts.note(own_place(self._record, view.path), {"text": text} if text else {})
        self._tell()

    def _all(self, pick: str) -> None:
        self._picks = {path: (pick, "") for view in self._views for path in view.paths}
        self._tell()
        self._show_again(f"import_all_{pick}")

    def _take_whole(self) -> None:
        self._picks = {}
        self._tell()

    def _tell(self) -> None:
        self._reason = None
        self._picked(self._record, dict(self._picks))

    def _refuse(self) -> None:
        if self._reason is not None:
            self._reason = None
            self._refused(self._record, None)
            self._show_again("import_refuse")
            return
        from neksus_desktop.ui.exchange.refuse_dialog import RefuseDialog

        dialog = RefuseDialog(self, self._title)
        dialog.accepted.connect(lambda: self._refuse_with(dialog.reason()))
        self._drafts.keep(f"refuse/{self._record}/", dialog)
        dialog.open()

    def _refuse_with(self, reason: str) -> None:
        self._reason = reason
        self._refused(self._record, reason)
        self._show_again("import_refuse")


def own_place(record: Any, path: str) -> str:
    """Where a text written anew for a field is kept until the file is taken in."""
    return f"merge/{record}/{path}"


class _SideCard(Card):
    """One side: whose, by which role, when, the text, its grounds, and what can be done with it."""

    def __init__(self, heading_key: str, side: Side, *, chosen: bool) -> None:
        super().__init__()
        self._chosen = chosen
        facts = [say(heading_key).upper(), named("rolle", side.role), say.date(side.at.date()) if side.at else ""]
        if chosen:
            facts.append(say("places.import.chosen"))
        self.column.addWidget(Caption(" · ".join(part for part in facts if part)))
        lines = "\n".join(readable(line) for line in side.text.split("\n"))
        words = Body(lines or say("places.import.nothing_written"))
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.column.addWidget(words)
        if side.grounds:
            self.column.addWidget(Caption(say("places.import.grounds", grounds="; ".join(side.grounds))))
        self.column.addStretch(1)
        self._actions = QHBoxLayout()
        self._actions.setSpacing(4)
        self._actions.addStretch(1)
        self.column.addLayout(self._actions)

    def add_action(self, button: SecondaryButton) -> None:
        """A button at the left of those there are."""
        self._actions.insertWidget(self._actions.count() - 1, button)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A chosen side has a stronger frame (and says so)."""
        super().paintEvent(event)
        if self._chosen:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(tokens().accent), 2))
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), RADIUS, RADIUS)
