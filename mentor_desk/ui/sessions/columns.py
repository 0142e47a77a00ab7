"""Columns: what is written, and beside it what belongs to it; below it where there is no room."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from mentor_desk.ui.common import theme
from mentor_desk.ui.common.scrolled_area import ScrolledArea

_GAP = 18
_NARROW = 640
_BESIDE = 328
_LEAST_BESIDE = 270


class Columns(QWidget):
    """Two columns that scroll each for itself; the first takes the room that is left."""

    def __init__(self, first: QWidget, beside: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._beside = beside
        self._first_column = QVBoxLayout()
        self._first_area = _area(self._first_column)
        self._beside_column = QVBoxLayout()
        self._beside_area = _area(self._beside_column)
        self._first_column.addWidget(first, 1)
        self._beside_column.addWidget(beside)
        self._beside_column.addStretch(1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(_GAP)
        layout.addWidget(self._first_area, 1)
        layout.addWidget(self._beside_area)

    @property
    def is_narrow(self) -> bool:
        """Whether the columns stand one below the other."""
        return self._beside_area.isHidden()

    def reveal(self, widget: QWidget) -> None:
        """Scroll the first column so that a part of it is seen."""
        self._first_area.ensureWidgetVisible(widget, 0, 24)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_narrow = self.width() < theme.scaled(_NARROW)
        if is_narrow != self.is_narrow:
            column = self._first_column if is_narrow else self._beside_column
            column.insertWidget(1 if is_narrow else 0, self._beside)
            self._beside_area.setHidden(is_narrow)
        share = round(self.width() * 0.365)
        least, most = theme.scaled(_LEAST_BESIDE), theme.scaled(_BESIDE)
        self._beside_area.setFixedWidth(max(least, min(share, most)))


def _area(column: QVBoxLayout) -> ScrolledArea:
    page = QWidget()
    page.setProperty("page", True)
    page.setLayout(column)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(16)
    area = ScrolledArea()
    area.setWidget(page)
    return area
