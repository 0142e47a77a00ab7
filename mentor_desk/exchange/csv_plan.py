"""Sort the cells of a CSV row by the field of a person that each of them feeds."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from mentor_desk.exchange.csv_dates import DayOrder, day_order
from mentor_desk.exchange.csv_fields import ADDRESS_PARTS, EMAILS, LABEL, PLACES
from mentor_desk.exchange.csv_rows import CsvRow
from mentor_desk.exchange.csv_table import CsvTable
from mentor_desk.exchange.text import clean, clean_line

# For each key the kind of the way to reach somebody, and its label; in the order they are kept.
WAYS = {
    "email": ("email", ""),
    "email_home": ("email", "home"),
    "email_work": ("email", "work"),
    "email_other": ("email", "other"),
    "second_email": ("email", ""),
    "phone": ("phone", ""),
    "phone_home": ("phone", "home"),
    "phone_work": ("phone", "work"),
    "phone_other": ("phone", "other"),
    "mobile": ("phone", "mobile"),
    "fax": ("phone", "fax"),
    "fax_home": ("phone", "home fax"),
    "fax_work": ("phone", "work fax"),
    "fax_other": ("phone", "other fax"),
    "pager": ("phone", "pager"),
    "chat": ("chat", ""),
}
NEVER_ADDRESSES = frozenset({"given", "family", "city", "city_work", "city_home", "country"})

_FORMULA = ("=", "+", "-", "@")
_NAME_KEYS = ("full_name", "given", "family", "nickname")


@dataclass(frozen=True, slots=True)
class Plan:
    """How the rows of one table are read: each column's field, heading and label columns."""

    columns: tuple[str | None, ...]
    fields: tuple[tuple[int, str], ...]
    headings: tuple[str, ...]
    labels: tuple[tuple[int, ...], ...]
    places: tuple[str, ...]
    ways: tuple[str, ...]
    never_links: tuple[int, ...]
    birthday_order: DayOrder
    connection_order: DayOrder

    @property
    def width(self) -> int:
        """The number of columns of the table."""
        return len(self.columns)


class CellValue(NamedTuple):
    """One filled cell: its text, what a label column says of it, and its heading."""

    text: str
    label: str
    heading: str


def make_plan(table: CsvTable, columns: tuple[str | None, ...]) -> Plan:
    """Prepare to read rows: bind label columns to what follows, settle the order in dates."""
    headings = table.headings or tuple(f"Column {at + 1}" for at in range(len(columns)))
    return Plan(
        columns,
        tuple((at, key) for at, key in enumerate(columns) if key and key != LABEL),
        headings,
        _labels_of(columns),
        tuple(place for place in PLACES if any(part + place in columns for part in ADDRESS_PARTS)),
        tuple(key for key in WAYS if key in columns),
        tuple(at for at, key in enumerate(columns) if key in EMAILS | NEVER_ADDRESSES),
        day_order(_column_values(table, columns, "birthday")),
        day_order(_column_values(table, columns, "connected_on")),
    )


class RowOfPerson:
    """The filled cells of one row, sorted by the field they feed."""

    def __init__(self, row: CsvRow, plan: Plan) -> None:
        self.row = row
        self.plan = plan
        self._values: defaultdict[str, list[CellValue]] = defaultdict(list)
        cells, count = row.cells, len(row.cells)
        for at, key in plan.fields:
            cell = cells[at] if at < count else ""
            if cell and (text := without_apostrophe(clean(cell))):
                label = self._label(plan.labels[at]) if plan.labels[at] else ""
                self._values[key].append(CellValue(text, label, plan.headings[at]))

    def values(self, key: str) -> list[CellValue]:
        """Return what feeds this field, in the order of the columns."""
        return self._values.get(key, [])

    def first(self, key: str) -> str:
        """Return the first value of a field on one line, or nothing."""
        values = self._values.get(key)
        return clean_line(values[0].text) if values else ""

    def lines(self, keys: Iterable[str]) -> dict[str, Any]:
        """Return the first value of each of these fields that has one, as arguments by name."""
        found = self._values
        return {key: clean_line(found[key][0].text) for key in keys if key in found}

    def has_name(self) -> bool:
        """Tell whether the row says what a person is called."""
        return any(key in self._values for key in _NAME_KEYS)

    def has_email(self) -> bool:
        """Tell whether the row holds an e-mail address."""
        return any(key in self._values for key in EMAILS)

    def has_anything_to_go_by(self) -> bool:
        """Tell whether there is at least an organisation, a link or some way to reach somebody."""
        return any(key in self._values for key in ("organisation", "link", *WAYS))

    def _label(self, columns: tuple[int, ...]) -> str:
        cells = self.row.cells
        labels = (cells[at].strip() for at in columns if at < len(cells))
        return next((label for label in labels if label), "")


def without_apostrophe(text: str) -> str:
    """Drop the apostrophe that keeps a spreadsheet from running a formula; keep any other."""
    return text[1:] if text[:1] == "'" and text[1:].startswith(_FORMULA) else text


def _labels_of(columns: tuple[str | None, ...]) -> tuple[tuple[int, ...], ...]:
    bound: list[tuple[int, ...]] = []
    waiting: tuple[int, ...] = ()
    for at, key in enumerate(columns):
        if key == LABEL:
            waiting = (at, *waiting)
            bound.append(())
            continue
        bound.append(waiting)
        waiting = ()
    return tuple(bound)


def _column_values(table: CsvTable, columns: tuple[str | None, ...], key: str) -> list[str]:
    at = [column for column, other in enumerate(columns) if other == key]
    return [
        row.cells[column].strip() for row in table.rows for column in at if column < len(row.cells)
    ]
