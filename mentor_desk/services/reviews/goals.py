"""Read the goals and actions that may stand in a review, as they stood at its last day."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session as Db
from sqlalchemy.orm import selectinload

from mentor_desk.models import Action, Goal, Milestone
from mentor_desk.models.goal import value_of
from mentor_desk.models.kinds import (
    ActionState,
    GoalMeasure,
    GoalPace,
    GoalState,
    MilestoneState,
    Owner,
)
from mentor_desk.reports import records
from mentor_desk.services.reviews.choice import ReviewChoice


def goals_of_period(db: Db, mentorship_id: int, choice: ReviewChoice) -> list[Goal]:
    """Return every goal that was worked on in the period, private ones and drafts included."""
    query = (
        select(Goal)
        .where(Goal.mentorship_id == mentorship_id, Goal.started_on <= choice.until)
        .where(Goal.closed_on.is_(None) | (Goal.closed_on >= choice.since))
        .options(selectinload(Goal.milestones), selectinload(Goal.updates))
        .order_by(Goal.position, Goal.id)
    )
    return list(db.scalars(query))


def may_be_shown(goal: Goal) -> bool:
    """Tell whether a goal may enter a review: agreed with the mentee, and not private."""
    return not goal.is_private and goal.state is not GoalState.DRAFT


def goal_record(goal: Goal, choice: ReviewChoice) -> records.GoalRecord:
    """Return what the paper says of a goal; comments of progress updates are not among it."""
    history = _history(goal, choice)
    percent = _percent(goal, choice.until)
    return records.GoalRecord(
        title=goal.title,
        state=goal_word(goal, choice.until),
        why=goal.why,
        percent=float(percent),
        percent_before=_percent_before(goal, choice),
        target=goal.target_on,
        milestones=tuple(_milestone(step, choice.until) for step in goal.milestones),
        history=history,
        planned=_planned(goal, choice),
    )


def goal_word(goal: Goal, day: date) -> records.GoalState:
    """Return how a goal stands on a day, in the words of the paper."""
    if goal.closed_on is not None and goal.closed_on <= day:
        return {
            GoalState.ACHIEVED: records.GoalState.ACHIEVED,
            GoalState.PARTLY_ACHIEVED: records.GoalState.PARTLY_ACHIEVED,
            GoalState.DEFERRED: records.GoalState.DEFERRED,
            GoalState.DROPPED: records.GoalState.DROPPED,
        }[goal.state]
    moved = [update.on_day for update in goal.updates if update.on_day <= day]
    last = moved[-1] if moved else None
    pace = goal.working_pace(value=_percent(goal, day), last_moved=last, today=day)
    return {
        GoalPace.OVERDUE: records.GoalState.OVERDUE,
        GoalPace.SLOW: records.GoalState.SLOW,
    }.get(pace, records.GoalState.ON_TRACK)


def actions_of_period(db: Db, mentorship_id: int, choice: ReviewChoice) -> list[Action]:
    """Return every action that was open in the period, dropped and private ones included."""
    query = (
        select(Action)
        .where(Action.mentorship_id == mentorship_id, Action.made_on <= choice.until)
        .where(Action.closed_on.is_(None) | (Action.closed_on >= choice.since))
        .order_by(Action.due_on.is_(None), Action.due_on, Action.id)
    )
    return list(db.scalars(query))


def was_done(action: Action, choice: ReviewChoice) -> bool:
    """Tell whether an action was done by the last day of the period."""
    done = action.state is ActionState.DONE
    return done and action.closed_on is not None and action.closed_on <= choice.until


def action_record(
    action: Action, choice: ReviewChoice, names: dict[Owner, str]
) -> records.ActionRecord:
    """Return what the paper says of an action."""
    if was_done(action, choice):
        state = records.ActionState.DONE
    elif action.due_on and action.due_on < choice.until:
        state = records.ActionState.OVERDUE
    else:
        state = records.ActionState.OPEN
    done_on = action.closed_on if state is records.ActionState.DONE else None
    return records.ActionRecord(
        text=action.text, state=state, owner=names[action.owner], due=action.due_on, done_on=done_on
    )


def _percent(goal: Goal, day: date) -> int:
    if goal.measure is GoalMeasure.MILESTONES:
        return value_of_day(goal.milestones, day)
    past = [update.value for update in goal.updates if update.on_day <= day]
    return past[-1] if past else 0


def value_of_day(milestones: Sequence[Milestone], day: date) -> int:
    """Return the weighted share of milestones that were done by a day, in percent."""
    if all(step.done_on is None or step.done_on <= day for step in milestones):
        return value_of(milestones)
    whole = sum(step.weight for step in milestones)
    done = sum(step.weight for step in milestones if step.done_on and step.done_on <= day)
    return round(100 * done / whole)


def _percent_before(goal: Goal, choice: ReviewChoice) -> float | None:
    if goal.started_on >= choice.since:
        return None
    before = [update.value for update in goal.updates if update.on_day < choice.since]
    if goal.measure is GoalMeasure.MILESTONES:
        done = [step for step in goal.milestones if step.done_on and step.done_on < choice.since]
        whole = sum(step.weight for step in goal.milestones)
        return float(round(100 * sum(step.weight for step in done) / whole)) if whole else None
    return float(before[-1]) if before else None


def _history(goal: Goal, choice: ReviewChoice) -> tuple[records.Reading, ...]:
    if goal.measure is GoalMeasure.MILESTONES:
        days = sorted({step.done_on for step in goal.milestones if step.done_on})
        values = [(day, value_of_day(goal.milestones, day)) for day in days]
        readings = [(goal.started_on, 0), *values]
    else:
        readings = [(update.on_day, update.value) for update in goal.updates]
    return tuple(
        records.Reading(day, float(value)) for day, value in readings if day <= choice.until
    )


def _planned(goal: Goal, choice: ReviewChoice) -> tuple[records.Reading, ...]:
    end = min(goal.target_on or choice.until, choice.until)
    last = goal.planned_value(end)
    if last is None or end <= goal.started_on:
        return ()
    return (records.Reading(goal.started_on, 0.0), records.Reading(end, last))


def _milestone(step: Milestone, day: date) -> records.Milestone:
    is_done = step.state is MilestoneState.DONE and (step.done_on is None or step.done_on <= day)
    return records.Milestone(step.title, is_done, step.done_on if is_done else None)
