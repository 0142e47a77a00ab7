"""What the program keeps from the other users of the computer: its memory and its files."""

import contextlib
import os
import stat
from pathlib import Path

OTHERS = stat.S_IRWXG | stat.S_IRWXO


def keep_to_oneself() -> None:
    """Leave no memory on the disk when the process crashes, and no new file to other users.

    Called first of all. A system that has no such limits has none to set.
    """
    os.umask(OTHERS)
    # Windows has no such module, and writes no memory to the disk unless it is told to.
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource  # noqa: PLC0415

        _, most = resource.getrlimit(resource.RLIMIT_CORE)
        resource.setrlimit(resource.RLIMIT_CORE, (0, most))


def keep_from_others(path: Path) -> None:
    """Take everybody else's rights to a file or folder away, if there are any.

    A folder that belongs to all, such as the one for temporary files, is left as it is; so is a
    disk that knows no owners.
    """
    with contextlib.suppress(OSError):
        mode = path.stat().st_mode
        if mode & OTHERS and not mode & stat.S_ISVTX:
            path.chmod(stat.S_IMODE(mode) & ~OTHERS)
