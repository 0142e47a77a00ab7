"""How records hang together: what refers to what, today and in what the journal remembers."""

from dataclasses import dataclass, field

from sqlalchemy import text
from sqlalchemy.orm import Session as Db

from mentor_desk.models import Base
from mentor_desk.services.history.words import KINDS, TABLES, Kind

Record = tuple[Kind, int]

# A topic is a label that many share, so it ties nothing together.
LOOSE = frozenset({Kind.TOPIC})

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


def deletion_of(db: Db, step_id: int) -> Deletion:
    """Return what a step deleted and is still gone."""
    deletion = Deletion()
    for name in db.scalars(_TABLES, {"step": step_id}).all():
        kind = KINDS.get(name)
        if kind is not None:
            _read_deleted(db, deletion, kind, step_id)
    return deletion


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


def _read_deleted(db: Db, deletion: Deletion, kind: Kind, step_id: int) -> None:
    refers = references(kind)
    keys = "".join(f", before ->> '{column}'" for column in refers.values())
    found = db.execute(
        text(
            f"SELECT row_id{keys} FROM images WHERE step_id = :step AND table_name = :table"  # noqa: S608
            " AND before IS NOT NULL AND NOT EXISTS"
            f' (SELECT 1 FROM "{TABLES[kind]}" AS here WHERE here.id = row_id)'
        ),
        {"step": step_id, "table": TABLES[kind]},
    )
    for row_id, *ids in found:
        deletion.refers[kind, row_id] = [
            (parent, each) for parent, each in zip(refers, ids, strict=True) if each is not None
        ]


_TABLES = text("SELECT DISTINCT table_name FROM images WHERE step_id = :step ORDER BY 1")
