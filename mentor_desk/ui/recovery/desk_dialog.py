"""What all dialogs about an open desk share: one piece of work, its outcome, and a way to stop."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from mentor_desk.errors import DeskError
from mentor_desk.services.desk import Desk
from mentor_desk.ui.common.announce import announce
from mentor_desk.ui.common.buttons import Look, button
from mentor_desk.ui.common.jobs import Job, Progress, start_job
from mentor_desk.ui.common.text import name, plain_label
from mentor_desk.ui.common.tokens import TextRole
from mentor_desk.ui.recovery.outcome import Outcome


class DeskDialog(QDialog):
    """A title, a sentence, what comes of it, and buttons; closing it stops what is under way."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self._job: Job | None = None
        self._title_label = plain_label("", TextRole.CARD, wrap=True)
        self._sentence_label = plain_label("", TextRole.SOFT, wrap=True)
        self.outcome = Outcome()
        self.close_button = button(self.tr("Close"))
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(8)
        self._buttons.addStretch(1)
        self._buttons.addWidget(self.close_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 20)
        layout.setSpacing(12)
        layout.addWidget(self._title_label)
        layout.addWidget(self._sentence_label)
        layout.addWidget(self.outcome)
        layout.addStretch(1)
        layout.addLayout(self._buttons)
        self.setMinimumWidth(520)
        self.close_button.clicked.connect(self.reject)
        self.outcome.stop_requested.connect(self._on_stop_requested)

    def set_words(self, title: str, sentence: str) -> None:
        """Say what the dialog is for."""
        self.setWindowTitle(title)
        self._title_label.setText(title)
        self._sentence_label.setText(sentence)
        name(self, title, sentence)

    @property
    def is_busy(self) -> bool:
        """Whether something is under way."""
        return self._job is not None

    def add_button(self, words: str, look: Look = Look.PLAIN) -> QPushButton:
        """Put a button before the one that closes."""
        made = button(words, look)
        self._buttons.insertWidget(self._buttons.count() - 1, made)
        return made

    def start(
        self, sentence: str, work: Callable[[Progress], object], done: Callable[[Any], None]
    ) -> None:
        """Do something slow beside the window and hand its answer to `done`."""
        if self._job is not None:
            return
        self.set_busy(is_busy=True)
        self.outcome.show_work(sentence)
        stopped = self.tr("“{what}” was stopped before it was done.")
        self._job = job = start_job(self, work, if_stopped=stopped.format(what=self.windowTitle()))
        job.progressed.connect(self.outcome.show_progress)
        job.done.connect(lambda result: self._end(lambda: done(result)))
        job.refused.connect(lambda refusal: self._end(lambda: self._show_refusal(refusal)))
        job.cancelled.connect(lambda: self._end(self.outcome.show_stopped))
        job.failed.connect(self._on_job_failed)

    def set_busy(self, *, is_busy: bool) -> None:
        """Keep the buttons still while something is under way; a subclass has its own."""

    @override
    def reject(self) -> None:
        self._on_stop_requested()
        super().reject()

    def _end(self, show: Callable[[], None]) -> None:
        self._job = None
        self.set_busy(is_busy=False)
        show()
        announce(self, self.outcome.sentence)

    def _show_refusal(self, refusal: DeskError) -> None:
        self.outcome.say(refusal.sentence)

    def _on_job_failed(self, failure: Exception) -> None:
        self._end(self.outcome.clear)
        raise failure

    def _on_stop_requested(self) -> None:
        if self._job is not None:
            self._job.cancel()
