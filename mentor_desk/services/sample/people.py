"""Put the hand-made people of the sample on the desk, with their ways and topics."""

from collections.abc import Sequence
from datetime import datetime, time
from random import Random
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session as Db

from mentor_desk.models import Person, PersonTopic, Topic, Way
from mentor_desk.models.kinds import NeedState, TopicKind, TopicLevel, WayKind
from mentor_desk.services.network.people import LINE_FIELDS
from mentor_desk.services.network.topics import topic_named
from mentor_desk.services.sample.days import StoryDays
from mentor_desk.services.sample.entries import Entry

MENTOR = "Michelle Roy"

_TOPICS = {
    "cares": TopicKind.INTEREST,
    "offers": TopicKind.EXPERTISE,
    "needs": TopicKind.NEED,
}
_WAYS = {
    "email": WayKind.EMAIL,
    "work_email": WayKind.EMAIL,
    "phone": WayKind.PHONE,
    "link": WayKind.LINK,
    "chat": WayKind.CHAT,
}


class Topics:
    """The topics of the desk, each asked for once."""

    def __init__(self, db: Db) -> None:
        self._db = db
        self._known: dict[str, Topic] = {}

    def named(self, name: str) -> Topic:
        """Return the topic of this name, made when it is new."""
        if name not in self._known:
            self._known[name] = topic_named(self._db, name)
        return self._known[name]


def invented_uid(chance: Random) -> str:
    """Return an identifier as random as the seed."""
    return str(UUID(int=chance.getrandbits(128), version=4))


def write_mentor(db: Db, *, days: StoryDays, chance: Random) -> None:
    """Make sure that the desk has its mentor, the same for the same seed."""
    uid = invented_uid(chance)
    mentor = db.scalar(select(Person).where(Person.is_oneself))
    if mentor is None:
        given, family = MENTOR.split()
        mentor = Person(is_oneself=True, display_name=MENTOR, given=given, family=family)
        db.add(mentor)
    for name in LINE_FIELDS:
        setattr(mentor, name, getattr(mentor, name) or "")
    mentor.uid, mentor.created_at = uid, _morning(days)
    mentor.pronouns, mentor.city, mentor.country = "she/her", "Leeds", "United Kingdom"
    mentor.role = "Mentor and former head of people"
    mentor.refresh_names()
    db.flush()


def write_people(
    db: Db, told: Sequence[Entry], *, days: StoryDays, chance: Random, topics: Topics
) -> dict[str, int]:
    """Add these people; return the id of each name."""
    people = [_person(entry, days, chance) for entry in told]
    for person in people:
        # One by one, so that the ids follow the order of the story.
        db.add(person)
        db.flush()
    for person, entry in zip(people, told, strict=True):
        db.add_all(_ways(entry, person.id))
        db.add_all(_topics(entry, person.id, topics, days))
    db.flush()
    return {person.display_name: person.id for person in people}


def _person(entry: Entry, days: StoryDays, chance: Random) -> Person:
    given, _, family = entry["name"].rpartition(" ")
    parts = {"given": given or family, "family": family if given else ""}
    known = {name: entry[name] for name in (*LINE_FIELDS, "how_we_met", "remark") if name in entry}
    person = Person(
        uid=invented_uid(chance),
        display_name=entry["name"],
        met_on=days.day(entry["met_on"]) if "met_on" in entry else None,
        created_at=_morning(days),
        **{**dict.fromkeys(LINE_FIELDS, ""), **parts, **known},
    )
    person.refresh_names()
    return person


def _ways(entry: Entry, person_id: int) -> list[Way]:
    given = [(name, kind) for name, kind in _WAYS.items() if name in entry]
    return [
        Way(
            person_id=person_id,
            kind=kind,
            value=entry[name],
            label="work" if name == "work_email" else "",
            is_preferred=position == 0,
            position=position,
        )
        for position, (name, kind) in enumerate(given)
    ]


def _topics(entry: Entry, person_id: int, topics: Topics, days: StoryDays) -> list[PersonTopic]:
    return [
        _held(word, kind, person_id, topics, days)
        for key, kind in _TOPICS.items()
        for word in entry.get(key, ())
    ]


def _held(
    word: str, kind: TopicKind, person_id: int, topics: Topics, days: StoryDays
) -> PersonTopic:
    name, _, more = word.partition(": ")
    is_need = kind is TopicKind.NEED
    return PersonTopic(
        person_id=person_id,
        topic_id=topics.named(name).id,
        kind=kind,
        level=TopicLevel(more) if more and not is_need else None,
        need_state=NeedState(more or NeedState.OPEN) if is_need else None,
        noted_on=days.today,
    )


def _morning(days: StoryDays) -> datetime:
    return datetime.combine(days.today, time(8)).astimezone()
