"""Where the pages stand that come before a desk, one at a time, with the slow work between them."""

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget
from shiboken6 import isValid

from mentor_desk.errors import DeskError

if TYPE_CHECKING:
    from mentor_desk.ui.common.jobs import Job, Progress

T = TypeVar("T")


class Stage(QObject):
    """One page in front, and at most one piece of work that anybody waits for.

    Who turns to something else does not wait for what is still under way: it goes on beside the
    window, for a keyring may ask its question for as long as it likes, and comes too late.
    `secret_shown` tells whether the page in front, or what comes after it, must not stay there
    unwatched.
    """

    secret_shown = Signal(bool)

    def __init__(self, stack: QStackedWidget, parent: QObject) -> None:
        super().__init__(parent)
        self._stack = stack
        self._turn = 0
        self._awaited: int | None = None
        self.page: QWidget | None = None
        self.shows_secret = False

    @property
    def is_working(self) -> bool:
        """Whether anybody waits for something slow."""
        return self._awaited == self._turn

    def show(self, page: QWidget, *, is_secret: bool = False) -> None:
        """Put a page in the place of the one that is there."""
        self.clear()
        self.page = page
        self.note_secret(is_secret)
        self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)
        page.setFocus()

    def clear(self) -> None:
        """Take the page away."""
        if self.page is not None:
            self._stack.removeWidget(self.page)
            self.page.deleteLater()
            self.page = None
        self.note_secret(False)

    def note_secret(self, is_shown: bool) -> None:
        """Note whether what must not be left alone stands on the page in front."""
        if is_shown != self.shows_secret:
            self.shows_secret = is_shown
            self.secret_shown.emit(is_shown)

    def turn_away(self) -> None:
        """Wait no longer for what is under way."""
        self._turn += 1

    def work(
        self,
        task: Callable[[], T],
        *,
        done: Callable[[T], None],
        refused: Callable[[DeskError], None],
        too_late: Callable[[T], None] = lambda _: None,
    ) -> "Job":
        """Do something slow beside the window; its answer goes to `done` or `refused`.

        What it gives after the mentor has turned away goes to `too_late`. Returns its job.
        """
        return self.work_on(lambda _progress: task(), done=done, refused=refused, too_late=too_late)

    def work_on(
        self,
        task: "Callable[[Progress], T]",
        *,
        done: Callable[[T], None],
        refused: Callable[[DeskError], None],
        too_late: Callable[[T], None] = lambda _: None,
    ) -> "Job":
        """Do the same with something that tells how far it is."""
        from mentor_desk.ui.common.jobs import raise_failure, start_job  # noqa: PLC0415

        self._turn += 1
        mine = self._awaited = self._turn

        def is_awaited() -> bool:
            if mine != self._turn:
                return False
            self._awaited = None
            return True

        def on_done(result: T) -> None:
            take = done if is_awaited() else too_late
            take(result)

        def on_refused(trouble: DeskError) -> None:
            if is_awaited():
                refused(trouble)

        job = start_job(self, task, waits_for_others=True)
        job.done.connect(on_done)
        job.refused.connect(on_refused)
        job.failed.connect(raise_failure)
        return job


def see_through(job: "Job | None", *, patience: float) -> bool:
    """Wait for so many seconds at most until a job of a stage is over; return whether it is.

    Its answer is given at once, for the program may end before it comes to that by itself.
    """
    if job is None or not isValid(job) or job.thread_of_its_own is None:
        return True
    job.thread_of_its_own.join(patience)
    is_over = not job.thread_of_its_own.is_alive()
    QCoreApplication.sendPostedEvents(job, QEvent.Type.MetaCall)
    return is_over
