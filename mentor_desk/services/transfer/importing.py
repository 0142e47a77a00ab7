"""Bring people in from a foreign file: look at it first, then take it whole or not at all."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session as Db

from mentor_desk.exchange.csv_mapping import Mapping
from mentor_desk.exchange.records import ForeignPeople, PersonRecord, SkippedRecord
from mentor_desk.services.changes import Area, Changes
from mentor_desk.services.transfer.files import open_people_file
from mentor_desk.services.transfer.plan import MANY, Difference, PlannedRecord, Verdict, make_plan
from mentor_desk.services.transfer.writing import ImportWriter

MOST_NAMED = 3


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
    return open_people_file(path, encoding=encoding, mapping=mapping).people


def join_files(files: Sequence[ForeignPeople], names: Sequence[str] = ()) -> ForeignPeople:
    """Return the people of several files as one, their records numbered through.

    With `names`, the notes of each file say which one they are about.
    """
    if len(files) == 1:
        return files[0]
    people: list[PersonRecord] = []
    skipped: list[SkippedRecord] = []
    notes: list[str] = []
    before = 0
    for number, each in enumerate(files):
        people += [replace(record, record=record.record + before) for record in each.people]
        skipped += [replace(record, record=record.record + before) for record in each.skipped]
        notes += [f"{names[number]}: {note}" if names else note for note in each.notes]
        before += each.records
    return ForeignPeople(tuple(people), tuple(skipped), tuple(notes))


def source_of(names: Sequence[str]) -> str:
    """Return the files of an import in a few words, for the history and for who is new."""
    if len(names) <= MOST_NAMED:
        return ", ".join(names)
    return f"{names[0]} and {len(names) - 1} more files"


def preview_import(
    db: Db,
    people: ForeignPeople,
    *,
    leave_out: frozenset[int] = frozenset(),
    progress: Callable[[int, int], None] = lambda _done, _of: None,
) -> ImportPreview:
    """Return what taking these people would do, without doing it."""
    return _preview(make_plan(db, people, leave_out=leave_out, progress=progress), people)


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
    steps are done: each record is looked at, and then written.
    """
    of = 2 * people.records
    plan = make_plan(db, people, leave_out=leave_out, progress=lambda done, _of: progress(done, of))
    writer = ImportWriter(db, now, source)
    for done, planned in enumerate(plan):
        writer.take(planned)
        if done % MANY == 0:
            progress(len(plan) + done, of)
    writer.flush()
    progress(of, of)
    preview = _preview(plan, people)
    did = _did(preview.count(Verdict.NEW), preview.count(Verdict.CHANGED), source)
    return Changes(Area.PEOPLE | Area.TOPICS, did=did)


def _did(made: int, changed: int, source: str) -> str:
    if not made:
        return f"Added to {_people(changed)} from {source}"
    did = f"Imported {_people(made)} from {source}"
    return f"{did} and added to {changed}" if changed else did


def _people(count: int) -> str:
    return "1 person" if count == 1 else f"{count} people"


def _preview(plan: list[PlannedRecord], people: ForeignPeople) -> ImportPreview:
    rows = tuple(
        ImportRow(each.record, each.line, each.verdict, each.name, each.differences, each.reason)
        for each in plan
    )
    return ImportPreview(rows, people.notes)
