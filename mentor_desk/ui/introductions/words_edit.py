"""WordsEdit: a few lines that save themselves when the hands rest or leave."""

from collections.abc import Hashable

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QFocusEvent, QResizeEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from mentor_desk.ui.common.notes_edit import NotesEdit
from mentor_desk.ui.common.text import name

REST_MILLISECONDS = 1000


class WordsEdit(NotesEdit):
    """Tell the text as `settled` a second after the last letter, and when the field is left."""

    settled = Signal(str)

    def __init__(
        self, spoken: str, placeholder: str = "", *, lines: int = 2, parent: QWidget | None = None
    ) -> None:
        super().__init__(placeholder, min_lines=lines, max_lines=12, parent=parent)
        self._about: Hashable = None
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MILLISECONDS)
        self._rest.timeout.connect(self._on_rest_timeout)
        self.edited.connect(self._rest.start)
        name(self, spoken)

    def show_text(self, text: str, about: Hashable) -> None:
        """Show what is kept about something; while it is being written, it is left alone.

        What is about something else is shown in any case.
        """
        is_in_hand = about == self._about and (self._rest.isActive() or self.hasFocus())
        self._about = about
        if not is_in_hand and text != self.text():
            self.set_text(text)

    def flush(self) -> None:
        """Tell at once what has been typed and not yet told."""
        if self._rest.isActive():
            self._rest.stop()
            self.settled.emit(self.text())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # Another width breaks the words into another number of lines.
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.flush()

    def _on_rest_timeout(self) -> None:
        self.settled.emit(self.text())
