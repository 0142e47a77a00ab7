"""Banner: a sentence across the top of a page that stays until it is dealt with."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget
from typing_extensions import override

from mentor_desk.ui.common import paint
from mentor_desk.ui.common.announce import announce
from mentor_desk.ui.common.buttons import Look, button
from mentor_desk.ui.common.text import name, plain_label, set_tooltip
from mentor_desk.ui.common.tokens import Tone


class Banner(QWidget):
    """One sentence, at most one action, and a way to close it."""

    acted = Signal()
    closed = Signal()

    def __init__(
        self,
        sentence: str = "",
        tone: Tone = Tone.GOLD,
        *,
        action: str = "",
        closable: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._tone = tone
        self._sentence_label = plain_label(sentence, wrap=True)
        self._action_button = button(action)
        self._action_button.setVisible(bool(action))
        self._close_button = button("", Look.QUIET, icon_name="x")
        self._close_button.setVisible(closable)
        name(self._close_button, self.tr("Close this message"))
        set_tooltip(self._close_button, self.tr("Close this message"))
        self._build()
        self._connect()

    def say(self, sentence: str, tone: Tone = Tone.GOLD, *, action: str = "") -> None:
        """Show a sentence, with a button when `action` names one."""
        self._tone = tone
        self._sentence_label.setText(sentence)
        self._action_button.setText(action)
        self._action_button.setVisible(bool(action))
        self.show()
        announce(self, sentence)

    def add_button(self, another: QPushButton) -> None:
        """Put another button beside the sentence."""
        self._row.insertWidget(self._row.count() - 1, another)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        paint.draw_card(QPainter(self), self.rect(), self._tone)

    def _build(self) -> None:
        self._row = layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 8, 8, 8)
        layout.addWidget(self._sentence_label, 1)
        layout.addWidget(self._action_button)
        layout.addWidget(self._close_button)

    def _connect(self) -> None:
        self._action_button.clicked.connect(self.acted)
        self._close_button.clicked.connect(self.hide)
        self._close_button.clicked.connect(self.closed)
