"""What a mentee's overview shows: goals, open actions, what to ask next, what happened lately."""

from dataclasses import dataclass
from datetime import UTC, datetime

from mentor_desk.errors import NotFoundError
from mentor_desk.services.actions.rows import ActionRow, list_open_actions
from mentor_desk.services.goals.listing import GoalRow, list_goals
from mentor_desk.services.mentees.card import NextSession, next_session
from mentor_desk.services.mentees.lately import LatelyRow, lately
from mentor_desk.storage.reading import Reader

_LAST_TIME = """
    SELECT id, number, starts_at, ask_next FROM sessions
    WHERE mentorship_id = :mentorship AND state = 'held' ORDER BY starts_at DESC LIMIT 1
"""


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


def mentee_overview(reader: Reader, *, mentorship_id: int, now: datetime) -> MenteeOverview:
    """Return what happens with one mentee; a constant number of queries.

    Raises NotFoundError when the mentorship is gone.
    """
    person_id = reader.value("SELECT person_id FROM mentorships WHERE id = :id", id=mentorship_id)
    if person_id is None:
        raise NotFoundError("This mentorship is no longer on the desk.")
    today = now.astimezone().date()
    goals = list_goals(reader, mentorship_id=mentorship_id, today=today)
    still_open = tuple(goal for goal in goals if goal.is_open)
    return MenteeOverview(
        goals=still_open,
        closed_goals=len(goals) - len(still_open),
        actions=tuple(list_open_actions(reader, mentorship_id=mentorship_id, today=today)),
        next_session=next_session(reader, mentorship_id=mentorship_id, now=now),
        last_time=_last_time(reader, mentorship_id),
        lately=lately(reader, mentorship_id=mentorship_id, person_id=person_id, goals=goals),
    )


def _last_time(reader: Reader, mentorship_id: int) -> LastTime | None:
    found = reader.row(_LAST_TIME, mentorship=mentorship_id)
    if found is None:
        return None
    each, number, held, ask_next = found
    return LastTime(each, number, datetime.fromisoformat(held).replace(tzinfo=UTC), ask_next)
