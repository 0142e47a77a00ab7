"""CsvTable: a CSV file as a table of cells, before anybody says what they mean."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from mentor_desk.exchange.csv_delimiter import FIRST_ROWS, guess_delimiter, told_delimiter
from mentor_desk.exchange.csv_headings import count_recognised, folded
from mentor_desk.exchange.csv_rows import CsvRow, split_rows
from mentor_desk.exchange.text import clean, clean_line, decode

MOST_ROWS = 1_000_000
MOST_CELLS = 30_000_000

EMPTY = "The file is empty."
NO_ROWS = "The file has headings but not a single row below them."
CUT_SHORT = "Only the first {rows:,} rows were read; part the file into smaller ones."
GUESSED = "The file does not say how its letters are encoded; it was read as {encoding}."

_VALUE = re.compile(r"[\W\d]*|.*@.*|.*://.*", re.DOTALL)
_LONGEST_HEADING = 100
_NOTES = frozenset(
    [
        "notes",
        "note",
        "notizen",
        "hinweise",
        "hinweis",
        "remarques",
        "notas",
        "opmerkingen",
        "anteckningar",
        "nota",
    ]
)


@dataclass(frozen=True, slots=True)
class CsvTable:
    """The rows of a file under their headings, in the order of the file.

    `headings` is empty where the file has none. `preamble` holds the lines above the headings
    that are no part of the table; `notes` are sentences about the file as a whole.
    """

    headings: tuple[str, ...] = ()
    rows: tuple[CsvRow, ...] = ()
    delimiter: str = ","
    encoding: str = "utf-8"
    preamble: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    guessed_encoding: str = ""
    heading_line: int = 1

    @property
    def width(self) -> int:
        """The number of columns: that of the headings or, without any, of the widest row."""
        return len(self.headings) or max((len(row.cells) for row in self.rows), default=0)


def read_table(content: bytes, *, encoding: str | None = None) -> CsvTable:
    """Read the bytes of a CSV file as a table; any bytes give a table, and never an exception.

    The encoding, the delimiter, a preamble and the headings are found out. Time and memory stay
    in proportion to the file; of more than a million rows the first million is read, and said so.
    """
    decoded = decode(content, encoding=encoding)
    notes = [] if decoded.is_certain else [GUESSED.format(encoding=decoded.encoding)]
    told = told_delimiter(decoded.text)
    text = decoded.text[told.length :] if told else decoded.text
    delimiter = told.delimiter if told else guess_delimiter(text)
    rows, is_whole = _bounded(split_rows(text, delimiter, first_line=2 if told else 1))
    if not is_whole:
        notes.append(CUT_SHORT.format(rows=len(rows)))
    table = _with_parts(rows, delimiter)
    notes += _about_rows(table)
    guess = "" if decoded.is_certain else decoded.encoding
    return replace(
        table,
        delimiter=delimiter,
        encoding=decoded.encoding,
        notes=tuple(notes),
        guessed_encoding=guess,
    )


def with_headings(table: CsvTable, wanted: bool) -> CsvTable:
    """Return the table with its first row taken as headings, or with its headings as a row."""
    if wanted == bool(table.headings) or not (table.headings or table.rows):
        return table
    if wanted:
        first, *rest = table.rows
        return replace(
            table, headings=_tidy(first.cells), rows=tuple(rest), heading_line=first.line
        )
    first = CsvRow(table.heading_line, table.heading_line, table.headings)
    return replace(table, headings=(), rows=(first, *table.rows))


def _bounded(rows: Iterable[CsvRow]) -> tuple[list[CsvRow], bool]:
    kept: list[CsvRow] = []
    cells = 0
    for row in rows:
        cells += len(row.cells)
        if len(kept) >= MOST_ROWS or (kept and cells > MOST_CELLS):
            return kept, False
        kept.append(row)
    return kept, True


def _with_parts(rows: list[CsvRow], delimiter: str) -> CsvTable:
    at = _headings_at(rows)
    if at is None:
        start = _end_of_notes(rows, 0, 0)
        if start >= len(rows) or not _look_like_headings(rows[start].cells):
            return CsvTable(rows=tuple(rows[start:]), preamble=_lines(rows[:start], delimiter))
        at = start
    headings = _tidy(rows[at].cells)
    start = _end_of_notes(rows, at + 1, len(headings))
    preamble = _lines(rows[:at] + rows[at + 1 : start], delimiter)
    return CsvTable(headings, tuple(rows[start:]), preamble=preamble, heading_line=rows[at].line)


def _headings_at(rows: list[CsvRow]) -> int | None:
    widest_before = 1
    for at, row in enumerate(rows[:FIRST_ROWS]):
        filled = sum(bool(cell.strip()) for cell in row.cells[:300])
        if not row.fault and count_recognised(row.cells) >= max(2, filled / 2):
            return at if widest_before < len(row.cells) else None
        if not _is_notes_line(rows, at):
            widest_before = max(widest_before, len(row.cells))
    return None


def _is_notes_line(rows: list[CsvRow], at: int) -> bool:
    return at < _end_of_notes(rows, 0, 0)


def _end_of_notes(rows: list[CsvRow], start: int, width: int) -> int:
    if start >= len(rows) or not _opens_notes(rows[start]):
        return start
    at = start + 1
    while at < min(len(rows), start + FIRST_ROWS) and _goes_on(rows, at, width):
        at += 1
    return at


def _goes_on(rows: list[CsvRow], at: int, width: int) -> bool:
    if _filled(rows[at]) <= 1 and (rows[at].cells[0].strip() or not _filled(rows[at])):
        return True
    is_apart = rows[at].line > rows[at - 1].last_line + 1
    return not is_apart and width != len(rows[at].cells) and count_recognised(rows[at].cells) < 2


def _opens_notes(row: CsvRow) -> bool:
    first = row.cells[0].strip()
    return _filled(row) == 1 and first.endswith(":") and folded(first) in _NOTES


def _filled(row: CsvRow) -> int:
    return sum(bool(cell.strip()) for cell in row.cells)


def _look_like_headings(cells: tuple[str, ...]) -> bool:
    filled = [cell.strip() for cell in cells if cell.strip()]
    if len(filled) * 2 < len(cells) or len(set(filled)) < len(filled):
        return False
    return not any(len(cell) > _LONGEST_HEADING or _VALUE.fullmatch(cell) for cell in filled)


def _tidy(cells: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(clean_line(cell) for cell in cells)


def _lines(rows: list[CsvRow], delimiter: str) -> tuple[str, ...]:
    return tuple(clean(delimiter.join(row.cells)) for row in rows)


def _about_rows(table: CsvTable) -> list[str]:
    if not table.rows:
        return [NO_ROWS if table.headings else EMPTY]
    faulty = [row for row in table.rows if row.fault]
    return [f"Line {row.line}: {row.fault}" for row in faulty[:1]]
