"""A completion that is chosen can be taken back, as whatever else is put into a field."""

from PySide6.QtCore import QObject, QSignalBlocker, Qt
from PySide6.QtWidgets import QLineEdit


class CompletedWords(QObject):
    """Let a line that completes what is typed go back to that.

    Qt puts a completion in as if the line had been shown with it, so there would be nothing to
    take back, and nothing to be saved.
    """

    def __init__(self, line: QLineEdit) -> None:
        super().__init__(line)
        self._line = line
        completer = line.completer()
        # The line takes the word over only after it is told of; so come later.
        queued = Qt.ConnectionType.QueuedConnection
        completer.activated.connect(self._on_completed, queued)
        completer.highlighted.connect(self._on_completed, queued)

    @classmethod
    def see_to(cls, line: QLineEdit) -> None:
        """See to a line from now on, if it completes anything."""
        if line.completer() is not None and line.findChild(cls) is None:
            cls(line)

    def _on_completed(self, _word: str) -> None:
        line, completer = self._line, self._line.completer()
        chosen = line.text()
        typed = completer.completionPrefix() if completer is not None else chosen
        if not chosen or chosen == typed or line.isUndoAvailable():
            return
        # Whoever listens knows the words already.
        with QSignalBlocker(line):
            line.setText(typed)
            line.selectAll()
            line.insert(chosen)
