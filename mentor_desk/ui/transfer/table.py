"""ImportTable: what becomes of each record, with a tick for what is taken."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from typing_extensions import override

from mentor_desk.models.words import fold
from mentor_desk.services.transfer.importing import ImportRow
from mentor_desk.services.transfer.plan import Verdict
from mentor_desk.ui.common.table import Column, Index, RowTable
from mentor_desk.ui.transfer.words import verdict_word, what_happens

NAME_COLUMN, VERDICT_COLUMN, WHAT_COLUMN, PLACE_COLUMN = range(4)
TAKEN = frozenset({Verdict.NEW, Verdict.CHANGED})

_CHECK = Qt.ItemDataRole.CheckStateRole


class ImportTable(RowTable[ImportRow]):
    """Records of the files in the order of a column, of all verdicts or of one.

    A record that is left out keeps the verdict it had, without its tick. `ticked` tells that
    what is left out is another now.
    """

    ticked = Signal()

    def __init__(self, place: Callable[[ImportRow], str], parent: QObject | None = None) -> None:
        self._place = place
        self._every: list[ImportRow] = []
        self._left_out: set[int] = set()
        self._verdict: Verdict | None = None
        self._words: list[str] = []
        super().__init__(parent)

    @override
    def columns(self) -> list[Column[ImportRow]]:
        return [
            Column(self.tr("Name"), lambda row: row.name, tooltip=lambda row: row.name),
            Column(
                self.tr("State"),
                lambda row: verdict_word(row.verdict),
                lambda row: list(Verdict).index(row.verdict),
            ),
            Column(self.tr("What changes, or why not"), what_happens, tooltip=what_happens),
            Column(self.tr("Where"), self._place, lambda row: row.record),
        ]

    @property
    def left_out(self) -> frozenset[int]:
        """The records that are not to be taken."""
        return frozenset(self._left_out)

    def start(self, rows: Sequence[ImportRow]) -> None:
        """Show the records of other files, nothing left out."""
        self._left_out.clear()
        self._every = list(rows)
        self._show()

    def renew(self, rows: Sequence[ImportRow]) -> None:
        """Show what becomes of the records now; those left out stay as they were."""
        kept = {row.record: row for row in self._every if row.record in self._left_out}
        fresh = {row.record: kept.get(row.record, row) for row in rows}
        self._every = [fresh[row.record] for row in self._every if row.record in fresh]
        self._show()

    def narrow(self, verdict: Verdict | None, words: str) -> None:
        """Show only the records of this verdict whose names hold all the words."""
        self._verdict, self._words = verdict, fold(words).split()
        self._show()

    def counts(self) -> Counter[Verdict]:
        """Return how many records have each verdict; together they are all there are."""
        return Counter(row.verdict for row in self._every)

    def taken(self) -> Counter[Verdict]:
        """Return how many new and how many changed records have their tick."""
        return Counter(row.verdict for row in self._every if self.is_taken(row))

    def is_taken(self, row: ImportRow) -> bool:
        """Tell whether a record will be taken."""
        return row.verdict in TAKEN and row.record not in self._left_out

    def toggle(self, index: Index) -> None:
        """Take the record of this line after all, or leave it out."""
        row = self.row_at(index)
        if row.verdict in TAKEN:
            self._left_out ^= {row.record}
            last = self.index(index.row(), PLACE_COLUMN)
            self.dataChanged.emit(self.index(index.row(), 0), last, [_CHECK])
            self.ticked.emit()

    def tick_shown(self, *, is_taken: bool) -> None:
        """Take every record that is shown, or leave all of them out."""
        shown = {row.record for row in self.rows() if row.verdict in TAKEN}
        self._left_out = self._left_out - shown if is_taken else self._left_out | shown
        if shown:
            last = self.index(self.rowCount() - 1, PLACE_COLUMN)
            self.dataChanged.emit(self.index(0, 0), last, [_CHECK])
            self.ticked.emit()

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        is_name = index.isValid() and index.column() == NAME_COLUMN
        if is_name and self.row_at(index).verdict in TAKEN:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role != _CHECK:
            return super().data(index, role)
        if not index.isValid() or index.column() != NAME_COLUMN:
            return None
        row = self.row_at(index)
        if row.verdict not in TAKEN:
            return None
        return Qt.CheckState.Checked if self.is_taken(row) else Qt.CheckState.Unchecked

    @override
    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != _CHECK or not self.flags(index) & Qt.ItemFlag.ItemIsUserCheckable:
            return False
        if self.data(index, _CHECK) != Qt.CheckState(value):
            self.toggle(index)
        return True

    @override
    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        if 0 <= column < self.columnCount():
            by = self._columns[column].sorts_by
            self._every.sort(key=by, reverse=order is Qt.SortOrder.DescendingOrder)
            self._show()

    def _show(self) -> None:
        self.set_rows([row for row in self._every if self._is_shown(row)])

    def _is_shown(self, row: ImportRow) -> bool:
        if self._verdict is not None and row.verdict is not self._verdict:
            return False
        if not self._words:
            return True
        name = fold(row.name)
        return all(word in name for word in self._words)
