"""The actions of a session: those made in it with a line for the next, and those carried in."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mentor_desk.errors import DeskError
from mentor_desk.services.actions.line import UnderstoodAction
from mentor_desk.services.actions.noting import add_action
from mentor_desk.services.desk import Desk
from mentor_desk.services.sessions.card import SessionCard
from mentor_desk.ui.common.card import Card, Divider
from mentor_desk.ui.common.formatting import local_day
from mentor_desk.ui.common.text import plain_label
from mentor_desk.ui.common.tokens import TextRole
from mentor_desk.ui.sessions.action_line_edit import ActionLineEdit
from mentor_desk.ui.sessions.action_list import ActionList


class ActionsCard(Card):
    """What was promised in this session, and a line to type what comes next."""

    changed = Signal(object)
    refused = Signal(str)
    grown = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.set_title(self.tr("Actions"))
        self._desk = desk
        self._session: SessionCard | None = None
        self._list = ActionList(desk, self.tr("Actions of this session"))
        self._divider = Divider()
        self._line_edit = ActionLineEdit()
        for part in (self._list, self._divider, self._line_edit):
            self.add(part)
        self._list.changed.connect(self.changed)
        self._list.refused.connect(self.refused)
        self._line_edit.entered.connect(self._on_line_edit_entered)
        self._line_edit.grown.connect(self.grown)

    def show_session(self, card: SessionCard, today: date) -> None:
        """Show the actions of a session."""
        self._session = card
        self._list.show_actions(
            card.actions, mentee_name=card.person_name, first_name=card.first_name
        )
        self._divider.setVisible(bool(card.actions))
        self._line_edit.show_mentee(card.person_name, card.first_name, today)

    def take_typed(self) -> bool:
        """Keep what is typed in the line; return whether nothing is left unkept."""
        self._line_edit.take_typed()
        return not self._line_edit.text().strip()

    def clear(self) -> None:
        """Forget what is typed in the line."""
        self._line_edit.clear()

    def _on_line_edit_entered(self, meant: UnderstoodAction) -> None:
        if self._session is None:
            return
        try:
            changes = self._desk.do(
                add_action,
                mentorship_id=self._session.mentorship_id,
                session_id=self._session.id,
                entry=meant.entry,
                today=local_day(self._desk.now()),
            )
        except DeskError as refusal:
            self._line_edit.show_refusal(refusal.sentence)
        else:
            self._line_edit.clear()
            self.changed.emit(changes)


class CarriedInCard(Card):
    """What was still open from earlier sessions when this one began."""

    changed = Signal(object)
    refused = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._list = ActionList(desk, self.tr("Carried in from earlier sessions"), is_short=True)
        self._none_label = plain_label("", TextRole.SMALL, wrap=True)
        self.add(self._list)
        self.add(self._none_label)
        self._list.changed.connect(self.changed)
        self._list.refused.connect(self.refused)

    def keyboard_part(self) -> QWidget:
        """Return what takes the keyboard."""
        return self._list.focusProxy() or self._list

    def show_session(self, card: SessionCard) -> None:
        """Show what was carried into a session."""
        previous = card.previous
        others = [row for row in card.carried_in if row.session_id != getattr(previous, "id", 0)]
        title = self.tr("Carried in")
        if previous is not None and not others:
            title = self.tr("From session {number}").format(number=previous.number)
        self.set_title(title)
        self._list.show_actions(
            card.carried_in, mentee_name=card.person_name, first_name=card.first_name
        )
        none_left = self.tr("Nothing was left open.")
        if previous is None:
            none_left = self.tr("This is the first session; nothing is carried in yet.")
        self._none_label.setText(none_left)
        self._none_label.setVisible(not card.carried_in)
