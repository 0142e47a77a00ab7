"""SessionsTab: the sessions with one mentee."""

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedLayout, QVBoxLayout, QWidget
from typing_extensions import override

from mentor_desk.errors import DeskError
from mentor_desk.models.kinds import SessionState
from mentor_desk.services.changes import Area, Changes
from mentor_desk.services.desk import Desk
from mentor_desk.services.sessions.moves import (
    cancel_session,
    finish_session,
    miss_session,
    reopen_session,
)
from mentor_desk.services.sessions.planning import (
    SessionRow,
    delete_session,
    list_sessions,
    log_session,
)
from mentor_desk.ui.common.buttons import Look, button
from mentor_desk.ui.common.card import Card
from mentor_desk.ui.common.cells import PillDelegate
from mentor_desk.ui.common.empty_state import EmptyState
from mentor_desk.ui.common.filters import SortedRows
from mentor_desk.ui.common.formatting import local_day
from mentor_desk.ui.common.menus import open_menu
from mentor_desk.ui.common.table import ROW_ROLE
from mentor_desk.ui.common.views import row_table
from mentor_desk.ui.sessions.table import ABOUT_COLUMN, STATE_COLUMN, WHEN_COLUMN, SessionTable
from mentor_desk.ui.sessions.words import session_title, standing_tone


