"""Take back what was done, or do it again; what takes long, the window waits for."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from mentor_desk.errors import DeskError
from mentor_desk.services.history.reversing import attended
from mentor_desk.services.history.steps import look_at_reversal, redo_step, undo_step
from mentor_desk.services.history.trash import TrashRow, put_back
from mentor_desk.ui.common import discreet
from mentor_desk.ui.common.waiting import Refused, carry_out

if TYPE_CHECKING:
    from mentor_desk.services.changes import Changes
    from mentor_desk.services.desk import Desk

translate = QCoreApplication.translate


class Reversing:
    """Reverse steps of a desk for a part of the window; `done` and `refused` hear what came of it.

    A step of at most 2,000 rows is reversed before the call returns, a bigger one beside the
    window; that may be cancelled, and a lock does.
    """

    def __init__(
        self,
        desk: "Desk",
        parent: QWidget,
        *,
        done: "Callable[[Changes], object]",
        refused: Refused,
    ) -> None:
        self._desk, self._parent = desk, parent
        self._done, self._refused = done, refused

    def undo(self, step_id: int) -> None:
        """Take one step back."""
        words = translate("history", "Undoing: {step}…")
        less = translate("history", "Undoing…")
        self._reverse(step_id, undo_step, words, less, step_id=step_id)

    def redo(self, step_id: int) -> None:
        """Do one step again that was undone."""
        words = translate("history", "Doing again: {step}…")
        less = translate("history", "Doing it again…")
        self._reverse(step_id, redo_step, words, less, step_id=step_id)

    def put_back(self, row: TrashRow) -> None:
        """Put back what lies in the trash."""
        words = translate("history", "Putting back what went with: {step}…")
        less = translate("history", "Putting back…")
        of = {"kind": row.kind, "record_id": row.record_id}
        self._reverse(row.step_id, put_back, words, less, **of)

    def _reverse(
        self, about: int, verb: "Callable[..., Changes]", words: str, less: str, **of: object
    ) -> None:
        desk = self._desk
        try:
            told = desk.run(look_at_reversal, step_id=about)
        except DeskError as refusal:
            self._refused(refusal)
            return
        carry_out(
            self._parent,
            # The work holds the desk, and nothing of the window.
            lambda progress: desk.do(attended, verb, progress, **of),
            less if discreet.is_on() else words.format(step=told.did),
            is_long=told.is_big,
            done=self._done,
            refused=self._refused,
            can_stop=True,
        )
