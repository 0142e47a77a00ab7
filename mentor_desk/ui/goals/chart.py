"""How a goal went: its updates as a line, and the straight way to the target dashed below it."""

from datetime import date

from PySide6.QtCore import QDate, QLocale, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from mentor_desk.services.goals.listing import GoalRow
from mentor_desk.ui.common import paint, theme
from mentor_desk.ui.common.delegates import height_of
from mentor_desk.ui.common.formatting import day, percent
from mentor_desk.ui.common.goal_look import pace_tone
from mentor_desk.ui.common.text import name, one_line
from mentor_desk.ui.common.theme import colour
from mentor_desk.ui.common.tokens import TextRole

_HEIGHT = 170
_DOT = 3.5


class ProgressChart(QWidget):
    """Paint percent over days: what was noted, the plan, and where today stands."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row: GoalRow | None = None
        self._today = date.min
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_goal(self, row: GoalRow, today: date) -> None:
        """Show the progress of this goal."""
        self._row, self._today = row, today
        name(self, self._spoken(row))
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(320, theme.scaled(_HEIGHT))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(180, theme.scaled(_HEIGHT))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        if self._row is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_grid(painter)
        self._paint_plan(painter)
        self._paint_today(painter)
        self._paint_line(painter, self._row)
        self._paint_days(painter)

    def _spoken(self, row: GoalRow) -> str:
        said = "; ".join(
            self.tr("{day}: {percent}").format(day=day(when), percent=percent(value / 100))
            for when, value in row.points
        )
        return self.tr("Progress of {goal}: {points}").format(goal=one_line(row.title), points=said)

    def _frame(self) -> QRectF:
        side = paint.pill_size(percent(1.0)).width() + 6
        foot = height_of(TextRole.SMALL) + 6
        frame = QRectF(self.rect()).adjusted(side, 8, -8, -foot)
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            frame.moveLeft(8)
        return frame

    def _span(self) -> tuple[date, date]:
        row = self._row
        if row is None:
            return self._today, self._today
        days = [when for when, _value in row.points]
        days += [row.started_on, row.target_on or self._today]
        days.append(row.closed_on or self._today)
        return min(days), max(days)

    def _place(self, when: date, value: float) -> QPointF:
        first, last = self._span()
        share = (when - first).days / max(1, (last - first).days)
        frame = self._frame()
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            share = 1 - share
        return QPointF(
            frame.left() + share * frame.width(), frame.bottom() - value / 100 * frame.height()
        )

    def _paint_grid(self, painter: QPainter) -> None:
        frame, tokens = self._frame(), theme.tokens()
        small = theme.font(TextRole.SMALL)
        is_mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        for value in (0, 50, 100):
            height = self._place(self._today, value).y()
            painter.setPen(QPen(paint.line_colour(), 1))
            painter.drawLine(QPointF(frame.left(), height), QPointF(frame.right(), height))
            left = round(frame.right()) + 6 if is_mirrored else 0
            room = self.width() - left if is_mirrored else round(frame.left()) - 6
            line = height_of(TextRole.SMALL)
            area = QRect(left, round(height) - line // 2, room, line)
            paint.draw_text(painter, area, percent(value / 100), font=small, ink=tokens.soft)

    def _paint_plan(self, painter: QPainter) -> None:
        row = self._row
        if row is None or row.target_on is None:
            return
        pen = QPen(colour(theme.tokens().faint), 1.4)
        pen.setDashPattern([4, 4])
        painter.setPen(pen)
        painter.drawLine(self._place(row.started_on, 0), self._place(row.target_on, 100))

    def _paint_today(self, painter: QPainter) -> None:
        first, last = self._span()
        if not first < self._today < last:
            return
        frame, at = self._frame(), self._place(self._today, 0).x()
        painter.setPen(QPen(colour(theme.tokens().line), 1))
        painter.drawLine(QPointF(at, frame.top()), QPointF(at, frame.bottom()))

    def _paint_line(self, painter: QPainter, row: GoalRow) -> None:
        shade = theme.tokens().shade(pace_tone(row.pace))
        places = [self._place(when, value) for when, value in row.points]
        pen = QPen(colour(shade.base), 2.2)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.drawPolyline(QPolygonF(places))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour(shade.base))
        for place in places[1:]:
            painter.drawEllipse(place, _DOT, _DOT)

    def _paint_days(self, painter: QPainter) -> None:
        first, last = self._span()
        frame, small = self._frame(), theme.font(TextRole.SMALL)
        ink = theme.tokens().soft
        top = round(frame.bottom()) + 4
        area = QRect(round(frame.left()), top, round(frame.width()), height_of(TextRole.SMALL))
        painter.setFont(small)
        painter.setPen(colour(ink))
        at_start, at_end = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            at_start, at_end = at_end, at_start
        absolute = Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(area, int(at_start | absolute), _month(first))
        if last != first:
            painter.drawText(area, int(at_end | absolute), _month(last))


def _month(when: date) -> str:
    return QLocale().toString(QDate(when.year, when.month, when.day), "d MMM yyyy")
