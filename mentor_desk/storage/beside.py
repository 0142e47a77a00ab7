"""What lies beside a data file under a name that the database library takes for its own."""

import os
import stat
from pathlib import Path

JOURNAL, LOG, INDEX = "-journal", "-wal", "-shm"


def filled_beside(path: Path) -> list[str]:
    """Return the endings of the journal and the log beside a data file that hold anything."""
    return [end for end in (JOURNAL, LOG) if _lies_filled(path.with_name(path.name + end))]


def no_files_beside(path: Path) -> list[str]:
    """Return the endings under which lies what is no file: a folder, a pipe, a link.

    The library would wait for ever for what comes out of a pipe.
    """
    return [end for end in (JOURNAL, LOG, INDEX) if _is_no_file(f"{path}{end}")]


def _lies_filled(path: Path) -> bool:
    try:
        found = path.lstat()
    except OSError:
        return False
    return stat.S_ISREG(found.st_mode) and found.st_size > 0


def _is_no_file(path: str) -> bool:
    # Asked before every save, and so in the quickest way.
    try:
        return not stat.S_ISREG(os.lstat(path).st_mode)
    except OSError:
        return False
