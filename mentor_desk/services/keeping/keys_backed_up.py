"""A backup that takes the keys of now, for those from before take the earlier ones."""

from collections.abc import Iterable
from pathlib import Path

from mentor_desk.errors import DeskError
from mentor_desk.paths import BACKUPS_NAME, KEYS_NAME
from mentor_desk.services.desk import Desk
from mentor_desk.services.keeping.backups import BackupRow, back_up, backup_folders
from mentor_desk.services.keeping.catching_up import latest_in
from mentor_desk.storage.backups.bundle import read_keys
from mentor_desk.storage.keys.slots import Slot, in_force
from mentor_desk.storage.keys.vault import RECOVERY, Vault, read_vault, vault_of


def back_up_with_keys(desk: Desk) -> str:
    """Make a backup beside a desk that a new recovery key opens, so that it opens that too.

    Returns a sentence when none could be made, for the key is changed all the same.
    """
    if desk.folder is None:
        return ""
    try:
        back_up(desk, backup_folders(desk.folder), now=desk.now())
    except DeskError as refusal:
        return (
            "The new recovery key opens this desk, but no backup yet, for none could be made now:"
            f" {refusal.sentence}"
        )
    return ""


def is_key_backed_up(folder: Path, rows: Iterable[BackupRow]) -> bool:
    """Tell whether the latest backup beside a desk takes the recovery key that is in force now.

    It need not where no such key is in force, or there is no backup at all. One that was made while
    the key was only offered may be taken for one that does not.
    """
    latest = latest_in(rows, folder / BACKUPS_NAME)
    if latest is None:
        return True
    try:
        wanted = _recovery_in_force(read_vault(folder / KEYS_NAME))
    except DeskError:
        return True
    try:
        carried = vault_of(read_keys(latest.path), latest.path)
    except DeskError:
        return False
    return all(slot in carried.slots for slot in wanted)


def _recovery_in_force(vault: Vault) -> list[Slot]:
    return [slot for slot in vault.slots if slot.get("kind") == RECOVERY and in_force(slot) == slot]
