"""StepsPane: what was done, narrowed by words, and one step whole beside it."""

from collections.abc import Callable, Sequence
from typing import TypeAlias

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget
from typing_extensions import override

from mentor_desk.errors import NotFoundError
from mentor_desk.services.desk import Desk
from mentor_desk.services.history.details import StepDetails, step_details
from mentor_desk.services.history.steps import StepRow, StepState, list_steps
from mentor_desk.ui.common.empty_state import EmptyState
from mentor_desk.ui.common.icons import icon
from mentor_desk.ui.history.line_delegate import LineDelegate
from mentor_desk.ui.history.list_pane import ListPane
from mentor_desk.ui.history.step_detail import StepDetail
from mentor_desk.ui.history.step_lines import PAGE, StepLines
from mentor_desk.ui.history.words import day_words, step_look, step_spoken

# Called with the words, the id of the last step known and how many more are wanted.
List: TypeAlias = Callable[[str, int | None, int], Sequence[StepRow]]
Tell: TypeAlias = Callable[[int], StepDetails]


class StepsPane(ListPane):
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
        super().__init__(desk, parent)
        self._list = list_them or self._list_all
        self._tell = tell or self._tell_all
        self._nothing = nothing or self.tr(
            "Nothing has been done yet. Whatever you add, change or delete is noted here, so that"
            " you can see it again and take it back."
        )
        self._is_reloading = False
        self._build()
        self._connect()

    @override
    def reload(self) -> None:
        """Show the steps as they stand now; the one chosen stays chosen."""
        chosen = self.chosen_id()
        place = self._view.currentIndex().row()
        scrolled = self._view.verticalScrollBar().value()
        self._timer.stop()
        self._is_reloading = True
        self._lines.reload(at_least=place + PAGE if chosen is not None else 0)
        # Whatever words are typed, something is held: else the field for them would be shut.
        self._show_front(is_any_held=bool(self._filter_edit.text().strip()))
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

    @override
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

    def _build(self) -> None:
        self._lines = StepLines(
            lambda before, limit: self._list(self._filter_edit.text(), before, limit),
            heading=lambda when: day_words(when, self._today()),
            spoken=lambda row: step_spoken(row, self._today()),
            parent=self,
        )
        self._detail = StepDetail()
        self._set_up(
            self._lines,
            LineDelegate(step_look),
            self._detail,
            title=self.tr("What was done"),
            filter_title=self.tr("Filter what was done"),
            not_found=self.tr("Nothing that was done has these words."),
            none=EmptyState("history", self._nothing),
        )

    def _connect(self) -> None:
        self._detail.undo_requested.connect(self.undo_requested)
        self._detail.redo_requested.connect(self.redo_requested)
        self._detail.step_opened.connect(self._on_step_opened)

    @override
    def _narrow(self) -> None:
        self.reload()

    def _list_all(self, words: str, before: int | None, limit: int) -> Sequence[StepRow]:
        return self._desk.run(list_steps, words=words, before_id=before, limit=limit)

    def _tell_all(self, step_id: int) -> StepDetails:
        return self._desk.run(step_details, step_id=step_id)

    def _choose(self, step_id: int) -> bool:
        place = self._lines.index_of(step_id)
        if place.isValid():
            self._view.setCurrentIndex(place)
            self._view.scrollTo(place)
        return place.isValid()

    def _choose_first(self) -> None:
        # The first line is the day.
        self._view.setCurrentIndex(self._lines.index(1, 0))

    @override
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

    def _on_step_opened(self, step_id: int) -> None:
        self.show_step(step_id)
        self.go_to_list()
