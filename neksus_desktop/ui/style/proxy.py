"""Our own style: Fusion with flat controls, hairlines, 32 px height and a visible focus ring.

Only what Fusion draws otherwise is drawn here; measuring stays with Fusion except for the height of controls.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import (
    QProxyStyle,
    QStyle,
    QStyleOption,
    QStyleOptionComplex,
    QStyleOptionHeader,
    QStyleOptionSlider,
    QWidget,
)

from neksus_desktop.ui.style.tokens import CONTROL_HEIGHT, CONTROL_RADIUS, SCROLL_EXTENT, Tokens

_COMBO_INSET = 5
_HEAD_INSET, _HEAD_SIZE, _HEAD_ARROW, _HEAD_AIR = 10, 0.86, 1.4, 10
"""Column heads: pixels before the words, size of the letters, the arrow's room in heights of letters, pixels around."""
_HEAD_LINES, _HEAD_ROOM = 2, 6
"""Lines of a column head that is high enough for them, with so many pixels around."""
_SCROLL_SHORTEST = 28
State = QStyle.StateFlag
Primitive = QStyle.PrimitiveElement
_SCROLL_BAR = QStyle.ContentsType.CT_ScrollBar
_CONTROLS = {
    QStyle.ContentsType.CT_PushButton,
    QStyle.ContentsType.CT_LineEdit,
    QStyle.ContentsType.CT_ComboBox,
    QStyle.ContentsType.CT_SpinBox,
}

_CHOICE = 38
"""What a choice needs beside its words: air, arrow, air."""
_CHOICE_ARROW = 7
"""How wide the arrow of a choice is at 100 %."""
_INDICATOR_MOST = 16
"""Ticks and dots are no larger in pixels at 100 %."""
_AIR = 6
"""Above and below the letters of a control."""


