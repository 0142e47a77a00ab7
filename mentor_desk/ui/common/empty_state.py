"""EmptyState: what a page says while there is nothing on it."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from mentor_desk.ui.common.buttons import Look, button
from mentor_desk.ui.common.icons import draw_icon
from mentor_desk.ui.common.text import plain_label
from mentor_desk.ui.common.tokens import TextRole


class EmptyState(QWidget):
    """An icon, a sentence on what belongs here, and a button for the first step."""

    step_requested = Signal()

    def __init__(
        self, icon_name: str, sentence: str, step: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        label = plain_label(sentence, TextRole.SOFT, wrap=True)
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        label.setMaximumWidth(420)
        label.setMinimumWidth(120)
        layout = self._layout = QVBoxLayout(self)
        layout.setSpacing(12)
        layout.addStretch(1)
        layout.addWidget(_Picture(icon_name), 0, Qt.AlignmentFlag.AlignCenter)
        # Aligned by the layout, a label that wraps would get the height of one line only.
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(label, 1000)
        middle.addStretch(1)
        layout.addLayout(middle)
        if step:
            first = button(step, Look.PRIMARY)
            first.clicked.connect(self.step_requested)
            layout.addWidget(first, 0, Qt.AlignmentFlag.AlignCenter)
        layout.addStretch(1)

    def add_step(self, widget: QWidget) -> None:
        """Put another way to begin below the first one."""
        self._layout.insertWidget(self._layout.count() - 1, widget, 0, Qt.AlignmentFlag.AlignCenter)


class _Picture(QWidget):
    def __init__(self, icon_name: str) -> None:
        super().__init__()
        self._icon_name = icon_name

    @override
    def sizeHint(self) -> QSize:
        return QSize(44, 44)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        draw_icon(QPainter(self), self.rect(), self._icon_name, "faint")
