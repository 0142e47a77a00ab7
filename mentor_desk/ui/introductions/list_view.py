"""The list of introductions with a line that narrows it; for the page and for a mentee's tab."""

from collections.abc import Sequence

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from typing_extensions import override

from mentor_desk.services.introductions.rows import IntroductionRow
from mentor_desk.ui.common import theme
from mentor_desk.ui.common.cells import PillDelegate
from mentor_desk.ui.common.filters import SortedRows
from mentor_desk.ui.common.table import ROW_ROLE
from mentor_desk.ui.common.text import name
from mentor_desk.ui.common.views import row_table
from mentor_desk.ui.introductions.table import (
    ABOUT_COLUMN,
    DAYS_COLUMN,
    FIRST_COLUMN,
    SECOND_COLUMN,
    STATE_COLUMN,
    STATUS_COLUMN,
    IntroductionTable,
    state_tone,
)


class IntroductionList(QWidget):
    """Introductions in every state, sorted by any column; Enter opens, Delete deletes."""

    chosen = Signal(int)
    opened = Signal(int)
    deletion_requested = Signal(int)
    menu_requested = Signal(int, QPoint)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._build()
        self._connect()

    def set_rows(self, rows: Sequence[IntroductionRow]) -> None:
        """Show these introductions; the one that was chosen stays chosen."""
        held = self._id_of(self._view.currentIndex())
        self._table.set_rows(rows)
        if held is not None:
            self.choose(held)

    def show_only_others(self) -> None:
        """Leave out the first of the two, where every line is about the same person."""
        self._view.setColumnHidden(FIRST_COLUMN, True)

    def choose(self, introduction_id: int) -> None:
        """Choose a line and bring it into sight."""
        for place in range(self._rows.rowCount()):
            index = self._rows.index(place, 0)
            if self._id_of(index) == introduction_id:
                flags = QItemSelectionModel.SelectionFlag
                both = flags.ClearAndSelect | flags.Rows
                self._view.selectionModel().setCurrentIndex(index, both)
                # Choosing may have saved what was being written, and the lines were read again.
                self._view.scrollTo(self._view.currentIndex())
                return

    def go_in(self) -> None:
        """Bring the keyboard to the lines."""
        self._view.setFocus(Qt.FocusReason.OtherFocusReason)

    def go_find(self) -> None:
        """Go to the line that narrows the list."""
        self._filter_edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._filter_edit.selectAll()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = self._id_of(self._view.currentIndex())
        if event.key() == Qt.Key.Key_Delete and held is not None and self._view.hasFocus():
            self.deletion_requested.emit(held)
            return
        super().keyPressEvent(event)

    def _build(self) -> None:
        self._table = IntroductionTable(self)
        self._rows = SortedRows(self._table, self)
        self._filter_edit = QLineEdit()
        self._filter_edit.setClearButtonEnabled(True)
        self._filter_edit.setPlaceholderText(self.tr("Filter introductions"))
        name(self._filter_edit, self.tr("Filter introductions"))
        self._view = row_table(self._rows, self.tr("Introductions"), stretch=STATUS_COLUMN)
        self._view.setItemDelegateForColumn(STATE_COLUMN, PillDelegate(state_tone, self._view))
        self._view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header = self._view.horizontalHeader()
        for column in (FIRST_COLUMN, SECOND_COLUMN, ABOUT_COLUMN):
            header.resizeSection(column, theme.scaled(130))
        header.resizeSection(DAYS_COLUMN, theme.scaled(72))
        self._view.sortByColumn(DAYS_COLUMN, Qt.SortOrder.AscendingOrder)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(self._filter_edit)
        layout.addWidget(self._view, 1)

    def _connect(self) -> None:
        self._filter_edit.textChanged.connect(self._rows.narrow)
        self._view.selectionModel().currentChanged.connect(self._on_view_current_changed)
        self._view.activated.connect(self._on_view_activated)
        self._view.customContextMenuRequested.connect(self._on_view_menu_requested)

    def _id_of(self, index: QModelIndex) -> int | None:
        row: IntroductionRow | None = index.data(ROW_ROLE) if index.isValid() else None
        return row.id if row is not None else None

    def _on_view_current_changed(self, index: QModelIndex) -> None:
        if (held := self._id_of(index)) is not None:
            self.chosen.emit(held)

    def _on_view_activated(self, index: QModelIndex) -> None:
        if (held := self._id_of(index)) is not None:
            self.opened.emit(held)

    def _on_view_menu_requested(self, place: QPoint) -> None:
        index = self._view.indexAt(place)
        if (held := self._id_of(index)) is not None:
            self.menu_requested.emit(held, self._view.viewport().mapToGlobal(place))
