"""Change how a desk is opened, so that a kill at any step leaves a way in that was proven.

The order is always the same: the new slot is written beside the old one, as pending; it is read
back from the disk and must give the key; then it is put in force and the old one goes. Until that
last write both open the desk. An entry of the keyring is made before the slot that names it, and
taken away only after no slot does; until the keyring has let go of it, its slot says so.
"""

import contextlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from mentor_desk.errors import DeskDamagedError, DeskError, KeyringError
from mentor_desk.storage.keys.keychain import Keychain, is_same_keyring
from mentor_desk.storage.keys.slots import LEAVING, PENDING, Slot, in_force
from mentor_desk.storage.keys.vault import (
    KEYRING,
    PASSPHRASE,
    RECOVERY,
    Vault,
    read_vault,
    write_vault,
)
from mentor_desk.storage.keys.wrapping import Argon2, check_value

_STILL_KEPT = (
    "The desk asks every time from now on, but that keyring still has its key: it is taken out when"
    " the desk is opened and the keyring lets go of it."
)


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
    """Let the keyring of this computer open the desk, and no other one. Raises KeyringError."""
    _change(
        path,
        KEYRING,
        lambda vault: vault.with_keyring(key, keychain, pending=True),
        lambda vault: vault.open_with_keyring(keychain),
    )
    # Where the key lay before may be out of reach; the slot goes on saying that it lies there.
    with contextlib.suppress(KeyringError):
        _finish_leaving(path, keychain)


def drop_keyring(path: Path, keychain: Keychain) -> None:
    """Take the key out of the keyring, and the slot away once it is out.

    Raises InvalidEntryError when it is the last way in, KeyringError when the keyring refuses;
    then the slot is marked as leaving, and the next opening tries again.
    """
    vault = read_vault(path)
    # Refuses to take the last way in.
    vault.without(KEYRING)
    left = tuple(_leaving(slot) if _is(slot, KEYRING) else slot for slot in vault.slots)
    write_vault(path, replace(vault, slots=left))
    try:
        _finish_leaving(path, keychain)
    except KeyringError as refusal:
        raise KeyringError(f"{refusal.sentence} {_STILL_KEPT}") from None


def settle(path: Path, unlock: Callable[[Vault], bytes], keychain: Keychain) -> None:
    """Finish a change that was interrupted, as far as `unlock`, which opened the desk, proves it.

    Opened by the old secret, both stay: who knows whether the new one was written down by then.
    A check value that alone is damaged is put right, for the key is known.
    """
    vault = _mended(path, unlock)
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


def _mended(path: Path, unlock: Callable[[Vault], bytes]) -> Vault:
    vault = read_vault(path)
    if not vault.is_whole:
        mended = replace(vault, check=check_value(unlock(vault), vault.desk_id))
        if mended.is_whole:
            write_vault(path, mended)
            return mended
    return vault


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
    """Return the vault with the pending slot of a kind in force, and the earlier ones gone.

    What an earlier one says of another entry of a keyring stays, as leaving: the key is in there.
    """
    kept = tuple(slot for slot in vault.slots if not _is(slot, kind))
    (proven,) = _only_pending(vault, kind).slots
    left = tuple(
        _leaving(slot)
        for slot in vault.slots
        if kind == KEYRING and _is(slot, kind) and not _is_same_entry(slot, proven)
    )
    return replace(vault, slots=(*kept, *left, in_force(proven)))


def _finish_leaving(path: Path, keychain: Keychain) -> None:
    """Empty what the leaving slots name, and take them away; one that refuses stops no other."""
    vault = read_vault(path)
    refusals: list[KeyringError] = []
    left = []
    for slot in vault.slots:
        if slot.get("state") == LEAVING:
            try:
                _empty(vault, slot, keychain)
            except KeyringError as refusal:
                refusals.append(refusal)
            else:
                continue
        left.append(slot)
    if len(left) < len(vault.slots):
        write_vault(path, replace(vault, slots=tuple(left)))
    if refusals:
        raise refusals[0]


def _empty(vault: Vault, going: Slot, keychain: Keychain) -> None:
    # Kept anew meanwhile, the same entry is a way in again.
    if any(_is_same_entry(going, slot) and slot.get("state") != LEAVING for slot in vault.slots):
        return
    keychain.forget(
        vault.desk_id,
        _told(going, "entry"),
        given_to=_told(going, "backend"),
        is_ours=lambda key: check_value(key, vault.desk_id) == vault.check,
    )


def _leaving(slot: Slot) -> Slot:
    return {**slot, "state": LEAVING}


def _is_same_entry(one: Slot, other: Slot) -> bool:
    return (
        _is(one, KEYRING)
        and _is(other, KEYRING)
        and _told(one, "entry") == _told(other, "entry")
        and is_same_keyring(_told(one, "backend"), _told(other, "backend"))
    )


def _told(slot: Slot, name: str) -> str:
    found = slot.get(name, "")
    return found if isinstance(found, str) else ""


def _is(slot: Slot, kind: str) -> bool:
    return slot.get("kind") == kind