class NeksusStyle(QProxyStyle):
    """Draws controls with the tokens in use at that moment."""

    def __init__(self, tokens: Callable[[], Tokens], percent: int = 100) -> None:
        super().__init__("Fusion")
        self._tokens = tokens
        self._percent = percent
        self._drawn: dict[Primitive, Callable[[QStyleOption, QPainter, QWidget | None], None]] = {
            Primitive.PE_PanelButtonCommand: self._button,
            Primitive.PE_PanelLineEdit: self._field,
            Primitive.PE_FrameLineEdit: self._field,
            Primitive.PE_FrameFocusRect: self._focus,
            Primitive.PE_IndicatorCheckBox: self._check,
            Primitive.PE_IndicatorItemViewItemCheck: self._check,
            Primitive.PE_IndicatorRadioButton: self._radio,
            Primitive.PE_Frame: self._frame,
            Primitive.PE_IndicatorHeaderArrow: self._nothing,
            Primitive.PE_PanelScrollAreaCorner: self._nothing,
        }

    def drawPrimitive(
        self, element: Primitive, option: QStyleOption, painter: QPainter, widget: QWidget | None = None
    ) -> None:
        """Ours where we have one, else Fusion's."""
        draw = self._drawn.get(element)
        if draw is None:
            super().drawPrimitive(element, option, painter, widget)
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw(option, painter, widget)
        painter.restore()

    def drawControl(
        self, element: QStyle.ControlElement, option: QStyleOption, painter: QPainter, widget: QWidget | None = None
    ) -> None:
        """Column heads are flat with a hairline below; everything else is Fusion's."""
        if element == QStyle.ControlElement.CE_HeaderSection:
            t = self._tokens()
            painter.fillRect(option.rect, QColor(t.surface))
            painter.fillRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1, QColor(t.line))
            return
        if element == QStyle.ControlElement.CE_HeaderLabel and isinstance(option, QStyleOptionHeader):
            self._head(option, painter)
            return
        if element == QStyle.ControlElement.CE_HeaderEmptyArea:
            painter.fillRect(option.rect, QColor(self._tokens().surface))
            return
        super().drawControl(element, option, painter, widget)

    def drawComplexControl(
        self,
        control: QStyle.ComplexControl,
        option: QStyleOptionComplex,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        """Scroll bars are slim, without arrows, and not there where all is in sight; a choice has a small arrow."""
        if control == QStyle.ComplexControl.CC_ComboBox:
            option.subControls &= ~QStyle.SubControl.SC_ComboBoxArrow
            super().drawComplexControl(control, option, painter, widget)
            place = self.subControlRect(control, option, QStyle.SubControl.SC_ComboBoxArrow, widget)
            self._arrow(painter, QRectF(place), enabled=bool(option.state & State.State_Enabled))
            return
        if control != QStyle.ComplexControl.CC_ScrollBar or not isinstance(option, QStyleOptionSlider):
            super().drawComplexControl(control, option, painter, widget)
            return
        if option.maximum <= option.minimum:
            return
        t = self._tokens()
        slider = QRectF(_scroll_part(option, QStyle.SubControl.SC_ScrollBarSlider))
        active = bool(option.activeSubControls & QStyle.SubControl.SC_ScrollBarSlider)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _rounded(painter, slider.adjusted(3, 3, -3, -3), t.muted if active else t.field_line, None, radius=3)
        painter.restore()

    def subControlRect(
        self,
        control: QStyle.ComplexControl,
        option: QStyleOptionComplex,
        part: QStyle.SubControl,
        widget: QWidget | None = None,
    ) -> QRect:
        """The slider and its groove take the room of the arrows too; what is chosen stands back from the frame."""
        if control == QStyle.ComplexControl.CC_ComboBox:
            found = super().subControlRect(control, option, part, widget)  # type: ignore[arg-type]  # None is allowed
            words = part == QStyle.SubControl.SC_ComboBoxEditField
            return found.adjusted(_COMBO_INSET, 0, 0, 0) if words else found
        if control != QStyle.ComplexControl.CC_ScrollBar or not isinstance(option, QStyleOptionSlider):
            return super().subControlRect(control, option, part, widget)  # type: ignore[arg-type]  # None is allowed
        return _scroll_part(option, part)

    def sizeFromContents(
        self, kind: QStyle.ContentsType, option: QStyleOption, size: QSize, widget: QWidget | None = None
    ) -> QSize:
        """Controls are at least 32 px high; buttons have 14 px of air at each side; column heads fit their words."""
        if kind is _SCROLL_BAR:  # asked for at every change of every list: it costs nothing
            wide, high = size.width(), size.height()
            return QSize(wide, SCROLL_EXTENT) if wide > high else QSize(SCROLL_EXTENT, high)
        found = super().sizeFromContents(kind, option, size, widget)  # type: ignore[arg-type]  # None is allowed
        if kind == QStyle.ContentsType.CT_HeaderSection and isinstance(option, QStyleOptionHeader) and widget:
            sorts = option.sortIndicator != QStyleOptionHeader.SortIndicator.None_
            return QSize(head_width(widget.font(), option.text, sorts=sorts), found.height())
        if kind not in _CONTROLS or (widget is not None and widget.property("kind") == "link"):
            return found
        if kind == QStyle.ContentsType.CT_PushButton:
            found.setWidth(max(size.width() + 28, 48))
        if kind == QStyle.ContentsType.CT_ComboBox:
            found.setWidth(max(found.width(), size.width() + _CHOICE))
        found.setHeight(max(found.height(), CONTROL_HEIGHT, option.fontMetrics.height() + 2 * _AIR))
        return found

    def _head(self, option: QStyleOptionHeader, painter: QPainter) -> None:
        t = self._tokens()
        painter.save()
        painter.setFont(_head_font(painter.font()))
        painter.setPen(QColor(t.muted))
        room = option.rect.adjusted(_HEAD_INSET, 0, -4, 0)
        metrics, text = painter.fontMetrics(), option.text
        flags = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        if room.height() >= _HEAD_LINES * metrics.height() + _HEAD_ROOM:
            flags |= int(Qt.TextFlag.TextWordWrap)
        else:
            text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        drawn = metrics.boundingRect(room, flags, text)
        painter.drawText(room, flags, text)
        if option.sortIndicator != QStyleOptionHeader.SortIndicator.None_:
            down = option.sortIndicator == QStyleOptionHeader.SortIndicator.SortUp
            x, half = drawn.right() + 8.0, self._percent / 25
            y, tip = room.center().y() + 0.5, half * (0.625 if down else -0.625)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(t.muted), half * 0.35, c=Qt.PenCapStyle.RoundCap))
            high, low = y - tip / 2, y + tip
            painter.drawPolyline([QPointF(x, high), QPointF(x + half, low), QPointF(x + 2 * half, high)])
        painter.restore()

    def _arrow(self, painter: QPainter, place: QRectF, *, enabled: bool) -> None:
        t = self._tokens()
        wide, high = self.grown(_CHOICE_ARROW), self.grown(_CHOICE_ARROW) / 2
        x, y = place.center().x() - wide / 2, place.center().y() - high / 2
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(t.muted if enabled else t.field_line))
        painter.drawPolygon([QPointF(x, y), QPointF(x + wide, y), QPointF(x + wide / 2, y + high)])
        painter.restore()

    def _nothing(self, _option: QStyleOption, _painter: QPainter, _widget: QWidget | None) -> None:
        """The sort arrow is drawn with the column's name."""

    def _button(self, option: QStyleOption, painter: QPainter, widget: QWidget | None) -> None:
        t = self._tokens()
        kind = widget.property("kind") if widget is not None else ""
        rect = _inside(option)
        state = option.state
        pressed, hover, enabled = (
            bool(state & flag) for flag in (State.State_Sunken, State.State_MouseOver, State.State_Enabled)
        )
        checked = bool(state & State.State_On)
        if kind == "link":
            if hover and enabled:
                _rounded(painter, rect, t.hover, None)
        elif kind == "primary" and enabled:
            colour = QColor(t.accent)
            colour = colour.darker(115) if pressed else colour.lighter(112) if hover else colour
            _rounded(painter, rect, colour, None)
        else:
            choice = _is(widget, "QComboBox")
            calm = choice and not enabled
            fill = t.weak_accent if checked else t.hover if (hover or pressed) and enabled else t.surface
            fill = t.background if calm else fill
            line = t.accent if checked else t.field_line if choice and not calm else t.line
            _rounded(painter, rect, fill, line)
        if state & State.State_HasFocus and state & State.State_KeyboardFocusChange:
            self._ring(painter, QRectF(option.rect), inner=kind == "primary")

    def _ring(self, painter: QPainter, rect: QRectF, *, inner: bool = False) -> None:
        t = self._tokens()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(t.accent), 2))
        painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), CONTROL_RADIUS, CONTROL_RADIUS)
        if inner:
            painter.setPen(QPen(QColor(t.on_accent), 1.5))
            painter.drawRoundedRect(rect.adjusted(3.5, 3.5, -3.5, -3.5), CONTROL_RADIUS - 2, CONTROL_RADIUS - 2)

    def _field(self, option: QStyleOption, painter: QPainter, widget: QWidget | None) -> None:
        if widget is not None and (widget.property("bare") or _is(widget.parent(), "QAbstractSpinBox", "QComboBox")):
            return
        t = self._tokens()
        state = option.state
        focus = bool(state & State.State_HasFocus)
        written = bool(state & State.State_Enabled and not state & State.State_ReadOnly)
        fill, calm = (t.surface, t.field_line) if written else (t.background, t.line)
        line = t.error if widget is not None and widget.property("faulty") else t.accent if focus else calm
        _rounded(painter, _inside(option), fill, line, 2 if focus else 1)

    def _frame(self, option: QStyleOption, painter: QPainter, widget: QWidget | None) -> None:
        t = self._tokens()
        text = _is(widget, "QTextEdit", "QPlainTextEdit")
        focus = bool(option.state & State.State_HasFocus and (text or option.state & State.State_KeyboardFocusChange))
        # The viewport of a scroll area is square and would cut a round corner, unless it stands back from the frame.
        square = _is(widget, "QAbstractScrollArea") and not _is(widget, "TextArea")
        written = text and widget is not None and not widget.property("readOnly")
        line = t.accent if focus else t.field_line if written else t.line
        calm = not written and _is(widget, "TextArea")
        fill = (t.background if calm else t.surface) if text else None
        _rounded(painter, _inside(option), fill, line, 2 if focus else 1, 3 if square else CONTROL_RADIUS)

    def _focus(self, option: QStyleOption, painter: QPainter, widget: QWidget | None) -> None:
        if widget is not None and widget.property("kind"):
            return
        self._ring(painter, QRectF(option.rect))

    def _check(self, option: QStyleOption, painter: QPainter, _widget: QWidget | None) -> None:
        t = self._tokens()
        state = option.state
        box = self._square(option.rect)
        marked = bool(state & (State.State_On | State.State_NoChange))
        ground, empty = (t.accent, t.surface) if state & State.State_Enabled else (t.muted, t.background)
        _rounded(painter, box, ground if marked else empty, ground if marked else t.field_line, 1, 3)
        if not marked:
            return
        painter.setPen(
            QPen(QColor(t.on_accent), 1.8, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
        )
        x, y, w = box.x(), box.y(), box.width()
        if state & State.State_NoChange:
            painter.drawLine(QPointF(x + w * 0.25, y + w * 0.5), QPointF(x + w * 0.75, y + w * 0.5))
        else:
            painter.drawPolyline(
                [
                    QPointF(x + w * 0.22, y + w * 0.52),
                    QPointF(x + w * 0.42, y + w * 0.72),
                    QPointF(x + w * 0.78, y + w * 0.3),
                ]
            )

    def _radio(self, option: QStyleOption, painter: QPainter, _widget: QWidget | None) -> None:
        t = self._tokens()
        state = option.state
        ring = self._square(option.rect)
        on = bool(state & State.State_On)
        ground, empty = (t.accent, t.surface) if state & State.State_Enabled else (t.muted, t.background)
        painter.setBrush(QColor(ground if on else empty))
        painter.setPen(QPen(QColor(ground if on else t.field_line), 1.2))
        painter.drawEllipse(ring)
        if on:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(t.on_accent))
            painter.drawEllipse(ring.center(), ring.width() * 0.2, ring.width() * 0.2)

    def _square(self, rect: QRect) -> QRectF:
        side = min(rect.width(), rect.height(), self.grown(_INDICATOR_MOST))
        found = QRectF(0, 0, side - 1, side - 1)
        found.moveCenter(QRectF(rect).center())
        return found

    def grown(self, pixels: int) -> int:
        """A length at the text size in use."""
        return round(pixels * self._percent / 100)


