"""PaperCard: what a review is printed on."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QWidget

from mentor_desk.models.kinds import Paper
from mentor_desk.ui.common.buttons import Look, button
from mentor_desk.ui.common.card import Card
from mentor_desk.ui.common.text import name
from mentor_desk.ui.reviews.wording import paper_word


class PaperCard(Card):
    """One of the sizes of paper; `changed` after each choice."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.set_title(self.tr("Paper"))
        self._group = QButtonGroup(self)
        self._buttons: dict[Paper, QAbstractButton] = {}
        row = QHBoxLayout()
        row.setSpacing(6)
        for paper in Paper:
            each = self._buttons[paper] = button(paper_word(paper), Look.CHOICE)
            name(each, self.tr("Paper: {0}").format(paper_word(paper)))
            self._group.addButton(each)
            row.addWidget(each)
        row.addStretch(1)
        self.content.addLayout(row)
        self._buttons[Paper.A4].setChecked(True)
        self._group.buttonClicked.connect(self.changed)

    def paper(self) -> Paper:
        """Return the paper that was chosen."""
        return next(paper for paper, each in self._buttons.items() if each.isChecked())

    def show_paper(self, paper: Paper) -> None:
        """Show a choice without telling anyone."""
        self._buttons[paper].setChecked(True)
