"""What is known of two people that speaks for bringing them together: facts, never scores."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import Session as Db

from mentor_desk.errors import NotFoundError
from mentor_desk.models import Person, PersonTopic
from mentor_desk.models.kinds import TopicKind
from mentor_desk.models.words import fold
from mentor_desk.services.network.topic_rows import PersonTopicRow, topics_of_all
from mentor_desk.storage.engine import reader_in


class FactKind(StrEnum):
    """What two people have to do with each other."""

    NEEDS_WHAT_OTHER_OFFERS = "needs what the other offers"
    CARES_FOR_WHAT_OTHER_KNOWS = "cares for what the other knows"
    BOTH_CARE = "both care"
    SAME_CITY = "same city"


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that speaks for a meeting.

    `about` is the topic or the city. `one` needs or cares for it and `other` offers or knows it;
    for what they have in common the order means nothing. `known_to_care` counts everyone on the
    desk who cares about a topic in common.
    """

    kind: FactKind
    about: str
    one: str
    other: str
    known_to_care: int = 0


def why_they_should_meet(db: Db, *, first_id: int, second_id: int) -> tuple[Fact, ...]:
    """Return what needs, expertise, interests and places say. Raises NotFoundError."""
    first, second = _person(db, first_id), _person(db, second_id)
    held = topics_of_all(reader_in(db), person_ids=[first_id, second_id])
    mine, theirs = held.get(first_id, []), held.get(second_id, [])
    there = short_names(first, second)
    back = there[::-1]
    facts = [
        *_matches(FactKind.NEEDS_WHAT_OTHER_OFFERS, _needs(mine), theirs, there),
        *_matches(FactKind.NEEDS_WHAT_OTHER_OFFERS, _needs(theirs), mine, back),
        *_matches(FactKind.CARES_FOR_WHAT_OTHER_KNOWS, _interests(mine), theirs, there),
        *_matches(FactKind.CARES_FOR_WHAT_OTHER_KNOWS, _interests(theirs), mine, back),
        *_in_common(db, _interests(mine), _interests(theirs), there),
    ]
    if first.city and fold(first.city) == fold(second.city):
        facts.append(Fact(FactKind.SAME_CITY, first.city, *there))
    return tuple(facts)


def short_names(first: Person, second: Person) -> tuple[str, str]:
    """Return the given names of two people, or their whole names when those are the same."""
    names = first_name(first), first_name(second)
    if fold(names[0]) == fold(names[1]):
        return first.display_name, second.display_name
    return names


def first_name(person: Person) -> str:
    """Return what a person is called among friends of the desk, or the whole name."""
    return person.given or person.display_name


def _needs(rows: Iterable[PersonTopicRow]) -> dict[int, str]:
    return {row.topic_id: row.name for row in rows if row.is_open_need}


def _interests(rows: Iterable[PersonTopicRow]) -> dict[int, str]:
    return {row.topic_id: row.name for row in rows if row.kind is TopicKind.INTEREST}


def _matches(
    kind: FactKind, wanted: dict[int, str], other: list[PersonTopicRow], names: tuple[str, str]
) -> list[Fact]:
    offered = {row.topic_id for row in other if row.kind is TopicKind.EXPERTISE}
    return [Fact(kind, name, *names) for topic, name in wanted.items() if topic in offered]


def _in_common(
    db: Db, mine: dict[int, str], theirs: dict[int, str], names: tuple[str, str]
) -> list[Fact]:
    shared = [topic for topic in mine if topic in theirs]
    query = (
        select(PersonTopic.topic_id, func.count())
        .where(PersonTopic.topic_id.in_(shared), PersonTopic.kind == TopicKind.INTEREST)
        .group_by(PersonTopic.topic_id)
    )
    counts = dict(db.execute(query).all())
    return [Fact(FactKind.BOTH_CARE, mine[each], *names, counts[each]) for each in shared]


def _person(db: Db, person_id: int) -> Person:
    person = db.get(Person, person_id)
    if person is None:
        raise NotFoundError("This person is no longer on the desk.")
    return person
