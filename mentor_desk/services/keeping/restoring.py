"""Bring a desk back from a backup: say what would be lost, find the key, restore, open."""

import contextlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from mentor_desk.errors import DeskError, InvalidEntryError, LockedError
from mentor_desk.paths import BACKUPS_NAME, DATABASE_NAME, KEYS_NAME, is_there
from mentor_desk.services.desk import Desk
from mentor_desk.services.keeping.backups import BackupRow, desk_id_in, look_at_backup
from mentor_desk.storage.backups.changing_over import finish_restore
from mentor_desk.storage.backups.copying import (
    OF,
    Progress,
    figures_in,
    part_of,
    read_figures,
)
from mentor_desk.storage.backups.keeping import Occasion
from mentor_desk.storage.backups.making import make_backup
from mentor_desk.storage.backups.manifest import Figures
from mentor_desk.storage.backups.restoring import (
    Restored,
    refuse_inside_a_desk,
    restore_bundle,
    vaults_for,
)
from mentor_desk.storage.database import connect, explained
from mentor_desk.storage.desk_file import OpenFile, look_at, open_database
from mentor_desk.storage.desk_lock import DeskLock
from mentor_desk.storage.keys import vault as keys
from mentor_desk.storage.keys.keychain import Keychain

__all__ = ["Restored", "finish_restore"]

# Of a hundred, once what lies there is backed up.
BACKED_UP = 60


@dataclass(frozen=True, slots=True)
class Outlook:
    """What restoring a backup into a folder would do; `present` is None when nobody can say.

    `key` is what opens the backup, when it was found without asking the mentor.
    """

    backup: BackupRow
    folder: Path
    has_desk: bool
    is_other_desk: bool
    has_passphrase: bool
    has_recovery_key: bool
    present: Figures | None = None
    key: bytes | None = field(default=None, repr=False)

    @property
    def is_compared(self) -> bool:
        """Whether it is known what differs: no desk lies there, or this very one was counted."""
        return not self.has_desk or (self.present is not None and not self.is_other_desk)

    @property
    def is_less(self) -> bool:
        """Whether something is known to be missing from the backup."""
        return bool(self.notes_fewer or self.sessions_fewer or self.people_fewer)

    @property
    def notes_fewer(self) -> int:
        """How many notes fewer there would be."""
        return self._fewer("notes")

    @property
    def people_fewer(self) -> int:
        """How many people fewer there would be."""
        return self._fewer("people")

    @property
    def sessions_fewer(self) -> int:
        """How many sessions fewer there would be."""
        return self._fewer("sessions")

    def _fewer(self, what: str) -> int:
        if self.present is None:
            return 0
        now: int = getattr(self.present, what)
        then: int = getattr(self.backup.figures, what)
        return max(0, now - then)


def look_ahead(
    file: Path,
    folder: Path,
    *,
    desk: Desk | None = None,
    keychain: Keychain | None = None,
    finds_key: bool = True,
) -> Outlook:
    """Say what restoring a backup would do, and find its key without asking for a secret.

    `desk` is the one of that folder when it is open. A keyring can wait for an answer, so the
    window calls this beside itself, and who knows a secret has it not find a key. Raises a
    FileError for what is no backup, and for a folder where no desk may be made.
    """
    backup = look_at_backup(file)
    refuse_inside_a_desk(folder)
    vaults = vaults_for(file, folder)
    key = _key_without_asking(vaults, desk, keychain or Keychain()) if finds_key else None
    has_desk = any(is_there(folder / name) for name in (DATABASE_NAME, KEYS_NAME))
    present_id = desk_id_in(folder)
    return Outlook(
        backup=backup,
        folder=folder,
        has_desk=has_desk,
        is_other_desk=bool(present_id and present_id != backup.desk_id),
        has_passphrase=any(vault.has(keys.PASSPHRASE) for vault in vaults),
        has_recovery_key=any(vault.has(keys.RECOVERY) for vault in vaults),
        present=desk.look(read_figures) if desk else _present_figures(folder, key),
        key=key,
    )


def compare(outlook: Outlook, key: bytes) -> Outlook:
    """Return an outlook with its key, and what the desk that lies there holds by that key.

    `present` stays None when this key does not open that desk, or another program has it open.
    """
    present = outlook.present or _present_figures(outlook.folder, key)
    return replace(outlook, key=key, present=present)


