"""Connect to the encrypted database, with the settings that the promises rest on."""

import contextlib
import os
import re
from collections.abc import Generator
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2 as sqlcipher

from mentor_desk.errors import (
    DeskBusyError,
    DeskDamagedError,
    DeskError,
    DeskFileError,
    DeskNewerError,
    DeskReadOnlyError,
)
from mentor_desk.storage.belonging import refuse_half_made, refuse_stranger

# "MDsk": the mark of our files in SQLite's own header field.
APPLICATION_ID = 0x4D44736B
SCHEMA = 1
PAGE = 4096
KEY_BYTES = 32
SAFE_SQLITE = (3, 51, 3)

# What is asked of every connection, and what it must answer when asked again (DATA-SAFETY S2).
PRAGMAS: tuple[tuple[str, str, int | str], ...] = (
    ("journal_mode", "delete", "delete"),
    # More than full: the folder is flushed too once the journal is gone, or a power cut right
    # after a save could bring the journal back and take the save away.
    ("synchronous", "extra", 3),
    ("temp_store", "memory", 2),
    ("trusted_schema", "off", 0),
    ("secure_delete", "on", 1),
    ("cache_size", "-64000", -64000),
)

# What Python says, wherever a date is read that is none.
_NO_DATE = re.compile(
    r"^(Invalid isoformat string|Couldn't parse|fromisoformat: argument|(year|month|day|hour|minute"
    r"|second|microsecond) .*(must be in|out of range))"
)
_NO_SUCH = re.compile(r"^no such (table|column): |^table \w+ has no column named ")
_WORDS = {
    "disk is full": "SQLITE_FULL",
    "disk I/O error": "SQLITE_IOERR",
    "readonly database": "SQLITE_READONLY",
    "unable to open": "SQLITE_CANTOPEN",
    "is locked": "SQLITE_BUSY",
    "not a database": "SQLITE_NOTADB",
}


def schema_of(path: Path, key: bytes) -> int:
    """Return the schema number of a database; raises when it is not ours, damaged or newer."""
    connection = connect(path, key)
    try:
        refuse_cut(connection, path)
        if not is_ours(connection):
            raise DeskDamagedError(f"“{path.name}” was not made by Mentor Desk.")
        refuse_stranger(connection, path.name)
        found = refuse_newer(connection)
        if found == SCHEMA:
            refuse_half_made(connection, path.name)
    finally:
        connection.close()
    if found < 1:
        raise DeskDamagedError(f"“{path.name}” holds no desk: it was never finished.")
    return found


def refuse_cut(connection: Any, path: Path) -> None:
    """Refuse a database whose file is not as long as its own first page says.

    SQLite would take the rest of a page for a page, and write over what was added. Asked after
    the first reading, which takes back what a kill left half written. Raises DeskDamagedError.
    """
    size = path.stat().st_size
    wanted = int(connection.execute("pragma page_count").fetchone()[0]) * PAGE
    if size != wanted:
        how = "was cut off" if size < wanted else "has something added to it"
        raise DeskDamagedError(
            f"The data file “{path.name}” in {path.parent} {how}: it has {size:,} bytes, and"
            f" {wanted:,} belong to it. Nothing was changed; look for a backup of it, or salvage"
            " what can be read."
        )


def is_ours(connection: Any) -> bool:
    """Tell whether an open database bears the mark of our files."""
    return bool(connection.execute("pragma application_id").fetchone()[0] == APPLICATION_ID)


def refuse_newer(connection: Any) -> int:
    """Return the schema number of an open database; raises DeskNewerError for a later one."""
    found = int(connection.execute("pragma user_version").fetchone()[0])
    if found > SCHEMA:
        raise DeskNewerError(
            f"A newer version of Mentor Desk wrote this desk (format {found}; this program knows"
            f" {SCHEMA}). Nothing was changed; please update the program."
        )
    return found


def connect(path: Path, key: bytes, *, foreign_keys: bool = True) -> Any:
    """Return a keyed connection with the settings that the promises rest on, read back.

    The key goes in raw, 32 bytes; it never stands in SQL text. `foreign_keys=False` is for
    migrations alone, where re-creating a table must not delete its children.
    """
    if len(key) != KEY_BYTES:
        # Anything else would be taken for a passphrase, without a word.
        raise DeskFileError("This is no key of a desk, so nothing was opened.")
    if sqlcipher.sqlite_version_info < SAFE_SQLITE:
        raise DeskFileError("The database library of this computer is too old to be safe.")
    connection = sqlcipher.connect(
        str(path), isolation_level=None, check_same_thread=False, timeout=5
    )
    try:
        _set_up(connection, key, foreign_keys=foreign_keys)
    except BaseException:
        connection.close()
        raise
    return connection


