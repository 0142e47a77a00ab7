"""Afterwards: what was written after a step, read together for all steps that are asked about."""

import json
import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from math import inf
from typing import Any, NamedTuple

from sqlalchemy import text
from sqlalchemy.orm import Session as Db

from mentor_desk.models import Base
from mentor_desk.storage.journal.chains import Chains
from mentor_desk.storage.journal.reading import FEW, counts_of

Values = tuple[Any, ...]
# Later than every step.
NOW = inf


class Key(NamedTuple):
    """Some columns of a table, in the rows for which a condition holds.

    Where it `is_reference`, what an undo or a redo took away does not count: it, or its step, had
    brought that.
    """

    table: str
    columns: tuple[str, ...]
    where: str = "1"
    is_reference: bool = False


class Afterwards:
    """What later steps wrote, for questions about a first step and about others since.

    What is read for one question is read for all that are expected next, and never again: fifty
    questions cost little more than one. It is good for as long as nothing is written.
    """

    def __init__(self, db: Db, chains: Chains, first: int) -> None:
        self._db, self._chains, self._first = db, chains, first
        self._expected: frozenset[int] = frozenset()
        self._sizes: dict[int, dict[str, int]] = {}
        self._rows: dict[tuple[str, int], dict[int, bool]] = {}
        self._held: dict[tuple[Key, int], dict[int, Values]] = {}
        self._later: dict[tuple[str, int], list[int]] = {}
        self._holders: dict[Key, dict[Values, dict[int, float]]] = defaultdict(dict)
        self.tables: set[str] = set(db.scalars(_LATER_TABLES, {"id": first}))

    def expect(self, steps: Iterable[int]) -> None:
        """Say which steps will be asked about next."""
        self._expected = frozenset(steps)

    def sizes_of(self, step_id: int) -> Mapping[str, int]:
        """Return how many rows a step touched in each table."""
        if step_id not in self._sizes:
            steps = self._together(step_id)
            self._sizes |= counts_of(self._db, steps.difference(self._sizes))
        return self._sizes[step_id]

    def rows_of(self, step_id: int, table: str) -> Mapping[int, bool]:
        """Return the rows of a table that a step touched; True for those that it made."""
        if (table, step_id) not in self._rows:
            steps = {each for each in self._together(step_id) if (table, each) not in self._rows}
            self._rows |= {(table, each): {} for each in steps}
            found = self._read(_ROWS, steps=_json(steps), table=table)
            for step, row_id, is_made in found:
                self._rows[table, step][row_id] = bool(is_made)
        return self._rows[table, step_id]

    def held_by(self, step_id: int, key: Key) -> Mapping[int, Values]:
        """Return what the rows that a step touched held before it, by their ids."""
        if (key, step_id) not in self._held:
            steps = {each for each in self._together(step_id) if (key, each) not in self._held}
            self._held |= {(key, each): {} for each in steps}
            in_these = "step_id IN (SELECT value FROM json_each(:steps))"
            for step, row_id, *held in self._read(_images(key, in_these), steps=_json(steps)):
                if None not in held:
                    self._held[key, step][row_id] = tuple(held)
        return self._held[key, step_id]

    def touching(self, step_id: int, table: str, rows: Collection[int]) -> set[int]:
        """Return the steps after one that touched any of these rows."""
        self._learn_later(table, [row for row in rows if (table, row) not in self._later])
        found: set[int] = set()
        for row in rows:
            later = self._later[table, row]
            found.update(later[bisect_right(later, step_id) :])
        return found

    def holding(self, step_id: int, key: Key, values_of: Callable[[int], set[Values]]) -> set[int]:
        """Return the rows that hold any of the values of a step, or held them since."""
        wanted, known = values_of(step_id), self._holders[key]
        if not wanted <= known.keys():
            new = {each for step in self._together(step_id) for each in values_of(step)}
            self._learn_holders(key, new.difference(known))
        held = (row for values in wanted for row in known[values].items())
        return {row_id for row_id, last in held if last > step_id}

    def lost(self, step_id: int, table: str, rows: Collection[int]) -> set[int]:
        """Return which of these rows were there after a step, and are not now."""
        if not rows:
            return set()
        query = text(_LOST.format(table=table))
        values = {"id": step_id, "table": table, "rows": _json(rows)}
        return set(self._db.scalars(query, values))

    def _together(self, step_id: int) -> frozenset[int]:
        return self._expected | {step_id}

    def _learn_later(self, table: str, rows: Collection[int]) -> None:
        if not rows:
            return
        self._later |= {(table, row): [] for row in rows}
        values = {"id": self._first, "table": table, "rows": _json(rows)}
        for row_id, step_id in self._db.execute(_LATER_ON, values):
            self._later[table, row_id].append(step_id)

    def _learn_holders(self, key: Key, values: Collection[Values]) -> None:
        new: dict[Values, dict[int, float]] = {each: {} for each in values}
        held = zip(*values, strict=True)
        bound = {f"of_{place}": _json(set(each)) for place, each in enumerate(held)}
        for query in (_held_then(key), _held_now(key, are_few=len(values) < FEW)):
            for step_id, row_id, *told in self._read(query, first=self._first, **bound):
                if tuple(told) in new and self._counts(key, step_id):
                    rows = new[tuple(told)]
                    rows[row_id] = max(rows.get(row_id, 0), NOW if step_id is None else step_id)
        self._holders[key] |= new

    def _counts(self, key: Key, step_id: int | None) -> bool:
        return step_id is None or not key.is_reference or self._chains.is_root(step_id)

    def _read(self, query: str, **values: object) -> Iterable[Any]:
        return self._db.execute(text(query), values)


