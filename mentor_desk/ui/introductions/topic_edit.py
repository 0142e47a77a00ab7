"""TopicEdit: what an introduction is about, completed from the topics of the desk."""

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget
from typing_extensions import override

from mentor_desk.models.topic import LONGEST_TOPIC
from mentor_desk.services.desk import Desk
from mentor_desk.services.network.topics import list_topics
from mentor_desk.ui.common.text import one_line


class TopicEdit(QLineEdit):
    """One topic; `settled` tells it when Enter is pressed or the field is left."""

    settled = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._kept = ""
        self._offered = QStringListModel(self)
        self.setMaxLength(LONGEST_TOPIC)
        self.setPlaceholderText(self.tr("A topic"))
        completer = QCompleter(self._offered, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.setCompleter(completer)
        self.returnPressed.connect(self.flush)

    def show_topic(self, topic: str) -> None:
        """Show what is kept, unless something else is being typed right now."""
        is_typing = self.text() != self._kept and self.hasFocus()
        self._kept = topic
        if not is_typing:
            self.setText(topic)
            # A field may shorten what it is given; only what is typed there is a change.
            self._kept = self.text().strip()

    def flush(self) -> None:
        """Tell what has been typed and not yet told."""
        if self.text().strip() != self._kept:
            self._kept = self.text().strip()
            self.settled.emit(self._kept)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self._offered.setStringList([one_line(each) for each in self._desk.run(list_topics)])

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason and self.isVisible():
            self.flush()
