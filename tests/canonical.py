"""Desks in memory that are made by the dozen, and desks as plain rows to be compared by."""

from functools import cache
from typing import Any

from sqlalchemy import select
from sqlcipher3 import dbapi2 as sqlcipher

from mentor_desk.models import Base
from mentor_desk.services.desk import Desk
from mentor_desk.storage.desk_file import OpenFile
from mentor_desk.storage.engine import engine_on

NOT_COMPARED = {"steps", "images"}


def canonical_dump(desk: Desk) -> dict[str, list[tuple[Any, ...]]]:
    """Return every row of every table in the order of its id, but for the journal."""
    with desk.work() as db:
        return {
            table.name: [tuple(row) for row in db.execute(select(table).order_by(table.c.id))]
            for table in Base.metadata.sorted_tables
            if table.name not in NOT_COMPARED
        }


def memory_file() -> OpenFile:
    """Return an open, empty database in memory."""
    connection = _memory()
    _empty().backup(connection)
    return OpenFile(connection)


def _memory() -> Any:
    connection = sqlcipher.connect(":memory:", isolation_level=None, check_same_thread=False)
    connection.execute("pragma foreign_keys=on")
    return connection


@cache
def _empty() -> Any:
    connection = _memory()
    with engine_on(connection).execution_options(writes=True).begin() as made:
        Base.metadata.create_all(made)
    return connection
