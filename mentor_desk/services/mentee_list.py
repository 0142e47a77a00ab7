"""The list of mentees: who they are, where they stand, and what comes next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from typing import Any

from sqlalchemy import ScalarSelect, func, select
from sqlalchemy.orm import Session as Db

from mentor_desk.models import Goal, MentoringSession, Mentorship, Person
from mentor_desk.models.goal import WORKING
from mentor_desk.models.kinds import MentorshipState, SessionState
from mentor_desk.services.people import list_person_ids

SHOWN_ORDER = (
    MentorshipState.ACTIVE,
    MentorshipState.PAUSED,
    MentorshipState.PROSPECTIVE,
    MentorshipState.COMPLETED,
    MentorshipState.ENDED_EARLY,
)
ALUMNI = (MentorshipState.COMPLETED, MentorshipState.ENDED_EARLY)


@dataclass(frozen=True, slots=True)
class MenteeRow:
    """One line of the list of mentees.

    `next_at` is the next planned session, from the beginning of today on. `days_quiet` is set
    when nothing is planned and the agreed rhythm is well past.
    """

    mentorship_id: int
    person_id: int
    name: str
    state: MentorshipState
    started_on: date
    state_since: date
    ended_on: date | None
    next_at: datetime | None
    last_held_at: datetime | None
    days_quiet: int | None
    goals: int

    @property
    def is_alumnus(self) -> bool:
        """Whether the mentorship is over."""
        return self.state in ALUMNI

    @property
    def is_new(self) -> bool:
        """Whether there has been no session yet."""
        return self.last_held_at is None


def list_mentees(db: Db, *, now: datetime) -> list[MenteeRow]:
    """Return every mentorship: active, paused, prospective, then those that are over.

    Within a state the next session comes first; who has none follows by name. One query.
    """
    today = now.astimezone().date()
    from_today = datetime.combine(today, time.min).astimezone()
    found = db.execute(
        select(
            Mentorship.id,
            Mentorship.person_id,
            Person.display_name,
            Mentorship.state,
            Mentorship.started_on,
            Mentorship.state_since,
            Mentorship.ended_on,
            Mentorship.cadence_days,
            _next_at(from_today),
            _last_held_at(),
            _open_goals(),
        )
        .join(Mentorship.person)
        .order_by(Person.sort_name, Mentorship.started_on.desc(), Mentorship.id)
    ).all()
    return _in_order([_row(line, today) for line in found])


def mentees_matching(db: Db, *, words: str) -> frozenset[int]:
    """Return the ids of people whom all the words match, by name, organisation, role or topic."""
    return frozenset(list_person_ids(db, words=words))


def _row(line: Any, today: date) -> MenteeRow:
    # Taken apart by place, for by name it costs as much again as the query.
    mentorship, person, name, state, start, since, end, cadence, coming, held, goals = line
    quiet = None
    if coming is None and state is MentorshipState.ACTIVE:
        quiet = _days_quiet(start, cadence, held, today)
    return MenteeRow(mentorship, person, name, state, start, since, end, coming, held, quiet, goals)


def _days_quiet(
    start: date, cadence_days: int | None, held_at: datetime | None, today: date
) -> int | None:
    since = start if held_at is None else held_at.astimezone().date()
    is_quiet = _active_with(cadence_days).is_quiet(since, None, today)
    return (today - since).days if is_quiet else None


@cache
def _active_with(cadence_days: int | None) -> Mentorship:
    # The rule stands on the record, and a record for each of ten thousand lines is slow.
    return Mentorship(state=MentorshipState.ACTIVE, cadence_days=cadence_days)


def _in_order(rows: Sequence[MenteeRow]) -> list[MenteeRow]:
    place = {state: number for number, state in enumerate(SHOWN_ORDER)}

    def key(row: MenteeRow) -> tuple[int, bool, float]:
        moment = row.next_at.timestamp() if row.next_at else 0.0
        return min(place[row.state], place[ALUMNI[0]]), row.next_at is None, moment

    # The sort is stable, so those without a session stay in the order of their names.
    return sorted(rows, key=key)


def _next_at(from_today: datetime) -> ScalarSelect[Any]:
    return (
        select(func.min(MentoringSession.starts_at))
        .where(
            MentoringSession.mentorship_id == Mentorship.id,
            MentoringSession.state == SessionState.PLANNED,
            MentoringSession.starts_at >= from_today,
        )
        .correlate(Mentorship)
        .scalar_subquery()
    )


def _last_held_at() -> ScalarSelect[Any]:
    return (
        select(func.max(MentoringSession.starts_at))
        .where(
            MentoringSession.mentorship_id == Mentorship.id,
            MentoringSession.state == SessionState.HELD,
        )
        .correlate(Mentorship)
        .scalar_subquery()
    )


def _open_goals() -> ScalarSelect[Any]:
    return (
        select(func.count(Goal.id))
        .where(Goal.mentorship_id == Mentorship.id, Goal.state.in_(WORKING))
        .correlate(Mentorship)
        .scalar_subquery()
    )
