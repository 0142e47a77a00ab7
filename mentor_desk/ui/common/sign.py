"""Sign: a small picture that stands before words."""

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from mentor_desk.ui.common import theme
from mentor_desk.ui.common.icons import draw_icon

_SIDE = 16


class Sign(QWidget):
    """An icon of the size of a line, in the colour of a role or tone."""

    def __init__(self, icon_name: str, role: str = "soft", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon_name = icon_name
        self._role = role
        side = theme.scaled(_SIDE)
        self.setFixedSize(side, side)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        draw_icon(QPainter(self), self.rect(), self._icon_name, self._role)
