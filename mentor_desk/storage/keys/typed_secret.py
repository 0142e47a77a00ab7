"""What somebody typed to open a desk: its passphrase, or its recovery key in the same field."""

from mentor_desk.errors import DeskDamagedError, LockedError
from mentor_desk.storage.keys.recovery_key import looks_like_one, read_recovery_key
from mentor_desk.storage.keys.vault import Vault


def open_by_either(vault: Vault, secret: str) -> bytes:
    """Return the key by a passphrase, or by the recovery key when that is what was given.

    Raises what the passphrase is refused with, unless it is meant as a recovery key: then
    InvalidEntryError for one that was mistyped, or what the recovery key is refused with.
    """
    try:
        return vault.open_with_passphrase(secret)
    except (LockedError, DeskDamagedError):
        if not looks_like_one(secret):
            raise
    return vault.open_with_recovery(read_recovery_key(secret))
