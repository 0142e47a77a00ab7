"""What becomes of a session: held, cancelled, missed, open again, at another time."""

from datetime import datetime

from sqlalchemy.orm import Session as Db

from mentor_desk.errors import InvalidEntryError, RefusedMoveError
from mentor_desk.models import MentoringSession
from mentor_desk.models.kinds import SessionState
from mentor_desk.services.changes import Area, Changes
from mentor_desk.services.sessions.records import called, check_time, day_of, session_on_desk


def finish_session(db: Db, *, session_id: int, now: datetime) -> Changes:
    """Mark a planned session as held; its words are saved already.

    Raises NotFoundError, and RefusedMoveError for one that is not planned, or only tomorrow.
    """
    session = _planned(db, session_id)
    if day_of(session.starts_at) > day_of(now):
        raise RefusedMoveError(
            f"Session {session.number} is still to come; change its time if it has taken place."
        )
    return _become(db, session, SessionState.HELD, "Finished")


def cancel_session(db: Db, *, session_id: int) -> Changes:
    """Mark a planned session as cancelled. Raises NotFoundError, RefusedMoveError."""
    return _become(db, _planned(db, session_id), SessionState.CANCELLED, "Cancelled")


def miss_session(db: Db, *, session_id: int) -> Changes:
    """Mark a planned session as missed. Raises NotFoundError, RefusedMoveError."""
    return _become(db, _planned(db, session_id), SessionState.MISSED, "Marked as missed:")


def reopen_session(db: Db, *, session_id: int) -> Changes:
    """Make a held, cancelled or missed session a planned one again; nothing in it is lost.

    Raises NotFoundError, RefusedMoveError for one that is planned already, and InvalidEntryError
    when another session has taken its time.
    """
    session = session_on_desk(db, session_id)
    if session.state is SessionState.PLANNED:
        raise RefusedMoveError(f"Session {session.number} is open already.")
    check_time(db, session)
    return _become(db, session, SessionState.PLANNED, "Opened again:")


def move_session(
    db: Db, *, session_id: int, starts_at: datetime, minutes: int, now: datetime
) -> Changes:
    """Give a session another time or length.

    Raises NotFoundError, and InvalidEntryError naming `starts_at` or `minutes`: for an impossible
    length, for the time of another session, and for a held session that would lie ahead.
    """
    session = session_on_desk(db, session_id)
    session.starts_at, session.minutes = starts_at, minutes
    if session.state in {SessionState.PLANNED, SessionState.HELD}:
        check_time(db, session)
    elif not session.has_sane_length():
        raise InvalidEntryError("A session lasts from a minute to a day.", field="minutes")
    if session.state is SessionState.HELD and day_of(starts_at) > day_of(now):
        raise InvalidEntryError("A session that was held cannot lie ahead.", field="starts_at")
    db.flush()
    return Changes(Area.SESSIONS, did=f"Moved {called(db, session)}")


def _planned(db: Db, session_id: int) -> MentoringSession:
    session = session_on_desk(db, session_id)
    if session.state is not SessionState.PLANNED:
        raise RefusedMoveError(
            f"Session {session.number} is {session.state.value} already; open it again first."
        )
    return session


def _become(db: Db, session: MentoringSession, state: SessionState, word: str) -> Changes:
    session.state = state
    db.flush()
    return Changes(Area.SESSIONS, made=session.id, did=f"{word} {called(db, session)}")
