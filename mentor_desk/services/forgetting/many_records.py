"""Many records at once: whether they are on the desk, and what they are called."""

import json
from collections.abc import Iterable

from sqlalchemy import text
from sqlalchemy.orm import Session as Db

from mentor_desk.services.history.records import Records, table_of
from mentor_desk.services.history.words import Kind
from mentor_desk.storage.journal.steps import row_as_json


class ManyRecords(Records):
    """Records that are all looked up beforehand; one by one, ten thousand take seconds."""

    def __init__(self, db: Db, wanted: Iterable[tuple[Kind, int]]) -> None:
        super().__init__(db)
        records = set(wanted)
        self._here: set[tuple[Kind, int]] = set()
        for kind in {kind for kind, _ in records}:
            self._learn_here(kind, [each for other, each in records if other is kind])
        self.learn_gone(records - self._here)

    def is_here(self, kind: Kind, record_id: int) -> bool:
        """Tell whether one of them is on the desk today."""
        return (kind, record_id) in self._here

    def _learn_here(self, kind: Kind, ids: list[int]) -> None:
        table = table_of(kind)
        query = text(
            f'SELECT id, {row_as_json(table, "here")} FROM "{table.name}" AS here'  # noqa: S608
            " WHERE id IN (SELECT value FROM json_each(:ids))"
        )
        for row_id, held in self._db.execute(query, {"ids": json.dumps(ids)}):
            self._known[kind, row_id] = json.loads(held)
            self._here.add((kind, row_id))
