"""What is drawn of a goal: its bar, its line through the period, and the marks of lists."""

from collections.abc import Sequence
from datetime import date

from reportlab.lib.colors import Color

from mentor_desk.reports import words
from mentor_desk.reports.blocks import Item
from mentor_desk.reports.fonts import BASE, opened
from mentor_desk.reports.paragraphs import Press, Text
from mentor_desk.reports.records import GoalRecord, Reading
from mentor_desk.reports.style import AXIS_SIZE, FAINT, INK, LINE, SOFT, STEP
from mentor_desk.reports.tagging import Node, TaggedCanvas
from mentor_desk.reports.text import Span

_BAR = 4.5
_AXIS_ROOM = 21.0
_PLOT_HEIGHT = 67.0
_MOST_POINTS = 200
_MOST_MONTHS = 6


class Drawn:
    """A drawing of a fixed height that is never parted."""

    gap = 0.0
    keep_with_next = False

    def __init__(self, high: float) -> None:
        self.high = high

    def height(self, width: float) -> float:  # noqa: ARG002
        """Return its height, whatever the width."""
        return self.high

    def split(self, width: float, room: float) -> None:  # noqa: ARG002
        """Stay whole."""
        return


class Mark(Drawn):
    """A tick, a ring or a box before a line of a list, said in a word to those who listen."""

    def __init__(self, node: Node, shape: str) -> None:
        super().__init__(14.2)
        self._node = node
        self._shape = shape
        node.alt = words.DONE if shape == "tick" else words.NOT_DONE

    def draw(self, canvas: TaggedCanvas, x: float, top: float, width: float) -> None:  # noqa: ARG002
        """Draw the mark at half the height of a line."""
        middle = top - self.high / 2
        canvas.setStrokeColor(INK)
        canvas.setLineWidth(0.9)
        with canvas.marked(self._node):
            if self._shape == "tick":
                canvas.lines(
                    [
                        (x + 0.4, middle, x + 2.6, middle - 2.4),
                        (x + 2.6, middle - 2.4, x + 7, middle + 3),
                    ]
                )
            elif self._shape == "ring":
                canvas.circle(x + 3.6, middle, 3.1)
            else:
                canvas.rect(x + 0.5, middle - 3.2, 6.4, 6.4)


class Bar(Drawn):
    """How far a goal is, as a bar with the value at its end; a notch where the period began."""

    def __init__(
        self, goal: GoalRecord, colour: Color, value: Text | None = None, value_width: float = 0
    ) -> None:
        super().__init__(12)
        self._now = within(goal.percent)
        self._before = None if goal.percent_before is None else within(goal.percent_before)
        self._colour = colour
        self._value = value
        self._value_width = value_width

    def draw(self, canvas: TaggedCanvas, x: float, top: float, width: float) -> None:
        """Draw the bar as furniture, for the value beside it says the same."""
        long = width - self._value_width - 8 if self._value else width
        low = top - self.high / 2 - _BAR / 2
        with canvas.marked(None):
            canvas.setFillColor(LINE)
            canvas.roundRect(x, low, long, _BAR, _BAR / 2, stroke=0, fill=1)
            if self._now:
                canvas.setFillColor(self._colour)
                done = max(long * self._now / 100, _BAR)
                canvas.roundRect(x, low, done, _BAR, _BAR / 2, stroke=0, fill=1)
            if self._before is not None and round(self._before) != round(self._now):
                canvas.setStrokeColor(SOFT)
                canvas.setLineWidth(0.9)
                at = x + max(long * self._before / 100, 0.5)
                canvas.line(at, low - 2.2, at, low + _BAR + 2.2)
        if self._value:
            self._value.draw(canvas, x + width - self._value_width, top, self._value_width)