def key_of_backup(
    file: Path,
    folder: Path,
    *,
    passphrase: str | None = None,
    recovery_key: str | None = None,
    keychain: Keychain | None = None,
) -> bytes:
    """Return the key that opens a backup: by the slots of its desk in the folder, or by its own.

    Raises WrongKeyError or another LockedError, InvalidEntryError for what is no recovery key, or
    a FileError.
    """
    vaults = vaults_for(file, folder)
    if recovery_key is not None:
        from mentor_desk.storage.keys.recovery_key import read_recovery_key  # noqa: PLC0415

        bits = read_recovery_key(recovery_key)
        return _first(vaults, lambda vault: vault.open_with_recovery(bits))
    if passphrase is not None:
        return _first(vaults, lambda vault: vault.open_with_passphrase(passphrase))
    key = _key_without_asking(vaults, None, keychain or Keychain())
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


def restore(
    file: Path,
    folder: Path,
    key: bytes,
    *,
    now: datetime | None = None,
    progress: Progress = lambda _done, _of: None,
) -> Restored:
    """Put the desk of a backup into a folder where nobody has one open.

    What lies there is backed up when this key opens it, and put aside in any case. `progress`
    hears percentages; what it raises stops the restore, until it has heard of all of them: from
    then on the files are changed over. Raises a FileError; then the desk in place is as it was.
    """
    moment = now or datetime.now(UTC)
    # Whatever is wrong with the present desk, it is put aside as it lies.
    with contextlib.suppress(DeskError, OSError):
        _back_up_present(folder, key, moment, part_of(progress, 0, BACKED_UP))
    return restore_bundle(file, folder, key, now=moment, progress=part_of(progress, BACKED_UP, OF))


def restore_and_open(
    file: Path,
    folder: Path,
    key: bytes,
    *,
    now: datetime | None = None,
    progress: Progress = lambda _done, _of: None,
) -> Desk:
    """Restore a backup and open its desk with the same key. Raises as `restore` does."""
    restore(file, folder, key, now=now, progress=progress)
    return _opened(folder, key)


def open_again(folder: Path, key: bytes) -> Desk:
    """Open the desk that lies in a folder with the key that it was open with.

    Raises LockedError when it is not the key of this desk, or a FileError.
    """
    if not _is_key_of(keys.read_vault(folder / KEYS_NAME), key):
        raise LockedError("This key opens another desk.")
    return _opened(folder, key)


def _present_figures(folder: Path, key: bytes | None) -> Figures | None:
    path = folder / DATABASE_NAME
    with contextlib.suppress(DeskError, OSError):
        look_at(path)
        # As below: no other key must even try.
        if key is not None and _is_key_of(keys.read_vault(folder / KEYS_NAME), key):
            lock = DeskLock(folder)
            try:
                return figures_in(path, key)
            finally:
                lock.release()
    return None


def _opened(folder: Path, key: bytes) -> Desk:
    lock = DeskLock(folder)
    try:
        is_sample = keys.read_vault(folder / KEYS_NAME).is_sample
        database = open_database(folder / DATABASE_NAME, key)
    except BaseException:
        lock.release()
        raise
    return Desk(database, folder=folder, is_sample=is_sample, on_close=lock.release)


def _key_without_asking(
    vaults: list[keys.Vault], desk: Desk | None, keychain: Keychain
) -> bytes | None:
    own = vaults[-1]
    if desk is not None and _is_key_of(own, desk.file.key):
        return desk.file.key
    if own.is_sample:
        return own.open_sample()
    for vault in vaults:
        if vault.has(keys.KEYRING):
            with contextlib.suppress(DeskError):
                return vault.open_with_keyring(keychain)
    return None


def _first(vaults: list[keys.Vault], unlock: Callable[[keys.Vault], bytes]) -> bytes:
    refusal: LockedError | None = None
    for vault in vaults:
        try:
            return unlock(vault)
        except LockedError as problem:
            refusal = problem
    raise refusal or LockedError("This backup has no way to open it.")


def _back_up_present(folder: Path, key: bytes, now: datetime, progress: Progress) -> None:
    path = folder / DATABASE_NAME
    look_at(path)
    # A key of another desk must not even try: SQLite would play a journal back with it.
    if not _is_key_of(keys.read_vault(folder / KEYS_NAME), key):
        return
    lock = DeskLock(folder)
    try:
        with (
            explained(folder),
            contextlib.closing(OpenFile(connect(path, key), key=key, path=path)) as file,
        ):
            make_backup(
                file,
                keys=folder / KEYS_NAME,
                folder=folder / BACKUPS_NAME,
                now=now,
                why=Occasion.RESTORE,
                progress=progress,
            )
    finally:
        lock.release()


def _is_key_of(vault: keys.Vault, key: bytes) -> bool:
    from mentor_desk.storage.keys.wrapping import check_value  # noqa: PLC0415

    return check_value(key, vault.desk_id) == vault.check
