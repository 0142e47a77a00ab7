"""The card of the session to come: when it is, and what to ask."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mentor_desk.models.kinds import SessionFormat
from mentor_desk.services.mentees.card import MenteeCard, NextSession
from mentor_desk.services.mentees.overview import LastTime
from mentor_desk.ui.common.buttons import Look, button
from mentor_desk.ui.common.card import Card
from mentor_desk.ui.common.discreet import PrivateCover
from mentor_desk.ui.common.formatting import ago, length, local_day, short_day, short_moment
from mentor_desk.ui.common.text import plain_label
from mentor_desk.ui.common.tokens import TextRole, Tone


class NextCard(Card):
    """Show what comes next with a mentee; its button opens it, or asks to write one up."""

    session_opened = Signal(int)
    log_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        self._button = button("", Look.PRIMARY)
        super().__init__(tone=Tone.ACCENT, trailing=self._button, parent=parent)
        self._session_id: int | None = None
        self._what_label = plain_label("", TextRole.SMALL, wrap=True)
        self._agenda_label = plain_label("", wrap=True)
        self._ask_heading = plain_label(self.tr("Ask about"), TextRole.STRONG)
        self._ask_label = plain_label("", wrap=True)
        self._private = QWidget()
        column = QVBoxLayout(self._private)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self.content.spacing())
        for widget in (self._agenda_label, self._ask_heading, self._ask_label):
            column.addWidget(widget)
        self.add(self._what_label)
        self.add(self._private)
        self._cover = PrivateCover(self, self._private, self.content)
        self._button.clicked.connect(self._on_button_clicked)

    def show_next(
        self, card: MenteeCard, coming: NextSession | None, last: LastTime | None, today: date
    ) -> None:
        """Show the session to come, or that there is none."""
        self._session_id = coming.id if coming else None
        if coming is None:
            self._show_none(card, last, today)
        else:
            self._show_session(coming, today)
        agenda = coming.agenda.strip() if coming else ""
        self._agenda_label.setText(agenda[:600])
        self._agenda_label.setVisible(bool(agenda))
        ask = last.ask_next.strip() if last else ""
        self._ask_label.setText(ask[:600])
        self._ask_heading.setVisible(bool(ask))
        self._ask_label.setVisible(bool(ask))
        self._cover.cover(is_private=bool(agenda or ask))

    def _show_session(self, coming: NextSession, today: date) -> None:
        when = short_moment(coming.starts_at, today)
        if coming.is_past:
            words = self.tr("Session {number} is not written up")
            self.set_title(words.format(number=coming.number))
            self._button.setText(self.tr("Write up"))
            planned = short_day(local_day(coming.starts_at), today)
            self._what_label.setText(self.tr("It was planned for {day}.").format(day=planned))
            return
        self.set_title(when[:1].upper() + when[1:])
        self._button.setText(self.tr("Prepare"))
        words = self.tr("Session {number} · {length}, {format}").format(
            number=coming.number, length=length(coming.minutes), format=self._format(coming.format)
        )
        self._what_label.setText(words)

    def _show_none(self, card: MenteeCard, last: LastTime | None, today: date) -> None:
        self.set_title(self.tr("No session is planned"))
        number = card.next_number
        self._button.setText(self.tr("Log session {number}").format(number=number))
        if last is None:
            self._what_label.setText(self.tr("You have not met yet."))
            return
        when = ago(local_day(last.held_at), today)
        self._what_label.setText(self.tr("You last met {when}.").format(when=when))

    def _format(self, kind: SessionFormat) -> str:
        return {
            SessionFormat.IN_PERSON: self.tr("in person"),
            SessionFormat.VIDEO: self.tr("video"),
            SessionFormat.PHONE: self.tr("phone"),
        }[kind]

    def _on_button_clicked(self) -> None:
        if self._session_id is None:
            self.log_requested.emit()
        else:
            self.session_opened.emit(self._session_id)
