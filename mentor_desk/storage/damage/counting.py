"""Where each table goes on counting: no id is given twice, not even one of what was deleted."""

import contextlib
from typing import Any

from sqlcipher3 import dbapi2 as sqlcipher

from mentor_desk.models import Base

# Beyond it an id was damaged: it would not reach the screen, and counting would soon end there.
HIGHEST_ID = 1 << 30


def is_sane(row_id: int) -> bool:
    """Tell whether a row may be given this id."""
    return 0 < row_id < HIGHEST_ID


def next_id(connection: Any, table: str) -> int:
    """Return an id that no row of a table has, and none had that can still be put back."""
    return max(_highest(connection, table), _counted(connection).get(table, 0)) + 1


def go_on_counting(old: Any, new: Any) -> None:
    """Have the tables of `new` count on from where those of a damaged desk stood, as far as told.

    Rows that were deleted there are told by the history that was read of it.
    """
    counted = _counted(old)
    for table in Base.metadata.tables:
        last = max(_highest(new, table), counted.get(table, 0))
        new.execute("DELETE FROM sqlite_sequence WHERE name = ?", (table,))
        new.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", (table, last))


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
