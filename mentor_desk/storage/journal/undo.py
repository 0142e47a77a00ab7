"""Bring rows back to where they stood before a step."""

from collections.abc import Iterable

from sqlalchemy import Column, LargeBinary, Table, UniqueConstraint, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session as Db

from mentor_desk.models import Base

Rows = Iterable[tuple[str, int]]


def put_back(db: Db, step_id: int) -> None:
    """Bring every row that the step touched to where it stood before; inside an open step.

    Rows refer to each other, so the foreign keys are checked when the transaction ends. Raises
    IntegrityError when what stands there now is in the way.
    """
    tables = [Base.metadata.tables[name] for name in _tables_of(db, step_id)]
    _put_back(db, tables, f"images.step_id = {step_id:d}")


def number_anew(db: Db, step_id: int, only: Rows | None = None) -> dict[int, int]:
    """Find other numbers for the sessions that cannot, or need not, have their earlier one.

    `put_back` and `put_back_rows` then give them these, which asks for this before. A session
    that is there keeps its number when its earlier one is taken, or when the step did not change
    it. One that is gone and whose number is taken gets the next free one; returned for these, by
    the id of the session.
    """
    db.execute(text("CREATE TEMP TABLE IF NOT EXISTS numbered (id INTEGER, number INTEGER)"))
    db.execute(text("DELETE FROM temp.numbered"))
    wanted = None if only is None else set(only)
    found = [
        row
        for row in db.execute(_NUMBERS_TAKEN, {"id": step_id, "is_whole": wanted is None})
        if row.is_taken or (row.number_now is not None and row.number_after == row.number)
        if wanted is None or ("sessions", row.row_id) in wanted
    ]
    fresh: dict[int, int] = {}
    last: dict[int, int] = {}
    for row in found:
        number = row.number_now
        if number is None:
            number = last.get(row.mentorship_id, row.highest) + 1
            fresh[row.row_id] = last[row.mentorship_id] = number
        db.execute(_NUMBER, {"id": row.row_id, "number": number})
    return fresh


def put_back_rows(db: Db, step_id: int, rows: Rows) -> None:
    """Bring back only these rows of all that the step touched, each by its table and id."""
    wanted = sorted(rows)
    db.execute(text("CREATE TEMP TABLE IF NOT EXISTS chosen (name TEXT, id INTEGER)"))
    db.execute(text("DELETE FROM temp.chosen"))
    db.execute(
        text("INSERT INTO temp.chosen VALUES (:name, :id)"),
        [{"name": name, "id": row_id} for name, row_id in wanted],
    )
    tables = [Base.metadata.tables[name] for name in sorted({name for name, _ in wanted})]
    chosen = "(images.table_name, images.row_id) IN (SELECT name, id FROM temp.chosen)"
    _put_back(db, tables, f"images.step_id = {step_id:d} AND {chosen}")


def link_again(db: Db, step_id: int, rows: Rows) -> None:
    """Let rows that are there refer again to these rows, as they did before the step.

    A reference is only set where there is none now.
    """
    wanted = set(rows)
    for table in Base.metadata.sorted_tables:
        for key in table.foreign_keys:
            parent = key.column.table.name
            ids = ", ".join(str(row_id) for name, row_id in wanted if name == parent)
            if key.ondelete != "SET NULL" or not ids or parent == "steps":
                continue
            column = key.parent.name
            held = f"json_extract(images.before, '$.{column}')"
            db.execute(
                text(
                    f'UPDATE "{table.name}" SET "{column}" = {held} FROM images'  # noqa: S608
                    f" WHERE images.step_id = :step AND images.table_name = '{table.name}'"
                    f' AND images.row_id = "{table.name}".id AND "{table.name}"."{column}" IS NULL'
                    f" AND {held} IN ({ids})"
                ),
                {"step": step_id},
            )


def _tables_of(db: Db, step_id: int) -> list[str]:
    query = text("SELECT DISTINCT table_name FROM images WHERE step_id = :id")
    return sorted(db.scalars(query, {"id": step_id}))


def _put_back(db: Db, tables: list[Table], mine: str) -> None:
    db.flush()
    db.execute(text("PRAGMA defer_foreign_keys = ON"))
    try:
        with db.begin_nested():
            _write_back(db, tables, mine)
    except IntegrityError:
        # Rows that changed places hold each other's values for a moment.
        _make_room(db, tables, mine)
        _write_back(db, tables, mine)
    db.expire_all()


