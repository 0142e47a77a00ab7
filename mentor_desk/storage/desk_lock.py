"""One desk, one program: a lock that the operating system holds for the life of the process."""

import contextlib
import json
import os
import platform
import sys
from pathlib import Path
from typing import Any

from mentor_desk.errors import DeskBusyError, DeskReadOnlyError
from mentor_desk.paths import DATABASE_NAME, LOCK_NAME
from mentor_desk.storage.beside import filled_beside

# The first byte is the one that is locked; on Windows nobody else can read it.
_AFTER_LOCKED = 1
_LONGEST_NOTE = 1000
# The note is on the disk once it is written, and so before any save: a power cut is a crash too.
_LASTING = getattr(os, "O_DSYNC", 0)


class DeskLock:
    """The right to open a desk; it falls with the process, so a stale lock never blocks.

    It is held on the lock file and on the folder itself, so that removing the file frees nothing.
    A note in the file says who has it, and once it is given back how the data file lay then:
    `was_left_open` tells whether the last one never did, as in a crash; None where nothing tells,
    or another file lies there. Raises DeskBusyError, which says who holds it, or DeskReadOnlyError
    when the folder cannot be written to.
    """

    def __init__(self, folder: Path) -> None:
        if not os.access(folder, os.W_OK):
            raise DeskReadOnlyError(
                f"The folder {folder} is read-only, so the desk in it cannot be opened."
                " Copy the folder to a place where you may write, and open it there."
            )
        self._database = folder / DATABASE_NAME
        self._handles: list[int] = []
        self._noted: int | None = None
        try:
            self._hold_folder(folder)
            note = self._hold(folder / LOCK_NAME, os.O_RDWR | os.O_CREAT | _LASTING)
            if _has_another_name(folder / DATABASE_NAME):
                # The same file in another folder is the same desk, and has a lock file there.
                self._hold(folder / DATABASE_NAME, os.O_RDONLY)
            self.was_left_open = _was_left_open(note, self._database)
            # Whoever comes next must know no less than we do of what lies beside the data file.
            is_open = self.was_left_open if filled_beside(self._database) else True
            self._leave_note(note, is_open=is_open)
            self._noted = note
        except _HeldError:
            self.release()
            raise DeskBusyError(_who_holds(folder / LOCK_NAME)) from None
        except OSError as problem:
            self.release()
            raise DeskReadOnlyError(f"The folder {folder} cannot be written to.") from problem
        except BaseException:
            self.release()
            raise

    def take_over(self) -> None:
        """Note that what lies beside the data file from now on is of whoever has this lock."""
        if self._noted is not None:
            self._leave_note(self._noted, is_open=True)

    def release(self) -> None:
        """Give the desk free; calling it again does nothing."""
        self._note_given_back()
        while self._handles:
            with contextlib.suppress(OSError):
                os.close(self._handles.pop())

    def _leave_note(self, handle: int, *, is_open: bool | None) -> None:
        """Write into the lock who holds it, for whoever comes next; it outlasts a loss of power."""
        note: dict[str, Any] = {
            "is_open": is_open,
            "process": os.getpid(),
            "user": _user(),
            "computer": platform.node(),
            # A command never loads Qt, and the window cannot do without.
            "is_window": "PySide6" in sys.modules,
        }
        if is_open is False:
            note["given_back"] = _as_it_lies(self._database)
        _write_note(handle, note)

    def _note_given_back(self) -> None:
        note, self._noted = self._noted, None
        # What still lies there is settled by the next opening, which asks whether it is of a crash.
        if note is not None and not filled_beside(self._database):
            _write_note(note, {"given_back": _as_it_lies(self._database)})

    def _hold_folder(self, folder: Path) -> None:
        # The lock file can be removed by whoever tidies up, and another made in its place; the
        # folder stays. Windows lets nobody remove the file, and some network disks lock no folder.
        if sys.platform == "win32":
            return
        try:
            self._hold(folder, os.O_RDONLY | os.O_DIRECTORY)
        except OSError:
            return
        except _HeldError as held:
            if isinstance(held.__cause__, BlockingIOError):
                raise

    def _hold(self, path: Path, how: int) -> int:
        handle = os.open(path, how | getattr(os, "O_CLOEXEC", 0), 0o600)
        self._handles.append(handle)
        try:
            _lock(handle)
        except OSError as problem:
            raise _HeldError from problem
        return handle


class _HeldError(Exception):
    """Another program holds the lock."""


def _was_left_open(handle: int, database: Path) -> bool | None:
    """Tell by the note of the last one whether it never gave the desk back; None: nothing tells.

    That it gave it back tells nothing of a file that another one was put in place of since.
    """
    try:
        os.lseek(handle, _AFTER_LOCKED, os.SEEK_SET)
        # Where the power went, zeros may stand in its place.
        note = _as_note(os.read(handle, _LONGEST_NOTE).strip(b"\0 "))
    except OSError:
        return None
    if "given_back" in note:
        return False if note["given_back"] == _as_it_lies(database) else None
    told = note.get("is_open")
    return told if isinstance(told, bool) else None


def _as_it_lies(database: Path) -> list[int] | None:
    """Return by what a file is known again that nobody has written to since."""
    try:
        found = database.stat()
    except OSError:
        return None
    return [found.st_size, found.st_mtime_ns]


def _write_note(handle: int, note: dict[str, Any]) -> None:
    with contextlib.suppress(OSError):
        os.lseek(handle, _AFTER_LOCKED, os.SEEK_SET)
        os.write(handle, json.dumps(note).encode().ljust(_LONGEST_NOTE))


def _who_holds(path: Path) -> str:
    """Return a sentence on who has the desk, as far as its note tells."""
    note = _read_note(path)
    process = note.get("process")
    if note.get("computer", platform.node()) != platform.node():
        return (
            f"This desk is already open on the computer “{note['computer']}”."
            " Nothing was changed; close it there first."
        )
    if note.get("user", _user()) != _user():
        return (
            "Another user of this computer has this desk already open"
            f" (“{_user_name(note['user'])}”, process {process})."
            " Nothing was changed; it can be opened once they close it."
        )
    if note.get("is_window") is False and process != os.getpid():
        return (
            f"A command of Mentor Desk is at work on this desk (process {process})."
            " Nothing was changed; try again when it is done."
        )
    return (
        "This desk is already open in another copy of Mentor Desk."
        " Nothing was changed; go on in the other window, or close it first."
    )


def _read_note(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as stream:
            stream.seek(_AFTER_LOCKED)
            return _as_note(stream.read(_LONGEST_NOTE))
    except OSError:
        return {}


def _as_note(held: bytes) -> dict[str, Any]:
    try:
        note = json.loads(held)
    except (ValueError, RecursionError):
        return {}
    return note if isinstance(note, dict) else {}


def _has_another_name(path: Path) -> bool:
    try:
        return sys.platform != "win32" and path.stat().st_nlink > 1
    except OSError:
        return False


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

    def _user() -> str:
        return os.environ.get("USERNAME", "")

    def _user_name(user: str) -> str:
        return user

else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _user() -> str:
        return str(os.getuid())

    def _user_name(user: str) -> str:
        import pwd  # noqa: PLC0415

        try:
            return pwd.getpwuid(int(user)).pw_name
        except (KeyError, ValueError, OverflowError):
            return user
