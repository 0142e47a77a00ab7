"""Bring both together once both have said yes: how to tell of each, and the message."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mentor_desk.models.kinds import Side
from mentor_desk.services.desk import Desk
from mentor_desk.services.introductions.cards import IntroductionCard
from mentor_desk.services.introductions.drafts import draft_message
from mentor_desk.ui.common.card import Card
from mentor_desk.ui.common.text import name, plain_label
from mentor_desk.ui.common.tokens import TextRole
from mentor_desk.ui.introductions.sending import SendingRow
from mentor_desk.ui.introductions.words_edit import WordsEdit


class TogetherPart(QWidget):
    """A few words on each, and the message to both; shown once both have agreed."""

    blurb_written = Signal(object, str)
    message_written = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._build()
        self._connect()

    def show_card(self, card: IntroductionCard) -> None:
        """Show what is kept, or else what could be written."""
        self.setVisible(card.have_agreed)
        if not card.have_agreed:
            return
        for party in card.parties:
            told = self.tr("How to tell of {name}").format(name=party.short_name)
            self._blurb_labels[party.side].setText(told)
            name(self._blurb_edits[party.side], told)
            self._blurb_edits[party.side].show_text(party.blurb, card.row.id)
        message = self._desk.run(draft_message, introduction_id=card.row.id)
        self._message_edit.show_text(message, card.row.id)
        first, second = card.parties
        subject = self.tr("{first}, meet {second}")
        subject = subject.replace("{first}", first.short_name)
        subject = subject.replace("{second}", second.short_name)
        self._sending.set_letter([first.email, second.email], subject, self._message_edit.text)

    def flush(self) -> None:
        """Tell what has been typed and not yet told."""
        for edit in (*self._blurb_edits.values(), self._message_edit):
            edit.flush()

    def _build(self) -> None:
        self._blurb_labels = {side: plain_label("", TextRole.SMALL, elide=True) for side in Side}
        self._blurb_edits = {side: WordsEdit("", lines=1) for side in Side}
        self._message_edit = WordsEdit(self.tr("The message to both"), lines=6)
        self._sending = SendingRow()
        card = Card()
        for side in Side:
            card.add(self._blurb_labels[side])
            card.add(self._blurb_edits[side])
        card.add(plain_label(self.tr("The message to both"), TextRole.SMALL, elide=True))
        card.add(self._message_edit)
        card.add(self._sending)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(plain_label(self.tr("Bring them together"), TextRole.CARD, wrap=True))
        layout.addWidget(card)

    def _connect(self) -> None:
        self._blurb_edits[Side.FIRST].settled.connect(self._on_first_settled)
        self._blurb_edits[Side.SECOND].settled.connect(self._on_second_settled)
        self._message_edit.settled.connect(self.message_written)

    def _on_first_settled(self, text: str) -> None:
        self.blurb_written.emit(Side.FIRST, text)

    def _on_second_settled(self, text: str) -> None:
        self.blurb_written.emit(Side.SECOND, text)
