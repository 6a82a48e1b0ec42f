"""Putting a theme and a text size on the program: palettes and fonts by widget class, no style sheet.

Qt resolves class palettes and class fonts itself, in C++; changing theme or size reaches every widget at once and costs
nothing per widget. Roles of the palette that Fusion does not draw with carry our further tokens:
``PlaceholderText`` muted, ``Link`` accent, ``LinkVisited`` note, ``BrightText`` error.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from neksus_desktop.settings import Theme
from neksus_desktop.ui.style.proxy import NeksusStyle
from neksus_desktop.ui.style.tokens import BODY_POINTS, DARK, LIGHT, SCALE, Tokens

Role = QPalette.ColorRole
_PLAIN = 100
"""The text size in per cent that Fusion's own measures are for."""


class _Current:
    """The theme that is on, the text size of the style in use, and what moved before less was asked for."""

    tokens: Tokens = LIGHT
    styled: int = 0
    percent: int = 100
    moved: tuple[int, bool] | None = None


def tokens() -> Tokens:
    """The colours in use now; ask when painting, never keep them."""
    return _Current.tokens


def is_dark() -> bool:
    """Whether the dark theme is on."""
    return _Current.tokens is DARK


def wide(pixels: int) -> int:
    """A length that words must find room in, at the text size in use."""
    return round(pixels * _Current.percent / 100)


def apply(app: QApplication, theme: Theme = "system", text_size_percent: int = 100) -> None:
    """Use a theme and a text size from now on, in every widget there is and will be."""
    dark = theme == "dark" or (theme == "system" and _system_is_dark())
    _Current.tokens = DARK if dark else LIGHT
    _Current.percent = text_size_percent
    if _Current.styled != text_size_percent or not isinstance(app.style(), NeksusStyle):
        app.setStyle(_style(text_size_percent))
        _Current.styled = text_size_percent
    _set_palettes(app, _Current.tokens)
    _set_fonts(app, text_size_percent)
    for widget in app.topLevelWidgets():
        widget.update()


def calm(app: QApplication, *, less: bool) -> None:
    """Whether less shall move: the cursor does not blink, menus and tips come at once.

    Nothing of ours moves by itself. Without the setting all is as the system says, which Qt follows.
    """
    if not less and _Current.moved is None:
        return
    effects = Qt.UIEffect.UI_General
    if _Current.moved is None:
        _Current.moved = (app.cursorFlashTime(), app.isEffectEnabled(effects))
    flash, enabled = _Current.moved
    app.setCursorFlashTime(0 if less else flash)
    app.setEffectEnabled(effects, enabled and not less)


def _style(percent: int) -> NeksusStyle:
    if percent == _PLAIN:
        return NeksusStyle(tokens)
    from neksus_desktop.ui.style.scaled import ScaledStyle

    return ScaledStyle(tokens, percent)


def _system_is_dark() -> bool:
    hints = QGuiApplication.styleHints()
    return hints is not None and hints.colorScheme() == Qt.ColorScheme.Dark


def palette_of(t: Tokens) -> QPalette:
    """The palette of a theme."""
    palette = QPalette()
    for role, colour in (
        (Role.Window, t.background), (Role.WindowText, t.text), (Role.Base, t.surface), (Role.AlternateBase, t.rail),
        (Role.Text, t.text), (Role.Button, t.surface), (Role.ButtonText, t.text), (Role.ToolTipBase, t.surface),
        (Role.ToolTipText, t.text), (Role.PlaceholderText, t.muted), (Role.Highlight, t.accent),
        (Role.HighlightedText, t.on_accent), (Role.Link, t.accent), (Role.LinkVisited, t.note),
        (Role.BrightText, t.error), (Role.Light, t.surface), (Role.Midlight, t.hover), (Role.Mid, t.line),
        (Role.Dark, t.field_line), (Role.Shadow, t.line), (Role.Accent, t.accent),
    ):  # fmt: skip
        palette.setColor(role, QColor(colour))
    for role in (Role.WindowText, Role.Text, Role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(t.muted))
    return palette


def _set_palettes(app: QApplication, t: Tokens) -> None:
    palette = palette_of(t)
    app.setPalette(palette)
    rows = QPalette(palette)
    rows.setColor(Role.Highlight, QColor(t.weak_accent))
    rows.setColor(Role.HighlightedText, QColor(t.text))
    for name in ("QAbstractItemView", "QMenu"):
        _class_palette(app, rows, name)
    primary = QPalette(palette)
    primary.setColor(Role.Button, QColor(t.accent))
    primary.setColor(Role.ButtonText, QColor(t.on_accent))
    primary.setColor(QPalette.ColorGroup.Disabled, Role.ButtonText, QColor(t.muted))
    _class_palette(app, primary, "PrimaryButton")
    link = QPalette(palette)
    link.setColor(Role.ButtonText, QColor(t.accent))
    _class_palette(app, link, "LinkButton")


def _set_fonts(app: QApplication, percent: int) -> None:
    body = QFont(app.font())
    body.setPointSizeF(BODY_POINTS * percent / 100)
    app.setFont(body)
    for name, (points, strong) in SCALE.items():
        font = QFont(body)
        font.setPointSizeF(points * percent / 100)
        if strong:
            font.setWeight(QFont.Weight.DemiBold)
        if name == "Overline":
            font.setCapitalization(QFont.Capitalization.AllUppercase)
        _class_font(app, font, name)
    strong_font = QFont(body)
    strong_font.setWeight(QFont.Weight.DemiBold)
    _class_font(app, strong_font, "PrimaryButton")


def _class_palette(app: QApplication, palette: QPalette, name: str) -> None:
    app.setPalette(palette, name)  # type: ignore[arg-type]  # the stub says bytes, the program wants str


def _class_font(app: QApplication, font: QFont, name: str) -> None:
    app.setFont(font, name)  # type: ignore[arg-type]  # the stub says bytes, the program wants str
