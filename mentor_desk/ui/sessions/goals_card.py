"""GoalsCard: the goals moved in a session, by slider or by ticking milestones."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mentor_desk.models.kinds import GoalMeasure, GoalPace
from mentor_desk.services.sessions.goals import SessionGoal
from mentor_desk.ui.common.card import Card, Divider
from mentor_desk.ui.common.check_line import CheckLine
from mentor_desk.ui.common.discreet import discretion, for_all
from mentor_desk.ui.common.formatting import percent, short_day
from mentor_desk.ui.common.goal_look import pace_tone
from mentor_desk.ui.common.goal_slider import GoalSlider
from mentor_desk.ui.common.links import LinkLabel
from mentor_desk.ui.common.text import plain_label
from mentor_desk.ui.common.tokens import TextRole


class GoalsCard(Card):
    """Each goal with where it stood before; `goal_moved` carries its id and percent."""

    goal_moved = Signal(int, int)
    milestone_ticked = Signal(int, bool)
    goal_opened = Signal(int)
    goals_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.set_title(self.tr("Move the goals"))
        self._today = date.min
        self._given: tuple[SessionGoal, ...] = ()
        self._goals: tuple[SessionGoal, ...] = ()
        self._parts: dict[int, _GoalPart] = {}
        self._body: QWidget | None = None
        self._show_none()
        discretion().changed.connect(self._on_discretion_changed)

    def show_goals(self, goals: Sequence[SessionGoal], today: date) -> None:
        """Show these goals; while they are the same ones, what has the keyboard keeps it."""
        self._given = tuple(goals)
        goals = [_for_all(goal) for goal in goals]
        same = self._today == today and _fixed(self._goals) == _fixed(goals)
        self._goals, self._today = tuple(goals), today
        if goals and same:
            for goal in goals:
                self._parts[goal.id].show_goal(goal, today)
        elif goals:
            self._build_goals()
        else:
            self._show_none()

    def part(self, goal_id: int) -> "_GoalPart":
        """Return the part that shows a goal."""
        return self._parts[goal_id]

    def keyboard_parts(self) -> list[QWidget]:
        """Return what takes the keyboard, from the top down."""
        return [part for goal in self._parts.values() for part in goal.keyboard_parts()]

    def _build_goals(self) -> None:
        column = self._fresh_column()
        for place, goal in enumerate(self._goals):
            if place:
                column.addWidget(Divider())
            part = _GoalPart(goal, self._today)
            part.moved.connect(partial(self.goal_moved.emit, goal.id))
            part.ticked.connect(self.milestone_ticked)
            part.opened.connect(partial(self.goal_opened.emit, goal.id))
            self._parts[goal.id] = part
            column.addWidget(part)

    def _show_none(self) -> None:
        column = self._fresh_column()
        column.addWidget(plain_label(self.tr("No goal is worked on."), TextRole.SMALL, wrap=True))
        door = LinkLabel(self.tr("Set a goal on the mentee's page"), TextRole.SMALL)
        door.opened.connect(self.goals_wanted)
        column.addWidget(door)

    def _fresh_column(self) -> QVBoxLayout:
        if self._body is not None:
            self.content.removeWidget(self._body)
            self._body.hide()
            self._body.deleteLater()
        self._parts = {}
        self._body = QWidget()
        column = QVBoxLayout(self._body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.content.addWidget(self._body)
        return column

    def _on_discretion_changed(self) -> None:
        self.show_goals(self._given, self._today)


class _GoalPart(QWidget):
    moved = Signal(int)
    ticked = Signal(int, bool)
    opened = Signal()

    def __init__(self, goal: SessionGoal, today: date) -> None:
        super().__init__()
        self.slider: GoalSlider | None = None
        self.lines: dict[int, CheckLine] = {}
        self._title_link: LinkLabel | None = None
        self._value_label = plain_label("", TextRole.STRONG)
        self._caption_label = plain_label("", TextRole.SMALL, wrap=True)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)
        if goal.is_open and goal.measure is GoalMeasure.PERCENT:
            self._build_slider(goal)
        else:
            self._build_steps(goal)
        self.show_goal(goal, today)

    def show_goal(self, goal: SessionGoal, today: date) -> None:
        caption = self._caption(goal, today)
        self._value_label.setText(percent(goal.value / 100))
        self._caption_label.setText(caption)
        if self.slider is not None:
            self.slider.set_caption(caption)
            if self.slider.value() != goal.value:
                self.slider.set_value(goal.value)
        for step in goal.milestones:
            if step.id in self.lines:
                self.lines[step.id].set_done(step.is_done)

    def keyboard_parts(self) -> list[QWidget]:
        if self.slider is not None:
            return [self.slider.focusProxy() or self.slider]
        return [self._title_link, *self.lines.values()] if self._title_link else []

    def _build_slider(self, goal: SessionGoal) -> None:
        tone = pace_tone(goal.pace)
        self.slider = GoalSlider(goal.title, goal.value, was=goal.was, tone=tone)
        self.slider.settled.connect(self.moved)
        self._column.addWidget(self.slider)

    def _build_steps(self, goal: SessionGoal) -> None:
        head = QHBoxLayout()
        self._title_link = LinkLabel(goal.title, TextRole.BODY)
        self._title_link.opened.connect(self.opened)
        head.addWidget(self._title_link, 1)
        head.addWidget(self._value_label)
        self._column.addLayout(head)
        self._column.addWidget(self._caption_label)
        if not goal.is_open:
            return
        for step in goal.milestones:
            line = CheckLine(step.title, is_done=step.is_done)
            line.ticked.connect(partial(self.ticked.emit, step.id))
            self.lines[step.id] = line
            self._column.addWidget(line)

    def _caption(self, goal: SessionGoal, today: date) -> str:
        parts = [self._history(goal, today)]
        if not goal.is_open:
            parts.append(self.tr("closed since"))
        if goal.pace is GoalPace.OVERDUE:
            parts.append(self.tr("past its target"))
        if goal.is_private:
            parts.append(self.tr("private"))
        return " · ".join(parts)

    def _history(self, goal: SessionGoal, today: date) -> str:
        was = percent(goal.was / 100)
        if goal.was_on is None and goal.value == goal.was:
            return self._first_words(goal)
        if goal.was_on is None:
            return self.tr("was {percent}").format(percent=was)
        day = short_day(goal.was_on, today)
        if goal.value == goal.was:
            return self.tr("no change since {day}").format(day=day)
        return self.tr("was {percent} on {day}").format(percent=was, day=day)

    def _first_words(self, goal: SessionGoal) -> str:
        if goal.measure is GoalMeasure.PERCENT:
            return self.tr("not moved yet")
        done = sum(step.is_done for step in goal.milestones)
        words = self.tr("{done} of {all} milestones")
        return words.format(done=done, all=len(goal.milestones))


def _for_all(goal: SessionGoal) -> SessionGoal:
    def said(words: str) -> str:
        return for_all(words, is_private=goal.is_private)

    steps = tuple(replace(step, title=said(step.title)) for step in goal.milestones)
    return replace(goal, title=said(goal.title), milestones=steps)


def _fixed(goals: Sequence[SessionGoal]) -> list[SessionGoal]:
    # What moving a goal changes; all else means that other parts have to be made.
    return [
        replace(
            goal,
            value=0,
            milestones=tuple(replace(step, is_done=False) for step in goal.milestones),
        )
        for goal in goals
    ]
