"""Who led to whom: the mentee, an introduction, and where it led on to, as a line of rings."""

from collections.abc import Sequence
from dataclasses import dataclass

from mentor_desk.reports.blocks import Stack
from mentor_desk.reports.charts import Drawn
from mentor_desk.reports.paragraphs import Press, Text
from mentor_desk.reports.style import ACCENT, INITIALS, SMALL, SMALL_SOFT, WHITE, TextStyle
from mentor_desk.reports.tagging import Node, TaggedCanvas
from mentor_desk.reports.text import Span

_RADIUS = 13.5
_STEP = 135.0
_LEAST_STEP = 132.0
_FIRST = 48.0
_IN_A_ROW = 4
_LONGEST_LABEL = 120


@dataclass(frozen=True, slots=True)
class Stop:
    """A person in a chain: initials in the ring, a label below, the way that led there."""

    initials: str
    label: str
    way: str = ""


def chain(press: Press, node: Node, stops: Sequence[Stop]) -> Stack:
    """Return a chain that begins with the mentee; a long one goes on in the next row."""
    step = _IN_A_ROW - 1
    starts = range(0, max(len(stops) - 1, 1), step)
    rows = [_Row(press, node, stops[at : at + _IN_A_ROW], is_first=not at) for at in starts]
    return Stack(rows, gap=10)


class _Row(Drawn):
    def __init__(self, press: Press, node: Node, stops: Sequence[Stop], *, is_first: bool) -> None:
        def set_in(text: str, style: TextStyle, *, on_accent: bool = False) -> Text:
            short = text if len(text) <= _LONGEST_LABEL else f"{text[:_LONGEST_LABEL]}…"
            span = Span(short, colour=WHITE if on_accent else None)
            return Text(press.setter, [span], style, node)

        self._starts = is_first
        self._texts = [
            (
                set_in(stop.initials, INITIALS, on_accent=is_first and not n),
                set_in(stop.label, SMALL),
                set_in(stop.way if n else "", SMALL_SOFT),
            )
            for n, stop in enumerate(stops)
        ]
        ways = [way.height(_way_width(_LEAST_STEP)) + 3 for _, _, way in self._texts[1:]]
        self._over = max([*ways, _RADIUS]) - _RADIUS + 4
        labels = [
            label.height(_label_width(_LEAST_STEP, n))
            for n, (_, label, _) in enumerate(self._texts)
        ]
        super().__init__(self._over + 2 * _RADIUS + 4.5 + max(labels) + 6)

    def draw(self, canvas: TaggedCanvas, x: float, top: float, width: float) -> None:
        """Draw the rings from left to right, each with the way that leads to it."""
        step = min(_STEP, (width - 2 * _FIRST) / (_IN_A_ROW - 1))
        middle = top - self._over - _RADIUS
        for n, (initials, label, way) in enumerate(self._texts):
            at = x + _FIRST + step * n
            self._draw_ring(canvas, at, middle, step, n)
            initials.draw(canvas, at - _RADIUS, middle + 5, 2 * _RADIUS)
            wide = _label_width(step, n)
            label.draw(canvas, at - wide / 2, middle - _RADIUS - 4.5, wide)
            if n:
                wide = _way_width(step)
                left = at - step / 2 - wide / 2
                way.draw(canvas, left, middle + 3 + way.height(wide), wide)

    def _draw_ring(
        self, canvas: TaggedCanvas, at: float, middle: float, step: float, n: int
    ) -> None:
        with canvas.marked(None):
            canvas.setStrokeColor(ACCENT)
            canvas.setFillColor(ACCENT if self._starts and not n else WHITE)
            if n:
                canvas.setLineWidth(1.9)
                canvas.line(at - step + _RADIUS + 1.5, middle, at - _RADIUS - 1.5, middle)
            canvas.setLineWidth(1.2)
            canvas.circle(at, middle, _RADIUS, fill=1)


def _way_width(step: float) -> float:
    return step - 2 * _RADIUS - 6


def _label_width(step: float, n: int) -> float:
    return step - 6 if n else 2 * _FIRST
