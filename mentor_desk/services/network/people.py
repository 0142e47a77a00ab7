"""Read one person whole, add, change and delete people."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session as Db

from mentor_desk.errors import InvalidEntryError, NotFoundError, RefusedMoveError
from mentor_desk.models import (
    Introduction,
    Mentorship,
    Party,
    Person,
    Photo,
    Way,
)
from mentor_desk.models.kinds import MentorshipState, WayKind
from mentor_desk.models.person import LONGEST_NAME
from mentor_desk.services.changes import Area, Changes
from mentor_desk.services.entry import clean_line, clean_text
from mentor_desk.services.network.listing import latest_mentorships
from mentor_desk.services.network.topic_rows import PersonTopicRow, topics_of
from mentor_desk.services.network.ways import keep_ways
from mentor_desk.storage.engine import reader_in

LINE_FIELDS = (
    *("prefix", "given", "middle", "family", "suffix", "nickname", "pronouns"),
    *("organisation", "department", "role"),
    *("street", "city", "region", "postcode", "country", "birthday"),
)
TEXT_FIELDS = ("how_we_met", "remark")


@dataclass(frozen=True, slots=True)
class WayRow:
    """One way to reach a person."""

    kind: WayKind
    value: str
    label: str = ""
    is_preferred: bool = False


@dataclass(frozen=True, slots=True)
class PersonEntry:
    """What can be entered about a person; the parts of a name, or the name as a whole."""

    display_name: str = ""
    prefix: str = ""
    given: str = ""
    middle: str = ""
    family: str = ""
    suffix: str = ""
    nickname: str = ""
    pronouns: str = ""
    organisation: str = ""
    department: str = ""
    role: str = ""
    street: str = ""
    city: str = ""
    region: str = ""
    postcode: str = ""
    country: str = ""
    birthday: str = ""
    how_we_met: str = ""
    met_on: date | None = None
    remark: str = ""
    ways: tuple[WayRow, ...] = ()


@dataclass(frozen=True, slots=True)
class PersonCard:
    """One person shown whole. `introduced_to` counts introductions that led to a meeting."""

    id: int
    entry: PersonEntry
    name: str
    is_oneself: bool
    came_from: str
    mentorship_id: int | None
    mentorship_state: MentorshipState | None
    topics: tuple[PersonTopicRow, ...] = field(default=())
    introductions: int = 0
    photo: bytes | None = None


def person_card(db: Db, *, person_id: int) -> PersonCard:
    """Return one person whole. Raises NotFoundError when the person is gone."""
    person = _person(db, person_id)
    mentorship = latest_mentorships(db, [person_id]).get(person_id)
    ways = db.scalars(select(Way).where(Way.person_id == person_id).order_by(Way.position, Way.id))
    kept = {name: getattr(person, name) for name in (*LINE_FIELDS, *TEXT_FIELDS)}
    entry = PersonEntry(
        display_name=person.display_name,
        met_on=person.met_on,
        ways=tuple(WayRow(way.kind, way.value, way.label, way.is_preferred) for way in ways),
        **kept,
    )
    return PersonCard(
        id=person.id,
        entry=entry,
        name=person.display_name,
        is_oneself=person.is_oneself,
        came_from=person.came_from,
        mentorship_id=mentorship[0] if mentorship else None,
        mentorship_state=mentorship[1] if mentorship else None,
        topics=tuple(topics_of(reader_in(db), person_id=person_id)),
        introductions=db.scalar(select(func.count()).where(Party.person_id == person_id)) or 0,
        photo=db.scalar(select(Photo.content).where(Photo.person_id == person_id)),
    )


def add_oneself(db: Db, *, name: str, now: datetime) -> Changes:
    """Note who the mentor is; the name given again replaces the first one."""
    line = clean_line(name, field="name", longest=LONGEST_NAME)
    if not line:
        raise InvalidEntryError("Please give your name.", field="name")
    person = db.scalar(select(Person).where(Person.is_oneself))
    if person is None:
        person = Person(uid=str(uuid4()), is_oneself=True, created_at=now)
        db.add(person)
    _fill(person, PersonEntry(display_name=line))
    db.flush()
    return Changes(Area.PEOPLE, made=person.id, did="Noted your name")


def add_person(db: Db, *, entry: PersonEntry, now: datetime) -> Changes:
    """Add a person. Raises InvalidEntryError naming the field that cannot be kept."""
    person = Person(uid=str(uuid4()), created_at=now)
    _fill(person, entry)
    db.add(person)
    db.flush()
    keep_ways(db, person_id=person.id, ways=_ways(entry))
    return Changes(Area.PEOPLE, made=person.id, did=f"Added {person.display_name}")


def edit_person(db: Db, *, person_id: int, entry: PersonEntry) -> Changes:
    """Replace what is known of a person by `entry`. Raises NotFoundError, InvalidEntryError."""
    person = _person(db, person_id)
    _fill(person, entry)
    db.flush()
    keep_ways(db, person_id=person.id, ways=_ways(entry))
    return Changes(Area.PEOPLE, did=f"Changed {person.display_name}")


def delete_person(db: Db, *, person_id: int) -> Changes:
    """Delete a person with their introductions; who is or was a mentee is not deleted here.

    Raises NotFoundError, and RefusedMoveError for a mentee and for the mentor.
    """
    person = _person(db, person_id)
    if person.is_oneself:
        raise RefusedMoveError("You cannot delete yourself from your own desk.")
    if db.scalar(select(Mentorship.id).where(Mentorship.person_id == person_id)) is not None:
        raise RefusedMoveError(
            f"{person.display_name} is or was your mentee; delete the mentorship first."
        )
    theirs = select(Party.introduction_id).where(Party.person_id == person_id)
    for introduction in db.scalars(select(Introduction).where(Introduction.id.in_(theirs))):
        db.delete(introduction)
    did = f"Deleted {person.display_name}"
    db.delete(person)
    areas = Area.PEOPLE | Area.TOPICS | Area.INTRODUCTIONS | Area.SHARING
    return Changes(areas, did=did)


def _fill(person: Person, entry: PersonEntry) -> None:
    for name in LINE_FIELDS:
        setattr(person, name, clean_line(getattr(entry, name), field=name))
    for name in TEXT_FIELDS:
        setattr(person, name, clean_text(getattr(entry, name), field=name))
    person.met_on = entry.met_on
    person.display_name = clean_line(entry.display_name, field="display_name", longest=LONGEST_NAME)
    person.refresh_names()
    if not person.has_name():
        raise InvalidEntryError("A person needs a name.", field="display_name")


def _ways(entry: PersonEntry) -> list[Way]:
    return [
        Way(
            kind=way.kind,
            value=value,
            label=clean_line(way.label, field="ways"),
            is_preferred=way.is_preferred,
        )
        for way in entry.ways
        if (value := clean_line(way.value, field="ways", longest=2000))
    ]


def _person(db: Db, person_id: int) -> Person:
    person = db.get(Person, person_id)
    if person is None:
        raise NotFoundError("This person is no longer on the desk.")
    return person
