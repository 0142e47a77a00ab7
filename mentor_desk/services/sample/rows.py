"""Rows on their way to the database, kept in heaps so that many go at a time."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session as Db

from mentor_desk.models import Base

HEAP = 5_000


class Rows:
    """Collect rows of any tables; ids are given out beforehand, so that rows can refer to others.

    Nobody else may write until `flush` was called for the last time.
    """

    def __init__(self, db: Db) -> None:
        self._db = db
        self._heaps: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
        self._held = 0
        self._latest: dict[str, int] = {}

    def add(self, entity: type[Base], **columns: Any) -> int:
        """Put one row on its heap and return its id; every row of a table has the same columns."""
        name = entity.__tablename__
        row_id = self._next_id(name)
        self._heaps[name].append({"id": row_id, **columns})
        self._held += 1
        return row_id

    @property
    def is_full(self) -> bool:
        """Whether it is time to flush; only between things that belong together."""
        return self._held >= HEAP

    def flush(self) -> None:
        """Write every row, those that others refer to first."""
        for table in Base.metadata.sorted_tables:
            if heap := self._heaps.pop(table.name, None):
                self._db.execute(insert(table), heap)
        self._held = 0

    def _next_id(self, name: str) -> int:
        if name not in self._latest:
            column = Base.metadata.tables[name].c.id
            self._latest[name] = self._db.scalar(select(func.max(column))) or 0
        self._latest[name] += 1
        return self._latest[name]
