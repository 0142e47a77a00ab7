"""PageMaker: the pages of a review, made again beside the window after every change."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal

from mentor_desk.errors import DeskError
from mentor_desk.services.desk import Desk
from mentor_desk.services.reviews.choice import ReviewChoice
from mentor_desk.services.reviews.reviewing import (
    RenderedReview,
    ReviewDraft,
    draft_review,
    render_review,
)
from mentor_desk.ui.common.jobs import Job, Progress, start_job

PAUSE_MS = 300


@dataclass(frozen=True, slots=True)
class MadeReview:
    """A review that was made: what was chosen, what it says, and the paper itself."""

    choice: ReviewChoice
    draft: ReviewDraft
    paper: RenderedReview


@dataclass(frozen=True, slots=True)
class _Wish:
    mentorship_id: int
    choice: ReviewChoice


class PageMaker(QObject):
    """Make the pages last asked for; whatever was asked before is dropped.

    `drafted` tells what a review will say, which is known at once; `made` gives the pages;
    `refused` a DeskError; `waiting` that the pages made last are no longer those asked for.
    """

    waiting = Signal()
    drafted = Signal(object)
    made = Signal(object)
    refused = Signal(object)

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._wish: _Wish | None = None
        self._job: Job | None = None
        self._last: MadeReview | None = None
        self._timer = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._timer.timeout.connect(self._begin)

    @property
    def current(self) -> MadeReview | None:
        """The pages as last asked for, or None while they are being made."""
        return None if self._wish is not None else self._last

    def ask(self, mentorship_id: int, choice: ReviewChoice, *, at_once: bool = False) -> None:
        """Have the pages made, after a short pause so that typing is not one job a letter."""
        self._wish = _Wish(mentorship_id, choice)
        self.waiting.emit()
        if at_once:
            self._timer.stop()
            self._begin()
        else:
            self._timer.start()

    def forget(self) -> None:
        """Want nothing any more, and let go of what was made."""
        self._timer.stop()
        self._wish = self._last = None

    def _begin(self) -> None:
        if self._job is not None or self._wish is None:
            return
        wish = self._wish
        try:
            draft = self._desk.run(
                draft_review, mentorship_id=wish.mentorship_id, choice=wish.choice
            )
        except DeskError as refusal:
            self.forget()
            self.refused.emit(refusal)
            return
        self.drafted.emit(draft)
        last = self._last
        if last is not None and (last.choice, last.draft) == (wish.choice, draft):
            self._give(last)
        else:
            self._start(wish, draft)

    def _start(self, wish: _Wish, draft: ReviewDraft) -> None:
        def work(progress: Progress) -> tuple[_Wish, MadeReview]:
            del progress
            paper = render_review(draft.record, wish.choice.paper)
            return wish, MadeReview(wish.choice, draft, paper)

        self._job = start_job(self, work)
        self._job.done.connect(self._on_job_done)
        self._job.refused.connect(self._on_job_refused)
        self._job.failed.connect(self._on_job_failed)

    def _give(self, made: MadeReview) -> None:
        self._wish, self._last = None, made
        self.made.emit(made)

    def _on_job_done(self, result: tuple[_Wish, MadeReview]) -> None:
        self._job = None
        wish, made = result
        if self._timer.isActive():
            return
        if self._wish is wish:
            self._give(made)
        else:
            self._begin()

    def _on_job_refused(self, refusal: DeskError) -> None:
        self._job = None
        self.forget()
        self.refused.emit(refusal)

    def _on_job_failed(self, failure: Exception) -> None:
        self._job = None
        self.forget()
        raise failure
