"""A table over ids that reads its rows as they come into sight."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Any, Generic, Protocol, TypeVar

from PySide6.QtCore import QAbstractTableModel, QObject, Qt, Signal
from typing_extensions import override

from mentor_desk.ui.common.table import ROOT, Column, Index, heading_of, shown_by

PAGE = 100
_PAGES_KEPT = 40


class HasId(Protocol):
    """A row that knows which record it shows."""

    @property
    def id(self) -> int:
        """The number of the record."""
        ...


I = TypeVar("I", bound=HasId)  # noqa: E741


class WindowedTable(QAbstractTableModel, Generic[I]):
    """Show any number of records at the price of those in sight.

    `fetch` gets up to 100 ids and returns their rows, in any order; a record that is gone
    meanwhile shows as an empty line. Sorting and filtering are the source's business: on
    `sort_requested` and on a new filter, ask it for ids and give them to `set_ids`.
    """

    sort_requested = Signal(int, bool)

    def __init__(
        self,
        columns: Sequence[Column[I]],
        fetch: Callable[[Sequence[int]], Sequence[I]],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self._fetch = fetch
        self._ids: Sequence[int] = ()
        self._pages: OrderedDict[int, dict[int, I]] = OrderedDict()

    def set_ids(self, ids: Sequence[int]) -> None:
        """Show these records, in this order, and read them anew."""
        self.beginResetModel()
        self._ids = ids
        self._pages.clear()
        self.endResetModel()

    def forget(self) -> None:
        """Read again what is in sight: the records changed, their order did not."""
        self._pages.clear()
        if self._ids:
            last = self.index(len(self._ids) - 1, len(self._columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def row_at(self, index: Index) -> I | None:
        """Return the row behind `index`, or None when its record is gone."""
        return self._row(index.row())

    def id_at(self, index: Index) -> int:
        """Return the id behind `index`, without reading anything."""
        return self._ids[index.row()]

    @override
    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self._ids)

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
        if not index.isValid() or index.row() >= len(self._ids):
            return None
        row = self._row(index.row())
        return None if row is None else shown_by(self._columns[index.column()], row, role)

    @override
    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        if column >= 0:
            self.sort_requested.emit(column, order is Qt.SortOrder.DescendingOrder)

    def _row(self, place: int) -> I | None:
        page = place // PAGE
        if page not in self._pages:
            ids = self._ids[page * PAGE : (page + 1) * PAGE]
            self._pages[page] = {row.id: row for row in self._fetch(ids)}
            if len(self._pages) > _PAGES_KEPT:
                self._pages.popitem(last=False)
        self._pages.move_to_end(page)
        return self._pages[page].get(self._ids[place])
