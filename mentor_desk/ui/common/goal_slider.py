"""GoalSlider: move a goal, and see where it stood."""

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QSlider, QStyle, QWidget
from typing_extensions import override

from mentor_desk.ui.common import paint, theme
from mentor_desk.ui.common.text import name, plain_label
from mentor_desk.ui.common.theme import colour
from mentor_desk.ui.common.tokens import TextRole, Tone

_GROOVE = 6
_KNOB = 16
_RING = 4


class GoalSlider(QWidget):
    """A goal's title and value over a filled groove, with a tick at its last value.

    `moved` tells every step, `settled` the value at which it was let go; the keys settle at
    once. The mouse wheel moves only a slider that has the keyboard.
    """

    moved = Signal(int)
    settled = Signal(int)

    def __init__(
        self,
        title: str,
        value: int,
        *,
        was: int | None = None,
        caption: str = "",
        tone: Tone = Tone.ACCENT,
        maximum: int = 100,
        unit: str = "%",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._unit = unit
        self._settled = value
        self._slider = _Slider(was if was is not None else value, tone)
        self._slider.setRange(0, maximum)
        self._slider.setPageStep(max(1, maximum // 10))
        self._slider.setValue(value)
        name(self._slider, title, caption)
        self._value_label = plain_label("", TextRole.STRONG)
        self._build(title, caption)
        self._connect()
        self._show_value(value)

    def value(self) -> int:
        """Return where the slider stands."""
        return self._slider.value()

    def set_value(self, value: int) -> None:
        """Move the slider without telling anyone."""
        self._slider.blockSignals(True)
        self._slider.setValue(value)
        self._slider.blockSignals(False)
        self._settled = self._slider.value()
        self._show_value(self._settled)

    def set_caption(self, caption: str) -> None:
        """Say something else below the groove."""
        self._caption_label.setText(caption)
        self._slider.setAccessibleDescription(caption)

    def _build(self, title: str, caption: str) -> None:
        self._caption_label = plain_label(caption, TextRole.SMALL, wrap=True)
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setVerticalSpacing(2)
        layout.setColumnStretch(0, 1)
        layout.addWidget(plain_label(title, elide=True), 0, 0)
        layout.addWidget(self._value_label, 0, 1)
        layout.addWidget(self._slider, 1, 0, 1, 2)
        layout.addWidget(self._caption_label, 2, 0, 1, 2)
        self.setFocusProxy(self._slider)

    def _connect(self) -> None:
        self._slider.valueChanged.connect(self._on_slider_changed)
        self._slider.sliderReleased.connect(self._settle)

    def _show_value(self, value: int) -> None:
        shown = f"{value}{self._unit}" if self._unit in {"", "%"} else f"{value} {self._unit}"
        self._value_label.setText(shown)
        self._slider.update()

    def _settle(self) -> None:
        if self._slider.value() != self._settled:
            self._settled = self._slider.value()
            self.settled.emit(self._settled)

    def _on_slider_changed(self, value: int) -> None:
        self._show_value(value)
        self.moved.emit(value)
        if not self._slider.isSliderDown():
            self._settle()


class _Slider(QSlider):
    def __init__(self, was: int, tone: Tone) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._was, self._tone = was, tone
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    @override
    def sizeHint(self) -> QSize:
        return QSize(160, _knob() + 2 * _RING)

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self.setSliderDown(True)
            self._follow(event)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.isSliderDown():
            self._follow(event)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self.isSliderDown():
            self.setSliderDown(False)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        tokens = theme.tokens()
        shade = tokens.shade(self._tone)
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle, groove_height = self.height() // 2, theme.scaled(_GROOVE)
        groove = QRect(0, middle - groove_height // 2, self.width(), groove_height)
        knob_at = self._place_of(self.value())
        share = knob_at / max(self.width(), 1)
        is_mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        paint.draw_progress(painter, groove, 1 - share if is_mirrored else share, self._tone)
        painter.setPen(QPen(colour(tokens.soft), 2))
        tick = self._place_of(self._was)
        painter.drawLine(tick, middle - groove_height - 1, tick, middle + groove_height + 1)
        painter.setPen(QPen(colour(shade.base), 2))
        painter.setBrush(colour(tokens.card))
        radius = _knob() // 2 - 1
        painter.drawEllipse(knob_at - radius, middle - radius, 2 * radius, 2 * radius)
        if self.hasFocus():
            area = QRect(knob_at - radius - 4, middle - radius - 4, 2 * radius + 8, 2 * radius + 8)
            paint.draw_focus(painter, area, radius=radius + 4)

    def _is_mirrored(self) -> bool:
        return self.layoutDirection() is Qt.LayoutDirection.RightToLeft

    def _place_of(self, value: int) -> int:
        span = self.width() - _knob() - 2 * _RING
        low, high, is_mirrored = self.minimum(), self.maximum(), self._is_mirrored()
        at = QStyle.sliderPositionFromValue(low, high, value, span, upsideDown=is_mirrored)
        return at + _knob() // 2 + _RING

    def _follow(self, event: QMouseEvent) -> None:
        at = round(event.position().x()) - _knob() // 2 - _RING
        span = self.width() - _knob() - 2 * _RING
        low, high, is_mirrored = self.minimum(), self.maximum(), self._is_mirrored()
        self.setValue(QStyle.sliderValueFromPosition(low, high, at, span, upsideDown=is_mirrored))


def _knob() -> int:
    return theme.scaled(_KNOB)
