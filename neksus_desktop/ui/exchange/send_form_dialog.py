"""To which posts a form is sent. Whoever is chosen sends a receipt; a file for everybody is nobody's to confirm."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QCheckBox, QRadioButton, QSizePolicy, QWidget

from neksus_desktop.ui.say import say
from neksus_desktop.ui.widgets import Body, BodyStrong, Caption, Dialog, Muted, ScrollColumn
from neksus_desktop.ui.widgets.ticks import BelowTick

if TYPE_CHECKING:
    from neksus_desktop.usecases.forms import FormInfo

_IN_SIGHT = 8


class SendFormDialog(Dialog):
    """The form, and the choice: these workplaces, or everybody who trusts this one."""

    def __init__(self, form: FormInfo, peers: Sequence[Any], parent: QWidget) -> None:
        super().__init__("send_form_dialog", say("places.forms.send"), say("places.forms.send_do"), parent, width=560)
        title = form.titles.get(say.language) or next(iter(form.titles.values()), form.id)
        self.column.addWidget(BodyStrong(f"{title} · {form.version}"))
        self.column.addWidget(Body(say("places.forms.send_help")))
        self.named = QRadioButton(say("places.forms.send_named"))
        self.named.setObjectName("send_form_named")
        self.column.addWidget(self.named)
        self._boxes: dict[str, QCheckBox] = {}
        listed = ScrollColumn(margins=(24, 0, 0, 0))
        for peer in peers:
            box = QCheckBox(peer.name.replace("&", "&&"))
            box.setObjectName(f"send_form_to_{peer.thumbprint[:8]}")
            box.setAccessibleName(peer.name)
            box.setChecked(True)
            box.toggled.connect(lambda _on: self._say_state())
            self._boxes[peer.thumbprint] = box
            listed.column.addWidget(box)
        if not peers:
            listed.column.addWidget(Muted(say("places.export.nobody")))
        listed.column.addStretch(1)
        line = self.fontMetrics().height() + 16
        listed.setFixedHeight(line * min(max(len(peers), 1), _IN_SIGHT))
        listed.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.column.addWidget(listed)
        self.everybody = QRadioButton(say("places.forms.send_everybody"))
        self.everybody.setObjectName("send_form_everybody")
        self.column.addWidget(self.everybody)
        help_text = Caption(say("places.forms.send_everybody_help"))
        self.everybody.setAccessibleDescription(help_text.text())
        self.column.addWidget(BelowTick(help_text))
        (self.named if peers else self.everybody).setChecked(True)
        self.named.setEnabled(bool(peers))
        self.named.toggled.connect(lambda _on: self._say_state())
        self._say_state()

    def recipients(self) -> list[str]:
        """Thumbprints of those chosen; none for everybody."""
        if self.everybody.isChecked():
            return []
        return [thumbprint for thumbprint, box in self._boxes.items() if box.isChecked()]

    def _say_state(self) -> None:
        for box in self._boxes.values():
            box.setEnabled(self.named.isChecked())
        self.primary.setEnabled(self.everybody.isChecked() or bool(self.recipients()))
