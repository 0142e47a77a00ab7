"""Copy the files of a desk aside as they lie, before anything is tried on them."""

import contextlib
import os
import shutil
from datetime import datetime
from pathlib import Path

from mentor_desk.errors import DeskMissingError, FileError
from mentor_desk.files import whole_file
from mentor_desk.paths import DATABASE_NAME, KEYS_NAME, SEALED_NAME, SET_ASIDE_NAME

FILES = (DATABASE_NAME, f"{DATABASE_NAME}-journal", KEYS_NAME)
# Nothing of ours is larger; a file that only claims its size would fill the disk.
MOST_BYTES = 1 << 36


def copy_aside(folder: Path, place: Path | None = None, *, now: datetime) -> Path:
    """Copy what lies in a desk's folder into a dated folder of its own, and return that.

    It is made among those set aside, or in another `place`; to go with the desk, the words that
    were typed and not saved come along there.

    The copies are byte for byte; nobody may have the desk open. Raises DeskMissingError when there
    is nothing to copy, FileError when the disk refuses.
    """
    wanted = FILES if place is None else (*FILES, SEALED_NAME)
    present = [folder / name for name in wanted if (folder / name).is_file()]
    if not present:
        raise DeskMissingError(f"There is nothing of a desk in {folder} that could be copied.")
    target = _dated(place or folder / SET_ASIDE_NAME, now)
    try:
        target.mkdir(parents=True, mode=0o700)
        for path in present:
            _copy(path, target / path.name)
    except (OSError, FileError) as problem:
        take_back(target)
        if isinstance(problem, FileError):
            raise
        reason = (problem.strerror or str(problem)).lower()
        raise FileError(f"The files in {folder} could not be copied aside: {reason}.") from problem
    return target


def take_back(target: Path) -> None:
    """Remove a dated folder again, and the one of all such folders when nothing else is in it."""
    shutil.rmtree(target, ignore_errors=True)
    if target.parent.name == SET_ASIDE_NAME:
        with contextlib.suppress(OSError):
            target.parent.rmdir()


def free_place(folder: Path, now: datetime) -> Path:
    """Return a dated folder for files that are set aside, which does not exist yet."""
    return _dated(folder / SET_ASIDE_NAME, now)


def _dated(place: Path, now: datetime) -> Path:
    stem = now.astimezone().strftime("%Y-%m-%d %H.%M.%S")
    target, number = place / stem, 1
    while target.exists():
        number += 1
        target = place / f"{stem} {number}"
    return target


def _copy(path: Path, target: Path) -> None:
    if path.stat().st_size > MOST_BYTES:
        raise FileError(f"“{path.name}” is too large to be the file of a desk.")
    with path.open("rb") as source, whole_file(target) as stream:
        shutil.copyfileobj(source, stream)
    times = path.stat()
    os.utime(target, ns=(times.st_atime_ns, times.st_mtime_ns))
