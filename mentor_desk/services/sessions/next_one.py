"""The session to come: planned already, or proposed by the rhythm that was agreed."""

from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from sqlalchemy import select
from sqlalchemy.orm import Session as Db

from mentor_desk.errors import NotFoundError
from mentor_desk.models import MentoringSession, Mentorship
from mentor_desk.models.kinds import SessionFormat
from mentor_desk.services.sessions.cadence import propose_next
from mentor_desk.services.sessions.planning import USUAL_MINUTES
from mentor_desk.services.sessions.records import TAKING_TIME

USUAL_DAYS = 14


@dataclass(frozen=True, slots=True)
class NextStep:
    """The session after this one: planned as `session_id`, or only proposed."""

    starts_at: datetime
    minutes: int
    format: SessionFormat
    session_id: int | None = None
    number: int | None = None


def next_step(
    db: Db,
    session: MentoringSession,
    mentorship: Mentorship,
    now: datetime,
    zone: tzinfo | None = None,
) -> NextStep | None:
    """Return what follows a session; None when nothing is planned and no rhythm was agreed."""
    planned = db.scalar(
        select(MentoringSession)
        .where(
            MentoringSession.mentorship_id == mentorship.id,
            MentoringSession.id != session.id,
            MentoringSession.starts_at > session.starts_at,
            MentoringSession.state.in_(TAKING_TIME),
        )
        .order_by(MentoringSession.starts_at)
        .limit(1)
    )
    if planned is not None:
        return NextStep(
            planned.starts_at, planned.minutes, planned.format, planned.id, planned.number
        )
    if mentorship.cadence_days is None or not mentorship.is_ongoing:
        return None
    return _after(session, mentorship.cadence_days, now, zone)


def propose_session(
    db: Db, *, mentorship_id: int, now: datetime, zone: tzinfo | None = None
) -> NextStep:
    """Return when to meet next: in the rhythm after the latest session, or in two weeks.

    The first session is proposed for the next day, at a full hour. Raises NotFoundError.
    """
    mentorship = db.get(Mentorship, mentorship_id)
    if mentorship is None:
        raise NotFoundError("This mentorship is no longer on the desk.")
    latest = db.scalar(
        select(MentoringSession)
        .where(
            MentoringSession.mentorship_id == mentorship_id,
            MentoringSession.state.in_(TAKING_TIME),
        )
        .order_by(MentoringSession.starts_at.desc())
        .limit(1)
    )
    if latest is not None:
        return _after(latest, mentorship.cadence_days or USUAL_DAYS, now, zone)
    full_hour = now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    return NextStep(full_hour + timedelta(days=1), USUAL_MINUTES, SessionFormat.VIDEO)


def _after(
    session: MentoringSession, cadence_days: int, now: datetime, zone: tzinfo | None
) -> NextStep:
    moment = propose_next(after=session.starts_at, cadence_days=cadence_days, now=now, zone=zone)
    return NextStep(moment, session.minutes, session.format)
