"""Read the journal: what a step touched, what builds on it, and which step is next."""

import json
from collections.abc import Iterable, Sequence

from sqlalchemy import ForeignKey, Table, text
from sqlalchemy.orm import Session as Db

from mentor_desk.models import Base
from mentor_desk.storage.journal.chains import Chains
from mentor_desk.storage.journal.cutting import is_barred

CHUNK = 200
FEW = 2000


def has_images(db: Db, step_id: int) -> bool:
    """Tell whether a step can be put back at all."""
    query = text("SELECT EXISTS (SELECT 1 FROM images WHERE step_id = :id)")
    return bool(db.scalar(query, {"id": step_id}))


def size_of(db: Db, step_id: int, *, most: int = FEW) -> int:
    """Return how many rows a step touched, counted no further than `most`."""
    return db.scalar(_SIZE, {"id": step_id, "most": most}) or 0


def with_images(db: Db, step_ids: Iterable[int], *, of: str | None = None) -> set[int]:
    """Return which of these steps can be put back at all; or hold images of one table."""
    query = _WITH_IMAGES if of is None else _WITH_IMAGES_OF
    return set(db.scalars(query, {"steps": json.dumps([*step_ids]), "name": of}))


def counts_of(db: Db, step_ids: Iterable[int]) -> dict[int, dict[str, int]]:
    """Return for each step how many rows it touched in each table."""
    counts: dict[int, dict[str, int]] = {step_id: {} for step_id in step_ids}
    for step_id, name, number in db.execute(_COUNTS, {"steps": json.dumps([*counts])}):
        counts[step_id][name] = number
    return counts


def latest_done(db: Db, chains: Chains) -> int | None:
    """Return the root that was done, or done again, last of all that are in effect."""
    barred: set[int] = set()
    for tail in _tails(db, chains):
        if not (chains.is_done(tail) and has_images(db, tail)):
            continue
        # What only barred steps build on cannot be taken back either, ever.
        if is_barred(db, tail) or (barred and barred & set(built_upon_by(db, tail, chains))):
            barred.add(chains.root(tail))
            continue
        return chains.root(tail)
    return None


def latest_undone(db: Db, chains: Chains) -> int | None:
    """Return the root that was undone last, unless something new was done since."""
    newest = db.scalar(_NEWEST_ROOT) or 0
    for tail in _tails(db, chains):
        if tail < newest:
            return None
        if not chains.is_done(tail):
            return chains.root(tail)
    return None


def built_upon_by(db: Db, step_id: int, chains: Chains) -> list[int]:
    """Return the roots of later steps that changed the same rows to stay, newest first."""
    return lasting(later_on_same_rows(db, step_id), step_id, chains)


def later_on_same_rows(db: Db, step_id: int) -> set[int]:
    """Return the later steps that touched a row that the step touched."""
    query = _LATER_OF_FEW if size_of(db, step_id) < FEW else _LATER_OF_MANY
    return set(db.scalars(query, {"id": step_id}))


def lasting(later: Iterable[int], step_id: int, chains: Chains) -> list[int]:
    """Return the roots of what these later steps left, newest first.

    What was done and undone since, however often, left no trace.
    """
    counts: dict[int, int] = {}
    for each in later:
        root = chains.root(each)
        counts[root] = counts.get(root, 0) + 1
    mine = chains.root(step_id)
    return sorted((root for root, n in counts.items() if n % 2 and root != mine), reverse=True)


def went_along(db: Db, step_id: int, this_id: int, chains: Chains) -> list[int] | None:
    """Return the later steps whose rows `this_id` changed although `step_id` had not.

    None when there are no such rows; an empty list when no step is known for them.
    """
    rows = db.execute(_BEYOND, {"new": this_id, "old": step_id}).all()
    return _behind(db, rows, step_id, this_id, chains) if rows else None


def took_away(db: Db, step_id: int, this_id: int, chains: Chains) -> list[int] | None:
    """Return the later steps that took away what the rows put back refer to, as `went_along`."""
    rows = _pointing_nowhere(db, step_id)
    return _behind(db, rows, step_id, this_id, chains) if rows else None


