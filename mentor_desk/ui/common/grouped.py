"""A flat list of rows under headings, such as ACTIVE · 6."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, Qt
from typing_extensions import override

from mentor_desk.ui.common.table import GROUP_ROLE, ROOT, ROW_ROLE, Index
from mentor_desk.ui.common.text import one_line, tooltip_html

R = TypeVar("R")


@dataclass(frozen=True)
class Group(Generic[R]):
    """Rows that belong together, and what they have in common."""

    heading: str
    rows: Sequence[R]


@dataclass(frozen=True, slots=True)
class _Heading:
    text: str


class GroupedRows(QAbstractListModel, Generic[R]):
    """Show groups one below the other; headings can be neither chosen nor opened.

    `GROUP_ROLE` is True on a heading; `ROW_ROLE` is the row, or None on a heading. An empty
    group is not shown.
    """

    def __init__(
        self,
        text: Callable[[R], str],
        *,
        spoken: Callable[[R], str] | None = None,
        tooltip: Callable[[R], str] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._text, self._spoken, self._tooltip = text, spoken or text, tooltip
        self._lines: list[_Heading | R] = []

    def set_groups(self, groups: Sequence[Group[R]]) -> None:
        """Replace everything shown; the same again leaves choice and scrolling alone."""
        lines = _lines_of(groups)
        if lines == self._lines:
            return
        self.beginResetModel()
        self._lines = lines
        self.endResetModel()

    def row_at(self, index: Index) -> R | None:
        """Return the row behind `index`; a heading has none."""
        line = self._lines[index.row()]
        return None if isinstance(line, _Heading) else line

    def index_where(self, matches: Callable[[R], bool]) -> QModelIndex:
        """Return the place of the first row that matches, or an invalid index."""
        for place, line in enumerate(self._lines):
            if not isinstance(line, _Heading) and matches(line):
                return self.index(place, 0)
        return QModelIndex()

    @override
    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self._lines)

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or isinstance(self._lines[index.row()], _Heading):
            return Qt.ItemFlag.NoItemFlags
        return super().flags(index)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._lines):
            return None
        line = self._lines[index.row()]
        if isinstance(line, _Heading):
            return _shown_by_heading(line, role)
        return self._shown_by_row(line, role)

    def _shown_by_row(self, row: R, role: int) -> Any:
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return one_line(self._text(row))
            case Qt.ItemDataRole.AccessibleTextRole:
                return one_line(self._spoken(row))
            case Qt.ItemDataRole.ToolTipRole:
                return tooltip_html(self._tooltip(row)) if self._tooltip else None
        if role == ROW_ROLE:
            return row
        return False if role == GROUP_ROLE else None


def _lines_of(groups: Sequence[Group[R]]) -> list[_Heading | R]:
    lines: list[_Heading | R] = []
    for group in groups:
        if group.rows:
            lines.append(_Heading(f"{group.heading} · {len(group.rows)}"))
            lines.extend(group.rows)
    return lines


def _shown_by_heading(heading: _Heading, role: int) -> Any:
    if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
        return heading.text
    return True if role == GROUP_ROLE else None
