"""Help for a desk that does not open: what is left of it, a copy aside, a salvage."""

import contextlib
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from mentor_desk.errors import (
    DeskError,
    DeskFileError,
    DeskMissingError,
    FileError,
    LockedError,
    WrongKeyError,
)
from mentor_desk.paths import DATABASE_NAME, KEYS_NAME, SET_ASIDE_NAME
from mentor_desk.services.keeping.backups import (
    BackupRow,
    back_up_before_upgrade,
    backup_folders,
    list_backups,
)
from mentor_desk.services.keeping.keys_left import (
    desk_id_of,
    fits_data,
    own_vault,
    vault_of_key,
    vaults_left,
    write_keys,
)
from mentor_desk.services.keeping.mixed_files import told_from_mixed
from mentor_desk.settings import Settings
from mentor_desk.storage.damage.aside import copy_aside as copy_files_aside
from mentor_desk.storage.damage.mixed import refuse_mixed
from mentor_desk.storage.desk_lock import DeskLock
from mentor_desk.storage.keys import vault as keys
from mentor_desk.storage.keys.keychain import Keychain

if TYPE_CHECKING:
    from mentor_desk.services.keeping.checking import RepairReport

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Remains:
    """What lies in a folder of a desk that does not open, and what can help."""

    folder: Path
    has_data: bool
    has_keys: bool
    is_sample: bool
    asks_secret: bool
    backups: tuple[BackupRow, ...]

    @property
    def newest(self) -> BackupRow | None:
        """The latest good backup, if there is one."""
        return next((row for row in self.backups if row.is_good), None)


@dataclass(frozen=True, slots=True)
class SalvagedRow:
    """What was salvaged of one kind of record."""

    what: str
    read: int
    in_part: int
    lost: int


@dataclass(frozen=True, slots=True)
class SalvageReport:
    """What was salvaged, where it lies, and where the damaged files were copied to."""

    folder: Path
    aside: Path
    rows: tuple[SalvagedRow, ...]
    unsound_pages: int
    repaired: int

    @property
    def read(self) -> int:
        """How many records were read in all."""
        return sum(row.read for row in self.rows)

    @property
    def lost(self) -> int:
        """How many records are known to be lost."""
        return sum(row.lost for row in self.rows)


def has_traces(folder: Path, *, last_desk: str = "", settings: Settings | None = None) -> bool:
    """Tell whether a desk was ever in a folder: its files, a backup, or our memory of it.

    Where it was, a missing or empty file is lost data and never a first start.
    """
    return (
        (folder / DATABASE_NAME).exists()
        or (folder / KEYS_NAME).exists()
        or (folder / SET_ASIDE_NAME).exists()
        or (bool(last_desk) and Path(last_desk) == folder)
        or bool(list_backups(backup_folders(folder)))
        or bool(settings and folder.exists() and list_backups(backup_folders(folder, settings)))
    )


def what_remains(folder: Path, settings: Settings | None = None) -> Remains:
    """Return what is left of a desk and its backups; nothing is opened or written."""
    path = folder / DATABASE_NAME
    vault = own_vault(folder)
    is_sample = bool(vault and vault.is_sample)
    return Remains(
        folder,
        has_data=os.path.isfile(path) and os.path.getsize(path) > 0,  # noqa: PTH113, PTH202
        has_keys=vault is not None,
        is_sample=is_sample,
        asks_secret=not (is_sample or (vault is not None and vault.has(keys.KEYRING))),
        backups=tuple(list_backups(backup_folders(folder, settings), desk_id=desk_id_of(folder))),
    )


def key_of_desk(folder: Path, *, secret: str = "", keychain: Keychain | None = None) -> bytes:
    """Return the key of a desk without opening it: by itself, by a secret, or by the keyring.

    `secret` is a passphrase or a recovery key. When the key file is lost or of another desk, that
    of a backup does instead. Raises WrongKeyError, another LockedError, KeyringError, or a
    DeskFileError.
    """
    refusal: DeskError | None = None
    unfit = b""
    for vault in vaults_left(folder):
        try:
            key = _opened(vault, secret, keychain or Keychain())
        except DeskError as problem:
            refusal = refusal or problem
            continue
        if fits_data(folder, key):
            return key
        unfit = unfit or key
    if unfit:
        return unfit
    raise refusal or DeskFileError(f"There are no keys of a desk in {folder}.")


def copy_aside(folder: Path, *, now: datetime | None = None) -> Path:
    """Copy the files of a desk aside as they lie, and return where to. Raises a FileError."""
    lock = DeskLock(folder)
    try:
        return copy_files_aside(folder, now=now or datetime.now(UTC))
    finally:
        lock.release()


