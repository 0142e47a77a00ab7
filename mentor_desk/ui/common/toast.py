"""Toasts: what was just done, with a way back."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QEnterEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget
from typing_extensions import override

from mentor_desk.ui.common import paint
from mentor_desk.ui.common.announce import announce
from mentor_desk.ui.common.buttons import Look, button
from mentor_desk.ui.common.text import name, plain_label, set_tooltip
from mentor_desk.ui.common.tokens import Tone

_FROM_EDGE = 20


class Toast(QWidget):
    """A sentence near the lower edge that goes by itself, but never while it is looked at.

    It takes no focus when it appears; its time stands still while the mouse or the keyboard
    is on it.
    """

    def __init__(
        self,
        sentence: str,
        undo: Callable[[], object] | None,
        seconds: float,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._undo = undo
        self._is_under_mouse = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(round(seconds * 1000))
        self._timer.timeout.connect(self._on_timer_timeout)
        self._build(sentence)
        name(self, sentence)
        self._timer.start()

    def is_waiting(self) -> bool:
        """Tell whether its time is running."""
        return self._timer.isActive()

    def take_back(self) -> None:
        """Undo what the toast tells of, once, and go."""
        undo, self._undo = self._undo, None
        self.close_now()
        if undo is not None:
            undo()

    def close_now(self) -> None:
        """Go before the time is up."""
        self._timer.stop()
        self.hide()
        self.deleteLater()

    @override
    def enterEvent(self, event: QEnterEvent) -> None:
        del event
        self._is_under_mouse = True
        self._timer.stop()

    @override
    def leaveEvent(self, event: QEvent) -> None:
        del event
        self._is_under_mouse = False
        self._go_on()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_now()
            return
        super().keyPressEvent(event)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            self._timer.stop()
        elif event.type() == QEvent.Type.FocusOut:
            self._go_on()
        return super().eventFilter(watched, event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        paint.draw_card(QPainter(self), self.rect(), Tone.ACCENT)

    def _build(self, sentence: str) -> None:
        label = plain_label(sentence, wrap=len(sentence) > 60)
        label.setMaximumWidth(480)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 8, 8, 8)
        layout.setSpacing(12)
        layout.addWidget(label, 1)
        if self._undo is not None:
            layout.addWidget(self._button(self.tr("Undo"), self.take_back))
        closing = self._button("", self.close_now, icon_name="x")
        name(closing, self.tr("Close this message"))
        set_tooltip(closing, self.tr("Close this message"))
        layout.addWidget(closing)

    def _button(self, text: str, act: Callable[[], None], *, icon_name: str = "") -> QPushButton:
        made = button(text, Look.QUIET if icon_name else Look.PLAIN, icon_name=icon_name)
        made.clicked.connect(act)
        made.installEventFilter(self)
        return made

    def _go_on(self) -> None:
        has_focus = any(child.hasFocus() for child in self.findChildren(QWidget))
        if not self._is_under_mouse and not has_focus:
            self._timer.start()

    def _on_timer_timeout(self) -> None:
        self.close_now()


class Toasts(QObject):
    """Where a window says what was done; a new toast takes the place of the old one."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._toast: Toast | None = None
        window.installEventFilter(self)

    def say(
        self, sentence: str, *, undo: Callable[[], object] | None = None, seconds: float = 8.0
    ) -> Toast:
        """Say what was done; with `undo`, offer to take it back."""
        self.clear()
        toast = Toast(sentence, undo, seconds, self._window)
        toast.destroyed.connect(self._on_toast_destroyed)
        self._toast = toast
        self._place()
        toast.show()
        toast.raise_()
        announce(toast, sentence)
        return toast

    def clear(self) -> None:
        """Take away what is said, as when the desk is locked."""
        if self._toast is not None:
            toast, self._toast = self._toast, None
            toast.destroyed.disconnect(self._on_toast_destroyed)
            toast.close_now()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        if self._toast is None:
            return
        self._toast.adjustSize()
        room = self._window.rect()
        left = room.center().x() - self._toast.width() // 2
        self._toast.move(QPoint(left, room.bottom() - self._toast.height() - _FROM_EDGE))

    def _on_toast_destroyed(self) -> None:
        self._toast = None
