"""Sorting and narrowing of tables by the values themselves."""

import unicodedata
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QObject, QSortFilterProxyModel, Qt
from typing_extensions import override

from mentor_desk.ui.common.table import SORT_ROLE, Index


def plain_form(text: str) -> str:
    """Return the text as it is compared: without case, accents or doubled spaces."""
    letters = unicodedata.normalize("NFKD", text)
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(bare.casefold().split())


class SortedRows(QSortFilterProxyModel):
    """Sort on the values themselves, for Qt cannot compare Python's moments.

    What is missing (None) stands last, ascending. Filtering looks for every word in any column.
    """

    def __init__(self, source: QAbstractItemModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words: list[str] = []
        self.setSourceModel(source)
        self.setFilterKeyColumn(-1)
        self.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)

    def narrow(self, words: str) -> None:
        """Show only the rows that hold every one of these words, in any case, accents or not."""
        self.beginFilterChange()
        self._words = plain_form(words).split()
        self.endFilterChange(QSortFilterProxyModel.Direction.Rows)

    @override
    def lessThan(self, left: Index, right: Index) -> bool:
        return _comes_before(left.data(SORT_ROLE), right.data(SORT_ROLE))

    @override
    def filterAcceptsRow(self, row: int, parent: Index) -> bool:
        if not super().filterAcceptsRow(row, parent):
            return False
        if not self._words:
            return True
        source = self.sourceModel()
        cells = (source.index(row, column, parent) for column in range(source.columnCount(parent)))
        held = plain_form(" ".join(str(cell.data() or "") for cell in cells))
        return all(word in held for word in self._words)


def _comes_before(left: Any, right: Any) -> bool:
    if left is None or right is None:
        return left is not None
    return bool(left < right)
