"""Desk: an open database, one unit of work at a time."""

from collections.abc import Callable, Generator
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from mentor_desk.services.changes import Changes
from mentor_desk.storage.database import explained
from mentor_desk.storage.desk_file import OpenFile
from mentor_desk.storage.reading import Reader

if TYPE_CHECKING:
    from sqlalchemy.orm import Session as Db

P = ParamSpec("P")
T = TypeVar("T")


class Desk:
    """An open database. Every call is a unit of work of its own and leaves nothing behind.

    `run` is for verbs that read; the database itself refuses a write there. `look` is for those
    that read by SQL alone, as all do that the first page needs. `do` is for verbs that write: all
    they change is one named step, kept whole or not at all. One unit of work at a time: another
    thread waits for its turn. `folder` is where it lies; a sample desk holds invented people and
    is not protected.
    """

    def __init__(
        self,
        file: OpenFile,
        *,
        folder: Path | None = None,
        is_sample: bool = False,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        on_close: Callable[[], None] = lambda: None,
    ) -> None:
        self.file = file
        self.folder = folder
        self.is_sample = is_sample
        self._clock = clock
        self._on_close = on_close

    @contextmanager
    def work(self, *, writes: bool = False) -> "Generator[Db]":
        """Commit on success, roll back on any error, close in both cases."""
        # Loaded by the first who asks for it, for the first page does without.
        from sqlalchemy.orm import Session as Db  # noqa: PLC0415

        with (
            explained(self.folder),
            self.file.unit(),
            self.file.unchanged() if writes else nullcontext(),
            Db(self.file.writer if writes else self.file.engine) as db,
            db.begin(),
        ):
            yield db

    def look(
        self, reader: Callable[Concatenate[Reader, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Call one service that reads by SQL alone."""
        with explained(self.folder), self.file.reading() as rows:
            return reader(rows, *args, **kwargs)

    def run(
        self, service: "Callable[Concatenate[Db, P], T]", *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Call one service that reads, in a session of its own."""
        with self.work() as db:
            return service(db, *args, **kwargs)

    def do(
        self, service: "Callable[Concatenate[Db, P], Changes]", *args: P.args, **kwargs: P.kwargs
    ) -> Changes:
        """Call one service that writes; what it changed becomes one step of the history."""
        with self.work(writes=True) as db:
            return self._as_step(db, None, lambda: service(db, *args, **kwargs))

    def autosave(
        self,
        joins: str,
        service: "Callable[Concatenate[Db, P], Changes]",
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Changes:
        """Like `do`, but saves of the same editor, named by `joins`, grow into one step."""
        with self.work(writes=True) as db:
            return self._as_step(db, joins, lambda: service(db, *args, **kwargs))

    def now(self) -> datetime:
        """Return this moment, aware and in UTC."""
        return self._clock()

    def move_to(self, folder: Path, file: OpenFile, on_close: Callable[[], None]) -> None:
        """Go on with another file, a copy of this one; the present one is closed and let go."""
        with self.file.turn:
            old, let_go = self.file, self._on_close
            self.file, self.folder, self._on_close = file, folder, on_close
        old.close()
        let_go()

    def leave_folder(self) -> None:
        """Let whoever comes have the folder; the file stays open until the desk is closed."""
        let_go, self._on_close = self._on_close, lambda: None
        let_go()

    def close(self) -> None:
        """Close the file, forget its key and let the desk go."""
        self.file.close()
        self._on_close()

    def _as_step(self, db: "Db", joins: str | None, write: Callable[[], Changes]) -> Changes:
        from mentor_desk.storage.journal import steps as journal  # noqa: PLC0415

        step = journal.begin_step(db, at=self.now(), joins=joins)
        changes = write()
        kept = journal.end_step(
            db, step, did=changes.did, areas=int(changes.areas), undoes_id=changes.undoes
        )
        is_autosave = joins is not None
        return replace(changes, step=step if kept else None, is_autosave=is_autosave)
