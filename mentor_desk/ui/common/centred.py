"""A page that asks for one thing in its middle: welcome, unlock, trouble, recovery."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mentor_desk.ui.common.card import Card
from mentor_desk.ui.common.scrolled_area import ScrolledArea
from mentor_desk.ui.common.text import plain_label
from mentor_desk.ui.common.tokens import TextRole

WIDTH = 520


class CentredPage(ScrolledArea):
    """A heading, a sentence, and cards under them; it scrolls when the window is small."""

    def __init__(self, title: str, sentence: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.title_label = plain_label(title, TextRole.TITLE, wrap=True)
        self.sentence_label = plain_label(sentence, TextRole.SOFT, wrap=True)

        self._column = QVBoxLayout()
        self._column.setSpacing(16)
        self._column.addStretch(2)
        self._column.addWidget(self.title_label)
        self._column.addWidget(self.sentence_label)
        self._column.addStretch(3)
        middle = QWidget()
        middle.setFixedWidth(WIDTH)
        middle.setLayout(self._column)
        ground = QWidget()
        ground.setProperty("page", "true")
        row = QHBoxLayout(ground)
        row.setContentsMargins(24, 24, 24, 24)
        row.addStretch(1)
        row.addWidget(middle)
        row.addStretch(1)
        self.setWidget(ground)

    def add_card(self, card: Card) -> None:
        """Put a card below what is there."""
        self._column.insertWidget(self._column.count() - 1, card)
