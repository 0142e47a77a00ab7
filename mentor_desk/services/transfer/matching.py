"""Tell whether a foreign record speaks of somebody the desk knows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session as Db

from mentor_desk.exchange.records import PersonRecord
from mentor_desk.models import Person, PersonTopic, Photo, Topic, Way
from mentor_desk.models.kinds import TopicKind, WayKind
from mentor_desk.models.words import fold
from mentor_desk.services.network.people import LINE_FIELDS
from mentor_desk.services.transfer.entry import fields_of, name_of, way_key, ways_of

CHUNK = 500
SPEAKING = (WayKind.EMAIL, WayKind.PHONE)


@dataclass(slots=True, eq=False)
class Known:
    """A person as they stand while a plan is made: on the desk, or new from this file.

    `person_id` is None for who is new. The name is folded; ways and topics are held as keys.
    """

    person_id: int | None
    name: str
    shown_name: str = ""
    uid: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    remark: str = ""
    has_photo: bool = False
    has_met_on: bool = False
    ways: set[tuple[WayKind, str]] = field(default_factory=set)
    topics: set[tuple[TopicKind, str]] = field(default_factory=set)
    is_in_file: bool = False

    def speaks_for(self, ways: set[tuple[WayKind, str]], organisation: str) -> bool:
        """Tell whether a record of the same name, with these ways, can be this person.

        A shared e-mail or telephone, or the same organisation, speaks for it; two people with
        addresses that have nothing in common are taken for two people.
        """
        mine = {way for way in self.ways if way[0] in SPEAKING}
        if not mine or not ways or mine & ways:
            return True
        return bool(organisation) and fold(self.fields.get("organisation", "")) == organisation


class Acquaintances:
    """Everybody whom a file could be speaking of, found by UID, by address and by name."""

    def __init__(self, db: Db, records: Sequence[PersonRecord]) -> None:
        self._by_uid: dict[str, Known] = {}
        self._by_name: dict[str, list[Known]] = {}
        self._by_email: dict[tuple[WayKind, str], list[Known]] = {}
        for known in _read(db, records):
            self.note(known)

    def find(self, record: PersonRecord) -> Known | None:
        """Return who the record speaks of, or None for somebody new."""
        name = fold(name_of(record))
        ways = {way_key(way[0], way[1]) for way in ways_of(record)}
        speaking = {way for way in ways if way[0] in SPEAKING}
        known = self._by_uid.get(record.uid) if record.uid else None
        if known and (not known.is_in_file or known.name == name or known.ways & speaking):
            return known
        for way in speaking:
            for known in self._by_email.get(way, []):
                if _is_same_name(known.name, name) or name == fold(way[1]):
                    return known
        organisation = fold(fields_of(record).get("organisation", ""))
        named = self._by_name.get(name, [])
        return next((each for each in named if each.speaks_for(speaking, organisation)), None)

    def meet(self, record: PersonRecord) -> Known:
        """Return somebody new; once `note` has been told, later records can speak of them."""
        uid = record.uid if record.uid and record.uid not in self._by_uid else ""
        shown = name_of(record)
        return Known(None, fold(shown), shown, uid)

    def note(self, known: Known) -> None:
        """Let a person be found by what is known of them now."""
        if known.uid:
            self._by_uid.setdefault(known.uid, known)
        named = self._by_name.setdefault(known.name, [])
        if known not in named:
            named.append(known)
        for way in known.ways:
            if way[0] is WayKind.EMAIL:
                owners = self._by_email.setdefault(way, [])
                if known not in owners:
                    owners.append(known)


def _is_same_name(one: str, other: str) -> bool:
    first, second = set(one.split()), set(other.split())
    return bool(first and second) and (first <= second or second <= first)


def _read(db: Db, records: Sequence[PersonRecord]) -> Iterable[Known]:
    wanted = _likely_ids(db, records)
    for start in range(0, len(wanted), CHUNK):
        yield from _read_some(db, wanted[start : start + CHUNK])


def _likely_ids(db: Db, records: Sequence[PersonRecord]) -> list[int]:
    uids = {record.uid for record in records if record.uid}
    names = {fold(name_of(record)) for record in records}
    emails = {
        way_key(way[0], way[1])[1]
        for record in records
        for way in ways_of(record)
        if way[0] is WayKind.EMAIL
    }
    people = select(Person.id, Person.uid, Person.display_name).where(~Person.is_oneself)
    found = {each for each, uid, name in db.execute(people) if uid in uids or fold(name) in names}
    addresses = select(Way.person_id, Way.value).where(Way.kind == WayKind.EMAIL)
    found |= {each for each, value in db.execute(addresses) if value.casefold() in emails}
    return sorted(found)


def _read_some(db: Db, ids: Sequence[int]) -> Iterable[Known]:
    people = select(Person).where(Person.id.in_(ids), ~Person.is_oneself).order_by(Person.id)
    found = {person.id: _known(person) for person in db.scalars(people)}
    for way in db.scalars(select(Way).where(Way.person_id.in_(found))):
        found[way.person_id].ways.add(way_key(way.kind, way.value))
    held = (
        select(PersonTopic.person_id, PersonTopic.kind, Topic.folded)
        .join(PersonTopic.topic)
        .where(PersonTopic.person_id.in_(found))
    )
    for person_id, kind, folded in db.execute(held):
        found[person_id].topics.add((kind, folded))
    for person_id in db.scalars(select(Photo.person_id).where(Photo.person_id.in_(found))):
        found[person_id].has_photo = True
    return found.values()


def _known(person: Person) -> Known:
    return Known(
        person.id,
        fold(person.display_name),
        person.display_name,
        person.uid,
        {name: getattr(person, name) for name in LINE_FIELDS},
        person.remark,
        has_met_on=person.met_on is not None,
    )
