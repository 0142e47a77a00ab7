"""How a goal is painted as a line of a list: title and pace, and below them how far it is."""

from typing import Any

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter
from typing_extensions import override

from mentor_desk.services.goals.listing import GoalRow
from mentor_desk.ui.common import paint, theme
from mentor_desk.ui.common.delegates import RowDelegate, height_of, split_end
from mentor_desk.ui.common.formatting import percent
from mentor_desk.ui.common.goal_look import pace_tone
from mentor_desk.ui.common.tokens import TextRole
from mentor_desk.ui.goals.words import goal_words

_PAD = 9


class GoalDelegate(RowDelegate):
    """Two lines: the title with its pace in a pill, and a bar with its percent."""

    @override
    def row_height(self) -> int:
        return self._pill_height() + height_of(TextRole.SMALL) + 2 * _PAD + 2

    @override
    def paint_row(self, painter: QPainter, area: QRect, row: Any) -> None:
        upper = QRect(area.left(), area.top() + _PAD, area.width(), self._pill_height())
        lower = QRect(area.left(), upper.bottom() + 3, area.width(), height_of(TextRole.SMALL))
        self._paint_title(painter, upper, row)
        self._paint_bar(painter, lower, row)

    def _paint_title(self, painter: QPainter, area: QRect, row: GoalRow) -> None:
        size = paint.pill_size(row.standing.word, widest=area.width() // 2)
        title, place = split_end(painter, area, size.width(), gap=8)
        tokens = theme.tokens()
        ink = tokens.ink if row.is_open else tokens.soft
        words = goal_words(row)
        paint.draw_text(painter, title, words, font=theme.font(TextRole.STRONG), ink=ink)
        paint.draw_pill(painter, place, row.standing.word, pace_tone(row.pace))

    def _paint_bar(self, painter: QPainter, area: QRect, row: GoalRow) -> None:
        words, small = percent(row.value / 100), theme.font(TextRole.SMALL)
        room = paint.pill_size(percent(1.0)).width()
        bar, place = split_end(painter, area, room, gap=8)
        thick = theme.scaled(6)
        bar.setTop(area.center().y() - thick // 2)
        bar.setHeight(thick)
        paint.draw_progress(painter, bar, row.value / 100, pace_tone(row.pace))
        paint.draw_text(painter, place, words, font=small, ink=theme.tokens().soft)

    def _pill_height(self) -> int:
        return max(paint.pill_size("x").height(), height_of(TextRole.STRONG))
