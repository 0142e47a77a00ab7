"""Copy the files of a desk aside as they lie, before anything is tried on them."""

import contextlib
import os
import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from mentor_desk.errors import DeskMissingError, FileError
from mentor_desk.files import whole_file
from mentor_desk.paths import DATABASE_NAME, KEYS_NAME, SEALED_NAME, SET_ASIDE_NAME
from mentor_desk.storage.damage.pages import PAGE

FILES = (DATABASE_NAME, f"{DATABASE_NAME}-journal", f"{DATABASE_NAME}-wal", KEYS_NAME)
# Nothing of ours is larger; a file that only claims its size would fill the disk.
MOST_BYTES = 1 << 36
BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Aside:
    """Where files were copied to, and how many pages the disk did not give back: zeros there."""

    folder: Path
    unread: int


def copy_aside(folder: Path, place: Path | None = None, *, now: datetime) -> Aside:
    """Copy what lies in a desk's folder into a dated folder of its own, and return that.

    It is made among those set aside, or in another `place`; to go with the desk, the words that
    were typed and not saved come along there.

    The copies are byte for byte, as far as the disk gives the bytes back; nobody may have the desk
    open. Raises DeskMissingError when there is nothing to copy, FileError when the disk refuses,
    and when it gives nothing back of the data file.
    """
    wanted = FILES if place is None else (*FILES, SEALED_NAME)
    present = [folder / name for name in wanted if (folder / name).is_file()]
    if not present:
        raise DeskMissingError(f"There is nothing of a desk in {folder} that could be copied.")
    target = _dated(place or folder / SET_ASIDE_NAME, now)
    try:
        target.mkdir(parents=True, mode=0o700)
        unread = sum(_copy(path, target / path.name) for path in present)
    except (OSError, FileError) as problem:
        take_back(target)
        if isinstance(problem, FileError):
            raise
        reason = (problem.strerror or str(problem)).lower()
        raise FileError(f"The files in {folder} could not be copied aside: {reason}.") from problem
    return Aside(target, unread)


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


def _copy(path: Path, target: Path) -> int:
    """Copy a file and return how many of its pages could not be read."""
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise FileError(f"“{path.name}” is too large to be the file of a desk.")
    with path.open("rb", buffering=0) as source, whole_file(target) as stream:
        unread = _copy_around(source, size, stream)
        if path.name == DATABASE_NAME and unread and unread >= -(-size // PAGE):
            raise FileError(
                f"Nothing of “{path.name}” in {path.parent} can be read from the disk. If it lies"
                " on a stick or another disk, see that this is connected, and try again."
            )
    times = path.stat()
    os.utime(target, ns=(times.st_atime_ns, times.st_mtime_ns))
    return unread


def _copy_around(source: BinaryIO, size: int, stream: BinaryIO) -> int:
    """Copy block by block, and page by page where the disk fails; a page it keeps becomes zeros."""
    at = unread = 0
    is_careful = False
    while at < size:
        part = _part(source, at, PAGE - at % PAGE if is_careful else BLOCK)
        if part is None and not is_careful:
            is_careful = True
            continue
        if part is None:
            unread += 1
            part = bytes(min(PAGE - at % PAGE, size - at))
        if not part:
            break
        stream.write(part)
        at += len(part)
        is_careful = is_careful and at % BLOCK != 0
    return unread


def _part(source: BinaryIO, at: int, most: int) -> bytes | None:
    try:
        source.seek(at)
        return source.read(most)
    except OSError:
        return None
