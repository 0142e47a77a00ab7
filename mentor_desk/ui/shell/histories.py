"""What every page may ask of the history: of one record, of its notes, and to forget a person."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from mentor_desk.errors import DeskError
from mentor_desk.settings import Settings

if TYPE_CHECKING:
    from mentor_desk.services.desk import Desk
    from mentor_desk.services.forgetting.for_good import ForgettingReport
    from mentor_desk.ui.shell.pages import Pages

# Nobody waits for anything then, and a window that nobody has touched loads nothing for it.
UNTIL_PRUNING = 60_000
BETWEEN_STRETCHES = 2_000


class Histories(QObject):
    """The dialogs of the history, whichever page asks for them; and its pruning at leisure."""

    pruned = Signal(int)

    def __init__(self, pages: "Pages", window: QWidget, settings: Settings) -> None:
        super().__init__(pages)
        self._pages, self._window, self._settings = pages, window, settings
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.prune)
        self._timer.setInterval(UNTIL_PRUNING)
        pages.told.connect(self._on_told)

    def show_record(self, kind: str, record_id: int) -> None:
        """Show what was done with one record."""
        from mentor_desk.services.history.words import Kind  # noqa: PLC0415
        from mentor_desk.ui.history.record_dialog import RecordHistoryDialog  # noqa: PLC0415

        self._pages.flush()
        dialog = RecordHistoryDialog(self._desk(), Kind(kind), record_id, self._window.window())
        dialog.changed.connect(self._pages.announce)
        dialog.exec()
        dialog.deleteLater()

    def show_versions(self, kind: str, record_id: int) -> None:
        """Show how the notes of a record read before, and take one of them back if wanted."""
        from mentor_desk.services.history.words import Kind  # noqa: PLC0415
        from mentor_desk.ui.history.versions_dialog import VersionsDialog  # noqa: PLC0415

        self._pages.flush()
        try:
            dialog = VersionsDialog(self._desk(), Kind(kind), record_id, self._window.window())
        except DeskError as refusal:
            self._pages.refused.emit(refusal.sentence)
            return
        dialog.exec()
        if dialog.changes is not None:
            self._pages.announce(dialog.changes)
        dialog.deleteLater()

    def forget(self, person_id: int) -> None:
        """Ask whether a person is to be forgotten for good; do it and report what went."""
        from mentor_desk.ui.history.forget_dialog import ask_to_forget  # noqa: PLC0415
        from mentor_desk.ui.history.forgotten_dialog import show_report  # noqa: PLC0415

        self._pages.flush()
        pages, window = self._pages, self._window.window()

        def tell(report: "ForgettingReport") -> None:
            pages.announce(report.changes)
            show_report(report, window)

        ask_to_forget(
            self._desk(),
            person_id,
            window,
            settings=self._settings,
            done=tell,
            refused=lambda refusal: pages.refused.emit(refusal.sentence),
        )

    def prune(self) -> None:
        """Let go of history beyond what is kept, a stretch at a time beside the window."""
        from mentor_desk.services.history.keeping import keeping_of, prune_history  # noqa: PLC0415
        from mentor_desk.ui.common.jobs import start_job  # noqa: PLC0415

        desk, keeping = self._desk(), keeping_of(self._settings)
        job = start_job(self, lambda _progress: prune_history(desk, keeping))
        job.done.connect(self._on_pruned)

    def _desk(self) -> "Desk":
        return self._pages.desk

    def _on_told(self) -> None:
        # The history grows only by what is done, so once is enough, after the first of it.
        self._pages.told.disconnect(self._on_told)
        self._timer.start()

    def _on_pruned(self, pruned: object) -> None:
        from mentor_desk.services.history.keeping import Pruned  # noqa: PLC0415

        if not isinstance(pruned, Pruned):
            return
        self.pruned.emit(pruned.steps)
        if pruned.has_more:
            self._timer.start(BETWEEN_STRETCHES)
