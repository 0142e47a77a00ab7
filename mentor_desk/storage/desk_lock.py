"""One desk, one program: a lock that the operating system holds for the life of the process."""

import contextlib
import os
import sys
from pathlib import Path

from mentor_desk.errors import DeskBusyError, DeskReadOnlyError
from mentor_desk.paths import LOCK_NAME


class DeskLock:
    """The right to open a desk; it falls with the process, so a stale lock never blocks.

    Raises DeskBusyError when another program holds it, DeskReadOnlyError when the folder cannot
    be written to.
    """

    def __init__(self, folder: Path) -> None:
        if not os.access(folder, os.W_OK):
            raise DeskReadOnlyError(
                f"The folder {folder} is read-only, so the desk in it cannot be opened."
                " Copy the folder to a place where you may write, and open it there."
            )
        try:
            self._handle: int | None = os.open(
                folder / LOCK_NAME, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600
            )
        except OSError as problem:
            raise DeskReadOnlyError(f"The folder {folder} cannot be written to.") from problem
        try:
            _hold(self._handle)
        except OSError:
            os.close(self._handle)
            self._handle = None
            raise DeskBusyError(
                "This desk is already open in another copy of Mentor Desk."
                " Nothing was changed; go on in the other window, or close it first."
            ) from None

    def release(self) -> None:
        """Give the desk free; calling it again does nothing."""
        if self._handle is not None:
            with contextlib.suppress(OSError):
                os.close(self._handle)
            self._handle = None


if sys.platform == "win32":
    import msvcrt

    def _hold(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _hold(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
