"""CheckDialog: check the desk that is open, and repair what is safe."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from mentor_desk.services.desk import Desk
from mentor_desk.services.keeping.checking import CheckReport, check_desk
from mentor_desk.services.keeping.repairing import RepairReport, repair_desk
from mentor_desk.ui.common.buttons import Look
from mentor_desk.ui.common.jobs import Progress
from mentor_desk.ui.recovery.desk_dialog import DeskDialog


class CheckDialog(DeskDialog):
    """Quick or full; `changed` carries the changes of a repair, which can be undone."""

    changed = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.set_words(
            self.tr("Check this desk"),
            self.tr(
                "Both checks read every page of the data file and look at its structure. The full"
                " check also asks every rule, and tells what can be repaired. It takes a few"
                " seconds and changes nothing."
            ),
        )
        self._quick_button = self.add_button(self.tr("Quick check"))
        self._full_button = self.add_button(self.tr("Full check"), Look.PRIMARY)
        self._full_button.setDefault(True)
        self._quick_button.clicked.connect(lambda: self._check(is_full=False))
        self._full_button.clicked.connect(lambda: self._check(is_full=True))
        self.outcome.repair_requested.connect(self._on_repair_requested)

    @override
    def set_busy(self, *, is_busy: bool) -> None:
        for each in (self._quick_button, self._full_button):
            each.setEnabled(not is_busy)

    def _check(self, *, is_full: bool) -> None:
        desk = self.desk

        def check(progress: Progress) -> CheckReport:
            return check_desk(desk, is_full=is_full, progress=progress)

        self.start(self.tr("Checking…"), check, self.outcome.show_check)

    def _on_repair_requested(self) -> None:
        desk = self.desk

        def repair(progress: Progress) -> RepairReport:
            return repair_desk(desk, progress=progress)

        self.start(self.tr("Repairing…"), repair, self._on_repaired)

    def _on_repaired(self, report: RepairReport) -> None:
        self.outcome.show_repair(report)
        self.changed.emit(report.changes)
