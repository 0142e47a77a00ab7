"""What a mentee's overview shows: goals, open actions, what to ask next, what happened lately."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session as Db

from mentor_desk.errors import NotFoundError
from mentor_desk.models import MentoringSession, Mentorship
from mentor_desk.models.kinds import SessionState
from mentor_desk.services.actions import ActionRow, list_open_actions
from mentor_desk.services.goal_list import GoalRow, list_goals
from mentor_desk.services.mentee_card import NextSession, next_session
from mentor_desk.services.mentee_lately import LatelyRow, lately


@dataclass(frozen=True, slots=True)
class LastTime:
    """The last session that took place, and what the mentor wanted to ask next."""

    session_id: int
    number: int
    held_at: datetime
    ask_next: str


@dataclass(frozen=True, slots=True)
class MenteeOverview:
    """Everything the overview of one mentee shows. `goals` are the open ones."""

    goals: tuple[GoalRow, ...]
    closed_goals: int
    actions: tuple[ActionRow, ...]
    next_session: NextSession | None
    last_time: LastTime | None
    lately: tuple[LatelyRow, ...]


def mentee_overview(db: Db, *, mentorship_id: int, now: datetime) -> MenteeOverview:
    """Return what happens with one mentee; a constant number of queries.

    Raises NotFoundError when the mentorship is gone.
    """
    person_id = db.scalar(select(Mentorship.person_id).where(Mentorship.id == mentorship_id))
    if person_id is None:
        raise NotFoundError("This mentorship is no longer on the desk.")
    today = now.astimezone().date()
    goals = list_goals(db, mentorship_id=mentorship_id, today=today)
    still_open = tuple(goal for goal in goals if goal.is_open)
    return MenteeOverview(
        goals=still_open,
        closed_goals=len(goals) - len(still_open),
        actions=tuple(list_open_actions(db, mentorship_id=mentorship_id, today=today)),
        next_session=next_session(db, mentorship_id=mentorship_id, now=now),
        last_time=_last_time(db, mentorship_id),
        lately=lately(db, mentorship_id=mentorship_id, person_id=person_id, goals=goals),
    )


def _last_time(db: Db, mentorship_id: int) -> LastTime | None:
    query = (
        select(
            MentoringSession.id,
            MentoringSession.number,
            MentoringSession.starts_at,
            MentoringSession.ask_next,
        )
        .where(
            MentoringSession.mentorship_id == mentorship_id,
            MentoringSession.state == SessionState.HELD,
        )
        .order_by(MentoringSession.starts_at.desc())
        .limit(1)
    )
    found = db.execute(query).one_or_none()
    return LastTime(*found) if found else None
