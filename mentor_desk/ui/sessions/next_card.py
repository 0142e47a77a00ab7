"""NextCard: the session after this one, planned or proposed."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mentor_desk.services.sessions.card import SessionCard
from mentor_desk.services.sessions.next_one import NextStep
from mentor_desk.ui.common.buttons import button
from mentor_desk.ui.common.card import Card
from mentor_desk.ui.common.formatting import ahead, local_day, short_moment
from mentor_desk.ui.common.links import LinkLabel
from mentor_desk.ui.common.text import plain_label
from mentor_desk.ui.common.tokens import TextRole
from mentor_desk.ui.sessions.words import session_title


class NextCard(Card):
    """When to meet next; one button plans it as proposed, a door leads to another time."""

    plan_requested = Signal(object)
    other_requested = Signal()
    session_opened = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.set_title(self.tr("Next session"))
        self._step: NextStep | None = None
        self._when_label = plain_label("", wrap=True)
        self._why_label = plain_label("", TextRole.SMALL, wrap=True)
        self._button = button("")
        self._other_link = LinkLabel(self.tr("Another time…"), TextRole.SMALL)
        self.add_row(self._when_label, self._button)
        self.add_row(self._why_label, self._other_link)
        self._button.clicked.connect(self._on_button_clicked)
        self._other_link.opened.connect(self.other_requested)

    def show_session(self, card: SessionCard, today: date) -> None:
        """Show what follows a session."""
        self._step = card.next_step
        self.setVisible(card.is_ongoing or card.next_step is not None)
        self._other_link.setVisible(self._step is not None and self._step.session_id is None)
        if self._step is None:
            self._when_label.setText(self.tr("Nothing is planned."))
            self._why_label.setText(self.tr("No rhythm was agreed."))
            self._button.setText(self.tr("Plan it…"))
            return
        self._when_label.setText(short_moment(self._step.starts_at, today))
        far = ahead(local_day(self._step.starts_at), today)
        if self._step.number is not None:
            title = session_title(self._step.number)
            is_past = local_day(self._step.starts_at) < today
            self._why_label.setText(title if is_past else f"{title} · {far}")
            self._button.setText(self.tr("Open"))
        else:
            self._why_label.setText(self.tr("{far}, as agreed").format(far=far))
            self._button.setText(self.tr("Plan it"))

    def _on_button_clicked(self) -> None:
        if self._step is None:
            self.other_requested.emit()
        elif self._step.session_id is None:
            self.plan_requested.emit(self._step)
        else:
            self.session_opened.emit(self._step.session_id)
