"""Bring a desk back from a backup: say what would be lost, find the key, restore, open."""

import contextlib
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from mentor_desk.errors import (
    DeskBusyError,
    DeskDamagedError,
    DeskEmptyError,
    DeskError,
    DeskMissingError,
    DeskMixedError,
    LockedError,
)
from mentor_desk.paths import BACKUPS_NAME, DATABASE_NAME, KEYS_NAME, default_desk
from mentor_desk.services.desk import Desk
from mentor_desk.services.keeping.backup_keys import KeyOfThen, key_without_asking
from mentor_desk.services.keeping.backups import BackupRow, look_at_backup
from mentor_desk.services.keeping.free_place import refuse_among_others, refuse_taken
from mentor_desk.services.keeping.keys_left import data_tells, desk_id_of, is_key_of
from mentor_desk.services.keeping.lying_desk import back_up_present, held
from mentor_desk.services.keeping.mixed_files import told_from_mixed
from mentor_desk.services.keeping.strange_files import has_strangers, set_strangers_aside
from mentor_desk.storage.backups.changing_over import finish_restore
from mentor_desk.storage.backups.copying import (
    OF,
    Progress,
    part_of,
    read_closed,
    read_figures,
)
from mentor_desk.storage.backups.extent import read_extent, steps_since
from mentor_desk.storage.backups.keeping import highest_counter, look_at_bundle
from mentor_desk.storage.backups.making import copy_backup
from mentor_desk.storage.backups.manifest import Extent, Figures, Manifest
from mentor_desk.storage.backups.restoring import (
    Restored,
    restore_bundle,
    vaults_for,
)
from mentor_desk.storage.desk_file import open_database
from mentor_desk.storage.desk_lock import DeskLock
from mentor_desk.storage.keys import vault as keys
from mentor_desk.storage.keys.keychain import Keychain
from mentor_desk.storage.looking import is_desk
from mentor_desk.storage.reading import Reader

__all__ = ["Restored", "finish_restore"]

# Of a hundred, once what lies there is backed up.
BACKED_UP = 60
KEYS_OF_THEN = "This desk takes the passphrase and the recovery key of that backup again."
KINDS, MORE_KINDS = ("notes", "sessions", "people"), ("goals", "actions", "introductions")


class Trouble(StrEnum):
    """Why nobody can say what is on the desk that lies there."""

    MISSING = "missing"
    EMPTY = "empty"
    DAMAGED = "damaged"
    OTHER_KEY = "other key"
    UNSETTLED = "unsettled"
    UNREAD = "unread"


_TROUBLES = (
    (DeskMissingError, Trouble.MISSING),
    (DeskEmptyError, Trouble.EMPTY),
    (DeskMixedError, Trouble.OTHER_KEY),
    (DeskDamagedError, Trouble.DAMAGED),
)


class Reopened(NamedTuple):
    """A desk that was restored and is open; the `remark` is that of the restore, if any."""

    desk: Desk
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Outlook:
    """What restoring a backup into a folder would do; `present` is None when nobody can say.

    Then `trouble` tells why, once it was tried. `steps_since` tells how many steps were taken on
    the desk that the backup does not hold. `key` is what opens the backup, when it was found
    without asking the mentor.
    """

    backup: BackupRow
    folder: Path
    has_desk: bool
    is_other_desk: bool
    has_passphrase: bool
    has_recovery_key: bool
    present: Figures | None = None
    extent: Extent | None = None
    steps_since: int = 0
    trouble: Trouble | None = None
    key: bytes | None = field(default=None, repr=False)

    @property
    def is_compared(self) -> bool:
        """Whether it is known what differs: no desk lies there, or this very one was counted."""
        return not self.has_desk or (self.present is not None and not self.is_other_desk)

    @property
    def is_with_keys(self) -> bool:
        """Whether the desk would take the passphrase and the recovery key of the backup again."""
        return isinstance(self.key, KeyOfThen)

    @property
    def is_less(self) -> bool:
        """Whether something is known to be missing from the backup."""
        return self.is_compared and bool(self.steps_since or any(self.fewer.values()))

    @property
    def fewer(self) -> dict[str, int]:
        """How many fewer of each kind there would be; 0 where nobody can say."""
        pairs = ((self.present, self.backup.figures), (self.extent, self.backup.extent))
        return {
            kind: max(0, getattr(now, kind) - getattr(then, kind)) if now and then else 0
            for kinds, (now, then) in zip((KINDS, MORE_KINDS), pairs, strict=True)
            for kind in kinds
        }


