"""The list of mentees: who they are, where they stand, and what comes next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from mentor_desk.models.kinds import MentorshipState
from mentor_desk.models.rules import is_quiet
from mentor_desk.storage.reading import Reader, as_day, as_moment, kept_moment

if TYPE_CHECKING:
    from sqlalchemy.orm import Session as Db

SHOWN_ORDER = (
    MentorshipState.ACTIVE,
    MentorshipState.PAUSED,
    MentorshipState.PROSPECTIVE,
    MentorshipState.COMPLETED,
    MentorshipState.ENDED_EARLY,
)
ALUMNI = (MentorshipState.COMPLETED, MentorshipState.ENDED_EARLY)

_QUERY = """
    SELECT mentorships.id, person_id, display_name, state, started_on, state_since, ended_on,
           cadence_days,
           (SELECT min(starts_at) FROM sessions WHERE mentorship_id = mentorships.id
            AND state = 'planned' AND starts_at >= :from_today),
           (SELECT max(starts_at) FROM sessions WHERE mentorship_id = mentorships.id
            AND state = 'held'),
           (SELECT count(*) FROM goals WHERE mentorship_id = mentorships.id
            AND state IN ('draft', 'active'))
    FROM mentorships JOIN people ON people.id = person_id
"""
_IN_ORDER = " ORDER BY sort_name, started_on DESC, mentorships.id"
_ONE = " WHERE mentorships.id = :mentorship"


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


def list_mentees(reader: Reader, *, now: datetime) -> list[MenteeRow]:
    """Return every mentorship: active, paused, prospective, then those that are over.

    Within a state the next session comes first; who has none follows by name. One query.
    """
    today = now.astimezone().date()
    found = reader.rows(_QUERY + _IN_ORDER, from_today=_beginning_of(today))
    return _in_order([_row(line, today) for line in found])


def mentee_row(reader: Reader, *, mentorship_id: int, now: datetime) -> MenteeRow | None:
    """Return the line of one mentorship as `list_mentees` has it, or nothing when it is gone."""
    today = now.astimezone().date()
    found = reader.row(_QUERY + _ONE, mentorship=mentorship_id, from_today=_beginning_of(today))
    return _row(found, today) if found is not None else None


def mentees_matching(db: "Db", *, words: str) -> frozenset[int]:
    """Return the ids of people whom all the words match, by name, organisation, role or topic."""
    from mentor_desk.services.network.listing import list_person_ids  # noqa: PLC0415

    return frozenset(list_person_ids(db, words=words))


def _beginning_of(today: date) -> str:
    return kept_moment(datetime.combine(today, time.min).astimezone())


def _row(line: tuple[Any, ...], today: date) -> MenteeRow:
    mentorship, person, name, kept, start, since, end, cadence, coming, last, goals = line
    state, started_on, held = MentorshipState(kept), date.fromisoformat(start), as_moment(last)
    quiet = None
    if coming is None and state is MentorshipState.ACTIVE:
        last_day = started_on if held is None else held.astimezone().date()
        quiet = (today - last_day).days if is_quiet(cadence, last_day, today) else None
    return MenteeRow(
        mentorship,
        person,
        name,
        state,
        started_on,
        date.fromisoformat(since),
        as_day(end),
        as_moment(coming),
        held,
        quiet,
        goals,
    )


def _in_order(rows: Sequence[MenteeRow]) -> list[MenteeRow]:
    place = {state: number for number, state in enumerate(SHOWN_ORDER)}

    def key(row: MenteeRow) -> tuple[int, bool, float]:
        moment = row.next_at.timestamp() if row.next_at else 0.0
        return min(place[row.state], place[ALUMNI[0]]), row.next_at is None, moment

    # The sort is stable, so those without a session stay in the order of their names.
    return sorted(rows, key=key)
