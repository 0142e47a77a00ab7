"""Look at what lies where a desk should, before anything of it is opened, and refuse it by name."""

import os
import stat
from pathlib import Path

from mentor_desk.errors import (
    DeskDamagedError,
    DeskEmptyError,
    DeskFileError,
    DeskMissingError,
)
from mentor_desk.paths import DATABASE_NAME, KEYS_NAME
from mentor_desk.storage.database import PAGE

_CONNECT = (
    "Nothing was changed; if it lies on a stick or another disk, see that this is connected, and"
    " try again."
)


def look_at(path: Path) -> None:
    """Refuse a file that cannot be the database of a desk, without opening it as one.

    Nothing of the file is read, for it may be open in this very program, and closing a second
    handle on it would drop the locks of the first. Raises DeskMissingError, DeskEmptyError or
    DeskDamagedError.
    """
    refuse_closed(path.parent)
    if not _lies_at(path):
        raise DeskMissingError(f"The data file “{path.name}” is missing from {path.parent}.")
    try:
        found = path.stat()
    except OSError as problem:
        raise DeskFileError(
            f"The data file “{path.name}” in {path.parent} cannot be reached: {_reason(problem)}."
            f" {_CONNECT}"
        ) from problem
    if not stat.S_ISREG(found.st_mode):
        raise DeskDamagedError(f"“{path}” is not a file, so it cannot be a desk.")
    if found.st_size < PAGE:
        raise DeskEmptyError(
            f"The data file “{path.name}” in {path.parent} is empty or cut off"
            f" ({found.st_size} bytes)."
            " Nothing was changed; look for a backup of it."
        )
    refuse_unreadable(path)


def refuse_unreadable(path: Path) -> None:
    """Refuse a database that this user may not read, which says nothing of what is in it."""
    if not os.access(path, os.R_OK):
        raise DeskFileError(
            f"The data file “{path.name}” in {path.parent} may not be read by you. Nothing was"
            " changed; give yourself the right to read it, and try again."
        )


def is_desk(folder: Path) -> bool:
    """Tell whether anything of a desk lies in a folder, whole or not, or a link in its place.

    Raises DeskFileError where nobody can say, as for a stick that was pulled out.
    """
    refuse_closed(folder)
    return any(_lies_at(folder / name) for name in (DATABASE_NAME, KEYS_NAME))


def refuse_no_desk(folder: Path) -> None:
    """Refuse a folder in which nothing of a desk lies; raises DeskMissingError or DeskFileError."""
    if not is_desk(folder):
        raise DeskMissingError(f"There is no desk in {folder}.")


def refuse_closed(folder: Path) -> None:
    """Refuse a folder that does not answer, where anything or nothing may lie.

    One that is not there is none of these. Raises DeskFileError.
    """
    try:
        mode = folder.stat().st_mode
    except FileNotFoundError:
        _refuse_link_to_nowhere(folder)
        return
    except OSError as problem:
        raise _unanswered(folder, problem) from problem
    if not stat.S_ISDIR(mode):
        raise DeskFileError(
            f"{folder} is not a folder, so no desk can lie in it. Nothing was changed; please look"
            " what lies there."
        )
    if not os.access(folder, os.X_OK):
        raise DeskFileError(
            f"The folder {folder} may not be looked into by you. Nothing was changed; give yourself"
            " the right to, and try again."
        )


def _refuse_link_to_nowhere(folder: Path) -> None:
    there = next((each for each in (folder, *folder.parents) if os.path.lexists(each)), folder)
    if there.is_symlink() and not there.exists():
        raise DeskFileError(f"{there} is a link to a place that is not there now. {_CONNECT}")


def _lies_at(path: Path) -> bool:
    try:
        path.lstat()
    except FileNotFoundError:
        return False
    except OSError as problem:
        raise _unanswered(path.parent, problem) from problem
    return True


def _unanswered(folder: Path, problem: OSError) -> DeskFileError:
    return DeskFileError(
        f"The folder {folder} cannot be looked into: {_reason(problem)}. {_CONNECT}"
    )


def _reason(problem: OSError) -> str:
    return (problem.strerror or str(problem)).lower()
