"""Records as the history knows them: how they stood at a step, and what they are called."""

import json
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Boolean, Date, LargeBinary, Table, text
from sqlalchemy.orm import Session as Db

from mentor_desk.models import Base
from mentor_desk.models.base import UtcMoment
from mentor_desk.services.history.words import KINDS, TABLES, Kind
from mentor_desk.storage.journal.steps import row_as_json

Image = dict[str, Any]
Value = str | int | bool | date | datetime | None

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Records:
    """Look records up by kind and id, also those that are no longer on the desk.

    With `at_step` they are called as they were once that step was done.
    """

    def __init__(self, db: Db, *, at_step: int | None = None) -> None:
        self._db, self._at_step = db, at_step
        self._known: dict[tuple[Kind, int], Image | None] = {}

    def now(self, kind: Kind, record_id: int) -> Image | None:
        """Return a record as it stands today, or None when it is gone."""
        table = Base.metadata.tables[TABLES[kind]]
        held = self._db.scalar(
            text(
                f'SELECT {row_as_json(table, "here")} FROM "{table.name}" AS here'  # noqa: S608
                " WHERE id = :id"
            ),
            {"id": record_id},
        )
        return json.loads(held) if held else None

    def after(self, kind: Kind, record_id: int, step_id: int) -> Image | None:
        """Return a record as it stood once a step was done, or None when it was gone."""
        later = self._db.execute(_NEXT, {**_of(kind, record_id), "step": step_id}).one_or_none()
        if later is None:
            return self.now(kind, record_id)
        return json.loads(later.before) if later.before else None

    def last_known(self, kind: Kind, record_id: int) -> Image | None:
        """Return a record as it stands, or stood last before it went."""
        key = (kind, record_id)
        if key not in self._known:
            then = self._at_step and self.after(kind, record_id, self._at_step)
            self._known[key] = then or self.now(kind, record_id) or self._last(kind, record_id)
        return self._known[key]

    def learn_gone(self, records: Iterable[tuple[Kind, int]]) -> None:
        """Look up many records at once that are no longer on the desk, for `last_known`."""
        ids: dict[Kind, list[int]] = {}
        for kind, record_id in records:
            ids.setdefault(kind, []).append(record_id)
        for kind, wanted in ids.items():
            found = self._db.execute(_LAST_OF, {"table": TABLES[kind], "ids": json.dumps(wanted)})
            self._known |= {(kind, row_id): json.loads(before) for row_id, before in found}

    def name(self, kind: Kind, record_id: int) -> str:
        """Return what a record is called: "Session 12 with Ada Okafor"."""
        image = self.last_known(kind, record_id)
        return self.name_in(kind, image) if image else f"a {kind.value}"

    def name_in(self, kind: Kind, image: Image) -> str:
        """Return what a record was called when it stood so."""
        return _NAMES[kind](self, image)

    def person_of(self, image: Image) -> str:
        """Return the name of the person that a mentorship, session or goal is about."""
        if "goal_id" in image:
            image = self.last_known(Kind.GOAL, image["goal_id"]) or {}
        if "mentorship_id" in image:
            image = self.last_known(Kind.MENTORSHIP, image["mentorship_id"]) or {}
        return self.name(Kind.PERSON, image["person_id"]) if image.get("person_id") else "somebody"

    def people_of_introduction(self, introduction_id: int) -> str:
        """Return the names of both parties, as one phrase."""
        held = self._db.scalars(_PARTIES_NOW, {"id": introduction_id}).all()
        if not held:
            images = self._db.scalars(_PARTIES_BEFORE, {"id": introduction_id}).all()
            parties = [json.loads(each) for each in images]
            mine = [each for each in parties if each["introduction_id"] == introduction_id]
            held = list(dict.fromkeys(each["person_id"] for each in mine))
        names = [self.name(Kind.PERSON, each) for each in held[:2]]
        return " and ".join(names) or "two people"

    def value(self, kind: Kind, column: str, held: Any) -> Value:
        """Return what a column holds as the mentor would say it; an id becomes a name."""
        column_type = Base.metadata.tables[TABLES[kind]].columns[column]
        if held is None or held == "":
            return None
        for key in column_type.foreign_keys:
            return self.name(KINDS[key.column.table.name], int(held))
        if column == "birthday":
            return _birthday(held)
        for known, read in _READ:
            if isinstance(column_type.type, known):
                return read(held)
        return held if isinstance(held, int) else str(held)

    def _last(self, kind: Kind, record_id: int) -> Image | None:
        held = self._db.scalar(_LAST, _of(kind, record_id))
        return json.loads(held) if held else None


