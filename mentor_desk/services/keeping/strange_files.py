"""Keep what lies beside a data file and is of another one from being played into the desk."""

import contextlib
from datetime import UTC, datetime
from pathlib import Path

from mentor_desk.files import PART
from mentor_desk.paths import DATABASE_NAME
from mentor_desk.storage.beside import filled_beside, no_files_beside
from mentor_desk.storage.desk_lock import DeskLock

WORK_NAME = f".played{PART}"


def set_strangers_aside(folder: Path, key: bytes, lock: DeskLock) -> str:
    """Put a journal or a log aside that is not of the desk of a folder; return a sentence on it.

    One that is in doubt is kept as it lies before it is played, and told as well. Asked under the
    `lock` of the folder, which tells whether the desk was left open, before the data file is
    connected to; where nothing lies beside it, nothing is read. Raises DeskMixedError where the key
    itself is of another desk, and a FileError.
    """
    path = folder / DATABASE_NAME
    if not _has_beside(path):
        return ""
    from mentor_desk.storage.damage import strangers  # noqa: PLC0415
    from mentor_desk.storage.damage.mixed import refuse_mixed  # noqa: PLC0415
    from mentor_desk.storage.desk_file import refuse_plain  # noqa: PLC0415

    _clear_work(folder)
    refuse_plain(path)
    # By a key that is wrong nothing beside the file would seem to belong to it.
    refuse_mixed(path, key)
    now, work = datetime.now(UTC), folder / WORK_NAME
    remarks = (
        strangers.put_no_files_aside(path, now=now),
        strangers.set_strangers_aside(path, key, work, ending=lock.ending, now=now),
    )
    lock.take_over()
    return " ".join(filter(None, remarks))


def has_strangers(folder: Path, key: bytes, lock: DeskLock) -> bool:
    """Tell whether anything lies there that `set_strangers_aside` would put aside or keep."""
    path = folder / DATABASE_NAME
    if not _has_beside(path):
        return False
    from mentor_desk.storage.damage import strangers  # noqa: PLC0415

    work = folder / WORK_NAME
    return strangers.are_there(path, key, work, ending=lock.ending)


def _has_beside(path: Path) -> bool:
    return bool(filled_beside(path) or no_files_beside(path))


def _clear_work(folder: Path) -> None:
    # What was left behind when this was killed.
    for left in folder.glob(f"*{WORK_NAME}*"):
        with contextlib.suppress(OSError):
            left.unlink()
