"""Which later steps stand in the way of bringing rows back to where they stood before a step."""

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ForeignKey, Table, UniqueConstraint, text
from sqlalchemy.orm import Session as Db

from mentor_desk.models import Base
from mentor_desk.models.kinds import ReviewState
from mentor_desk.storage.journal.chains import Chains
from mentor_desk.storage.journal.reading import FEW, lasting, later_on_same_rows, size_of
from mentor_desk.storage.journal.steps import NOT_JOURNALED

Rows = Collection[tuple[str, int]]
Later = set[int]


@dataclass(frozen=True, slots=True)
class InTheWay:
    """The later steps that stand in the way, by what they did; each as its root, newest first."""

    changed: list[int] = field(default_factory=list)
    belongs: list[int] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)
    taken: list[int] = field(default_factory=list)


def in_the_way(db: Db, step_id: int, chains: Chains, *, only: Rows | None = None) -> InTheWay:
    """Return what stands in the way of reversing a step, or of putting back some of its rows.

    A later step is in the way when it changed the same rows; when something refers, or referred,
    to a row that would go; when what a row would refer to went with it; and when what it made, or
    took away, holds what may be there only once. What was done and undone since is in nobody's
    way. Without a later step that wrote, nothing is read.
    """
    later = _tables_written_after(db, step_id)
    if not later:
        return InTheWay()
    mine = _tables_of(db, step_id) if only is None else {name for name, _ in only}
    way = _Way(db, step_id, later, mine, only, is_small=size_of(db, step_id) < FEW)

    def kept(found: Later) -> list[int]:
        return lasting(found, step_id, chains)

    return InTheWay(
        kept(later_on_same_rows(db, step_id)) if only is None else [],
        kept(way.referring()) if only is None else [],
        kept(way.parents_gone()),
        kept(way.places_taken()),
    )


def later_on(db: Db, step_id: int, table: str, rows: Collection[int]) -> Later:
    """Return the steps after one that touched any of these rows."""
    if not rows:
        return set()
    values = {"id": step_id, "table": table, "rows": json.dumps(sorted(rows))}
    return set(db.scalars(_LATER_ON, values))


def keys_of(table: Table) -> Iterator[tuple[tuple[str, ...], str]]:
    """Return what may be in a table only once: the columns, and for which rows that holds.

    Resources are kept apart by the program, as is the one draft of a mentorship's review, and
    sessions are given another number.
    """
    if table.name == "resources":
        yield ("folded", "kind"), "1"
    if table.name == "reviews":
        yield ("mentorship_id",), f"state = '{ReviewState.DRAFTED}'"
    for rule in table.constraints:
        if isinstance(rule, UniqueConstraint) and table.name != "sessions":
            yield tuple(column.name for column in rule.columns), "1"
    for index in table.indexes:
        if index.unique:
            only = index.dialect_options["sqlite"].get("where")
            names = tuple(str(column.name) for column in index.columns)
            yield names, "1" if only is None else str(only)


@dataclass(frozen=True, slots=True)
class _Way:
    db: Db
    step_id: int
    later: set[str]
    mine: set[str]
    only: Rows | None
    is_small: bool

    def referring(self) -> Later:
        """Return the later steps on rows that refer, or referred, to what would be taken away."""
        found: Later = set()
        for table in _tables():
            for key in table.foreign_keys:
                if table.name in self.later and _parent(key) in self.mine:
                    found |= self._referring_by(table, key)
        return found

    def parents_gone(self) -> Later:
        """Return the later steps on what the rows would refer to, and what is not there."""
        found: Later = set()
        for name in sorted(self.mine):
            for key in Base.metadata.tables[name].foreign_keys:
                if _parent(key) in self.later and _parent(key) not in NOT_JOURNALED:
                    found |= self._gone_by(name, key)
        return found

    def places_taken(self) -> Later:
        """Return the later steps on other rows that hold, or held, what may be there only once."""
        found: Later = set()
        for name in sorted(self.mine & self.later):
            table = Base.metadata.tables[name]
            for columns, where in keys_of(table):
                found |= self._taken_by(table, columns, where)
        return found

    def _referring_by(self, table: Table, key: ForeignKey) -> Later:
        values = {"id": self.step_id, "child": table.name, "parent": _parent(key)}
        rows: set[int] = set()
        for query in (_FEW_REFER_NOW if self.is_small else _REFERS_NOW, _REFERRED):
            asked = query.format(child=table.name, column=key.parent.name)
            rows.update(self.db.scalars(text(asked), values))
        return later_on(self.db, self.step_id, table.name, rows)

    def _gone_by(self, name: str, key: ForeignKey) -> Later:
        parent = _parent(key)
        asked = text(_GONE.format(parent=parent))
        gone = set(self.db.scalars(asked, {"id": self.step_id, "parent": parent}))
        wanted = {value for (value,) in self._held(name, (key.parent.name,), "1")} if gone else ()
        return later_on(self.db, self.step_id, parent, gone.intersection(wanted))

    def _taken_by(self, table: Table, columns: Sequence[str], where: str) -> Later:
        mine = self._held(table.name, columns, where)
        if not mine:
            return set()
        images = _as_columns(table, "images.row_id AS this_row, ")
        here = ", ".join(f'here."{column.name}"' for column in table.columns)
        held = ", ".join(f'"{column}"' for column in columns)
        beyond = f"images.step_id > :id AND images.table_name = '{table.name}' AND {_NOT_OWN}"
        asked = text(
            f"SELECT this_row, {held} FROM ({images} WHERE {beyond}"  # noqa: S608
            f" AND images.before IS NOT NULL) WHERE {where} UNION"
            f" SELECT this_row, {held} FROM (SELECT images.row_id AS this_row, {here}"
            f' FROM images JOIN "{table.name}" AS here ON here.id = images.row_id WHERE {beyond})'
            f" WHERE {where}"
        )
        found = self.db.execute(asked, {"id": self.step_id})
        rows = {row_id for row_id, *held in found if tuple(held) in mine}
        return later_on(self.db, self.step_id, table.name, rows)

    def _held(self, name: str, columns: Sequence[str], where: str) -> set[tuple[Any, ...]]:
        table = Base.metadata.tables[name]
        listed = ", ".join(f'"{column}"' for column in ("id", *columns))
        asked = text(
            f"SELECT {listed} FROM ({_as_columns(table)} WHERE images.step_id = :id"  # noqa: S608
            f" AND images.table_name = '{name}' AND images.before IS NOT NULL) WHERE {where}"
        )
        found = self.db.execute(asked, {"id": self.step_id})
        return {
            tuple(held)
            for row_id, *held in found
            if None not in held and (self.only is None or (name, row_id) in self.only)
        }


