"""The desk that lies where a backup is to go: held while it is read, and backed up before."""

import contextlib
from collections.abc import Generator
from datetime import datetime
from pathlib import Path

from mentor_desk.errors import DeskDamagedError, DeskError
from mentor_desk.paths import BACKUPS_NAME, DATABASE_NAME, KEYS_NAME
from mentor_desk.services.keeping.keys_left import is_key_of, own_vault
from mentor_desk.services.keeping.strange_files import set_strangers_aside
from mentor_desk.storage.backups.bundle import read_keys
from mentor_desk.storage.backups.copying import Progress
from mentor_desk.storage.backups.keeping import Occasion
from mentor_desk.storage.backups.making import make_backup
from mentor_desk.storage.damage.mixed import refuse_mixed
from mentor_desk.storage.database import connect, explained
from mentor_desk.storage.desk_file import OpenFile
from mentor_desk.storage.desk_lock import DeskLock
from mentor_desk.storage.looking import look_at


@contextlib.contextmanager
def held(folder: Path, key: bytes) -> Generator[DeskLock]:
    """Give the lock of a desk while its data file is read; refuse a key of another desk.

    Where the key file is lost or a stranger, the data itself tells whether it was written under
    this key.
    """
    path = folder / DATABASE_NAME
    look_at(path)
    lock = DeskLock(folder)
    try:
        # A key of another desk must not even try: SQLite would play a journal back with it.
        if not _has_keys_for(folder, key):
            refuse_mixed(path, key)
        yield lock
    finally:
        lock.release()


def back_up_present(
    bundle: Path, folder: Path, key: bytes, now: datetime, progress: Progress
) -> str:
    """Back up what lies in a folder; return why that did not work where it opens with this key.

    What was put aside first, for it was not of this desk, is told too.
    """
    with contextlib.ExitStack() as stack:
        try:
            file = stack.enter_context(_open_file(folder, key))
        except (DeskError, OSError):
            # Whatever is wrong with the present desk, it is put aside as it lies.
            return ""
        beside = f"{file.remark} " if file.remark else ""
        try:
            make_backup(
                file,
                keys=folder / KEYS_NAME if _has_keys_for(folder, key) else read_keys(bundle),
                folder=folder / BACKUPS_NAME,
                now=now,
                why=Occasion.RESTORE,
                # The one that is about to be restored must not go.
                thins=False,
                progress=progress,
            )
        except DeskDamagedError:
            return f"{beside}The desk as it was just before is damaged, so it was only put aside."
        except DeskError as refusal:
            return beside + _not_backed_up(refusal.sentence.removesuffix(" Nothing was changed."))
        except OSError as problem:
            return beside + _not_backed_up(f"{(problem.strerror or str(problem)).lower()}.")
        return file.remark


def _not_backed_up(reason: str) -> str:
    return f"The desk as it was just before was put aside, but not backed up: {reason}"


@contextlib.contextmanager
def _open_file(folder: Path, key: bytes) -> Generator[OpenFile]:
    path = folder / DATABASE_NAME
    with held(folder, key) as lock:
        remark = set_strangers_aside(folder, key, lock)
        with explained(folder):
            connection = connect(path, key)
        with contextlib.closing(OpenFile(connection, key=key, path=path)) as file:
            file.remark = remark
            yield file


def _has_keys_for(folder: Path, key: bytes) -> bool:
    vault = own_vault(folder)
    return vault is not None and is_key_of(vault, key)