def table_of(kind: Kind) -> Table:
    """Return the table in which records of a kind are kept."""
    return Base.metadata.tables[TABLES[kind]]


def in_words(value: Value) -> str:
    """Return a value as plain English words; nothing is "–"."""
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        here = value.astimezone()
        return f"{in_words(here.date())}, {here:%H:%M}"
    if isinstance(value, date):
        return f"{value.day} {MONTHS[value.month - 1]} {value.year}"
    return str(value)


def _birthday(held: str) -> Value:
    """Return a birthday as far as it is known: a day, "12 May", "May 1980"; or as it stands."""
    try:
        if held.startswith("--"):
            month, _, day = held[2:].partition("-")
            return f"{int(day)} {MONTHS[int(month) - 1]}" if day else MONTHS[int(month) - 1]
        year, _, rest = held.partition("-")
        if rest and "-" not in rest:
            return f"{MONTHS[int(rest) - 1]} {int(year)}"
        return date.fromisoformat(held)
    except (ValueError, IndexError):
        return held


def _of(kind: Kind, record_id: int) -> dict[str, Any]:
    return {"table": TABLES[kind], "id": record_id}


_READ: tuple[tuple[type[Any], Callable[[Any], Value]], ...] = (
    (Boolean, bool),
    (UtcMoment, lambda held: datetime.fromisoformat(held).replace(tzinfo=UTC)),
    (Date, date.fromisoformat),
    (LargeBinary, lambda _held: "a picture"),
)

_NAMES: dict[Kind, Callable[[Records, Image], str]] = {
    Kind.PERSON: lambda _find, it: str(it["display_name"]),
    Kind.WAY: lambda find, it: f"{it['value']} of {find.person_of(it)}",
    Kind.PHOTO: lambda find, it: f"Photo of {find.person_of(it)}",
    Kind.TOPIC: lambda _find, it: str(it["name"]),
    Kind.PERSON_TOPIC: lambda find, it: (
        f"{find.name(Kind.TOPIC, it['topic_id'])}, {it['kind']} of {find.person_of(it)}"
    ),
    Kind.MENTORSHIP: lambda find, it: f"Mentorship with {find.person_of(it)}",
    Kind.SESSION: lambda find, it: f"Session {it['number']} with {find.person_of(it)}",
    Kind.SESSION_TOPIC: lambda find, it: (
        f"{find.name(Kind.TOPIC, it['topic_id'])}, {find.name(Kind.SESSION, it['session_id'])}"
    ),
    Kind.GOAL: lambda _find, it: str(it["title"]),
    Kind.MILESTONE: lambda _find, it: str(it["title"]),
    Kind.PROGRESS: lambda find, it: f"Update of “{find.name(Kind.GOAL, it['goal_id'])}”",
    Kind.ACTION: lambda _find, it: str(it["text"]),
    Kind.INTRODUCTION: lambda find, it: f"Introduction of {find.people_of_introduction(it['id'])}",
    Kind.PARTY: lambda find, it: f"{find.person_of(it)}’s side",
    Kind.RESOURCE: lambda _find, it: str(it["title"]),
    Kind.SHARE: lambda find, it: (
        f"{find.name(Kind.RESOURCE, it['resource_id'])}, shared with {find.person_of(it)}"
    ),
    Kind.REVIEW: lambda find, it: (
        f"Review of {find.person_of(it)}, {in_words(date.fromisoformat(it['since']))}"
        f" to {in_words(date.fromisoformat(it['until']))}"
    ),
    Kind.ABOUT: lambda _find, _it: "This desk",
}

_NEXT = text(
    "SELECT before FROM images WHERE table_name = :table AND row_id = :id AND step_id > :step"
    " ORDER BY step_id LIMIT 1"
)
_LAST = text(
    "SELECT before FROM images WHERE table_name = :table AND row_id = :id AND before IS NOT NULL"
    " ORDER BY step_id DESC LIMIT 1"
)
# The latest of each last, so that it is the one that is kept.
_LAST_OF = text(
    "SELECT row_id, before FROM images WHERE table_name = :table"
    " AND row_id IN (SELECT value FROM json_each(:ids)) AND before IS NOT NULL ORDER BY step_id"
)
_PARTIES_NOW = text("SELECT person_id FROM parties WHERE introduction_id = :id ORDER BY side")
_PARTIES_BEFORE = text(
    "SELECT before FROM images WHERE table_name = 'parties' AND before IS NOT NULL AND step_id IN"
    " (SELECT step_id FROM images WHERE table_name = 'introductions' AND row_id = :id)"
    " ORDER BY before ->> 'side'"
)
