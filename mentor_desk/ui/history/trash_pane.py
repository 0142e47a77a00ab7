"""TrashPane: what was deleted, by kind, and how it comes back with all that went with it."""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QMenu, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from mentor_desk.errors import DeskError, NotFoundError
from mentor_desk.services.changes import Changes
from mentor_desk.services.desk import Desk
from mentor_desk.services.history.details import RecordChange, step_details
from mentor_desk.services.history.trash import KINDS_IN_TRASH, TrashRow, list_trash
from mentor_desk.services.history.words import Kind
from mentor_desk.ui.common.card import Card
from mentor_desk.ui.common.empty_state import EmptyState
from mentor_desk.ui.common.filters import plain_form
from mentor_desk.ui.common.formatting import local_day
from mentor_desk.ui.common.grouped import Group, GroupedRows
from mentor_desk.ui.common.icons import icon
from mentor_desk.ui.common.menus import open_menu
from mentor_desk.ui.common.table import ROW_ROLE
from mentor_desk.ui.common.text import name, plain_label
from mentor_desk.ui.common.tokens import TextRole
from mentor_desk.ui.common.views import row_list
from mentor_desk.ui.history.beside import Beside
from mentor_desk.ui.history.line_delegate import LineDelegate
from mentor_desk.ui.history.reversing import Reversing
from mentor_desk.ui.history.trash_detail import TrashDetail
from mentor_desk.ui.history.words import kind_title, trash_look, trash_spoken

WAIT = 150
MOST = 500


