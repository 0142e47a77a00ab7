"""WaitingPage: what is being done, and how far it is."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mentor_desk.ui.common.announce import announce
from mentor_desk.ui.common.how_far import HowFar
from mentor_desk.ui.common.text import plain_label
from mentor_desk.ui.common.tokens import TextRole


class WaitingPage(QWidget):
    """A sentence in the middle, and how far it is below it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sentence_label = plain_label("", TextRole.SOFT, wrap=True)
        self._sentence_label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._how_far = HowFar()
        layout = QVBoxLayout(self)
        layout.setSpacing(12)
        layout.addStretch(1)
        layout.addWidget(self._sentence_label)
        layout.addWidget(self._how_far)
        layout.addStretch(1)

    def say(self, sentence: str) -> None:
        """Say what is being done."""
        self._sentence_label.setText(sentence)
        self._how_far.show_progress(0, 0)
        announce(self, sentence)

    def show_progress(self, done: int, of: int) -> None:
        """Say how far it is; `of` is 0 while nobody knows."""
        self._how_far.show_progress(done, of)
