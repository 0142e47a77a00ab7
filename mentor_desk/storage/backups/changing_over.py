"""Change the files of a desk over to those of a restore, also after a kill half way.

What is to come lies in a folder of its own, with what is to go beside it, and a mark that both
are whole. Whoever finds the mark finishes the work.
"""

import contextlib
import os
import re
import shutil
import stat
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from mentor_desk.errors import DeskError, DeskFileError, FileError
from mentor_desk.files import flush_folder, whole_file, write_whole
from mentor_desk.paths import (
    DATABASE_NAME,
    KEYS_NAME,
    RESTORING_NAME,
    SEALED_NAME,
    SET_ASIDE_NAME,
)
from mentor_desk.storage.damage.aside import free_place
from mentor_desk.storage.desk_lock import DeskLock
from mentor_desk.storage.keys.vault import read_vault

SIDECARS = tuple(f"{DATABASE_NAME}{ending}" for ending in ("-journal", "-wal", "-shm"))
ASIDE, READY, PROBE = "aside", "ready", "probe"
_OUR_NAME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}\.[0-9]{2}\.[0-9]{2}( [0-9]{1,9})?")


@dataclass(frozen=True, slots=True)
class Settled:
    """Where the desk that lay there before is kept now.

    The `remark` is a sentence for the mentor when the files are changed over, but what was there
    before is not where it belongs.
    """

    set_aside: Path | None = None
    remark: str = ""


def keep_present(folder: Path, now: datetime, *, keys: bytes | None = None) -> None:
    """Keep all of the present desk in the staging folder, and set the mark that all is ready.

    Where its key file is lost, these `keys` are kept with it. Before that it is tried whether the
    present desk can be put aside at all. Raises FileError when it cannot; then there is no mark.
    """
    staging = folder / RESTORING_NAME
    (staging / ASIDE).mkdir(mode=0o700)
    present = [each for each in _parts(folder) if os.path.lexists(each)]
    name = _proven_place(folder, now).name if present else ""
    for each in present:
        if each.is_file():
            _keep(each, staging / ASIDE / each.name)
    if keys is not None:
        write_whole(staging / ASIDE / KEYS_NAME, keys)
    flush_folder(staging / ASIDE)
    write_whole(staging / READY, name.encode())


def finish(folder: Path) -> Settled:
    """Change over if the mark is there, put aside what was before, and clear up.

    The caller holds the lock of the folder. Raises OSError when the files could not be changed
    over; nobody may open the desk then.
    """
    staging = folder / RESTORING_NAME
    if not _is_folder(staging):
        return Settled()
    # Where the mark cannot be looked for, it may be there.
    next(staging.iterdir(), None)
    if _is_ready(staging) and _is_file(staging / DATABASE_NAME):
        _change_over(folder, staging)
    return _cleared_up(folder, staging)


def finish_restore(folder: Path) -> str:
    """Finish a restore that was killed half way, or clear up one that had not begun to count.

    Does nothing when there is none, or while another program is at it. Returns a sentence when
    the desk can be opened, but something is left to be told; else nothing. Raises DeskFileError
    when the files could not be changed over.
    """
    if not _is_folder(folder / RESTORING_NAME):
        return ""
    try:
        lock = DeskLock(folder)
    except DeskError:
        # The opening that follows says who has the desk, or that nothing can be written.
        return ""
    try:
        return finish(folder).remark
    except OSError as problem:
        raise DeskFileError(
            f"A restore was begun in {folder} and cannot be finished: {_reason(problem)}. Nothing"
            " is lost; the next opening of the desk tries again."
        ) from problem
    finally:
        lock.release()


def clear(staging: Path) -> None:
    """Remove a staging folder, the mark first. Raises OSError."""
    if not _is_folder(staging):
        return
    if _is_file(staging / READY):
        (staging / READY).unlink()
    shutil.rmtree(staging)


def _parts(folder: Path) -> list[Path]:
    return [folder / name for name in (DATABASE_NAME, *SIDECARS, KEYS_NAME, SEALED_NAME)]


