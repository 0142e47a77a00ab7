"""Desk: an open database, one unit of work at a time."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import Engine
from sqlalchemy.orm import Session as Db

from mentor_desk.services.changes import Changes
from mentor_desk.storage import journal
from mentor_desk.storage.database import explained, writing

P = ParamSpec("P")
T = TypeVar("T")


class Desk:
    """An open database. Every call gets a session of its own and leaves nothing behind.

    `run` is for verbs that read; the database itself refuses a write there. `do` is for verbs
    that write: all they change is one named step, kept whole or not at all. `folder` is where it
    lies; a sample desk holds invented people and is not protected.
    """

    def __init__(
        self,
        engine: Engine,
        *,
        folder: Path | None = None,
        is_sample: bool = False,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        on_close: Callable[[], None] = lambda: None,
    ) -> None:
        self.folder = folder
        self.is_sample = is_sample
        self._reader = engine
        self._writer = writing(engine)
        self._clock = clock
        self._on_close = on_close

    @contextmanager
    def work(self, *, writes: bool = False) -> Generator[Db]:
        """Commit on success, roll back on any error, close in both cases."""
        with explained(self.folder), Db(self._writer if writes else self._reader) as db, db.begin():
            yield db

    def run(self, service: Callable[Concatenate[Db, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Call one service that reads, in a session of its own."""
        with self.work() as db:
            return service(db, *args, **kwargs)

    def do(
        self, service: Callable[Concatenate[Db, P], Changes], *args: P.args, **kwargs: P.kwargs
    ) -> Changes:
        """Call one service that writes; what it changed becomes one step of the history."""
        with self.work(writes=True) as db:
            return self._as_step(db, None, lambda: service(db, *args, **kwargs))

    def autosave(
        self,
        joins: str,
        service: Callable[Concatenate[Db, P], Changes],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Changes:
        """Like `do`, but saves of the same editor, named by `joins`, grow into one step."""
        with self.work(writes=True) as db:
            return self._as_step(db, joins, lambda: service(db, *args, **kwargs))

    def now(self) -> datetime:
        """Return this moment, aware and in UTC."""
        return self._clock()

    def close(self) -> None:
        """Close every connection and let the desk go."""
        self._reader.dispose()
        self._on_close()

    def _as_step(self, db: Db, joins: str | None, write: Callable[[], Changes]) -> Changes:
        step = journal.begin_step(db, at=self.now(), joins=joins)
        changes = write()
        kept = journal.end_step(
            db, step, did=changes.did, areas=int(changes.areas), undoes_id=changes.undoes
        )
        is_autosave = joins is not None
        return replace(changes, step=step if kept else None, is_autosave=is_autosave)
