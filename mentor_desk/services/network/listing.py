"""Lists of people: who matches the words, in which order, and the line of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, UnaryExpression, func, select
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.orm import Session as Db

from mentor_desk.models import Mentorship, Person, PersonTopic, Topic
from mentor_desk.models.kinds import MentorshipState
from mentor_desk.models.words import fold


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


def oneself(db: Db) -> PersonRow | None:
    """Return the mentor, once they have given their name."""
    rows = _rows(db, select(*_ROW).where(Person.is_oneself))
    return rows[0] if rows else None


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
    mentorships = latest_mentorships(db, [row[0] for row in found])
    return [PersonRow(*row, *mentorships.get(row[0], (None, None))) for row in found]


def latest_mentorships(db: Db, person_ids: Sequence[int]) -> dict[int, tuple[int, MentorshipState]]:
    """Return the latest mentorship of each of these people who has one, and its state."""
    query = (
        select(Mentorship.person_id, Mentorship.id, Mentorship.state)
        .where(Mentorship.person_id.in_(person_ids))
        .order_by(Mentorship.started_on, Mentorship.id)
    )
    return {person: (each, state) for person, each, state in db.execute(query)}
