"""The journal: what each step changed, written by the database itself; and how it is undone.

Every connection that writes carries temporary triggers, one set for each table, which keep how a
row stood before the step that is open. So no path that writes can forget it, in bulk or one by
one, by cascade or by hand; and nothing of it stands in the file's own schema.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Column, LargeBinary, Table, text
from sqlalchemy.orm import Session as Db

from mentor_desk.models import Base, Image, Step

NOT_JOURNALED = (Image.__tablename__, Step.__tablename__)
ONE_STRETCH_SECONDS = 600


@dataclass(frozen=True, slots=True)
class Touched:
    """The rows that a step touched in one table."""

    table: str
    rows: int


def begin_step(db: Db, *, at: datetime, joins: str | None = None) -> int:
    """Open a step, to which everything that this transaction changes belongs; return its id.

    With `joins`, the latest step is gone on with when it carries the same word and is not older
    than ten minutes: so the saves of one editor are a single step.
    """
    _watch(db)
    step_id = _latest_of(db, joins, at) if joins else None
    if step_id is None:
        step = Step(at=at, joins=joins)
        db.add(step)
        db.flush()
        step_id = step.id
    db.execute(text("UPDATE temp.this_step SET id = :id"), {"id": step_id})
    return step_id


def end_step(db: Db, step_id: int, *, did: str, areas: int, undoes_id: int | None = None) -> bool:
    """Name the step and close it; a step that changed nothing is dropped, and False returned."""
    db.flush()
    db.execute(text("UPDATE temp.this_step SET id = NULL"))
    changed = db.scalar(
        text("SELECT EXISTS (SELECT 1 FROM images WHERE step_id = :id)"), {"id": step_id}
    )
    if not changed:
        db.execute(text("DELETE FROM steps WHERE id = :id"), {"id": step_id})
        return False
    db.execute(
        text(
            "UPDATE steps SET did = :did, areas = areas | :areas, undoes_id = :undoes"
            " WHERE id = :id"
        ),
        {"did": did, "areas": areas, "undoes": undoes_id, "id": step_id},
    )
    return True


def put_back(db: Db, step_id: int) -> None:
    """Bring every row that the step touched to where it stood before; inside an open step.

    Rows refer to each other, so the foreign keys are checked when the transaction ends.
    """
    db.flush()
    db.execute(text("PRAGMA defer_foreign_keys = ON"))
    for touched in touched_by(db, step_id):
        _put_back_table(db, Base.metadata.tables[touched.table], step_id)
    db.expire_all()


def touched_by(db: Db, step_id: int) -> list[Touched]:
    """Return how many rows a step touched, for each table."""
    found = db.execute(
        text("SELECT table_name, count(*) FROM images WHERE step_id = :id GROUP BY 1 ORDER BY 1"),
        {"id": step_id},
    )
    return [Touched(table, rows) for table, rows in found]


def built_upon_by(db: Db, step_id: int) -> int | None:
    """Return the latest later step that touched the same rows and is not undone itself."""
    latest: int | None = db.scalar(
        text(
            "SELECT max(later.step_id) FROM images AS mine JOIN images AS later"
            " ON later.table_name = mine.table_name AND later.row_id = mine.row_id"
            " WHERE mine.step_id = :id AND later.step_id > :id"
            " AND later.step_id NOT IN (SELECT undoes_id FROM steps WHERE undoes_id IS NOT NULL)"
            " AND later.step_id NOT IN (SELECT id FROM steps WHERE undoes_id IS NOT NULL)"
        ),
        {"id": step_id},
    )
    return latest


def reaches_beyond(db: Db, step_id: int, undone_id: int) -> bool:
    """Tell whether `step_id` touched rows that the step it undoes had not touched."""
    return bool(
        db.scalar(
            text(
                "SELECT EXISTS (SELECT table_name, row_id FROM images WHERE step_id = :new"
                " EXCEPT SELECT table_name, row_id FROM images WHERE step_id = :old)"
            ),
            {"new": step_id, "old": undone_id},
        )
    )


def _latest_of(db: Db, joins: str, at: datetime) -> int | None:
    latest = db.execute(text("SELECT id, joins FROM steps ORDER BY id DESC LIMIT 1")).one_or_none()
    if latest is None or latest.joins != joins:
        return None
    step = db.get_one(Step, latest.id)
    return step.id if abs((at - step.at).total_seconds()) <= ONE_STRETCH_SECONDS else None


def _watch(db: Db) -> None:
    connection = db.connection()
    # Asked each time, for a transaction that fails takes its temporary tables with it.
    if connection.exec_driver_sql(
        "SELECT 1 FROM temp.sqlite_master WHERE name = 'this_step'"
    ).scalar():
        return
    connection.exec_driver_sql("CREATE TEMP TABLE this_step (id INTEGER)")
    connection.exec_driver_sql("INSERT INTO temp.this_step VALUES (NULL)")
    for table in Base.metadata.sorted_tables:
        if table.name not in NOT_JOURNALED:
            for statement in _triggers(table):
                connection.exec_driver_sql(statement)


def _triggers(table: Table) -> list[str]:
    name = table.name
    before = ", ".join(f"'{c.name}', {_as_json(c)}" for c in table.columns)
    keep = (
        "INSERT INTO images (step_id, table_name, row_id, before)"
        " SELECT id, '{name}', {row}.id, {image} FROM temp.this_step WHERE id IS NOT NULL"
        " AND NOT EXISTS (SELECT 1 FROM images WHERE step_id = this_step.id"
        " AND table_name = '{name}' AND row_id = {row}.id)"
    )
    made = keep.format(name=name, row="NEW", image="NULL")
    changed = keep.format(name=name, row="OLD", image=f"json_object({before})")
    head = "CREATE TEMP TRIGGER journal_{name}_{when} AFTER {when} ON main.{name}"
    return [
        f"{head.format(name=name, when=when)} BEGIN {what}; END"
        for when, what in (("INSERT", made), ("UPDATE", changed), ("DELETE", changed))
    ]


def _as_json(column: Column[object]) -> str:
    held = f'OLD."{column.name}"'
    return f"hex({held})" if isinstance(column.type, LargeBinary) else held


def _from_json(column: Column[object]) -> str:
    held = f"json_extract(images.before, '$.{column.name}')"
    return f"unhex({held})" if isinstance(column.type, LargeBinary) else held


def _put_back_table(db: Db, table: Table, step_id: int) -> None:
    mine = "images.step_id = :step AND images.table_name = :name"
    values = {"step": step_id, "name": table.name}
    names = [f'"{column.name}"' for column in table.columns]
    held = [_from_json(column) for column in table.columns]
    pairs = ", ".join(f"{n} = {h}" for n, h in zip(names[1:], held[1:], strict=True))
    db.execute(
        text(
            f'DELETE FROM "{table.name}" WHERE id IN'  # noqa: S608
            f" (SELECT row_id FROM images WHERE {mine} AND before IS NULL)"
        ),
        values,
    )
    db.execute(
        text(
            f'UPDATE "{table.name}" SET {pairs} FROM images'  # noqa: S608
            f' WHERE {mine} AND images.before IS NOT NULL AND images.row_id = "{table.name}".id'
        ),
        values,
    )
    db.execute(
        text(
            f'INSERT INTO "{table.name}" ({", ".join(names)}) SELECT {", ".join(held)} FROM images'  # noqa: S608
            f" WHERE {mine} AND images.before IS NOT NULL AND NOT EXISTS"
            f' (SELECT 1 FROM "{table.name}" AS here WHERE here.id = images.row_id)'
        ),
        values,
    )
