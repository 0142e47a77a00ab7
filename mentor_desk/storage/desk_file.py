"""Make and open the file of a desk, or refuse it with a sentence of its own."""

import contextlib
import os
import threading
from collections.abc import Callable, Generator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mentor_desk.errors import (
    DeskDamagedError,
    DeskFileError,
)
from mentor_desk.paths import BACKUPS_NAME, DATABASE_NAME, SET_ASIDE_NAME
from mentor_desk.privacy import keep_from_others
from mentor_desk.storage.database import (
    APPLICATION_ID,
    SCHEMA,
    connect,
    explained,
    schema_of,
)
from mentor_desk.storage.desk_lock import DeskLock
from mentor_desk.storage.looking import look_at
from mentor_desk.storage.reading import Reader
from mentor_desk.storage.watching import Watch

if TYPE_CHECKING:
    from sqlalchemy import Engine

PLAIN_HEADER = b"SQLite format 3\0"


class OpenFile:
    """An open database: its one connection, its key, and whose turn it is.

    Whoever works on `connection` holds `turn`, except a backup, which takes its slices between
    the units of work of others. `path` is None for a database in memory. The `remark` is a sentence
    about what lay beside the file and was put aside, if there is something to tell. In the `lock`
    of its folder is noted how the file lies after each save.
    """

    def __init__(
        self,
        connection: Any,
        *,
        key: bytes = b"",
        path: Path | None = None,
        lock: DeskLock | None = None,
    ) -> None:
        self.connection = connection
        self.key = key
        self.path = path
        self.remark = ""
        self.turn = threading.RLock()
        self._units = 0
        note = lock.note_saved if lock else lambda _lies: None
        self.watch = Watch(path, connection, note) if path else None

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
            self.refuse_in_the_way()
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
        self.watch.begin()
        try:
            yield
        except BaseException:
            self.watch.remember_failure()
            self.watch.refuse_unconfirmed()
            raise
        self.watch.remember()

    def refuse_in_the_way(self) -> None:
        """Raise DeskFileError where what is no file keeps the library from reading and saving."""
        if self.watch is not None:
            self.watch.refuse_in_the_way()

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
    lock: DeskLock | None = None,
    back_up: Callable[[Path, bytes], object] = lambda _path, _key: None,
) -> OpenFile:
    """Open an existing database, upgraded to today's schema if it is older.

    The caller holds the `lock` of its folder. `back_up` is called before an upgrade, with the file
    and its key. Raises a DeskFileError, each kind with its own sentence, before anything is
    written.
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
        return OpenFile(connect(path, key), key=key, path=path, lock=lock)


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
