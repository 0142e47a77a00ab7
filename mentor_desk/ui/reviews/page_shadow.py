"""The soft shadow that a sheet of paper throws on its ground."""

from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QPainter, QPen

_WIDTH, _FALL, _DARKEST = 10, 2, 22


def with_shadow(area: QRect) -> QRect:
    """Return the room that a sheet takes together with its shadow."""
    return area.adjusted(-_WIDTH, -_WIDTH, _WIDTH, _WIDTH + _FALL)


def draw_shadow(painter: QPainter, area: QRect) -> None:
    """Paint rings around a sheet, each fainter than the one inside; the sheet covers the rest."""
    painter.save()
    fallen = area.translated(0, _FALL)
    painter.fillRect(QRect(fallen.left(), area.bottom() + 1, area.width(), _FALL), _dark(0))
    for ring in range(1, _WIDTH + 1):
        painter.setPen(QPen(_dark(ring), 1))
        painter.drawRoundedRect(fallen.adjusted(-ring, -ring, ring - 1, ring - 1), ring, ring)
    painter.restore()


def _dark(ring: int) -> QColor:
    return QColor(0, 0, 0, round(_DARKEST * (1 - ring / _WIDTH) ** 1.5))
