"""Keep what lies beside a data file and is of another one from being played into the desk."""

import contextlib
from datetime import UTC, datetime
from pathlib import Path

from mentor_desk.files import PART
from mentor_desk.paths import DATABASE_NAME

WORK_NAME = f".played{PART}"


def set_strangers_aside(folder: Path, key: bytes) -> str:
    """Put a journal or a log aside that is not of the desk of a folder; return a sentence on it.

    Asked under the lock of the folder before the data file is connected to; where nothing lies
    beside it, nothing is read. Raises DeskMixedError where the key itself is of another desk, and a
    FileError.
    """
    if not has_beside(folder):
        return ""
    from mentor_desk.storage.damage import settling  # noqa: PLC0415
    from mentor_desk.storage.damage.mixed import refuse_mixed  # noqa: PLC0415
    from mentor_desk.storage.desk_file import refuse_plain  # noqa: PLC0415

    path = folder / DATABASE_NAME
    _clear_work(folder)
    refuse_plain(path)
    # By a key that is wrong nothing beside the file would seem to belong to it.
    refuse_mixed(path, key)
    return settling.set_strangers_aside(path, key, folder / WORK_NAME, now=datetime.now(UTC))


def has_beside(folder: Path) -> bool:
    """Tell whether anything lies beside a data file that the database may play into it."""
    path = folder / DATABASE_NAME
    return any(_is_filled(path.with_name(path.name + end)) for end in ("-journal", "-wal"))


def has_strangers(folder: Path, key: bytes) -> bool:
    """Tell whether anything lies there that `set_strangers_aside` would put aside."""
    if not has_beside(folder):
        return False
    from mentor_desk.storage.damage.settling import strangers_beside  # noqa: PLC0415

    return bool(strangers_beside(folder / DATABASE_NAME, key, folder / WORK_NAME))


def _clear_work(folder: Path) -> None:
    # What was left behind when this was killed.
    for left in folder.glob(f"*{WORK_NAME}*"):
        with contextlib.suppress(OSError):
            left.unlink()


def _is_filled(path: Path) -> bool:
    try:
        return path.stat().st_size > 0
    except OSError:
        return False
