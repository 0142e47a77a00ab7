"""A mentee's head of page: who they are, what was agreed, and how much there is of each thing."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from mentor_desk.errors import NotFoundError
from mentor_desk.models.kinds import MentorshipKind, MentorshipState, SessionFormat
from mentor_desk.models.rules import MENTORSHIP_MOVES
from mentor_desk.services.network.topic_rows import PersonTopicRow, topics_of
from mentor_desk.storage.reading import Reader, as_day, kept_moment

_MENTEE = """
    SELECT people.id, display_name, given, pronouns, role, organisation, started_on, ended_on,
           cadence_days, kind, state, purpose
    FROM mentorships JOIN people ON people.id = person_id WHERE mentorships.id = :mentorship
"""
_COUNTS = """
    SELECT (SELECT count(*) FROM sessions WHERE mentorship_id = :mentorship),
           (SELECT count(*) FROM sessions WHERE mentorship_id = :mentorship AND state = 'held'),
           (SELECT count(*) FROM goals WHERE mentorship_id = :mentorship
            AND state IN ('draft', 'active')),
           (SELECT count(*) FROM parties WHERE person_id = :person),
           (SELECT count(*) FROM shares WHERE person_id = :person),
           (SELECT count(*) FROM reviews WHERE mentorship_id = :mentorship),
           (SELECT max(number) FROM sessions WHERE mentorship_id = :mentorship)
"""
# Those to come first, the nearest of them; then those gone by, the latest of them.
_NEXT = """
    SELECT id, number, starts_at, minutes, format, agenda FROM sessions
    WHERE mentorship_id = :mentorship AND state = 'planned'
    ORDER BY starts_at < :from_today,
             CASE WHEN starts_at >= :from_today THEN starts_at END,
             starts_at DESC
    LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class NextSession:
    """The session to come, or a planned one that went by without a word."""

    id: int
    number: int
    starts_at: datetime
    minutes: int
    format: SessionFormat
    agenda: str
    is_past: bool


@dataclass(frozen=True, slots=True)
class MenteeCard:
    """One mentee shown at the head of their page.

    `next_number` is that of the session to write up next; `next_session` is it, when planned.
    """

    mentorship_id: int
    person_id: int
    name: str
    first_name: str
    pronouns: str
    role: str
    organisation: str
    started_on: date
    ended_on: date | None
    cadence_days: int | None
    kind: MentorshipKind
    state: MentorshipState
    next_states: tuple[MentorshipState, ...]
    purpose: str
    topics: tuple[PersonTopicRow, ...]
    next_session: NextSession | None
    next_number: int
    sessions: int
    sessions_held: int
    open_goals: int
    introductions: int
    shares: int
    reviews: int

    @property
    def place_in_life(self) -> str:
        """Role and organisation in one line, or what there is of them."""
        return ", ".join(part for part in (self.role, self.organisation) if part)

    @property
    def is_ongoing(self) -> bool:
        """Whether it has not been completed or ended."""
        return self.state not in {MentorshipState.COMPLETED, MentorshipState.ENDED_EARLY}


def mentee_card(reader: Reader, *, mentorship_id: int, now: datetime) -> MenteeCard:
    """Return one mentee. Raises NotFoundError when the mentorship is gone."""
    found = reader.row(_MENTEE, mentorship=mentorship_id)
    if found is None:
        raise NotFoundError("This mentorship is no longer on the desk.")
    person_id, name, given, pronouns, role, organisation, *agreed = found
    started, ended, cadence_days, kind, state, purpose = agreed
    sessions, held, goals, introductions, shares, reviews, last_number = reader.rows(
        _COUNTS, mentorship=mentorship_id, person=person_id
    )[0]
    coming = next_session(reader, mentorship_id=mentorship_id, now=now)
    return MenteeCard(
        mentorship_id=mentorship_id,
        person_id=person_id,
        name=name,
        first_name=given or name,
        pronouns=pronouns,
        role=role,
        organisation=organisation,
        started_on=date.fromisoformat(started),
        ended_on=as_day(ended),
        cadence_days=cadence_days,
        kind=MentorshipKind(kind),
        state=MentorshipState(state),
        next_states=MENTORSHIP_MOVES[MentorshipState(state)],
        purpose=purpose,
        topics=tuple(topics_of(reader, person_id=person_id)),
        next_session=coming,
        next_number=coming.number if coming else (last_number or 0) + 1,
        sessions=sessions,
        sessions_held=held,
        open_goals=goals,
        introductions=introductions,
        shares=shares,
        reviews=reviews,
    )


def next_session(reader: Reader, *, mentorship_id: int, now: datetime) -> NextSession | None:
    """Return the first session planned for today or later, else the last one left planned."""
    from_today = datetime.combine(now.astimezone().date(), time.min).astimezone()
    found = reader.row(_NEXT, mentorship=mentorship_id, from_today=kept_moment(from_today))
    if found is None:
        return None
    each, number, starts, minutes, form, agenda = found
    starts_at = datetime.fromisoformat(starts).replace(tzinfo=UTC)
    return NextSession(
        id=each,
        number=number,
        starts_at=starts_at,
        minutes=minutes,
        format=SessionFormat(form),
        agenda=agenda,
        is_past=starts_at + timedelta(minutes=minutes) <= now,
    )
