"""List, plan, log and delete sessions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session as Db

from mentor_desk.models import MentoringSession, SessionTopic, Topic
from mentor_desk.models.kinds import SessionFormat, SessionState
from mentor_desk.services.changes import Area, Changes
from mentor_desk.services.entry import kept_text
from mentor_desk.services.sessions.records import (
    TAKING_TIME,
    called,
    check_time,
    day_of,
    mentee_name,
    session_on_desk,
)

USUAL_MINUTES = 60
_LONGEST_FIRST_LINE = 200
_MARKS = "#*-+>_ \t"


@dataclass(frozen=True, slots=True)
class SessionRow:
    """One line of a list of sessions; `first_line` is the first of the shared notes."""

    id: int
    number: int
    starts_at: datetime
    minutes: int
    format: SessionFormat
    state: SessionState
    topics: tuple[str, ...]
    first_line: str
    is_owed: bool


def list_sessions(db: Db, *, mentorship_id: int, now: datetime) -> list[SessionRow]:
    """Return the sessions of a mentorship, latest first; two queries."""
    query = (
        select(MentoringSession)
        .where(MentoringSession.mentorship_id == mentorship_id)
        .order_by(MentoringSession.starts_at.desc(), MentoringSession.number.desc())
    )
    sessions = db.scalars(query).all()
    topics = topics_of_sessions(db, [session.id for session in sessions])
    return [
        SessionRow(
            id=session.id,
            number=session.number,
            starts_at=session.starts_at,
            minutes=session.minutes,
            format=session.format,
            state=session.state,
            topics=topics.get(session.id, ()),
            first_line=_first_line(session.shared_notes),
            is_owed=session.is_owed(now),
        )
        for session in sessions
    ]


def count_sessions(db: Db, *, mentorship_id: int) -> int:
    """Return how many sessions there are with a mentee, whatever became of them."""
    query = select(func.count()).where(MentoringSession.mentorship_id == mentorship_id)
    return db.scalar(query) or 0


def topics_of_sessions(db: Db, session_ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """Return the topics of each session that has any, in their order; one query."""
    query = (
        select(SessionTopic.session_id, Topic.name)
        .join(SessionTopic.topic)
        .where(SessionTopic.session_id.in_(session_ids))
        .order_by(SessionTopic.position, SessionTopic.id)
    )
    found: dict[int, tuple[str, ...]] = {}
    for session_id, name in db.execute(query):
        found[session_id] = (*found.get(session_id, ()), name)
    return found


def plan_session(
    db: Db,
    *,
    mentorship_id: int,
    starts_at: datetime,
    minutes: int = USUAL_MINUTES,
    format: SessionFormat | None = None,  # noqa: A002
    agenda: str = "",
) -> Changes:
    """Plan a session; one mentee is never in two sessions at once.

    Without a format it is that of the last session. Raises NotFoundError, and InvalidEntryError
    naming `starts_at`, `minutes` or `agenda`.
    """
    mentee_name(db, mentorship_id)
    session = MentoringSession(
        mentorship_id=mentorship_id,
        number=_next_number(db, mentorship_id),
        starts_at=starts_at,
        minutes=minutes,
        format=format or usual_format(db, mentorship_id=mentorship_id),
        state=SessionState.PLANNED,
        agenda=kept_text(agenda, field="agenda"),
    )
    check_time(db, session)
    db.add(session)
    db.flush()
    return Changes(Area.SESSIONS, made=session.id, did=f"Planned {called(db, session)}")


def log_session(db: Db, *, mentorship_id: int, now: datetime) -> Changes:
    """Begin writing up a session now; `made` is the session to open.

    The one planned for today, or left planned before, is taken up instead of making another.
    Raises NotFoundError, and InvalidEntryError when a session held just now takes up the time.
    """
    mentee_name(db, mentorship_id)
    waiting = _waiting_to_be_held(db, mentorship_id, now)
    if waiting is not None:
        return Changes(Area.SESSIONS, made=waiting.id, did=f"Took up {called(db, waiting)}")
    session = MentoringSession(
        mentorship_id=mentorship_id,
        number=_next_number(db, mentorship_id),
        starts_at=_last_five_minutes(now),
        minutes=_room_until_next(db, mentorship_id, now),
        format=usual_format(db, mentorship_id=mentorship_id),
        state=SessionState.PLANNED,
    )
    check_time(db, session)
    db.add(session)
    db.flush()
    return Changes(Area.SESSIONS, made=session.id, did=f"Began {called(db, session)}")


def delete_session(db: Db, *, session_id: int) -> Changes:
    """Delete a session with its notes; actions and progress made in it stay.

    Raises NotFoundError.
    """
    session = session_on_desk(db, session_id)
    did = f"Deleted {called(db, session)}"
    db.delete(session)
    touched = Area.ACTIONS | Area.GOALS | Area.INTRODUCTIONS | Area.SHARING
    return Changes(Area.SESSIONS | touched, did=did)


def usual_format(db: Db, *, mentorship_id: int) -> SessionFormat:
    """Return how the last session took place, or video when there was none."""
    query = (
        select(MentoringSession.format)
        .where(MentoringSession.mentorship_id == mentorship_id)
        .order_by(MentoringSession.starts_at.desc())
        .limit(1)
    )
    return db.scalar(query) or SessionFormat.VIDEO


def _first_line(notes: str) -> str:
    lines = (line.strip(_MARKS) for line in notes.splitlines())
    return next((line for line in lines if line), "")[:_LONGEST_FIRST_LINE]


def _next_number(db: Db, mentorship_id: int) -> int:
    last = select(func.max(MentoringSession.number)).where(
        MentoringSession.mentorship_id == mentorship_id
    )
    return (db.scalar(last) or 0) + 1


def _waiting_to_be_held(db: Db, mentorship_id: int, now: datetime) -> MentoringSession | None:
    tomorrow = datetime.combine(day_of(now) + timedelta(days=1), time.min).astimezone()
    return db.scalar(
        select(MentoringSession)
        .where(
            MentoringSession.mentorship_id == mentorship_id,
            MentoringSession.state == SessionState.PLANNED,
            MentoringSession.starts_at < tomorrow,
        )
        .order_by(MentoringSession.starts_at.desc())
        .limit(1)
    )


def _last_five_minutes(now: datetime) -> datetime:
    return now.replace(minute=now.minute - now.minute % 5, second=0, microsecond=0)


def _room_until_next(db: Db, mentorship_id: int, now: datetime) -> int:
    start = _last_five_minutes(now)
    following = db.scalar(
        select(func.min(MentoringSession.starts_at)).where(
            MentoringSession.mentorship_id == mentorship_id,
            MentoringSession.state.in_(TAKING_TIME),
            MentoringSession.starts_at > start,
        )
    )
    if following is None:
        return USUAL_MINUTES
    return max(1, min(USUAL_MINUTES, int((following - start).total_seconds() // 60)))
