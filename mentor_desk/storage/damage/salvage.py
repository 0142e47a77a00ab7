"""Salvage: read what can be read of a damaged desk into a new one."""

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeAlias

from sqlcipher3 import dbapi2 as sqlcipher

from mentor_desk.errors import DeskDamagedError, DeskFileError
from mentor_desk.files import PART
from mentor_desk.models import Base
from mentor_desk.storage.damage import patching
from mentor_desk.storage.damage.about import sign
from mentor_desk.storage.damage.counting import go_on_counting
from mentor_desk.storage.damage.lost_and_found import BROUGHT_BACK, WITHOUT_WORDS
from mentor_desk.storage.damage.patching import Patched
from mentor_desk.storage.damage.repairing import repair
from mentor_desk.storage.damage.settling import remove_settled, settled
from mentor_desk.storage.damage.table_copy import (
    SalvagedTable,
    TableCopy,
    TakenBackError,
    reading,
    root_of,
)
from mentor_desk.storage.damage.unknown import unknown_parts
from mentor_desk.storage.database import connect, explained, refuse_newer
from mentor_desk.storage.desk_file import make_database
from mentor_desk.storage.desk_lock import Ending

_PARTS = ("settled", "salvage", "empty")

Progress: TypeAlias = Callable[[int, int], object]


@dataclass(frozen=True, slots=True)
class Salvage:
    """What was read of a damaged desk, table by table."""

    pages: int
    unsound_pages: int
    tables: tuple[SalvagedTable, ...]
    repaired: int

    @property
    def rows(self) -> int:
        """How many rows were read in all."""
        return sum(each.read for each in self.tables)

    @property
    def lost(self) -> int:
        """How many rows are known to be lost."""
        return sum(each.lost for each in self.tables)


def salvage(
    source: Path,
    key: bytes,
    target: Path,
    *,
    desk_id: str,
    is_sample: bool = False,
    ending: Ending = Ending.UNTOLD,
    progress: Progress = lambda _done, _of: None,
) -> Salvage:
    """Read what can be read of `source` into a new database at `target`, under the same key.

    `source` is only read, with what a save left beside it, which is judged by the `ending` of the
    last program that had the desk; nobody may have it open. A table or column that this version
    does not know is not taken, and told as lost. Raises DeskNewerError for a desk of a later
    schema, DeskDamagedError when nothing in it can be read, FileError when the disk refuses; then
    nothing is left at `target`.
    """
    parts = {name: target.with_name(f".{target.name}.{name}{PART}") for name in _PARTS}
    work = parts["salvage"]
    try:
        with explained(target.parent):
            make_database(target, key)
            whole = settled(source, key, parts["settled"], ending=ending)
            patched = _patched(whole, key, work, parts["empty"], progress)
            new = connect(target, key, foreign_keys=False)
            with contextlib.closing(new):
                new.execute("begin immediate")
                tables = _copy_tables(work, key, new, patched, progress)
                _note_what_was_read(new)
                sign(new, desk_id, is_sample=is_sample)
                repaired = sum(each.count for each in repair(new))
                tables = [_as_it_stands(new, each) for each in tables]
                _refuse_taken_back(new, target.parent)
                new.execute("commit")
    except BaseException:
        remove_settled(target)
        raise
    finally:
        for part in parts.values():
            remove_settled(part)
    progress(1, 1)
    return Salvage(patched.pages, len(patched.unsound), tuple(tables), repaired)


def _refuse_taken_back(new: Any, folder: Path) -> None:
    # Where the disk did not take one row, SQLite took all of them back by itself; nobody shall
    # take that for damage.
    if not new.in_transaction:
        raise DeskFileError(
            f"The disk of {folder} is full or does not answer properly, so nothing was salvaged."
        )


def _patched(source: Path, key: bytes, work: Path, empty: Path, progress: Progress) -> Patched:
    patched = patching.patch(source, key, work, progress=lambda n, of: progress(n // 2, of))
    if _has_tables(work, key):
        return patched
    # The first page, or what it leads to, is gone: a new desk has its tables at the same place.
    make_database(empty, key)
    patched = patching.patch(source, key, work, template=empty)
    if not _has_tables(work, key):
        raise _nothing_left()
    return patched


def _copy_tables(
    work: Path, key: bytes, new: Any, patched: Patched, progress: Progress
) -> list[SalvagedTable]:
    found = []
    tables = Base.metadata.sorted_tables
    new.execute("pragma ignore_check_constraints=on")
    with reading(work, key) as old:
        refuse_newer(old)
        roots = {row[0] for row in old.execute("SELECT rootpage FROM sqlite_master")}
        left = [
            SalvagedTable(part.name, read=0, in_part=0, lost=n)
            for part in unknown_parts(old)
            if (n := part.values_in(old))
        ]
    for turn, table in enumerate(tables):
        progress(len(tables) + turn, 2 * len(tables))
        copy = TableCopy(new, table, patched.unsound)
        lost = set(patched.lost_leaves.get(len(table.columns), [])) - roots
        with contextlib.suppress(TakenBackError):
            with reading(work, key) as old:
                copy.take_all(old)
            for leaves in _chunks(sorted(lost)):
                copy.take_leaves(work, key, leaves)
        _refuse_taken_back(new, work.parent)
        found.append(copy.result())
    if not any(each.read for each in found):
        raise _nothing_left()
    with reading(work, key) as old:
        go_on_counting(old, new)
    return found + left


def _nothing_left() -> DeskDamagedError:
    return DeskDamagedError("Nothing in this data file can be read any more.")


def _has_tables(work: Path, key: bytes) -> bool:
    try:
        with reading(work, key) as old:
            return all(root_of(old, name) for name in ("people", "mentorships", "sessions"))
    except sqlcipher.DatabaseError:
        return False


def _chunks(leaves: list[int]) -> Iterator[list[int]]:
    for begin in range(0, len(leaves), patching.MOST_CHILDREN):
        yield leaves[begin : begin + patching.MOST_CHILDREN]


def _note_what_was_read(new: Any) -> None:
    new.execute("CREATE TEMP TABLE read_rows (name TEXT, id INTEGER, PRIMARY KEY (name, id))")
    for name in Base.metadata.tables:
        new.execute(f"INSERT INTO temp.read_rows SELECT '{name}', id FROM main.\"{name}\"")  # noqa: S608


def _as_it_stands(new: Any, told: SalvagedTable) -> SalvagedTable:
    """Return what was told of a table as it is after the repair, which may add and take away."""
    if told.table not in Base.metadata.tables:
        return told
    in_all, read = new.execute(
        f'SELECT count(*), count(read_rows.id) FROM main."{told.table}" AS here'  # noqa: S608
        f" LEFT JOIN temp.read_rows ON read_rows.name = '{told.table}' AND read_rows.id = here.id"
    ).fetchone()
    lost = told.read - read if told.table in WITHOUT_WORDS else 0
    return replace(
        told,
        read=read,
        in_part=min(told.in_part, read),
        lost=told.lost + lost,
        put_in=in_all - read if told.table in BROUGHT_BACK else 0,
    )