class GoalChart(Drawn):
    """The line of a goal through the period, with the plan dashed."""

    def __init__(
        self, node: Node, goal: GoalRecord, colour: Color, since: date, until: date
    ) -> None:
        super().__init__(_PLOT_HEIGHT + 18)
        self._node = node
        self._colour = colour
        self._since = since
        self._until = max(until, since)
        self._history = _within_period(goal.history, since, self._until, extend=True)
        self._planned = _within_period(goal.planned, since, self._until, extend=False)
        node.alt = words.goal_chart(
            goal.title, words.percent(self._history[0][1]), words.percent(self._history[-1][1])
        )

    def draw(self, canvas: TaggedCanvas, x: float, top: float, width: float) -> None:
        """Draw axes, plan and line."""
        left, wide = x + _AXIS_ROOM, width - _AXIS_ROOM
        low = top - 7 - _PLOT_HEIGHT
        with canvas.marked(self._node):
            self._draw_axes(canvas, left, low, wide)
            if len(self._planned) > 1:
                canvas.setStrokeColor(FAINT)
                canvas.setLineWidth(0.75)
                canvas.setDash(1.6, 1.6)
                _draw_line(canvas, self._points(self._planned, left, low, wide))
                canvas.setDash()
            points = self._points(self._history, left, low, wide)
            canvas.setStrokeColor(self._colour)
            canvas.setFillColor(self._colour)
            canvas.setLineWidth(1.5)
            _draw_line(canvas, points)
            canvas.circle(*points[-1], 2.7, stroke=0, fill=1)

    def _draw_axes(self, canvas: TaggedCanvas, left: float, low: float, wide: float) -> None:
        opened(BASE)
        canvas.setFont(BASE, AXIS_SIZE)
        canvas.setFillColor(SOFT)
        for percent in (0, 50, 100):
            level = low + _PLOT_HEIGHT * percent / 100
            canvas.stroke(left, level, wide, LINE)
            canvas.drawRightString(left - 7, level - AXIS_SIZE * 0.36, str(percent))
        for moment, at in self._months(wide):
            canvas.drawString(left + at, low - 11, words.short_month(moment))

    def _months(self, wide: float) -> list[tuple[date, float]]:
        months = _month_starts(self._since, self._until)
        shown = months[:: -(-len(months) // _MOST_MONTHS)]
        placed = [(month, self._at(month, wide)) for month in shown]
        return [(month, at) for month, at in placed if at <= wide - 14 or len(placed) == 1]

    def _at(self, moment: date, wide: float) -> float:
        span = max((self._until - self._since).days, 1)
        # The last day stands a little inside, so that its dot is whole.
        return (wide - 6) * min(max((moment - self._since).days / span, 0), 1)

    def _points(
        self, readings: Sequence[tuple[date, float]], left: float, low: float, wide: float
    ) -> list[tuple[float, float]]:
        return [
            (left + self._at(moment, wide), low + _PLOT_HEIGHT * percent / 100)
            for moment, percent in readings
        ]


def list_item(press: Press, entries: Node, spans: Sequence[Span], shape: str) -> Item:
    """Return a line of a list with a drawn mark: a "tick", a "ring" or a "box"."""
    entry = entries.child("LI")
    mark = Mark(entry.child("Lbl"), shape)
    return Item(mark, press.text(entry, spans, STEP, "LBody"), gap=STEP.gap)


def within(percent: float | None) -> float:
    """Return a percent that can be drawn: 0 to 100, 0 for what is no number."""
    return min(max(percent, 0.0), 100.0) if percent is not None and percent == percent else 0.0  # noqa: PLR0124


def _within_period(
    readings: Sequence[Reading], since: date, until: date, *, extend: bool
) -> list[tuple[date, float]]:
    every = sorted((reading.day, within(reading.percent)) for reading in readings)
    inside = [(moment, percent) for moment, percent in every if since <= moment <= until]
    earlier = [pair for pair in every if pair[0] < since]
    later = [pair for pair in every if pair[0] > until]
    if earlier and (inside or later or extend) and (not inside or inside[0][0] > since):
        after = (inside or later or [(since, earlier[-1][1])])[0]
        inside.insert(0, (since, _between(earlier[-1], after, since)))
    if later and inside and not extend and inside[-1][0] < until:
        inside.append((until, _between(inside[-1], later[0], until)))
    if extend and not inside:
        inside = [(until, (earlier or later)[-1][1])]
    step = -(-len(inside) // _MOST_POINTS) or 1
    return [*inside[:-1:step], *inside[-1:]]


def _between(one: tuple[date, float], other: tuple[date, float], at: date) -> float:
    days = (other[0] - one[0]).days
    share = (at - one[0]).days / days if days else 0
    return one[1] + (other[1] - one[1]) * share


def _month_starts(since: date, until: date) -> list[date]:
    months = [since]
    year, month = since.year, since.month
    while (year, month) < (until.year, until.month):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        months.append(date(year, month, 1))
    return months


def _draw_line(canvas: TaggedCanvas, points: Sequence[tuple[float, float]]) -> None:
    path = canvas.beginPath()
    path.moveTo(*points[0])
    for point in points[1:]:
        path.lineTo(*point)
    canvas.drawPath(path)
