"""Prove, with the key of the desk at hand, that its recovery key still opens it, or mend that.

Nobody types the recovery key for years. So its slot keeps a copy of it for who has the key of the
desk, and whenever that is so the copy is tried: a slot that was damaged is sealed anew for the
very key that stands on paper.
"""

import contextlib
from dataclasses import replace
from pathlib import Path

from mentor_desk.errors import DeskDamagedError, DeskError, NotFoundError
from mentor_desk.storage.keys.slot_changes import is_recovery_offered, set_recovery
from mentor_desk.storage.keys.slots import Slot
from mentor_desk.storage.keys.vault import KEYRING, PASSPHRASE, RECOVERY, Vault, read_vault

_DAMAGED = {
    PASSPHRASE: "the passphrase does not open it any more, for its slot is damaged; set it anew",
    KEYRING: "the slot of the keyring is damaged; ask every time, then keep it unlocked anew",
}
_DAMAGED_SLOT = "one of its slots is damaged; look at the ways into the desk in the settings"


def mend_recovery(path: Path, key: bytes) -> None:
    """Let the recovery key on paper open the desk again, where its slot was damaged.

    The slot keeps a copy of that key for who has the key of the desk; where that is damaged too,
    or there is none, nothing is changed. Raises a FileError.
    """
    bits = recovery_to_mend(read_vault(path), key)
    if bits is not None:
        set_recovery(path, key, bits)


def recovery_to_mend(vault: Vault, key: bytes) -> bytes | None:
    """Return the recovery key that opens the desk no more though it should, if it can be told."""
    # To seal the one anew would put it in force, and close the desk to the other, on paper too.
    if is_recovery_offered(vault):
        return None
    bits = _copied_recovery(vault, key)
    return None if bits is None or _gives(vault, bits, key) else bits


def is_recovery_lost(vault: Vault, key: bytes) -> bool:
    """Tell, for who has the key of the desk, whether nobody can say what its recovery key is.

    Slots of long ago keep no copy of their recovery key, so of them this is not known.
    """
    return any(map(_keeps_copy, vault.slots)) and _copied_recovery(vault, key) is None


def trouble_in(vault: Vault, key: bytes) -> str:
    """Return what is wrong with the ways into a desk, for who has its key, or nothing.

    It is a sentence without its beginning, "The key file: ".
    """
    if is_recovery_lost(vault, key):
        return "its recovery key cannot be proven any more; make a new one"
    if recovery_to_mend(vault, key) is not None:
        return "the recovery key on paper does not open it; opening the desk mends that"
    if vault.damaged:
        return _DAMAGED.get(str(vault.damaged[0].get("kind")), _DAMAGED_SLOT)
    if not vault.is_sample and not vault.has(RECOVERY):
        return "it has no recovery key; make one"
    return ""


def _copied_recovery(vault: Vault, key: bytes) -> bytes | None:
    for slot in reversed(vault.slots):
        if _keeps_copy(slot):
            with contextlib.suppress(DeskDamagedError, NotFoundError):
                return replace(vault, slots=(slot,)).recovery_bits(key)
    return None


def _keeps_copy(slot: Slot) -> bool:
    return slot.get("kind") == RECOVERY and "copy" in slot


def _gives(vault: Vault, recovery: bytes, key: bytes) -> bool:
    try:
        return vault.open_with_recovery(recovery) == key
    except DeskError:
        return False
