"""InterestCard: be interested, not interesting."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from mentor_desk.services.sessions.card import SessionCard
from mentor_desk.ui.common.card import Card
from mentor_desk.ui.common.discreet import PrivateCover
from mentor_desk.ui.common.notes_edit import NotesEdit
from mentor_desk.ui.common.text import name, plain_label, without_mnemonic
from mentor_desk.ui.common.tokens import TextRole


class InterestCard(Card):
    """What was to be asked today, what the mentor learned, and what to ask next time."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.set_title(self.tr("Be interested"))
        self._asked_label = plain_label("", wrap=True)
        self._learned_label = plain_label("", TextRole.SMALL, wrap=True)
        self.learned_edit = NotesEdit(min_lines=2, max_lines=8)
        self._ask_label = plain_label(self.tr("Ask next time"), TextRole.SMALL)
        self.ask_edit = NotesEdit(
            self.tr("something they are looking forward to…"), min_lines=2, max_lines=6
        )
        self._learned_label.setBuddy(self.learned_edit)
        self._ask_label.setBuddy(self.ask_edit)
        name(self.ask_edit, self._ask_label.text(), self.tr("Stays on this desk"))
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self.content.spacing())
        for part in (
            self._asked_label,
            self._learned_label,
            self.learned_edit,
            self._ask_label,
            self.ask_edit,
        ):
            column.addWidget(part)
        inside.setFocusProxy(self.learned_edit)
        self.add(inside)
        self._cover = PrivateCover(self, inside, self.content)

    def cover(self) -> None:
        """Put it out of sight again, for another session stands here now."""
        self._cover.cover()

    def show_session(self, card: SessionCard) -> None:
        """Show whom it is about, and what was to be asked."""
        question = self.tr("What did you learn from {name} today?").format(name=card.first_name)
        self._learned_label.setText(without_mnemonic(question))
        name(self.learned_edit, question, self.tr("Stays on this desk"))
        ask = card.previous.ask_next.strip() if card.previous else ""
        self._asked_label.setText(self.tr("You wanted to ask: {what}").format(what=ask[:600]))
        self._asked_label.setVisible(bool(ask))
