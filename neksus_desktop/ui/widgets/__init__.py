"""The window's own widgets: the design system as parts. Every text given to them is shown as plain text."""

from neksus_desktop.ui.widgets.boxes import Card, EmptyState, NoteBox, RowCard, ScrollColumn
from neksus_desktop.ui.widgets.buttons import IconButton, LinkButton, PrimaryButton, SecondaryButton, ToggleChip
from neksus_desktop.ui.widgets.dialog import Dialog
from neksus_desktop.ui.widgets.fields import ChoiceField, Field, SearchField, TextArea, TextField, TypedChoice
from neksus_desktop.ui.widgets.focus import draw_ring, shows_focus
from neksus_desktop.ui.widgets.grounds import Line
from neksus_desktop.ui.widgets.header import HeaderBar
from neksus_desktop.ui.widgets.icons import draw_icon
from neksus_desktop.ui.widgets.labels import (
    Body,
    BodyStrong,
    Caption,
    Chip,
    ElidedLabel,
    Heading,
    Muted,
    NoteText,
    Overline,
    PageTitle,
    QuestionText,
)

__all__ = [
    "Body",
    "BodyStrong",
    "Caption",
    "Card",
    "Chip",
    "ChoiceField",
    "Dialog",
    "ElidedLabel",
    "EmptyState",
    "Field",
    "HeaderBar",
    "Heading",
    "IconButton",
    "Line",
    "LinkButton",
    "Muted",
    "NoteBox",
    "NoteText",
    "Overline",
    "PageTitle",
    "PrimaryButton",
    "QuestionText",
    "RowCard",
    "ScrollColumn",
    "SearchField",
    "SecondaryButton",
    "TextArea",
    "TextField",
    "ToggleChip",
    "TypedChoice",
    "draw_icon",
    "draw_ring",
    "shows_focus",
]
