"""Find out which character parts the cells of a CSV file."""

import re
from collections import Counter
from itertools import islice
from typing import NamedTuple

from mentor_desk.exchange.csv_headings import count_recognised
from mentor_desk.exchange.csv_rows import CsvRow, split_rows

DELIMITERS = (",", ";", "\t", "|")
SAMPLE = 64 * 1024
SAMPLE_ROWS = 200
FIRST_ROWS = 40

_EXCELS_LINE = re.compile(r'"?sep=(?P<delimiter>[^\r\n"])"?(?:\r\n|\r|\n|\Z)', re.IGNORECASE)


class Told(NamedTuple):
    """What Excel's `sep=;` line says, and how long the line is with its end."""

    delimiter: str
    length: int


class _Score(NamedTuple):
    headings: int
    agreement: float
    width: int


def told_delimiter(text: str) -> Told | None:
    """Return what a first line such as `sep=;` says, if there is one."""
    found = _EXCELS_LINE.match(text)
    return Told(found["delimiter"], found.end()) if found else None


def guess_delimiter(text: str) -> str:
    """Return the likeliest delimiter, judged on the first 64 KB.

    The one that makes the most cells into known headings wins, then the one by which the rows
    agree best in their number of cells; a comma where nothing tells.
    """
    sample = text[:SAMPLE]
    scores = {delimiter: _score(sample, delimiter) for delimiter in DELIMITERS}
    return max(DELIMITERS, key=lambda delimiter: scores[delimiter])


def _score(sample: str, delimiter: str) -> _Score:
    if delimiter not in sample:
        return _Score(0, 0.0, 1)
    rows = list(islice(split_rows(sample, delimiter), SAMPLE_ROWS))
    width, count = _usual_width(rows)
    if width < 2:
        return _Score(0, 0.0, width)
    headings = max(count_recognised(row.cells) for row in rows[:FIRST_ROWS] if row.cells)
    agreement = count / len(rows) + (len(rows[0].cells) == width)
    return _Score(headings if headings > 1 else 0, agreement, width)


def _usual_width(rows: list[CsvRow]) -> tuple[int, int]:
    widths = Counter(len(row.cells) for row in rows if len(row.cells) > 1)
    return max(widths.items(), key=lambda pair: (pair[1], pair[0]), default=(1, 0))
