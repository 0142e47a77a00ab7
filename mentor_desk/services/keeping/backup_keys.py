"""The key of a backup: found without asking, or by the secret that somebody gives."""

import contextlib
from collections.abc import Callable
from pathlib import Path

from mentor_desk.errors import (
    DeskDamagedError,
    DeskError,
    InvalidEntryError,
    LockedError,
    WrongKeyError,
)
from mentor_desk.services.desk import Desk
from mentor_desk.services.keeping.keys_left import is_key_of
from mentor_desk.storage.backups.restoring import vaults_for
from mentor_desk.storage.keys import vault as keys
from mentor_desk.storage.keys.keychain import Keychain


class KeyOfThen(bytes):
    """A key that the slots of the desk as it is now did not give, but those of the backup did.

    Whoever gave its secret may know no other, so the desk that is restored with it takes that one.
    """


def key_of_backup(
    file: Path,
    folder: Path,
    *,
    passphrase: str | None = None,
    recovery_key: str | None = None,
    keychain: Keychain | None = None,
) -> bytes:
    """Return the key that opens a backup: by the slots of its desk in the folder, or by its own.

    It is a KeyOfThen when only the latter gave it. Raises WrongKeyError or another LockedError,
    InvalidEntryError for what is no recovery key, or a FileError.
    """
    vaults = vaults_for(file, folder)
    if recovery_key is not None:
        from mentor_desk.storage.keys.recovery_key import read_recovery_key  # noqa: PLC0415

        bits = read_recovery_key(recovery_key)
        return _first(vaults, lambda vault: vault.open_with_recovery(bits))
    if passphrase is not None:
        return _first(vaults, lambda vault: vault.open_with_passphrase(passphrase))
    key = key_without_asking(vaults, None, keychain or Keychain())
    if key is None:
        raise LockedError("This backup needs its passphrase or its recovery key.")
    return key


def key_by_secret(file: Path, folder: Path, secret: str) -> bytes:
    """Return the key that opens a backup by what was typed: a passphrase, or a recovery key.

    Raises WrongKeyError, another LockedError, or a FileError.
    """
    from mentor_desk.storage.keys.recovery_key import looks_like_one  # noqa: PLC0415

    if looks_like_one(secret):
        try:
            return key_of_backup(file, folder, recovery_key=secret)
        except (LockedError, InvalidEntryError) as refusal:
            # A passphrase can look like one.
            with contextlib.suppress(LockedError):
                return key_of_backup(file, folder, passphrase=secret)
            raise refusal
    return key_of_backup(file, folder, passphrase=secret)


def key_without_asking(
    vaults: list[keys.Vault], desk: Desk | None, keychain: Keychain
) -> bytes | None:
    """Return the key by these slots from the open desk, a sample or the keyring, or None."""
    own = vaults[-1]
    if desk is not None and is_key_of(own, desk.file.key):
        return desk.file.key
    if own.is_sample:
        return own.open_sample()
    for vault in vaults:
        if vault.has(keys.KEYRING):
            with contextlib.suppress(DeskError):
                return _told(vault.open_with_keyring(keychain), vault, vaults)
    return None


def _told(key: bytes, vault: keys.Vault, vaults: list[keys.Vault]) -> bytes:
    return key if vault is vaults[0] else KeyOfThen(key)


def _first(vaults: list[keys.Vault], unlock: Callable[[keys.Vault], bytes]) -> bytes:
    refusal: DeskError | None = None
    for vault in vaults:
        try:
            return _told(unlock(vault), vault, vaults)
        except (LockedError, DeskDamagedError) as problem:
            refusal = problem
    if isinstance(refusal, DeskDamagedError):
        # What is said of a key file would be advice to go back to a backup.
        raise DeskDamagedError(
            "The keys of this backup are damaged, so it cannot be told whether this is the right"
            " way to open it. Nothing was changed; try another way, or another backup."
        )
    if isinstance(refusal, WrongKeyError):
        raise WrongKeyError(
            "This does not open the backup, which takes the passphrase and the recovery key that"
            " the desk had when it was made. Nothing was changed."
        )
    raise refusal or LockedError("This backup has no way to open it.")
