"""Hold foreign people beside those on the desk: who is new, who changes and how."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from sqlalchemy.orm import Session as Db

from mentor_desk.exchange.photos import is_photo
from mentor_desk.exchange.records import ForeignPeople, PersonRecord
from mentor_desk.models.words import fold
from mentor_desk.services.transfer.entry import (
    HeldTopic,
    Way,
    fields_of,
    name_of,
    remark_of,
    topics_of_record,
    way_key,
    ways_of,
)
from mentor_desk.services.transfer.matching import Acquaintances, Known

MANY = 1000


class Verdict(StrEnum):
    """What becomes of a record."""

    NEW = "new"
    CHANGED = "changed"
    ALREADY = "already"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that would change about a person: what it was and what it becomes."""

    about: str
    old: str
    new: str


@dataclass(slots=True)
class Additions:
    """What a record brings: fields to set, and what to add."""

    fields: dict[str, str] = field(default_factory=dict)
    remark: str | None = None
    met_on: date | None = None
    ways: list[Way] = field(default_factory=list)
    topics: list[HeldTopic] = field(default_factory=list)
    photo: bytes | None = None


@dataclass(frozen=True, slots=True)
class PlannedRecord:
    """What becomes of one record, and of whom it speaks."""

    record: int
    line: int
    verdict: Verdict
    name: str
    differences: tuple[Difference, ...] = ()
    reason: str = ""
    known: Known | None = None
    additions: Additions | None = None


def make_plan(
    db: Db,
    people: ForeignPeople,
    *,
    leave_out: frozenset[int] = frozenset(),
    progress: Callable[[int, int], None] = lambda _done, _of: None,
) -> list[PlannedRecord]:
    """Return what becomes of every record, in the order of the file.

    The first record about a person may change what the desk knows; further ones in the same
    file only add, so that importing a file twice changes nothing. Records in `leave_out` are
    passed over as skipped. `progress` hears how many of how many records were looked at.
    """
    progress(0, people.records)
    desk = Acquaintances(db, people.people)
    planned = [
        PlannedRecord(each.record, each.line, Verdict.SKIPPED, "", reason=each.reason)
        for each in people.skipped
    ]
    for record in people.people:
        is_left_out = record.record in leave_out
        planned.append(_left_out(record) if is_left_out else _plan(record, desk))
        if len(planned) % MANY == 0:
            progress(len(planned), people.records)
    return sorted(planned, key=lambda each: each.record)


def _left_out(record: PersonRecord) -> PlannedRecord:
    reason = "You chose to leave it out."
    return PlannedRecord(
        record.record, record.line, Verdict.SKIPPED, name_of(record), reason=reason
    )


def _plan(record: PersonRecord, desk: Acquaintances) -> PlannedRecord:
    known = desk.find(record)
    is_new = known is None
    known = known or desk.meet(record)
    additions, differences = _compare(record, known)
    known.is_in_file = True
    desk.note(known)
    verdict = Verdict.NEW if is_new else Verdict.CHANGED if differences else Verdict.ALREADY
    shown = () if is_new else tuple(differences)
    return PlannedRecord(
        record.record, record.line, verdict, name_of(record), shown, "", known, additions
    )


def _compare(record: PersonRecord, known: Known) -> tuple[Additions, list[Difference]]:
    additions, differences = Additions(), []
    for name, value in fields_of(record).items():
        old = known.fields.get(name, "")
        if old == value or (old and known.is_in_file):
            continue
        known.fields[name] = additions.fields[name] = value
        differences.append(Difference(name, old, value))
    differences += _compare_remark(record, known, additions)
    for way in ways_of(record):
        if way_key(way[0], way[1]) not in known.ways:
            known.ways.add(way_key(way[0], way[1]))
            additions.ways.append(way)
            differences.append(Difference(way[0].value, "", way[1]))
    for topic in topics_of_record(record):
        key = (topic[0], fold(topic[1]) or topic[1])
        if key not in known.topics:
            known.topics.add(key)
            additions.topics.append(topic)
            differences.append(Difference(topic[0].value, "", topic[1]))
    differences += _compare_rest(record, known, additions)
    return additions, differences


def _compare_remark(record: PersonRecord, known: Known, additions: Additions) -> list[Difference]:
    remark = remark_of(record)
    if not remark or remark in known.remark:
        return []
    # A remark is never replaced: what the file says is written below what stands there.
    old, known.remark = known.remark, f"{known.remark}\n\n{remark}".strip()
    additions.remark = known.remark
    return [Difference("remark", old, known.remark)]


def _compare_rest(record: PersonRecord, known: Known, additions: Additions) -> list[Difference]:
    differences = []
    if record.connected_on and not known.has_met_on:
        known.has_met_on, additions.met_on = True, record.connected_on
        differences.append(Difference("met_on", "", record.connected_on.isoformat()))
    if record.photo and not known.has_photo and is_photo(record.photo):
        known.has_photo, additions.photo = True, record.photo
        differences.append(Difference("photo", "", "a picture"))
    return differences
