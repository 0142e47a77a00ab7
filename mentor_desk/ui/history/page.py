"""HistoryPage: what was done, and what was deleted; both can be taken back."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QButtonGroup, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from mentor_desk.errors import DeskError
from mentor_desk.services.changes import EVERYTHING, Changes
from mentor_desk.services.desk import Desk
from mentor_desk.ui.common import theme
from mentor_desk.ui.common.buttons import Look, button
from mentor_desk.ui.common.card import PageHeader
from mentor_desk.ui.history.reversing import Reversing
from mentor_desk.ui.history.steps_pane import StepsPane
from mentor_desk.ui.history.trash_pane import TrashPane

TRASH = "trash "


class HistoryPage(QWidget):
    """Two segments: what was done, and the trash."""

    changed = Signal(object)
    refused = Signal(str)
    forgetting_requested = Signal(int)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._is_behind = True
        self._behind: set[StepsPane | TrashPane] = set()
        self._build()
        self._connect()

    def react_to(self, changes: Changes) -> None:
        """Read again: whatever changed is a step. What nobody sees is read when it is seen.

        What touched everything is read at once, so that nothing of somebody who was forgotten for
        good stays out of sight.
        """
        if changes.areas == EVERYTHING:
            self.reload()
            self._catch_up(self._steps, self._trash)
        elif self.isVisible():
            self.reload()
        else:
            self._is_behind = True

    def reload(self) -> None:
        """Show the history, or the trash, as it stands now; the other when it is turned to."""
        self._is_behind = False
        self._behind = {self._steps, self._trash}
        self._catch_up(self._front())

    def go_find(self) -> None:
        """Go to the filter of what is in front."""
        self._front().go_to_filter()

    def show_step(self, step_id: int) -> None:
        """Show one step; one that is no longer in the history is passed over."""
        if self._is_behind:
            self.reload()
        self._steps_button.click()
        self._steps.show_step(step_id)

    def shown(self) -> int | None:
        """Return the step or the deleted record that is shown, to come back to."""
        if self._steps_button.isChecked():
            return self._steps.chosen_id()
        row = self._trash.chosen()
        return row.record_id if row is not None else None

    def view(self) -> str:
        """Return what is in front: nothing for the steps, else the trash and the kind chosen."""
        if self._steps_button.isChecked():
            return ""
        row = self._trash.chosen()
        return f"{TRASH}{row.kind.value}" if row is not None else TRASH

    def show_view(self, view: str) -> None:
        """Bring the steps or the trash to the front."""
        made = self._trash_button if view.startswith(TRASH) else self._steps_button
        if not made.isChecked():
            made.click()

    def show_deleted(self, view: str, record_id: int) -> None:
        """Show one record of the trash; one that no longer lies there is passed over."""
        if self._is_behind:
            self.reload()
        self._trash.choose(view.removeprefix(TRASH), record_id)

    def show_trash(self) -> None:
        """Bring the trash to the front."""
        self._trash_button.click()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_behind:
            self.reload()

    def _build(self) -> None:
        self._steps_button = button(self.tr("What was done"), Look.SEGMENT)
        self._trash_button = button(self.tr("Trash"), Look.SEGMENT)
        self._steps_button.setChecked(True)
        self._group = QButtonGroup(self)
        for made in (self._steps_button, self._trash_button):
            self._group.addButton(made)
            # The one that is down is written in bold, which takes more room.
            made.setMinimumWidth(made.sizeHint().width() + theme.scaled(12))
        self._steps = StepsPane(self._desk)
        self._trash = TrashPane(self._desk)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._steps)
        self._stack.addWidget(self._trash)
        header = PageHeader(self.tr("History"), "", self._steps_button, self._trash_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(28, 18, 28, 24)
        layout.setSpacing(16)
        layout.addWidget(header)
        layout.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self._group.buttonClicked.connect(self._on_group_clicked)
        self._reversing = Reversing(self._desk, self, done=self._tell, refused=self._refuse)
        self._steps.undo_requested.connect(self._reversing.undo)
        self._steps.redo_requested.connect(self._reversing.redo)
        self._trash.changed.connect(self._tell)
        self._trash.refused.connect(self.refused)
        self._trash.step_opened.connect(self.show_step)
        self._trash.forgetting_requested.connect(self.forgetting_requested)

    def _front(self) -> StepsPane | TrashPane:
        return self._steps if self._steps_button.isChecked() else self._trash

    def _refuse(self, refusal: DeskError) -> None:
        self.reload()
        self.refused.emit(refusal.sentence)

    def _tell(self, changes: Changes) -> None:
        self._is_behind = True
        self.changed.emit(changes)
        # Whoever hands changes on has told this page too.
        if self._is_behind:
            self.reload()

    def _catch_up(self, *panes: StepsPane | TrashPane) -> None:
        # Each takes its time after an import of many.
        for pane in panes:
            if pane in self._behind:
                self._behind.discard(pane)
                pane.reload()

    def _on_group_clicked(self) -> None:
        self._catch_up(self._front())
        self._stack.setCurrentWidget(self._front())