class SessionsTab(QWidget):
    """A table of sessions, latest first; Enter opens one, Delete deletes it with Undo."""

    SHOWS = Area.SESSIONS | Area.TOPICS

    changed = Signal(object)
    refused = Signal(str)
    session_opened = Signal(int)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._mentorship_id: int | None = None
        self._build()
        self._connect()

    def show_mentee(self, person_id: int, mentorship_id: int) -> None:
        """Show the sessions with this mentee."""
        del person_id
        self._mentorship_id = mentorship_id
        self.reload()

    def count(self) -> int | None:
        """Return how many sessions there are with the mentee who is shown."""
        return self._table.rowCount() if self._mentorship_id is not None else None

    def react_to(self, changes: Changes) -> None:
        """Read again if what changed is shown here."""
        if changes.areas & self.SHOWS:
            self.reload()

    def reload(self) -> None:
        """Show the sessions as they stand now; the one that was chosen stays chosen."""
        if self._mentorship_id is None:
            return
        now = self._desk.now()
        chosen = self._current()
        self._table.set_today(local_day(now))
        self._table.set_rows(
            self._desk.run(list_sessions, mentorship_id=self._mentorship_id, now=now)
        )
        self._choose(chosen.id if chosen else None)
        self._pages.setCurrentWidget(self._view if self._table.rowCount() else self._empty)

    def make_new(self) -> None:
        """Begin writing up a session now, or take up the one of today."""
        if self._mentorship_id is None:
            return
        changes = self._do(log_session, mentorship_id=self._mentorship_id, now=self._desk.now())
        if changes is not None and changes.made is not None:
            self.session_opened.emit(changes.made)

    def plan(self) -> None:
        """Ask when to meet, and plan it."""
        from mentor_desk.ui.sessions.dialog import PlanDialog  # noqa: PLC0415

        if self._mentorship_id is not None:
            dialog = PlanDialog(self._desk, self._mentorship_id, self)
            dialog.exec()
            self._tell(dialog.changes)
            dialog.deleteLater()

    def menu_for(self, row: SessionRow) -> QMenu:
        """Return a menu of everything that can be done with a session."""
        menu = QMenu(session_title(row.number), self)
        words = self.tr("Write up") if row.is_owed else self.tr("Open")
        menu.addAction(words, lambda: self.session_opened.emit(row.id))
        menu.addAction(self.tr("Change the time…"), lambda: self._ask_time(row))
        menu.addSeparator()
        if row.state is SessionState.PLANNED:
            menu.addAction(
                self.tr("It was held"),
                lambda: self._do(finish_session, session_id=row.id, now=self._desk.now()),
            )
            menu.addAction(
                self.tr("It was cancelled"), lambda: self._do(cancel_session, session_id=row.id)
            )
            menu.addAction(
                self.tr("It was missed"), lambda: self._do(miss_session, session_id=row.id)
            )
        else:
            menu.addAction(
                self.tr("Open it again"), lambda: self._do(reopen_session, session_id=row.id)
            )
        menu.addSeparator()
        menu.addAction(self.tr("Delete"), lambda: self._do(delete_session, session_id=row.id))
        return menu

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self._current()
        if event.key() == Qt.Key.Key_Delete and row is not None and self._view.hasFocus():
            self._do(delete_session, session_id=row.id)
            return
        super().keyPressEvent(event)

    def _build(self) -> None:
        self._table = SessionTable(local_day(self._desk.now()), self)
        self._rows = SortedRows(self._table, self)
        self._view = row_table(self._rows, self.tr("Sessions"), stretch=ABOUT_COLUMN)
        self._view.sortByColumn(WHEN_COLUMN, Qt.SortOrder.DescendingOrder)
        self._view.setItemDelegateForColumn(
            STATE_COLUMN, PillDelegate(standing_tone, parent=self._view)
        )
        self._view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header = self._view.horizontalHeader()
        for column, width in enumerate((76, 170, 90, 90)):
            header.resizeSection(column, width)
        self._log_button = button(self.tr("Log a session"), Look.PRIMARY)
        self._plan_button = button(self.tr("Plan…"))
        self._empty = EmptyState(
            "notes",
            self.tr(
                "You have not met yet. Log a session when you have talked, or plan the first one;"
                " your notes, their actions and goals come together there."
            ),
            self.tr("Log the first session"),
        )
        inner = QWidget()
        self._pages = QStackedLayout(inner)
        self._pages.addWidget(self._empty)
        self._pages.addWidget(self._view)
        card = Card(self.tr("Sessions"), trailing=self._buttons())
        card.add(inner)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 16, 0, 0)
        layout.addWidget(card)

    def _buttons(self) -> QWidget:
        buttons = QWidget()
        row = QHBoxLayout(buttons)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._plan_button)
        row.addWidget(self._log_button)
        return buttons

    def _connect(self) -> None:
        self._log_button.clicked.connect(self.make_new)
        self._plan_button.clicked.connect(self.plan)
        self._empty.step_requested.connect(self.make_new)
        self._view.activated.connect(self._on_view_activated)
        self._view.customContextMenuRequested.connect(self._on_menu_requested)

    def _current(self) -> SessionRow | None:
        row: SessionRow | None = self._view.currentIndex().data(ROW_ROLE)
        return row

    def _choose(self, session_id: int | None) -> None:
        for place in range(self._rows.rowCount()):
            index = self._rows.index(place, 0)
            if index.data(ROW_ROLE).id == session_id:
                self._view.setCurrentIndex(index)

    def _ask_time(self, row: SessionRow) -> None:
        from mentor_desk.ui.sessions.dialog import MoveDialog  # noqa: PLC0415

        dialog = MoveDialog(self._desk, row, self)
        dialog.exec()
        self._tell(dialog.changes)
        dialog.deleteLater()

    def _do(self, verb: Callable[..., Changes], **values: object) -> Changes | None:
        try:
            changes = self._desk.do(verb, **values)
        except DeskError as refusal:
            self.refused.emit(refusal.sentence)
            return None
        self._tell(changes)
        return changes

    def _tell(self, changes: Changes | None) -> None:
        if changes is not None:
            self.reload()
            self.changed.emit(changes)

    def _on_view_activated(self, index: QModelIndex) -> None:
        row: SessionRow = index.data(ROW_ROLE)
        self.session_opened.emit(row.id)

    def _on_menu_requested(self, place: QPoint) -> None:
        row = self._current()
        if row is not None:
            menu = self.menu_for(row)
            open_menu(menu, self._view.viewport().mapToGlobal(place))
