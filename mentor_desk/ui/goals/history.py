"""The history of a goal: every update with its day, its value, its voice and its words."""

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QWidget
from typing_extensions import override

from mentor_desk.services.goals.listing import GoalCard, UpdateRow
from mentor_desk.ui.common import theme
from mentor_desk.ui.common.card import Card
from mentor_desk.ui.common.discreet import discretion, for_all
from mentor_desk.ui.common.filters import SortedRows
from mentor_desk.ui.common.formatting import day
from mentor_desk.ui.common.menus import open_menu
from mentor_desk.ui.common.table import ROW_ROLE, Column, RowTable
from mentor_desk.ui.common.text import plain_label
from mentor_desk.ui.common.tokens import TextRole
from mentor_desk.ui.common.views import row_table
from mentor_desk.ui.goals.words import moved_words, voice

_MOST_SHOWN = 8


class UpdateTable(RowTable[UpdateRow]):
    """Progress updates: when, from where to where, whose judgement, and the comment."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self._mentee_name = ""
        super().__init__(parent)

    def show_goal(self, card: GoalCard) -> None:
        """Show the updates of this goal."""
        self._mentee_name = card.person_name
        self.set_rows(card.row.updates)

    @override
    def columns(self) -> list[Column[UpdateRow]]:
        return [
            Column(self.tr("Day"), lambda row: day(row.on_day), lambda row: (row.on_day, row.id)),
            Column(self.tr("Progress"), moved_words, lambda row: row.value),
            Column(self.tr("By"), lambda row: voice(row.by, self._mentee_name)),
            Column(self.tr("Comment"), _comment, tooltip=_comment),
        ]


class HistoryCard(Card):
    """List the updates, newest first; Enter corrects one, Delete deletes it."""

    edit_requested = Signal(object)
    deletion_requested = Signal(object)
    session_opened = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.set_title(self.tr("History"))
        self._table = UpdateTable(self)
        self._rows = SortedRows(self._table, self)
        self._view = row_table(self._rows, self.tr("History of this goal"), stretch=3)
        self._view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._view.sortByColumn(0, Qt.SortOrder.DescendingOrder)
        header = self._view.horizontalHeader()
        for column, width in enumerate((165, 110, 100)):
            header.resizeSection(column, theme.scaled(width))
        self._none_label = plain_label(
            self.tr("Nothing noted yet. Each move is kept here with its day and your words."),
            TextRole.SOFT,
            wrap=True,
        )
        self.add(self._view)
        self.add(self._none_label)
        discretion().changed.connect(self._view.viewport().update)
        self._connect()

    def show_goal(self, card: GoalCard) -> None:
        """Show the history of this goal."""
        self._table.show_goal(card)
        shown = min(self._table.rowCount(), _MOST_SHOWN)
        row_height = self._view.verticalHeader().defaultSectionSize()
        head = self._view.horizontalHeader().sizeHint().height()
        self._view.setFixedHeight(shown * row_height + head + 4)
        self._view.setVisible(bool(card.row.updates))
        self._none_label.setVisible(not card.row.updates)

    def _connect(self) -> None:
        self._view.activated.connect(self._on_view_activated)
        self._view.customContextMenuRequested.connect(self._on_menu_requested)
        shortcut = QShortcut(QKeySequence(QKeySequence.StandardKey.Delete), self._view)
        shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
        shortcut.activated.connect(self._on_delete_pressed)

    def _current(self) -> UpdateRow | None:
        row: UpdateRow | None = self._view.currentIndex().data(ROW_ROLE)
        return row

    def _on_view_activated(self, index: QModelIndex) -> None:
        self.edit_requested.emit(index.data(ROW_ROLE))

    def _on_delete_pressed(self) -> None:
        if (row := self._current()) is not None:
            self.deletion_requested.emit(row)

    def _on_menu_requested(self, place: QPoint) -> None:
        row = self._current()
        if row is None:
            return
        menu = QMenu(self)
        menu.addAction(self.tr("Correct…"), lambda: self.edit_requested.emit(row))
        if (session_id := row.session_id) is not None:
            menu.addAction(
                self.tr("Open the session"), lambda: self.session_opened.emit(session_id)
            )
        menu.addSeparator()
        menu.addAction(self.tr("Delete"), lambda: self.deletion_requested.emit(row))
        open_menu(menu, self._view.viewport().mapToGlobal(place))


def _comment(row: UpdateRow) -> str:
    # No review holds a comment, whatever the goal.
    return for_all(row.comment, is_private=bool(row.comment))
