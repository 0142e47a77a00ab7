"""The journal: what each step changed, written by the database itself; and how it is undone.

Every connection that writes carries temporary triggers, one set for each table, which keep how a
row stood before the step that is open. So no path that writes can forget it, in bulk or one by
one, by cascade or by hand; and nothing of it stands in the file's own schema.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import Column, LargeBinary, Table, text
from sqlalchemy.orm import Session as Db

from mentor_desk.models import Base, Image, Step
from mentor_desk.storage.engine import bare_in
from mentor_desk.storage.reading import moment_if_any

NOT_JOURNALED = (Image.__tablename__, Step.__tablename__)
ONE_STRETCH_SECONDS = 600
# Of so many rows it costs nothing to ask whether any differs from what it was.
FEW_ROWS = 50
# A step without a name is not finished, or is leaving the history; so every other has one.
UNNAMED = "Changed the desk"


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
    bare_in(db).execute("UPDATE temp.this_step SET id = ?", (step_id,))
    return step_id


def end_step(db: Db, step_id: int, *, did: str, areas: int, undoes_id: int | None = None) -> bool:
    """Name the step and close it; a step that changed nothing is dropped, and False returned.

    So is one that left each of its few rows as it found it, however often it wrote them. An undo
    stays in any case, for by it the step it undoes is known as undone.
    """
    db.flush()
    bare = bare_in(db)
    bare.execute("UPDATE temp.this_step SET id = NULL")
    touched = _touched(bare, step_id)
    if not touched or (undoes_id is None and not _differs(bare, step_id, touched)):
        bare.execute("DELETE FROM images WHERE step_id = ?", (step_id,))
        bare.execute("DELETE FROM steps WHERE id = ?", (step_id,))
        return False
    bare.execute(
        "UPDATE steps SET did = ?, areas = areas | ?, undoes_id = ? WHERE id = ?",
        (did or UNNAMED, areas, undoes_id, step_id),
    )
    return True


def open_step(db: Db) -> int | None:
    """Return the step to which this transaction's changes belong, if one is open."""
    _watch(db)
    found: int | None = db.scalar(text("SELECT id FROM temp.this_step"))
    return found


def leave_no_image(db: Db) -> None:
    """Stop keeping images until the transaction ends; what it changes cannot be taken back."""
    _watch(db)
    db.flush()
    db.execute(text("UPDATE temp.this_step SET id = NULL"))


def row_as_json(table: Table, row: str) -> str:
    """Return the SQL that makes the image of a row; `row` is how the statement calls it."""
    pairs = ", ".join(f"'{c.name}', {_as_json(c, row)}" for c in table.columns)
    return f"json_object({pairs})"


def _latest_of(db: Db, joins: str, at: datetime) -> int | None:
    asked = "SELECT id, joins, at FROM steps ORDER BY id DESC LIMIT 1"
    latest = bare_in(db).execute(asked).fetchone()
    if latest is None or latest[1] != joins:
        return None
    last = moment_if_any(latest[2])
    is_recent = last and abs((at - last).total_seconds()) <= ONE_STRETCH_SECONDS
    return int(latest[0]) if is_recent else None


def _touched(bare: Any, step_id: int) -> dict[str, int]:
    return dict(bare.execute(_TOUCHED, (step_id, FEW_ROWS + 1)).fetchall())


def _differs(bare: Any, step_id: int, touched: dict[str, int]) -> bool:
    if sum(touched.values()) > FEW_ROWS:
        return True
    asked = (_differing(Base.metadata.tables[name]) for name in touched)
    return any(bare.execute(each, (step_id,)).fetchone() for each in asked)


def _differing(table: Table) -> str:
    now = f"iif(here.id IS NULL, NULL, {row_as_json(table, 'here')})"
    return (
        f'SELECT 1 FROM images LEFT JOIN "{table.name}" AS here ON here.id = row_id'  # noqa: S608
        f" WHERE step_id = ? AND table_name = '{table.name}' AND before IS NOT {now} LIMIT 1"
    )


def _watch(db: Db) -> None:
    # Asked each time, for a transaction that fails takes its temporary tables with it.
    asked = "SELECT 1 FROM temp.sqlite_master WHERE name = 'this_step'"
    if bare_in(db).execute(asked).fetchone():
        return
    connection = db.connection()
    # Without it, a row that gives way to REPLACE would be gone and no trigger told.
    connection.exec_driver_sql("PRAGMA recursive_triggers = ON")
    connection.exec_driver_sql("CREATE TEMP TABLE this_step (id INTEGER)")
    connection.exec_driver_sql("INSERT INTO temp.this_step VALUES (NULL)")
    for table in Base.metadata.sorted_tables:
        if table.name not in NOT_JOURNALED:
            for statement in _triggers(table):
                connection.exec_driver_sql(statement)


def _triggers(table: Table) -> list[str]:
    name = table.name
    keep = (
        "INSERT INTO images (step_id, table_name, row_id, before)"
        " SELECT id, '{name}', {row}.id, {image} FROM temp.this_step WHERE id IS NOT NULL"
        " AND NOT EXISTS (SELECT 1 FROM images WHERE step_id = this_step.id"
        " AND table_name = '{name}' AND row_id = {row}.id)"
    )
    made = keep.format(name=name, row="NEW", image="NULL")
    changed = keep.format(name=name, row="OLD", image=row_as_json(table, "OLD"))
    head = "CREATE TEMP TRIGGER journal_{name}_{when} AFTER {when} ON main.{name}"
    return [
        f"{head.format(name=name, when=when)} BEGIN {what}; END"
        for when, what in (("INSERT", made), ("UPDATE", changed), ("DELETE", changed))
    ]


def _as_json(column: Column[object], row: str) -> str:
    held = f'{row}."{column.name}"'
    return f"hex({held})" if isinstance(column.type, LargeBinary) else held


_TOUCHED = (
    "SELECT table_name, count(*) FROM"
    " (SELECT table_name FROM images WHERE step_id = ? LIMIT ?) GROUP BY table_name"
)
