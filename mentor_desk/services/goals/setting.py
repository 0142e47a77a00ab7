"""Set goals, change them, close them and delete them."""

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session as Db

from mentor_desk.errors import InvalidEntryError, NotFoundError, RefusedMoveError
from mentor_desk.models import Goal, Mentorship
from mentor_desk.models.kinds import GoalMeasure, GoalState
from mentor_desk.models.rules import GOAL_MOVES
from mentor_desk.services.changes import Area, Changes
from mentor_desk.services.entry import clean_text, required_line
from mentor_desk.services.goals.progress import note_value

LONGEST_REASON = 10_000


@dataclass(frozen=True, slots=True)
class GoalEntry:
    """What can be entered about a goal."""

    title: str
    started_on: date
    why: str = ""
    success_criteria: str = ""
    measure: GoalMeasure = GoalMeasure.PERCENT
    target_on: date | None = None
    is_private: bool = False


def add_goal(
    db: Db, *, mentorship_id: int, entry: GoalEntry, state: GoalState = GoalState.ACTIVE
) -> Changes:
    """Set a goal, active or as a draft, after those there are.

    Raises NotFoundError when the mentorship is gone, RefusedMoveError for a goal that would
    begin closed, and InvalidEntryError naming the field that cannot be kept.
    """
    if db.get(Mentorship, mentorship_id) is None:
        raise NotFoundError("This mentorship is no longer on the desk.")
    if state not in {GoalState.DRAFT, GoalState.ACTIVE}:
        raise RefusedMoveError("A goal begins as a draft or active.")
    last = select(func.max(Goal.position)).where(Goal.mentorship_id == mentorship_id)
    goal = Goal(mentorship_id=mentorship_id, state=state, position=(db.scalar(last) or 0) + 1)
    _fill(goal, entry)
    db.add(goal)
    db.flush()
    return Changes(Area.GOALS, made=goal.id, did=f"Set the goal “{goal.title}”")


def goal_entry(db: Db, *, goal_id: int) -> GoalEntry:
    """Return what was entered about a goal, to be edited. Raises NotFoundError."""
    goal = goal_on_desk(db, goal_id)
    return GoalEntry(
        title=goal.title,
        started_on=goal.started_on,
        why=goal.why,
        success_criteria=goal.success_criteria,
        measure=goal.measure,
        target_on=goal.target_on,
        is_private=goal.is_private,
    )


def edit_goal(db: Db, *, goal_id: int, entry: GoalEntry, today: date) -> Changes:
    """Replace what is known of a goal; its progress stays.

    Raises NotFoundError, and InvalidEntryError naming the field that cannot be kept.
    """
    goal = goal_on_desk(db, goal_id)
    _fill(goal, entry)
    db.flush()
    note_value(db, goal, today=today, comment="Measured anew")
    return Changes(Area.GOALS, did=f"Changed the goal “{goal.title}”")


def set_goal_privacy(db: Db, *, goal_id: int, is_private: bool, today: date) -> Changes:
    """Keep a goal on the desk, or let it enter the review. Raises NotFoundError."""
    entry = replace(goal_entry(db, goal_id=goal_id), is_private=is_private)
    edit_goal(db, goal_id=goal_id, entry=entry, today=today)
    word = "private" if is_private else "shareable"
    return Changes(Area.GOALS, did=f"Made the goal “{entry.title}” {word}")


def change_goal_state(db: Db, *, goal_id: int, state: GoalState, today: date) -> Changes:
    """Go over to another state. Raises NotFoundError, and RefusedMoveError with the reason."""
    goal = goal_on_desk(db, goal_id)
    if not goal.can_become(state):
        raise RefusedMoveError(_why_not(goal.state, state))
    goal.become(state, today)
    db.flush()
    return Changes(Area.GOALS, did=f"Marked the goal “{goal.title}” as {state.value}")


def delete_goal(db: Db, *, goal_id: int) -> Changes:
    """Delete a goal with its milestones and its history. Raises NotFoundError."""
    goal = goal_on_desk(db, goal_id)
    did = f"Deleted the goal “{goal.title}”"
    db.delete(goal)
    return Changes(Area.GOALS, did=did)


def goal_on_desk(db: Db, goal_id: int) -> Goal:
    """Return the goal itself. Raises NotFoundError."""
    goal = db.get(Goal, goal_id)
    if goal is None:
        raise NotFoundError("This goal is no longer on the desk.")
    return goal


def _fill(goal: Goal, entry: GoalEntry) -> None:
    goal.title = required_line(entry.title, "A goal needs a title.", field="title")
    goal.why = clean_text(entry.why, field="why", longest=LONGEST_REASON)
    goal.success_criteria = clean_text(
        entry.success_criteria, field="success_criteria", longest=LONGEST_REASON
    )
    goal.measure = entry.measure
    goal.started_on = entry.started_on
    goal.target_on = entry.target_on
    goal.is_private = entry.is_private
    if goal.target_on is not None and goal.target_on < goal.started_on:
        raise InvalidEntryError(
            "The target date lies before the day the goal begins.", field="target_on"
        )


def _why_not(here: GoalState, there: GoalState) -> str:
    if here is there:
        return f"This goal is {here.value} already."
    ways = " or ".join(state.value for state in GOAL_MOVES[here])
    return f"A goal that is {here.value} cannot become {there.value}, only {ways}."
