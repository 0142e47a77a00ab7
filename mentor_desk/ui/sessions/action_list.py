"""ActionList: promises to tick off, each with everything that can be done with it."""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget
from typing_extensions import override

from mentor_desk.errors import DeskError
from mentor_desk.models.kinds import ActionState
from mentor_desk.services.actions.noting import (
    delete_action,
    drop_action,
    open_action,
    set_action_privacy,
    tick_action,
)
from mentor_desk.services.actions.rows import ActionRow
from mentor_desk.services.changes import Changes
from mentor_desk.services.desk import Desk
from mentor_desk.ui.common.delegates import CheckDelegate, CheckLook
from mentor_desk.ui.common.discreet import discretion
from mentor_desk.ui.common.formatting import local_day
from mentor_desk.ui.common.menus import open_menu
from mentor_desk.ui.common.table import ROW_ROLE, Column, RowTable
from mentor_desk.ui.common.text import one_line, without_mnemonic
from mentor_desk.ui.common.theme import is_theme_change
from mentor_desk.ui.common.tokens import Tone
from mentor_desk.ui.common.views import row_list
from mentor_desk.ui.sessions.words import action_detail, action_words


class ActionTable(RowTable[ActionRow]):
    """Actions, one a line, said with whose they are and until when.

    A short one says only that they are late, for where there is little room.
    """

    def __init__(self, *, is_short: bool = False, parent: QObject | None = None) -> None:
        self._first_name, self._today = "", date.min
        self._is_short = is_short
        super().__init__(parent)

    def show_actions(self, rows: Sequence[ActionRow], first_name: str, today: date) -> None:
        """Show these actions as they are said on this day."""
        self._first_name, self._today = first_name, today
        self.set_rows(rows)

    def look(self, row: ActionRow) -> CheckLook:
        """Return what the line of an action says."""
        if row.state is ActionState.DROPPED:
            return CheckLook(action_words(row), pill=self.tr("dropped"))
        tone = Tone.RED if row.days_late else Tone.PLAIN
        pill = action_detail(row, self._first_name, self._today)
        if self._is_short:
            pill = self.tr("late") if row.days_late else ""
        return CheckLook(action_words(row), is_done=row.is_done, pill=pill, pill_tone=tone)

    @override
    def columns(self) -> list[Column[ActionRow]]:
        return [Column("", action_words, tooltip=self._whole, spoken=self._spoken)]

    def _whole(self, row: ActionRow) -> str:
        return f"{action_words(row)}\n{action_detail(row, self._first_name, self._today)}"

    def _spoken(self, row: ActionRow) -> str:
        detail = action_detail(row, self._first_name, self._today)
        states = {ActionState.DONE: self.tr("done"), ActionState.DROPPED: self.tr("dropped")}
        return ", ".join(filter(None, (states.get(row.state, ""), action_words(row), detail)))


class ActionList(QWidget):
    """A list as tall as what is in it; Space ticks, Enter changes, Delete deletes."""

    changed = Signal(object)
    refused = Signal(str)

    def __init__(
        self, desk: Desk, title: str, *, is_short: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._mentee_name = ""
        self._table = ActionTable(is_short=is_short, parent=self)
        self._delegate = CheckDelegate(self._table.look)
        self._view = row_list(self._table, self._delegate, title)
        self._view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._view.setTabKeyNavigation(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._view)
        self.setFocusProxy(self._view)
        self._delegate.ticked.connect(self._on_ticked)
        self._view.activated.connect(self._on_view_activated)
        self._view.customContextMenuRequested.connect(self._on_menu_requested)
        discretion().changed.connect(self._view.viewport().update)

    def show_actions(self, rows: Sequence[ActionRow], *, mentee_name: str, first_name: str) -> None:
        """Show these actions; the one that was chosen stays chosen."""
        self._mentee_name = mentee_name
        chosen = self._current()
        self._table.show_actions(rows, first_name, self._today())
        self._fit()
        for place, row in enumerate(rows):
            if chosen is not None and row.id == chosen.id:
                self._view.setCurrentIndex(self._table.index(place, 0))

    def rows(self) -> Sequence[ActionRow]:
        """Return the actions that are shown."""
        return self._table.rows()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if is_theme_change(event) and hasattr(self, "_view"):
            self._fit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self._current()
        if row is not None and event.key() == Qt.Key.Key_Delete:
            self._do(delete_action, action_id=row.id)
        else:
            super().keyPressEvent(event)

    def _today(self) -> date:
        return local_day(self._desk.now())

    def _current(self) -> ActionRow | None:
        row: ActionRow | None = self._view.currentIndex().data(ROW_ROLE)
        return row

    def _fit(self) -> None:
        lines = self._table.rowCount()
        self._view.setFixedHeight(lines * self._delegate.row_height() + 2)
        self.setVisible(lines > 0)

    def _on_ticked(self, row: ActionRow, is_done: bool) -> None:
        self._do(tick_action if is_done else open_action, action_id=row.id, today=self._today())

    def _on_view_activated(self, index: QModelIndex) -> None:
        row: ActionRow | None = index.data(ROW_ROLE)
        if row is not None:
            self._edit(row)

    def _edit(self, row: ActionRow) -> None:
        from mentor_desk.ui.sessions.action_dialog import ActionDialog  # noqa: PLC0415

        dialog = ActionDialog(self._desk, row, self._mentee_name, self)
        dialog.exec()
        if dialog.changes is not None:
            self.changed.emit(dialog.changes)
        dialog.deleteLater()

    def _do(self, verb: Callable[..., Changes], **values: object) -> None:
        try:
            changes = self._desk.do(verb, **values)
        except DeskError as refusal:
            self.refused.emit(refusal.sentence)
        else:
            self.changed.emit(changes)

    def _on_menu_requested(self, place: QPoint) -> None:
        row = self._current()
        if row is not None:
            menu = self.menu_for(row)
            open_menu(menu, self._view.viewport().mapToGlobal(place))

    def menu_for(self, row: ActionRow) -> QMenu:
        """Return a menu of everything that can be done with an action."""
        menu = QMenu(without_mnemonic(one_line(action_words(row))), self)
        today = self._today()
        if row.state is ActionState.OPEN:
            menu.addAction(
                self.tr("Tick off"), lambda: self._do(tick_action, action_id=row.id, today=today)
            )
            menu.addAction(
                self.tr("Drop"), lambda: self._do(drop_action, action_id=row.id, today=today)
            )
        else:
            menu.addAction(
                self.tr("Open again"), lambda: self._do(open_action, action_id=row.id, today=today)
            )
        menu.addAction(self.tr("Change…"), lambda: self._edit(row))
        private = self.tr("Let it enter the review") if row.is_private else self.tr("Keep private")
        menu.addAction(
            private,
            lambda: self._do(set_action_privacy, action_id=row.id, is_private=not row.is_private),
        )
        menu.addSeparator()
        menu.addAction(self.tr("Delete"), lambda: self._do(delete_action, action_id=row.id))
        return menu
