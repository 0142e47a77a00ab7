"""LinkLabel: a name that is a door."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from mentor_desk.ui.common import paint
from mentor_desk.ui.common.text import ElidedLabel, name
from mentor_desk.ui.common.tokens import TextRole

_OPENING_KEYS = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}


class LinkLabel(ElidedLabel):
    """Plain text that opens what it names, on click, Enter or Space."""

    opened = Signal()

    def __init__(
        self, text: str, role: TextRole = TextRole.STRONG, parent: QWidget | None = None
    ) -> None:
        super().__init__(text, parent)
        self.setProperty("role", role.value)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    @override
    def setText(self, text: str) -> None:
        super().setText(text)
        name(self, text)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _OPENING_KEYS:
            self.opened.emit()
            return
        super().keyPressEvent(event)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        # A label lets presses through to what lies below; this one is meant itself.
        event.accept()

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        is_inside = self.rect().contains(event.position().toPoint())
        if event.button() is Qt.MouseButton.LeftButton and is_inside:
            self.opened.emit()

    @override
    def enterEvent(self, event: QEnterEvent) -> None:
        del event
        self._underline(is_on=True)

    @override
    def leaveEvent(self, event: QEvent) -> None:
        del event
        self._underline(is_on=False)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            paint.draw_focus(QPainter(self), self.rect(), radius=4)

    def _underline(self, *, is_on: bool) -> None:
        font = self.font()
        font.setUnderline(is_on)
        self.setFont(font)