def _proven_place(folder: Path, now: datetime) -> Path:
    """Return a place that takes a folder of ours: one has just been there."""
    try:
        (folder / SET_ASIDE_NAME).mkdir(mode=0o700, exist_ok=True)
        target = free_place(folder, now)
        probe = folder / RESTORING_NAME / PROBE
        probe.mkdir(mode=0o700)
        probe.rename(target)
        target.rmdir()
    except OSError as problem:
        raise FileError(
            f"The desk as it is now cannot be put aside in {folder / SET_ASIDE_NAME}:"
            f" {_reason(problem)}. Nothing was restored, and the desk is as it was."
        ) from problem
    return target


def _keep(path: Path, target: Path) -> None:
    try:
        if path.is_symlink():
            raise OSError
        os.link(path, target)
    except OSError:
        # A disk without links takes a copy.
        with path.open("rb") as source, whole_file(target) as stream:
            shutil.copyfileobj(source, stream)


def _is_ready(staging: Path) -> bool:
    return _is_file(staging / READY) and _is_folder(staging / ASIDE)


def _change_over(folder: Path, staging: Path) -> None:
    for each in _parts(folder):
        if os.path.lexists(each) and not each.is_file():
            # What is no file cannot be kept beforehand, and would stand in the way.
            each.rename(staging / ASIDE / each.name)
    for name in SIDECARS:
        # A journal of the old data must never be played into the new.
        (folder / name).unlink(missing_ok=True)
    flush_folder(folder)
    if _is_file(staging / KEYS_NAME):
        if not _are_of_one_desk(staging / KEYS_NAME, folder / KEYS_NAME):
            # Under another key, nobody could read the words that wait here.
            (folder / SEALED_NAME).unlink(missing_ok=True)
        (staging / KEYS_NAME).replace(folder / KEYS_NAME)
    (staging / DATABASE_NAME).replace(folder / DATABASE_NAME)
    flush_folder(folder)


def _are_of_one_desk(keys: Path, others: Path) -> bool:
    with contextlib.suppress(DeskError):
        ours, theirs = read_vault(keys), read_vault(others)
        return (ours.desk_id, ours.check) == (theirs.desk_id, theirs.check)
    return False


def _cleared_up(folder: Path, staging: Path) -> Settled:
    kept: Path | None = None
    try:
        if _is_ready(staging):
            kept = _moved_aside(folder, staging)
    except OSError as problem:
        place = staging / ASIDE
        return Settled(
            place,
            f"The desk of before the last restore could not be put aside in"
            f" {folder / SET_ASIDE_NAME}: {_reason(problem)}. It is kept in {place} until that"
            " works.",
        )
    try:
        if kept is not None:
            flush_folder(kept.parent)
        clear(staging)
        flush_folder(folder)
    except OSError as problem:
        return Settled(
            kept,
            f"What is left of a restore in {staging} could not be removed: {_reason(problem)}. The"
            " desk itself is whole.",
        )
    return Settled(kept)


def _moved_aside(folder: Path, staging: Path) -> Path | None:
    aside = staging / ASIDE
    if not any(aside.iterdir()):
        return None
    (folder / SET_ASIDE_NAME).mkdir(mode=0o700, exist_ok=True)
    target = _place_in_mark(folder, staging) or free_place(folder, datetime.now(UTC))
    aside.rename(target)
    return target


def _place_in_mark(folder: Path, staging: Path) -> Path | None:
    # Only a name that we would write: anything else could lead out of the folder.
    with contextlib.suppress(ValueError):
        name = (staging / READY).read_bytes().decode("ascii")
        place = folder / SET_ASIDE_NAME / name
        if _OUR_NAME.fullmatch(name) and not os.path.lexists(place):
            return place
    return None


def _is_file(path: Path) -> bool:
    return stat.S_ISREG(_mode(path))


def _is_folder(path: Path) -> bool:
    return stat.S_ISDIR(_mode(path))


def _mode(path: Path) -> int:
    # Of the thing itself: we never make a link, and follow none.
    with contextlib.suppress(OSError):
        return path.lstat().st_mode
    return 0


def _reason(problem: OSError) -> str:
    return (problem.strerror or str(problem)).lower()
