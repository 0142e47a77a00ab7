"""What people care about, can give and are looking for."""

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session as Db

from mentor_desk.errors import InvalidEntryError, NotFoundError
from mentor_desk.models import Person, PersonTopic, Topic
from mentor_desk.models.kinds import NeedState, TopicKind, TopicLevel
from mentor_desk.models.topic import LEVELS, LONGEST_TOPIC
from mentor_desk.models.words import fold
from mentor_desk.services.changes import Area, Changes
from mentor_desk.services.entry import required_line


def levels_of(kind: TopicKind) -> tuple[TopicLevel, ...]:
    """Return the levels that topics of a kind can have, the least first; a need has none."""
    return LEVELS[kind]


def list_topics(db: Db) -> list[str]:
    """Return the name of every topic, the most used first, for completion."""
    used = (
        select(PersonTopic.topic_id, func.count().label("times"))
        .group_by(PersonTopic.topic_id)
        .subquery()
    )
    query = (
        select(Topic.name)
        .outerjoin(used, used.c.topic_id == Topic.id)
        .order_by(func.coalesce(used.c.times, 0).desc(), Topic.folded)
    )
    return list(db.scalars(query))


def topic_named(db: Db, name: str) -> Topic:
    """Return the topic of this name, made when it is new; spelling is told by folded words.

    Raises InvalidEntryError for an empty name or one longer than 80 characters.
    """
    line = required_line(name, "A topic needs a name.", field="topic", longest=LONGEST_TOPIC)
    folded = fold(line) or line
    topic = db.scalar(select(Topic).where(Topic.folded == folded))
    if topic is None:
        topic = Topic(name=line, folded=folded)
        db.add(topic)
        db.flush()
    return topic


def set_topic(
    db: Db,
    *,
    person_id: int,
    kind: TopicKind,
    name: str,
    today: date,
    level: TopicLevel | None = None,
) -> Changes:
    """Note an interest, expertise or need of a person; noting it again sets its level.

    Raises NotFoundError, and InvalidEntryError for a level that does not belong to the kind.
    """
    person = _person(db, person_id)
    topic = topic_named(db, name)
    if level is not None and level not in LEVELS[kind]:
        raise InvalidEntryError("This level does not belong here.", field="level")
    held = db.scalar(
        select(PersonTopic).where(
            PersonTopic.person_id == person_id,
            PersonTopic.topic_id == topic.id,
            PersonTopic.kind == kind,
        )
    )
    if held is None:
        state = NeedState.OPEN if kind is TopicKind.NEED else None
        held = PersonTopic(
            person_id=person_id, topic_id=topic.id, kind=kind, need_state=state, noted_on=today
        )
        db.add(held)
    held.level = level
    db.flush()
    did = f"Noted “{topic.name}” as {_word(kind)} of {person.display_name}"
    return Changes(Area.TOPICS | Area.PEOPLE, made=held.id, did=did)


def set_need_state(db: Db, *, person_topic_id: int, state: NeedState) -> Changes:
    """Note what became of a need. Raises NotFoundError, or InvalidEntryError for no need."""
    held = _held(db, person_topic_id)
    if held.kind is not TopicKind.NEED:
        raise InvalidEntryError("Only a need can be open, in hand, met or withdrawn.")
    held.need_state = state
    topic = db.get_one(Topic, held.topic_id)
    return Changes(Area.TOPICS, did=f"Marked the need “{topic.name}” as {state.value}")


def remove_topic(db: Db, *, person_topic_id: int) -> Changes:
    """Take an interest, expertise or need off a person. Raises NotFoundError."""
    held = _held(db, person_topic_id)
    topic, person = db.get_one(Topic, held.topic_id), _person(db, held.person_id)
    did = f"Removed “{topic.name}” as {_word(held.kind)} of {person.display_name}"
    db.delete(held)
    return Changes(Area.TOPICS | Area.PEOPLE, did=did)


def _word(kind: TopicKind) -> str:
    return {
        TopicKind.INTEREST: "an interest",
        TopicKind.EXPERTISE: "an expertise",
        TopicKind.NEED: "a need",
    }[kind]


def _person(db: Db, person_id: int) -> Person:
    person = db.get(Person, person_id)
    if person is None:
        raise NotFoundError("This person is no longer on the desk.")
    return person


def _held(db: Db, person_topic_id: int) -> PersonTopic:
    held = db.get(PersonTopic, person_topic_id)
    if held is None:
        raise NotFoundError("This is no longer noted.")
    return held
