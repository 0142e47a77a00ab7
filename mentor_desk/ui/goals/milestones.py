"""The milestones of a goal: ticked, added in one line, put in order."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QListView, QMenu, QWidget
from typing_extensions import override

from mentor_desk.services.goals.listing import GoalCard, MilestoneRow
from mentor_desk.ui.common.card import Card
from mentor_desk.ui.common.delegates import CheckDelegate, CheckLook
from mentor_desk.ui.common.formatting import day
from mentor_desk.ui.common.menus import open_menu
from mentor_desk.ui.common.table import ROW_ROLE, Column, RowTable
from mentor_desk.ui.common.text import empty, name, plain_label
from mentor_desk.ui.common.tokens import TextRole
from mentor_desk.ui.common.views import row_list

_MOST_SHOWN = 12


class MilestoneTable(RowTable[MilestoneRow]):
    """Milestones in their order."""

    @override
    def columns(self) -> list[Column[MilestoneRow]]:
        return [Column(self.tr("Milestone"), lambda row: row.title, spoken=self._spoken)]

    def _spoken(self, row: MilestoneRow) -> str:
        if row.is_done:
            return self.tr("{title}, done").format(title=row.title)
        return self.tr("{title}, open").format(title=row.title)


class MilestonesCard(Card):
    """List milestones; what is wished for leaves as a signal.

    Space ticks, Delete deletes, Enter edits, Alt with an arrow moves a milestone.
    """

    tick_requested = Signal(object, bool)
    add_requested = Signal(str)
    edit_requested = Signal(object)
    deletion_requested = Signal(object)
    move_requested = Signal(object, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._weights_differ = False
        self._goal_id: int | None = None
        self._build_parts()
        self._connect()

    def show_goal(self, card: GoalCard) -> None:
        """Show the milestones of this goal; a closed one takes no new ones."""
        if card.row.id != self._goal_id:
            self._goal_id = card.row.id
            self.clear_entry()
        self._weights_differ = len({step.weight for step in card.milestones}) > 1
        held = self._view.currentIndex().data(ROW_ROLE)
        self._table.set_rows(card.milestones)
        self._fit_view()
        if held is not None:
            self._mark(held.id)
        self._view.setVisible(bool(card.milestones))
        self._none_label.setVisible(not card.milestones)
        self._add_edit.setVisible(card.row.is_open)
        title = self.tr("Milestones")
        if card.milestones:
            title = self.tr("Milestones · {done} of {all}").format(
                done=card.row.milestones_done, all=card.row.milestones
            )
        self.set_title(title)

    def take_typed(self) -> bool:
        """Wish for the milestone that is typed, as Enter does; return whether none is left."""
        self._on_add_edit_returned()
        return not self._has_words()

    def clear_entry(self) -> None:
        """Forget what was typed, once it is kept."""
        empty(self._add_edit)

    def _build_parts(self) -> None:
        self._table = MilestoneTable(self)
        self._delegate = CheckDelegate(self._look)
        self._view: QListView = row_list(self._table, self._delegate, self.tr("Milestones"))
        self._view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._none_label = plain_label(
            self.tr("What would be the first sign that it goes well?"), TextRole.SOFT, wrap=True
        )
        self._add_edit = QLineEdit()
        self._add_edit.setPlaceholderText(self.tr("Add a milestone, then Enter"))
        name(self._add_edit, self.tr("Add a milestone"))
        for part in (self._view, self._none_label, self._add_edit):
            self.add(part)

    def _connect(self) -> None:
        self._delegate.ticked.connect(self.tick_requested)
        self._add_edit.returnPressed.connect(self._on_add_edit_returned)
        self._view.activated.connect(self._on_view_activated)
        self._view.customContextMenuRequested.connect(self._on_menu_requested)
        self._on_key(QKeySequence.StandardKey.Delete, self.deletion_requested.emit)
        self._on_key("Alt+Up", lambda row: self._move(row, -1))
        self._on_key("Alt+Down", lambda row: self._move(row, 1))

    def _on_key(self, key: Any, act: Callable[[MilestoneRow], None]) -> None:
        shortcut = QShortcut(QKeySequence(key), self._view)
        shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
        shortcut.activated.connect(lambda: self._with_current(act))

    def _with_current(self, act: Callable[[MilestoneRow], None]) -> None:
        row: MilestoneRow | None = self._view.currentIndex().data(ROW_ROLE)
        if row is not None:
            act(row)

    def _move(self, row: MilestoneRow, by: int) -> None:
        ids = [each.id for each in self._table.rows()]
        place = ids.index(row.id) + by
        if 0 <= place < len(ids):
            self.move_requested.emit(row, place)

    def _mark(self, milestone_id: int) -> None:
        for place, row in enumerate(self._table.rows()):
            if row.id == milestone_id:
                self._view.setCurrentIndex(self._table.index(place, 0))

    def _fit_view(self) -> None:
        shown = min(self._table.rowCount(), _MOST_SHOWN)
        self._view.setFixedHeight(shown * self._delegate.row_height() + 2)

    def _look(self, row: MilestoneRow) -> CheckLook:
        detail = day(row.done_on) if row.done_on else ""
        pill = self.tr("weight {weight}").format(weight=row.weight) if self._weights_differ else ""
        return CheckLook(row.title, detail, is_done=row.is_done, pill=pill)

    def _has_words(self) -> bool:
        return bool(self._add_edit.text().strip())

    def _on_add_edit_returned(self) -> None:
        if self._has_words():
            self.add_requested.emit(self._add_edit.text())

    def _on_view_activated(self, index: QModelIndex) -> None:
        row: MilestoneRow | None = index.data(ROW_ROLE)
        if row is not None:
            self.edit_requested.emit(row)

    def _on_menu_requested(self, place: QPoint) -> None:
        row: MilestoneRow | None = self._view.currentIndex().data(ROW_ROLE)
        if row is None:
            return
        tick = self.tr("Open again") if row.is_done else self.tr("Tick off")
        menu = QMenu(self)
        menu.addAction(tick, lambda: self.tick_requested.emit(row, not row.is_done))
        menu.addAction(self.tr("Change…"), lambda: self.edit_requested.emit(row))
        menu.addAction(self.tr("Move up"), lambda: self._move(row, -1))
        menu.addAction(self.tr("Move down"), lambda: self._move(row, 1))
        menu.addSeparator()
        menu.addAction(self.tr("Delete"), lambda: self.deletion_requested.emit(row))
        open_menu(menu, self._view.viewport().mapToGlobal(place))
