"""The ways into a desk: list them, prove to know one, and change them.

All of this is about the key file; the database and its history are not touched. Most of it works
out a passphrase or waits for the keyring, so the window calls it beside itself.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from mentor_desk.errors import (
    DeskError,
    InvalidEntryError,
    LockedError,
    NotFoundError,
    RefusedMoveError,
)
from mentor_desk.paths import KEYS_NAME
from mentor_desk.services.desk import Desk
from mentor_desk.services.opening.passphrases import check_passphrase
from mentor_desk.storage.keys import vault as keys
from mentor_desk.storage.keys.keychain import Keychain, spoken_name
from mentor_desk.storage.keys.slots import LEAVING, PENDING, Slot, made_at
from mentor_desk.storage.looking import refuse_no_desk

# Said after every change, for the key of the database itself never changes.
EARLIER_STILL_OPENS = (
    "This desk no longer takes the earlier one, but backups made before still do. Whoever has such"
    " a backup and the earlier one can read what it holds, and open the file of this desk with it."
    " If somebody else may have both: make a new backup, and delete those from before."
)


class Way(StrEnum):
    """A kind of way into a desk; OTHER is one that this version does not know."""

    PASSPHRASE = keys.PASSPHRASE
    KEYRING = keys.KEYRING
    RECOVERY = keys.RECOVERY
    SAMPLE = keys.SAMPLE
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class WayRow:
    """One way into a desk, without any secret.

    `backend` is the class name of the keyring that was given the key and `keyring` what people
    call it; `cost` says what a guess at the passphrase takes. A way that is pending opens the
    desk, but was not proven when the program ended; one that is leaving opens it no more.
    """

    way: Way
    made_at: datetime | None = None
    backend: str = ""
    keyring: str = ""
    cost: str = ""
    is_pending: bool = False
    is_leaving: bool = False


@dataclass(frozen=True, slots=True)
class LockInfo:
    """How a desk can be opened: what `lock-info` prints, and the settings show."""

    folder: Path
    desk_id: str
    ways: tuple[WayRow, ...]

    def has(self, way: Way) -> bool:
        """Tell whether the desk opens in this way."""
        return any(row.way is way and not row.is_leaving for row in self.ways)


def lock_info(folder: Path) -> LockInfo:
    """Return how the desk in a folder can be opened, without opening it.

    Raises DeskMissingError, DeskDamagedError, DeskNewerError or another DeskFileError.
    """
    refuse_no_desk(folder)
    vault = keys.read_vault(folder / KEYS_NAME)
    return LockInfo(folder, vault.desk_id, tuple(_row(slot) for slot in vault.slots))


def keys_of(desk: Desk) -> Path:
    """Return the key file of a desk; raises NotFoundError or LockedError when it has none."""
    return _folder(desk) / KEYS_NAME


def needs_recovery_key(desk: Desk) -> bool:
    """Tell whether an open desk has no recovery key, or lost it to damage of its key file.

    One that was only offered, and is not kept yet, is none.
    """
    from mentor_desk.storage.keys.recovery_proof import is_recovery_lost  # noqa: PLC0415
    from mentor_desk.storage.keys.slot_changes import is_recovery_kept  # noqa: PLC0415

    if desk.is_sample or desk.folder is None:
        return False
    vault = keys.read_vault(keys_of(desk))
    return not is_recovery_kept(vault) or is_recovery_lost(vault, desk.file.key)


def keyring_name(keychain: Keychain | None = None) -> str:
    """Return what people call the keyring that can be trusted, or nothing; it may take a while."""
    try:
        name = (keychain or Keychain()).backend_name()
    except DeskError:
        return ""
    return spoken_name(name) if name else ""


def change_passphrase(desk: Desk, *, new: str, secret: str = "") -> None:
    """Let a new passphrase open the desk in place of the old one, or as the first one.

    `secret` is the present passphrase or the recovery key; a desk that has no passphrase asks
    for none. Backups made before still take the old one. Raises InvalidEntryError naming the
    field, LockedError or WrongKeyError.
    """
    from mentor_desk.storage.keys.slot_changes import set_passphrase  # noqa: PLC0415

    check_passphrase(new)
    prove(desk, secret=secret)
    with desk.file.changing_keys():
        set_passphrase(keys_of(desk), desk.file.key, new)


def keep_unlocked(desk: Desk, *, keychain: Keychain | None = None) -> None:
    """Let the keyring of this computer open the desk too; what it holds is not overwritten.

    Raises KeyringError when there is none to trust, or it does not give back what it is given.
    """
    from mentor_desk.storage.keys.slot_changes import set_keyring  # noqa: PLC0415

    with desk.file.changing_keys():
        set_keyring(keys_of(desk), desk.file.key, keychain or Keychain())


def was_kept_elsewhere(desk: Desk) -> bool:
    """Tell whether the keyring was given the key in another folder, where a copy may still lie."""
    from mentor_desk.storage.keys.slot_changes import is_kept_elsewhere  # noqa: PLC0415

    return is_kept_elsewhere(keys_of(desk))


def ask_every_time(
    desk: Desk, *, secret: str, leaves_entry: bool = False, keychain: Keychain | None = None
) -> None:
    """Take the key out of the keyring, so that the desk asks for its passphrase again.

    Copies of the desk on this computer open by the same entry, and do not any more; unless
    `leaves_entry`, for then it stays in the keyring for them. The passphrase or the recovery key
    is proven first, so that nobody is locked out by surprise. Raises RefusedMoveError for a desk
    without a passphrase, LockedError, WrongKeyError or KeyringError.
    """
    from mentor_desk.storage.keys.slot_changes import drop_keyring  # noqa: PLC0415

    if not lock_info(_folder(desk)).has(Way.PASSPHRASE):
        raise RefusedMoveError(
            "Add a passphrase first; otherwise only the recovery key would open this desk."
        )
    prove(desk, secret=secret)
    with desk.file.changing_keys():
        drop_keyring(keys_of(desk), keychain or Keychain(), leaves_entry=leaves_entry)


def take_recovery_key(desk: Desk, recovery_key: str) -> None:
    """Let the recovery key that was shown open the desk; it no longer takes an earlier one.

    Backups made before still take that, and what they hold opens the file of this desk too. Raises
    a FileError that says which of them opens the desk now.
    """
    from mentor_desk.storage.keys.recovery_key import read_recovery_key  # noqa: PLC0415
    from mentor_desk.storage.keys.slot_changes import set_recovery  # noqa: PLC0415

    with desk.file.changing_keys():
        set_recovery(keys_of(desk), desk.file.key, read_recovery_key(recovery_key))


def reveal_recovery_key(desk: Desk, *, secret: str) -> str:
    """Return the recovery key of an open desk to who gives the passphrase or that key again.

    It opens the desk when it is told. Raises LockedError, WrongKeyError, or NotFoundError when
    there is none that could be shown.
    """
    from mentor_desk.storage.keys.recovery_key import spelt  # noqa: PLC0415
    from mentor_desk.storage.keys.recovery_proof import (  # noqa: PLC0415
        is_recovery_lost,
        mend_recovery,
    )

    with desk.file.changing_keys():
        mend_recovery(keys_of(desk), desk.file.key)
    prove(desk, secret=secret, is_always_asked=True)
    vault = keys.read_vault(keys_of(desk))
    if is_recovery_lost(vault, desk.file.key):
        raise NotFoundError(
            "The key file of this desk is damaged where the recovery key stands, so it cannot be"
            " told any more; make a new one."
        )
    return spelt(vault.recovery_bits(desk.file.key))


def prove(desk: Desk, *, secret: str, is_always_asked: bool = False) -> None:
    """Refuse whoever does not know the passphrase or the recovery key of an open desk.

    A desk without a passphrase asks for nothing, unless `is_always_asked`; what is given all the
    same must be right. Raises InvalidEntryError, LockedError or WrongKeyError.
    """
    vault = keys.read_vault(keys_of(desk))
    has_passphrase = vault.has(keys.PASSPHRASE)
    if not (secret or has_passphrase or is_always_asked):
        return
    if not secret:
        which = "the passphrase or the recovery key" if has_passphrase else "the recovery key"
        raise InvalidEntryError(f"Please give {which} of this desk.", field="secret")
    try:
        _open(vault, secret)
    except InvalidEntryError as refusal:
        raise InvalidEntryError(refusal.sentence, field="secret") from None


def _open(vault: keys.Vault, secret: str) -> None:
    from mentor_desk.storage.keys.recovery_key import read_recovery_key  # noqa: PLC0415
    from mentor_desk.storage.keys.typed_secret import open_by_either  # noqa: PLC0415

    if vault.has(keys.PASSPHRASE):
        open_by_either(vault, secret)
    else:
        vault.open_with_recovery(read_recovery_key(secret))


def _row(slot: Slot) -> WayRow:
    kind = slot.get("kind")
    way = Way(kind) if isinstance(kind, str) and kind in set(Way) else Way.OTHER
    backend = str(slot.get("backend", "")) if way is Way.KEYRING else ""
    return WayRow(
        way,
        made_at=made_at(slot),
        backend=backend,
        keyring=spoken_name(backend) if backend else "",
        cost=_cost(slot) if way is Way.PASSPHRASE else "",
        is_pending=slot.get("state") == PENDING,
        is_leaving=slot.get("state") == LEAVING,
    )


def _cost(slot: Slot) -> str:
    passes, memory, lanes = (_number(slot.get(name)) for name in ("passes", "memory_kib", "lanes"))
    return f"{slot.get('kdf')}, {passes} passes, {memory // 1024} MiB, {lanes} lanes"


def _number(value: Any) -> int:
    return value if isinstance(value, int) else 0


def _folder(desk: Desk) -> Path:
    if desk.folder is None:
        raise NotFoundError("This desk lies in no folder, so it has no keys.")
    if desk.is_sample:
        raise LockedError("The sample desk opens by itself, so it has no keys to change.")
    return desk.folder


def _file(desk: Desk) -> Path:
    return _folder(desk) / KEYS_NAME
