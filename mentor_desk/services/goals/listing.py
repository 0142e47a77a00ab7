"""Goals as they stand: the line of a list, and one goal shown whole."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from mentor_desk.errors import NotFoundError
from mentor_desk.models.kinds import GoalMeasure, GoalPace, GoalState, MilestoneState, Owner
from mentor_desk.models.rules import (
    GOAL_MOVES,
    days_past,
    goal_pace,
    planned_value,
    share_done,
)
from mentor_desk.services.goals.words import Standing
from mentor_desk.storage.reading import Reader, as_day

SHOWN_ORDER = (
    GoalState.ACTIVE,
    GoalState.DRAFT,
    GoalState.DEFERRED,
    GoalState.ACHIEVED,
    GoalState.PARTLY_ACHIEVED,
    GoalState.DROPPED,
)

_FIELDS = """
    SELECT goals.id, goals.mentorship_id, goals.title, goals.state, measure, goals.started_on,
           target_on, goals.closed_on, goals.is_private
"""
_OF_MENTORSHIP = f"""{_FIELDS} FROM goals WHERE mentorship_id = :mentorship
    ORDER BY position, goals.id
"""
_MILESTONES = """
    SELECT milestones.id, goal_id, milestones.title, weight, milestones.state, done_on
    FROM milestones JOIN goals ON goals.id = goal_id WHERE {where}
    ORDER BY milestones.position, milestones.id
"""
_UPDATES = """
    SELECT goal_id, progress_updates.id, on_day, value, comment, by, session_id
    FROM progress_updates JOIN goals ON goals.id = goal_id WHERE {where}
    ORDER BY on_day, progress_updates.id
"""
_THESE, _THIS = "goals.mentorship_id = :mentorship", "goals.id = :goal"


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


def list_goals(reader: Reader, *, mentorship_id: int, today: date) -> list[GoalRow]:
    """Return the goals of a mentorship: active, drafts, deferred, then those that are over.

    Three queries, however many goals there are.
    """
    goals = reader.rows(_OF_MENTORSHIP, mentorship=mentorship_id)
    steps = _milestones(reader.rows(_MILESTONES.format(where=_THESE), mentorship=mentorship_id))
    moves = _updates(reader.rows(_UPDATES.format(where=_THESE), mentorship=mentorship_id))
    rows = [_row(goal, steps.get(goal[0], ()), moves.get(goal[0], ()), today) for goal in goals]
    return sorted(rows, key=lambda row: SHOWN_ORDER.index(row.state))


def goal_card(reader: Reader, *, goal_id: int, today: date) -> GoalCard:
    """Return one goal whole. Raises NotFoundError when it is gone."""
    found = reader.row(
        f"""{_FIELDS}, people.id, people.display_name, why, success_criteria
        FROM goals JOIN mentorships ON mentorships.id = mentorship_id
        JOIN people ON people.id = person_id WHERE goals.id = :goal""",
        goal=goal_id,
    )
    if found is None:
        raise NotFoundError("This goal is no longer on the desk.")
    *goal, person_id, person_name, why, success_criteria = found
    steps = _milestones(reader.rows(_MILESTONES.format(where=_THIS), goal=goal_id))
    moves = _updates(reader.rows(_UPDATES.format(where=_THIS), goal=goal_id))
    row = _row(goal, steps.get(goal_id, ()), moves.get(goal_id, ()), today)
    return GoalCard(
        row=row,
        person_id=person_id,
        person_name=person_name,
        why=why,
        success_criteria=success_criteria,
        milestones=tuple(steps.get(goal_id, ())),
        next_states=GOAL_MOVES[row.state],
    )


def _row(
    line: Sequence[Any],
    milestones: Sequence[MilestoneRow],
    updates: Sequence[UpdateRow],
    today: date,
) -> GoalRow:
    each, mentorship_id, title, state, measure, started, target, closed, is_private = line
    started_on, target_on = date.fromisoformat(started), as_day(target)
    if measure == GoalMeasure.MILESTONES:
        value = share_done((step.weight, step.is_done) for step in milestones)
    else:
        value = updates[-1].value if updates else 0
    last_moved = updates[-1].on_day if updates else None
    return GoalRow(
        id=each,
        mentorship_id=mentorship_id,
        title=title,
        state=GoalState(state),
        measure=GoalMeasure(measure),
        value=value,
        standing=_standing(GoalState(state), value, started_on, target_on, last_moved, today=today),
        started_on=started_on,
        target_on=target_on,
        closed_on=as_day(closed),
        is_private=bool(is_private),
        milestones_done=sum(step.is_done for step in milestones),
        milestones=len(milestones),
        updates=tuple(updates),
    )


def _standing(
    state: GoalState,
    value: int,
    started_on: date,
    target_on: date | None,
    last_moved: date | None,
    *,
    today: date,
) -> Standing:
    return Standing(
        state=state,
        pace=goal_pace(
            state,
            value=value,
            started_on=started_on,
            target_on=target_on,
            last_moved=last_moved,
            today=today,
        ),
        value=value,
        planned=planned_value(started_on, target_on, today),
        days_overdue=days_past(target_on, today) if state is GoalState.ACTIVE else 0,
        days_since_move=(today - (last_moved or started_on)).days,
        was_moved=last_moved is not None,
    )


def _milestones(lines: Iterable[tuple[Any, ...]]) -> dict[int, list[MilestoneRow]]:
    found: dict[int, list[MilestoneRow]] = {}
    for each, goal_id, title, weight, state, done_on in lines:
        is_done = state == MilestoneState.DONE
        row = MilestoneRow(each, goal_id, title, weight, is_done, as_day(done_on))
        found.setdefault(goal_id, []).append(row)
    return found


def _updates(lines: Iterable[tuple[Any, ...]]) -> dict[int, list[UpdateRow]]:
    found: dict[int, list[UpdateRow]] = {}
    for goal_id, each, day, value, comment, by, session_id in lines:
        rows = found.setdefault(goal_id, [])
        before = rows[-1].value if rows else 0
        on_day = date.fromisoformat(day)
        rows.append(UpdateRow(each, goal_id, on_day, before, value, comment, Owner(by), session_id))
    return found
