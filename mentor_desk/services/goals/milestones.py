"""Milestones of a goal: add, change, tick off, put in order, delete."""

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session as Db

from mentor_desk.errors import InvalidEntryError, NotFoundError, RefusedMoveError
from mentor_desk.models import Goal, Milestone
from mentor_desk.models.kinds import MilestoneState, Owner
from mentor_desk.services.changes import Area, Changes
from mentor_desk.services.entry import required_line
from mentor_desk.services.goals.progress import note_value, take_back_note

LONGEST_TITLE = 300


def add_milestone(db: Db, *, goal_id: int, title: str, today: date, weight: int = 1) -> Changes:
    """Add a milestone at the end. Raises NotFoundError, InvalidEntryError naming the field."""
    goal = _goal(db, goal_id)
    last = select(func.max(Milestone.position)).where(Milestone.goal_id == goal_id)
    step = Milestone(goal_id=goal_id, position=(db.scalar(last) or 0) + 1)
    _fill(step, title, weight)
    db.add(step)
    db.flush()
    note_value(db, goal, today=today, comment=f"Milestone added: {step.title}")
    return Changes(Area.GOALS, made=step.id, did=f"Added the milestone “{step.title}”")


def edit_milestone(db: Db, *, milestone_id: int, title: str, weight: int, today: date) -> Changes:
    """Change the words and the weight. Raises NotFoundError, InvalidEntryError."""
    step, goal = _milestone(db, milestone_id)
    _fill(step, title, weight)
    db.flush()
    note_value(db, goal, today=today, comment=f"Milestone changed: {step.title}")
    return Changes(Area.GOALS, did=f"Changed the milestone “{step.title}”")


def tick_milestone(db: Db, *, milestone_id: int, today: date, by: Owner = Owner.MENTOR) -> Changes:
    """Mark a milestone as done, which moves a goal measured by milestones.

    Ticking what is done changes nothing. Raises NotFoundError, and RefusedMoveError when the
    goal is closed.
    """
    step, goal = _milestone(db, milestone_id)
    _refuse_closed(goal)
    if step.state is not MilestoneState.DONE:
        step.become(MilestoneState.DONE, today)
        db.flush()
        note_value(db, goal, today=today, comment=_done(step), by=by)
    return Changes(Area.GOALS, did=f"Ticked the milestone “{step.title}”")


def untick_milestone(db: Db, *, milestone_id: int, today: date) -> Changes:
    """Open a milestone again; a tick of the same day leaves no trace in the history.

    Raises NotFoundError, and RefusedMoveError when the goal is closed.
    """
    step, goal = _milestone(db, milestone_id)
    _refuse_closed(goal)
    step.become(MilestoneState.OPEN, today)
    db.flush()
    take_back_note(db, goal, today=today, comment=_done(step))
    note_value(db, goal, today=today, comment=f"Milestone opened again: {step.title}")
    return Changes(Area.GOALS, did=f"Opened the milestone “{step.title}” again")


def move_milestone(db: Db, *, milestone_id: int, to: int) -> Changes:
    """Put a milestone in another place, counted from 0; beyond the ends means at the end.

    Where it stands already, nothing changes. Raises NotFoundError.
    """
    step, goal = _milestone(db, milestone_id)
    query = select(Milestone).where(Milestone.goal_id == goal.id)
    before = list(db.scalars(query.order_by(Milestone.position, Milestone.id)))
    steps = [each for each in before if each is not step]
    steps.insert(max(0, to), step)
    if steps != before:
        for position, each in enumerate(steps, start=1):
            each.position = position
        db.flush()
    return Changes(Area.GOALS, did=f"Moved the milestone “{step.title}”")


def delete_milestone(db: Db, *, milestone_id: int, today: date) -> Changes:
    """Delete a milestone. Raises NotFoundError."""
    step, goal = _milestone(db, milestone_id)
    title = step.title
    db.delete(step)
    db.flush()
    note_value(db, goal, today=today, comment=f"Milestone deleted: {title}")
    return Changes(Area.GOALS, did=f"Deleted the milestone “{title}”")


def _fill(step: Milestone, title: str, weight: int) -> None:
    step.title = required_line(
        title, "A milestone needs a few words.", field="title", longest=LONGEST_TITLE
    )
    if not 1 <= weight <= 100:
        raise InvalidEntryError("The weight of a milestone is from 1 to 100.", field="weight")
    step.weight = weight


def _done(step: Milestone) -> str:
    return f"Milestone done: {step.title}"


def _refuse_closed(goal: Goal) -> None:
    if not goal.is_open:
        raise RefusedMoveError(f"This goal is {goal.state.value}; make it active to move it.")


def _goal(db: Db, goal_id: int) -> Goal:
    goal = db.get(Goal, goal_id)
    if goal is None:
        raise NotFoundError("This goal is no longer on the desk.")
    return goal


def _milestone(db: Db, milestone_id: int) -> tuple[Milestone, Goal]:
    step = db.get(Milestone, milestone_id)
    if step is None:
        raise NotFoundError("This milestone is no longer on the desk.")
    return step, db.get_one(Goal, step.goal_id)
