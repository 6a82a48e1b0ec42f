"""Our own style: Fusion with flat controls, hairlines, 32 px height and a visible focus ring.

Only what Fusion draws otherwise is drawn here; measuring stays with Fusion except for the height of controls.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QAbstractSpinBox, QComboBox, QProxyStyle, QStyle, QStyleOption, QWidget

from neksus_desktop.ui.style.tokens import CONTROL_HEIGHT, CONTROL_RADIUS, Tokens

State = QStyle.StateFlag
Primitive = QStyle.PrimitiveElement
_CONTROLS = {
    QStyle.ContentsType.CT_PushButton,
    QStyle.ContentsType.CT_LineEdit,
    QStyle.ContentsType.CT_ComboBox,
    QStyle.ContentsType.CT_SpinBox,
}


class NeksusStyle(QProxyStyle):
    """Draws controls with the tokens in use at that moment."""

    def __init__(self, tokens: Callable[[], Tokens]) -> None:
        super().__init__("Fusion")
        self._tokens = tokens
        self._drawn: dict[Primitive, Callable[[QStyleOption, QPainter, QWidget | None], None]] = {
            Primitive.PE_PanelButtonCommand: self._button,
            Primitive.PE_PanelLineEdit: self._field,
            Primitive.PE_FrameLineEdit: self._field,
            Primitive.PE_FrameFocusRect: self._focus,
            Primitive.PE_IndicatorCheckBox: self._check,
            Primitive.PE_IndicatorItemViewItemCheck: self._check,
            Primitive.PE_IndicatorRadioButton: self._radio,
            Primitive.PE_Frame: self._frame,
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
        if element == QStyle.ControlElement.CE_HeaderEmptyArea:
            painter.fillRect(option.rect, QColor(self._tokens().surface))
            return
        super().drawControl(element, option, painter, widget)

    def sizeFromContents(
        self, kind: QStyle.ContentsType, option: QStyleOption, size: QSize, widget: QWidget | None = None
    ) -> QSize:
        """Controls are at least 32 px high; buttons have 14 px of air at each side."""
        found = super().sizeFromContents(kind, option, size, widget)  # type: ignore[arg-type]  # None is allowed
        if kind not in _CONTROLS or (widget is not None and widget.property("kind") == "link"):
            return found
        if kind == QStyle.ContentsType.CT_PushButton:
            found.setWidth(max(size.width() + 28, 48))
        found.setHeight(max(found.height(), CONTROL_HEIGHT))
        return found

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
            fill = t.weak_accent if checked else t.hover if (hover or pressed) and enabled else t.surface
            _rounded(painter, rect, fill, t.accent if checked else t.line)
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
        if widget is not None and (
            widget.property("bare") or isinstance(widget.parent(), QAbstractSpinBox | QComboBox)
        ):
            return
        t = self._tokens()
        state = option.state
        focus = bool(state & State.State_HasFocus)
        fill = t.surface if state & State.State_Enabled else t.background
        line = t.error if widget is not None and widget.property("faulty") else t.accent if focus else t.field_line
        _rounded(painter, _inside(option), fill, line, 2 if focus else 1)

    def _frame(self, option: QStyleOption, painter: QPainter, widget: QWidget | None) -> None:
        t = self._tokens()
        focus = bool(option.state & State.State_HasFocus)
        _rounded(painter, _inside(option), None, t.accent if focus else t.line, 2 if focus else 1)
        del widget

    def _focus(self, option: QStyleOption, painter: QPainter, widget: QWidget | None) -> None:
        if widget is not None and widget.property("kind"):
            return
        self._ring(painter, QRectF(option.rect))

    def _check(self, option: QStyleOption, painter: QPainter, _widget: QWidget | None) -> None:
        t = self._tokens()
        state = option.state
        box = _square(option.rect)
        marked = bool(state & (State.State_On | State.State_NoChange))
        ground = t.accent if state & State.State_Enabled else t.muted
        _rounded(painter, box, ground if marked else t.surface, ground if marked else t.field_line, 1, 3)
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
        ring = _square(option.rect)
        on = bool(state & State.State_On)
        ground = t.accent if state & State.State_Enabled else t.muted
        painter.setBrush(QColor(ground if on else t.surface))
        painter.setPen(QPen(QColor(ground if on else t.field_line), 1.2))
        painter.drawEllipse(ring)
        if on:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(t.on_accent))
            painter.drawEllipse(ring.center(), ring.width() * 0.2, ring.width() * 0.2)


def _inside(option: QStyleOption) -> QRectF:
    return QRectF(option.rect).adjusted(0.5, 0.5, -0.5, -0.5)


def _square(rect: QRect) -> QRectF:
    side = min(rect.width(), rect.height(), 16)
    found = QRectF(0, 0, side - 1, side - 1)
    found.moveCenter(QRectF(rect).center())
    return found


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
