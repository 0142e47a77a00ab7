"""The goals of one mentee in a list, open ones first."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from mentor_desk.services.goals.listing import GoalRow
from mentor_desk.ui.common import theme
from mentor_desk.ui.common.buttons import button
from mentor_desk.ui.common.card import Card
from mentor_desk.ui.common.discreet import discretion
from mentor_desk.ui.common.filters import plain_form
from mentor_desk.ui.common.formatting import percent
from mentor_desk.ui.common.grouped import Group, GroupedRows
from mentor_desk.ui.common.table import ROW_ROLE
from mentor_desk.ui.common.text import name, plain_label
from mentor_desk.ui.common.tokens import TextRole
from mentor_desk.ui.common.views import row_list
from mentor_desk.ui.goals.delegate import GoalDelegate
from mentor_desk.ui.goals.words import goal_words


class GoalListPane(QWidget):
    """Show goals; what is chosen, or wished for, leaves as a signal."""

    chosen = Signal(int)
    add_requested = Signal()
    edit_requested = Signal(int)
    menu_requested = Signal(object, QPoint)
    deletion_requested = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._goals: list[GoalRow] = []
        self._is_filling = False
        self._build()
        self._connect()

    def set_rows(self, rows: Sequence[GoalRow]) -> None:
        """Show these goals; the one that is marked stays marked."""
        self._goals = list(rows)
        self._fill()

    def choose(self, goal_id: int) -> bool:
        """Mark a goal without telling anyone; tell whether it is in the list."""
        place = self._rows.index_where(lambda row: row.id == goal_id)
        was_filling, self._is_filling = self._is_filling, True
        self._view.setCurrentIndex(place)
        self._is_filling = was_filling
        return place.isValid()

    def clear_words(self) -> None:
        """Show every goal again."""
        self._filter_edit.clear()

    def current_id(self) -> int | None:
        """Return the goal that is marked."""
        row: GoalRow | None = self._view.currentIndex().data(ROW_ROLE)
        return row.id if row else None

    def _build(self) -> None:
        self.setMinimumWidth(theme.scaled(220))
        self._filter_edit = QLineEdit()
        self._filter_edit.setClearButtonEnabled(True)
        self._filter_edit.setPlaceholderText(self.tr("Filter goals"))
        name(self._filter_edit, self.tr("Filter goals by words of their title"))
        self._add_button = button(self.tr("+ Goal"))
        name(self._add_button, self.tr("Set a goal"))
        self._rows: GroupedRows[GoalRow] = GroupedRows(
            goal_words,
            spoken=self._spoken,
            tooltip=lambda row: f"{goal_words(row)}\n{row.standing.sentence}",
            parent=self,
        )
        self._view = row_list(self._rows, GoalDelegate(), self.tr("Goals"))
        self._view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._none_label = plain_label(
            self.tr("No goal matches these words."), TextRole.SOFT, wrap=True
        )
        self._none_label.hide()
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._filter_edit, 1)
        head.addWidget(self._add_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 16, 16, 16)
        layout.setSpacing(8)
        layout.addLayout(head)
        layout.addWidget(self._none_label)
        self._card = Card()
        self._card.add(self._view)
        layout.addWidget(self._card, 1)

    def _connect(self) -> None:
        self._filter_edit.textChanged.connect(lambda _words: self._fill())
        self._add_button.clicked.connect(self.add_requested)
        self._view.selectionModel().currentChanged.connect(self._on_view_chosen)
        self._view.activated.connect(self._on_view_activated)
        self._view.customContextMenuRequested.connect(self._on_view_menu_requested)
        discretion().changed.connect(self._view.viewport().update)
        shortcut = QShortcut(QKeySequence(QKeySequence.StandardKey.Delete), self._view)
        shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
        shortcut.activated.connect(self._on_delete_pressed)

    def _fill(self) -> None:
        words = plain_form(self._filter_edit.text()).split()
        rows = [row for row in self._goals if _matches(row, words)]
        held = self.current_id()
        self._is_filling = True
        self._rows.set_groups(
            [
                Group(self.tr("Open"), [row for row in rows if row.is_open]),
                Group(self.tr("Closed"), [row for row in rows if not row.is_open]),
            ]
        )
        if held is not None:
            self.choose(held)
        self._is_filling = False
        self._none_label.setVisible(bool(self._goals) and not rows)

    def _spoken(self, row: GoalRow) -> str:
        return self.tr("{goal}, {percent}, {pace}").format(
            goal=goal_words(row), percent=percent(row.value / 100), pace=row.standing.sentence
        )

    def _on_view_chosen(self, index: QModelIndex) -> None:
        row: GoalRow | None = index.data(ROW_ROLE)
        if row is not None and not self._is_filling:
            self.chosen.emit(row.id)

    def _on_view_activated(self, index: QModelIndex) -> None:
        row: GoalRow | None = index.data(ROW_ROLE)
        if row is not None:
            self.edit_requested.emit(row.id)

    def _on_delete_pressed(self) -> None:
        if (goal_id := self.current_id()) is not None:
            self.deletion_requested.emit(goal_id)

    def _on_view_menu_requested(self, place: QPoint) -> None:
        row: GoalRow | None = self._view.currentIndex().data(ROW_ROLE)
        if row is not None:
            self.menu_requested.emit(row, self._view.viewport().mapToGlobal(place))


def _matches(row: GoalRow, words: Sequence[str]) -> bool:
    held = plain_form(row.title)
    return all(word in held for word in words)
