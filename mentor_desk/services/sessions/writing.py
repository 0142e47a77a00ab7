"""Save what is written in a session while it is written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session as Db

from mentor_desk.errors import NotFoundError
from mentor_desk.models import MentoringSession, SessionTopic
from mentor_desk.models.kinds import SessionFormat
from mentor_desk.services.changes import Area, Changes
from mentor_desk.services.entry import kept_text
from mentor_desk.services.network.topics import topic_named
from mentor_desk.services.sessions.records import called, session_on_desk
from mentor_desk.storage.engine import bare_in, reader_in


@dataclass(frozen=True, slots=True)
class SessionWords:
    """What can be written in a session; None leaves what is there.

    Only `shared_notes` may ever enter a review.
    """

    agenda: str | None = None
    shared_notes: str | None = None
    private_notes: str | None = None
    learned: str | None = None
    ask_next: str | None = None


def write_session(db: Db, *, session_id: int, words: SessionWords) -> Changes:
    """Keep the words just as they were typed.

    Raises NotFoundError, and InvalidEntryError naming the text that cannot be kept.
    """
    texts = {
        field: kept_text(text, field=field)
        for field in SessionWords.__dataclass_fields__
        if (text := getattr(words, field)) is not None
    }
    called, mentorship_id = _called(db, session_id)
    if texts:
        _keep(db, session_id, texts)
    did = f"Wrote up {called}"
    return Changes(Area.SESSIONS, made=session_id, did=did, mentorship_id=mentorship_id)


def set_session_format(db: Db, *, session_id: int, format: SessionFormat) -> Changes:  # noqa: A002
    """Note how the session takes place. Raises NotFoundError."""
    session = session_on_desk(db, session_id)
    session.format = format
    db.flush()
    did = f"Noted {called(db, session)} as {format.value}"
    return _changed(session, did)


def set_session_topics(db: Db, *, session_id: int, names: Sequence[str]) -> Changes:
    """Make these the topics of a session, in this order; a spelling known is taken as known.

    Raises NotFoundError, and InvalidEntryError for a name that cannot be one.
    """
    session = session_on_desk(db, session_id)
    wanted = list(dict.fromkeys(topic_named(db, name).id for name in names))
    held = {
        link.topic_id: link
        for link in db.scalars(select(SessionTopic).where(SessionTopic.session_id == session_id))
    }
    for topic_id in held.keys() - set(wanted):
        db.delete(held[topic_id])
    for position, topic_id in enumerate(wanted):
        link = held.get(topic_id)
        if link is None:
            link = SessionTopic(session_id=session_id, topic_id=topic_id)
            db.add(link)
        link.position = position
    db.flush()
    return _changed(session, f"Wrote up {called(db, session)}", Area.TOPICS)


def _called(db: Db, session_id: int) -> tuple[str, int]:
    row = reader_in(db).row(
        "SELECT sessions.number, people.display_name, mentorships.id FROM sessions"
        " JOIN mentorships ON mentorships.id = sessions.mentorship_id"
        " JOIN people ON people.id = mentorships.person_id WHERE sessions.id = :id",
        id=session_id,
    )
    if row is None:
        raise NotFoundError("This session is no longer on the desk.")
    return f"session {row[0]} with {row[1]}", row[2]


def _keep(db: Db, session_id: int, texts: Mapping[str, str]) -> None:
    # Said to the database itself: this runs twice a second while somebody types, and the object
    # mapper takes longer than the disk. What has not changed is not written, nor journaled.
    names = ", ".join(texts)
    pairs = ", ".join(f"{name} = :{name}" for name in texts)
    values = ", ".join(f":{name}" for name in texts)
    bare_in(db).execute(
        f"UPDATE sessions SET {pairs} WHERE id = :id AND ({names}) IS NOT ({values})",  # noqa: S608
        {**texts, "id": session_id},
    )


def _changed(session: MentoringSession, did: str, also: Area = Area.SESSIONS) -> Changes:
    areas, mentorship_id = Area.SESSIONS | also, session.mentorship_id
    return Changes(areas, made=session.id, did=did, mentorship_id=mentorship_id)