class TrashPane(QWidget):
    """Show what can be put back; `step_opened` asks for the step that deleted it."""

    changed = Signal(object)
    refused = Signal(str)
    step_opened = Signal(int)
    forgetting_requested = Signal(int)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._held: Sequence[TrashRow] = ()
        self._is_behind = True
        self._build()
        self._connect()

    def reload(self) -> None:
        """Show what lies in the trash now; what is chosen stays chosen while it is there."""
        self._is_behind = False
        self._held = self._desk.run(list_trash, limit=MOST)
        self._most_label.setVisible(len(self._held) >= MOST)
        self._fill()

    def go_to_filter(self) -> None:
        """Go to where the words are typed."""
        self._filter_edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._filter_edit.selectAll()

    def chosen(self) -> TrashRow | None:
        """Return what is chosen."""
        row: TrashRow | None = self._view.currentIndex().data(ROW_ROLE)
        return row

    def menu(self) -> QMenu | None:
        """Return what can be done with what is chosen."""
        row = self.chosen()
        if row is None:
            return None
        menu = QMenu(self)
        self._put(menu, self.tr("Put back"), "arrow-back-up", lambda: self._put_back(row))
        opened = self.step_opened
        self._put(
            menu, self.tr("Show when it was deleted"), "history", lambda: opened.emit(row.step_id)
        )
        if row.kind is Kind.PERSON:
            forget = self.forgetting_requested
            menu.addSeparator()
            self._put(
                menu, self.tr("Forget for good…"), "trash", lambda: forget.emit(row.record_id)
            )
        return menu

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_typing = self._filter_edit.hasFocus()
        if event.key() == Qt.Key.Key_Escape and is_typing and self._filter_edit.text():
            self._filter_edit.clear()
        elif event.key() == Qt.Key.Key_Down and is_typing:
            self._view.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().keyPressEvent(event)

    def _build(self) -> None:
        self._filter_edit = QLineEdit(clearButtonEnabled=True)
        self._filter_edit.setPlaceholderText(self.tr("Filter by any words…"))
        self._filter_edit.setMaxLength(300)
        name(self._filter_edit, self.tr("Filter the trash"))
        self._timer = QTimer(self, singleShot=True, interval=WAIT)
        self._rows: GroupedRows[TrashRow] = GroupedRows(
            lambda row: row.name,
            spoken=lambda row: trash_spoken(row, self._today()),
            tooltip=lambda row: row.name,
            parent=self,
        )
        delegate = LineDelegate(lambda row: trash_look(row, self._today()))
        self._view = row_list(self._rows, delegate, self.tr("Trash"))
        self._view.setUniformItemSizes(True)
        self._view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setFocusProxy(self._view)
        self._nothing = EmptyState(
            "search", self.tr("Nothing in the trash has these words."), self.tr("Show everything")
        )
        self._none = EmptyState(
            "trash",
            self.tr(
                "The trash is empty. What you delete lies here for a while, with everything that"
                " went with it, and can be put back."
            ),
        )
        self._most_label = plain_label(
            self.tr("Only the latest %n are listed.", "", MOST), TextRole.SMALL, wrap=True
        )
        self._detail = TrashDetail()
        self._lay_out()

    def _lay_out(self) -> None:
        self._stack = QStackedWidget()
        for each in (self._view, self._nothing, self._none):
            self._stack.addWidget(each)
        card = Card()
        card.content.addWidget(self._filter_edit)
        card.content.addWidget(self._stack, 1)
        card.content.addWidget(self._most_label)
        self._splitter = Beside(card, self._detail, (560, 620))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._splitter)

    def _connect(self) -> None:
        self._filter_edit.textChanged.connect(self._timer.start)
        self._timer.timeout.connect(self._fill)
        self._nothing.step_requested.connect(self._filter_edit.clear)
        self._view.selectionModel().currentChanged.connect(lambda *_: self._show_chosen())
        self._view.activated.connect(self._on_view_activated)
        self._view.customContextMenuRequested.connect(self._on_menu_requested)
        self._detail.put_back_requested.connect(self._put_back)
        self._detail.step_opened.connect(self.step_opened)

    def _today(self) -> date:
        return local_day(self._desk.now())

    def _fill(self) -> None:
        self._timer.stop()
        chosen = self.chosen()
        words = plain_form(self._filter_edit.text()).split()
        rows = [row for row in self._held if _has(row, words)]
        self._rows.set_groups(
            [
                Group(kind_title(kind), [row for row in rows if row.kind is kind])
                for kind in KINDS_IN_TRASH
            ]
        )
        front = self._view if rows else self._nothing if self._held else self._none
        self._stack.setCurrentWidget(front)
        self._filter_edit.setEnabled(bool(self._held))
        place = self._rows.index_where(lambda row: chosen is not None and _is_same(row, chosen))
        if not place.isValid():
            place = self._rows.index_where(lambda _row: True)
        self._view.setCurrentIndex(place)
        self._show_chosen()

    def _show_chosen(self) -> None:
        row = self.chosen()
        self._detail.show_row(row, self._held_by(row) if row else (), self._today())

    def _held_by(self, row: TrashRow) -> Sequence[RecordChange]:
        try:
            return self._desk.run(step_details, step_id=row.step_id).records
        except NotFoundError:
            return ()

    def _put_back(self, row: TrashRow) -> None:
        Reversing(self._desk, self, done=self._tell, refused=self._refuse).put_back(row)

    def _refuse(self, refusal: DeskError) -> None:
        self.reload()
        self.refused.emit(refusal.sentence)

    def _tell(self, changes: Changes) -> None:
        self._is_behind = True
        self.changed.emit(changes)
        # The page around it, if there is one, has it read again.
        if self._is_behind:
            self.reload()

    def _put(self, menu: QMenu, words: str, sign: str, act: Callable[[], object]) -> None:
        action = menu.addAction(icon(sign), words)
        action.triggered.connect(lambda *_: act())

    def _on_view_activated(self, index: QModelIndex) -> None:
        if index.data(ROW_ROLE) is not None:
            self._detail.go_in()

    def _on_menu_requested(self, place: QPoint) -> None:
        menu = self.menu()
        if menu is not None:
            open_menu(menu, self._view.viewport().mapToGlobal(place))


def _has(row: TrashRow, words: Sequence[str]) -> bool:
    held = plain_form(f"{row.name} {row.did}") if words else ""
    return all(word in held for word in words)


def _is_same(one: TrashRow, other: TrashRow) -> bool:
    return (one.kind, one.record_id) == (other.kind, other.record_id)
