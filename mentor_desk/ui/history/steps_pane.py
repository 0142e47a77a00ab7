"""StepsPane: what was done, narrowed by words, and one step whole beside it."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import TypeAlias

from PySide6.QtCore import QModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QMenu, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from mentor_desk.errors import NotFoundError
from mentor_desk.services.desk import Desk
from mentor_desk.services.history.details import StepDetails, step_details
from mentor_desk.services.history.steps import StepRow, StepState, list_steps
from mentor_desk.ui.common.card import Card
from mentor_desk.ui.common.empty_state import EmptyState
from mentor_desk.ui.common.formatting import local_day
from mentor_desk.ui.common.icons import icon
from mentor_desk.ui.common.menus import open_menu
from mentor_desk.ui.common.text import name
from mentor_desk.ui.common.views import row_list
from mentor_desk.ui.history.beside import Beside
from mentor_desk.ui.history.line_delegate import LineDelegate
from mentor_desk.ui.history.step_detail import StepDetail
from mentor_desk.ui.history.step_lines import PAGE, StepLines
from mentor_desk.ui.history.words import day_words, step_look, step_spoken

WAIT = 150

# Called with the words, the id of the last step known and how many more are wanted.
List: TypeAlias = Callable[[str, int | None, int], Sequence[StepRow]]
Tell: TypeAlias = Callable[[int], StepDetails]


class StepsPane(QWidget):
    """Show steps under their days; undoing leaves as a wish with the id of the step.

    Which steps there are, and what is told of one, can be given: so the history of a single
    record is the same pane.
    """

    undo_requested = Signal(int)
    redo_requested = Signal(int)

    def __init__(
        self,
        desk: Desk,
        *,
        list_them: List | None = None,
        tell: Tell | None = None,
        nothing: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._list = list_them or self._list_all
        self._tell = tell or self._tell_all
        self._nothing = nothing or self.tr(
            "Nothing has been done yet. Whatever you add, change or delete is noted here, so that"
            " you can see it again and take it back."
        )
        self._is_reloading = False
        self._build()
        self._connect()

    def reload(self) -> None:
        """Show the steps as they stand now; the one chosen stays chosen."""
        chosen = self.chosen_id()
        place = self._view.currentIndex().row()
        scrolled = self._view.verticalScrollBar().value()
        self._timer.stop()
        self._is_reloading = True
        self._lines.reload(at_least=place + PAGE if chosen is not None else 0)
        self._stack.setCurrentWidget(self._front())
        self._filter_edit.setEnabled(self._stack.currentWidget() is not self._none)
        if chosen is None or not self._choose(chosen):
            self._choose_first()
        self._is_reloading = False
        self._view.verticalScrollBar().setValue(scrolled)
        self._show_chosen()

    def chosen_id(self) -> int | None:
        """Return the id of the step chosen."""
        row = self._lines.step_at(self._view.currentIndex())
        return row.id if row else None

    def show_step(self, step_id: int) -> bool:
        """Choose a step wherever it stands in the list; tell whether it is there."""
        if self._filter_edit.text().strip():
            self._filter_edit.clear()
            self.reload()
        return self._choose(step_id)

    def go_to_filter(self) -> None:
        """Go to where the words are typed."""
        self._filter_edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._filter_edit.selectAll()

    def menu(self) -> QMenu | None:
        """Return what can be done with the step chosen."""
        step = self._detail.step
        if step is None:
            return None
        menu = QMenu(self)
        is_undone = step.state is StepState.UNDONE
        words = self.tr("Do this again") if is_undone else self.tr("Undo this")
        sign = icon("arrow-forward-up" if is_undone else "arrow-back-up")
        wish = self.redo_requested if is_undone else self.undo_requested
        action = menu.addAction(sign, words)
        action.setEnabled(self._detail.can_reverse)
        action.triggered.connect(lambda *_: wish.emit(step.id))
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
        name(self._filter_edit, self.tr("Filter what was done"))
        self._timer = QTimer(self, singleShot=True, interval=WAIT)
        self._lines = StepLines(
            lambda before, limit: self._list(self._filter_edit.text(), before, limit),
            heading=lambda when: day_words(when, self._today()),
            spoken=lambda row: step_spoken(row, self._today()),
            parent=self,
        )
        self._view = row_list(self._lines, LineDelegate(step_look), self.tr("What was done"))
        self._view.setUniformItemSizes(True)
        self._view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setFocusProxy(self._view)
        self._nobody = EmptyState(
            "search", self.tr("Nothing that was done has these words."), self.tr("Show everything")
        )
        self._none = EmptyState("history", self._nothing)
        self._detail = StepDetail()
        self._lay_out()

    def _lay_out(self) -> None:
        self._stack = QStackedWidget()
        for each in (self._view, self._nobody, self._none):
            self._stack.addWidget(each)
        card = Card()
        card.content.addWidget(self._filter_edit)
        card.content.addWidget(self._stack, 1)
        self._splitter = Beside(card, self._detail, (560, 620))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._splitter)

    def _connect(self) -> None:
        self._filter_edit.textChanged.connect(self._timer.start)
        self._filter_edit.returnPressed.connect(self._on_filter_edit_returned)
        self._timer.timeout.connect(self.reload)
        self._nobody.step_requested.connect(self._on_everything_requested)
        self._view.selectionModel().currentChanged.connect(lambda *_: self._show_chosen())
        self._view.activated.connect(self._on_view_activated)
        self._view.customContextMenuRequested.connect(self._on_menu_requested)
        self._detail.undo_requested.connect(self.undo_requested)
        self._detail.redo_requested.connect(self.redo_requested)
        self._detail.step_opened.connect(self._on_step_opened)

    def _today(self) -> date:
        return local_day(self._desk.now())

    def _list_all(self, words: str, before: int | None, limit: int) -> Sequence[StepRow]:
        return self._desk.run(list_steps, words=words, before_id=before, limit=limit)

    def _tell_all(self, step_id: int) -> StepDetails:
        return self._desk.run(step_details, step_id=step_id)

    def _front(self) -> QWidget:
        if self._lines.rowCount():
            return self._view
        return self._nobody if self._filter_edit.text().strip() else self._none

    def _choose(self, step_id: int) -> bool:
        place = self._lines.index_of(step_id)
        if place.isValid():
            self._view.setCurrentIndex(place)
            self._view.scrollTo(place)
        return place.isValid()

    def _choose_first(self) -> None:
        # The first line is the day.
        self._view.setCurrentIndex(self._lines.index(1, 0))

    def _show_chosen(self) -> None:
        # Once a reload is enough, for a step of many records takes its time.
        if self._is_reloading:
            return
        step_id = self.chosen_id()
        self._detail.show_step(self._read(step_id), self._today())

    def _read(self, step_id: int | None) -> StepDetails | None:
        if step_id is None:
            return None
        try:
            return self._tell(step_id)
        except NotFoundError:
            return None

    def _on_filter_edit_returned(self) -> None:
        self.reload()
        if self._lines.rowCount():
            self._view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_everything_requested(self) -> None:
        self._filter_edit.clear()
        self.reload()
        self._filter_edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_step_opened(self, step_id: int) -> None:
        self.show_step(step_id)
        self._view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_view_activated(self, index: QModelIndex) -> None:
        if self._lines.step_at(index) is not None:
            self._detail.go_in()

    def _on_menu_requested(self, place: QPoint) -> None:
        menu = self.menu()
        if menu is not None:
            open_menu(menu, self._view.viewport().mapToGlobal(place))
