"""Give rows that lost what they belong to a place again, so that no word in them is lost.

A session of no mentorship, a goal of nobody, a version of no step: what is missing is brought back
under its own id as “Unknown …”, where the mentor finds it and decides. Only ties that say nothing
by themselves are taken away.
"""

from collections import Counter
from typing import Any

from sqlalchemy import Column, Table

from mentor_desk.models import Base
from mentor_desk.models.words import fold
from mentor_desk.storage.damage.check import spoken
from mentor_desk.storage.damage.counting import is_sane, next_id
from mentor_desk.storage.damage.domain_repairs import TODAY, default_of

# Rows that only tie two others together.
WITHOUT_WORDS = ("session_topics",)
MOST_GENERATIONS = 6
SIDES = ("first", "second")
MIDNIGHT = f"{TODAY} || ' 00:00:00.000000'"
# Nobody knows what a lost step touched, so every page is to read again when it is taken back.
EVERY_AREA = "-1"


def mend_orphans(connection: Any) -> Counter[tuple[str, str]]:
    """Mend every row that points nowhere; return how many, by table and what they missed."""
    done: Counter[tuple[str, str]] = Counter()
    instead: dict[tuple[str, int], int] = {}
    for _ in range(MOST_GENERATIONS):
        orphans = _orphans(connection)
        if not orphans:
            break
        # What must not be missing is brought back first, for others may have lost the same.
        pressing = [each for each in orphans if not each[2].nullable]
        for table, row_id, column in pressing or orphans:
            _mend(connection, table, row_id, column, instead)
            done[table, f"what they belong to is missing from {spoken(_parent(column).name)}"] += 1
    return done


def complete_parties(connection: Any) -> int:
    """Give every introduction an unknown person on a side where nobody is; return how many."""
    found = connection.execute(
        "SELECT introductions.id, max(CASE WHEN parties.side IN ('first', 'second')"
        " THEN parties.side END) FROM introductions"
        " LEFT JOIN parties ON parties.introduction_id = introductions.id"
        " GROUP BY introductions.id HAVING count(parties.id) < 2"
    ).fetchall()
    for introduction_id, taken in found:
        for side in SIDES:
            if side != taken:
                _add_unknown_party(connection, introduction_id, side)
    return len(found)


def _add_unknown_party(connection: Any, introduction_id: int, side: str) -> None:
    tables = Base.metadata.tables
    values = {
        "introduction_id": str(int(introduction_id)),
        "person_id": str(_bring_back(connection, tables["people"])),
        "side": f"'{side}'",
        "opt_in": "'not asked'",
    }
    _insert(connection, tables["parties"], values)


def _orphans(connection: Any) -> list[tuple[str, int, Column[Any]]]:
    found = connection.execute("pragma foreign_key_check").fetchall()
    columns = {
        (table, number): _column_of(connection, table, number)
        for table, number in {(each[0], each[3]) for each in found}
    }
    return [(table, row_id, columns[table, number]) for table, row_id, _, number in found]


def _mend(
    connection: Any,
    table: str,
    row_id: int,
    column: Column[Any],
    instead: dict[tuple[str, int], int],
) -> None:
    if column.nullable:
        _point(connection, table, row_id, column, None)
    elif table in WITHOUT_WORDS:
        connection.execute(f'DELETE FROM "{table}" WHERE id = ?', (row_id,))  # noqa: S608
    else:
        _bring_back_for(connection, table, row_id, column, instead)


