"""WaitingPage: what is being done, and how far it is."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from mentor_desk.ui.common import theme
from mentor_desk.ui.common.announce import announce
from mentor_desk.ui.common.formatting import percent
from mentor_desk.ui.common.text import name, plain_label
from mentor_desk.ui.common.tokens import TextRole


class WaitingPage(QWidget):
    """A sentence and a bar; without a number the bar only says that work goes on."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sentence_label = plain_label("", TextRole.SOFT, wrap=True)
        self._sentence_label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setMaximumWidth(theme.scaled(420))
        self._share_label = plain_label("", TextRole.SMALL)
        self._share_label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        name(self._bar, self.tr("How far it is"))
        layout = QVBoxLayout(self)
        layout.setSpacing(12)
        layout.addStretch(1)
        layout.addWidget(self._sentence_label)
        layout.addWidget(self._bar)
        layout.setAlignment(self._bar, Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(self._share_label)
        layout.addStretch(1)

    def say(self, sentence: str) -> None:
        """Say what is being done."""
        self._sentence_label.setText(sentence)
        self._bar.setRange(0, 0)
        self._bar.setMinimumWidth(theme.scaled(320))
        self._share_label.setText("")
        announce(self, sentence)

    def show_progress(self, done: int, of: int) -> None:
        """Say how far it is; `of` is 0 while nobody knows."""
        self._bar.setRange(0, of)
        self._bar.setValue(done)
        self._share_label.setText(percent(done / of) if of else "")
