"""One desk, one program: a lock that the operating system holds for the life of the process."""

import contextlib
import json
import os
import platform
import sys
import threading
from enum import Enum, auto
from pathlib import Path
from typing import Any

from mentor_desk.errors import DeskBusyError, DeskReadOnlyError
from mentor_desk.paths import DATABASE_NAME, LOCK_NAME
from mentor_desk.storage.beside import filled_beside

# The first byte is the one that is locked; on Windows nobody else can read it.
_AFTER_LOCKED = 1
_LONGEST_NOTE = 1000
# macOS has only the other.
_flush = getattr(os, "fdatasync", os.fsync)


class Ending(Enum):
    """How the last program that had a desk let it go, as far as its note in the lock tells.

    GIVEN_BACK, and the data file lies as it did then. AT_REST: it died, and the file lies as it did
    after the last save that was acknowledged. IN_A_SAVE: it died, and a save had begun.
    WRITTEN_SINCE: it died, and the file lies otherwise than noted, as after a loss of power, or
    where it was copied. UNTOLD where nothing tells, or another file lies there.
    """

    GIVEN_BACK = auto()
    AT_REST = auto()
    IN_A_SAVE = auto()
    WRITTEN_SINCE = auto()
    UNTOLD = auto()


class DeskLock:
    """The right to open a desk; it falls with the process, so a stale lock never blocks.

    It is held on the lock file and on the folder itself, so that removing the file frees nothing.
    A note in the file says who has it, and how the data file lay after the last save, or when it
    was given back: by the one of the last program, `ending` tells how that let the desk go. Raises
    DeskBusyError, which says who holds it, or DeskReadOnlyError when the folder cannot be written
    to.
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
        self._turn = threading.Lock()
        try:
            self._hold_folder(folder)
            handle = self._hold(folder / LOCK_NAME, os.O_RDWR | os.O_CREAT)
            if _has_another_name(folder / DATABASE_NAME):
                # The same file in another folder is the same desk, and has a lock file there.
                self._hold(folder / DATABASE_NAME, os.O_RDONLY)
            lies, last = _as_it_lies(self._database), _note_in(handle)
            self.ending = _ending(last, lies)
            self._note = _note_of_ours()
            # Whoever comes next must know no less than we do of what lies beside the data file.
            self._saved = last.get("saved", lies or [])
            is_of_last = filled_beside(self._database)
            self._leave_note(handle, self.ending if is_of_last else Ending.AT_REST)
            self._noted = handle
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
            self._leave_note(self._noted, Ending.AT_REST)

    def note_saved(self, lies: tuple[int, int] | None) -> None:
        """Note the size and the time of the data file after a save, or None when one begins.

        The time alone would not do, for that of some disks goes by two seconds. Nothing is flushed:
        the note outlasts the program, and after a loss of power it may be an earlier one, which is
        of a file that was written to since.
        """
        with self._turn:
            if self._noted is not None:
                self._note["saved"] = lies
                _write_note(self._noted, self._note)

    def release(self) -> None:
        """Give the desk free; calling it again does nothing."""
        with self._turn:
            self._note_given_back()
        while self._handles:
            with contextlib.suppress(OSError):
                os.close(self._handles.pop())

    def _leave_note(self, handle: int, ending: Ending) -> None:
        """Write into the lock who holds it, for whoever comes next; it outlasts a loss of power.

        By this `ending` is judged what lies beside the data file, if we die.
        """
        lies = _as_it_lies(self._database)
        self._note |= {
            "is_open": {Ending.GIVEN_BACK: False, Ending.UNTOLD: None}.get(ending, True),
            "saved": self._saved if filled_beside(self._database) else lies or [],
        }
        given_back = {"given_back": lies} if ending is Ending.GIVEN_BACK else {}
        _write_lasting(handle, self._note | given_back)

    def _note_given_back(self) -> None:
        handle, self._noted = self._noted, None
        # What still lies there is settled by the next opening, which asks whether it is of a crash.
        if handle is not None and not filled_beside(self._database):
            _write_lasting(handle, {"given_back": _as_it_lies(self._database)})

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


def _ending(note: dict[str, Any], lies: list[int] | None) -> Ending:
    """Return how the last one let the desk go, by its note and by how the data file lies now.

    That it gave it back tells nothing of a file that another one was put in place of since.
    """
    if "given_back" in note:
        return Ending.GIVEN_BACK if note["given_back"] == lies else Ending.UNTOLD
    if note.get("is_open") is not True:
        return Ending.UNTOLD
    if "saved" in note and note["saved"] is None:
        return Ending.IN_A_SAVE
    return Ending.AT_REST if note.get("saved") == (lies or []) else Ending.WRITTEN_SINCE


def _note_in(handle: int) -> dict[str, Any]:
    try:
        os.lseek(handle, _AFTER_LOCKED, os.SEEK_SET)
        # Where the power went, zeros may stand in its place.
        return _as_note(os.read(handle, _LONGEST_NOTE).strip(b"\0 "))
    except OSError:
        return {}


def _note_of_ours() -> dict[str, Any]:
    return {
        "process": os.getpid(),
        "user": _user(),
        "computer": platform.node(),
        # A command never loads Qt, and the window cannot do without.
        "is_window": "PySide6" in sys.modules,
    }


def _as_it_lies(database: Path) -> list[int] | None:
    """Return by what a file is known again that nobody has written to since."""
    try:
        found = database.stat()
    except OSError:
        return None
    return [found.st_size, found.st_mtime_ns]


def _write_lasting(handle: int, note: dict[str, Any]) -> None:
    # On the disk before any save, for a loss of power is a crash too.
    _write_note(handle, note)
    with contextlib.suppress(OSError):
        _flush(handle)


def _write_note(handle: int, note: dict[str, Any]) -> None:
    with contextlib.suppress(OSError):
        _write_at(handle, json.dumps(note).encode().ljust(_LONGEST_NOTE), _AFTER_LOCKED)


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

    def _write_at(handle: int, content: bytes, at: int) -> None:
        os.lseek(handle, at, os.SEEK_SET)
        os.write(handle, content)

    def _user() -> str:
        return os.environ.get("USERNAME", "")

    def _user_name(user: str) -> str:
        return user

else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _write_at(handle: int, content: bytes, at: int) -> None:
        os.pwrite(handle, content, at)

    def _user() -> str:
        return str(os.getuid())

    def _user_name(user: str) -> str:
        import pwd  # noqa: PLC0415

        try:
            return pwd.getpwuid(int(user)).pw_name
        except (KeyError, ValueError, OverflowError):
            return user