def salvage_desk(
    folder: Path,
    key: bytes,
    target: Path,
    *,
    now: datetime | None = None,
    progress: Progress = lambda _done, _of: None,
) -> SalvageReport:
    """Read what can be read of a damaged desk into a new desk at `target`, under the same keys.

    The damaged files are copied aside first and only the copy is read. Raises DeskMissingError
    without a data file, DeskMixedError when the key is that of another desk, DeskDamagedError when
    nothing can be read any more, or a FileError; then `target` is as it was.
    """
    from mentor_desk.services.keeping.free_place import refuse_taken  # noqa: PLC0415
    from mentor_desk.storage.damage.check import spoken  # noqa: PLC0415
    from mentor_desk.storage.damage.salvage import salvage  # noqa: PLC0415

    refuse_taken(target)
    vault = vault_of_key(folder, key)
    aside = _kept_aside(folder, key, now)
    made = [each for each in (target, *target.parents) if not each.exists()]
    try:
        target.mkdir(parents=True, exist_ok=True, mode=0o700)
        told = salvage(
            aside / DATABASE_NAME,
            key,
            target / DATABASE_NAME,
            desk_id=vault.desk_id,
            is_sample=vault.is_sample,
            progress=progress,
        )
        write_keys(folder, target, vault)
    except (OSError, DeskError) as problem:
        _take_back(target, made, aside)
        if isinstance(problem, DeskError):
            raise
        reason = (problem.strerror or str(problem)).lower()
        raise FileError(f"Nothing could be salvaged into {target}: {reason}.") from problem
    rows = tuple(
        SalvagedRow(spoken(each.table), each.read, each.in_part, each.lost) for each in told.tables
    )
    return SalvageReport(target, aside, rows, told.unsound_pages, told.repaired)


def repair_folder(
    folder: Path, key: bytes, *, progress: Progress = lambda _done, _of: None
) -> "RepairReport":
    """Repair what is safe in a desk that nobody has open, without reading it into a window.

    Raises as `repair_desk` does, and DeskBusyError when somebody has it open.
    """
    from mentor_desk.services.desk import Desk  # noqa: PLC0415
    from mentor_desk.services.keeping.checking import repair_desk  # noqa: PLC0415
    from mentor_desk.storage.desk_file import open_database  # noqa: PLC0415

    path = folder / DATABASE_NAME
    lock = DeskLock(folder)
    try:
        with told_from_mixed(path, key):
            file = open_database(path, key, back_up=back_up_before_upgrade)
    except BaseException:
        lock.release()
        raise
    with contextlib.closing(Desk(file, folder=folder, on_close=lock.release)) as desk:
        return repair_desk(desk, progress=progress)


def _kept_aside(folder: Path, key: bytes, now: datetime | None) -> Path:
    """Copy the files aside before anything is read; refuse at once what holds nothing to read."""
    from mentor_desk.storage.desk_file import refuse_closed, refuse_unreadable  # noqa: PLC0415

    path = folder / DATABASE_NAME
    refuse_closed(folder)
    if not path.exists():
        raise DeskMissingError(
            f"The data file “{path.name}” is missing from {folder}, so there is nothing to salvage."
            " Restore a backup instead."
        )
    refuse_unreadable(path)
    lock = DeskLock(folder)
    try:
        refuse_mixed(path, key)
        return copy_files_aside(folder, now=now or datetime.now(UTC))
    finally:
        lock.release()


def _take_back(target: Path, made: list[Path], aside: Path) -> None:
    """Remove what a salvage that was refused had begun, and no folder that was there before.

    The copy aside goes too: only it was read, so the desk itself is as it was.
    """
    shutil.rmtree(aside, ignore_errors=True)
    with contextlib.suppress(OSError):
        for name in (DATABASE_NAME, KEYS_NAME):
            (target / name).unlink(missing_ok=True)
        for each in made:
            each.rmdir()
    with contextlib.suppress(OSError):
        aside.parent.rmdir()


def free_folder_beside(folder: Path) -> Path:
    """Return a folder beside a desk's that does not exist yet, for what is salvaged of it."""
    target, number = folder.with_name(f"{folder.name} salvaged"), 1
    while target.exists():
        number += 1
        target = folder.with_name(f"{folder.name} salvaged {number}")
    return target


def _opened(vault: keys.Vault, secret: str, keychain: Keychain) -> bytes:
    if vault.is_sample:
        return vault.open_sample()
    if not secret:
        if vault.has(keys.KEYRING):
            return vault.open_with_keyring(keychain)
        raise LockedError("This desk needs its passphrase or its recovery key.")
    from mentor_desk.storage.keys.recovery_key import looks_like_one, read_recovery_key  # noqa: PLC0415

    if looks_like_one(secret):
        with contextlib.suppress(DeskError):
            return vault.open_with_recovery(read_recovery_key(secret))
    if not vault.has(keys.PASSPHRASE):
        raise WrongKeyError("This recovery key does not open the desk. Nothing was changed.")
    return vault.open_with_passphrase(secret)
