"""Goals as they stand: the line of a list, and one goal shown whole."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import Session as Db
from sqlalchemy.orm import selectinload

from mentor_desk.errors import NotFoundError
from mentor_desk.models import Goal, Mentorship, Milestone, Person
from mentor_desk.models.goal import MOVES
from mentor_desk.models.kinds import GoalMeasure, GoalPace, GoalState, MilestoneState, Owner
from mentor_desk.services.goal_words import Standing

SHOWN_ORDER = (
    GoalState.ACTIVE,
    GoalState.DRAFT,
    GoalState.DEFERRED,
    GoalState.ACHIEVED,
    GoalState.PARTLY_ACHIEVED,
    GoalState.DROPPED,
)


@dataclass(frozen=True, slots=True)
class UpdateRow:
    """One progress update; `before` is the value until then."""

    id: int
    goal_id: int
    on_day: date
    before: int
    value: int
    comment: str
    by: Owner
    session_id: int | None


@dataclass(frozen=True, slots=True)
class MilestoneRow:
    """One milestone of a goal."""

    id: int
    goal_id: int
    title: str
    weight: int
    is_done: bool
    done_on: date | None


@dataclass(frozen=True, slots=True)
class GoalRow:
    """One line of a list of goals; `updates` are its history, oldest first."""

    id: int
    mentorship_id: int
    title: str
    state: GoalState
    measure: GoalMeasure
    value: int
    standing: Standing
    started_on: date
    target_on: date | None
    closed_on: date | None
    is_private: bool
    milestones_done: int
    milestones: int
    updates: tuple[UpdateRow, ...]

    @property
    def pace(self) -> GoalPace:
        """How the goal stands today."""
        return self.standing.pace

    @property
    def is_open(self) -> bool:
        """Whether it is still a draft or worked on."""
        return self.pace is not GoalPace.CLOSED

    @property
    def last_update(self) -> UpdateRow | None:
        """The latest progress update."""
        return self.updates[-1] if self.updates else None

    @property
    def points(self) -> tuple[tuple[date, int], ...]:
        """The history as days and percent, beginning with nothing on the first day."""
        moved = tuple((update.on_day, update.value) for update in self.updates)
        first = min(self.started_on, moved[0][0]) if moved else self.started_on
        return ((first, 0), *moved)


@dataclass(frozen=True, slots=True)
class GoalCard:
    """One goal shown whole, with the states it can go over to."""

    row: GoalRow
    person_id: int
    person_name: str
    why: str
    success_criteria: str
    milestones: tuple[MilestoneRow, ...]
    next_states: tuple[GoalState, ...]


def list_goals(db: Db, *, mentorship_id: int, today: date) -> list[GoalRow]:
    """Return the goals of a mentorship: active, drafts, deferred, then those that are over.

    Three queries, however many goals there are.
    """
    query = _whole().where(Goal.mentorship_id == mentorship_id).order_by(Goal.position, Goal.id)
    rows = [goal_row(goal, today) for goal in db.scalars(query)]
    return sorted(rows, key=lambda row: SHOWN_ORDER.index(row.state))


def goal_card(db: Db, *, goal_id: int, today: date) -> GoalCard:
    """Return one goal whole. Raises NotFoundError when it is gone."""
    goal = db.scalar(_whole().where(Goal.id == goal_id))
    if goal is None:
        raise NotFoundError("This goal is no longer on the desk.")
    person = db.execute(
        select(Person.id, Person.display_name)
        .join(Mentorship, Mentorship.person_id == Person.id)
        .where(Mentorship.id == goal.mentorship_id)
    ).one()
    return GoalCard(
        row=goal_row(goal, today),
        person_id=person.id,
        person_name=person.display_name,
        why=goal.why,
        success_criteria=goal.success_criteria,
        milestones=tuple(_milestone_row(step) for step in goal.milestones),
        next_states=MOVES[goal.state],
    )


def goal_row(goal: Goal, today: date) -> GoalRow:
    """Return the line of a goal; needs its milestones and updates loaded."""
    updates = _update_rows(goal)
    value = goal.value()
    last_moved = updates[-1].on_day if updates else None
    return GoalRow(
        id=goal.id,
        mentorship_id=goal.mentorship_id,
        title=goal.title,
        state=goal.state,
        measure=goal.measure,
        value=value,
        standing=_standing(goal, value, last_moved, today),
        started_on=goal.started_on,
        target_on=goal.target_on,
        closed_on=goal.closed_on,
        is_private=goal.is_private,
        milestones_done=sum(step.state is MilestoneState.DONE for step in goal.milestones),
        milestones=len(goal.milestones),
        updates=updates,
    )


def _whole() -> Select[Goal]:
    return select(Goal).options(selectinload(Goal.milestones), selectinload(Goal.updates))


def _standing(goal: Goal, value: int, last_moved: date | None, today: date) -> Standing:
    return Standing(
        state=goal.state,
        pace=goal.pace(value=value, last_moved=last_moved, today=today),
        value=value,
        planned=goal.planned_value(today),
        days_overdue=goal.days_overdue(today),
        days_since_move=(today - (last_moved or goal.started_on)).days,
        was_moved=last_moved is not None,
    )


def _update_rows(goal: Goal) -> tuple[UpdateRow, ...]:
    rows: list[UpdateRow] = []
    before = 0
    for update in goal.updates:
        rows.append(
            UpdateRow(
                id=update.id,
                goal_id=goal.id,
                on_day=update.on_day,
                before=before,
                value=update.value,
                comment=update.comment,
                by=update.by,
                session_id=update.session_id,
            )
        )
        before = update.value
    return tuple(rows)


def _milestone_row(step: Milestone) -> MilestoneRow:
    is_done = step.state is MilestoneState.DONE
    return MilestoneRow(step.id, step.goal_id, step.title, step.weight, is_done, step.done_on)
