"""The overview of one mentee: goals, open actions, what comes next, what happened lately."""

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from mentor_desk.errors import DeskError
from mentor_desk.models.kinds import Owner
from mentor_desk.services.actions import ActionRow, open_action, tick_action
from mentor_desk.services.changes import Area, Changes
from mentor_desk.services.desk import Desk
from mentor_desk.services.goal_list import GoalRow
from mentor_desk.services.mentee_card import MenteeCard, mentee_card
from mentor_desk.services.mentee_lately import LatelyKind, LatelyRow
from mentor_desk.services.mentee_overview import MenteeOverview, mentee_overview
from mentor_desk.ui.common import theme
from mentor_desk.ui.common.buttons import button
from mentor_desk.ui.common.card import Card
from mentor_desk.ui.common.check_line import CheckLine
from mentor_desk.ui.common.formatting import by_day, due, local_day
from mentor_desk.ui.common.text import name, one_line, plain_label
from mentor_desk.ui.common.tokens import TextRole, Tone
from mentor_desk.ui.mentees.filling import empty
from mentor_desk.ui.mentees.goal_line import GoalLine
from mentor_desk.ui.mentees.lately import LatelyCard
from mentor_desk.ui.mentees.next_card import NextCard

_NARROW = 640


class OverviewTab(QScrollArea):
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
        card = self._desk.run(mentee_card, mentorship_id=self._mentorship_id, now=now)
        overview = self._desk.run(mentee_overview, mentorship_id=self._mentorship_id, now=now)
        today = local_day(now)
        self._show_goals(overview, today)
        self._show_actions(overview, card, today)
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
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._goal_button = button(self.tr("+ Goal"))
        name(self._goal_button, self.tr("Set a goal"))
        self._goals_card = Card(self.tr("Goals"), trailing=self._goal_button)
        self._actions_card = Card(self.tr("Open actions"))
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
        self._next_card.session_opened.connect(self.session_opened)
        self._next_card.log_requested.connect(self._on_log_requested)
        self._lately_card.opened.connect(self._on_lately_opened)

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

    def _show_actions(self, overview: MenteeOverview, card: MenteeCard, today: date) -> None:
        empty(self._actions_card.content)
        for place, action in enumerate(overview.actions):
            if place:
                self._actions_card.add_line()
            self._actions_card.add(self._action_line(action, card, today))
        if not overview.actions:
            nothing = self.tr("Nothing is open. Actions are written down in a session.")
            self._actions_card.add(plain_label(nothing, TextRole.SOFT, wrap=True))

    def _action_line(self, action: ActionRow, card: MenteeCard, today: date) -> CheckLine:
        pill, tone = "", Tone.PLAIN
        if action.due_on is not None and action.due_on <= today:
            pill = due(action.due_on, today)
            tone = Tone.RED if action.days_late else Tone.GOLD
        who = self._who_and_when(action, card, today)
        line = CheckLine(one_line(action.text), who, pill=pill, pill_tone=tone)
        line.ticked.connect(lambda is_done: self._on_action_ticked(action, is_done=is_done))
        return line

    def _who_and_when(self, action: ActionRow, card: MenteeCard, today: date) -> str:
        who = self.tr("you") if action.owner is Owner.MENTOR else card.first_name
        if action.due_on is None:
            return who
        return self.tr("{who}, {by_day}").format(who=who, by_day=by_day(action.due_on, today))

    def _on_action_ticked(self, action: ActionRow, *, is_done: bool) -> None:
        today = local_day(self._desk.now())
        verb = tick_action if is_done else open_action
        try:
            changes = self._desk.do(verb, action_id=action.id, today=today)
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
