"""The list of mentees: grouped by state, narrowed by any word."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget
from typing_extensions import override

from mentor_desk.services.mentees.listing import MenteeRow
from mentor_desk.ui.common import theme
from mentor_desk.ui.common.buttons import button
from mentor_desk.ui.common.delegates import PersonDelegate
from mentor_desk.ui.common.grouped import GroupedRows
from mentor_desk.ui.common.table import ROW_ROLE
from mentor_desk.ui.common.text import name, plain_label, set_tooltip
from mentor_desk.ui.common.tokens import TextRole
from mentor_desk.ui.common.views import row_list
from mentor_desk.ui.mentees.look import mentee_detail, mentee_groups, mentee_look


class MenteeListPane(QWidget):
    """Show mentees by state; what is chosen, or wished for, leaves as a signal."""

    chosen = Signal(int)
    clicked = Signal(int)
    opened = Signal(int)
    add_requested = Signal()
    words_changed = Signal(str)
    menu_requested = Signal(object, QPoint)
    deletion_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = date.min
        self._is_filling = False
        self._build()
        self._connect()

    def set_rows(self, rows: Sequence[MenteeRow], today: date, *, has_more: bool) -> None:
        """Show these mentees; `has_more` tells that the filter hides others."""
        self._today = today
        held = self.current_id()
        self._is_filling = True
        self._rows.set_groups(mentee_groups(rows))
        if held is not None:
            self.choose(held)
        self._is_filling = False
        self._none_label.setVisible(not rows and has_more)
        self._view.setVisible(bool(rows) or not has_more)

    def choose(self, mentorship_id: int) -> bool:
        """Mark a mentee without telling anyone; tell whether they are in the list."""
        place = self._rows.index_where(lambda row: row.mentorship_id == mentorship_id)
        was_filling, self._is_filling = self._is_filling, True
        self._view.setCurrentIndex(place)
        self._is_filling = was_filling
        return place.isValid()

    def current_id(self) -> int | None:
        """Return the mentorship that is marked."""
        row = self._current_row()
        return row.mentorship_id if row else None

    def words(self) -> str:
        """Return what the list is narrowed by."""
        return self._filter_edit.text()

    def clear_words(self) -> None:
        """Show everyone again."""
        self._filter_edit.clear()

    def go_to_filter(self) -> None:
        """Go to the filter."""
        self._filter_edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._filter_edit.selectAll()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self._current_row()
        is_typing = self._filter_edit.hasFocus()
        if event.key() == Qt.Key.Key_Delete and row is not None and not is_typing:
            self.deletion_requested.emit(row)
        elif event.key() == Qt.Key.Key_Escape and self._filter_edit.text():
            self.clear_words()
        elif event.key() == Qt.Key.Key_Down and is_typing:
            self._view.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().keyPressEvent(event)

    def _build(self) -> None:
        self.setProperty("ground", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumWidth(theme.scaled(200))
        title = plain_label(self.tr("Mentees"), TextRole.CARD)
        self._add_button = button(self.tr("+ Add"))
        name(self._add_button, self.tr("Add a mentee"))
        set_tooltip(self._add_button, self.tr("Add a mentee"))
        self._filter_edit = QLineEdit()
        self._filter_edit.setClearButtonEnabled(True)
        self._filter_edit.setPlaceholderText(self.tr("Filter by name, topic, organisation…"))
        name(self._filter_edit, self.tr("Filter mentees by name, topic or organisation"))
        self._rows: GroupedRows[MenteeRow] = GroupedRows(
            lambda row: row.name,
            spoken=lambda row: f"{row.name}, {mentee_detail(row, self._today)}",
            tooltip=lambda row: f"{row.name}\n{mentee_detail(row, self._today)}",
            parent=self,
        )
        delegate = PersonDelegate(lambda row: mentee_look(row, self._today))
        self._view = row_list(self._rows, delegate, self.tr("Mentees"), ground="panel")
        self._view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._none_label = plain_label(
            self.tr("Nobody among your mentees matches these words."), TextRole.SOFT, wrap=True
        )
        self._none_label.hide()
        self._lay_out(title)

    def _lay_out(self, title: QWidget) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(8, 0, 0, 0)
        head.addWidget(title, 1)
        head.addWidget(self._add_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 16, 12, 0)
        layout.setSpacing(10)
        layout.addLayout(head)
        layout.addWidget(self._filter_edit)
        layout.addWidget(self._none_label)
        layout.addWidget(self._view, 1)
        layout.addStretch(0)

    def _connect(self) -> None:
        self._add_button.clicked.connect(self.add_requested)
        self._filter_edit.textChanged.connect(self.words_changed)
        self._filter_edit.returnPressed.connect(self._on_filter_edit_returned)
        self._view.selectionModel().currentChanged.connect(self._on_view_chosen)
        self._view.clicked.connect(self._on_view_clicked)
        self._view.activated.connect(self._on_view_activated)
        self._view.customContextMenuRequested.connect(self._on_view_menu_requested)

    def _current_row(self) -> MenteeRow | None:
        row: MenteeRow | None = self._view.currentIndex().data(ROW_ROLE)
        return row

    def _on_filter_edit_returned(self) -> None:
        place = self._rows.index_where(lambda _row: True)
        if place.isValid():
            self._view.setCurrentIndex(place)
            self._view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_view_chosen(self, index: QModelIndex) -> None:
        row: MenteeRow | None = index.data(ROW_ROLE)
        if row is not None and not self._is_filling:
            self.chosen.emit(row.mentorship_id)

    def _on_view_clicked(self, index: QModelIndex) -> None:
        row: MenteeRow | None = index.data(ROW_ROLE)
        if row is not None:
            self.clicked.emit(row.mentorship_id)

    def _on_view_activated(self, index: QModelIndex) -> None:
        row: MenteeRow | None = index.data(ROW_ROLE)
        if row is not None:
            self.opened.emit(row.mentorship_id)

    def _on_view_menu_requested(self, place: QPoint) -> None:
        index = self._view.indexAt(place)
        if not index.isValid():
            index = self._view.currentIndex()
        row: MenteeRow | None = index.data(ROW_ROLE)
        if row is not None:
            self.menu_requested.emit(row, self._view.viewport().mapToGlobal(place))
