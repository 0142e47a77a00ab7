"""Part the text of a CSV file into rows, however it is quoted, without ever losing its place.

The standard reader keeps one limit on the length of a cell for the whole program and lets an
unclosed quotation mark swallow the rest of the file; neither will do for files of strangers.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from mentor_desk.exchange.text import LONGEST_TEXT

LONGEST_CELL = LONGEST_TEXT
MOST_COLUMNS = 20_000

NEVER_CLOSED = "A quotation mark opens in this row and is never closed."
TOO_LONG = f"A cell of this row is longer than {LONGEST_CELL:,} characters."
TOO_WIDE = f"The row has more than {MOST_COLUMNS:,} cells."

_LINE = re.compile(r"[^\r\n]*+")
_LINE_BREAK = re.compile(r"[\r\n]")
_BREAKS = re.compile(r"[\r\n]++")
# Possessive throughout: a hostile cell of a hundred megabytes is walked once.
_QUOTED_START = frozenset('" ')
_QUOTED = re.compile(r' *+"([^"]*+(?:""[^"]*+)*+)"')


@dataclass(frozen=True, slots=True)
class CsvRow:
    """One row with the lines of the file it stands on; `fault` says why it cannot be trusted."""

    line: int
    last_line: int
    cells: tuple[str, ...]
    fault: str = ""


def split_rows(text: str, delimiter: str, *, first_line: int = 1) -> Iterator[CsvRow]:
    """Yield every row that is not a blank line, numbered by the line it starts on.

    Quoted cells may hold line breaks and doubled quotation marks. A quotation mark that is never
    closed, or only in the middle of a later line, is taken as a plain character and ends with
    its line; the row carries the fault. Takes time and memory in proportion to the text.
    """
    splitter = _Splitter(text, delimiter)
    position, line = 0, first_line
    while position < len(text):
        end = _end_of_line(text, position)
        if text.find('"', position, end) < 0:
            cells, fault = splitter.plain_cells(position, end)
        else:
            cells, end, fault = splitter.quoted_cells(position)
        last_line = line + _line_breaks(text, position, end)
        if len(cells) > 1 or cells[0].strip() or end > position + len(cells[0]):
            yield _checked(CsvRow(line, last_line, tuple(cells), fault))
        position = _next_line(text, end)
        line = last_line + _line_breaks(text, end, position)


class _Step(NamedTuple):
    cell: str
    end: int
    is_broken: bool = False


class _Splitter:
    def __init__(self, text: str, delimiter: str) -> None:
        self._text = text
        self._delimiter = delimiter
        self._plain = re.compile(rf"[^{re.escape(delimiter)}\r\n]*+")
        self._ending = re.compile(rf" *+(?=[{re.escape(delimiter)}\r\n]|\Z)")

    def plain_cells(self, start: int, end: int) -> tuple[list[str], str]:
        cells = self._text[start:end].split(self._delimiter, MOST_COLUMNS)
        if len(cells) > MOST_COLUMNS:
            return cells[:MOST_COLUMNS], TOO_WIDE
        return cells, ""

    def quoted_cells(self, start: int) -> tuple[list[str], int, str]:
        cells: list[str] = []
        fault = ""
        position = start
        while True:
            step = self._cell(position)
            if step.is_broken:
                end = _end_of_line(self._text, position)
                return cells + self.plain_cells(position, end)[0], end, NEVER_CLOSED
            if len(cells) < MOST_COLUMNS:
                cells.append(step.cell)
            else:
                fault = TOO_WIDE
            if not self._text.startswith(self._delimiter, step.end):
                return cells, step.end, fault
            position = step.end + 1

    def _cell(self, position: int) -> _Step:
        if self._text[position : position + 1] not in _QUOTED_START:
            cell = self._matched(position)
            return _Step(cell, position + len(cell))
        quoted = _QUOTED.match(self._text, position)
        if quoted is None:
            return self._unquoted(position)
        content = quoted[1].replace('""', '"')
        if ending := self._ending.match(self._text, quoted.end()):
            return _Step(content, ending.end())
        if _LINE_BREAK.search(content):
            return _Step("", position, is_broken=True)
        tail = self._matched(quoted.end())
        return _Step(content + tail, quoted.end() + len(tail))

    def _unquoted(self, position: int) -> _Step:
        cell = self._matched(position)
        return _Step(cell, position + len(cell), is_broken=cell.lstrip(" ").startswith('"'))

    def _matched(self, position: int) -> str:
        found = self._plain.match(self._text, position)
        return found[0] if found else ""


def _checked(row: CsvRow) -> CsvRow:
    if all(len(cell) <= LONGEST_CELL for cell in row.cells):
        return row
    cells = tuple(cell[:LONGEST_CELL] for cell in row.cells)
    return CsvRow(row.line, row.last_line, cells, row.fault or TOO_LONG)


def _end_of_line(text: str, position: int) -> int:
    found = _LINE.match(text, position)
    return found.end() if found else position


def _next_line(text: str, end: int) -> int:
    breaks = _BREAKS.match(text, end)
    return breaks.end() if breaks else end


def _line_breaks(text: str, start: int, end: int) -> int:
    pairs = text.count("\r\n", start, end)
    return text.count("\n", start, end) + text.count("\r", start, end) - pairs
