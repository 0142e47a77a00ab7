"""Find people, read one whole, add, change and delete them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import ColumnElement, Select, UnaryExpression, func, select
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.orm import Session as Db

from mentor_desk.errors import InvalidEntryError, NotFoundError, RefusedMoveError
from mentor_desk.models import (
    Introduction,
    Mentorship,
    Party,
    Person,
    PersonTopic,
    Photo,
    Topic,
    Way,
)
from mentor_desk.models.kinds import MentorshipState, WayKind
from mentor_desk.models.person import LONGEST_NAME
from mentor_desk.models.words import fold
from mentor_desk.services.changes import Area, Changes
from mentor_desk.services.entry import clean_line, clean_text
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
class PersonRow:
    """One line of a list of people."""

    id: int
    name: str
    role: str
    organisation: str
    city: str
    mentorship_id: int | None = None
    mentorship_state: MentorshipState | None = None

    @property
    def place_in_life(self) -> str:
        """Role and organisation in one line, or what there is of them."""
        return ", ".join(part for part in (self.role, self.organisation) if part)


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


def count_people(db: Db) -> int:
    """Return how many people are known, the mentor not counted."""
    return db.scalar(select(func.count()).where(~Person.is_oneself)) or 0


def list_person_ids(db: Db, *, words: str = "", by: str = "name") -> list[int]:
    """Return the ids of everyone who matches all the words, in order of `by`.

    `by` is name, role, organisation or city; "-" before it turns the order round. Words are
    looked for in names, roles, organisations, places and topics, without case or accents. This
    is what a long list holds; `people_rows` fetches its lines as they come into sight.
    """
    return list(db.scalars(select(Person.id).where(*_matching(words)).order_by(*_order(by))))


def people_rows(db: Db, *, ids: Sequence[int]) -> list[PersonRow]:
    """Return the lines of these people, in the order of the ids; those gone are left out."""
    found = {row.id: row for row in _rows(db, select(*_ROW).where(Person.id.in_(ids)))}
    return [found[each] for each in ids if each in found]


def find_people(db: Db, words: str = "", limit: int = 50) -> list[PersonRow]:
    """Return people who match all the words, by name, at most `limit`."""
    query = select(*_ROW).where(*_matching(words)).order_by(*_order("name")).limit(limit)
    return _rows(db, query)


def people_named(db: Db, name: str) -> list[PersonRow]:
    """Return everyone called just this, or else everyone whom these words match.

    Case and accents do not count; at most a thousand.
    """
    wanted = fold(name)
    rows = find_people(db, name, limit=1000)
    exact = [row for row in rows if fold(row.name) == wanted]
    return exact or rows


def person_card(db: Db, *, person_id: int) -> PersonCard:
    """Return one person whole. Raises NotFoundError when the person is gone."""
    person = _person(db, person_id)
    mentorship = _latest_mentorships(db, [person_id]).get(person_id)
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


def oneself(db: Db) -> PersonRow | None:
    """Return the mentor, once they have given their name."""
    rows = _rows(db, select(*_ROW).where(Person.is_oneself))
    return rows[0] if rows else None


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


def _matching(words: str) -> list[ColumnElement[bool]]:
    rules: list[ColumnElement[bool]] = [~Person.is_oneself]
    for word in fold(words).split():
        about = (
            select(PersonTopic.person_id)
            .join(PersonTopic.topic)
            .where(Topic.folded.contains(word, autoescape=True))
        )
        rules.append(Person.search_text.contains(word, autoescape=True) | Person.id.in_(about))
    return rules


def _order(by: str) -> tuple[UnaryExpression[Any] | InstrumentedAttribute[Any], ...]:
    column = {
        "name": Person.sort_name,
        "role": func.lower(Person.role),
        "organisation": func.lower(Person.organisation),
        "city": func.lower(Person.city),
    }[by.lstrip("-")]
    return (column.desc() if by.startswith("-") else column.asc(), Person.sort_name, Person.id)


_ROW = (Person.id, Person.display_name, Person.role, Person.organisation, Person.city)


def _rows(db: Db, query: Select[int, str, str, str, str]) -> list[PersonRow]:
    found = db.execute(query).all()
    mentorships = _latest_mentorships(db, [row[0] for row in found])
    return [PersonRow(*row, *mentorships.get(row[0], (None, None))) for row in found]


def _latest_mentorships(
    db: Db, person_ids: Sequence[int]
) -> dict[int, tuple[int, MentorshipState]]:
    query = (
        select(Mentorship.person_id, Mentorship.id, Mentorship.state)
        .where(Mentorship.person_id.in_(person_ids))
        .order_by(Mentorship.started_on, Mentorship.id)
    )
    return {person: (each, state) for person, each, state in db.execute(query)}


def _person(db: Db, person_id: int) -> Person:
    person = db.get(Person, person_id)
    if person is None:
        raise NotFoundError("This person is no longer on the desk.")
    return person