@contextlib.contextmanager
def explained(folder: Path | None = None) -> Generator[None]:
    """Turn what the database library says into a DeskError that names the folder."""
    try:
        yield
    except DeskError:
        raise
    except Exception as problem:
        known = _known(problem, folder)
        if known is None:
            raise
        raise known from None


def _known(problem: BaseException | None, folder: Path | None) -> DeskError | None:
    if problem is None:
        return None
    # SQLAlchemy wraps it, and is not loaded for the sake of telling so.
    said = getattr(problem, "orig", problem)
    known = _explain(said, folder) if isinstance(said, sqlcipher.Error) else _no_date(said)
    if known is None or _NO_SUCH.search(str(said)):
        # What failed while something else was cleared up must not hide that.
        return _known(problem.__context__, folder) or known
    return known


def _set_up(connection: Any, key: bytes, *, foreign_keys: bool) -> None:
    # SQLCipher writes error lines to stderr unless told not to.
    connection.execute("pragma cipher_log_level=none").fetchall()
    connection.set_key(b"x'" + key.hex().encode() + b"'")
    if not connection.execute("pragma cipher_version").fetchone():
        raise DeskFileError("The database library cannot encrypt, so nothing was opened.")
    connection.execute("select count(*) from sqlite_master").fetchone()
    wanted = (*PRAGMAS, ("foreign_keys", "on" if foreign_keys else "off", int(foreign_keys)))
    for name, value, _ in wanted:
        connection.execute(f"pragma {name}={value}").fetchall()
    for name, _, answer in wanted:
        found = connection.execute(f"pragma {name}").fetchone()[0]
        if found != answer:
            raise DeskFileError(f"The database would not take the setting {name}.")


def _no_date(problem: BaseException) -> DeskError | None:
    if isinstance(problem, ValueError | TypeError) and _NO_DATE.search(str(problem)):
        return DeskDamagedError(
            "A date on this desk cannot be read. Nothing was changed; please have the desk"
            " checked, and repaired."
        )
    return None


def _explain(problem: BaseException, folder: Path | None) -> DeskError | None:
    name = getattr(problem, "sqlite_errorname", "") or _name_by_words(str(problem))
    where = f" in {folder}" if folder else ""
    if damage := _damage_in(name, str(problem), where):
        return DeskDamagedError(damage)
    if name == "SQLITE_FULL":
        return DeskFileError(
            f"The disk{where} is full, so nothing was saved. Free some space and try again."
        )
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return DeskBusyError(f"The desk{where} is busy in another program. Please try again.")
    if name.startswith(("SQLITE_READONLY", "SQLITE_IOERR")) or name == "SQLITE_CANTOPEN":
        return _refused(name, folder, where)
    return None


def _refused(name: str, folder: Path | None, where: str) -> DeskFileError:
    """Return why the disk does not take what is to be saved; asked where it was to go."""
    if folder is not None and not _is_there(folder):
        return _gone(folder)
    if name.startswith("SQLITE_IOERR"):
        return DeskFileError(f"The disk{where} does not answer properly; nothing was saved.")
    if folder is not None and os.access(folder, os.W_OK):
        return DeskReadOnlyError(
            f"The desk{where} cannot be written to: its file is read-only, or was moved or removed"
            " meanwhile. Nothing was saved."
        )
    return DeskReadOnlyError(f"The desk{where} cannot be written to: the folder is read-only.")


def _gone(folder: Path) -> DeskFileError:
    return DeskFileError(
        f"The folder {folder} is not there any more: it was moved, renamed or removed, or its disk"
        " is gone. Nothing was saved."
    )


def _is_there(folder: Path) -> bool:
    # A disk that does not answer has the folder, for all we know.
    try:
        return folder.is_dir()
    except OSError:
        return True


def _damage_in(name: str, said: str, where: str) -> str:
    if name in {"SQLITE_NOTADB", "SQLITE_CORRUPT"} or "malformed" in said:
        return (
            f"The data file{where} is damaged, or its disk cannot be read: the key is right, but"
            " the pages do not make sense. Nothing was changed."
        )
    if "decode to UTF-8" in said:
        return (
            f"A text in the data file{where} cannot be read. Nothing was changed; please have the"
            " desk checked, and repaired."
        )
    if _NO_SUCH.search(said):
        return (
            f"The data file{where} does not hold the tables of a desk as they were made; another"
            " program may have changed them. Nothing was changed now; please have the desk checked."
        )
    return ""


def _name_by_words(said: str) -> str:
    # What is raised in the middle of a backup bears no name, only SQLite's own words.
    return next((name for words, name in _WORDS.items() if words in said), "")
