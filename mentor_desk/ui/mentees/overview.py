"""The overview of one mentee: goals, open actions, what comes next, what happened lately."""

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from mentor_desk.errors import DeskError
from mentor_desk.services.changes import Area, Changes
from mentor_desk.services.desk import Desk
from mentor_desk.services.goals.listing import GoalRow
from mentor_desk.services.mentees.card import MenteeCard, mentee_card
from mentor_desk.services.mentees.lately import LatelyKind, LatelyRow
from mentor_desk.services.mentees.overview import MenteeOverview, mentee_overview
from mentor_desk.ui.common import theme
from mentor_desk.ui.common.buttons import button
from mentor_desk.ui.common.card import Card
from mentor_desk.ui.common.discreet import discretion
from mentor_desk.ui.common.formatting import local_day
from mentor_desk.ui.common.scrolled_area import ScrolledArea
from mentor_desk.ui.common.text import name, plain_label
from mentor_desk.ui.common.tokens import TextRole
from mentor_desk.ui.mentees.actions_card import ActionsCard
from mentor_desk.ui.mentees.filling import empty
from mentor_desk.ui.mentees.goal_line import GoalLine
from mentor_desk.ui.mentees.lately import LatelyCard
from mentor_desk.ui.mentees.next_card import NextCard

_NARROW = 640


class OverviewTab(ScrolledArea):
    """Show what happens with one mentee; every line is a door, every action can be ticked."""

    SHOWS = (
        Area.GOALS
        | Area.ACTIONS
        | Area.SESSIONS
        | Area.INTRODUCTIONS
        | Area.SHARING
        | Area.MENTORSHIPS
    )

    changed = Signal(object)
    refused = Signal(str)
    session_opened = Signal(int)
    goal_opened = Signal(int)
    introduction_opened = Signal(int)
    share_opened = Signal(int)
    goal_requested = Signal(int)
    log_session_requested = Signal(int)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._mentorship_id: int | None = None
        # Whoever has read the mentee already puts the card here, so that it is read once.
        self.card: MenteeCard | None = None
        self._build()
        self._connect()

    def show_mentee(self, person_id: int, mentorship_id: int) -> None:
        """Show the overview of this mentee."""
        del person_id
        if mentorship_id != self._mentorship_id:
            self.verticalScrollBar().setValue(0)
        self._mentorship_id = mentorship_id
        self.reload()

    def count(self) -> int | None:
        """Return nothing, for an overview is not counted."""
        return None

    def react_to(self, changes: Changes) -> None:
        """Read again if what changed is shown here."""
        if changes.areas & self.SHOWS:
            self.reload()

    def reload(self) -> None:
        """Show everything as it stands now."""
        if self._mentorship_id is None:
            return
        now = self._desk.now()
        card = self.card
        if card is None or card.mentorship_id != self._mentorship_id:
            card = self._desk.look(mentee_card, mentorship_id=self._mentorship_id, now=now)
        overview = self._desk.look(mentee_overview, mentorship_id=self._mentorship_id, now=now)
        today = local_day(now)
        self._show_goals(overview, today)
        self._actions_card.show_rows(overview.actions, card.first_name, today)
        self._next_card.show_next(card, overview.next_session, overview.last_time, today)
        self._next_card.setVisible(card.is_ongoing)
        self._lately_card.show_rows(overview.lately, today)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_narrow = self.viewport().width() < theme.scaled(_NARROW)
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._columns.setDirection(down if is_narrow else across)

    def _build(self) -> None:
        self._goal_button = button(self.tr("+ Goal"))
        name(self._goal_button, self.tr("Set a goal"))
        self._goals_card = Card(self.tr("Goals"), trailing=self._goal_button)
        self._actions_card = ActionsCard()
        self._next_card = NextCard()
        self._lately_card = LatelyCard()
        page = QWidget()
        page.setProperty("page", True)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight, page)
        self._columns.setContentsMargins(0, 16, 0, 20)
        self._columns.setSpacing(16)
        self._columns.addLayout(_column(self._goals_card, self._actions_card), 3)
        self._columns.addLayout(_column(self._next_card, self._lately_card), 2)
        self.setWidget(page)

    def _connect(self) -> None:
        self._goal_button.clicked.connect(self._on_goal_button_clicked)
        self._actions_card.tick_requested.connect(self._on_tick_requested)
        self._actions_card.drop_requested.connect(self._on_drop_requested)
        self._actions_card.deletion_requested.connect(self._on_deletion_requested)
        self._actions_card.session_opened.connect(self.session_opened)
        self._next_card.session_opened.connect(self.session_opened)
        self._next_card.log_requested.connect(self._on_log_requested)
        self._lately_card.opened.connect(self._on_lately_opened)
        discretion().changed.connect(self.reload)

    def _show_goals(self, overview: MenteeOverview, today: date) -> None:
        empty(self._goals_card.content)
        for place, goal in enumerate(overview.goals):
            if place:
                self._goals_card.add_line()
            self._goals_card.add(self._goal_line(goal, today))
        if not overview.goals:
            nothing = (
                self.tr("Every goal is closed. What comes next?")
                if overview.closed_goals
                else self.tr("No goal yet. What would they like to be able to say in six months?")
            )
            self._goals_card.add(plain_label(nothing, TextRole.SOFT, wrap=True))

    def _goal_line(self, goal: GoalRow, today: date) -> GoalLine:
        line = GoalLine(goal, today)
        line.opened.connect(self.goal_opened)
        return line

    def _on_tick_requested(self, action_id: int, is_done: bool) -> None:
        from mentor_desk.services.actions.noting import open_action, tick_action  # noqa: PLC0415

        verb = tick_action if is_done else open_action
        self._do(verb, action_id=action_id, today=local_day(self._desk.now()))

    def _on_drop_requested(self, action_id: int) -> None:
        from mentor_desk.services.actions.noting import drop_action  # noqa: PLC0415

        self._do(drop_action, action_id=action_id, today=local_day(self._desk.now()))

    def _on_deletion_requested(self, action_id: int) -> None:
        from mentor_desk.services.actions.noting import delete_action  # noqa: PLC0415

        self._do(delete_action, action_id=action_id)

    def _do(self, verb: Callable[..., Changes], **entry: Any) -> None:
        try:
            changes = self._desk.do(verb, **entry)
        except DeskError as refusal:
            self.refused.emit(refusal.sentence)
            self.reload()
        else:
            self.changed.emit(changes)

    def _on_goal_button_clicked(self) -> None:
        if self._mentorship_id is not None:
            self.goal_requested.emit(self._mentorship_id)

    def _on_log_requested(self) -> None:
        if self._mentorship_id is not None:
            self.log_session_requested.emit(self._mentorship_id)

    def _on_lately_opened(self, row: LatelyRow) -> None:
        {
            LatelyKind.SESSION: self.session_opened,
            LatelyKind.GOAL: self.goal_opened,
            LatelyKind.INTRODUCED: self.introduction_opened,
            LatelyKind.MET: self.introduction_opened,
            LatelyKind.FINISHED: self.share_opened,
        }[row.kind].emit(row.id)


def _column(*cards: QWidget) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(16)
    for card in cards:
        column.addWidget(card)
    column.addStretch(1)
    return column
