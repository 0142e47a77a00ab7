"""Bring people in from a foreign file: look at it first, then take it whole or not at all."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session as Db

from mentor_desk.exchange.csv_people import Mapping, read_csv_people
from mentor_desk.exchange.records import ForeignPeople
from mentor_desk.exchange.text import read_bounded
from mentor_desk.exchange.vcard import is_vcard, read_vcards
from mentor_desk.services.changes import Area, Changes
from mentor_desk.services.import_plan import Difference, PlannedRecord, Verdict, make_plan
from mentor_desk.services.import_writing import ImportWriter

MANY = 1000


@dataclass(frozen=True, slots=True)
class ImportRow:
    """What becomes of one record of the file."""

    record: int
    line: int
    verdict: Verdict
    name: str
    differences: tuple[Difference, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """What an import would do; the four counts add up to the records in the file."""

    rows: tuple[ImportRow, ...]
    notes: tuple[str, ...] = ()

    @property
    def records(self) -> int:
        """The number of records in the file."""
        return len(self.rows)

    def count(self, verdict: Verdict) -> int:
        """Return how many records have this verdict."""
        return sum(row.verdict is verdict for row in self.rows)

    @property
    def has_work(self) -> bool:
        """Whether taking the file would change anything."""
        return any(row.verdict in {Verdict.NEW, Verdict.CHANGED} for row in self.rows)


def read_people_file(
    path: Path, *, encoding: str | None = None, mapping: Mapping | None = None
) -> ForeignPeople:
    """Return the people of a vCard or CSV file; nothing touches the desk.

    Raises FileError with a sentence when the file cannot be read at all.
    """
    content = read_bounded(path)
    if is_vcard(content):
        return read_vcards(content, encoding=encoding)
    return read_csv_people(content, encoding=encoding, mapping=mapping)


def preview_import(
    db: Db, people: ForeignPeople, *, leave_out: frozenset[int] = frozenset()
) -> ImportPreview:
    """Return what taking these people would do, without doing it."""
    return _preview(make_plan(db, people, leave_out=leave_out), people)


def apply_import(
    db: Db,
    people: ForeignPeople,
    *,
    now: datetime,
    source: str,
    leave_out: frozenset[int] = frozenset(),
    progress: Callable[[int, int], None] = lambda _done, _of: None,
) -> Changes:
    """Take the people in, in the transaction that is open: all that the preview said.

    `source` is the name of the file, kept with who is new. `progress` hears how many of how many
    records are written.
    """
    plan = make_plan(db, people, leave_out=leave_out)
    writer = ImportWriter(db, now, source)
    for done, planned in enumerate(plan):
        writer.take(planned)
        if done % MANY == 0:
            progress(done, len(plan))
    writer.flush()
    progress(len(plan), len(plan))
    preview = _preview(plan, people)
    made, changed = preview.count(Verdict.NEW), preview.count(Verdict.CHANGED)
    did = f"Imported {made} people from {source}"
    if changed:
        did = f"Imported {made} people from {source} and added to {changed}"
    return Changes(Area.PEOPLE | Area.TOPICS, did=did)


def _preview(plan: list[PlannedRecord], people: ForeignPeople) -> ImportPreview:
    rows = tuple(
        ImportRow(each.record, each.line, each.verdict, each.name, each.differences, each.reason)
        for each in plan
    )
    return ImportPreview(rows, people.notes)
