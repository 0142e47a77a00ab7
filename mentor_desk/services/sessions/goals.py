"""Goals as they are moved within a session: one update for each goal and session."""

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session as Db
from sqlalchemy.orm import selectinload

from mentor_desk.errors import InvalidEntryError, NotFoundError, RefusedMoveError
from mentor_desk.models import Goal, MentoringSession, Milestone, ProgressUpdate
from mentor_desk.models.kinds import GoalMeasure, GoalPace, MilestoneState, SessionState
from mentor_desk.services.changes import Area, Changes
from mentor_desk.services.goals.milestones import tick_milestone, untick_milestone
from mentor_desk.services.sessions.records import day_of, session_on_desk


@dataclass(frozen=True, slots=True)
class MilestoneTick:
    """A milestone to tick off."""

    id: int
    title: str
    is_done: bool


@dataclass(frozen=True, slots=True)
class SessionGoal:
    """A goal as a session shows it, in percent.

    `was` is where it stood before the session, `was_on` the day it came there, and `value` where
    the session left it.
    """

    id: int
    title: str
    measure: GoalMeasure
    was: int
    was_on: date | None
    value: int
    pace: GoalPace
    is_open: bool
    is_private: bool
    milestones: tuple[MilestoneTick, ...]


def session_goals(db: Db, *, session_id: int, today: date) -> list[SessionGoal]:
    """Return the goals that are worked on, and those that this session moved.

    What was set only after the day of a held session is left out. Three queries. Raises
    NotFoundError when the session is gone.
    """
    session = session_on_desk(db, session_id)
    query = (
        select(Goal)
        .where(Goal.mentorship_id == session.mentorship_id)
        .options(selectinload(Goal.milestones), selectinload(Goal.updates))
        .order_by(Goal.position, Goal.id)
    )
    goals = [goal for goal in db.scalars(query) if _belongs(goal, session)]
    return [_session_goal(goal, session, today) for goal in goals]


def move_in_session(db: Db, *, session_id: int, goal_id: int, value: int, today: date) -> Changes:
    """Note where a session brought a goal; moving it again corrects what was noted.

    Back where it was before the session, nothing is left of the move but a comment that was
    written. Raises NotFoundError, RefusedMoveError for a closed goal or one measured by its
    milestones, and InvalidEntryError for a value that is no percentage.
    """
    session = session_on_desk(db, session_id)
    goal = _goal(db, session, goal_id)
    if goal.measure is GoalMeasure.MILESTONES:
        raise RefusedMoveError("This goal is moved by its milestones; tick one of them.")
    if not 0 <= value <= 100:
        raise InvalidEntryError("Progress goes from 0 to 100 percent.", field="value")
    before = _before(goal, session)
    was = before.value if before else 0
    update = _here(goal, session)
    if update is None and value != was:
        day = min(day_of(session.starts_at), today)
        db.add(ProgressUpdate(goal_id=goal_id, session_id=session_id, on_day=day, value=value))
    elif update is not None and value == was and not update.comment:
        db.delete(update)
    elif update is not None:
        update.value = value
    db.flush()
    did = f"Moved the goal “{goal.title}” from {was} to {value} %"
    return Changes(Area.GOALS, made=goal_id, did=did, mentorship_id=session.mentorship_id)


def tick_in_session(
    db: Db, *, session_id: int, milestone_id: int, is_done: bool, today: date
) -> Changes:
    """Tick a milestone, or open it again; the progress belongs to the session.

    Raises as `tick_milestone` does, and NotFoundError when the session is gone.
    """
    session = session_on_desk(db, session_id)
    step = db.get(Milestone, milestone_id)
    if step is not None:
        _goal(db, session, step.goal_id)
    tick = tick_milestone if is_done else untick_milestone
    newest = select(ProgressUpdate).order_by(ProgressUpdate.id.desc()).limit(1)
    last = db.scalar(newest.with_only_columns(ProgressUpdate.id)) or 0
    changes = tick(db, milestone_id=milestone_id, today=today)
    made = db.scalar(newest)
    if made is not None and made.id > last:
        made.session_id = session_id
        db.flush()
    return replace(changes, mentorship_id=session.mentorship_id)


def _belongs(goal: Goal, session: MentoringSession) -> bool:
    if _here(goal, session) is not None:
        return True
    is_ahead = session.state is SessionState.PLANNED
    return goal.is_open and (is_ahead or goal.started_on <= day_of(session.starts_at))


def _session_goal(goal: Goal, session: MentoringSession, today: date) -> SessionGoal:
    before, here = _before(goal, session), _here(goal, session)
    was = before.value if before else 0
    value = here.value if here else was
    if goal.measure is GoalMeasure.MILESTONES:
        value = goal.value()
        was = was if here else value
    last_moved = goal.updates[-1].on_day if goal.updates else None
    return SessionGoal(
        id=goal.id,
        title=goal.title,
        measure=goal.measure,
        was=was,
        was_on=before.on_day if before else None,
        value=value,
        pace=goal.pace(value=goal.value(), last_moved=last_moved, today=today),
        is_open=goal.is_open,
        is_private=goal.is_private,
        milestones=tuple(
            MilestoneTick(step.id, step.title, step.state is MilestoneState.DONE)
            for step in goal.milestones
        ),
    )


def _before(goal: Goal, session: MentoringSession) -> ProgressUpdate | None:
    day = day_of(session.starts_at)
    earlier = [
        each for each in goal.updates if each.session_id != session.id and each.on_day <= day
    ]
    return earlier[-1] if earlier else None


def _here(goal: Goal, session: MentoringSession) -> ProgressUpdate | None:
    return next((each for each in goal.updates[::-1] if each.session_id == session.id), None)


def _goal(db: Db, session: MentoringSession, goal_id: int) -> Goal:
    query = select(Goal).where(Goal.id == goal_id, Goal.mentorship_id == session.mentorship_id)
    goal = db.scalar(query.options(selectinload(Goal.updates)))
    if goal is None:
        raise NotFoundError("This goal is no longer on the desk.")
    if not goal.is_open:
        raise RefusedMoveError(f"This goal is {goal.state.value}; make it active to move it.")
    return goal
