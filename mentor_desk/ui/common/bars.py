"""Thin bars and small lines that show how far and how it went."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from mentor_desk.ui.common import paint, theme
from mentor_desk.ui.common.text import name
from mentor_desk.ui.common.tokens import Tone

_THICK = 6


class ProgressBar(QWidget):
    """A thin bar filled to a share from 0 to 1; `spoken` is what it tells those who hear."""

    def __init__(
        self,
        share: float = 0.0,
        tone: Tone = Tone.ACCENT,
        *,
        spoken: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_share(share, tone, spoken=spoken)

    def set_share(self, share: float, tone: Tone = Tone.ACCENT, *, spoken: str = "") -> None:
        """Fill the bar to another share."""
        self._share, self._tone = share, tone
        name(self, spoken)
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(120, theme.scaled(_THICK) + 4)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        thick = theme.scaled(_THICK)
        bar = QRect(0, (self.height() - thick) // 2, self.width(), thick)
        paint.draw_progress(QPainter(self), bar, self._share, self._tone)


class Sparkline(QWidget):
    """How a value went, oldest first; `spoken` is what it tells those who hear."""

    def __init__(
        self,
        values: Sequence[float] = (),
        tone: Tone = Tone.ACCENT,
        *,
        spoken: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_values(values, tone, spoken=spoken)

    def set_values(
        self, values: Sequence[float], tone: Tone = Tone.ACCENT, *, spoken: str = ""
    ) -> None:
        """Draw other values."""
        self._values, self._tone = tuple(values), tone
        name(self, spoken)
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(theme.scaled(90), self.fontMetrics().height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        paint.draw_sparkline(QPainter(self), self.rect(), self._values, self._tone)
