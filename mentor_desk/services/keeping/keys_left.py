"""The key slots that are left for a desk: those of its key file, and those its backups carry.

A key file can be lost, damaged, or put in its place from another desk. Which of the slots are the
right ones is told by the data file, whose pages bear the seal of one key alone.
"""

import contextlib
import os
from pathlib import Path

from mentor_desk.errors import (
    DeskDamagedError,
    DeskError,
    DeskFileError,
    DeskMixedError,
    DeskNewerError,
)
from mentor_desk.files import write_whole
from mentor_desk.paths import BACKUPS_NAME, DATABASE_NAME, KEYS_NAME
from mentor_desk.services.keeping.backups import list_backups
from mentor_desk.storage.backups.bundle import read_keys
from mentor_desk.storage.damage.mixed import refuse_mixed
from mentor_desk.storage.desk_lock import DeskLock
from mentor_desk.storage.keys import vault as keys
from mentor_desk.storage.looking import refuse_closed


def own_vault(folder: Path) -> keys.Vault | None:
    """Return the slots in the key file of a folder, or None when it cannot be read."""
    try:
        return keys.read_vault(folder / KEYS_NAME)
    except DeskError:
        return None


def vaults_left(folder: Path) -> list[keys.Vault]:
    """Return the slots of the key file, and then those of the backups in the folder.

    Of the backups of the very desk that the key file is of, none count unless it is damaged: they
    may hold a passphrase that was changed since. A key file of a newer version is not damaged: its
    DeskNewerError is raised. So is what the key file is refused with when there are none at all,
    and DeskFileError for a folder that does not answer.
    """
    refuse_closed(folder)
    refusal: DeskError | None = None
    found = []
    try:
        found.append(keys.read_vault(folder / KEYS_NAME))
    except DeskNewerError:
        raise
    except DeskError as problem:
        refusal = problem
    known = {vault.desk_id for vault in found if vault.is_whole}
    for row in list_backups([folder / BACKUPS_NAME]):
        with contextlib.suppress(DeskError):
            vault = keys.vault_of(read_keys(row.path), row.path)
            if vault.desk_id not in known and vault not in found:
                found.append(vault)
    if not found:
        raise refusal or DeskFileError(f"There are no keys of a desk in {folder}.")
    return found


def vault_of_key(folder: Path, key: bytes) -> keys.Vault:
    """Return the slots that a key was got from. Raises DeskDamagedError when there are none."""
    for vault in vaults_left(folder):
        if is_key_of(vault, key):
            return vault
    raise DeskDamagedError("This key belongs to none of the key files that are left.")


def is_key_of(vault: keys.Vault, key: bytes) -> bool:
    """Tell whether a key is the one that these slots give."""
    from mentor_desk.storage.keys.wrapping import check_value  # noqa: PLC0415

    return check_value(key, vault.desk_id) == vault.check


def fits_data(folder: Path, key: bytes) -> bool:
    """Tell whether the data file of a folder was written under a key; in doubt, it was."""
    return data_tells(folder, key) is not False


def data_tells(folder: Path, key: bytes) -> bool | None:
    """Return whether the data file of a folder was written under a key, or None.

    A file that somebody has open or that cannot be read is not asked; neither is one that is lost.
    """
    path = folder / DATABASE_NAME
    if not os.path.isfile(path):  # noqa: PTH113 - never raises
        return None
    try:
        lock = DeskLock(folder)
    except DeskError:
        return None
    try:
        refuse_mixed(path, key)
    except DeskMixedError:
        return False
    finally:
        lock.release()
    return True


def desk_id_of(folder: Path, *, is_open: bool = False) -> str:
    """Return the id of the desk whose data lies in a folder, as far as can be told without a key.

    It is that of the key file, unless every backup beside it is of another desk: then the key file
    is the stranger, but not while the desk `is_open`, for then it fitted the data. Nothing is
    returned when there is no key file that can be read.
    """
    vault = own_vault(folder)
    if vault is None:
        return ""
    if is_open:
        return vault.desk_id
    beside = [row.desk_id for row in list_backups([folder / BACKUPS_NAME]) if row.desk_id]
    return beside[0] if beside and vault.desk_id not in beside else vault.desk_id


def write_keys(folder: Path, target: Path, vault: keys.Vault) -> None:
    """Write the slots of a desk into another folder, byte for byte where they are its own."""
    if own_vault(folder) == vault:
        write_whole(target / KEYS_NAME, (folder / KEYS_NAME).read_bytes())
    else:
        keys.write_vault(target / KEYS_NAME, vault)
