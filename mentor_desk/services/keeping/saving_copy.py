"""Save a copy of an open desk, and go on there when the present one is gone."""

import contextlib
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from mentor_desk.errors import DeskChangedError, DeskFileError, FileError
from mentor_desk.files import PART, flush_folder, write_whole
from mentor_desk.paths import DATABASE_NAME, KEYS_NAME
from mentor_desk.services.desk import Desk
from mentor_desk.storage.backups.copying import copy_open, prove
from mentor_desk.storage.desk_file import open_database
from mentor_desk.storage.desk_lock import DeskLock
from mentor_desk.storage.looking import is_desk

Progress = Callable[[int, int], None]

_PART_NAME = f".{DATABASE_NAME}{PART}"


@dataclass(frozen=True, slots=True)
class SavedCopy:
    """Where the copy lies, and whether the desk goes on there."""

    folder: Path
    goes_on_there: bool


def save_copy(
    desk: Desk, folder: Path, *, progress: Progress = lambda _done, _of: None
) -> SavedCopy:
    """Write a copy of the desk, with its keys, into an empty or new folder, and prove it.

    When another program changed or removed the file of the desk, the desk goes on in the copy, so
    that nothing that is still being written is lost. Raises a FileError; then nothing is left in
    the folder, and the desk stays where it is.
    """
    if is_desk(folder):
        raise DeskFileError(f"There is already a desk in {folder}. Choose another folder.")
    was_there = folder.is_dir()
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        part = folder / _PART_NAME
        part.unlink(missing_ok=True)
        copy_open(desk.file, part, progress)
        prove(part, desk.file.key)
        write_whole(folder / KEYS_NAME, _keys(desk))
        # Last, for a data file that was not proven must not look like a desk.
        part.replace(folder / DATABASE_NAME)
        flush_folder(folder)
    except (OSError, FileError) as problem:
        _clear(folder, was_there=was_there)
        if isinstance(problem, FileError):
            raise
        reason = (problem.strerror or str(problem)).lower()
        raise FileError(f"No copy can be made in {folder}: {reason}.") from problem
    except BaseException:
        _clear(folder, was_there=was_there)
        raise
    if not _is_estranged(desk):
        return SavedCopy(folder, goes_on_there=False)
    _go_on_in(desk, folder)
    return SavedCopy(folder, goes_on_there=True)


def free_folder_in(place: Path, now: datetime) -> Path:
    """Return a folder in `place` that does not exist yet, named after the day."""
    stem, number = f"Mentor Desk {now.astimezone():%Y-%m-%d}", 1
    target = place / stem
    while target.exists():
        number += 1
        target = place / f"{stem} {number}"
    return target


def _is_estranged(desk: Desk) -> bool:
    watch = desk.file.watch
    if watch is None:
        return False
    try:
        with desk.file.turn:
            watch.look()
    except DeskChangedError:
        return True
    return False


def _go_on_in(desk: Desk, folder: Path) -> None:
    lock = DeskLock(folder)
    try:
        file = open_database(folder / DATABASE_NAME, desk.file.key, lock=lock)
    except BaseException:
        lock.release()
        raise
    desk.move_to(folder, file, lock.release)


def _keys(desk: Desk) -> bytes:
    # Those it was opened with: what lies in the folder by now may be another's.
    if desk.file.watch is None or not desk.file.watch.keys:
        raise FileError("The keys of this desk cannot be read, so no copy of it would open.")
    return desk.file.watch.keys


def _clear(folder: Path, *, was_there: bool) -> None:
    if not was_there:
        shutil.rmtree(folder, ignore_errors=True)
        return
    for name in (_PART_NAME, DATABASE_NAME, KEYS_NAME):
        with contextlib.suppress(OSError):
            (folder / name).unlink(missing_ok=True)
