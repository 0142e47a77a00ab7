"""ListPane: a list that words narrow, and what is chosen in it whole beside it."""

from datetime import date

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPoint, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QMenu, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from mentor_desk.services.desk import Desk
from mentor_desk.ui.common.card import Card
from mentor_desk.ui.common.empty_state import EmptyState
from mentor_desk.ui.common.formatting import local_day
from mentor_desk.ui.common.menus import open_menu
from mentor_desk.ui.common.table import ROW_ROLE
from mentor_desk.ui.common.text import name
from mentor_desk.ui.common.views import row_list
from mentor_desk.ui.history.beside import Beside
from mentor_desk.ui.history.line_delegate import LineDelegate
from mentor_desk.ui.history.step_detail import StepDetail
from mentor_desk.ui.history.trash_detail import TrashDetail

WAIT = 150


class ListPane(QWidget):
    """A filter, a list below it and a detail beside it.

    A subclass builds its rows and its detail, hands them to `_set_up`, and says what `reload`,
    `menu`, `_narrow` and `_show_chosen` mean for it.
    """

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk

    def go_to_filter(self) -> None:
        """Go to where the words are typed."""
        self._filter_edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._filter_edit.selectAll()

    def go_to_list(self) -> None:
        """Bring the keyboard to the list."""
        self._view.setFocus(Qt.FocusReason.OtherFocusReason)

    def reload(self) -> None:
        """Show everything as it stands now."""
        raise NotImplementedError

    def menu(self) -> QMenu | None:
        """Return what can be done with what is chosen."""
        raise NotImplementedError

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_typing = self._filter_edit.hasFocus()
        if event.key() == Qt.Key.Key_Escape and is_typing and self._filter_edit.text():
            self._filter_edit.clear()
        elif event.key() == Qt.Key.Key_Down and is_typing:
            self.go_to_list()
        else:
            super().keyPressEvent(event)

    def _set_up(
        self,
        rows: QAbstractItemModel,
        delegate: LineDelegate,
        detail: StepDetail | TrashDetail,
        *below: QWidget,
        title: str,
        filter_title: str,
        not_found: str,
        none: EmptyState,
    ) -> None:
        self._filter_edit = QLineEdit(clearButtonEnabled=True)
        self._filter_edit.setPlaceholderText(self.tr("Filter by any words…"))
        self._filter_edit.setMaxLength(300)
        name(self._filter_edit, filter_title)
        self._timer = QTimer(self, singleShot=True, interval=WAIT)
        self._view = row_list(rows, delegate, title)
        self._view.setUniformItemSizes(True)
        self._view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._none = none
        self._nobody = EmptyState("search", not_found, self.tr("Show everything"))
        self._stack = QStackedWidget()
        self._stack.addWidget(self._view)
        self._stack.addWidget(self._nobody)
        self._stack.addWidget(self._none)
        card = Card()
        card.content.addWidget(self._filter_edit)
        card.content.addWidget(self._stack, 1)
        for each in below:
            card.content.addWidget(each)
        self._beside = detail
        self._splitter = Beside(card, detail, (560, 620))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._splitter)
        self._listen()

    def _listen(self) -> None:
        self._filter_edit.textChanged.connect(self._timer.start)
        self._filter_edit.returnPressed.connect(self._on_filter_edit_returned)
        self._timer.timeout.connect(self._narrow)
        self._nobody.step_requested.connect(self._on_everything_requested)
        self._view.selectionModel().currentChanged.connect(lambda *_: self._show_chosen())
        self._view.activated.connect(self._on_view_activated)
        self._view.customContextMenuRequested.connect(self._on_menu_requested)

    def _show_front(self, *, is_any_held: bool) -> None:
        has_rows = self._view.model().rowCount() > 0
        self._stack.setCurrentWidget(
            self._view if has_rows else self._nobody if is_any_held else self._none
        )
        self._filter_edit.setEnabled(has_rows or is_any_held)

    def _narrow(self) -> None:
        raise NotImplementedError

    def _show_chosen(self) -> None:
        raise NotImplementedError

    def _today(self) -> date:
        return local_day(self._desk.now())

    def _on_filter_edit_returned(self) -> None:
        self._timer.stop()
        self._narrow()
        if self._stack.currentWidget() is self._view:
            self.go_to_list()

    def _on_everything_requested(self) -> None:
        self._filter_edit.clear()
        self._timer.stop()
        self._narrow()
        self._filter_edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_view_activated(self, index: QModelIndex) -> None:
        if index.data(ROW_ROLE) is not None:
            self._beside.go_in()

    def _on_menu_requested(self, place: QPoint) -> None:
        menu = self.menu()
        if menu is not None:
            open_menu(menu, self._view.viewport().mapToGlobal(place))
