"""CheckLine: one thing to tick off, with its detail and its state."""

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget
from typing_extensions import override

from mentor_desk.ui.common import paint, theme
from mentor_desk.ui.common.delegates import (
    box_side,
    draw_box,
    draw_line,
    height_of,
    split,
    split_end,
)
from mentor_desk.ui.common.text import name, one_line, set_tooltip
from mentor_desk.ui.common.tokens import TextRole, Tone


class CheckLine(QAbstractButton):
    """A box, a line of text, a softer detail and a pill; `ticked(bool)` tells that it was ticked.

    A click anywhere on the line, or Space, ticks it.
    """

    ticked = Signal(bool)

    def __init__(
        self,
        text: str,
        detail: str = "",
        *,
        is_done: bool = False,
        pill: str = "",
        pill_tone: Tone = Tone.PLAIN,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._words, self._detail = text, detail
        self._pill, self._pill_tone = pill, pill_tone
        self.setCheckable(True)
        self.setChecked(is_done)
        self.clicked.connect(self.ticked)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        said = ", ".join(part for part in (text, detail, pill) if part)
        name(self, one_line(said))
        set_tooltip(self, f"{text}\n{detail}".strip() if len(text) + len(detail) > 60 else "")

    def set_done(self, is_done: bool) -> None:
        """Tick or untick without telling anyone."""
        self.setChecked(is_done)

    @override
    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(theme.font())
        words = metrics.horizontalAdvance(one_line(self._words[:200] + self._detail[:100]))
        return QSize(min(words, 400) + box_side() + 40, height_of(TextRole.BODY) + 14)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.sizeHint().height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        area = self.rect().adjusted(3, 0, -3, 0)
        box, words = split(painter, area, box_side(), gap=10)
        draw_box(painter, box, is_done=self.isChecked())
        if self._pill:
            words = self._paint_pill(painter, words)
        draw_line(painter, words, self._words, self._detail, is_done=self.isChecked())
        if self.hasFocus():
            paint.draw_focus(painter, self.rect(), radius=5)

    def _paint_pill(self, painter: QPainter, area: QRect) -> QRect:
        size = paint.pill_size(self._pill, widest=area.width() // 2)
        rest, place = split_end(painter, area, size.width(), gap=10)
        place.setTop((self.height() - size.height()) // 2)
        place.setHeight(size.height())
        paint.draw_pill(painter, place, self._pill, self._pill_tone)
        return rest
