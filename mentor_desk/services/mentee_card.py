"""A mentee's head of page: who they are, what was agreed, and how much there is of each thing."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import Label, func, select
from sqlalchemy.orm import Session as Db
from sqlalchemy.orm import joinedload

from mentor_desk.errors import NotFoundError
from mentor_desk.models import Goal, MentoringSession, Mentorship, Party, Review, Share
from mentor_desk.models.goal import WORKING
from mentor_desk.models.kinds import MentorshipKind, MentorshipState, SessionFormat, SessionState
from mentor_desk.models.mentorship import MOVES
from mentor_desk.services.topics import PersonTopicRow, topics_of


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


def mentee_card(db: Db, *, mentorship_id: int, now: datetime) -> MenteeCard:
    """Return one mentee. Raises NotFoundError when the mentorship is gone."""
    found = select(Mentorship).options(joinedload(Mentorship.person))
    mentorship = db.scalar(found.where(Mentorship.id == mentorship_id))
    if mentorship is None:
        raise NotFoundError("This mentorship is no longer on the desk.")
    person = mentorship.person
    counts = db.execute(select(*_counts(mentorship_id, person.id))).one()
    coming = next_session(db, mentorship_id=mentorship_id, now=now)
    return MenteeCard(
        mentorship_id=mentorship_id,
        person_id=person.id,
        name=person.display_name,
        first_name=person.given or person.display_name,
        pronouns=person.pronouns,
        role=person.role,
        organisation=person.organisation,
        started_on=mentorship.started_on,
        ended_on=mentorship.ended_on,
        cadence_days=mentorship.cadence_days,
        kind=mentorship.kind,
        state=mentorship.state,
        next_states=MOVES[mentorship.state],
        purpose=mentorship.purpose,
        topics=tuple(topics_of(db, person_id=person.id)),
        next_session=coming,
        next_number=coming.number if coming else (counts.last_number or 0) + 1,
        sessions_held=counts.held,
        open_goals=counts.goals,
        introductions=counts.introductions,
        shares=counts.shares,
        reviews=counts.reviews,
    )


def next_session(db: Db, *, mentorship_id: int, now: datetime) -> NextSession | None:
    """Return the first session planned for today or later, else the last one left planned."""
    from_today = datetime.combine(now.astimezone().date(), time.min).astimezone()
    planned = select(MentoringSession).where(
        MentoringSession.mentorship_id == mentorship_id,
        MentoringSession.state == SessionState.PLANNED,
    )
    coming = planned.where(MentoringSession.starts_at >= from_today)
    found = db.scalar(coming.order_by(MentoringSession.starts_at).limit(1)) or db.scalar(
        planned.order_by(MentoringSession.starts_at.desc()).limit(1)
    )
    if found is None:
        return None
    return NextSession(
        id=found.id,
        number=found.number,
        starts_at=found.starts_at,
        minutes=found.minutes,
        format=found.format,
        agenda=found.agenda,
        is_past=found.ends_at <= now,
    )


def _counts(mentorship_id: int, person_id: int) -> list[Label[Any]]:
    sessions = select(func.count()).where(MentoringSession.mentorship_id == mentorship_id)
    goals = select(func.count()).where(Goal.mentorship_id == mentorship_id)
    parts = {
        "held": sessions.where(MentoringSession.state == SessionState.HELD),
        "goals": goals.where(Goal.state.in_(WORKING)),
        "introductions": select(func.count()).where(Party.person_id == person_id),
        "shares": select(func.count()).where(Share.person_id == person_id),
        "reviews": select(func.count()).where(Review.mentorship_id == mentorship_id),
        "last_number": select(func.max(MentoringSession.number)).where(
            MentoringSession.mentorship_id == mentorship_id
        ),
    }
    return [query.scalar_subquery().label(name) for name, query in parts.items()]
