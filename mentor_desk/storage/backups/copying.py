"""Copy an open database while others save to it, and prove that a copy is sound."""

import contextlib
import os
from collections.abc import Callable, Generator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from sqlcipher3 import dbapi2 as sqlcipher

from mentor_desk.errors import DeskDamagedError, FileError
from mentor_desk.storage.backups.extent import read_extent
from mentor_desk.storage.backups.flushing import GrowingFile
from mentor_desk.storage.backups.manifest import Extent, Figures, sane_note
from mentor_desk.storage.database import connect, explained, schema_of
from mentor_desk.storage.reading import Reader, moment_if_any
from mentor_desk.storage.stopping import stoppable

if TYPE_CHECKING:
    from mentor_desk.storage.desk_file import OpenFile

Progress = Callable[[int, int], None]
T = TypeVar("T")

OF = 100
# Small enough that nobody feels a slice, and that the disk never has much to catch up with: a
# save waits for whatever the copy has not flushed yet.
SLICE_PAGES = 64
FLUSHED_PAGES = 512
BUSY_SECONDS = 0.002
PATIENCE_SECONDS = 0.05
CHECKS = 2
_ABOUT_ROWS = ("CHECK constraint failed", "NULL value in")
DAMAGE = frozenset({"SQLITE_CORRUPT", "SQLITE_NOTADB"})

COUNTED = ("people", "mentorships", "sessions", "goals", "actions", "introductions")
WRITTEN_UP = "trim(shared_notes) <> '' OR trim(private_notes) <> ''"


@dataclass(frozen=True, slots=True)
class Tally:
    """How many rows the tables hold, and the last step of the history: a moment of the desk."""

    rows: tuple[int, ...]
    last_step: int | None


@dataclass(frozen=True, slots=True)
class Proof:
    """What a database that passed every check holds."""

    desk_id: str
    is_sample: bool
    schema: int
    tally: Tally
    figures: Figures
    extent: Extent


def part_of(progress: Progress, begin: int, end: int) -> Progress:
    """Return a progress that counts as the part of a greater one between two percentages.

    Without a number it stays where it is.
    """
    at = begin

    def tell(done: int, of: int) -> None:
        nonlocal at
        if of:
            at = begin + (end - begin) * done // of
        progress(at, OF)

    return tell


def copy_open(
    file: "OpenFile", target: Path, progress: Progress = lambda _done, _of: None
) -> Tally:
    """Copy an open database to a new file while it is in use; return what it held at the end.

    The copy takes slices on the very connection of the desk, between the units of work of others,
    so that it equals one moment of it. `progress` hears pages done of pages; what it raises stops
    the copy. Raises FileError when the disk refuses; the unfinished copy is the caller's.
    """
    file.refuse_in_the_way()
    with (
        _made(target) as handle,
        explained(target.parent),
        GrowingFile(handle) as growing,
        contextlib.closing(connect(target, file.key)) as copy,
    ):
        # Flushed by hand as it grows; its last step must not hold up who saves meanwhile.
        for setting in ("synchronous=off", "cache_size=-2000", "journal_mode=off"):
            copy.execute(f"pragma {setting}").fetchall()
        return _pour(file, copy, growing, progress)


def prove(
    path: Path,
    key: bytes,
    progress: Progress = lambda _done, _of: None,
    *,
    what: str = "The copy",
) -> Proof:
    """Open a database that nobody uses, check every page of it, and return what it holds.

    `progress` hears how many of the checks are done, and is asked now and then whether to go on;
    what it raises stops the check. Raises
    DeskDamagedError when anything is wrong, with a sentence about `what`.
    """
    try:
        with explained(path.parent), contextlib.closing(connect(path, key)) as connection:
            connection.execute("pragma query_only=on")
            with stoppable(connection, partial(progress, 0, 0)):
                _check_pages(connection, progress)
                return _read_proof(connection)
    except (DeskDamagedError, sqlcipher.DatabaseError) as damage:
        # What the library says beside the known troubles is that something of a desk is not there.
        raise DeskDamagedError(f"{what} is damaged.") from damage


def tally(connection: Any) -> Tally:
    """Return how many rows the tables of a desk hold now, and its last step."""
    reader = Reader(connection)
    rows = tuple(reader.value(f"SELECT count(*) FROM {table}") for table in COUNTED)  # noqa: S608
    return Tally(rows, reader.value("SELECT max(id) FROM steps"))


