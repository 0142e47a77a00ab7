"""Put the hand-made goals on the desk, with their milestones and how they moved."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy.orm import Session as Db

from mentor_desk.models import Goal, Milestone, ProgressUpdate
from mentor_desk.models.goal import value_of
from mentor_desk.models.kinds import GoalMeasure, GoalState, MilestoneState, Owner
from mentor_desk.services.sample.days import StoryDays
from mentor_desk.services.sample.entries import Entry


def write_goals(
    db: Db,
    told: Iterable[Entry],
    mentorship_id: int,
    *,
    days: StoryDays,
    on_days: dict[date, int],
) -> None:
    """Add the goals of one mentorship; `on_days` says which session was on which told day."""
    for position, each in enumerate(told):
        goal = _goal(each, position, mentorship_id, days)
        db.add(goal)
        db.flush()
        milestones = [
            _milestone(step, place, goal.id, days)
            for place, step in enumerate(each.get("milestone", ()))
        ]
        db.add_all(milestones)
        db.add_all(_update(move, goal.id, days, on_days) for move in each.get("move", ()))
        if goal.measure is GoalMeasure.MILESTONES:
            db.add_all(_moves_of(goal, milestones))
    db.flush()


def _goal(told: Entry, position: int, mentorship_id: int, days: StoryDays) -> Goal:
    return Goal(
        mentorship_id=mentorship_id,
        title=told["title"],
        why=told.get("why", ""),
        success_criteria=told.get("success", ""),
        measure=GoalMeasure(told.get("measure", GoalMeasure.PERCENT)),
        state=GoalState(told.get("state", GoalState.ACTIVE)),
        started_on=days.day(told["started"]),
        target_on=days.exact(told["target"]) if "target" in told else None,
        closed_on=days.day(told["closed"]) if "closed" in told else None,
        is_private=told.get("private", False),
        position=position,
    )


def _milestone(told: Entry, position: int, goal_id: int, days: StoryDays) -> Milestone:
    milestone = Milestone(
        goal_id=goal_id,
        title=told["title"],
        weight=told.get("weight", 1),
        state=MilestoneState.OPEN,
        position=position,
    )
    if "done" in told:
        milestone.become(MilestoneState.DONE, days.day(told["done"]))
    return milestone


def _update(told: Entry, goal_id: int, days: StoryDays, on_days: dict[date, int]) -> ProgressUpdate:
    return ProgressUpdate(
        goal_id=goal_id,
        session_id=on_days.get(told["on"]),
        on_day=days.day(told["on"]),
        value=told["to"],
        comment=told.get("say", ""),
        by=Owner(told.get("by", Owner.MENTOR)),
    )


def _moves_of(goal: Goal, milestones: list[Milestone]) -> list[ProgressUpdate]:
    done = sorted((step.done_on, place) for place, step in enumerate(milestones) if step.done_on)
    so_far = [Milestone(weight=step.weight, state=MilestoneState.OPEN) for step in milestones]
    moves = []
    for day, place in done:
        so_far[place].state = MilestoneState.DONE
        said = f"Milestone done: {milestones[place].title}"
        moves.append(
            ProgressUpdate(goal_id=goal.id, on_day=day, value=value_of(so_far), comment=said)
        )
    return moves
