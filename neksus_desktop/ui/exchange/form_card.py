"""A form that came in a file: its name, version and languages, and what changes from the version that is here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neksus_desktop.ui.say import say
from neksus_desktop.ui.widgets import Body, BodyStrong, Caption, Card, Heading, NoteBox, ScrollColumn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from neksus_desktop.usecases.form_news import FormNews

_AT_ONCE = 12
_SPOKEN = frozenset({"nb", "nn", "en"})


class FormCard(ScrollColumn):
    """Below the plan, for the row that is chosen."""

    def __init__(self) -> None:
        super().__init__(margins=(0, 0, 0, 8), beside=8)
        self.setObjectName("import_form")
        self.setMinimumHeight(200)
        self._news: FormNews | None = None

    def retranslate(self) -> None:
        """Say everything again; the questions are as the form has them."""
        if self._news is not None:
            self.show_news(self._news)

    def show_news(self, news: FormNews) -> None:
        """Show this one."""
        self._news = news
        while (item := self.column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        card = Card()
        card.column.addWidget(Heading(news.title))
        facts = (
            say("places.import.form.version", version=news.version),
            _languages(news.languages),
            say.count("places.import.form.questions", news.questions),
        )
        card.column.addWidget(Caption(" · ".join(part for part in facts if part)))
        card.column.addWidget(Body(_before(news)))
        for name in ("added_languages", "dropped_languages"):
            if named := _languages(getattr(news, name)):
                card.column.addWidget(Body(say(f"places.import.form.{name}", names=named)))
        for name in ("new", "changed", "gone"):
            listed: Sequence[str] = getattr(news, name)
            if listed:
                card.column.addSpacing(4)
                card.column.addWidget(BodyStrong(say.count(f"places.import.form.{name}", len(listed))))
                card.column.addWidget(Body("\n".join(listed[:_AT_ONCE])))
            if len(listed) > _AT_ONCE:
                card.column.addWidget(Caption(say.count("places.import.form.more", len(listed) - _AT_ONCE)))
        if news.before:
            card.column.addWidget(NoteBox(say("places.import.form.keeps"), "accent"))
        self.column.addWidget(card)
        self.column.addStretch(1)


def _before(news: FormNews) -> str:
    if not news.before:
        return say("places.import.form.first")
    if news.older:
        return say("places.import.form.older", version=news.before)
    if news.before == news.version:
        return say("places.import.form.same")
    if not (news.new or news.gone or news.changed or news.added_languages or news.dropped_languages):
        return say("places.import.form.unchanged", version=news.before)
    return say("places.import.form.replaces", version=news.before)


def _languages(codes: Sequence[str]) -> str:
    spoken = (code for code in codes if code != "default")
    return ", ".join(say(f"places.language.{code}") if code in _SPOKEN else code for code in spoken)
