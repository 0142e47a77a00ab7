"""Where each table goes on counting: no id is given twice, not even one of what was deleted."""

import contextlib
from collections import Counter
from typing import Any

from sqlcipher3 import dbapi2 as sqlcipher

from mentor_desk.models import Base

# Beyond it an id was damaged: it would not reach the screen, and counting would soon end there.
HIGHEST_ID = 1 << 30
NO_ID = "the id is none that a desk gives"
NO_COUNT = "the next id is none that a desk gives"

_BEYOND = f"(id <= 0 OR id >= {HIGHEST_ID})"
_OLD = "(SELECT old FROM temp.given)"


def is_sane(row_id: int) -> bool:
    """Tell whether a row may be given this id."""
    return 0 < row_id < HIGHEST_ID


def next_id(connection: Any, table: str) -> int:
    """Return an id that no row of a table has, and none had that can still be put back."""
    return max(_highest(connection, table), _counted(connection).get(table, 0)) + 1


def go_on_counting(old: Any, new: Any) -> None:
    """Have the tables of `new` count on from where those of a damaged desk stood, as far as told.

    Rows that were deleted there are told by the history that was read of it; those whose id is none
    get another first.
    """
    give_ids(new)
    counted = _counted(old)
    for table in Base.metadata.tables:
        last = max(_highest(new, table), counted.get(table, 0))
        new.execute("DELETE FROM sqlite_sequence WHERE name = ?", (table,))
        new.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", (table, last))


def beyond_counting(connection: Any) -> Counter[tuple[str, str]]:
    """Return how many ids no desk gives, and which tables would give one next; by table and what.

    Where there is such an id, what is to be saved next may get none.
    """
    found = Counter(
        {
            (table, NO_ID): connection.execute(
                f'SELECT count(*) FROM "{table}" WHERE {_BEYOND}'  # noqa: S608
            ).fetchone()[0]
            for table in _counting()
        }
    )
    return +found + Counter((table, NO_COUNT) for table in _counts_beyond(connection))


def give_ids(connection: Any) -> Counter[tuple[str, str]]:
    """Give a new id to every row whose id is none, wherever it is named; return what was mended.

    What belongs to such a row goes on belonging to it, in the history too. Then each table counts
    on from its last row. The caller sees to it that ties may lead nowhere meanwhile.
    """
    found = beyond_counting(connection)
    for table, what in sorted(found):
        if what == NO_ID:
            _renumber(connection, table)
    for table, what in found:
        if what == NO_COUNT:
            told = (_highest(connection, table), table)
            connection.execute("UPDATE sqlite_sequence SET seq = ? WHERE name = ?", told)
    return found


def _renumber(connection: Any, table: str) -> None:
    first = next_id(connection, table)
    old = connection.execute(f'SELECT id FROM "{table}" WHERE {_BEYOND} ORDER BY id')  # noqa: S608
    given = [(row[0], first + turn) for turn, row in enumerate(old.fetchall())]
    connection.execute("CREATE TEMP TABLE given (old INTEGER PRIMARY KEY, new INTEGER)")
    connection.executemany("INSERT INTO temp.given VALUES (?, ?)", given)
    _put_new(connection, table, "id")
    for other, column in _ties_to(table):
        _put_new(connection, other, column)
        _put_new_in_images(connection, other, column)
    _put_new_in_images(connection, table, "id")
    connection.execute(
        f"UPDATE images SET row_id = {_new('row_id')} WHERE table_name = ? AND row_id IN {_OLD}",  # noqa: S608
        (table,),
    )
    connection.execute("DROP TABLE temp.given")


def _put_new(connection: Any, table: str, column: str) -> None:
    own = f'"{table}"."{column}"'
    connection.execute(
        f'UPDATE "{table}" SET "{column}" = {_new(own)} WHERE {own} IN {_OLD}'  # noqa: S608
    )


def _put_new_in_images(connection: Any, table: str, column: str) -> None:
    held = f"CASE WHEN json_valid(before) THEN json_extract(before, '$.{column}') END"
    connection.execute(
        f"UPDATE images SET before = json_set(before, '$.{column}', {_new(held)})"  # noqa: S608
        f" WHERE table_name = ? AND {held} IN {_OLD}",
        (table,),
    )


def _new(old: str) -> str:
    return f"(SELECT new FROM temp.given WHERE old = {old})"  # noqa: S608


def _ties_to(table: str) -> list[tuple[str, str]]:
    return [
        (other.name, key.parent.name)
        for other in Base.metadata.sorted_tables
        for key in sorted(other.foreign_keys, key=lambda each: each.parent.name)
        if key.column.table.name == table
    ]


def _counting() -> list[str]:
    # Of the desk's own name there is one row alone, and a rule for its place.
    return [name for name in Base.metadata.tables if name != "about"]


def _counts_beyond(connection: Any) -> list[str]:
    asked = "SELECT 1 FROM sqlite_master WHERE name = 'sqlite_sequence'"
    if connection.execute(asked).fetchone() is None:
        return []
    found = connection.execute(
        "SELECT DISTINCT name FROM sqlite_sequence"
        " WHERE typeof(seq) <> 'integer' OR seq < 0 OR seq >= ?",
        (HIGHEST_ID,),
    ).fetchall()
    return [name for (name,) in found if name in _counting()]


def _highest(connection: Any, table: str) -> int:
    asked = (
        f'SELECT max(coalesce((SELECT max(id) FROM "{table}" WHERE id < ?), 0),'  # noqa: S608
        " coalesce((SELECT max(row_id) FROM images WHERE table_name = ? AND row_id < ?), 0))"
    )
    return int(connection.execute(asked, (HIGHEST_ID, table, HIGHEST_ID)).fetchone()[0])


def _counted(connection: Any) -> dict[str, int]:
    # A damaged file may tell nothing of it.
    with contextlib.suppress(sqlcipher.DatabaseError):
        asked = "SELECT CAST(name AS TEXT), seq FROM sqlite_sequence WHERE typeof(seq) = 'integer'"
        return {
            name.decode(errors="replace") if isinstance(name, bytes) else name: seq
            for name, seq in connection.execute(asked).fetchall()
            if isinstance(name, str | bytes) and is_sane(seq)
        }
    return {}
