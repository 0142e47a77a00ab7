"""How records hang together: what refers to what, today and in what the journal remembers."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from sqlalchemy import text
from sqlalchemy.orm import Session as Db

from mentor_desk.models import Base
from mentor_desk.services.history.words import KINDS, TABLES, Kind

Record = tuple[Kind, int]

# A topic is a label that many share, so it ties nothing together.
LOOSE = frozenset({Kind.TOPIC})

THESE_UNDONE = "(SELECT value FROM json_each(:undone))"

PARTS: dict[Kind, tuple[Kind, ...]] = {
    Kind.PERSON: (Kind.WAY, Kind.PHOTO, Kind.PERSON_TOPIC, Kind.MENTORSHIP),
    Kind.SESSION: (Kind.SESSION_TOPIC,),
    Kind.GOAL: (Kind.MILESTONE, Kind.PROGRESS),
    Kind.INTRODUCTION: (Kind.PARTY,),
}


@dataclass(slots=True)
class Deletion:
    """What one step deleted: every record that is gone, and what each referred to."""

    refers: dict[Record, list[Record]] = field(default_factory=dict)

    def together_with(self, record: Record) -> set[Record]:
        """Return the record with all deleted ones that are tied to it, directly or not."""
        ties: dict[Record, list[Record]] = {}
        for one, others in self.refers.items():
            for other in others:
                if other in self.refers and other[0] not in LOOSE:
                    ties.setdefault(one, []).append(other)
                    ties.setdefault(other, []).append(one)
        found, open_ones = {record}, [record]
        while open_ones:
            near = set(ties.get(open_ones.pop(), ())) - found
            found |= near
            open_ones += near
        return found | self._labels_of(found)

    def _labels_of(self, records: set[Record]) -> set[Record]:
        return {
            other
            for record in records
            for other in self.refers[record]
            if other in self.refers and other[0] in LOOSE
        }


def deletions_of(
    db: Db, step_ids: Sequence[int], undone: Collection[int] = ()
) -> dict[int, Deletion]:
    """Return what each of these steps deleted and is still gone since.

    What steps that are `undone` did to it in between does not count.
    """
    deletions = {step_id: Deletion() for step_id in step_ids}
    steps = {"steps": json.dumps(list(step_ids))}
    for name in db.scalars(_TABLES, steps).all():
        kind = KINDS.get(name)
        if kind is not None:
            values = {**steps, "undone": json.dumps(sorted(undone)), "table": name}
            _read_deleted(db, deletions, kind, values)
    return deletions


def parts_of(db: Db, kind: Kind, record_id: int) -> list[Record]:
    """Return the record itself and its parts, those also that it had once."""
    records = [(kind, record_id)]
    for part in PARTS.get(kind, ()):
        key = references(part)[kind]
        query = text(
            f'SELECT id FROM "{TABLES[part]}" WHERE "{key}" = :id UNION'  # noqa: S608
            " SELECT row_id FROM images WHERE table_name = :table"
            f' AND row_id NOT IN (SELECT id FROM "{TABLES[part]}")'
            f" AND before IS NOT NULL AND before ->> '{key}' = :id ORDER BY 1"
        )
        found = db.scalars(query, {"id": record_id, "table": TABLES[part]})
        records += [(part, each) for each in found]
    return records


def references(kind: Kind) -> dict[Kind, str]:
    """Return the kinds that a kind refers to, each with the column that says to which."""
    return {
        KINDS[key.column.table.name]: key.parent.name
        for key in sorted(Base.metadata.tables[TABLES[kind]].foreign_keys, key=str)
    }


def _read_deleted(
    db: Db, deletions: dict[int, Deletion], kind: Kind, values: dict[str, str]
) -> None:
    refers = references(kind)
    keys = "".join(f", before ->> '{column}'" for column in refers.values())
    found = db.execute(
        text(
            f"SELECT step_id, row_id{keys} FROM images WHERE step_id IN {_THESE}"  # noqa: S608
            " AND table_name = :table AND before IS NOT NULL AND NOT EXISTS"
            f' (SELECT 1 FROM "{TABLES[kind]}" AS here WHERE here.id = row_id)'
            " AND NOT EXISTS (SELECT 1 FROM images AS later WHERE later.table_name = :table"
            " AND later.row_id = images.row_id AND later.step_id > images.step_id"
            f" AND later.step_id NOT IN {THESE_UNDONE})"
        ),
        values,
    )
    for step_id, row_id, *ids in found:
        deletions[step_id].refers[kind, row_id] = [
            (parent, each) for parent, each in zip(refers, ids, strict=True) if each is not None
        ]


_THESE = "(SELECT value FROM json_each(:steps))"
_TABLES = text(f"SELECT DISTINCT table_name FROM images WHERE step_id IN {_THESE} ORDER BY 1")  # noqa: S608
