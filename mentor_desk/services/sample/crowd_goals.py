"""Put goals and promises of a crowd on the desk."""

from collections.abc import Sequence
from datetime import date, timedelta

from mentor_desk.models import Action, Goal, ProgressUpdate
from mentor_desk.models.kinds import ActionState, GoalMeasure, GoalState, Owner
from mentor_desk.services.sample.crowd import Crowd
from mentor_desk.services.sample.crowd_spans import Span

MOST_GOALS = 3
MOST_MOVES = 5
MOST_ACTIONS = 4


def add_goals(crowd: Crowd, mentorship_id: int, span: Span) -> None:
    """Add one to three goals that moved on days of sessions gone by, if there are any."""
    past = [day for day in span.days if day <= crowd.today]
    number = crowd.chance.randint(1, MOST_GOALS) if past else 0
    for position, title in enumerate(crowd.words_of("goals", number)):
        moves = crowd.chance.randint(1, min(MOST_MOVES, len(past)))
        days = sorted(crowd.chance.sample(past, moves))
        is_closed = span.is_over or crowd.chance.random() < 0.25
        goal_id = crowd.rows.add(
            Goal,
            mentorship_id=mentorship_id,
            title=title,
            why="",
            success_criteria="",
            measure=GoalMeasure.PERCENT,
            state=GoalState.ACHIEVED if is_closed else GoalState.ACTIVE,
            started_on=days[0],
            target_on=days[-1] + timedelta(days=crowd.chance.randint(0, 120)),
            closed_on=days[-1] if is_closed else None,
            is_private=crowd.chance.random() < 0.05,
            position=position,
        )
        _add_moves(crowd, goal_id, days, 100 if is_closed else crowd.chance.randint(10, 90))


def add_actions(crowd: Crowd, mentorship_id: int, session_id: int, span: Span) -> None:
    """Add some promises made in the last session; when all is over, they are kept."""
    made_on = min(span.days[-1], crowd.today)
    for text in crowd.words_of("promises", crowd.chance.randint(0, MOST_ACTIONS)):
        is_done = span.is_over or crowd.chance.random() < 0.5
        crowd.rows.add(
            Action,
            mentorship_id=mentorship_id,
            session_id=session_id,
            owner=crowd.pick(*Owner),
            text=text,
            due_on=made_on + timedelta(days=crowd.chance.randint(2, 28)),
            state=ActionState.DONE if is_done else ActionState.OPEN,
            closed_on=made_on if is_done else None,
            made_on=made_on,
            is_private=False,
        )


def _add_moves(crowd: Crowd, goal_id: int, days: Sequence[date], top: int) -> None:
    for place, day in enumerate(days, start=1):
        crowd.rows.add(
            ProgressUpdate,
            goal_id=goal_id,
            session_id=None,
            on_day=day,
            value=top * place // len(days),
            comment="",
            by=Owner.MENTOR,
        )
