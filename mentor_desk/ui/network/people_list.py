"""PeopleList: everybody known, narrowed by words, in the order of a column."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from mentor_desk.services.desk import Desk
from mentor_desk.services.network.listing import PersonRow, list_person_ids, people_rows
from mentor_desk.ui.common import theme
from mentor_desk.ui.common.announce import announce
from mentor_desk.ui.common.card import Card
from mentor_desk.ui.common.cells import PillDelegate
from mentor_desk.ui.common.empty_state import EmptyState
from mentor_desk.ui.common.formatting import count
from mentor_desk.ui.common.text import name, plain_label
from mentor_desk.ui.common.tokens import TextRole
from mentor_desk.ui.common.views import row_table
from mentor_desk.ui.common.windowed import WindowedTable
from mentor_desk.ui.network.table import (
    MENTEE_COLUMN,
    NAME_COLUMN,
    ORDERS,
    NameDelegate,
    people_columns,
)
from mentor_desk.ui.network.words import mentee_tone

WAIT = 120
WIDTHS = {1: 144, 2: 156, 3: 112, MENTEE_COLUMN: 142}
NARROWEST_NAME = 190
# What a row tells anyway once its person is chosen.
LEFT_OUT_FIRST = (3, 1, 2)


class PeopleList(QWidget):
    """A table that reads its rows as they come into sight.

    `chosen` tells who is chosen, None for nobody; `opened` on Enter and double click,
    `menu_requested` where the menu of the chosen person is wanted, `deletion_requested` on Del.
    """

    chosen = Signal(object)
    opened = Signal(int)
    menu_requested = Signal(int, QPoint)
    deletion_requested = Signal(int)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._order = ORDERS[0]
        self._words = ""
        self._ids: list[int] = []
        self._place: dict[int, int] = {}
        self._build()
        self._connect()

    def reload(self) -> None:
        """Show everybody who matches, as the desk stands now; who was chosen stays chosen.

        Where who was chosen is gone from the desk, the next one takes their place.
        """
        self._timer.stop()
        chosen = self.chosen_id()
        place = self._place.get(chosen) if chosen is not None else None
        words, before = self._filter_edit.text(), self._words
        self._words = words
        self._ids = self._desk.run(list_person_ids, words=words, by=self._order)
        self._place = {person_id: place for place, person_id in enumerate(self._ids)}
        scrolled = self._view.verticalScrollBar().value()
        self._table.set_ids(self._ids)
        self._view.verticalScrollBar().setValue(scrolled)
        self._stack.setCurrentWidget(self._view if self._ids else self._nobody)
        self._count_label.setText(self._count_words())
        if chosen in self._place:
            self._view.selectRow(self._place[chosen])
        elif place is not None and self._ids and words == before:
            self._view.selectRow(min(place, len(self._ids) - 1))
        else:
            self.chosen.emit(None)

    def is_narrowed(self) -> bool:
        """Tell whether words keep some people out of sight."""
        return bool(self._filter_edit.text().strip())

    def chosen_id(self) -> int | None:
        """Return the id of the person chosen."""
        rows = self._view.selectionModel().selectedRows()
        return self._table.id_at(rows[0]) if rows else None

    def choose(self, person_id: int) -> None:
        """Choose a person and bring them into sight, also when the words keep them out."""
        if person_id not in self._place:
            self._filter_edit.clear()
            self.reload()
        place = self._place.get(person_id)
        if place is not None:
            self._view.selectRow(place)
            self._view.scrollTo(self._table.index(place, NAME_COLUMN))

    def go_to_filter(self) -> None:
        """Go to where the words are typed."""
        self._filter_edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._filter_edit.selectAll()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        person_id = self.chosen_id()
        is_delete = event.key() == Qt.Key.Key_Delete and self._view.hasFocus()
        if is_delete and person_id is not None:
            self.deletion_requested.emit(person_id)
            return
        super().keyPressEvent(event)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._view and event.type() is QEvent.Type.Resize:
            self._make_room_for_names()
        return super().eventFilter(watched, event)

    def _make_room_for_names(self) -> None:
        """Leave out columns while there is no room for them beside a name."""
        room = self._view.width() - theme.scaled(NARROWEST_NAME)
        room -= sum(map(self._view.columnWidth, WIDTHS.keys() - set(LEFT_OUT_FIRST)))
        for column in reversed(LEFT_OUT_FIRST):
            room -= theme.scaled(WIDTHS[column])
            self._view.setColumnHidden(column, room < 0)

    def _build(self) -> None:
        self._filter_edit = QLineEdit(clearButtonEnabled=True)
        self._filter_edit.setPlaceholderText(self.tr("Filter by name, role, place, topic…"))
        self._filter_edit.setMaxLength(300)
        name(self._filter_edit, self.tr("Filter people"))
        self._count_label = plain_label("", TextRole.SMALL)
        self._timer = QTimer(self, singleShot=True, interval=WAIT)
        self._table: WindowedTable[PersonRow] = WindowedTable(people_columns(), self._fetch, self)
        self._view = row_table(self._table, self.tr("People"), stretch=NAME_COLUMN)
        self._view.setItemDelegateForColumn(NAME_COLUMN, NameDelegate(parent=self._view))
        pill = PillDelegate(lambda row: mentee_tone(row.mentorship_state), parent=self._view)
        self._view.setItemDelegateForColumn(MENTEE_COLUMN, pill)
        self._view.verticalHeader().setDefaultSectionSize(theme.scaled(42))
        self._view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        for column, width in WIDTHS.items():
            self._view.setColumnWidth(column, theme.scaled(width))
        self._view.installEventFilter(self)
        self._nobody = EmptyState(
            "search", self.tr("Nobody matches these words."), self.tr("Show everybody")
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self._view)
        self._stack.addWidget(self._nobody)
        card = Card()
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self._filter_edit, 1)
        head.addWidget(self._count_label)
        card.content.addLayout(head)
        card.content.addWidget(self._stack, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(card)
        self.setFocusProxy(self._filter_edit)

    def _connect(self) -> None:
        self._filter_edit.textChanged.connect(self._timer.start)
        self._filter_edit.returnPressed.connect(self._on_filter_edit_returned)
        self._timer.timeout.connect(self.reload)
        self._nobody.step_requested.connect(self._on_everybody_requested)
        self._table.sort_requested.connect(self._on_sort_requested)
        self._view.selectionModel().selectionChanged.connect(self._on_selection_changed)
        self._view.activated.connect(self._on_view_activated)
        self._view.customContextMenuRequested.connect(self._on_menu_requested)

    def _fetch(self, ids: Sequence[int]) -> list[PersonRow]:
        return self._desk.run(people_rows, ids=ids)

    def _count_words(self) -> str:
        if len(self._ids) == 1:
            return self.tr("1 person")
        return self.tr("{count} people").format(count=count(len(self._ids)))

    def _on_sort_requested(self, column: int, is_descending: bool) -> None:
        if not ORDERS[column]:
            last = ORDERS.index(self._order.lstrip("-"))
            is_down = self._order.startswith("-")
            down, up = Qt.SortOrder.DescendingOrder, Qt.SortOrder.AscendingOrder
            self._view.horizontalHeader().setSortIndicator(last, down if is_down else up)
            return
        self._order = f"-{ORDERS[column]}" if is_descending else ORDERS[column]
        self.reload()

    def _on_filter_edit_returned(self) -> None:
        self.reload()
        announce(self, self._count_label.text())
        if self._ids:
            self._view.setFocus(Qt.FocusReason.OtherFocusReason)
            self._view.selectRow(0)

    def _on_everybody_requested(self) -> None:
        self._filter_edit.clear()
        self.reload()
        self._filter_edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_selection_changed(self) -> None:
        self.chosen.emit(self.chosen_id())

    def _on_view_activated(self, index: QModelIndex) -> None:
        self.opened.emit(self._table.id_at(index))

    def _on_menu_requested(self, place: QPoint) -> None:
        person_id = self.chosen_id()
        if person_id is None:
            return
        index = self._view.selectionModel().selectedRows()[0]
        if not self._view.visualRect(index).contains(place):
            place = self._view.visualRect(index).center()
        self.menu_requested.emit(person_id, self._view.viewport().mapToGlobal(place))
