"""SharedTab: what was shared with one mentee."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedLayout, QVBoxLayout, QWidget
from typing_extensions import override

from mentor_desk.errors import DeskError
from mentor_desk.models.kinds import ShareState
from mentor_desk.services.changes import Area, Changes
from mentor_desk.services.desk import Desk
from mentor_desk.services.network.sharing import ShareRow, delete_share, list_shares, move_share
from mentor_desk.ui.common.buttons import Look, button
from mentor_desk.ui.common.card import Card
from mentor_desk.ui.common.cells import PillDelegate
from mentor_desk.ui.common.empty_state import EmptyState
from mentor_desk.ui.common.filters import SortedRows
from mentor_desk.ui.common.formatting import local_day
from mentor_desk.ui.common.menus import open_menu
from mentor_desk.ui.common.table import ROW_ROLE
from mentor_desk.ui.common.views import row_table
from mentor_desk.ui.common.web_page import open_page, page_of
from mentor_desk.ui.sharing.table import STATE_COLUMN, ShareTable
from mentor_desk.ui.sharing.wording import state_tone, state_word


class SharedTab(QWidget):
    """A table of what was shared, with what became of it."""

    SHOWS = Area.SHARING

    changed = Signal(object)
    refused = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._person_id: int | None = None
        self._build()
        self._connect()

    def show_mentee(self, person_id: int, mentorship_id: int) -> None:
        """Show what was shared with this mentee."""
        del mentorship_id
        self._person_id = person_id
        self.reload()

    def count(self) -> int | None:
        """Return how much was shared with the mentee who is shown."""
        return self._table.rowCount() if self._person_id is not None else None

    def react_to(self, changes: Changes) -> None:
        """Read again if what changed is shown here."""
        if changes.areas & self.SHOWS:
            self.reload()

    def reload(self) -> None:
        """Show what was shared as it stands now."""
        if self._person_id is None:
            return
        self._table.set_rows(self._desk.run(list_shares, person_id=self._person_id))
        self._pages.setCurrentWidget(self._card if self._table.rowCount() else self._empty)

    def make_new(self) -> None:
        """Ask what is shared, and note it."""
        self._ask(None)

    def open_share(self, share_id: int) -> None:
        """Show one share for changing."""
        for place in range(self._table.rowCount()):
            row = self._table.row_at(self._table.index(place, 0))
            if row.id == share_id:
                self._ask(row)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self._current()
        if event.key() == Qt.Key.Key_Delete and row is not None and self._view.hasFocus():
            self._do(delete_share, share_id=row.id)
            return
        super().keyPressEvent(event)

    def _build(self) -> None:
        self._table = ShareTable(local_day(self._desk.now()), self)
        self._rows = SortedRows(self._table, self)
        self._view = row_table(self._rows, self.tr("What was shared"))
        self._view.sortByColumn(3, Qt.SortOrder.DescendingOrder)
        self._view.setItemDelegateForColumn(
            STATE_COLUMN, PillDelegate(lambda row: state_tone(row.state), parent=self._view)
        )
        self._view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._view.horizontalHeader().setStretchLastSection(True)
        self._share_button = button(self.tr("Share something…"), Look.PLAIN)
        self._card = Card(self.tr("Shared"), trailing=self._share_button)
        self._card.add(self._view)
        self._empty = EmptyState(
            "book",
            self.tr(
                "Nothing was shared yet. Note a course, an article or a book you gave them, and"
                " later what they made of it."
            ),
            self.tr("Share something…"),
        )
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 16, 0, 0)
        middle = QWidget()
        self._pages = QStackedLayout(middle)
        self._pages.addWidget(self._empty)
        self._pages.addWidget(self._card)
        row = QHBoxLayout()
        row.addWidget(middle)
        outer.addLayout(row)

    def _connect(self) -> None:
        self._share_button.clicked.connect(self.make_new)
        self._empty.step_requested.connect(self.make_new)
        self._view.activated.connect(self._on_view_activated)
        self._view.customContextMenuRequested.connect(self._on_menu_requested)

    def _current(self) -> ShareRow | None:
        row: ShareRow | None = self._view.currentIndex().data(ROW_ROLE)
        return row

    def _ask(self, row: ShareRow | None) -> None:
        from mentor_desk.ui.sharing.dialog import ShareDialog  # noqa: PLC0415

        if self._person_id is None:
            return
        dialog = ShareDialog(self._desk, self._person_id, row, self)
        dialog.exec()
        self._tell(dialog.changes)
        dialog.deleteLater()

    def _do(self, verb: Callable[..., Changes], **values: object) -> None:
        try:
            changes = self._desk.do(verb, **values)
        except DeskError as refusal:
            self.refused.emit(refusal.sentence)
        else:
            self._tell(changes)

    def _tell(self, changes: Changes | None) -> None:
        if changes is not None:
            self.reload()
            self.changed.emit(changes)

    def _on_view_activated(self, index: QModelIndex) -> None:
        self._ask(index.data(ROW_ROLE))

    def _on_menu_requested(self, place: QPoint) -> None:
        row = self._current()
        if row is None:
            return
        menu = QMenu(self)
        menu.addAction(self.tr("Change…"), lambda: self._ask(row))
        if (address := page_of(row.link)) is not None:
            menu.addAction(self.tr("Open the link…"), partial(open_page, self, address))
        menu.addSeparator()
        for state in ShareState:
            if state is not row.state:
                words = self.tr("Mark as {0}").format(state_word(state))
                menu.addAction(words, partial(self._move, row, state))
        menu.addSeparator()
        menu.addAction(self.tr("Delete"), lambda: self._do(delete_share, share_id=row.id))
        open_menu(menu, self._view.viewport().mapToGlobal(place))

    def _move(self, row: ShareRow, state: ShareState) -> None:
        today = local_day(self._desk.now())
        self._do(move_share, share_id=row.id, state=state, today=today)
