"""Help for a desk that does not open: what is left of it, its key, a copy aside, a repair."""

import contextlib
import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from mentor_desk.errors import (
    DeskError,
    DeskFileError,
    LockedError,
    WrongKeyError,
)
from mentor_desk.paths import DATABASE_NAME, SET_ASIDE_NAME, default_desk
from mentor_desk.services.keeping.backups import (
    BackupRow,
    back_up_before_upgrade,
    backup_folders,
    list_backups,
    where_backups_lie,
)
from mentor_desk.services.keeping.keys_left import (
    desk_id_of,
    fits_data,
    own_vault,
    vaults_left,
)
from mentor_desk.services.keeping.mixed_files import told_from_mixed
from mentor_desk.services.keeping.strange_files import set_strangers_aside
from mentor_desk.settings import Settings
from mentor_desk.storage.backups.restoring import refuse_inside_a_desk
from mentor_desk.storage.damage import aside
from mentor_desk.storage.desk_lock import DeskLock
from mentor_desk.storage.keys import vault as keys
from mentor_desk.storage.keys.keychain import Keychain
from mentor_desk.storage.looking import is_desk

if TYPE_CHECKING:
    from mentor_desk.services.keeping.repairing import RepairReport

Aside: TypeAlias = aside.Aside
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


def has_traces(folder: Path, *, last_desk: str = "", settings: Settings | None = None) -> bool:
    """Tell whether a desk was ever in a folder: its files, a backup, or our memory of it.

    Where it was, a missing or empty file is lost data and never a first start.
    """
    return (
        holds_desk(folder)
        or (folder / SET_ASIDE_NAME).exists()
        or (bool(last_desk) and Path(last_desk) == folder)
        or bool(list_backups(backup_folders(folder)))
        or (
            settings is not None
            and (folder.exists() or folder == default_desk())
            and bool(list_backups(backup_folders(folder, settings)))
        )
    )


def holds_desk(folder: Path) -> bool:
    """Tell whether anything of a desk lies in a folder; where nobody can look, one may."""
    try:
        return is_desk(folder)
    except DeskError:
        return True


def what_remains(folder: Path, settings: Settings | None = None) -> Remains:
    """Return what is left of a desk and its backups; nothing is opened or written."""
    path = folder / DATABASE_NAME
    vault = own_vault(folder)
    is_sample = bool(vault and vault.is_sample)
    lying = where_backups_lie(folder, settings)
    return Remains(
        folder,
        has_data=os.path.isfile(path) and os.path.getsize(path) > 0,  # noqa: PTH113, PTH202
        has_keys=vault is not None,
        is_sample=is_sample,
        asks_secret=not (is_sample or (vault is not None and vault.has(keys.KEYRING))),
        backups=tuple(list_backups(lying, desk_id=desk_id_of(folder))),
    )


def key_of_desk(
    folder: Path,
    *,
    secret: str = "",
    is_recovery_key: bool = False,
    keychain: Keychain | None = None,
) -> bytes:
    """Return the key of a desk without opening it: by itself, by a secret, or by the keyring.

    `secret` is a passphrase or a recovery key, and never the former when it `is_recovery_key`.
    When the key file is lost or of another desk, that of a backup does instead. Raises
    WrongKeyError, another LockedError, InvalidEntryError for what can be no recovery key,
    KeyringError, or a DeskFileError.
    """
    refusal: DeskError | None = None
    unfit = b""
    chain = keychain or Keychain()
    for vault in vaults_left(folder):
        try:
            key = _opened(vault, secret, chain, is_recovery_key=is_recovery_key)
        except DeskError as problem:
            refusal = refusal or problem
            continue
        if fits_data(folder, key):
            return key
        unfit = unfit or key
    if unfit:
        return unfit
    raise refusal or DeskFileError(f"There are no keys of a desk in {folder}.")


def copy_aside(folder: Path, place: Path | None = None, *, now: datetime | None = None) -> Aside:
    """Copy the files of a desk aside as they lie, and return where to. Raises a FileError.

    What the disk does not give back is left out, and counted. With `place`, they are copied to a
    new folder there instead, with the words that were typed and not saved: all that a desk is, but
    for its backups.
    """
    if place is not None:
        refuse_inside_a_desk(place / folder.name)
    lock = DeskLock(folder)
    try:
        return aside.copy_aside(folder, place, now=now or datetime.now(UTC))
    finally:
        lock.release()


def repair_folder(
    folder: Path, key: bytes, *, progress: Progress = lambda _done, _of: None
) -> "RepairReport":
    """Repair what is safe in a desk that nobody has open, without reading it into a window.

    Raises as `repair_desk` does, and DeskBusyError when somebody has it open.
    """
    from mentor_desk.services.desk import Desk  # noqa: PLC0415
    from mentor_desk.services.keeping.repairing import repair_desk  # noqa: PLC0415
    from mentor_desk.storage.desk_file import open_database  # noqa: PLC0415

    path = folder / DATABASE_NAME
    lock = DeskLock(folder)
    try:
        remark = set_strangers_aside(folder, key, lock)
        with told_from_mixed(path, key):
            file = open_database(path, key, lock=lock, back_up=back_up_before_upgrade)
    except BaseException:
        lock.release()
        raise
    with contextlib.closing(Desk(file, folder=folder, on_close=lock.release)) as desk:
        return replace(repair_desk(desk, progress=progress), remark=remark)


def _opened(vault: keys.Vault, secret: str, keychain: Keychain, *, is_recovery_key: bool) -> bytes:
    if vault.is_sample:
        return vault.open_sample()
    if not secret:
        if vault.has(keys.KEYRING):
            return vault.open_with_keyring(keychain)
        raise LockedError("This desk needs its passphrase or its recovery key.")
    from mentor_desk.storage.keys.recovery_key import looks_like_one, read_recovery_key  # noqa: PLC0415

    if not is_recovery_key and not looks_like_one(secret):
        if not vault.has(keys.PASSPHRASE):
            raise WrongKeyError("This recovery key does not open the desk. Nothing was changed.")
        return vault.open_with_passphrase(secret)
    try:
        return vault.open_with_recovery(read_recovery_key(secret))
    except DeskError:
        # A passphrase may look like a recovery key; else what is wrong with the key is told.
        if not is_recovery_key and vault.has(keys.PASSPHRASE):
            with contextlib.suppress(DeskError):
                return vault.open_with_passphrase(secret)
        raise
