"""Which later steps stand in the way of bringing rows back to where they stood before a step."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from sqlalchemy import ForeignKey, Table, UniqueConstraint
from sqlalchemy.orm import Session as Db

from mentor_desk.models import Base
from mentor_desk.models.kinds import ReviewState
from mentor_desk.storage.journal.afterwards import Afterwards, Key, Values
from mentor_desk.storage.journal.chains import Chains
from mentor_desk.storage.journal.reading import FEW, lasting, later_on_same_rows
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


def in_the_way(
    db: Db, step_id: int, chains: Chains, after: Afterwards, *, only: Rows | None = None
) -> InTheWay:
    """Return what stands in the way of reversing a step, or of putting back some of its rows.

    A later step is in the way when it changed the same rows; when something refers, or referred,
    to a row that would go; when what a row would refer to went with it; and when what it made, or
    took away, holds what may be there only once. What was done and undone since is in nobody's
    way.
    """
    touched = after.sizes_of(step_id).keys() if only is None else {name for name, _ in only}
    way = _Way(db, step_id, after, touched & Base.metadata.tables.keys(), only)

    def kept(found: Later) -> list[int]:
        return lasting(found, step_id, chains)

    return InTheWay(
        kept(way.same_rows()) if only is None else [],
        kept(way.referring()) if only is None else [],
        kept(way.parents_gone()),
        kept(way.places_taken()),
    )


def keys_of(table: Table) -> Iterator[Key]:
    """Return what may be in a table only once.

    Resources are kept apart by the program, as is the one draft of a mentorship's review, and
    sessions are given another number.
    """
    if table.name == "resources":
        yield Key(table.name, ("folded", "kind"))
    if table.name == "reviews":
        yield Key(table.name, ("mentorship_id",), f"state = '{ReviewState.DRAFTED}'")
    for rule in table.constraints:
        if isinstance(rule, UniqueConstraint) and table.name != "sessions":
            yield Key(table.name, tuple(column.name for column in rule.columns))
    for index in table.indexes:
        if index.unique:
            only = index.dialect_options["sqlite"].get("where")
            names = tuple(str(column.name) for column in index.columns)
            yield Key(table.name, names, "1" if only is None else str(only))


@dataclass(frozen=True, slots=True)
class _Way:
    db: Db
    step_id: int
    after: Afterwards
    mine: Collection[str]
    only: Rows | None

    def same_rows(self) -> Later:
        """Return the later steps on the rows of the step."""
        sizes = self.after.sizes_of(self.step_id)
        if sum(sizes.values()) >= FEW:
            return later_on_same_rows(self.db, self.step_id)
        tables = self.after.tables & sizes.keys()
        return set().union(*(self._touching(table, self._own(table)) for table in tables))

    def referring(self) -> Later:
        """Return the later steps on rows that refer, or referred, to what would be taken away."""
        found: Later = set()
        for table in _tables():
            for key in table.foreign_keys:
                if table.name in self.after.tables and _parent(key) in self.mine:
                    found |= self._referring_by(table, key)
        return found

    def parents_gone(self) -> Later:
        """Return the later steps on what the rows would refer to, and what is not there."""
        found: Later = set()
        for name in sorted(self.mine):
            for key in Base.metadata.tables[name].foreign_keys:
                if _parent(key) in self.after.tables and _parent(key) not in NOT_JOURNALED:
                    found |= self._gone_by(name, key)
        return found

    def places_taken(self) -> Later:
        """Return the later steps on other rows that hold, or held, what may be there only once."""
        found: Later = set()
        for name in sorted(self.after.tables.intersection(self.mine)):
            for key in keys_of(Base.metadata.tables[name]):
                found |= self._taken_by(key)
        return found

    def _referring_by(self, table: Table, key: ForeignKey) -> Later:
        column = Key(table.name, (key.parent.name,), is_reference=True)
        rows = self.after.holding(self.step_id, column, lambda step: self._made(step, key))
        return self._touching(table.name, rows)

    def _made(self, step_id: int, key: ForeignKey) -> set[Values]:
        rows = self.after.rows_of(step_id, _parent(key))
        return {(row_id,) for row_id, is_made in rows.items() if is_made}

    def _gone_by(self, name: str, key: ForeignKey) -> Later:
        parent = _parent(key)
        wanted = {value for (value,) in self._held(self.step_id, Key(name, (key.parent.name,)))}
        lost = self.after.lost(self.step_id, parent, wanted)
        return self._touching(parent, lost.difference(self._own(parent)) if lost else lost)

    def _taken_by(self, key: Key) -> Later:
        rows = self.after.holding(self.step_id, key, lambda step: self._held(step, key))
        return self._touching(key.table, rows.difference(self._own(key.table)) if rows else rows)

    def _own(self, table: str) -> Collection[int]:
        return self.after.rows_of(self.step_id, table).keys()

    def _held(self, step_id: int, key: Key) -> set[Values]:
        held = self.after.held_by(step_id, key)
        return {
            values
            for row_id, values in held.items()
            if self.only is None or (key.table, row_id) in self.only
        }

    def _touching(self, table: str, rows: Collection[int]) -> Later:
        return self.after.touching(self.step_id, table, rows)


def _tables() -> list[Table]:
    return [table for table in Base.metadata.sorted_tables if table.name not in NOT_JOURNALED]


def _parent(key: ForeignKey) -> str:
    return str(key.column.table.name)
