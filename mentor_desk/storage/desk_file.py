"""Look at, make and open the file of a desk, or refuse it with a sentence of its own."""

import contextlib
import os
import stat
import threading
from collections.abc import Callable, Generator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mentor_desk.errors import (
    DeskDamagedError,
    DeskEmptyError,
    DeskFileError,
    DeskMissingError,
)
from mentor_desk.paths import BACKUPS_NAME, DATABASE_NAME, KEYS_NAME, SET_ASIDE_NAME
from mentor_desk.privacy import keep_from_others
from mentor_desk.storage.database import (
    APPLICATION_ID,
    PAGE,
    SCHEMA,
    connect,
    explained,
    schema_of,
)
from mentor_desk.storage.reading import Reader
from mentor_desk.storage.watching import Watch

if TYPE_CHECKING:
    from sqlalchemy import Engine

PLAIN_HEADER = b"SQLite format 3\0"
_CONNECT = (
    "Nothing was changed; if it lies on a stick or another disk, see that this is connected, and"
    " try again."
)


class OpenFile:
    """An open database: its one connection, its key, and whose turn it is.

    Whoever works on `connection` holds `turn`, except a backup, which takes its slices between
    the units of work of others. `path` is None for a database in memory. The `remark` is a sentence
    about what lay beside the file and was put aside, if there is something to tell.
    """

    def __init__(self, connection: Any, *, key: bytes = b"", path: Path | None = None) -> None:
        self.connection = connection
        self.key = key
        self.path = path
        self.remark = ""
        self.turn = threading.RLock()
        self._units = 0
        self.watch = Watch(path, connection) if path else None

    @cached_property
    def engine(self) -> "Engine":
        """SQLAlchemy's engine over the connection, loaded when first asked for."""
        from mentor_desk.storage.engine import engine_on  # noqa: PLC0415

        return engine_on(self.connection)

    @cached_property
    def writer(self) -> "Engine":
        """The same engine for units of work that write."""
        from mentor_desk.storage.engine import writing  # noqa: PLC0415

        return writing(self.engine)

    @contextlib.contextmanager
    def unit(self) -> Generator[None]:
        """Hold the turn for a unit of work; what a failure left open is taken back."""
        with self.turn:
            self._settle()
            self._units += 1
            try:
                yield
            finally:
                self._units -= 1
                self._settle()

    @contextlib.contextmanager
    def reading(self) -> Generator[Reader]:
        """Hold the turn for a unit of work that only reads, by SQL alone."""
        with self.unit():
            self.connection.execute("pragma query_only=on")
            self.connection.execute("begin")
            try:
                yield Reader(self.connection)
            finally:
                self.connection.rollback()

    @contextlib.contextmanager
    def unchanged(self) -> Generator[None]:
        """Refuse to write, with DeskChangedError, when another program has been at the file.

        Raises DeskFileError when no more than the last flush of all was refused: then the step is
        there, and nobody may be told that it was not saved.
        """
        if self.watch is None:
            yield
            return
        self.watch.look()
        try:
            yield
        except BaseException:
            self.watch.remember_failure()
            self.watch.refuse_unconfirmed()
            raise
        self.watch.remember()

    def changing_keys(self) -> contextlib.AbstractContextManager[None]:
        """Have the watch know that it is we who change the ways into this desk."""
        return self.watch.changing_keys() if self.watch else contextlib.nullcontext()

    def close(self) -> None:
        """Close the connection, after whoever has the turn, and drop the key."""
        with self.turn:
            self.key = b""
            if "engine" in self.__dict__:
                self.engine.dispose()
            self.connection.close()

    def _settle(self) -> None:
        # Without memory not even the taking back works, and nothing else would until the end.
        if not self._units and self.connection.in_transaction:
            self.connection.rollback()


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


def make_database(path: Path, key: bytes) -> None:
    """Make an empty encrypted database at today's schema; never over a file that exists."""
    from mentor_desk.storage.upgrading import upgrade  # noqa: PLC0415

    if path.exists():
        raise DeskFileError(f"There is already a desk in {path.parent}.")
    with explained(path.parent):
        connection = connect(path, key)
        connection.execute(f"pragma application_id={APPLICATION_ID}")
        connection.close()
        path.chmod(0o600)
    upgrade(path, key)


def open_database(
    path: Path,
    key: bytes,
    *,
    back_up: Callable[[Path, bytes], object] = lambda _path, _key: None,
) -> OpenFile:
    """Open an existing database, upgraded to today's schema if it is older.

    The caller holds the lock of its folder. `back_up` is called before an upgrade, with the file
    and its key. Raises a DeskFileError, each kind with its own
    sentence, before anything is written.
    """
    look_at(path)
    _keep_from_others(path.parent)
    refuse_plain(path)
    with explained(path.parent):
        found = schema_of(path, key)
    if found < SCHEMA:
        from mentor_desk.storage.upgrading import bring_up_to_date  # noqa: PLC0415

        bring_up_to_date(path, key, back_up=back_up)
    with explained(path.parent):
        return OpenFile(connect(path, key), key=key, path=path)


def _keep_from_others(folder: Path) -> None:
    """Take everybody else's rights to what is ours in the folder of a desk, and to the folder.

    Who keeps other things in it looks after those.
    """
    keep_from_others(folder)
    for each in folder.glob(f"{Path(DATABASE_NAME).stem}.*"):
        keep_from_others(each)
    for name in (BACKUPS_NAME, SET_ASIDE_NAME):
        for place, _, files in os.walk(folder / name):
            keep_from_others(Path(place))
            for file in files:
                keep_from_others(Path(place, file))


def refuse_plain(path: Path) -> None:
    """Refuse a database that was never encrypted; asked by who holds the lock of its folder."""
    try:
        with path.open("rb") as stream:
            head = stream.read(len(PLAIN_HEADER))
    except OSError as problem:
        reason = (problem.strerror or str(problem)).lower()
        raise DeskFileError(
            f"The data file “{path.name}” in {path.parent} cannot be read: {reason}."
        ) from problem
    if head == PLAIN_HEADER:
        raise DeskDamagedError(
            f"“{path.name}” is a database that is not encrypted, so it is not a desk."
        )
