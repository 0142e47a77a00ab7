"""Open files of people, and read them again as the mentor says they are to be read."""

from dataclasses import dataclass, field, replace
from pathlib import Path

from mentor_desk.exchange.csv_mapping import Mapping, guess_mapping
from mentor_desk.exchange.csv_people import apply_mapping
from mentor_desk.exchange.csv_table import CsvTable, read_table, with_headings
from mentor_desk.exchange.records import ForeignPeople, PersonRecord
from mentor_desk.exchange.text import read_bounded
from mentor_desk.exchange.vcard import is_vcard, read_vcards

ENDINGS = (".vcf", ".vcard", ".csv", ".txt")
FIRST_ROWS = 50


@dataclass(frozen=True, slots=True)
class PeopleFile:
    """A file of people as it was opened and read.

    `table` and `mapping` are those of a CSV file, None for vCards. `encoding` is the one the
    mentor chose, empty while the program finds it out.
    """

    path: Path
    content: bytes = field(repr=False)
    people: ForeignPeople
    table: CsvTable | None = None
    mapping: Mapping | None = None
    encoding: str = ""

    @property
    def name(self) -> str:
        """The name of the file, without its folder."""
        return self.path.name

    @property
    def needs_mapping(self) -> bool:
        """Whether the mentor has to say what the columns hold before anybody is taken."""
        if self.table is None or self.mapping is None:
            return False
        return bool(self.table.rows) and not self.mapping.is_sure


def open_people_file(
    path: Path, *, encoding: str | None = None, mapping: Mapping | None = None
) -> PeopleFile:
    """Open a vCard or CSV file and read who is in it; nothing touches the desk.

    Raises FileError with a sentence when the file cannot be read at all.
    """
    return _read(path, read_bounded(path), encoding or "", mapping)


def with_encoding(file: PeopleFile, encoding: str) -> PeopleFile:
    """Return the file read anew in this encoding; a mapping the mentor chose stays.

    An empty `encoding` lets the program find it out again.
    """
    read = _read(file.path, file.content, encoding, None)
    if file.mapping and file.mapping.is_sure and read.table and read.needs_mapping:
        return with_mapping(read, file.mapping)
    return read


def with_mapping(file: PeopleFile, mapping: Mapping) -> PeopleFile:
    """Return a CSV file with its columns read as the mentor says; other files as they are."""
    if file.table is None:
        return file
    chosen = replace(mapping, is_sure=True, doubt="")
    return replace(file, people=apply_mapping(file.table, chosen), mapping=chosen)


def first_people(table: CsvTable, mapping: Mapping) -> tuple[PersonRecord, ...]:
    """Return whom the first rows of a table would give, for trying a mapping out."""
    start = with_headings(table, wanted=mapping.has_header)
    start = replace(start, rows=start.rows[:FIRST_ROWS])
    return apply_mapping(start, replace(mapping, is_sure=True, doubt="")).people


def _read(path: Path, content: bytes, encoding: str, mapping: Mapping | None) -> PeopleFile:
    if is_vcard(content):
        people = read_vcards(content, encoding=encoding or None)
        return PeopleFile(path, content, people, encoding=encoding)
    table = read_table(content, encoding=encoding or None)
    meant = mapping or guess_mapping(table)
    people = apply_mapping(table, meant)
    return PeopleFile(path, content, people, table, meant, encoding)
