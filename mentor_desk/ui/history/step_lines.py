"""StepLines: what was done under its days, read further as one scrolls."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, Qt
from typing_extensions import override

from mentor_desk.services.history.steps import StepRow
from mentor_desk.ui.common.formatting import local_day
from mentor_desk.ui.common.table import GROUP_ROLE, ROOT, ROW_ROLE, Index
from mentor_desk.ui.common.text import one_line, tooltip_html

PAGE = 200

# Called with the id of the last step known, or None, and how many more are wanted.
Fetch: TypeAlias = Callable[[int | None, int], Sequence[StepRow]]


@dataclass(frozen=True, slots=True)
class _Day:
    day: date


class StepLines(QAbstractListModel):
    """Steps, newest first, below the day on which each was done; a day cannot be chosen.

    `GROUP_ROLE` is True on a day; `ROW_ROLE` is the step, or None on a day. However many steps
    there are, only those that were scrolled to are held.
    """

    def __init__(
        self,
        fetch: Fetch,
        *,
        heading: Callable[[date], str],
        spoken: Callable[[StepRow], str],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._fetch, self._heading, self._spoken = fetch, heading, spoken
        self._lines: list[_Day | StepRow] = []
        self._has_more = False

    def reload(self, *, at_least: int = 0) -> None:
        """Read anew from the newest, as many as fill a page and no fewer than `at_least`."""
        wanted = max(PAGE, at_least)
        rows = self._fetch(None, wanted)
        lines = list(_under_days(rows, None))
        # Whoever listens may ask for more at once, but not before these are in.
        self._has_more = False
        if lines != self._lines:
            self.beginResetModel()
            self._lines = lines
            self.endResetModel()
        self._has_more = len(rows) == wanted

    def clear(self) -> None:
        """Hold nothing any more."""
        self.beginResetModel()
        self._lines, self._has_more = [], False
        self.endResetModel()

    def step_at(self, index: Index) -> StepRow | None:
        """Return the step behind `index`; a day has none."""
        row: StepRow | None = index.data(ROW_ROLE) if index.isValid() else None
        return row

    def index_of(self, step_id: int) -> QModelIndex:
        """Return the place of a step, reading further until it is found; invalid if it is not."""
        place = 0
        while True:
            while place < len(self._lines):
                line = self._lines[place]
                if isinstance(line, StepRow) and line.id <= step_id:
                    return self.index(place, 0) if line.id == step_id else QModelIndex()
                place += 1
            if not self._has_more:
                return QModelIndex()
            self.fetchMore()

    @override
    def canFetchMore(self, parent: Index = ROOT) -> bool:
        return not parent.isValid() and self._has_more

    @override
    def fetchMore(self, parent: Index = ROOT) -> None:
        if not self.canFetchMore(parent):
            return
        last = self._lines[-1]
        assert isinstance(last, StepRow)
        rows = self._fetch(last.id, PAGE)
        self._has_more = False
        lines = list(_under_days(rows, local_day(last.at)))
        if lines:
            first = len(self._lines)
            self.beginInsertRows(QModelIndex(), first, first + len(lines) - 1)
            self._lines.extend(lines)
            self.endInsertRows()
        self._has_more = len(rows) == PAGE

    @override
    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self._lines)

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or isinstance(self._lines[index.row()], _Day):
            return Qt.ItemFlag.NoItemFlags
        return super().flags(index)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._lines):
            return None
        line = self._lines[index.row()]
        if isinstance(line, _Day):
            return self._shown_by_day(line, role)
        return self._shown_by_step(line, role)

    def _shown_by_step(self, step: StepRow, role: int) -> Any:
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return one_line(step.did)
            case Qt.ItemDataRole.AccessibleTextRole:
                return one_line(self._spoken(step))
            case Qt.ItemDataRole.ToolTipRole:
                return tooltip_html(step.did)
        if role == ROW_ROLE:
            return step
        return False if role == GROUP_ROLE else None

    def _shown_by_day(self, line: _Day, role: int) -> Any:
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return self._heading(line.day)
        return True if role == GROUP_ROLE else None


def _under_days(rows: Iterable[StepRow], day: date | None) -> Iterable[_Day | StepRow]:
    for row in rows:
        if (its := local_day(row.at)) != day:
            day = its
            yield _Day(its)
        yield row
