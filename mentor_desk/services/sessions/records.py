"""Sessions as the verbs find them, and how they are called in a sentence."""

from datetime import date, datetime, tzinfo

from sqlalchemy import select
from sqlalchemy.orm import Session as Db

from mentor_desk.errors import InvalidEntryError, NotFoundError
from mentor_desk.models import MentoringSession, Mentorship, Person
from mentor_desk.models.kinds import SessionState
from mentor_desk.models.mentoring_session import LONGEST

# States in which a session takes up its time.
TAKING_TIME = (SessionState.PLANNED, SessionState.HELD)


def session_on_desk(db: Db, session_id: int) -> MentoringSession:
    """Return the session itself. Raises NotFoundError."""
    session = db.get(MentoringSession, session_id)
    if session is None:
        raise NotFoundError("This session is no longer on the desk.")
    return session


def mentee_name(db: Db, mentorship_id: int) -> str:
    """Return the name of the mentee. Raises NotFoundError when the mentorship is gone."""
    name = db.scalar(
        select(Person.display_name)
        .join(Mentorship, Mentorship.person_id == Person.id)
        .where(Mentorship.id == mentorship_id)
    )
    if name is None:
        raise NotFoundError("This mentorship is no longer on the desk.")
    return name


def called(db: Db, session: MentoringSession) -> str:
    """Return the session as it is called: "session 12 with Ada Okafor"."""
    return f"session {session.number} with {mentee_name(db, session.mentorship_id)}"


def day_of(moment: datetime, zone: tzinfo | None = None) -> date:
    """Return the day of a moment in `zone`, or on the clock of this computer."""
    return moment.astimezone(zone).date()


def check_time(db: Db, wanted: MentoringSession) -> None:
    """Refuse an impossible length, and two sessions of one mentorship at the same time.

    Raises InvalidEntryError naming `minutes` or `starts_at`.
    """
    if not wanted.has_sane_length():
        raise InvalidEntryError("A session lasts from a minute to a day.", field="minutes")
    other = _at_the_same_time(db, wanted)
    if other is not None:
        raise InvalidEntryError(
            f"There is already {called(db, other)} at that time.", field="starts_at"
        )


def _at_the_same_time(db: Db, wanted: MentoringSession) -> MentoringSession | None:
    near = select(MentoringSession).where(
        MentoringSession.mentorship_id == wanted.mentorship_id,
        MentoringSession.state.in_(TAKING_TIME),
        MentoringSession.starts_at > wanted.starts_at - LONGEST,
        MentoringSession.starts_at < wanted.ends_at,
    )
    with db.no_autoflush:
        others = [other for other in db.scalars(near) if other.id != wanted.id]
    return next((other for other in others if wanted.overlaps(other)), None)
