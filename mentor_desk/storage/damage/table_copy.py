"""One table of a damaged desk on its way into a new one, read around what cannot be read."""

import contextlib
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Integer, LargeBinary, Table, Text, UniqueConstraint
from sqlcipher3 import dbapi2 as sqlcipher

from mentor_desk.storage.damage import patching
from mentor_desk.storage.database import connect

BATCH = 500
# Of one table at most so many new beginnings are tried after its structure broke off.
MOST_BEGINNINGS = 1000
LOWEST, HIGHEST = -(1 << 63), (1 << 63) - 1


@dataclass(frozen=True, slots=True)
class SalvagedTable:
    """How many rows of a table were read, how many only in part, and how many are known lost.

    `put_in` are those that a repair made where others miss what they belong to. A table that
    `is_missing` is not in the file at all.
    """

    table: str
    read: int
    in_part: int
    lost: int
    put_in: int = 0
    is_missing: bool = False


class TakenBackError(Exception):
    """The disk did not take a row, so SQLite took back all of them; no other one will be taken."""


class TableCopy:
    """A table on its way into the connection `new`; what was read is counted.

    In the place of each `unsound` page stands a row that is none, under the negative of its number.
    """

    def __init__(self, new: Any, table: Table, unsound: set[int]) -> None:
        self._new, self._table, self._unsound = new, table.name, unsound
        self._columns = list(table.columns)
        self._names = names = [column.name for column in self._columns]
        self._read = self._in_part = self._expected = 0
        self._must_fit = False
        self._in_file = set(names)
        columns = ", ".join(f'"{name}"' for name in names)
        marks = ", ".join("?" * len(names))
        self._insert = f'INSERT OR IGNORE INTO "{self._table}" ({columns}) VALUES ({marks})'  # noqa: S608

    def take_all(self, old: Any) -> None:
        """Take every row that the patched copy still leads to."""
        self._in_file = _columns_of(old, self._table)
        if not self._in_file:
            return
        with contextlib.suppress(sqlcipher.DatabaseError):
            # Counted by an index where there is one, which may have outlived its rows.
            self._expected = old.execute(f'SELECT count(*) FROM "{self._table}"').fetchone()[0]  # noqa: S608
        last = LOWEST
        for _ in range(MOST_BEGINNINGS):
            try:
                for rows in _batches(old.execute(f"{self._select} WHERE id > ?", (last,))):
                    self._keep(rows)
                    last = max(last, rows[-1][0])
            except sqlcipher.DatabaseError:
                found = self._take_one_by_one(old, last)
                if found is None:
                    return
                last = found
            else:
                return

    def take_leaves(self, work: Path, key: bytes, leaves: list[int]) -> None:
        """Take what stands on leaves of the patched copy that nothing leads to any more."""
        # The root of the table is made to lead there for a moment.
        with reading(work, key) as old:
            root = root_of(old, self._table)
        if root is None:
            return
        pairs = sorted((patching.last_row_of(work, key, leaf), leaf) for leaf in leaves)
        patching.lead_to(work, key, root, [(leaf, row) for row, leaf in pairs])
        # A leaf tells the number of its columns, not its table; the rules of the table tell more.
        self._must_fit = True
        self._new.execute("pragma ignore_check_constraints=off")
        with reading(work, key) as old:
            self._take_found(old)
        self._new.execute("pragma ignore_check_constraints=on")
        self._must_fit = False

    def result(self) -> SalvagedTable:
        """Return what was read so far; an index that outlived its rows tells how many are lost."""
        lost = max(0, self._expected - self._read)
        # Where the file has not all columns, nothing of the table is there as a whole.
        in_part = self._in_part if self._is_whole else self._read
        is_missing = not self._in_file
        return SalvagedTable(self._table, self._read, in_part, lost, is_missing=is_missing)

    @property
    def _is_whole(self) -> bool:
        return self._in_file.issuperset(self._names)

    @property
    def _select(self) -> str:
        # By its quoted name a column that is not there would be read as a text of that name.
        columns = ", ".join(
            f'"{column.name}"' if column.name in self._in_file else _stand_in(column)
            for column in self._columns
        )
        return f'SELECT {columns} FROM "{self._table}" NOT INDEXED'  # noqa: S608

    def _take_found(self, old: Any) -> None:
        last = LOWEST
        try:
            for rows in _batches(old.execute(self._select)):
                self._keep(rows)
                last = max(last, rows[-1][0])
        except sqlcipher.DatabaseError:
            self._take_one_by_one(old, last)

    def _keep(self, rows: list[tuple[Any, ...]]) -> None:
        sound = [self._as_kept(row) for row in rows if self._is_row(row)]
        before = self._new.total_changes
        try:
            self._new.executemany(self._insert, sound)
        except sqlcipher.DatabaseError as problem:
            if self._new.in_transaction:
                raise
            raise TakenBackError from problem
        self._read += self._new.total_changes - before

    def _is_row(self, row: tuple[Any, ...]) -> bool:
        return -row[0] not in self._unsound and (not self._must_fit or self._fits(row))

    def _as_kept(self, row: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(
            value.decode(errors="replace")
            if isinstance(value, bytes) and not isinstance(column.type, LargeBinary)
            else value
            for column, value in zip(self._columns, row, strict=True)
        )

    def _fits(self, row: tuple[Any, ...]) -> bool:
        return all(
            isinstance(value, int if isinstance(column.type, Integer) else bytes)
            or (value is None and column.nullable)
            for column, value in zip(self._columns, row, strict=True)
            if isinstance(column.type, Integer | Text)
        )

    def _take_one_by_one(self, old: Any, last: int) -> int | None:
        """Take rows by their ids; return after which id to begin again, or None at the end."""
        ids = f'SELECT id FROM "{self._table}" NOT INDEXED WHERE id > ? ORDER BY id'  # noqa: S608
        try:
            for (row_id,) in old.execute(ids, (last,)):
                if -row_id not in self._unsound:
                    self._take_row(old, row_id)
                last = max(last, row_id)
        except sqlcipher.DatabaseError:
            return self._next_readable(old, last)
        return None

    def _take_row(self, old: Any, row_id: int) -> None:
        try:
            row = old.execute(f"{self._select} WHERE id = ?", (row_id,)).fetchone()
        except sqlcipher.DatabaseError:
            row = [self._value(old, name, row_id) for name in self._names]
            self._in_part += 1
        if row is not None:
            self._keep([tuple(row)])

    def _value(self, old: Any, name: str, row_id: int) -> Any:
        if name not in self._in_file:
            return b""
        statement = f'SELECT "{name}" FROM "{self._table}" NOT INDEXED WHERE id = ?'  # noqa: S608
        try:
            found = old.execute(statement, (row_id,)).fetchone()
        except sqlcipher.DatabaseError:
            return b""
        return found[0] if found else None

    def _next_readable(self, old: Any, last: int) -> int | None:
        """Return the smallest id after which rows can be read again."""
        bad, stride = last, 1
        while not self._can_seek(old, good := min(last + stride, HIGHEST)):
            if good == HIGHEST:
                return None
            bad, stride = good, stride * 2
        while good - bad > 1:
            middle = (good + bad) // 2
            if self._can_seek(old, middle):
                good = middle
            else:
                bad = middle
        return good

    def _can_seek(self, old: Any, row_id: int) -> bool:
        ids = f'SELECT id FROM "{self._table}" NOT INDEXED WHERE id > ? ORDER BY id LIMIT 1'  # noqa: S608
        try:
            old.execute(ids, (row_id,)).fetchone()
        except sqlcipher.DatabaseError:
            return False
        return True


def _columns_of(old: Any, table: str) -> set[str]:
    """Return the columns that a table has in a file; none when it has no such table."""
    with contextlib.suppress(sqlcipher.DatabaseError):
        found = old.execute(f'pragma table_info("{table}")')
        return {bytes(row[1]).decode(errors="replace") for row in found}
    return set()


def _stand_in(column: Column[Any]) -> str:
    """Return what is read in the place of a column that is not there, for a repair to put right."""
    if column.foreign_keys:
        return "NULL" if column.nullable else "0"
    if _is_unique(column):
        return "id"
    return "NULL" if column.nullable else "x''"


def _is_unique(column: Column[Any]) -> bool:
    table = column.table
    groups = [rule.columns for rule in table.constraints if isinstance(rule, UniqueConstraint)]
    groups += [index.columns for index in table.indexes if index.unique]
    return bool(column.unique) or any(column.name in group for group in groups)


@contextlib.contextmanager
def reading(work: Path, key: bytes) -> Generator[Any]:
    """Give a connection to a patched copy that reads only, and text as the bytes it is."""
    connection = connect(work, key)
    try:
        connection.execute("pragma query_only=on")
        # Broken text must not end a read.
        connection.text_factory = bytes
        yield connection
    finally:
        connection.close()


def root_of(old: Any, table: str) -> int | None:
    """Return the page where a table begins, or None when the file does not know it."""
    found = old.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)).fetchone()
    return int(found[0]) if found else None


def _batches(cursor: Any) -> Iterator[list[tuple[Any, ...]]]:
    while rows := cursor.fetchmany(BATCH):
        yield rows