def _bring_back_for(
    connection: Any,
    table: str,
    row_id: int,
    column: Column[Any],
    instead: dict[tuple[str, int], int],
) -> None:
    """Bring back what a row misses; under an id of its own choice where the old one is none.

    Those that shared such an id, kept in `instead`, share what was brought back.
    """
    parent, name = _parent(column), f'"{column.name}"'
    held = connection.execute(
        f"SELECT CASE typeof({name}) WHEN 'integer' THEN {name} END FROM \"{table}\" WHERE id = ?",  # noqa: S608
        (row_id,),
    ).fetchone()
    if held is None:
        return
    (lost_id,) = held
    if lost_id is not None and is_sane(lost_id):
        # Others may have missed the same, and brought it back already.
        known = connection.execute(f'SELECT 1 FROM "{parent.name}" WHERE id = ?', (lost_id,))  # noqa: S608
        if known.fetchone() is None:
            _bring_back(connection, parent, lost_id)
        return
    new_id = instead.get((parent.name, lost_id)) if lost_id is not None else None
    if new_id is None:
        new_id = _bring_back(connection, parent)
    if lost_id is not None:
        instead[parent.name, lost_id] = new_id
    _point(connection, table, row_id, column, new_id)


def _point(connection: Any, table: str, row_id: int, column: Column[Any], to: int | None) -> None:
    connection.execute(
        f'UPDATE "{table}" SET "{column.name}" = ? WHERE id = ?',  # noqa: S608
        (to, row_id),
    )


def _bring_back(connection: Any, table: Table, lost_id: int | None = None) -> int:
    row_id = next_id(connection, table.name) if lost_id is None else lost_id
    words = f"Unknown {BROUGHT_BACK.get(table.name, 'entry')} {row_id}"
    values = {"id": str(row_id)}
    for name in ("display_name", "title", "name", "did"):
        if name in table.columns:
            values[name] = f"'{words}'"
    for name in ("sort_name", "search_text", "folded"):
        if name in table.columns:
            values[name] = f"'{fold(words)}'"
    if table.name == "mentorships":
        values["state"] = "'paused'"
        values["person_id"] = str(_bring_back(connection, Base.metadata.tables["people"]))
    if table.name == "goals":
        values["state"] = "'draft'"
        mentorships = Base.metadata.tables["mentorships"]
        values["mentorship_id"] = str(_bring_back(connection, mentorships))
    if table.name == "steps":
        values["areas"] = EVERY_AREA
        values["at"] = _when_beside(row_id)
    _insert(connection, table, values)
    return row_id


def _when_beside(step_id: int) -> str:
    # So that a step does not leave the history before its time, nor hold up those before it.
    return (
        f"coalesce((SELECT at FROM steps WHERE id < {step_id:d} ORDER BY id DESC LIMIT 1),"  # noqa: S608
        f" (SELECT at FROM steps WHERE id > {step_id:d} ORDER BY id LIMIT 1), {MIDNIGHT})"
    )


def _insert(connection: Any, table: Table, values: dict[str, str]) -> None:
    held = dict(values)
    for column in table.columns:
        if column.name == "uid":
            held["uid"] = "lower(hex(randomblob(16)))"
        elif column.name not in held and not column.nullable and not column.primary_key:
            held[column.name] = _says_least(column)
    names = ", ".join(f'"{name}"' for name in held)
    connection.execute(
        f'INSERT INTO "{table.name}" ({names}) VALUES ({", ".join(held.values())})'  # noqa: S608
    )


def _says_least(column: Column[Any]) -> str:
    value = default_of(column) or "NULL"
    # A repair for a day looks at the day that is there; here there is none yet.
    if "CASE" not in value:
        return value
    return TODAY if column.type.python_type.__name__ == "date" else MIDNIGHT


def _parent(column: Column[Any]) -> Table:
    return next(iter(column.foreign_keys)).column.table


def _column_of(connection: Any, table: str, number: int) -> Column[Any]:
    for row in connection.execute(f'pragma foreign_key_list("{table}")'):
        if row[0] == number:
            column: Column[Any] = Base.metadata.tables[table].columns[row[3]]
            return column
    raise LookupError(table)


BROUGHT_BACK = {
    "goals": "goal",
    "introductions": "introduction",
    "mentorships": "mentorship",
    "people": "person",
    "resources": "resource",
    "sessions": "session",
    "steps": "step",
    "topics": "topic",
}