def _json(values: Collection[Any]) -> str:
    return json.dumps(list(values))


def _images(key: Key, which: str, wanted: str = "1") -> str:
    table = Base.metadata.tables[key.table]
    # No other columns, for looking into an image is what takes its time.
    needed = {*key.columns, *re.findall(r"\w+", key.where)}
    names = [column.name for column in table.columns if column.name in needed]
    told = ", ".join(f"before ->> '{name}' AS \"{name}\"" for name in names)
    return (
        f"SELECT this_step, this_row, {_listed(key)} FROM"  # noqa: S608
        f" (SELECT step_id AS this_step, row_id AS this_row, {told} FROM images"
        f" WHERE {which} AND table_name = '{key.table}' AND before IS NOT NULL)"
        f" WHERE {wanted} AND ({key.where})"
    )


def _held_then(key: Key) -> str:
    return _images(key, "step_id > :first", _wanted(key))


def _held_now(key: Key, *, are_few: bool) -> str:
    asked = f'SELECT NULL, id, {_listed(key)} FROM "{key.table}" WHERE ({key.where})'  # noqa: S608
    if are_few:
        return f"{asked} AND {_wanted(key)}"
    # Many are not looked up one by one: the plus leaves only the rows written since.
    since = f"SELECT row_id FROM images WHERE step_id > :first AND table_name = '{key.table}'"  # noqa: S608
    return f"{asked} AND id IN ({since}) AND {_wanted(key, '+')}"


def _wanted(key: Key, sign: str = "") -> str:
    return " AND ".join(
        f'{sign}"{column}" IN (SELECT value FROM json_each(:of_{place}))'  # noqa: S608
        for place, column in enumerate(key.columns)
    )


def _listed(key: Key) -> str:
    return ", ".join(f'"{column}"' for column in key.columns)


# The plus keeps it to the images after the step, where the other index would run through all.
_LATER_TABLES = text("SELECT DISTINCT +table_name FROM images WHERE step_id > :id")
_ROWS = (
    "SELECT step_id, row_id, before IS NULL FROM images"
    " WHERE step_id IN (SELECT value FROM json_each(:steps)) AND table_name = :table"
)
_LATER_ON = text(
    "SELECT row_id, step_id FROM images WHERE table_name = :table"
    " AND row_id IN (SELECT value FROM json_each(:rows)) AND step_id > :id ORDER BY step_id"
)
_LOST = (
    "SELECT DISTINCT row_id FROM images WHERE table_name = :table"
    " AND row_id IN (SELECT value FROM json_each(:rows)"
    ' WHERE value NOT IN (SELECT id FROM "{table}")) AND step_id > :id AND before IS NOT NULL'
)
