"""Who can help with something: those who offer it, then those who care about it."""

from dataclasses import dataclass

from sqlalchemy import case, select
from sqlalchemy.orm import Session as Db

from mentor_desk.models import Person, PersonTopic, Topic
from mentor_desk.models.kinds import TopicKind, TopicLevel
from mentor_desk.models.words import fold


@dataclass(frozen=True, slots=True)
class HelperRow:
    """One person who may help, and why: what they offer, or else what they care about."""

    person_id: int
    name: str
    topic: str
    kind: TopicKind
    level: TopicLevel | None


def who_can_help(db: Db, *, topic_words: str, limit: int = 20) -> list[HelperRow]:
    """Return who knows of a topic that holds all the words, each person once.

    Those who offer it come first, then those who are interested; the level people gave
    themselves decides among each, then the name. Without words nobody is returned.
    """
    words = fold(topic_words).split()
    if not words:
        return []
    query = (
        select(Person.id, Person.display_name, Topic.name, PersonTopic.kind, PersonTopic.level)
        .join(PersonTopic.person)
        .join(PersonTopic.topic)
        .where(
            ~Person.is_oneself,
            PersonTopic.kind.in_([TopicKind.EXPERTISE, TopicKind.INTEREST]),
            *(Topic.folded.contains(word, autoescape=True) for word in words),
        )
        .order_by(
            (PersonTopic.kind == TopicKind.EXPERTISE).desc(),
            _LEVEL_FIRST,
            Person.sort_name,
            Person.id,
            Topic.folded,
        )
    )
    found: dict[int, HelperRow] = {}
    for person_id, name, topic, kind, level in db.execute(query):
        found.setdefault(person_id, HelperRow(person_id, name, topic, kind, level))
        if len(found) == limit:
            break
    return list(found.values())


_LEVEL_FIRST = case(
    (PersonTopic.level.in_([TopicLevel.EXPERT, TopicLevel.HIGH]), 0),
    (PersonTopic.level.in_([TopicLevel.AVERAGE, TopicLevel.MEDIUM]), 1),
    (PersonTopic.level.in_([TopicLevel.BEGINNER, TopicLevel.LOW]), 2),
    else_=3,
)
