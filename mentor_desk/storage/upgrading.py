"""Bring a database to today's schema, all of it or none."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, create_engine, event
from sqlalchemy.pool import NullPool
from sqlcipher3 import dbapi2 as sqlcipher

from mentor_desk.errors import DeskDamagedError, DeskFileError
from mentor_desk.storage.database import SCHEMA, connect, explained
from mentor_desk.storage.form import HALF_MADE

# A table that is made anew stands twice in the file, and every page it had in the journal.
ROOM = 2
LEAST_ROOM = 4_000_000


@dataclass(frozen=True, slots=True)
class Goal:
    """A schema, and the folder of the scripts that lead to it."""

    scripts: Path
    schema: int


TODAY = Goal(Path(__file__).parent / "migrations", SCHEMA)


def bring_up_to_date(
    path: Path, key: bytes, *, back_up: Callable[[Path, bytes], object], goal: Goal = TODAY
) -> None:
    """Have a desk backed up, and upgrade it; the backup lies with the others and is kept.

    Raises a FileError when there is no room or `back_up` could not, DeskDamagedError when the desk
    would not be sound afterwards; then nothing was changed.
    """
    _refuse_without_room(path)
    back_up(path, key)
    upgrade(path, key, goal=goal)


def upgrade(path: Path, key: bytes, *, goal: Goal = TODAY) -> None:
    """Run every migration that is missing in one transaction; the schema number comes last.

    Raises DeskDamagedError when the desk would not be sound afterwards, a FileError when there is
    no room; then nothing is changed.
    """
    _refuse_without_room(path)
    engine = create_engine(
        "sqlite+pysqlite://",
        module=sqlcipher,
        creator=lambda: connect(path, key, foreign_keys=False),
        poolclass=NullPool,
        hide_parameters=True,
    )
    event.listen(engine, "begin", _begin)
    config = Config()
    config.set_main_option("script_location", str(goal.scripts))
    config.set_main_option("path_separator", "os")
    try:
        with explained(path.parent), engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            _prove(connection)
            connection.exec_driver_sql(f"pragma user_version={goal.schema}")
    finally:
        engine.dispose()


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _prove(connection: Connection) -> None:
    """Refuse to keep what an upgrade made when it is not whole; the transaction is still open."""
    raw: Any = connection.connection.driver_connection
    if not raw.in_transaction:
        raise DeskDamagedError("The upgrade left its transaction, so it was stopped.")
    if connection.exec_driver_sql("pragma foreign_key_check").fetchall():
        raise DeskDamagedError("The desk holds entries that point nowhere; nothing was changed.")
    names = connection.exec_driver_sql("SELECT name FROM sqlite_master").scalars()
    if any(str(name).startswith(HALF_MADE) for name in names):
        raise DeskDamagedError("The upgrade left something half made; nothing was changed.")


def _refuse_without_room(path: Path) -> None:
    size = path.stat().st_size
    needed = max(LEAST_ROOM, ROOM * size)
    free = shutil.disk_usage(path.parent).free
    if free < needed:
        raise DeskFileError(
            f"The disk of {path.parent} has too little room to upgrade the desk:"
            f" {needed / 1e6:.0f} MB are needed and {free / 1e6:.0f} MB are free."
            " Nothing was changed; free some space and try again."
        )
