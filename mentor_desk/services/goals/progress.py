"""Move goals: progress updates with a comment, by the mentor or in the mentee's own judgement."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session as Db

from mentor_desk.errors import InvalidEntryError, NotFoundError, RefusedMoveError
from mentor_desk.models import Goal, MentoringSession, Milestone, ProgressUpdate
from mentor_desk.models.goal import value_of
from mentor_desk.models.kinds import GoalMeasure, Owner
from mentor_desk.services.changes import Area, Changes
from mentor_desk.services.entry import clean_text

LONGEST_COMMENT = 2000


def move_goal(
    db: Db,
    *,
    goal_id: int,
    today: date,
    value: int | None = None,
    comment: str = "",
    by: Owner = Owner.MENTOR,
    on_day: date | None = None,
    session_id: int | None = None,
) -> Changes:
    """Note how far a goal has come, in percent; without a value, only a comment is noted.

    Raises NotFoundError, RefusedMoveError for a closed goal and for a value that its milestones
    give, and InvalidEntryError naming `value`, `comment` or `on_day`.
    """
    goal = _open_goal(db, goal_id)
    day = on_day or today
    words = clean_text(comment, field="comment", longest=LONGEST_COMMENT)
    held = _value_on(db, goal, day)
    wanted = held if value is None else value
    if goal.measure is GoalMeasure.MILESTONES and wanted != held:
        raise RefusedMoveError("This goal is moved by its milestones; tick one of them.")
    if value is None and not words:
        raise InvalidEntryError("Give a value or a comment.", field="comment")
    _check(wanted, day, today)
    if session_id is not None and db.get(MentoringSession, session_id) is None:
        raise NotFoundError("This session is no longer on the desk.")
    update = ProgressUpdate(
        goal_id=goal_id, session_id=session_id, on_day=day, value=wanted, comment=words, by=by
    )
    db.add(update)
    db.flush()
    return Changes(Area.GOALS, made=update.id, did=_moved(goal, held, wanted))


def edit_update(
    db: Db,
    *,
    update_id: int,
    value: int,
    comment: str,
    by: Owner,
    on_day: date,
    today: date,
) -> Changes:
    """Correct a progress update.

    Raises NotFoundError, RefusedMoveError for a value that milestones gave, and
    InvalidEntryError naming the field.
    """
    update = _update(db, update_id)
    goal = db.get_one(Goal, update.goal_id)
    if goal.measure is GoalMeasure.MILESTONES and value != update.value:
        raise RefusedMoveError("This value came from the milestones; only its words can change.")
    _check(value, on_day, today)
    update.comment = clean_text(comment, field="comment", longest=LONGEST_COMMENT)
    update.value, update.by, update.on_day = value, by, on_day
    db.flush()
    return Changes(Area.GOALS, did=f"Corrected an update of the goal “{goal.title}”")


def delete_update(db: Db, *, update_id: int) -> Changes:
    """Delete a progress update; the goal stands where the one before it left it.

    Raises NotFoundError.
    """
    update = _update(db, update_id)
    goal = db.get_one(Goal, update.goal_id)
    did = f"Deleted an update of the goal “{goal.title}”"
    db.delete(update)
    return Changes(Area.GOALS, did=did)


def note_value(db: Db, goal: Goal, *, today: date, comment: str, by: Owner = Owner.MENTOR) -> None:
    """Write down where the milestones have brought a goal, if that is news.

    So the history of a goal measured by milestones can be read like any other. Nothing is
    written for a goal measured in percent.
    """
    if goal.measure is not GoalMeasure.MILESTONES:
        return
    value = _milestone_value(db, goal.id)
    latest = _latest(db, goal.id)
    if value != (latest.value if latest else 0):
        db.add(ProgressUpdate(goal_id=goal.id, on_day=today, value=value, comment=comment, by=by))
        db.flush()


def take_back_note(db: Db, goal: Goal, *, today: date, comment: str) -> None:
    """Delete the latest update if `note_value` wrote it today with this comment."""
    latest = _latest(db, goal.id)
    if latest is not None and latest.on_day == today and latest.comment == comment:
        db.delete(latest)
        db.flush()


def _open_goal(db: Db, goal_id: int) -> Goal:
    goal = db.get(Goal, goal_id)
    if goal is None:
        raise NotFoundError("This goal is no longer on the desk.")
    if not goal.is_open:
        raise RefusedMoveError(f"This goal is {goal.state.value}; make it active to move it.")
    return goal


def _check(value: int, on_day: date, today: date) -> None:
    if not 0 <= value <= 100:
        raise InvalidEntryError("Progress goes from 0 to 100 percent.", field="value")
    if on_day > today:
        raise InvalidEntryError("This day is still to come.", field="on_day")


def _moved(goal: Goal, before: int, after: int) -> str:
    if before == after:
        return f"Noted how the goal “{goal.title}” stands"
    return f"Moved the goal “{goal.title}” from {before} to {after} %"


def _value_on(db: Db, goal: Goal, day: date) -> int:
    newest = _latest(db, goal.id)
    if goal.measure is GoalMeasure.MILESTONES and (newest is None or newest.on_day <= day):
        return _milestone_value(db, goal.id)
    latest = _latest(db, goal.id, until=day)
    return latest.value if latest else 0


def _latest(db: Db, goal_id: int, until: date | None = None) -> ProgressUpdate | None:
    query = select(ProgressUpdate).where(ProgressUpdate.goal_id == goal_id)
    if until is not None:
        query = query.where(ProgressUpdate.on_day <= until)
    newest = (ProgressUpdate.on_day.desc(), ProgressUpdate.id.desc())
    return db.scalar(query.order_by(*newest).limit(1))


def _milestone_value(db: Db, goal_id: int) -> int:
    return value_of(db.scalars(select(Milestone).where(Milestone.goal_id == goal_id)).all())


def _update(db: Db, update_id: int) -> ProgressUpdate:
    update = db.get(ProgressUpdate, update_id)
    if update is None:
        raise NotFoundError("This progress update is no longer on the desk.")
    return update
