"""Copy the files of a desk aside as they lie, before anything is tried on them."""

import os
import shutil
from datetime import datetime
from pathlib import Path

from mentor_desk.errors import DeskMissingError, FileError
from mentor_desk.files import whole_file
from mentor_desk.paths import DATABASE_NAME, KEYS_NAME, SET_ASIDE_NAME

FILES = (DATABASE_NAME, f"{DATABASE_NAME}-journal", KEYS_NAME)
# Nothing of ours is larger; a file that only claims its size would fill the disk.
MOST_BYTES = 1 << 36


def copy_aside(folder: Path, *, now: datetime) -> Path:
    """Copy what lies in a desk's folder into a dated folder of its own, and return that.

    The copies are byte for byte; nobody may have the desk open. Raises DeskMissingError when there
    is nothing to copy, FileError when the disk refuses.
    """
    present = [folder / name for name in FILES if (folder / name).is_file()]
    if not present:
        raise DeskMissingError(f"There is nothing of a desk in {folder} that could be copied.")
    target = free_place(folder, now)
    try:
        target.mkdir(parents=True, mode=0o700)
        for path in present:
            _copy(path, target / path.name)
    except (OSError, FileError) as problem:
        shutil.rmtree(target, ignore_errors=True)
        if isinstance(problem, FileError):
            raise
        reason = (problem.strerror or str(problem)).lower()
        raise FileError(f"The files in {folder} could not be copied aside: {reason}.") from problem
    return target


def free_place(folder: Path, now: datetime) -> Path:
    """Return a dated folder for files that are set aside, which does not exist yet."""
    stem = now.astimezone().strftime("%Y-%m-%d %H.%M.%S")
    target, number = folder / SET_ASIDE_NAME / stem, 1
    while target.exists():
        number += 1
        target = folder / SET_ASIDE_NAME / f"{stem} {number}"
    return target


def _copy(path: Path, target: Path) -> None:
    if path.stat().st_size > MOST_BYTES:
        raise FileError(f"“{path.name}” is too large to be the file of a desk.")
    with path.open("rb") as source, whole_file(target) as stream:
        shutil.copyfileobj(source, stream)
    times = path.stat()
    os.utime(target, ns=(times.st_atime_ns, times.st_mtime_ns))