def read_figures(reader: Reader) -> Figures:
    """Return what a desk holds, as people count it; reads every session, so it takes a moment.

    Where the day of the newest note is none that exists, it is not known.
    """
    notes, newest = reader.row(
        f"SELECT count(*), CAST(max(starts_at) AS BLOB) FROM sessions WHERE {WRITTEN_UP}"  # noqa: S608
    ) or (0, None)
    return Figures(
        people=reader.value("SELECT count(*) FROM people WHERE NOT is_oneself"),
        mentees=reader.value("SELECT count(*) FROM mentorships"),
        sessions=reader.value("SELECT count(*) FROM sessions"),
        notes=notes,
        newest_note=sane_note(moment_if_any(newest)),
    )


def read_closed(path: Path, key: bytes, read: Callable[[Reader], T]) -> T:
    """Read a database that nobody has open; the caller holds the lock of its folder.

    Nothing is checked. Raises a DeskFileError.
    """
    with explained(path.parent):
        schema_of(path, key)
        with contextlib.closing(connect(path, key)) as connection:
            connection.execute("pragma query_only=on")
            return read(Reader(connection))


def _pour(file: "OpenFile", copy: Any, growing: GrowingFile, progress: Progress) -> Tally:
    flushed_at = -1

    def between(_status: int, left: int, of: int) -> None:
        nonlocal flushed_at
        progress(of - left, of)
        if left <= SLICE_PAGES:
            turns.enter_context(file.turn)
            return
        turns.close()
        if flushed_at < 0 or flushed_at - left >= FLUSHED_PAGES:
            flushed_at = left
            growing.flush_soon()
        # Whoever is at work goes first, but not for ever.
        if file.turn.acquire(timeout=PATIENCE_SECONDS):
            file.turn.release()

    with contextlib.ExitStack() as turns:
        # The first slice may be the last one, and that and the count belong to one moment.
        turns.enter_context(file.turn)
        try:
            file.connection.backup(copy, pages=SLICE_PAGES, progress=between, sleep=BUSY_SECONDS)
            with file.turn:
                # A page that could not be read is copied as nothing, and only the next reading
                # from the disk is told so: let there be one.
                file.connection.execute("pragma shrink_memory").fetchall()
                return tally(file.connection)
        except sqlcipher.DatabaseError as problem:
            # What a backup raises does not always bear a name.
            if getattr(problem, "sqlite_errorname", "") in DAMAGE:
                raise DeskDamagedError("The data file of the desk itself is damaged.") from problem
            raise


def _check_pages(connection: Any, progress: Progress) -> None:
    # A row that breaks a rule is for the check of the desk to mend: the copy holds it truly.
    answers = [
        answer
        for (answer,) in connection.execute("pragma quick_check")
        if answer != "ok" and not answer.startswith(_ABOUT_ROWS)
    ]
    progress(1, CHECKS)
    # One row for each page that is not as it was written; all of them are read.
    broken = connection.execute("pragma cipher_integrity_check").fetchall()
    progress(2, CHECKS)
    if answers or broken:
        raise DeskDamagedError(f"{len(answers)} findings, {len(broken)} broken pages.")


def _read_proof(connection: Any) -> Proof:
    reader = Reader(connection)
    about = reader.row("SELECT desk_uid, is_sample FROM about WHERE id = 1")
    if about is None:
        raise DeskDamagedError("It does not say which desk it is.")
    return Proof(
        desk_id=about[0],
        is_sample=bool(about[1]),
        schema=reader.value("pragma user_version"),
        tally=tally(connection),
        figures=read_figures(reader),
        extent=read_extent(reader),
    )


@contextlib.contextmanager
def _made(target: Path) -> Generator[int]:
    try:
        handle = os.open(target, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as problem:
        reason = (problem.strerror or str(problem)).lower()
        raise FileError(f"No copy can be made in {target.parent}: {reason}.") from problem
    try:
        yield handle
    except OSError as problem:
        reason = (problem.strerror or str(problem)).lower()
        raise FileError(f"The copy in {target.parent} could not be written: {reason}.") from problem
    finally:
        os.close(handle)
