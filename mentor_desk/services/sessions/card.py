"""One session shown whole: its facts and words, what was carried in, what comes next."""

from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from sqlalchemy import select
from sqlalchemy.orm import Session as Db

from mentor_desk.models import MentoringSession, Mentorship, Person
from mentor_desk.models.kinds import SessionFormat, SessionState
from mentor_desk.services.actions.rows import ActionRow, actions_around
from mentor_desk.services.sessions.goals import SessionGoal, session_goals
from mentor_desk.services.sessions.next_one import NextStep, next_step
from mentor_desk.services.sessions.planning import topics_of_sessions
from mentor_desk.services.sessions.records import day_of, session_on_desk
from mentor_desk.storage.engine import reader_in


@dataclass(frozen=True, slots=True)
class PreviousSession:
    """The last session held before, and what was to be asked next."""

    id: int
    number: int
    starts_at: datetime
    ask_next: str


@dataclass(frozen=True, slots=True)
class SessionCard:
    """Everything the editor of a session shows.

    `carried_in` are actions of earlier times that were still open on the day of this session,
    `actions` those made in it. `next_step` is None when nothing is planned and no rhythm
    agreed; `is_ongoing` tells whether the mentorship is.
    """

    id: int
    number: int
    mentorship_id: int
    person_id: int
    person_name: str
    first_name: str
    starts_at: datetime
    minutes: int
    format: SessionFormat
    state: SessionState
    is_owed: bool
    topics: tuple[str, ...]
    agenda: str
    shared_notes: str
    private_notes: str
    learned: str
    ask_next: str
    previous: PreviousSession | None
    carried_in: tuple[ActionRow, ...]
    actions: tuple[ActionRow, ...]
    goals: tuple[SessionGoal, ...]
    is_ongoing: bool
    cadence_days: int | None
    next_step: NextStep | None


def session_card(
    db: Db, *, session_id: int, now: datetime, zone: tzinfo | None = None
) -> SessionCard:
    """Return one session. `zone` is the mentor's; None is that of this computer.

    Raises NotFoundError when it is gone.
    """
    session = session_on_desk(db, session_id)
    mentorship, person = db.execute(
        select(Mentorship, Person)
        .join(Mentorship.person)
        .where(Mentorship.id == session.mentorship_id)
    ).one()
    today = day_of(now, zone)
    carried_in, made_here = _actions(db, session, today)
    return SessionCard(
        id=session.id,
        number=session.number,
        mentorship_id=mentorship.id,
        person_id=person.id,
        person_name=person.display_name,
        first_name=person.given or person.display_name,
        starts_at=session.starts_at,
        minutes=session.minutes,
        format=session.format,
        state=session.state,
        is_owed=session.is_owed(now),
        topics=topics_of_sessions(db, [session.id]).get(session.id, ()),
        agenda=session.agenda,
        shared_notes=session.shared_notes,
        private_notes=session.private_notes,
        learned=session.learned,
        ask_next=session.ask_next,
        previous=_previous(db, session),
        carried_in=carried_in,
        actions=made_here,
        goals=tuple(session_goals(db, session_id=session_id, today=today)),
        is_ongoing=mentorship.is_ongoing,
        cadence_days=mentorship.cadence_days,
        next_step=next_step(db, session, mentorship, now, zone),
    )


def _previous(db: Db, session: MentoringSession) -> PreviousSession | None:
    found = db.execute(
        select(
            MentoringSession.id,
            MentoringSession.number,
            MentoringSession.starts_at,
            MentoringSession.ask_next,
        )
        .where(
            MentoringSession.mentorship_id == session.mentorship_id,
            MentoringSession.state == SessionState.HELD,
            MentoringSession.starts_at < session.starts_at,
        )
        .order_by(MentoringSession.starts_at.desc())
        .limit(1)
    ).one_or_none()
    return PreviousSession(*found) if found else None


def _actions(
    db: Db, session: MentoringSession, today: date
) -> tuple[tuple[ActionRow, ...], tuple[ActionRow, ...]]:
    day = day_of(session.starts_at)
    rows = actions_around(
        reader_in(db),
        mentorship_id=session.mentorship_id,
        session_id=session.id,
        day=day,
        today=today,
    )
    here = tuple(row for row in rows if row.session_id == session.id)
    return tuple(row for row in rows if row.session_id != session.id), here