def place_for(file: Path, folder: Path, *, is_sample: bool) -> Path | None:
    """Return where the desk of a backup goes that was chosen while the desk in `folder` is open.

    The sample gives way to nobody's own desk: that goes to where one's own lies, and None is
    returned when something lies there already. Raises a FileError for what is no backup.
    """
    if not is_sample or look_at_backup(file).is_sample:
        return folder
    own = default_desk()
    try:
        refuse_taken(own)
    except DeskError:
        return None
    return own


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
    FileError for what is no backup, and for a folder where no desk may be made or that does not
    answer; DeskBusyError when another program has the desk there.
    """
    backup = look_at_backup(file)
    refuse_among_others(folder)
    vaults = vaults_for(file, folder)
    key = key_without_asking(vaults, desk, keychain or Keychain()) if finds_key else None
    present_id = desk_id_of(folder, is_open=desk is not None)
    outlook = Outlook(
        backup=backup,
        folder=folder,
        has_desk=is_desk(folder),
        is_other_desk=bool(present_id and present_id != backup.desk_id),
        has_passphrase=any(vault.has(keys.PASSPHRASE) for vault in vaults),
        has_recovery_key=any(vault.has(keys.RECOVERY) for vault in vaults),
        key=key,
    )
    if desk is not None:
        return desk.look(_compared, outlook)
    return outlook if key is None else compare(outlook, key)


def compare(outlook: Outlook, key: bytes) -> Outlook:
    """Return an outlook with its key, and what the desk that lies there holds by that key.

    `present` stays None when that desk is damaged or not to be opened with this key; nothing is put
    aside for it here. Raises DeskBusyError when another program has it open, for then nothing can
    be restored there.
    """
    if outlook.present is not None:
        return replace(outlook, key=key)
    found = _told_by_data(replace(outlook, key=key), key)
    path = outlook.folder / DATABASE_NAME
    try:
        with held(outlook.folder, key) as lock, told_from_mixed(path, key):
            if has_strangers(outlook.folder, key, lock):
                return replace(found, trouble=Trouble.UNSETTLED)
            return read_closed(path, key, lambda reader: _compared(reader, found))
    except DeskBusyError:
        raise
    except (DeskError, OSError) as problem:
        return replace(found, trouble=_trouble(problem))


def restore(
    file: Path,
    folder: Path,
    key: bytes,
    *,
    now: datetime | None = None,
    progress: Progress = lambda _done, _of: None,
) -> Restored:
    """Put the desk of a backup into a folder where nobody has one open.

    What lies there is backed up when this key opens it, and put aside in any case. The backup is
    kept among those of the desk, whose next ones are counted on from it. With a KeyOfThen, the key
    slots of the backup come back too, and the remark says so; it also says when what lies there
    could not be backed up. `progress` hears percentages; what it raises stops the restore, until it
    has heard of all of them: from then on the files are changed over. Raises a FileError; then the
    desk in place is as it was.
    """
    refuse_among_others(folder)
    moment, with_keys = now or datetime.now(UTC), isinstance(key, KeyOfThen)
    trouble = back_up_present(file, folder, key, moment, part_of(progress, 0, BACKED_UP))
    later = part_of(progress, BACKED_UP, OF)
    restored = restore_bundle(file, folder, key, now=moment, with_keys=with_keys, progress=later)
    # The desk is back, whether or not there is room for this too.
    with contextlib.suppress(DeskError, OSError):
        _count_on_from(file, restored.manifest, folder / BACKUPS_NAME)
    remarks = (restored.remark, trouble, KEYS_OF_THEN if with_keys else "")
    return replace(restored, remark=" ".join(filter(None, remarks)))


def restore_and_open(
    file: Path,
    folder: Path,
    key: bytes,
    *,
    now: datetime | None = None,
    progress: Progress = lambda _done, _of: None,
) -> Reopened:
    """Restore a backup and open its desk with the same key. Raises as `restore` does."""
    restored = restore(file, folder, key, now=now, progress=progress)
    return Reopened(_opened(folder, key), restored.remark)


def open_again(folder: Path, key: bytes) -> Desk:
    """Open the desk that lies in a folder with the key that it was open with.

    A restore that stands half way is finished first, for nobody may write to either desk before.
    Raises LockedError when it is not the key of this desk, or a FileError.
    """
    finish_restore(folder)
    if not is_key_of(keys.read_vault(folder / KEYS_NAME), key):
        raise LockedError("This key opens another desk.")
    return _opened(folder, key)


def _told_by_data(outlook: Outlook, key: bytes) -> Outlook:
    """Let the data file say whether it is of the desk of the backup, where it can be asked."""
    is_same = data_tells(outlook.folder, key)
    return outlook if is_same is None else replace(outlook, is_other_desk=not is_same)


def _trouble(problem: Exception) -> Trouble:
    return next((what for kind, what in _TROUBLES if isinstance(problem, kind)), Trouble.UNREAD)


def _compared(reader: Reader, outlook: Outlook) -> Outlook:
    backup = outlook.backup
    since = steps_since(reader, backup.made_at, backup.extent) if backup.made_at else 0
    figures, extent = read_figures(reader), read_extent(reader)
    return replace(outlook, present=figures, extent=extent, steps_since=since)


def _opened(folder: Path, key: bytes) -> Desk:
    lock = DeskLock(folder)
    try:
        is_sample = keys.read_vault(folder / KEYS_NAME).is_sample
        remark = set_strangers_aside(folder, key, lock)
        database = open_database(folder / DATABASE_NAME, key, lock=lock)
        database.remark = remark
    except BaseException:
        lock.release()
        raise
    return Desk(database, folder=folder, is_sample=is_sample, on_close=lock.release)


def _count_on_from(file: Path, manifest: Manifest, backups: Path) -> None:
    # Else the next ones would seem older than it to a second folder that has it.
    if highest_counter(backups, manifest.desk_id) < manifest.counter:
        backups.mkdir(mode=0o700, exist_ok=True)
        copy_backup(look_at_bundle(file), backups)
