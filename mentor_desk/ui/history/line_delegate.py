"""LineDelegate: a line of the history in two: what it was, and quietly when and how much."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, QRect, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionViewItem
from typing_extensions import override

from mentor_desk.ui.common import paint, theme
from mentor_desk.ui.common.delegates import RowDelegate, height_of, split_end
from mentor_desk.ui.common.table import Index
from mentor_desk.ui.common.tokens import TextRole, Tone

_PADDING = 8
_GAP = 10


@dataclass(frozen=True, slots=True)
class LineLook:
    """What a line says; what `is_over` is struck through."""

    text: str
    detail: str = ""
    pill: str = ""
    pill_tone: Tone = Tone.PLAIN
    is_over: bool = False


class LineDelegate(RowDelegate):
    """Every line, headings too, is as high as every other: 100,000 cost no more than one."""

    def __init__(self, look: Callable[[Any], LineLook], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._look = look

    @override
    def row_height(self) -> int:
        return height_of(TextRole.BODY) + height_of(TextRole.SMALL) + 2 * _PADDING

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(120, self.row_height())

    @override
    def paint_row(self, painter: QPainter, area: QRect, row: Any) -> None:
        look, tokens = self._look(row), theme.tokens()
        words = _paint_pill(painter, area, look)
        upper, lower = height_of(TextRole.BODY), height_of(TextRole.SMALL)
        both = upper + lower + 1 if look.detail else upper
        top = area.top() + (area.height() - both) // 2
        first = QRect(words.left(), top, words.width(), upper)
        second = QRect(words.left(), top + upper + 1, words.width(), lower)
        font = theme.font(TextRole.BODY)
        font.setStrikeOut(look.is_over)
        ink = tokens.soft if look.is_over else tokens.ink
        paint.draw_text(painter, first, look.text, font=font, ink=ink)
        small = theme.font(TextRole.SMALL)
        paint.draw_text(painter, second, look.detail, font=small, ink=tokens.soft)


def _paint_pill(painter: QPainter, area: QRect, look: LineLook) -> QRect:
    if not look.pill:
        return area
    size = paint.pill_size(look.pill, widest=area.width() // 2)
    rest, place = split_end(painter, area, size.width(), gap=_GAP)
    place.setTop(area.top() + (area.height() - size.height()) // 2)
    place.setHeight(size.height())
    paint.draw_pill(painter, place, look.pill, look.pill_tone)
    return rest
