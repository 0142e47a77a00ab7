"""Where a desk can be made: in a folder of its own, with nothing else in it."""

import contextlib
import os
from pathlib import Path

from mentor_desk.errors import DeskFileError
from mentor_desk.files import PART
from mentor_desk.paths import (
    BACKUPS_NAME,
    LOCK_NAME,
    RESTORING_NAME,
    SEALED_NAME,
    SET_ASIDE_NAME,
    STARTS_NAME,
)
from mentor_desk.storage.backups.restoring import refuse_inside_a_desk
from mentor_desk.storage.looking import is_desk

# What a desk that was lost leaves, and what systems put into every folder.
_TRACES = (LOCK_NAME, STARTS_NAME, SEALED_NAME, SET_ASIDE_NAME, RESTORING_NAME)
_MAY_LIE_THERE = frozenset(
    {
        *(*_TRACES, BACKUPS_NAME),
        *(".DS_Store", ".Trash-1000", "Thumbs.db", "desktop.ini", "lost+found"),
    }
)


def refuse_taken(folder: Path) -> None:
    """Refuse to make a desk where one lies, or among other things: its folder is its own.

    The folder of a desk is closed to everybody else, so it must not be that of other things. What
    is left of a desk that was lost may lie there. Within the folder of another desk it would be in
    the way of that. Raises a FileError.
    """
    if is_desk(folder):
        raise DeskFileError(f"There is already a desk in {folder}.")
    refuse_inside_a_desk(folder)
    with contextlib.suppress(OSError):
        names = sorted(path.name for path in folder.iterdir())
        others = [name for name in names if name not in _MAY_LIE_THERE and not _is_part(name)]
        if others:
            raise DeskFileError(
                f"There are other things in {folder}, such as “{others[0]}”, and a desk has a"
                " folder of its own. Name one that is empty, or that is not there yet."
            )


def refuse_among_others(folder: Path) -> None:
    """Refuse the same for a desk that is brought back, unless it lies there or has lain there.

    Raises a FileError.
    """
    if is_desk(folder) or any(os.path.lexists(folder / name) for name in _TRACES):
        refuse_inside_a_desk(folder)
    else:
        refuse_taken(folder)


def _is_part(name: str) -> bool:
    return name.startswith(".") and name.endswith((PART, f"{PART}-journal"))
