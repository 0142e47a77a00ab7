"""Look at, make and open the file of a desk, or refuse it with a sentence of its own."""

from pathlib import Path

from sqlalchemy import Engine

from mentor_desk.errors import (
    DeskDamagedError,
    DeskEmptyError,
    DeskFileError,
    DeskMissingError,
)
from mentor_desk.storage.database import (
    APPLICATION_ID,
    SCHEMA,
    connect,
    engine_on,
    explained,
    schema_of,
)

PAGE = 4096
PLAIN_HEADER = b"SQLite format 3\0"


def look_at(path: Path) -> None:
    """Refuse a file that cannot be the database of a desk, without opening it as one.

    Raises DeskMissingError, DeskEmptyError, DeskDamagedError or DeskReadOnlyError. Must be
    called before the first connection: reading the file beside an open one drops its locks.
    """
    if not path.exists():
        raise DeskMissingError(f"The data file “{path.name}” is missing from {path.parent}.")
    if not path.is_file():
        raise DeskDamagedError(f"“{path}” is not a file, so it cannot be a desk.")
    size = path.stat().st_size
    if size < PAGE:
        raise DeskEmptyError(
            f"The data file “{path.name}” in {path.parent} is empty or cut off ({size} bytes)."
            " Nothing was changed; look for a backup of it."
        )
    with path.open("rb") as stream:
        head = stream.read(len(PLAIN_HEADER))
    if head == PLAIN_HEADER:
        raise DeskDamagedError(
            f"“{path.name}” is a database that is not encrypted, so it is not a desk."
        )


def make_database(path: Path, key: bytes) -> None:
    """Make an empty encrypted database at today's schema; never over a file that exists."""
    from mentor_desk.storage.upgrading import upgrade  # noqa: PLC0415

    if path.exists():
        raise DeskFileError(f"There is already a desk in {path.parent}.")
    with explained(path.parent):
        connection = connect(path, key)
        connection.execute(f"pragma application_id={APPLICATION_ID}")
        connection.close()
        path.chmod(0o600)
    upgrade(path, key)


def open_database(path: Path, key: bytes) -> Engine:
    """Return an engine on an existing database, upgraded to today's schema if it is older.

    Its `begin` starts a unit that may only read; `writing(engine)` gives the one that writes.
    Raises a DeskFileError, each kind with its own sentence, before anything is written.
    """
    look_at(path)
    with explained(path.parent):
        found = schema_of(path, key)
    if found < SCHEMA:
        from mentor_desk.storage.upgrading import upgrade  # noqa: PLC0415

        upgrade(path, key)
    return engine_on(lambda: connect(path, key))
