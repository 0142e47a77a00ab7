"""Change how a desk is opened, so that a kill at any step leaves a way in that was proven.

The order is always the same: the new slot is written beside the old one, as pending; it is read
back from the disk and must give the key; then it is put in force and the old one goes. Until that
last write both open the desk. An entry of the keyring is made before the slot that names it, and
taken away only after no slot does; until the keyring has let go of it, its slot says so.

A recovery key is shown between the two writes, for it has to open the desk from the moment on in
which it may stand on paper: `offer_recovery`, and `set_recovery` once it is kept.
"""

import contextlib
from collections.abc import Callable, Generator
from dataclasses import replace
from pathlib import Path

from mentor_desk.errors import DeskDamagedError, FileError, KeyringError, NotFoundError
from mentor_desk.storage.keys.keychain import Keychain, is_same_keyring
from mentor_desk.storage.keys.recovery_key import new_recovery_bits
from mentor_desk.storage.keys.slots import LEAVING, PENDING, Slot, in_force, opens, place_mark
from mentor_desk.storage.keys.standing import Standing, how_it_stands, proves, told
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
_NOT_FOUND = (
    "The keyring of this computer does not hold the key of this desk. The desk asks every time from"
    " now on; if the keyring of another computer has its key, it is taken out when the desk is"
    " opened there."
)


def set_passphrase(path: Path, key: bytes, passphrase: str, cost: Argon2 | None = None) -> None:
    """Let this passphrase open the desk in place of an earlier one."""
    _change(
        path,
        PASSPHRASE,
        lambda vault: vault.with_passphrase(key, passphrase, cost, pending=True),
        lambda vault: vault.open_with_passphrase(passphrase),
    )


def offer_recovery(path: Path, key: bytes) -> bytes:
    """Return the bits of a recovery key that opens the desk beside an earlier one.

    One that was offered before, and neither kept nor withdrawn, is offered again.
    """
    vault = read_vault(path)
    waiting = waiting_recovery(vault, key)
    if waiting is not None:
        return waiting
    bits = new_recovery_bits()
    try:
        _add(path, RECOVERY, vault.with_recovery(key, bits, pending=True), _by_recovery(bits))
    except FileError as refusal:
        # Nobody has seen this key, so it opens the desk to nobody even where it stays.
        with contextlib.suppress(FileError):
            withdraw_recovery(path, bits)
        raise type(refusal)(f"{refusal.sentence} {told(RECOVERY, Standing.EARLIER)}") from refusal
    return bits


def waiting_recovery(vault: Vault, key: bytes) -> bytes | None:
    """Return the bits of a recovery key that was offered before, if there is one that opens."""
    waiting = _only_pending(vault, RECOVERY)
    with contextlib.suppress(NotFoundError, DeskDamagedError):
        bits = waiting.recovery_bits(key)
        if proves(_by_recovery(bits), waiting):
            return bits
    return None


def withdraw_recovery(path: Path, recovery: bytes) -> None:
    """Let a recovery key that was only offered open the desk no more; one in force stays."""
    vault = read_vault(path)
    waiting = _pending(vault, RECOVERY)
    if waiting is not None and proves(_by_recovery(recovery), _only_pending(vault, RECOVERY)):
        left = tuple(slot for slot in vault.slots if slot is not waiting)
        write_vault(path, replace(vault, slots=left))


def is_recovery_offered(vault: Vault) -> bool:
    """Tell whether a recovery key opens the desk that nobody has said to have kept yet."""
    return _pending(vault, RECOVERY) is not None


def is_recovery_kept(vault: Vault) -> bool:
    """Tell whether a recovery key opens the desk that is more than offered."""
    ways = [slot for slot in vault.slots if _is(slot, RECOVERY) and opens(slot)]
    return any(slot.get("state") != PENDING for slot in ways)


def set_recovery(path: Path, key: bytes, recovery: bytes) -> None:
    """Let this recovery key open the desk in place of an earlier one."""
    _change(
        path,
        RECOVERY,
        lambda vault: vault.with_recovery(key, recovery, pending=True),
        _by_recovery(recovery),
    )


def set_keyring(path: Path, key: bytes, keychain: Keychain) -> None:
    """Let the keyring of this computer open the desk, and no other one. Raises KeyringError."""
    _change(
        path,
        KEYRING,
        lambda vault: vault.with_keyring(key, keychain, folder=path.parent, pending=True),
        lambda vault: vault.open_with_keyring(keychain),
    )
    # Where the key lay before may be out of reach; the slot goes on saying that it lies there.
    with contextlib.suppress(KeyringError):
        _finish_leaving(path, keychain)