def _behind(
    db: Db, rows: Iterable[Sequence[object]], step_id: int, this_id: int, chains: Chains
) -> list[int]:
    later = _steps_touching(db, rows, after=step_id, but=this_id)
    return lasting(later, step_id, chains)


def _tails(db: Db, chains: Chains) -> Iterable[int]:
    before = None
    while True:
        below = "" if before is None else f"AND id < {before:d}"
        query = f"SELECT id FROM steps WHERE did <> '' {below} ORDER BY id DESC LIMIT {CHUNK}"  # noqa: S608
        found = db.scalars(text(query)).all()
        yield from (each for each in found if each not in chains.undone_by)
        if len(found) < CHUNK:
            return
        before = found[-1]


def _steps_touching(db: Db, rows: Iterable[Sequence[object]], *, after: int, but: int) -> set[int]:
    query = text(
        "SELECT step_id FROM images WHERE table_name = :name AND row_id = :row"
        " AND step_id > :after AND step_id <> :but"
    )
    return {
        step_id
        for name, row_id in rows
        for step_id in db.scalars(query, {"name": name, "row": row_id, "after": after, "but": but})
    }


def _pointing_nowhere(db: Db, step_id: int) -> list[tuple[str, int]]:
    lost: list[tuple[str, int]] = []
    for name in db.scalars(_TABLES_PUT_BACK, {"id": step_id}).all():
        table = Base.metadata.tables[name]
        for key in table.foreign_keys:
            lost += _lost_parents(db, table, key, step_id)
    return lost


def _lost_parents(db: Db, table: Table, key: ForeignKey, step_id: int) -> list[tuple[str, int]]:
    parent, column = key.column.table.name, key.parent.name
    found = db.scalars(
        text(
            f'SELECT DISTINCT here."{column}" FROM images JOIN "{table.name}" AS here'  # noqa: S608
            " ON here.id = images.row_id WHERE images.step_id = :id AND images.table_name = :name"
            f' AND images.before IS NOT NULL AND here."{column}" IS NOT NULL'
            f' AND NOT EXISTS (SELECT 1 FROM "{parent}" AS there WHERE there.id = here."{column}")'
        ),
        {"id": step_id, "name": table.name},
    )
    return [(parent, each) for each in found]


_NEWEST_ROOT = text("SELECT max(id) FROM steps WHERE undoes_id IS NULL AND did <> ''")
_SIZE = text("SELECT count(*) FROM (SELECT 1 FROM images WHERE step_id = :id LIMIT :most)")
_WITH_IMAGES = text(
    "SELECT value FROM json_each(:steps) WHERE EXISTS (SELECT 1 FROM images WHERE step_id = value)"
)
_WITH_IMAGES_OF = text(
    "SELECT value FROM json_each(:steps)"
    " WHERE EXISTS (SELECT 1 FROM images WHERE step_id = value AND table_name = :name)"
)
_COUNTS = text(
    "SELECT step_id, table_name, count(*) FROM images"
    " WHERE step_id IN (SELECT value FROM json_each(:steps)) GROUP BY step_id, table_name"
)
# Which of the two is run through decides between a millisecond and a second.
_LATER_OF_FEW = text(
    "SELECT DISTINCT later.step_id FROM images AS mine CROSS JOIN images AS later"
    " ON later.table_name = mine.table_name AND later.row_id = mine.row_id"
    " WHERE mine.step_id = :id AND later.step_id > :id"
)
_LATER_OF_MANY = text(
    "SELECT DISTINCT later.step_id FROM images AS later CROSS JOIN images AS mine"
    " ON mine.step_id = :id AND mine.table_name = later.table_name"
    " AND mine.row_id = later.row_id WHERE later.step_id > :id"
)
_BEYOND = text(
    "SELECT table_name, row_id FROM images AS new WHERE step_id = :new AND NOT EXISTS"
    " (SELECT 1 FROM images AS old WHERE old.step_id = :old"
    " AND old.table_name = new.table_name AND old.row_id = new.row_id)"
)
_TABLES_PUT_BACK = text(
    "SELECT DISTINCT table_name FROM images WHERE step_id = :id AND before IS NOT NULL"
)