def _as_columns(table: Table, before: str = "") -> str:
    held = ", ".join(
        f"images.before ->> '{each.name}' AS \"{each.name}\"" for each in table.columns
    )
    return f"SELECT {before}{held} FROM images"  # noqa: S608


def _tables() -> list[Table]:
    return [table for table in Base.metadata.sorted_tables if table.name not in NOT_JOURNALED]


def _parent(key: ForeignKey) -> str:
    return str(key.column.table.name)


def _tables_of(db: Db, step_id: int) -> set[str]:
    return set(db.scalars(_MY_TABLES, {"id": step_id})) & set(Base.metadata.tables)


def _tables_written_after(db: Db, step_id: int) -> set[str]:
    return set(db.scalars(_LATER_TABLES, {"id": step_id}))


_NOT_OWN = (
    "NOT EXISTS (SELECT 1 FROM images AS own WHERE own.step_id = :id"
    " AND own.table_name = images.table_name AND own.row_id = images.row_id)"
)
_MADE = (
    "(SELECT row_id FROM images AS mine WHERE mine.step_id = :id"
    " AND mine.table_name = :parent AND mine.before IS NULL)"
)
_REFERS_NOW = (
    "SELECT DISTINCT later.row_id FROM images AS later"  # noqa: S608
    ' JOIN "{child}" AS here ON here.id = later.row_id'
    " WHERE later.step_id > :id AND later.table_name = :child"
    f' AND here."{{column}}" IN {_MADE}'
)
_FEW_REFER_NOW = (
    "SELECT DISTINCT here.id FROM images AS mine"
    ' CROSS JOIN "{child}" AS here ON here."{column}" = mine.row_id'
    " CROSS JOIN images AS later ON later.table_name = :child AND later.row_id = here.id"
    " WHERE mine.step_id = :id AND mine.table_name = :parent AND mine.before IS NULL"
    " AND later.step_id > :id"
)
# What an undo or a redo took away, it or its step had brought; so only steps are asked.
_REFERRED = (
    "SELECT DISTINCT later.row_id FROM images AS later"  # noqa: S608
    " WHERE later.step_id > :id AND later.table_name = :child AND later.before IS NOT NULL"
    " AND later.step_id NOT IN (SELECT id FROM steps WHERE undoes_id IS NOT NULL)"
    f" AND later.before ->> '{{column}}' IN {_MADE}"
)
_GONE = (
    "SELECT row_id FROM images WHERE step_id > :id AND table_name = :parent"  # noqa: S608
    " AND before IS NOT NULL"
    ' AND NOT EXISTS (SELECT 1 FROM "{parent}" AS here WHERE here.id = images.row_id)'
    f" AND {_NOT_OWN}"
)
_LATER_ON = text(
    "SELECT DISTINCT step_id FROM images WHERE step_id > :id AND table_name = :table"
    " AND row_id IN (SELECT value FROM json_each(:rows))"
)
_MY_TABLES = text("SELECT DISTINCT table_name FROM images WHERE step_id = :id")
# The plus keeps it to the images after the step, where the other index would run through all.
_LATER_TABLES = text("SELECT DISTINCT +table_name FROM images WHERE step_id > :id")
