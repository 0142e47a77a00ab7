"""What else is known of a person: where they live, when they were born, what stays private."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from mentor_desk.services.network.people import PersonCard
from mentor_desk.ui.common import theme
from mentor_desk.ui.common.card import Card
from mentor_desk.ui.common.discreet import PrivateCover
from mentor_desk.ui.common.formatting import day
from mentor_desk.ui.common.sign import Sign
from mentor_desk.ui.common.text import plain_label
from mentor_desk.ui.common.tokens import TextRole, Tone
from mentor_desk.ui.network.words import birthday_words, place_words

LONGEST_SHOWN = 4000


class AboutCard(Card):
    """Facts, one to a line; the card is gone when there are none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent=parent)
        self.set_title(self.tr("About"))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnMinimumWidth(0, theme.scaled(92))
        self.content.addLayout(self._grid)
        self._labels: list[QLabel] = []

    def show_person(self, card: PersonCard) -> None:
        """Show the facts of this person."""
        facts = [(heading, text) for heading, text in self._facts(card) if text]
        for label in self._labels:
            self._grid.removeWidget(label)
            label.hide()
            label.deleteLater()
        self._labels = []
        for row, (heading, text) in enumerate(facts):
            self._put(plain_label(heading, TextRole.SMALL), row, 0)
            self._put(plain_label(text, wrap=True, selectable=True), row, 1)
        self.setVisible(bool(facts))

    def _facts(self, card: PersonCard) -> Sequence[tuple[str, str]]:
        entry = card.entry
        return (
            (self.tr("Place"), place_words(entry)),
            (self.tr("Birthday"), birthday_words(entry.birthday)),
            (self.tr("Known since"), day(entry.met_on) if entry.met_on else ""),
            (self.tr("Introductions"), self._introductions(card.introductions)),
            (self.tr("Came from"), card.came_from),
        )

    def _introductions(self, number: int) -> str:
        if number == 1:
            return self.tr("part of 1 introduction")
        return self.tr("part of {count} introductions").format(count=number) if number else ""

    def _put(self, label: QLabel, row: int, column: int) -> None:
        label.setMinimumWidth(1)
        self._grid.addWidget(label, row, column, Qt.AlignmentFlag.AlignTop)
        self._labels.append(label)


class PrivateCard(Card):
    """How the mentor met somebody, and the remark: never in a review, visibly private."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", tone=Tone.WARM, lead=Sign("lock", "warm"), parent=parent)
        self.set_title(self.tr("Only you see this"))
        self._met_label = plain_label("", wrap=True, selectable=True)
        self._remark_label = plain_label("", wrap=True, selectable=True)
        self._met = _Part(self.tr("How we met"), self._met_label)
        self._remark = _Part(self.tr("Remark"), self._remark_label)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._met)
        column.addWidget(self._remark)
        self.add(inside)
        self._person_id: int | None = None
        self._cover = PrivateCover(self, inside, self.content)

    def show_person(self, card: PersonCard) -> None:
        """Show what is private about this person; the card is gone when there is nothing."""
        entry = card.entry
        self._met_label.setText(_beginning(entry.how_we_met))
        self._met.setVisible(bool(entry.how_we_met))
        self._remark_label.setText(_beginning(entry.remark))
        self._remark.setVisible(bool(entry.remark))
        self.setVisible(bool(entry.how_we_met or entry.remark))
        if card.id != self._person_id:
            self._person_id = card.id
            self._cover.cover()


class _Part(QWidget):
    def __init__(self, heading: str, label: QLabel) -> None:
        super().__init__()
        label.setMinimumWidth(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(plain_label(heading, TextRole.SMALL))
        layout.addWidget(label)


def _beginning(text: str) -> str:
    # A label lays out all it holds at once; the dialog shows longer texts whole.
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"
