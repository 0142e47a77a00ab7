"""What stands in a database and is not known to this version: tables, and columns of known ones."""

import contextlib
from dataclasses import dataclass
from typing import Any

from sqlcipher3 import dbapi2 as sqlcipher

from mentor_desk.models import Base

# A table of the tool that upgrades, not of the desk.
BESIDE = frozenset({"alembic_version"})


@dataclass(frozen=True, slots=True)
class UnknownPart:
    """A table, or a column as TABLE.COLUMN, and the statement that counts what it holds."""

    name: str
    count: str

    def values_in(self, connection: Any) -> int:
        """Return how many rows or values it holds; at least 1 when that cannot be read."""
        with contextlib.suppress(sqlcipher.DatabaseError):
            return int(connection.execute(self.count).fetchone()[0])
        return 1


def unknown_parts(connection: Any) -> list[UnknownPart]:
    """Return the tables and columns that this version does not know."""
    found = []
    tables = connection.execute("SELECT name FROM main.sqlite_master WHERE type = 'table'")
    for table in [_words(row[0]) for row in tables.fetchall()]:
        if table.startswith("sqlite_") or table in BESIDE:
            continue
        if table not in Base.metadata.tables:
            found.append(UnknownPart(table, f"SELECT count(*) FROM {_quoted(table)}"))  # noqa: S608
            continue
        known = {column.name for column in Base.metadata.tables[table].columns}
        columns = connection.execute(f"pragma table_info({_quoted(table)})").fetchall()
        for name in [_words(row[1]) for row in columns]:
            if name not in known:
                count = f"SELECT count({_quoted(name)}) FROM {_quoted(table)}"  # noqa: S608
                found.append(UnknownPart(f"{table}.{name}", count))
    return found


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _words(name: str | bytes) -> str:
    # A connection to a patched copy gives bytes, for its text may be broken.
    return name.decode(errors="replace") if isinstance(name, bytes) else name
