"""EditorParts: what stands where on the page of a session."""

from datetime import date
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mentor_desk.models.kinds import SessionState
from mentor_desk.services.desk import Desk
from mentor_desk.services.sessions.card import SessionCard
from mentor_desk.ui.common.formatting import local_day
from mentor_desk.ui.common.notes_edit import NotesEdit
from mentor_desk.ui.sessions.actions_card import ActionsCard, CarriedInCard
from mentor_desk.ui.sessions.columns import Columns
from mentor_desk.ui.sessions.editor_header import EditorHeader
from mentor_desk.ui.sessions.facts_card import FactsCard
from mentor_desk.ui.sessions.goals_card import GoalsCard
from mentor_desk.ui.sessions.interest_card import InterestCard
from mentor_desk.ui.sessions.next_card import NextCard
from mentor_desk.ui.sessions.notes_pane import NotesPane


class EditorParts(QWidget):
    """The head, the notes and actions below it, and what belongs to them beside."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.header = EditorHeader()
        self.facts = FactsCard()
        self.agenda_pane = NotesPane(
            self.tr("Agenda"),
            self.tr("stays on this desk"),
            self.tr("What you would like to talk about"),
            min_lines=2,
        )
        self.shared_pane = NotesPane(
            self.tr("Notes you share"),
            self.tr("may appear in their review"),
            self.tr("What you talked about, in words they may read"),
            enters_review=True,
        )
        self.private_pane = NotesPane(
            self.tr("Private notes"),
            self.tr("never leave this desk"),
            self.tr("For your eyes only"),
            is_private=True,
            min_lines=3,
        )
        self.actions_card = ActionsCard(desk)
        self.carried_in = CarriedInCard(desk)
        self.goals = GoalsCard()
        self.interest = InterestCard()
        self.next = NextCard()
        self._build()

    def texts(self) -> dict[str, NotesEdit]:
        """Return the fields in which words are written, by the names they are kept under."""
        return {
            "agenda": self.agenda_pane.edit,
            "shared_notes": self.shared_pane.edit,
            "private_notes": self.private_pane.edit,
            "learned": self.interest.learned_edit,
            "ask_next": self.interest.ask_edit,
        }

    def show_session(self, card: SessionCard, today: date) -> None:
        """Show everything but the words."""
        self.header.show_session(card, today)
        self.facts.show_facts(card, today)
        self.actions_card.show_session(card, today)
        self.carried_in.show_session(card)
        self.goals.show_goals(card.goals, today)
        # Goals are made anew, so tell where in the round of the keyboard they stand.
        for part, following in pairwise(
            (self.carried_in.keyboard_part(), *self.goals.keyboard_parts())
        ):
            QWidget.setTabOrder(part, following)
        self.interest.show_session(card)
        self.next.show_session(card, today)
        is_ahead = card.state is SessionState.PLANNED and local_day(card.starts_at) > today
        if card.agenda.strip() or is_ahead:
            self.agenda_pane.show()

    def open_agenda(self) -> None:
        """Show the agenda and go there."""
        self.agenda_pane.open()

    def cover(self) -> None:
        """Put what stays on this desk out of sight again, for another session stands here now."""
        for part in (self.agenda_pane, self.private_pane, self.interest):
            part.cover()

    def _build(self) -> None:
        first = _column(
            (self.facts, 0),
            (self.agenda_pane, 1),
            (self.shared_pane, 5),
            (self.private_pane, 2),
            (self.actions_card, 0),
        )
        beside = _column((self.carried_in, 0), (self.goals, 0), (self.interest, 0), (self.next, 0))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(28, 20, 28, 20)
        layout.setSpacing(16)
        layout.addWidget(self.header)
        self._columns = Columns(first, beside)
        layout.addWidget(self._columns, 1)
        # Later, for the column has its new height only when all is laid out anew.
        queued = Qt.ConnectionType.QueuedConnection
        self.actions_card.grown.connect(self._on_actions_card_grown, queued)

    def _on_actions_card_grown(self) -> None:
        self._columns.reveal(self.actions_card)


def _column(*parts: tuple[QWidget, int]) -> QWidget:
    column = QWidget()
    layout = QVBoxLayout(column)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(16)
    for part, stretch in parts:
        layout.addWidget(part, stretch)
    return column