def head_width(body: QFont, words: str, *, sorts: bool) -> int:
    """Pixels that words on one line need in a column head, with the arrow of what is sorted by."""
    metrics = QFontMetrics(_head_font(body))
    arrow = round(metrics.height() * _HEAD_ARROW) if sorts else 0
    return _HEAD_INSET + metrics.horizontalAdvance(words) + arrow + _HEAD_AIR


def _head_font(body: QFont) -> QFont:
    """What column heads are written with."""
    font = QFont(body)
    font.setPointSizeF(font.pointSizeF() * _HEAD_SIZE)
    font.setWeight(QFont.Weight.DemiBold)
    return font


def _scroll_part(option: QStyleOptionSlider, part: QStyle.SubControl) -> QRect:
    """Where a part of a scroll bar lies: the slider's length and place follow from what is seen of the whole."""
    rect: QRect = option.rect
    level = option.orientation == Qt.Orientation.Horizontal
    length = rect.width() if level else rect.height()
    span = option.maximum - option.minimum
    slider = length
    if span > 0:
        slider = min(max(option.pageStep * length // (span + option.pageStep), _SCROLL_SHORTEST), length)
    start = QStyle.sliderPositionFromValue(
        option.minimum, option.maximum, option.sliderPosition, length - slider, option.upsideDown
    )
    ranges = {
        QStyle.SubControl.SC_ScrollBarSlider: (start, slider),
        QStyle.SubControl.SC_ScrollBarGroove: (0, length),
        QStyle.SubControl.SC_ScrollBarSubPage: (0, start),
        QStyle.SubControl.SC_ScrollBarAddPage: (start + slider, length - start - slider),
    }
    if part not in ranges:
        return QRect()
    at, size = ranges[part]
    if level:
        return QRect(rect.left() + at, rect.top(), size, rect.height())
    return QRect(rect.left(), rect.top() + at, rect.width(), size)


def _is(widget: QObject | None, *names: str) -> bool:
    """Whether it is one of Qt's widgets by name: naming the classes would load them and all their enumerations."""
    return widget is not None and any(widget.inherits(name) for name in names)


def _inside(option: QStyleOption) -> QRectF:
    return QRectF(option.rect).adjusted(0.5, 0.5, -0.5, -0.5)


def _rounded(
    painter: QPainter,
    rect: QRectF,
    fill: str | QColor | None,
    line: str | None,
    width: float = 1,
    radius: float = CONTROL_RADIUS,
) -> None:
    painter.setBrush(QColor(fill) if fill is not None else Qt.BrushStyle.NoBrush)
    if line is None:
        painter.setPen(Qt.PenStyle.NoPen)
    else:
        painter.setPen(QPen(QColor(line), width))
        inset = (width - 1) / 2
        rect = rect.adjusted(inset, inset, -inset, -inset)
    painter.drawRoundedRect(rect, radius, radius)
