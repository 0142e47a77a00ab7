"""Outcome: what is being done for a desk, how far it is, and what came of it."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mentor_desk.services.keeping.checking import CheckReport, FoundRow
from mentor_desk.services.keeping.repairing import RepairReport
from mentor_desk.services.keeping.rescue import Aside
from mentor_desk.services.keeping.salvaging import SalvageReport
from mentor_desk.ui.common.bars import ProgressBar
from mentor_desk.ui.common.buttons import Look, button
from mentor_desk.ui.common.formatting import count, percent
from mentor_desk.ui.common.text import plain_label
from mentor_desk.ui.common.tokens import TextRole
from mentor_desk.ui.recovery import words

MOST_LINES = 12
LAST_LINES = 4


class Outcome(QWidget):
    """A sentence, a bar while it takes, the lines of a report, and the next step."""

    repair_requested = Signal()
    salvaged_opened = Signal(object)
    stop_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._folder: Path | None = None
        self._sentence_label = plain_label("", TextRole.STRONG, wrap=True)
        self._bar = ProgressBar()
        self._lines_label = plain_label("", TextRole.SMALL, wrap=True, selectable=True)
        self._stop_button = button(self.tr("Stop"), Look.QUIET)
        self._repair_button = button(self.tr("Repair what is safe"), Look.PRIMARY)
        self._open_button = button(self.tr("Open the salvaged desk"), Look.PRIMARY)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for each in (self._sentence_label, self._bar, self._lines_label):
            layout.addWidget(each)
        next_steps = QHBoxLayout()
        next_steps.addStretch(1)
        for step in (self._stop_button, self._repair_button, self._open_button):
            next_steps.addWidget(step)
        layout.addLayout(next_steps)
        self._stop_button.clicked.connect(self.stop_requested)
        self._repair_button.clicked.connect(self.repair_requested)
        self._open_button.clicked.connect(self._on_open_button_clicked)
        self.clear()

    @property
    def sentence(self) -> str:
        """What is said at the top, for those who hear the screen."""
        return self._sentence_label.text()

    def clear(self) -> None:
        """Say nothing."""
        self.say("")
        self.hide()

    def say(self, sentence: str, lines: list[str] | None = None) -> None:
        """Say what came of it, with a line for each part; of many, the first and the last."""
        shown = list(lines or [])
        if len(shown) > MOST_LINES:
            more = self.tr("… and {count} more").format(count=count(len(shown) - MOST_LINES))
            shown = [*shown[: MOST_LINES - LAST_LINES], more, *shown[-LAST_LINES:]]
        self._sentence_label.setText(sentence)
        self._lines_label.setText("\n".join(shown))
        self._lines_label.setVisible(bool(shown))
        for each in (self._bar, self._stop_button, self._repair_button, self._open_button):
            each.hide()
        self.show()

    def show_work(self, sentence: str) -> None:
        """Say what is being done."""
        self.say(sentence)
        self._bar.set_share(0, spoken=sentence)
        self._bar.show()
        self._stop_button.show()

    def show_progress(self, done: int, of: int) -> None:
        """Say how far it is."""
        if of:
            self._bar.set_share(done / of, spoken=percent(done / of))

    def show_stopped(self) -> None:
        """Say that nothing came of it, as was wanted."""
        self.say(self.tr("Stopped. Nothing was changed."))

    def show_copy(self, aside: Aside) -> None:
        """Say where the files were copied to, and what of them the disk did not give back."""
        self.say(words.copy_sentence(aside.unread), [str(aside.folder)])

    def show_check(self, report: CheckReport) -> None:
        """Say what a check found, and offer to repair what is safe."""
        self.say(words.check_sentence(report), [*_said(report.remark), *_lines(report.found)])
        self._repair_button.setVisible(report.can_repair > 0)

    def show_repair(self, report: RepairReport) -> None:
        """Say what was repaired, and what is left."""
        lines = [*_said(report.remark), *_lines(report.repaired)]
        if report.kept is not None:
            lines.append(self.tr("As it was before: {place}").format(place=report.kept))
        done = self.tr("Repaired {count}.").format(count=count(report.count))
        self.say(f"{done} {words.check_sentence(report.left)}", lines)

    def show_salvage(self, report: SalvageReport) -> None:
        """Say what was salvaged, and offer to open it."""
        self._folder = report.folder
        self.say(words.salvage_sentence(report), words.salvage_lines(report))
        self._open_button.show()

    def _on_open_button_clicked(self) -> None:
        if self._folder is not None:
            self.salvaged_opened.emit(self._folder)


def _said(remark: str) -> list[str]:
    return [remark] if remark else []


def _lines(found: tuple[FoundRow, ...]) -> list[str]:
    return [row.sentence for row in found]
