"""A table over frozen rows, so that each table of the program is only its columns."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeAlias, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from typing_extensions import override

from mentor_desk.ui.common.text import one_line, tooltip_html

R = TypeVar("R")
Index: TypeAlias = QModelIndex | QPersistentModelIndex

ROOT = QModelIndex()

SORT_ROLE = Qt.ItemDataRole.UserRole
ROW_ROLE = Qt.ItemDataRole.UserRole + 1
GROUP_ROLE = Qt.ItemDataRole.UserRole + 2

_CENTRE = Qt.AlignmentFlag.AlignVCenter
_AT_START = Qt.AlignmentFlag.AlignLeading | _CENTRE
_AT_END = Qt.AlignmentFlag.AlignTrailing | _CENTRE


@dataclass(frozen=True)
class Column(Generic[R]):
    """One column: its heading, what it shows, and what it sorts by.

    `spoken` is what a screen reader says when that differs from what is shown. Figures are
    read from their end, so `is_number` puts them there.
    """

    heading: str
    text: Callable[[R], str]
    sort_key: Callable[[R], Any] | None = None
    tooltip: Callable[[R], str] | None = None
    spoken: Callable[[R], str] | None = None
    is_number: bool = False

    def sorts_by(self, row: R) -> Any:
        """Return the value that decides the place of a row; words sort without case."""
        return self.sort_key(row) if self.sort_key else self.text(row).casefold()

    def says(self, row: R) -> str:
        """Return what is spoken of a row in this column, with its heading."""
        said = (self.spoken or self.text)(row)
        return f"{self.heading}: {said}" if self.heading and said else said

    @property
    def alignment(self) -> Qt.AlignmentFlag:
        """Where heading and text stand."""
        return _AT_END if self.is_number else _AT_START


def shown_by(column: Column[R], row: R, role: int) -> Any:
    """Return what one cell holds for one role; every table of ours answers with this."""
    if role == SORT_ROLE:
        return column.sorts_by(row)
    if role == ROW_ROLE:
        return row
    match role:
        case Qt.ItemDataRole.DisplayRole:
            shown: Any = one_line(column.text(row))
        case Qt.ItemDataRole.ToolTipRole:
            shown = tooltip_html(column.tooltip(row)) if column.tooltip else None
        case Qt.ItemDataRole.TextAlignmentRole:
            shown = column.alignment
        case Qt.ItemDataRole.AccessibleTextRole:
            shown = one_line(column.says(row))
        case _:
            shown = None
    return shown


def heading_of(column: Column[Any], role: int) -> Any:
    """Return what the head of a column holds for one role."""
    if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
        return column.heading
    if role == Qt.ItemDataRole.TextAlignmentRole:
        return column.alignment
    return None


class RowTable(QAbstractTableModel, Generic[R]):
    """Show a list of immutable rows; a reload replaces the list as a whole."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns = tuple(self.columns())
        self._rows: list[R] = []

    def columns(self) -> Sequence[Column[R]]:
        """Say what the table shows; the one thing a subclass has to write."""
        raise NotImplementedError

    def set_rows(self, rows: Sequence[R]) -> None:
        """Replace everything shown; the same rows again leave selection and scrolling alone."""
        if list(rows) == self._rows:
            return
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()

    def rows(self) -> Sequence[R]:
        """Return the rows in their own order, before any sorting."""
        return tuple(self._rows)

    def row_at(self, index: Index) -> R:
        """Return the row behind `index`, which must be one of this table's own."""
        return self._rows[index.row()]

    @override
    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    @override
    def columnCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self._columns)

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Horizontal and 0 <= section < len(self._columns):
            return heading_of(self._columns[section], role)
        return None

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        return shown_by(self._columns[index.column()], self._rows[index.row()], role)
