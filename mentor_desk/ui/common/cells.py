"""Delegates for one column of a table: a pill, a bar, a sparkline."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QObject, QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem
from typing_extensions import override

from mentor_desk.ui.common import paint, theme
from mentor_desk.ui.common.delegates import split_end
from mentor_desk.ui.common.table import ROW_ROLE, Index
from mentor_desk.ui.common.tokens import TextRole, Tone

_MARGIN = 8


def plain_tone(row: Any) -> Tone:
    """Return the tone of rows that have none of their own."""
    del row
    return Tone.ACCENT


class CellDelegate(QStyledItemDelegate):
    """Paint the ground of a cell as the style does; what stands on it is the subclass's part."""

    def __init__(
        self, tone: Callable[[Any], Tone] = plain_tone, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._tone = tone

    def paint_cell(self, painter: QPainter, area: QRect, row: Any, text: str) -> None:
        """Paint the cell of one row in `area`; `text` is what the cell shows."""
        raise NotImplementedError

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        ground = QStyleOptionViewItem(option)
        self.initStyleOption(ground, index)
        text = ground.text
        ground.text = ""
        style = option.widget.style() if option.widget else QApplication.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, ground, painter, option.widget)
        row = index.data(ROW_ROLE)
        if row is None:
            return
        painter.save()
        painter.setLayoutDirection(option.direction)
        self.paint_cell(painter, option.rect.adjusted(_MARGIN, 0, -_MARGIN, 0), row, text)
        painter.restore()

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return super().sizeHint(option, index).expandedTo(QSize(64, 0))


class PillDelegate(CellDelegate):
    """Show a cell's words in a pill of the row's tone."""

    @override
    def paint_cell(self, painter: QPainter, area: QRect, row: Any, text: str) -> None:
        size = paint.pill_size(text, widest=area.width())
        place = QRect(area.topLeft(), size)
        if painter.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            place.moveRight(area.right())
        place.moveTop(area.top() + (area.height() - size.height()) // 2)
        paint.draw_pill(painter, place, text, self._tone(row))

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        pill = paint.pill_size(str(index.data() or ""), widest=240)
        return pill + QSize(2 * _MARGIN, 8)


class ProgressDelegate(CellDelegate):
    """Show a share from 0 to 1 as a thin bar, with the cell's words after it."""

    def __init__(
        self,
        share: Callable[[Any], float | None],
        tone: Callable[[Any], Tone] = plain_tone,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(tone, parent)
        self._share = share

    @override
    def paint_cell(self, painter: QPainter, area: QRect, row: Any, text: str) -> None:
        font = theme.font(TextRole.SMALL)
        words = min(paint.pill_size(text).width(), area.width() // 2) if text else 0
        bar, place = split_end(painter, area, words, gap=_MARGIN if text else 0)
        share = self._share(row)
        if share is not None and bar.width() > 8:
            bar.setTop(area.center().y() - 2)
            bar.setHeight(6)
            paint.draw_progress(painter, bar, share, self._tone(row))
        paint.draw_text(painter, place, text, font=font, ink=theme.tokens().ink)


class SparklineDelegate(CellDelegate):
    """Show how a row's values went."""

    def __init__(
        self,
        values: Callable[[Any], Sequence[float]],
        tone: Callable[[Any], Tone] = plain_tone,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(tone, parent)
        self._values = values

    @override
    def paint_cell(self, painter: QPainter, area: QRect, row: Any, text: str) -> None:
        del text
        paint.draw_sparkline(
            painter, area.adjusted(0, 6, 0, -6), self._values(row), self._tone(row)
        )
