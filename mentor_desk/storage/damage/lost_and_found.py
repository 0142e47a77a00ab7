"""Give rows that lost what they belong to a place again, so that no word in them is lost.

A session of no mentorship, a goal of nobody: what is missing is brought back under its own id as
“Unknown …”, where the mentor finds it and decides. Only ties that say nothing by themselves are
taken away.
"""

from collections import Counter
from typing import Any

from sqlalchemy import Column, Table

from mentor_desk.models import Base
from mentor_desk.models.words import fold
from mentor_desk.storage.damage.check import spoken
from mentor_desk.storage.damage.domain_repairs import TODAY, default_of

# Rows that only tie two others together, or keep what can no longer be put back.
WITHOUT_WORDS = ("session_topics", "images")
MOST_GENERATIONS = 6
SIDES = ("first", "second")


def mend_orphans(connection: Any) -> Counter[tuple[str, str]]:
    """Mend every row that points nowhere; return how many, by table and what they missed."""
    done: Counter[tuple[str, str]] = Counter()
    for _ in range(MOST_GENERATIONS):
        found = connection.execute("pragma foreign_key_check").fetchall()
        if not found:
            break
        for table, row_id, parent, number in found:
            _mend(connection, table, row_id, _column_of(connection, table, number))
            done[table, f"what they belong to is missing from {spoken(parent)}"] += 1
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
        "person_id": str(_bring_back(connection, tables["people"], None)),
        "side": f"'{side}'",
        "opt_in": "'not asked'",
    }
    _insert(connection, tables["parties"], values)


def _mend(connection: Any, table: str, row_id: int, column: Column[Any]) -> None:
    if column.nullable:
        connection.execute(
            f'UPDATE "{table}" SET "{column.name}" = NULL WHERE id = ?',  # noqa: S608
            (row_id,),
        )
    elif table in WITHOUT_WORDS:
        connection.execute(f'DELETE FROM "{table}" WHERE id = ?', (row_id,))  # noqa: S608
    else:
        _bring_back_for(connection, table, row_id, column)


def _bring_back_for(connection: Any, table: str, row_id: int, column: Column[Any]) -> None:
    parent = next(iter(column.foreign_keys)).column.table
    name = f'"{column.name}"'
    held = connection.execute(
        f"SELECT CASE typeof({name}) WHEN 'integer' THEN {name} END FROM \"{table}\" WHERE id = ?",  # noqa: S608
        (row_id,),
    ).fetchone()
    if held is None:
        return
    (lost_id,) = held
    if lost_id is not None:
        # Others may have missed the same, and brought it back already.
        known = connection.execute(f'SELECT 1 FROM "{parent.name}" WHERE id = ?', (lost_id,))  # noqa: S608
        if known.fetchone() is None:
            _bring_back(connection, parent, lost_id)
        return
    new_id = _bring_back(connection, parent, None)
    connection.execute(
        f'UPDATE "{table}" SET "{column.name}" = ? WHERE id = ?',  # noqa: S608
        (new_id, row_id),
    )


def _bring_back(connection: Any, table: Table, lost_id: int | None) -> int:
    row_id = lost_id
    if row_id is None:
        row_id = int(
            connection.execute(
                f'SELECT coalesce(max(id), 0) + 1 FROM "{table.name}"'  # noqa: S608
            ).fetchone()[0]
        )
    words = f"Unknown {BROUGHT_BACK.get(table.name, 'entry')} {row_id}"
    values = {"id": str(row_id)}
    for name in ("display_name", "title", "name"):
        if name in table.columns:
            values[name] = f"'{words}'"
    for name in ("sort_name", "search_text", "folded"):
        if name in table.columns:
            values[name] = f"'{fold(words)}'"
    if table.name == "mentorships":
        values["state"] = "'paused'"
        values["person_id"] = str(_bring_back(connection, Base.metadata.tables["people"], None))
    if table.name == "goals":
        values["state"] = "'draft'"
        mentorships = Base.metadata.tables["mentorships"]
        values["mentorship_id"] = str(_bring_back(connection, mentorships, None))
    _insert(connection, table, values)
    return row_id


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
    return TODAY if column.type.python_type.__name__ == "date" else f"{TODAY} || ' 00:00:00.000000'"


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
