"""HowFar: a bar with its share in words below it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from mentor_desk.ui.common import theme
from mentor_desk.ui.common.formatting import percent
from mentor_desk.ui.common.text import name, plain_label
from mentor_desk.ui.common.tokens import TextRole

_NARROWEST, _WIDEST = 320, 420


class HowFar(QWidget):
    """How far something is; without a number the bar only says that work goes on."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setMinimumWidth(theme.scaled(_NARROWEST))
        self._bar.setMaximumWidth(theme.scaled(_WIDEST))
        name(self._bar, self.tr("How far it is"))
        self._share_label = plain_label("", TextRole.SMALL)
        self._share_label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self._bar)
        layout.setAlignment(self._bar, Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(self._share_label)
        self.show_progress(0, 0)

    def show_progress(self, done: int, of: int) -> None:
        """Say how far it is; `of` is 0 while nobody knows."""
        self._bar.setRange(0, of)
        self._bar.setValue(done)
        self._share_label.setText(percent(done / of) if of else "")