def is_kept_elsewhere(path: Path) -> bool:
    """Tell whether a slot says that the keyring was given the key in another folder than this.

    The desk was moved or copied since; a slot of before there were such marks says nothing.
    """
    vault = read_vault(path)
    here = place_mark(vault.desk_id, path.parent)
    ways = [slot for slot in vault.slots if _is(slot, KEYRING) and opens(slot)]
    return any(slot.get("place", here) != here for slot in ways)


def drop_keyring(path: Path, keychain: Keychain, *, leaves_entry: bool = False) -> None:
    """Take the key out of the keyring, and the slot away once it is out.

    With `leaves_entry` the slot alone goes, for a copy of the desk opens by the same entry.
    Raises InvalidEntryError when it is the last way in, KeyringError when the keyring refuses or
    has no such entry; then the slot is marked as leaving, and the next opening tries again.
    """
    vault = read_vault(path)
    # Refuses to take the last way in.
    without = vault.without(KEYRING)
    if leaves_entry:
        write_vault(path, without)
        return
    left = tuple(_leaving(slot) if _is(slot, KEYRING) else slot for slot in vault.slots)
    write_vault(path, replace(vault, slots=left))
    _finish_leaving(path, keychain)


def settle(path: Path, unlock: Callable[[Vault], bytes], keychain: Keychain) -> None:
    """Finish a change that was interrupted, as far as `unlock`, which opened the desk, proves it.

    Opened by the old secret, both stay: who knows whether the new one was written down by then.
    A check value that alone is damaged is put right, for the key is known.
    """
    vault = _mended(path, unlock)
    for kind in (PASSPHRASE, RECOVERY, KEYRING):
        if _pending(vault, kind) is not None and proves(unlock, _only_pending(vault, kind)):
            vault = _promoted(vault, kind)
            write_vault(path, vault)
    _finish_leaving(path, keychain)


def _change(
    path: Path, kind: str, add: Callable[[Vault], Vault], prove: Callable[[Vault], bytes]
) -> None:
    added = add(read_vault(path))
    with _saying_how_it_stands(path, kind, prove):
        _add(path, kind, added, prove)
        write_vault(path, _promoted(read_vault(path), kind))


def _add(path: Path, kind: str, added: Vault, prove: Callable[[Vault], bytes]) -> None:
    """Write a vault with a pending slot, and prove that slot as it lies on the disk."""
    write_vault(path, added)
    if not proves(prove, _only_pending(read_vault(path), kind)):
        raise DeskDamagedError("What was written could not be proven. Please try again.")


@contextlib.contextmanager
def _saying_how_it_stands(
    path: Path, kind: str, prove: Callable[[Vault], bytes]
) -> Generator[None]:
    """Have a refusal of the disk say what opens the desk now, for the file may be the new one."""
    try:
        yield
    except FileError as refusal:
        stands = told(kind, how_it_stands(path, kind, prove))
        raise type(refusal)(f"{refusal.sentence} {stands}") from refusal


def _by_recovery(recovery: bytes) -> Callable[[Vault], bytes]:
    return lambda vault: vault.open_with_recovery(recovery)


def _mended(path: Path, unlock: Callable[[Vault], bytes]) -> Vault:
    vault = read_vault(path)
    if not vault.is_whole:
        mended = replace(vault, check=check_value(unlock(vault), vault.desk_id))
        if mended.is_whole:
            write_vault(path, mended)
            return mended
    return vault


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
    """Empty what the leaving slots name, and take them away; one that refuses stops no other.

    A slot whose entry is not found stays: the keyring of another computer may have the key.
    """
    vault = read_vault(path)
    refusals: list[str] = []
    left = []
    for slot in vault.slots:
        if slot.get("state") == LEAVING:
            refusal = _emptied(vault, slot, keychain)
            if not refusal:
                continue
            refusals.append(refusal)
        left.append(slot)
    if len(left) < len(vault.slots):
        write_vault(path, replace(vault, slots=tuple(left)))
    if refusals:
        raise KeyringError(refusals[0])


def _emptied(vault: Vault, going: Slot, keychain: Keychain) -> str:
    """Have the keyring let go of an entry; return why it is not known to have done so."""
    # Kept anew meanwhile, the same entry is a way in again.
    if any(_is_same_entry(going, slot) and slot.get("state") != LEAVING for slot in vault.slots):
        return ""
    try:
        had_it = keychain.forget(
            vault.desk_id,
            _told(going, "entry"),
            given_to=_told(going, "backend"),
            is_ours=lambda key: check_value(key, vault.desk_id) == vault.check,
        )
    except KeyringError as refusal:
        return f"{refusal.sentence} {_STILL_KEPT}"
    return "" if had_it else _NOT_FOUND


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
