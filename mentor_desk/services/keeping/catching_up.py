"""Keep the folders of backups up with each other: a stick is not there every day."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from pathlib import Path

from mentor_desk.errors import DeskError
from mentor_desk.services.keeping.backup_folders import keep_out_of, refuse_absent
from mentor_desk.services.keeping.backups import BackedUp, BackupRow, noting
from mentor_desk.services.keeping.standing import is_due
from mentor_desk.storage.backups.keeping import look_at_bundle
from mentor_desk.storage.backups.making import copy_backup

Progress = Callable[[int, int], None]


def folders_due(
    rows: Sequence[BackupRow], folders: Sequence[Path], *, now: datetime, has_key: bool = True
) -> list[Path]:
    """Return into which of these folders a new backup is to be made, the one beside the desk first.

    None is due as long as that one has its own of the last day, and this `has_key`: it takes the
    recovery key in force. When only the others have one of the last day, they need no other.
    """
    if not is_due(_in(rows, folders[0]), now=now):
        return [] if has_key else [folders[0]]
    return [*folders] if is_due(rows, now=now) else [folders[0]]


def folders_behind(rows: Sequence[BackupRow], folders: Sequence[Path]) -> list[Path]:
    """Return which of these folders lack the latest good backup of the first one."""
    latest = latest_in(rows, folders[0])
    if latest is None:
        return []
    return [
        folder
        for folder in folders[1:]
        if not any(_is_no_older(row, latest) for row in _in(rows, folder))
    ]


def latest_in(rows: Iterable[BackupRow], folder: Path) -> BackupRow | None:
    """Return the latest good backup of the desk in a folder."""
    return max(_in(rows, folder), key=lambda row: row.place, default=None)


def catch_up(
    latest: BackupRow,
    folders: Sequence[Path],
    desk_folder: Path,
    *,
    progress: Progress = lambda _done, _of: None,
) -> BackedUp:
    """Copy the latest backup of a desk into folders that lack it, and say which did not take it.

    A folder that is not there is not made. What `progress` raises stops it.
    """
    problems: list[DeskError] = []
    for folder in folders:
        with noting(problems, folder):
            keep_out_of(folder, desk_folder)
            refuse_absent(folder)
            copy_backup(look_at_bundle(latest.path), folder, progress)
    return BackedUp(latest, tuple(problem.sentence for problem in problems))


def _is_no_older(row: BackupRow, latest: BackupRow) -> bool:
    # By the counter alone, a desk restored elsewhere would seem the older one; and two that went
    # on from one backup give the same number to different things.
    if row.counter == latest.counter:
        return row.made_at == latest.made_at
    is_later = not row.made_at or not latest.made_at or row.made_at >= latest.made_at
    return row.counter > latest.counter and is_later


def _in(rows: Iterable[BackupRow], folder: Path) -> list[BackupRow]:
    return [row for row in rows if row.is_good and row.folder == folder]
