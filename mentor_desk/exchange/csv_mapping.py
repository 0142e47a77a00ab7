"""Mapping: which column of a CSV file feeds which field of a person, and how sure that is."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from mentor_desk.exchange.csv_fields import EMAILS, IGNORE, LABEL
from mentor_desk.exchange.csv_headings import folded, recognised
from mentor_desk.exchange.csv_programs import NO_PEOPLE, UNKNOWN, program_of, settled_by_program
from mentor_desk.exchange.csv_table import CsvTable

SAMPLE_ROWS = 300

_SINGLE = frozenset(
    [
        "full_name",
        "prefix",
        "given",
        "middle",
        "family",
        "suffix",
        "nickname",
        "pronouns",
        "department",
        "birthday",
        "birth_year",
        "birth_month",
        "birth_day",
        "connected_on",
    ]
)
_NAMES = frozenset({"full_name", "given", "family"})


@dataclass(frozen=True, slots=True)
class Mapping:
    """What each column feeds: the key of a field, or None for a column that is left out.

    `program` names the program that wrote the file, or is "unknown". Where `is_sure` is false,
    a person should look at it first; `doubt` says why in one sentence.
    """

    program: str = UNKNOWN
    columns: tuple[str | None, ...] = ()
    has_header: bool = True
    is_sure: bool = True
    doubt: str = ""


def guess_mapping(table: CsvTable) -> Mapping:
    """Say what the columns of a table hold, by their headings and a look at what is in them."""
    if not table.headings:
        columns = _by_content(table)
        return Mapping(UNKNOWN, columns, has_header=False, is_sure=False, doubt=_NO_HEADINGS)
    words = tuple(folded(heading) for heading in table.headings)
    program = program_of(frozenset(words))
    found = tuple(recognised(heading) for heading in table.headings)
    keys = settled_by_program(program, words, found)
    doubt = _doubt(table, program, keys)
    columns = tuple(None if key == IGNORE else key for key in keys)
    if not any(columns):
        columns = _by_content(table)
    return Mapping(program, columns, is_sure=not doubt, doubt=doubt)


def needs_mapping(table: CsvTable) -> bool:
    """Tell whether a person has to say what the columns hold before anything is taken."""
    return bool(table.rows) and not guess_mapping(table).is_sure


_NO_HEADINGS = "The file has no headings, so it is not known which column holds what."
_UNKNOWN = "The headings of the file are not known; say which column holds what."
_NOT_PEOPLE = "The headings do not say that this is a list of people; say which column holds what."
_TWICE = "The heading “{heading}” stands for what another column holds as well; say which counts."
_NO_EMAILS = "The column “{heading}” should hold e-mail addresses, but does not."
_NOT_NAMES = "The column “{heading}” should hold names, but holds addresses."
_SHIFTED = "Most rows have more cells than there are headings, so they may not belong together."


def _doubt(table: CsvTable, program: str, keys: tuple[str | None, ...]) -> str:
    if program in NO_PEOPLE:
        return NO_PEOPLE[program]
    if not any(key and key not in {IGNORE, LABEL} for key in keys):
        return _UNKNOWN
    if program == UNKNOWN and not _are_people(table, keys):
        return _NOT_PEOPLE
    return _conflict(table, keys) or _odd_content(table, keys)


def _are_people(table: CsvTable, keys: tuple[str | None, ...]) -> bool:
    held = {key for key in keys if key}
    is_named = held >= {"given", "family"} or bool(held & _NAMES and held & EMAILS)
    headed = sum(bool(heading) for heading in table.headings)
    return is_named and sum(key is not None for key in keys) * 2 >= headed


def _conflict(table: CsvTable, keys: tuple[str | None, ...]) -> str:
    counts = Counter(key for key in keys if key in _SINGLE)
    for key, count in counts.items():
        if count < 2:
            continue
        at = [column for column, other in enumerate(keys) if other == key]
        if any(_differ(row.cells, at) for row in table.rows):
            return _TWICE.format(heading=table.headings[at[1]])
    return ""


def _differ(cells: tuple[str, ...], at: list[int]) -> bool:
    return len({cells[column].strip() for column in at if column < len(cells)} - {""}) > 1


def _odd_content(table: CsvTable, keys: tuple[str | None, ...]) -> str:
    rows = [row.cells for row in table.rows[:SAMPLE_ROWS] if not row.fault]
    wide = sum(any(map(str.strip, cells[len(keys) :])) for cells in rows)
    if wide * 2 > len(rows):
        return _SHIFTED
    for column, key in enumerate(keys):
        if key in EMAILS and _share(rows, column, "@") < 0.5:
            return _NO_EMAILS.format(heading=table.headings[column])
        if key in {"given", "family"} and 1 - _share(rows, column, "@", "://") < 0.5:
            return _NOT_NAMES.format(heading=table.headings[column])
    return ""


def _share(rows: list[tuple[str, ...]], column: int, *marks: str) -> float:
    filled = [cells[column] for cells in rows if column < len(cells) and cells[column].strip()]
    if not filled:
        return 1.0 if marks == ("@",) else 0.0
    return sum(any(mark in cell for mark in marks) for cell in filled) / len(filled)


def _by_content(table: CsvTable) -> tuple[str | None, ...]:
    rows = [row.cells for row in table.rows[:SAMPLE_ROWS]]
    return tuple(
        _kind(cells[column] for cells in rows if column < len(cells))
        for column in range(table.width)
    )


def _kind(values: Iterable[str]) -> str | None:
    filled = [value for value in values if value.strip()]
    if filled and all("://" in value for value in filled):
        return "link"
    if filled and all("@" in value for value in filled):
        return "email"
    return None
