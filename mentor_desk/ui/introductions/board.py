"""The board over frozen rows: one table for all of it, and a narrowed view of it per lane."""

from collections.abc import Sequence

from PySide6.QtCore import (
    QByteArray,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from typing_extensions import override

from mentor_desk.models.kinds import IntroductionState
from mentor_desk.services.introductions.rows import IntroductionRow
from mentor_desk.ui.common.table import ROOT, ROW_ROLE, Column, Index, RowTable
from mentor_desk.ui.introductions.wording import spoken

DRAGGED = "application/x-mentor-desk-introduction"

_MOVE = Qt.DropAction.MoveAction


class BoardTable(RowTable[IntroductionRow]):
    """Every introduction, one row each, that can be dragged; what it says is a whole sentence."""

    @override
    def columns(self) -> Sequence[Column[IntroductionRow]]:
        return [Column("", spoken, tooltip=spoken)]

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsDragEnabled if index.isValid() else flags

    @override
    def mimeTypes(self) -> list[str]:
        return [DRAGGED]

    @override
    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        data = QMimeData()
        ids = [str(self.row_at(index).id) for index in indexes]
        data.setData(DRAGGED, QByteArray(",".join(ids).encode()))
        return data

    @override
    def supportedDragActions(self) -> Qt.DropAction:
        return _MOVE

    @override
    def supportedDropActions(self) -> Qt.DropAction:
        return _MOVE


class LaneRows(QSortFilterProxyModel):
    """The introductions in the states of one lane; what is dropped on it is told, not moved.

    The rows change when the move has been kept, so a refused one stays where it is.
    """

    dropped = Signal(int)

    def __init__(
        self,
        board: BoardTable,
        states: tuple[IntroductionState, ...],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._states = states
        self.setSourceModel(board)

    def index_of(self, introduction_id: int) -> QModelIndex:
        """Return where an introduction stands in this lane, or nowhere."""
        for place in range(self.rowCount()):
            index = self.index(place, 0)
            if index.data(ROW_ROLE).id == introduction_id:
                return index
        return QModelIndex()

    @override
    def filterAcceptsRow(self, row: int, parent: Index) -> bool:
        held: IntroductionRow = self.sourceModel().index(row, 0, parent).data(ROW_ROLE)
        return held.state in self._states

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        # Cards fall between cards or on the ground of a lane, never onto another card.
        return super().flags(index) if index.isValid() else Qt.ItemFlag.ItemIsDropEnabled

    @override
    def canDropMimeData(
        self,
        data: QMimeData,
        action: Qt.DropAction,
        row: int,
        column: int,
        parent: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        dragged = dragged_id(data)
        return action is _MOVE and dragged is not None and not self.index_of(dragged).isValid()

    @override
    def dropMimeData(
        self,
        data: QMimeData,
        action: Qt.DropAction,
        row: int,
        column: int,
        parent: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        dragged = dragged_id(data)
        if dragged is None or not self.canDropMimeData(data, action, row, column, parent):
            return False
        self.dropped.emit(dragged)
        return True

    @override
    def removeRows(self, row: int, count: int, parent: Index = ROOT) -> bool:
        # A drag that ends as a move asks for this; rows only ever go with a reload.
        return False


def dragged_id(data: QMimeData) -> int | None:
    """Return the id of the introduction that is dragged, or None for anything else."""
    held = bytes(data.data(DRAGGED).data())
    return int(held) if held.isdigit() else None
