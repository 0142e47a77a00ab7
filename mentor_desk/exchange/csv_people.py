"""Take the people out of a contact CSV, by a mapping that was guessed or chosen."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

from mentor_desk.errors import InvalidEntryError
from mentor_desk.exchange.csv_fields import EMAILS, FIELD_KEYS, IGNORE
from mentor_desk.exchange.csv_mapping import Mapping, guess_mapping
from mentor_desk.exchange.csv_person import person_of
from mentor_desk.exchange.csv_plan import NEVER_ADDRESSES, Plan, RowOfPerson, make_plan
from mentor_desk.exchange.csv_programs import LINKEDIN
from mentor_desk.exchange.csv_rows import CsvRow
from mentor_desk.exchange.csv_table import CsvTable, read_table, with_headings
from mentor_desk.exchange.records import ForeignPeople, PersonRecord, SkippedRecord

NOBODY = "The row holds no name and no address."
HIDDEN = "The row holds no name: LinkedIn leaves it out where the account was closed or hidden."
REPEATED = "The row repeats the headings of the file."
UNMAPPED = "It is not known which column holds what."
TOO_MANY = "The row has {cells} cells, but there are only {headings} headings."
TOO_FEW = "The row has {cells} cells for {headings} headings, and they seem to be shifted."
BROKEN = "The record seems to be broken in two at line {line}."
SHIFTED = "What the row holds does not fit its columns; it seems to be shifted."
OVER_LINES = (
    "{reason} It was read from line {first} to {last}, where a quotation mark may be amiss."
)


def read_csv_people(
    content: bytes, *, encoding: str | None = None, mapping: Mapping | None = None
) -> ForeignPeople:
    """Read a contact CSV whole: its table, what the columns hold, and the people in it.

    Without a mapping it is guessed; where the guess is not sure, nobody is taken, every row is
    among the skipped, and the notes say why. Raises only what `apply_mapping` raises.
    """
    table = read_table(content, encoding=encoding)
    return apply_mapping(table, mapping or guess_mapping(table))


def apply_mapping(table: CsvTable, mapping: Mapping) -> ForeignPeople:
    """Return one record for each row: a person, or a skipped row with the reason.

    A mapping that is not sure takes nobody: whoever has looked at it says so with `is_sure`.
    Raises InvalidEntryError when the mapping names a field that does not exist.
    """
    table = with_headings(table, wanted=mapping.has_header)
    return replace(_people_of(table, mapping), guessed_encoding=table.guessed_encoding)


def _people_of(table: CsvTable, mapping: Mapping) -> ForeignPeople:
    if not table.rows:
        return ForeignPeople(notes=table.notes)
    if not mapping.is_sure:
        return _nobody(table, mapping.doubt)
    return _take(table, mapping.program, _checked(mapping.columns, table.width))


def _nobody(table: CsvTable, doubt: str) -> ForeignPeople:
    skipped = tuple(
        SkippedRecord(number, row.line, row.fault or UNMAPPED)
        for number, row in enumerate(table.rows, start=1)
    )
    return ForeignPeople(skipped=skipped, notes=(doubt, *table.notes))


def _checked(columns: tuple[str | None, ...], width: int) -> tuple[str | None, ...]:
    for key in columns:
        if key is not None and key not in FIELD_KEYS:
            raise InvalidEntryError(f"“{key}” is no field of a person.", field="columns")
    wanted = tuple(None if key == IGNORE else key for key in columns[:width])
    return wanted + (None,) * (width - len(wanted))


def _take(table: CsvTable, program: str, columns: tuple[str | None, ...]) -> ForeignPeople:
    plan = make_plan(table, columns)
    broken = _broken_in_two(table.rows, plan)
    people: list[PersonRecord] = []
    skipped: list[SkippedRecord] = []
    for number, row in enumerate(table.rows, start=1):
        reason = broken.get(row.line, "") or _distrust(row, table.headings, plan)
        gathered = RowOfPerson(row, plan)
        reason = reason or _emptiness(gathered, program)
        if reason:
            skipped.append(SkippedRecord(number, row.line, _with_lines(row, reason)))
        else:
            people.append(person_of(gathered, number))
    return ForeignPeople(tuple(people), tuple(skipped), (*table.notes, *_left_out(table, columns)))


def _emptiness(gathered: RowOfPerson, program: str) -> str:
    if gathered.has_name() or gathered.has_email():
        return ""
    if program == LINKEDIN:
        return HIDDEN
    return "" if gathered.has_anything_to_go_by() else NOBODY


def _distrust(row: CsvRow, headings: tuple[str, ...], plan: Plan) -> str:
    if row.fault:
        return row.fault
    if headings and row.cells[0].strip() == headings[0] and _repeats(row, headings):
        return REPEATED
    if len(row.cells) > plan.width and any(cell.strip() for cell in row.cells[plan.width :]):
        return TOO_MANY.format(cells=len(row.cells), headings=plan.width)
    if len(row.cells) < plan.width and _is_shifted_short(row, plan):
        return TOO_FEW.format(cells=len(row.cells), headings=plan.width)
    return SHIFTED if _is_shifted(row, plan) else ""


def _repeats(row: CsvRow, headings: tuple[str, ...]) -> bool:
    return tuple(cell.strip() for cell in row.cells) == headings


def _is_shifted(row: CsvRow, plan: Plan) -> bool:
    cells, count = row.cells, len(row.cells)
    return any(at < count and "://" in cells[at] for at in plan.never_links)


def _is_shifted_short(row: CsvRow, plan: Plan) -> bool:
    cells = list(zip(row.cells, plan.columns, strict=False))
    if len(cells) == 1 and plan.width > 2:
        return True
    return any(
        (key in EMAILS and bool(cell.strip()) and "@" not in cell)
        or (key in NEVER_ADDRESSES and "@" in cell)
        for cell, key in cells
    )


def _broken_in_two(rows: tuple[CsvRow, ...], plan: Plan) -> dict[int, str]:
    broken: dict[int, str] = {}
    for first, second in pairwise(rows):
        cells = len(first.cells) + len(second.cells) - 1
        is_short = max(len(first.cells), len(second.cells)) < plan.width
        if is_short and cells == plan.width and _is_shifted_short(second, plan):
            reason = BROKEN.format(line=second.line)
            broken |= {first.line: reason, second.line: reason}
    return broken


def _with_lines(row: CsvRow, reason: str) -> str:
    if row.last_line == row.line:
        return reason
    return OVER_LINES.format(reason=reason, first=row.line, last=row.last_line)


def _left_out(table: CsvTable, columns: tuple[str | None, ...]) -> Iterable[str]:
    empty = {at for at, key in enumerate(columns) if key is None}
    filled: set[int] = set()
    for row in table.rows:
        if not empty:
            break
        found = {at for at in empty if at < len(row.cells) and row.cells[at].strip()}
        filled |= found
        empty -= found
    if filled:
        names = [_heading(table, at) for at in sorted(filled)]
        yield f"Left out: {', '.join(names[:20])}{' and more' if len(names) > 20 else ''}."


def _heading(table: CsvTable, at: int) -> str:
    named = table.headings[at] if at < len(table.headings) else ""
    return named or f"column {at + 1}"
