"""One lane of the board: its title, how many cards there are, and the cards."""

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QListView, QVBoxLayout, QWidget
from typing_extensions import override

from mentor_desk.models.kinds import IntroductionState
from mentor_desk.services.introductions.rows import IntroductionRow
from mentor_desk.ui.common import theme
from mentor_desk.ui.common.table import ROW_ROLE
from mentor_desk.ui.common.text import name, plain_label
from mentor_desk.ui.common.theme import is_theme_change
from mentor_desk.ui.common.tokens import TextRole
from mentor_desk.ui.introductions.board import BoardTable, LaneRows
from mentor_desk.ui.introductions.card_delegate import CardDelegate
from mentor_desk.ui.introductions.wording import state_title

_NARROWEST = 142
_LAID_OUT_AT_ONCE = 100
_SIDEWAYS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
_BY_KEYBOARD = {Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason}


class Lane(QWidget):
    """Cards in the same state, or states; `target` is what a card becomes that is put here.

    Signals begin with the number of the lane where it matters from where they come.
    """

    chosen = Signal(int, int)
    stepped = Signal(int, int)
    pushed = Signal(int, int)
    move_requested = Signal(int, object)

    def __init__(
        self,
        number: int,
        board: BoardTable,
        states: tuple[IntroductionState, ...],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.number = number
        self.target = states[0]
        self.title = self.tr("Declined, withdrawn") if states[1:] else state_title(states[0])
        self.rows = LaneRows(board, states, self)
        self.view = LaneView(self.rows)
        self._count_label = plain_label("", TextRole.SMALL)
        self._build()
        self._connect()
        self.count()

    def count(self) -> None:
        """Say how many cards there are."""
        cards = self.rows.rowCount()
        self._count_label.setText(str(cards))
        said = self.tr("1 introduction") if cards == 1 else self.tr("%n introductions", "", cards)
        name(self.view, self.title, said)

    def chosen_row(self) -> IntroductionRow | None:
        """Return the card that is chosen in this lane."""
        indexes = self.view.selectionModel().selectedIndexes()
        row: IntroductionRow | None = indexes[0].data(ROW_ROLE) if indexes else None
        return row

    def choose(self, place: int) -> None:
        """Choose the card at this place and bring it into sight."""
        self.view.choose(self.rows.index(place, 0))

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if is_theme_change(event):
            self._take_room()

    def _build(self) -> None:
        self.setProperty("ground", "lane")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        head = QHBoxLayout()
        head.addWidget(plain_label(self.title, TextRole.CARD, elide=True), 1)
        head.addWidget(self._count_label)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(11, 11, 11, 11)
        layout.setSpacing(10)
        layout.addLayout(head)
        layout.addWidget(self.view, 1)
        self._take_room()

    def _take_room(self) -> None:
        self.setMinimumWidth(theme.scaled(_NARROWEST))

    def _connect(self) -> None:
        # A drop is told before the drag has ended, and what follows may ask a question.
        queued = Qt.ConnectionType.QueuedConnection
        self.rows.dropped.connect(self._on_rows_dropped, queued)
        self.view.chosen.connect(self._on_view_chosen)
        self.view.stepped.connect(self._on_view_stepped)
        self.view.pushed.connect(self._on_view_pushed)

    def _on_rows_dropped(self, introduction_id: int) -> None:
        self.move_requested.emit(introduction_id, self.target)

    def _on_view_chosen(self, introduction_id: int) -> None:
        self.chosen.emit(self.number, introduction_id)

    def _on_view_stepped(self, steps: int) -> None:
        self.stepped.emit(self.number, steps)

    def _on_view_pushed(self, steps: int) -> None:
        self.pushed.emit(self.number, steps)


class LaneView(QListView):
    """The cards of a lane; tells what the keys and the mouse ask for."""

    chosen = Signal(int)
    opened = Signal(int)
    deletion_requested = Signal(int)
    menu_requested = Signal(int, QPoint)
    stepped = Signal(int)
    pushed = Signal(int)

    def __init__(self, rows: LaneRows, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(rows)
        self.setItemDelegate(CardDelegate(self))
        self._set_up()
        self.selectionModel().selectionChanged.connect(self._on_selection_changed)
        self.doubleClicked.connect(self._on_double_clicked)

    def choose(self, index: QModelIndex) -> None:
        """Choose a card and bring it into sight."""
        flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.selectionModel().setCurrentIndex(index, flag)
        # Choosing may have saved what was being written, and the cards were read again.
        self.scrollTo(self.currentIndex())

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        steps = _SIDEWAYS.get(Qt.Key(event.key()), 0)
        if steps:
            self._go_sideways(event, -steps if self.isRightToLeft() else steps)
        elif event.key() in _ENTER and index.isValid():
            self.opened.emit(_id_of(index))
        elif event.key() == Qt.Key.Key_Delete and index.isValid():
            self.deletion_requested.emit(_id_of(index))
        else:
            super().keyPressEvent(event)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() in _BY_KEYBOARD and not self.selectionModel().hasSelection():
            index = self.currentIndex()
            self.choose(index if index.isValid() else self.model().index(0, 0))

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        is_by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if is_by_key else self.indexAt(event.pos())
        if not index.isValid():
            return
        self.choose(index)
        place = self.visualRect(index).center() if is_by_key else event.pos()
        self.menu_requested.emit(_id_of(index), self.viewport().mapToGlobal(place))

    def _set_up(self) -> None:
        self.setProperty("ground", "lane")
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        # A lane of thousands is laid out as it is looked at, so that the page is there at once.
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setBatchSize(_LAID_OUT_AT_ONCE)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setDropIndicatorShown(False)

    def _go_sideways(self, event: QKeyEvent, steps: int) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.pushed.emit(steps)
        elif event.modifiers() & Qt.KeyboardModifier.AltModifier:
            event.ignore()
        else:
            self.stepped.emit(steps)

    def _on_selection_changed(self) -> None:
        if self.selectionModel().hasSelection():
            self.chosen.emit(_id_of(self.selectionModel().selectedIndexes()[0]))

    def _on_double_clicked(self, index: QModelIndex) -> None:
        self.opened.emit(_id_of(index))


def _id_of(index: QModelIndex) -> int:
    row: IntroductionRow = index.data(ROW_ROLE)
    return row.id
