"""StepsDialog: one page after the other, with slow work between them that can be stopped."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from mentor_desk.errors import DeskError
from mentor_desk.ui.common import theme
from mentor_desk.ui.common.buttons import Look, button
from mentor_desk.ui.common.jobs import Job, Progress, start_job
from mentor_desk.ui.common.text import name, plain_label
from mentor_desk.ui.common.tokens import TextRole
from mentor_desk.ui.transfer.waiting_page import WaitingPage


class StepsDialog(QDialog):
    """Pages, one verb that goes on, and a page to wait on while a job runs.

    A subclass writes `accept`, which goes on from the page that is shown, and what is to be done
    when a job is refused or was stopped. A failure that nobody expected closes the dialog.
    """

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._job: Job | None = None
        self.setWindowTitle(title)
        name(self, title)
        self._about_label = plain_label("", TextRole.SMALL, wrap=True)
        self._waiting_page = WaitingPage()
        self._stack = QStackedWidget()
        self._extra_buttons: list[QPushButton] = []
        self._buttons = QHBoxLayout()
        self.cancel_button = button(self.tr("Cancel"))
        self.verb_button = button("", Look.PRIMARY)
        self._lay_out(title)
        self.verb_button.clicked.connect(self.accept)
        self.cancel_button.clicked.connect(self.reject)

    def add_page(self, page: QWidget) -> None:
        """Add a page that can be shown."""
        self._stack.addWidget(page)

    def add_button(self, text: str) -> QPushButton:
        """Add a button at the start of the foot; it is hidden whenever another page is shown."""
        made = button(text)
        self._buttons.insertWidget(len(self._extra_buttons), made)
        self._extra_buttons.append(made)
        return made

    def page(self) -> QWidget | None:
        """Return the page that is shown."""
        return self._stack.currentWidget()

    def say_about(self, sentence: str) -> None:
        """Say below the title what the page is about."""
        self._about_label.setText(sentence)
        self._about_label.setVisible(bool(sentence))

    def show_page(self, page: QWidget, verb: str = "") -> None:
        """Show a page, with the verb that goes on from it."""
        for extra in self._extra_buttons:
            extra.hide()
        self.verb_button.setText(verb)
        self.verb_button.setVisible(bool(verb))
        self.verb_button.setEnabled(bool(verb))
        self.cancel_button.setText(self.tr("Cancel"))
        self._stack.setCurrentWidget(page)
        page.setFocus(Qt.FocusReason.OtherFocusReason)

    def can_go_on(self) -> bool:
        """Tell whether the verb can be asked for now."""
        return self.verb_button.isEnabled() and not self.verb_button.isHidden()

    def is_busy(self) -> bool:
        """Tell whether a job is under way."""
        return self._job is not None

    def run_job(
        self,
        sentence: str,
        work: Callable[[Progress], Any],
        then: Callable[[Any], None],
        *,
        if_stopped: str = "",
    ) -> None:
        """Show what is being done and how far it is, and go on with what the work returns.

        `if_stopped` is said after a lock that stopped it.
        """
        self._waiting_page.say(sentence)
        self.show_page(self._waiting_page)
        self.start_job(work, then, if_stopped=if_stopped).progressed.connect(
            self._waiting_page.show_progress
        )

    def start_job(
        self,
        work: Callable[[Progress], Any],
        then: Callable[[Any], None],
        *,
        if_stopped: str = "",
    ) -> Job:
        """Start a job behind the page that is shown; it takes the place of the one before."""
        if self._job is not None:
            self._job.cancel()
        job = self._job = start_job(self, work, if_stopped=if_stopped)
        job.done.connect(lambda result: self._end(job, partial(then, result)))
        job.refused.connect(lambda refusal: self._end(job, partial(self.on_refused, refusal)))
        job.failed.connect(lambda failure: self._end(job, partial(self._on_failed, failure)))
        job.cancelled.connect(lambda: self._end(job, self.on_stopped))
        return job

    def stop_job(self) -> None:
        """Ask the job to stop, and wait for its answer."""
        if self._job is not None:
            self._job.cancel()
            self._waiting_page.say(self.tr("Stopping…"))

    def finish(self) -> None:
        """Close the dialog, everything done."""
        super().accept()

    def on_refused(self, refusal: DeskError) -> None:
        """Say why a job could not be done."""
        raise NotImplementedError

    def on_stopped(self) -> None:
        """Go back to where the job began."""
        raise NotImplementedError

    @override
    def reject(self) -> None:
        job, self._job = self._job, None
        if job is not None:
            job.cancel()
        super().reject()

    def _lay_out(self, title: str) -> None:
        # Enter in a filter or on a row must not take anybody in; the verb has keys of its own.
        going_on = QShortcut(QKeySequence("Ctrl+Return"), self)
        going_on.activated.connect(self.accept)
        self._stack.addWidget(self._waiting_page)
        self._buttons.setSpacing(8)
        self._buttons.addStretch(1)
        self._buttons.addWidget(self.cancel_button)
        self._buttons.addWidget(self.verb_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 20)
        layout.setSpacing(10)
        layout.addWidget(plain_label(title, TextRole.CARD))
        layout.addWidget(self._about_label)
        layout.addWidget(self._stack, 1)
        layout.addLayout(self._buttons)
        self.resize(theme.scaled(1000), theme.scaled(700))

    def _end(self, job: Job, then: Callable[[], None]) -> None:
        # A job that another one took the place of has nothing to say any more.
        if job is self._job:
            self._job = None
            then()

    def _on_failed(self, failure: Exception) -> None:
        super().reject()
        raise failure
