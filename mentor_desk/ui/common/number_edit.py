"""NumberEdit: a whole number typed or stepped."""

from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QSpinBox, QWidget
from typing_extensions import override

from mentor_desk.ui.common import theme


class NumberEdit(QSpinBox):
    """A spin box that looks like the other fields; the wheel moves it only when it has focus."""

    def __init__(
        self,
        value: int = 0,
        *,
        minimum: int = 0,
        maximum: int = 1_000_000,
        suffix: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setRange(minimum, maximum)
        self.setValue(value)
        self.setSuffix(suffix)
        # Stylesheets leave no room before the number inside a spin box.
        self.lineEdit().setTextMargins(theme.scaled(8), 0, 0, 0)

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()
