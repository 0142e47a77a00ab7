"""Make the files of a new desk: its folder, its key file, its empty database."""

from datetime import UTC, datetime
from pathlib import Path

from mentor_desk.errors import DeskReadOnlyError
from mentor_desk.paths import DATABASE_NAME, KEYS_NAME, LOCK_NAME
from mentor_desk.services.desk import Desk
from mentor_desk.services.keeping.free_place import refuse_taken
from mentor_desk.storage.desk_file import OpenFile, make_database, open_database
from mentor_desk.storage.desk_lock import DeskLock
from mentor_desk.storage.keys import vault as keys
from mentor_desk.version import __version__


def make_files(folder: Path, vault: keys.Vault, key: bytes) -> Desk:
    """Write the key file and an empty database under this key, and open them.

    Raises a FileError; then nothing of a desk is left in the folder.
    """
    refuse_taken(folder)
    _make_folder(folder)
    lock = DeskLock(folder)
    try:
        keys.write_vault(folder / KEYS_NAME, vault)
        make_database(folder / DATABASE_NAME, key)
        file = open_database(folder / DATABASE_NAME, key, lock=lock)
        _sign(file, vault)
    except BaseException:
        lock.release()
        clear_files(folder)
        raise
    return Desk(file, folder=folder, is_sample=vault.is_sample, on_close=lock.release)


def clear_files(folder: Path) -> None:
    """Remove the files of a desk that was not finished."""
    for name in (DATABASE_NAME, f"{DATABASE_NAME}-journal", KEYS_NAME, LOCK_NAME):
        (folder / name).unlink(missing_ok=True)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as problem:
        raise DeskReadOnlyError(f"The folder {folder} cannot be made.") from problem


def _sign(file: OpenFile, vault: keys.Vault) -> None:
    from sqlalchemy.orm import Session as Db  # noqa: PLC0415

    from mentor_desk.models import AboutDesk  # noqa: PLC0415
    from mentor_desk.storage.engine import writing  # noqa: PLC0415

    with file.unchanged(), Db(writing(file.engine)) as db, db.begin():
        db.add(
            AboutDesk(
                id=1,
                desk_uid=vault.desk_id,
                is_sample=vault.is_sample,
                made_at=datetime.now(UTC),
                made_by=__version__,
            )
        )
