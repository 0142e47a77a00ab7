"""Texts as blocks: set into lines, parted between them, drawn and tied to their node."""

from collections.abc import Sequence

from reportlab.lib.colors import Color

from mentor_desk.reports.characters import clean
from mentor_desk.reports.direction import RIGHT_TO_LEFT, reads_from_right
from mentor_desk.reports.style import Align, TextStyle
from mentor_desk.reports.tagging import Node, TaggedCanvas
from mentor_desk.reports.text import Line, Run, Span, Typesetter

_LEAST_LINES = 2


class Text:
    """A paragraph, a heading, a label; without a node it is furniture."""

    def __init__(
        self, setter: Typesetter, spans: Sequence[Span], style: TextStyle, node: Node | None
    ) -> None:
        self.gap = style.gap
        self.keep_with_next = style.keep_with_next
        self._setter = setter
        self._spans = spans
        self._style = style
        self._node = node
        self._lines: list[Line] = []
        self._set_for: float | None = None

    def height(self, width: float) -> float:
        """Return the height of its lines."""
        return len(self._set(width)) * self._style.leading

    def split(self, width: float, room: float) -> "tuple[Text, Text] | None":
        """Part it between lines, never leaving a single line behind or ahead."""
        lines = self._set(width)
        fitting = min(int(room / self._style.leading), len(lines) - _LEAST_LINES)
        if fitting < _LEAST_LINES:
            return None
        return self._part(lines[:fitting], width), self._part(lines[fitting:], width)

    def draw(self, canvas: TaggedCanvas, x: float, top: float, width: float) -> None:
        """Draw line by line."""
        baseline = top - self._style.leading / 2 - self._style.size * 0.36
        with canvas.marked(self._node):
            for line in self._set(width):
                self._draw_line(canvas, line, x + self._indent(line, width), baseline)
                baseline -= self._style.leading

    def reads_from_right(self) -> bool:
        """Tell whether it begins in right-to-left writing."""
        return reads_from_right("".join(span.text for span in self._spans))

    def _set(self, width: float) -> list[Line]:
        if self._set_for != width:
            self._lines = self._setter.lines(self._spans, self._style, width)
            self._set_for = width
        return self._lines

    def _part(self, lines: list[Line], width: float) -> "Text":
        part = Text(self._setter, (), self._style, self._node)
        part._lines, part._set_for = lines, width
        return part

    def _indent(self, line: Line, width: float) -> float:
        align = self._style.align
        if align is Align.CENTRE:
            return (width - line.width) / 2
        if align is Align.RIGHT or (align is Align.START and line.from_right):
            return width - line.width
        return 0

    def _draw_line(self, canvas: TaggedCanvas, line: Line, x: float, baseline: float) -> None:
        _write(canvas, line.runs, x, baseline)
        for run in line.runs:
            if run.link:
                canvas.link(run.link, (x, baseline - 2, x + run.width, baseline + run.size))
            if run.struck:
                canvas.stroke(x, baseline + run.size * 0.27, run.width, run.colour)
            x += run.width


class Press:
    """Where texts become blocks: sets them, and hangs each below a node of the document."""

    def __init__(self, setter: Typesetter) -> None:
        self.setter = setter

    def text(
        self, parent: Node | None, content: str | Sequence[Span], style: TextStyle, tag: str = "P"
    ) -> Text:
        """Return a block of text that is a `tag` below `parent`; no parent makes it furniture."""
        spans = [Span(content)] if isinstance(content, str) else content
        node = parent.child(tag) if parent else None
        whole = "".join(span.text for span in spans)
        if node and RIGHT_TO_LEFT.search(whole):
            node.spoken = clean(whole)
        return Text(self.setter, spans, style, node)


def _write(canvas: TaggedCanvas, runs: Sequence[Run], x: float, baseline: float) -> None:
    text = canvas.beginText(x, baseline)
    font: tuple[str, float] | None = None
    colour: Color | None = None
    for run in runs:
        if (run.font, run.size) != font:
            font = (run.font, run.size)
            text.setFont(*font)
        if run.colour is not colour:
            colour = run.colour
            text.setFillColor(colour)
        text.textOut(run.text)
    canvas.drawText(text)
