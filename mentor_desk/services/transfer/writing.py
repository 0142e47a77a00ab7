"""Write what a plan brings, many rows at a time."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import insert, select
from sqlalchemy.orm import Session as Db

from mentor_desk.exchange.photos import small_photo
from mentor_desk.models import Base, Person, PersonTopic, Photo, Topic, Way
from mentor_desk.models.kinds import NeedState, TopicKind
from mentor_desk.models.words import fold
from mentor_desk.services.transfer.entry import PLAIN_FIELDS
from mentor_desk.services.transfer.matching import Known
from mentor_desk.services.transfer.plan import Additions, PlannedRecord, Verdict
from mentor_desk.storage.damage.counting import next_id

CHUNK = 2000


class ImportWriter:
    """Collect the rows of planned records and write them in bulk; ids are given beforehand."""

    def __init__(self, db: Db, now: datetime, source: str) -> None:
        self._db = db
        self._now = now
        self._source = source
        self._rows: dict[type[Base], list[dict[str, Any]]] = {}
        self._next_person = _next_id(db, Person)
        self._next_topic = _next_id(db, Topic)
        self._topic_ids = {folded: each for each, folded in db.execute(_ALL_TOPICS)}
        self._positions: dict[int, int] = {}

    def take(self, planned: PlannedRecord) -> None:
        """Add what one record brings; a record that brings nothing is passed over."""
        known, additions = planned.known, planned.additions
        if known is None or additions is None:
            return
        if planned.verdict is Verdict.NEW:
            self._add_person(known, additions)
        elif planned.verdict is Verdict.CHANGED:
            self._change_person(known, additions)
        self._add_rest(known, additions)
        if sum(map(len, self._rows.values())) >= CHUNK:
            self.flush()

    def flush(self) -> None:
        """Write everything collected so far."""
        for entity in (Person, Way, Topic, PersonTopic, Photo):
            rows = self._rows.pop(entity, [])
            if rows:
                self._db.execute(insert(entity), rows)

    def _add_person(self, known: Known, additions: Additions) -> None:
        known.person_id, self._next_person = self._next_person, self._next_person + 1
        values = {name: additions.fields.get(name, "") for name in (*PLAIN_FIELDS, "birthday")}
        person = Person(display_name=known.shown_name, **values)
        person.refresh_names()
        self._put(
            Person,
            id=known.person_id,
            uid=known.uid or str(uuid4()),
            is_oneself=False,
            display_name=person.display_name,
            sort_name=person.sort_name,
            search_text=person.search_text,
            how_we_met="",
            remark=additions.remark or "",
            met_on=additions.met_on,
            came_from=self._source,
            created_at=self._now,
            **values,
        )

    def _change_person(self, known: Known, additions: Additions) -> None:
        if not (additions.fields or additions.remark or additions.met_on):
            return
        # Who is new from this file may still wait to be written.
        self.flush()
        person = self._db.get_one(Person, known.person_id)
        for name, value in additions.fields.items():
            setattr(person, name, value)
        person.remark = additions.remark or person.remark
        person.met_on = additions.met_on or person.met_on
        person.refresh_names()
        self._db.flush()

    def _add_rest(self, known: Known, additions: Additions) -> None:
        person_id = known.person_id
        if person_id is None:
            return
        for kind, value, label, is_preferred in additions.ways:
            position = self._positions[person_id] = self._positions.get(person_id, 100) + 1
            self._put(
                Way,
                person_id=person_id,
                kind=kind,
                value=value,
                label=label,
                is_preferred=is_preferred,
                position=position,
            )
        for stance, name, level in additions.topics:
            state = NeedState.OPEN if stance is TopicKind.NEED else None
            self._put(
                PersonTopic,
                person_id=person_id,
                topic_id=self._topic(name),
                kind=stance,
                level=level,
                need_state=state,
                noted_on=self._now.date(),
            )
        photo = small_photo(additions.photo) if additions.photo else None
        if photo:
            self._put(Photo, person_id=person_id, content=photo)

    def _topic(self, name: str) -> int:
        folded = fold(name) or name
        if folded not in self._topic_ids:
            self._topic_ids[folded], self._next_topic = self._next_topic, self._next_topic + 1
            self._put(Topic, id=self._topic_ids[folded], name=name, folded=folded)
        return self._topic_ids[folded]

    def _put(self, entity: type[Base], **values: Any) -> None:
        self._rows.setdefault(entity, []).append(values)


_ALL_TOPICS = select(Topic.id, Topic.folded)


def _next_id(db: Db, entity: type[Base]) -> int:
    return next_id(db.connection().connection.driver_connection, entity.__tablename__)
