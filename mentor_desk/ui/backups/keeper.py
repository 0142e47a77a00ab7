"""Shelf: the backups that there are; BackupKeeper: one that makes them, by itself when due."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from threading import Event
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from mentor_desk.errors import DeskError
from mentor_desk.services.desk import Desk
from mentor_desk.services.keeping.backups import (
    BackedUp,
    BackupRow,
    BackupState,
    FoldersRead,
    Occasion,
    back_up,
    backup_folders,
    backup_state,
    desk_id_in,
    is_due,
    read_folders,
    trouble_with_second,
)
from mentor_desk.settings import Settings
from mentor_desk.ui.common.jobs import Job, Progress, start_job

ASKED_EVERY = 60 * 60 * 1000
LONGEST_WAIT = 5.0


class Shelf(QObject):
    """The backups of the desk in a folder, read beside the window.

    `changed` tells that `rows`, `trouble` or `problem` are other than before; the `trouble` is why
    not every folder could be read.
    """

    changed = Signal()

    def __init__(self, folder: Path, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.desk_folder = folder
        self.settings = settings
        self.rows: tuple[BackupRow, ...] = ()
        self.problem = self.trouble = ""
        self.is_read = False

    @property
    def folders(self) -> list[Path]:
        """Where the backups lie."""
        return backup_folders(self.desk_folder, self.settings)

    def read(self) -> None:
        """Read anew which backups there are."""
        job = start_job(self, partial(_listed, self.desk_folder, tuple(self.folders)))
        job.done.connect(self._take)
        job.failed.connect(_raise)

    def _take(self, found: FoldersRead) -> None:
        self.rows, self.is_read = tuple(found.rows), True
        self.trouble = " ".join(found.troubles)
        self.changed.emit()


class BackupKeeper(Shelf):
    """Makes backups of an open desk beside the window: when asked, and when one is due.

    `progressed` tells how far one is, `is_busy` that one is under way. What did not work stands
    in `problem` until it works.
    """

    progressed = Signal(int, int)

    def __init__(self, desk: Desk, settings: Settings, parent: QObject | None = None) -> None:
        assert desk.folder is not None
        super().__init__(desk.folder, settings, parent)
        self.desk = desk
        self._job: Job | None = None
        self._turn = _Turn()
        self._is_left = self._is_second_told = False
        self._clock = QTimer(self, interval=ASKED_EVERY)
        self._clock.timeout.connect(self.look_after)

    @property
    def is_busy(self) -> bool:
        """Whether a backup is under way."""
        return self._job is not None

    def state(self) -> BackupState:
        """Return how the desk stands with its backups."""
        return backup_state(self.rows, now=self.desk.now())

    def look_after(self) -> None:
        """Read which backups there are, and make one if one is due; again every hour.

        A sample desk is not backed up by itself: its people are invented.
        """
        self._clock.start()
        job = start_job(self, partial(_listed, self.desk_folder, tuple(self.folders)))
        job.done.connect(self._on_looked)
        job.failed.connect(_raise)

    def back_up(self, why: Occasion = Occasion.ASKED) -> None:
        """Make a backup now, unless one is under way."""
        if self.is_busy or self._is_left:
            return
        self._turn, self.problem = _Turn(), ""
        work = partial(_made, self.desk, tuple(self.folders), why)
        job = self._job = start_job(self, partial(self._turn.take, work))
        job.progressed.connect(self.progressed)
        job.done.connect(self._on_done)
        job.refused.connect(self._on_refused)
        job.failed.connect(self._on_failed)
        job.cancelled.connect(self._on_ended)
        self.changed.emit()

    def stop(self) -> None:
        """Ask the backup that is under way to stop; what there is of it goes."""
        if self._job is not None:
            self._job.cancel()

    def leave(self) -> None:
        """Stop for good and wait until nobody works on the desk, for it is about to be closed."""
        self._is_left = True
        self._clock.stop()
        self.stop()
        self._turn.wait()

    def _on_looked(self, found: FoldersRead) -> None:
        self._take(found)
        is_wanted = not self._is_left and not self.desk.is_sample
        if is_wanted and is_due(self.rows, now=self.desk.now()):
            self.back_up(Occasion.DAILY)

    def _on_done(self, made: BackedUp) -> None:
        troubles = [*made.problems]
        if not self._is_second_told:
            # Once is enough: the settings stay as they are until the mentor changes them.
            self._is_second_told = True
            troubles.append(trouble_with_second(self.settings))
        self.problem = " ".join(filter(None, troubles))
        self._on_ended()

    def _on_refused(self, refusal: DeskError) -> None:
        self.problem = refusal.sentence
        self._on_ended()

    def _on_failed(self, failure: Exception) -> None:
        self.problem = self.tr("The backup did not work, for a reason that nobody foresaw.")
        self._on_ended()
        raise failure

    def _on_ended(self) -> None:
        self._job = None
        self.changed.emit()
        if not self._is_left:
            self.read()


def _listed(folder: Path, folders: tuple[Path, ...], _progress: Progress) -> FoldersRead:
    return read_folders(folders, desk_id=desk_id_in(folder))


def _made(desk: Desk, folders: tuple[Path, ...], why: Occasion, progress: Progress) -> BackedUp:
    return back_up(desk, folders, now=desk.now(), why=why, progress=progress)


class _Turn:
    """A piece of work on another thread, for whose end somebody may have to wait."""

    def __init__(self) -> None:
        self._begun, self._over = Event(), Event()

    def take(self, work: Callable[[Progress], Any], progress: Progress) -> Any:
        """Do the work, unless it was stopped before it began."""
        self._begun.set()
        try:
            progress(0, 0)
            return work(progress)
        finally:
            self._over.set()

    def wait(self) -> None:
        """Wait until the work is over, if it has begun at all."""
        if self._begun.is_set():
            self._over.wait(LONGEST_WAIT)


def _raise(failure: Exception) -> None:
    raise failure