def _write_back(db: Db, tables: list[Table], mine: str) -> None:
    for table in tables:
        _change_back(db, table, mine)
        _make_again(db, table, mine)
    # Last, for what had been given to a row that goes would go with it.
    for table in tables:
        _take_away(db, table, mine)


def _change_back(db: Db, table: Table, mine: str) -> None:
    pairs = ", ".join(f'"{c.name}" = {_from_json(c)}' for c in table.columns if c.name != "id")
    db.execute(
        text(
            f'UPDATE "{table.name}" SET {pairs} FROM images WHERE {_of(mine, table)}'  # noqa: S608
            f' AND images.before IS NOT NULL AND images.row_id = "{table.name}".id'
        )
    )


def _make_again(db: Db, table: Table, mine: str) -> None:
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    held = ", ".join(_from_json(column) for column in table.columns)
    db.execute(
        text(
            f'INSERT INTO "{table.name}" ({names}) SELECT {held} FROM images'  # noqa: S608
            f" WHERE {_of(mine, table)} AND images.before IS NOT NULL AND NOT EXISTS"
            f' (SELECT 1 FROM "{table.name}" AS here WHERE here.id = images.row_id)'
        )
    )


def _take_away(db: Db, table: Table, mine: str) -> None:
    db.execute(
        text(
            f'DELETE FROM "{table.name}" WHERE id IN'  # noqa: S608
            f" (SELECT row_id FROM images WHERE {_of(mine, table)} AND before IS NULL)"
        )
    )


def _make_room(db: Db, tables: list[Table], mine: str) -> None:
    db.execute(text("PRAGMA ignore_check_constraints = ON"))
    try:
        for table in tables:
            names = sorted(_unique_columns(table))
            if not names:
                continue
            # The negative of an id is a value that no row has, and no two rows share.
            pairs = ", ".join(f'"{name}" = -id' for name in names)
            db.execute(
                text(
                    f'UPDATE "{table.name}" SET {pairs} WHERE id IN'  # noqa: S608
                    f" (SELECT row_id FROM images WHERE {_of(mine, table)})"
                )
            )
    finally:
        db.execute(text("PRAGMA ignore_check_constraints = OFF"))


def _unique_columns(table: Table) -> set[str]:
    names = {column.name for column in table.columns if column.unique}
    names |= {
        [*rule.columns][-1].name
        for rule in table.constraints
        if isinstance(rule, UniqueConstraint) and rule.columns
    }
    return names | {[*index.columns][-1].name for index in table.indexes if index.unique}


def _of(mine: str, table: Table) -> str:
    return f"{mine} AND images.table_name = '{table.name}'"


def _from_json(column: Column[object]) -> str:
    held = f"json_extract(images.before, '$.{column.name}')"
    if (column.table.name, column.name) == ("sessions", "number"):
        other = "SELECT number FROM temp.numbered WHERE id = images.row_id"
        return f"coalesce(({other}), {held})"
    return f"unhex({held})" if isinstance(column.type, LargeBinary) else held


_NUMBER = text("INSERT INTO temp.numbered VALUES (:id, :number)")
_NUMBERS_TAKEN = text(
    "SELECT row_id, mentorship_id, wanted.number, this.number AS number_now,"
    # As the next step that touched it found it: that is how this step left it.
    " (SELECT before ->> 'number' FROM images WHERE table_name = 'sessions'"
    " AND row_id = wanted.row_id AND step_id > :id ORDER BY step_id LIMIT 1) AS number_after,"
    " max(coalesce((SELECT max(number) FROM sessions WHERE mentorship_id = wanted.mentorship_id),"
    " 0), max(wanted.number) OVER (PARTITION BY wanted.mentorship_id)) AS highest,"
    " EXISTS (SELECT 1 FROM sessions AS other WHERE other.number = wanted.number"
    " AND other.mentorship_id = wanted.mentorship_id AND other.id <> wanted.row_id"
    " AND NOT EXISTS (SELECT 1 FROM images WHERE :is_whole AND step_id = :id"
    " AND table_name = 'sessions' AND images.row_id = other.id)) AS is_taken"
    " FROM (SELECT row_id, before ->> 'mentorship_id' AS mentorship_id,"
    " before ->> 'number' AS number FROM images WHERE step_id = :id"
    " AND table_name = 'sessions' AND before IS NOT NULL) AS wanted"
    " LEFT JOIN (SELECT id, number FROM sessions) AS this ON this.id = wanted.row_id"
    " ORDER BY row_id"
)
