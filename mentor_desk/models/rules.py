"""Rules that follow from a few facts of a record, to be asked of a record or of a row alike."""

from collections.abc import Iterable
from datetime import date

from mentor_desk.models.kinds import ActionState, GoalPace, GoalState, MentorshipState

ONGOING = (MentorshipState.PROSPECTIVE, MentorshipState.ACTIVE, MentorshipState.PAUSED)
WORKING = (GoalState.DRAFT, GoalState.ACTIVE)
SLACK_POINTS = 15
QUIET_DAYS = 35

MENTORSHIP_MOVES: dict[MentorshipState, tuple[MentorshipState, ...]] = {
    MentorshipState.PROSPECTIVE: (MentorshipState.ACTIVE, MentorshipState.ENDED_EARLY),
    MentorshipState.ACTIVE: (
        MentorshipState.PAUSED,
        MentorshipState.COMPLETED,
        MentorshipState.ENDED_EARLY,
    ),
    MentorshipState.PAUSED: (
        MentorshipState.ACTIVE,
        MentorshipState.COMPLETED,
        MentorshipState.ENDED_EARLY,
    ),
    MentorshipState.COMPLETED: (MentorshipState.ACTIVE,),
    MentorshipState.ENDED_EARLY: (MentorshipState.ACTIVE,),
}

GOAL_MOVES: dict[GoalState, tuple[GoalState, ...]] = {
    GoalState.DRAFT: (GoalState.ACTIVE, GoalState.DEFERRED, GoalState.DROPPED),
    GoalState.ACTIVE: (
        GoalState.ACHIEVED,
        GoalState.PARTLY_ACHIEVED,
        GoalState.DEFERRED,
        GoalState.DROPPED,
    ),
    GoalState.ACHIEVED: (GoalState.ACTIVE,),
    GoalState.PARTLY_ACHIEVED: (GoalState.ACTIVE,),
    GoalState.DEFERRED: (GoalState.ACTIVE, GoalState.DROPPED),
    GoalState.DROPPED: (GoalState.ACTIVE,),
}


def is_quiet(cadence_days: int | None, since: date, today: date) -> bool:
    """Tell whether half a turn more than the rhythm has gone by since a day."""
    return bool(cadence_days) and (today - since).days > (cadence_days or 0) * 1.5


def planned_value(started_on: date, target_on: date | None, day: date) -> float | None:
    """Return where the straight line from start to target stands on `day`, in percent."""
    if target_on is None:
        return None
    length, gone = (target_on - started_on).days, (day - started_on).days
    return 100.0 if length <= 0 else min(100.0, max(0.0, 100.0 * gone / length))


def days_past(day: date | None, today: date) -> int:
    """Return how many days `today` is after a day; 0 when it is not, or there is no day."""
    return max(0, (today - day).days) if day else 0


def days_late(state: ActionState, due_on: date | None, today: date) -> int:
    """Return by how many days an open action is overdue; 0 when it is not."""
    return days_past(due_on, today) if state is ActionState.OPEN else 0


def goal_pace(
    state: GoalState,
    *,
    value: int,
    started_on: date,
    target_on: date | None,
    last_moved: date | None,
    today: date,
) -> GoalPace:
    """Return how a goal stands.

    Slow means more than 15 points behind the straight line to the target, or not moved for 5
    weeks (since the start, when it never was).
    """
    if state is GoalState.DRAFT:
        return GoalPace.DRAFT
    if state not in WORKING:
        return GoalPace.CLOSED
    return working_pace(
        value=value,
        started_on=started_on,
        target_on=target_on,
        last_moved=last_moved,
        today=today,
    )


def working_pace(
    *, value: int, started_on: date, target_on: date | None, last_moved: date | None, today: date
) -> GoalPace:
    """Return how a goal stands on a day on which it was worked on, whatever it is now."""
    if value >= 100:
        return GoalPace.ON_TRACK
    if days_past(target_on, today):
        return GoalPace.OVERDUE
    planned = planned_value(started_on, target_on, today)
    if planned is not None and value + SLACK_POINTS < planned:
        return GoalPace.SLOW
    is_still = (today - (last_moved or started_on)).days >= QUIET_DAYS
    return GoalPace.SLOW if is_still else GoalPace.ON_TRACK


def share_done(weights: Iterable[tuple[int, bool]]) -> int:
    """Return the weighted share of what is done, in whole percent, of weights and whether done."""
    parts = list(weights)
    whole = sum(weight for weight, _ in parts)
    done = sum(weight for weight, is_done in parts if is_done)
    return round(100 * done / whole) if whole else 0
