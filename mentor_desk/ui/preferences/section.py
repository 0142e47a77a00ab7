"""What every section of the settings has: a heading, a sentence, and cards below them."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mentor_desk.ui.common.scrolled_area import ScrolledArea
from mentor_desk.ui.common.text import plain_label
from mentor_desk.ui.common.tokens import TextRole


class Section(QWidget):
    """One page of the settings; what is changed counts at once.

    A subclass says its `title` and puts its parts into `column`, below the heading.
    """

    changed = Signal(object)
    refused = Signal(str)

    def __init__(self, sentence: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.column = QVBoxLayout()
        self.column.setSpacing(12)
        self._sentence_label = plain_label(sentence, TextRole.SOFT, wrap=True)
        self._sentence_label.setVisible(bool(sentence))
        heading = plain_label(self.title(), TextRole.TITLE)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(heading)
        layout.addWidget(self._sentence_label)
        layout.addLayout(self.column)
        layout.addStretch(1)

    def title(self) -> str:
        """Return what the section is called in the list at the side."""
        raise NotImplementedError


def scrolled(section: QWidget) -> ScrolledArea:
    """Return a section in an area that scrolls when the window is small or the words are large."""
    area = ScrolledArea()
    inside = QWidget()
    layout = QVBoxLayout(inside)
    layout.setContentsMargins(24, 20, 24, 20)
    layout.addWidget(section)
    area.setWidget(inside)
    return area
