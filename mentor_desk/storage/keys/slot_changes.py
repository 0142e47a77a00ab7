"""Change how a desk is opened, so that a kill at any step leaves a way in that was proven.

The order is always the same: the new slot is written beside the old one, as pending; it is read
back from the disk and must give the key; then it is put in force and the old one goes. Until that
last write both open the desk. An entry of the keyring is made before the slot that names it, and
taken away only after no slot does.
"""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from mentor_desk.errors import DeskDamagedError, DeskError
from mentor_desk.storage.keys.keychain import Keychain
from mentor_desk.storage.keys.slots import LEAVING, PENDING, Slot, in_force
from mentor_desk.storage.keys.vault import (
    KEYRING,
    PASSPHRASE,
    RECOVERY,
    Vault,
    read_vault,
    write_vault,
)
from mentor_desk.storage.keys.wrapping import Argon2


def set_passphrase(path: Path, key: bytes, passphrase: str, cost: Argon2 | None = None) -> None:
    """Let this passphrase open the desk in place of an earlier one."""
    _change(
        path,
        PASSPHRASE,
        lambda vault: vault.with_passphrase(key, passphrase, cost, pending=True),
        lambda vault: vault.open_with_passphrase(passphrase),
    )


def set_recovery(path: Path, key: bytes, recovery: bytes) -> None:
    """Let this recovery key open the desk in place of an earlier one."""
    _change(
        path,
        RECOVERY,
        lambda vault: vault.with_recovery(key, recovery, pending=True),
        lambda vault: vault.open_with_recovery(recovery),
    )


def set_keyring(path: Path, key: bytes, keychain: Keychain) -> None:
    """Let the keyring of this computer open the desk. Raises KeyringError."""
    _change(
        path,
        KEYRING,
        lambda vault: vault.with_keyring(key, keychain, pending=True),
        lambda vault: vault.open_with_keyring(keychain),
    )


def drop_keyring(path: Path, keychain: Keychain) -> None:
    """Take the key out of the keyring, and the slot away once it is out.

    Raises InvalidEntryError when it is the last way in, KeyringError when the keyring refuses;
    then the slot is marked as leaving, and the next opening tries again.
    """
    vault = read_vault(path)
    # Refuses to take the last way in.
    vault.without(KEYRING)
    leaving = [{**slot, "state": LEAVING} if _is(slot, KEYRING) else slot for slot in vault.slots]
    write_vault(path, replace(vault, slots=tuple(leaving)))
    _finish_leaving(path, keychain)


def settle(path: Path, unlock: Callable[[Vault], bytes], keychain: Keychain) -> None:
    """Finish a change that was interrupted, as far as `unlock`, which opened the desk, proves it.

    Opened by the old secret, both stay: who knows whether the new one was written down by then.
    """
    vault = read_vault(path)
    for kind in (PASSPHRASE, RECOVERY, KEYRING):
        if _pending(vault, kind) is not None and _proves(unlock, _only_pending(vault, kind)):
            vault = _promoted(vault, kind)
            write_vault(path, vault)
    _finish_leaving(path, keychain)


def _change(
    path: Path, kind: str, add: Callable[[Vault], Vault], prove: Callable[[Vault], bytes]
) -> None:
    write_vault(path, add(read_vault(path)))
    written = read_vault(path)
    if not _proves(prove, _only_pending(written, kind)):
        raise DeskDamagedError(
            "What was written could not be proven, so the desk opens as before. Please try again."
        )
    write_vault(path, _promoted(written, kind))


def _proves(unlock: Callable[[Vault], bytes], pending: Vault) -> bool:
    try:
        unlock(pending)
    except DeskError:
        return False
    return True


def _pending(vault: Vault, kind: str) -> Slot | None:
    return next(
        (slot for slot in vault.slots if slot.get("state") == PENDING and _is(slot, kind)), None
    )


def _only_pending(vault: Vault, kind: str) -> Vault:
    slot = _pending(vault, kind)
    return replace(vault, slots=() if slot is None else (slot,))


def _promoted(vault: Vault, kind: str) -> Vault:
    """Return the vault with the pending slot of a kind in force, and the earlier ones gone."""
    kept = tuple(slot for slot in vault.slots if not _is(slot, kind))
    (proven,) = _only_pending(vault, kind).slots
    return replace(vault, slots=(*kept, in_force(proven)))


def _finish_leaving(path: Path, keychain: Keychain) -> None:
    vault = read_vault(path)
    going = [slot for slot in vault.slots if slot.get("state") == LEAVING]
    for slot in going:
        keychain.forget(vault.desk_id, str(slot.get("entry", "")))
    if going:
        write_vault(path, replace(vault, slots=tuple(s for s in vault.slots if s not in going)))


def _is(slot: Slot, kind: str) -> bool:
    return slot.get("kind") == kind
