"""Bring a backup back in sight of the mentor, who may stop it until the files are changed over."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from mentor_desk.services.keeping.restoring import open_again, restore_and_open
from mentor_desk.ui.common.announce import announce
from mentor_desk.ui.common.buttons import button
from mentor_desk.ui.common.card import Card
from mentor_desk.ui.common.centred import CentredPage
from mentor_desk.ui.common.how_far import HowFar
from mentor_desk.ui.common.text import plain_label
from mentor_desk.ui.common.tokens import TextRole
from mentor_desk.ui.shell.opening.attempts import Opened, let_go

if TYPE_CHECKING:
    from mentor_desk.errors import DeskError
    from mentor_desk.services.desk import Desk
    from mentor_desk.ui.common.jobs import Job, Progress
    from mentor_desk.ui.shell.opening.stage import Stage


class Restoring(QObject):
    """One restore, from the choice of the backup to the desk that is open.

    `opened` carries the desk as it was then, or as it is when the mentor stopped or the backup
    was refused. `stopped` tells that the desk is to be opened as ever. `said` is why nothing was
    restored, `told` a sentence that goes by itself. A desk that is locked meanwhile is not opened
    when all is done; `held_back` tells that, with what is to be said of it.
    """

    opened = Signal(object)
    stopped = Signal()
    held_back = Signal(str)
    said = Signal(str)
    told = Signal(str)

    def __init__(self, stage: "Stage", parent: QObject) -> None:
        super().__init__(parent)
        self._stage = stage
        self._job: Job | None = None
        self._is_stopping = self._is_left = self._is_held_back = False

    def begin(self, file: Path, folder: Path, key: bytes, *, was_open: bool) -> None:
        """Restore a backup into a folder and open its desk."""
        self._page = RestoringPage(file.name)
        self._page.stop_requested.connect(self._stop)
        # It is no secret, but a desk comes after it.
        self._stage.show(self._page, is_secret=True)
        job = self._job = self._stage.work_on(
            partial(_restored, file, folder, key),
            done=self._on_restored,
            refused=self._on_refused,
            too_late=let_go,
        )
        job.progressed.connect(self._page.show_progress)
        self._open_again = partial(open_again, folder, key) if was_open else None
        job.cancelled.connect(self._on_stopped)
        # What nobody foresaw is told by others; the mentor is not left before a dead page.
        job.failed.connect(lambda _failure: self._give_up())

    def hold_back(self) -> None:
        """Let the desk stay locked when all is done."""
        self._is_held_back = True
        self._page.show_lock()

    def leave(self) -> None:
        """Stop it without a word if it can still be stopped, for the window turns away."""
        self._is_left = True
        if self._job is not None:
            self._job.cancel()

    def _stop(self) -> None:
        if self._job is not None:
            self._is_stopping = True
            self._page.show_stopping()
            self._job.cancel()

    def _on_restored(self, restored: Opened) -> None:
        self._hand_over(restored._replace(remark=self._remark_on(restored.remark)))

    def _remark_on(self, left: str) -> str:
        """Return what is to be said of a restore, of which something may be left to do."""
        if not self._is_stopping:
            return left
        too_late = self.tr("It was too late to stop: this is the desk as it was in the backup.")
        kept = self.tr("As it was just before, it is kept in the folder “set-aside”.")
        return f"{too_late} {left or kept}"

    def _on_stopped(self) -> None:
        words = self.tr("Stopped. Nothing was restored; the desk is as it was.")
        if not self._is_left:
            self._take_up_again(lambda: self.told.emit(words))

    def _on_refused(self, refusal: "DeskError") -> None:
        # It is the backup that does not do, or the folder; the desk may well open.
        self._take_up_again(lambda: self.said.emit(refusal.sentence))

    def _take_up_again(self, explain: Callable[[], None]) -> None:
        """Open the desk that was open without a question, else as ever, and say why."""

        def go_back(_refusal: object = None) -> None:
            self._give_up()
            explain()

        def hand_over(desk: "Desk") -> None:
            self._hand_over(Opened(desk, desk.file.remark))
            explain()

        if self._open_again is None or self._is_held_back:
            go_back()
            return
        self._stage.work(self._open_again, done=hand_over, refused=go_back, too_late=_close)

    def _hand_over(self, opened: Opened) -> None:
        if self._is_held_back:
            let_go(opened)
            self.held_back.emit(opened.remark)
        else:
            self.opened.emit(opened)

    def _give_up(self) -> None:
        if self._is_held_back:
            self.held_back.emit("")
        else:
            self.stopped.emit()


class RestoringPage(CentredPage):
    """Say how far a restore is; `stop_requested` while it can still be stopped."""

    stop_requested = Signal()

    def __init__(self, backup: str, parent: QWidget | None = None) -> None:
        super().__init__("", "", parent)
        self.title_label.setText(self.tr("Restoring your desk…"))
        self.sentence_label.setText(
            self.tr(
                "The desk as it is now is kept first. Then “{backup}” is brought in and checked;"
                " nothing is changed before it is found sound."
            ).format(backup=backup)
        )
        self._how_far = HowFar()
        self.stop_button = button(self.tr("Cancel"))
        self.stop_button.clicked.connect(self.stop_requested)
        card = Card("")
        card.add(self._how_far)
        self._words_label = plain_label("", TextRole.SMALL, wrap=True)
        card.add_row(self._words_label, self.stop_button)
        self.add_card(card)
        self.setFocusProxy(self.stop_button)

    def show_progress(self, done: int, of: int) -> None:
        """Say how far it is; once all is ready, the files are changed over and nobody can stop."""
        self._how_far.show_progress(done, of)
        if of and done >= of:
            self._be_deaf(self.tr("Changing over. This can no longer be stopped."))

    def show_lock(self) -> None:
        """Say that the desk stays locked after it."""
        self._words_label.setText(self.tr("Your desk stays locked after it."))
        announce(self, self._words_label.text())

    def show_stopping(self) -> None:
        """Say that it stops as soon as it can."""
        self._how_far.show_progress(0, 0)
        self._be_deaf(self.tr("Stopping…"))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.stop_button.isEnabled():
            self.stop_requested.emit()
            return
        super().keyPressEvent(event)

    def _be_deaf(self, words: str) -> None:
        if self._words_label.text() != words:
            self.stop_button.setEnabled(False)
            self._words_label.setText(words)
            announce(self, words)


def _close(desk: "Desk") -> None:
    let_go(Opened(desk))


def _restored(file: Path, folder: Path, key: bytes, progress: "Progress") -> Opened:
    return Opened(*restore_and_open(file, folder, key, progress=progress))
