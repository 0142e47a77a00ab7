"""RecordHistoryDialog: what was done with one record, from the latest on."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from mentor_desk.services.changes import Changes
from mentor_desk.services.desk import Desk
from mentor_desk.services.history.details import StepDetails
from mentor_desk.services.history.steps import StepRow, step_row, steps_in_the_way
from mentor_desk.services.history.versions import RecordStep, record_history, record_name
from mentor_desk.services.history.words import Kind
from mentor_desk.ui.common.dialog import Dialog
from mentor_desk.ui.history.reversing import Reversing
from mentor_desk.ui.history.room import open_at
from mentor_desk.ui.history.steps_pane import StepsPane

translate = QCoreApplication.translate


class RecordHistoryDialog(Dialog):
    """Show the steps that touched one record, with what they did to it; each can be undone.

    `changed` tells what was undone here while the dialog stays open.
    """

    changed = Signal(object)

    def __init__(
        self, desk: Desk, kind: Kind, record_id: int, parent: QWidget | None = None
    ) -> None:
        self._desk, self._kind, self._record_id = desk, kind, record_id
        self._steps: dict[int, RecordStep] = {}
        title = translate("RecordHistoryDialog", "History of {record}")
        name = desk.run(record_name, kind=kind, record_id=record_id)
        close = translate("RecordHistoryDialog", "Close")
        super().__init__(title.format(record=name), close, parent)
        self.cancel_button.hide()
        self._pane = StepsPane(
            desk,
            list_them=self._list,
            tell=self._tell_of,
            nothing=self.tr("Nothing has been done here within the time that the history is kept."),
        )
        self.form.add_part(self._pane)
        self._reversing = Reversing(desk, self, done=self._tell, refused=self.form.show_refusal)
        self._pane.undo_requested.connect(self._reversing.undo)
        self._pane.redo_requested.connect(self._reversing.redo)
        open_at(self, 980, 620)
        self.reload()
        self._pane.go_to_list()

    def reload(self) -> None:
        """Show the history of the record as it stands now."""
        self._steps.clear()
        self._pane.reload()

    @override
    def keep(self) -> None:
        """Nothing is kept: what is undone here is done at once."""

    def _list(self, words: str, before: int | None, limit: int) -> Sequence[StepRow]:
        found = self._desk.run(
            record_history,
            kind=self._kind,
            record_id=self._record_id,
            words=words,
            before_id=before,
            limit=limit,
        )
        self._steps |= {each.step.id: each for each in found}
        return [each.step for each in found]

    def _tell_of(self, step_id: int) -> StepDetails:
        # Read anew, for undoing one step changes how others stand.
        step = self._desk.run(step_row, step_id=step_id)
        in_the_way, others = self._desk.run(steps_in_the_way, step_id=step_id)
        return StepDetails(step, self._steps[step_id].records, 0, tuple(in_the_way), others)

    def _tell(self, changes: Changes) -> None:
        self.form.clear_refusals()
        self.reload()
        self.changed.emit(changes)
