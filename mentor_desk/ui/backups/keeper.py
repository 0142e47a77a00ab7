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
    FoldersRead,
    Occasion,
    back_up,
    backup_folders,
    read_folders,
    trouble_with_second,
    where_backups_lie,
)
from mentor_desk.services.keeping.catching_up import (
    catch_up,
    folders_behind,
    folders_due,
    latest_in,
)
from mentor_desk.services.keeping.keys_backed_up import is_key_backed_up
from mentor_desk.services.keeping.keys_left import desk_id_of
from mentor_desk.services.keeping.standing import BackupState, backup_state
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

    _is_open = False

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
        job = start_job(self, self._listing())
        job.done.connect(self._take)
        job.failed.connect(_raise)

    def _listing(self) -> Callable[[Progress], FoldersRead]:
        folder = self.desk_folder
        folders = tuple(where_backups_lie(folder, self.settings))
        return partial(_listed, folder, folders, self._is_open)

    def _take(self, found: FoldersRead) -> None:
        self.rows, self.is_read = tuple(found.rows), True
        self.trouble = " ".join(found.troubles)
        self.changed.emit()


class BackupKeeper(Shelf):
    """Makes backups of an open desk beside the window: when asked, and when one is due.

    `progressed` tells how far one is, `is_busy` that one is under way. What did not work stands
    in `problem` until it works; `has_failed` when that is the backup beside the desk itself.
    """

    progressed = Signal(int, int)

    _is_open = True

    def __init__(self, desk: Desk, settings: Settings, parent: QObject | None = None) -> None:
        assert desk.folder is not None
        super().__init__(desk.folder, settings, parent)
        self.desk = desk
        self._job: Job | None = None
        self._turn = _Turn()
        self._is_left = self._is_second_told = self.has_failed = False
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

        One that takes the recovery key in force is due at once. A second folder that lacks the
        latest one gets it as soon as it is there again. A sample desk is not backed up by itself:
        its people are invented.
        """
        self._clock.start()
        job = start_job(self, partial(_looked, self._listing(), self.desk_folder))
        job.done.connect(self._on_looked)
        job.failed.connect(_raise)

    def back_up(self, why: Occasion = Occasion.ASKED) -> None:
        """Make a backup now, unless one is under way."""
        self._begin(partial(_made, self.desk, tuple(self.folders), why))

    def _begin(self, work: Callable[[Progress], BackedUp]) -> None:
        if self.is_busy or self._is_left:
            return
        self._turn, self.problem, self.has_failed = _Turn(), "", False
        job = self._job = start_job(self, partial(self._turn.take, work), gives_way=True)
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

    def _on_looked(self, looked: tuple[FoldersRead, bool]) -> None:
        found, has_key = looked
        self._take(found)
        if self._is_left or self.desk.is_sample:
            return
        rows, folders = self.rows, self.folders
        due = folders_due(rows, folders, now=self.desk.now(), has_key=has_key)
        behind, latest = folders_behind(rows, folders), latest_in(rows, folders[0])
        if due:
            self._begin(partial(_made, self.desk, tuple(due), Occasion.DAILY))
        elif behind and latest is not None:
            self._begin(partial(_caught_up, latest, tuple(behind), self.desk_folder))

    def _on_done(self, made: BackedUp) -> None:
        self.has_failed = made.row.folder != self.folders[0]
        troubles = [*made.problems]
        if not self._is_second_told:
            # Once is enough: the settings stay as they are until the mentor changes them.
            self._is_second_told = True
            troubles.append(trouble_with_second(self.settings))
        self.problem = " ".join(filter(None, troubles))
        self._on_ended()

    def _on_refused(self, refusal: DeskError) -> None:
        self.problem, self.has_failed = refusal.sentence, True
        self._on_ended()

    def _on_failed(self, failure: Exception) -> None:
        self.problem = self.tr("The backup did not work, for a reason that nobody foresaw.")
        self.has_failed = True
        self._on_ended()
        raise failure

    def _on_ended(self) -> None:
        self._job = None
        self.changed.emit()
        if not self._is_left:
            self.read()


def _listed(
    folder: Path, folders: tuple[Path, ...], is_open: bool, _progress: Progress
) -> FoldersRead:
    return read_folders(folders, desk_id=desk_id_of(folder, is_open=is_open))


def _looked(
    listing: Callable[[Progress], FoldersRead], folder: Path, progress: Progress
) -> tuple[FoldersRead, bool]:
    found = listing(progress)
    return found, is_key_backed_up(folder, found.rows)


def _made(desk: Desk, folders: tuple[Path, ...], why: Occasion, progress: Progress) -> BackedUp:
    return back_up(desk, folders, now=desk.now(), why=why, progress=progress)


def _caught_up(
    latest: BackupRow, behind: tuple[Path, ...], desk_folder: Path, progress: Progress
) -> BackedUp:
    return catch_up(latest, behind, desk_folder, progress=progress)


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
