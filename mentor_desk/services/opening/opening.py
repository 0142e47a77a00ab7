"""Find, make, open and close a desk: its folder, its lock, its key, its database."""

import contextlib
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeAlias

from mentor_desk.errors import (
    DeskDamagedError,
    DeskError,
    LockedError,
)
from mentor_desk.paths import DATABASE_NAME, KEYS_NAME, RESTORING_NAME
from mentor_desk.services.desk import Desk
from mentor_desk.services.entry import required_line
from mentor_desk.services.keeping.free_place import refuse_taken
from mentor_desk.services.keeping.mixed_files import told_from_mixed
from mentor_desk.services.keeping.strange_files import set_strangers_aside
from mentor_desk.services.opening.making import clear_files, make_files
from mentor_desk.services.opening.passphrases import check_passphrase
from mentor_desk.storage.desk_file import OpenFile, open_database
from mentor_desk.storage.desk_lock import DeskLock
from mentor_desk.storage.keys import vault as keys
from mentor_desk.storage.keys.keychain import Keychain
from mentor_desk.storage.looking import is_desk, look_at, refuse_no_desk

__all__ = ["is_desk"]

_Unlock: TypeAlias = Callable[[keys.Vault], bytes]


@dataclass(frozen=True, slots=True)
class DeskPlace:
    """What can be told of a desk without opening it.

    The `remark` is a sentence about what a restore left behind, if there is something to tell.
    """

    folder: Path
    is_sample: bool
    has_passphrase: bool
    has_keyring: bool
    has_recovery_key: bool
    remark: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class NewDesk:
    """A desk that is about to be made: its keys are ready, and nothing of it is on the disk.

    `recovery_key` is shown to the mentor before the desk is made by `make_planned_desk`.
    """

    folder: Path
    name: str
    recovery_key: str
    vault: keys.Vault
    key: bytes


def look_at_desk(folder: Path) -> DeskPlace:
    """Return what can be told of the desk in a folder, without a key and without writing.

    A restore that was killed half way is finished first.

    Raises DeskMissingError, DeskEmptyError, DeskDamagedError or DeskNewerError, each with its
    own sentence, and another DeskFileError where nobody can say what lies there.
    """
    remark = ""
    if os.path.lexists(folder / RESTORING_NAME):
        from mentor_desk.storage.backups.changing_over import finish_restore  # noqa: PLC0415

        remark = finish_restore(folder)
    refuse_no_desk(folder)
    look_at(folder / DATABASE_NAME)
    vault = keys.read_vault(folder / KEYS_NAME)
    return DeskPlace(
        folder,
        is_sample=vault.is_sample,
        has_passphrase=vault.has(keys.PASSPHRASE),
        has_keyring=vault.has(keys.KEYRING),
        has_recovery_key=vault.has(keys.RECOVERY),
        remark=remark,
    )


def open_desk(
    folder: Path,
    *,
    passphrase: str | None = None,
    recovery_key: str | None = None,
    keychain: Keychain | None = None,
    on_unlocked: Callable[[], object] = lambda: None,
) -> Desk:
    """Open the desk in a folder, by its recovery key or passphrase if given, else by the keyring.

    A sample desk opens by itself. Can take half a second or wait for the keyring, so the window
    calls it beside itself. `on_unlocked` hears when the key is known and the file is about to be
    read. Raises LockedError, WrongKeyError, KeyringError, InvalidEntryError for
    what is no recovery key, or a DeskFileError; then nothing was written.
    """
    look_at_desk(folder)
    chain = keychain or Keychain()
    unlock = _way_in(passphrase, recovery_key, chain)
    # Before the lock is taken: a keyring may take a minute for its question.
    key = unlock(keys.read_vault(folder / KEYS_NAME))
    lock = DeskLock(folder)
    try:
        vault = keys.read_vault(folder / KEYS_NAME)
        on_unlocked()
        remark = set_strangers_aside(folder, key, lock)
        with told_from_mixed(folder / DATABASE_NAME, key):
            file = open_database(folder / DATABASE_NAME, key, lock=lock, back_up=_back_up)
        file.remark = remark
        _check_pair(file, vault)
    except BaseException:
        lock.release()
        raise
    with file.changing_keys():
        _settle(folder / KEYS_NAME, vault, unlock, chain)
        _mend_recovery(folder / KEYS_NAME, vault, key)
    return Desk(file, folder=folder, is_sample=vault.is_sample, on_close=lock.release)


def plan_desk(
    folder: Path, *, name: str, passphrase: str | None, keychain: Keychain | None = None
) -> NewDesk:
    """Get the keys of a new desk ready: protected by a passphrase, or by the keyring.

    The keyring has the key and has given it back when this returns; the disk has nothing yet.
    Raises InvalidEntryError naming the field, KeyringError, or DeskFileError.
    """
    from mentor_desk.storage.keys.recovery_key import new_recovery_bits, spelt  # noqa: PLC0415

    line = required_line(name, "Please give your name.", field="name")
    if passphrase is not None:
        check_passphrase(passphrase)
    refuse_taken(folder)
    vault, key = keys.new_vault()
    if passphrase is not None:
        vault = vault.with_passphrase(key, passphrase)
    else:
        vault = vault.with_keyring(key, keychain or Keychain(), folder=folder)
    bits = new_recovery_bits()
    return NewDesk(folder, line, spelt(bits), vault.with_recovery(key, bits), key)


def make_planned_desk(plan: NewDesk, *, now: datetime | None = None) -> Desk:
    """Make the desk whose recovery key has been shown, and open it.

    Nothing is left in the folder when it fails. Raises a FileError.
    """
    from mentor_desk.services.network.people import add_oneself  # noqa: PLC0415

    desk = make_files(plan.folder, plan.vault, plan.key)
    try:
        # No step: a desk without its mentor is nothing to go back to.
        with desk.work(writes=True) as db:
            add_oneself(db, name=plan.name, now=now or datetime.now(UTC))
    except BaseException:
        desk.close()
        clear_files(plan.folder)
        raise
    return desk


def drop_plan(plan: NewDesk, *, keychain: Keychain | None = None) -> None:
    """Take back what a plan put into the keyring, if it can be reached and its desk is not made."""
    if plan.vault.has(keys.KEYRING) and not _is_made(plan):
        with contextlib.suppress(DeskError):
            (keychain or Keychain()).forget(plan.vault.desk_id)


def make_desk(
    folder: Path,
    *,
    name: str,
    passphrase: str | None,
    reveal: Callable[[str], object],
    keychain: Keychain | None = None,
    now: datetime | None = None,
) -> Desk:
    """Make a desk of one's own in one go; `reveal` shows its recovery key before it is made.

    What `reveal` raises stops it. Raises as `plan_desk` and `make_planned_desk` do.
    """
    plan = plan_desk(folder, name=name, passphrase=passphrase, keychain=keychain)
    try:
        reveal(plan.recovery_key)
        return make_planned_desk(plan, now=now)
    except BaseException:
        drop_plan(plan, keychain=keychain)
        raise


def make_desk_at(
    folder: Path, protect: Callable[[keys.Vault, bytes], keys.Vault] | None = None
) -> Desk:
    """Make an empty desk in a folder that has none, and open it; without `protect`, a sample.

    The key is kept before the database is made. Raises a FileError or what `protect` raises; then
    nothing is left in the folder.
    """
    vault, key = keys.new_vault()
    return make_files(folder, protect(vault, key) if protect else vault.with_sample(key), key)


def _way_in(passphrase: str | None, recovery_key: str | None, keychain: Keychain) -> _Unlock:
    """Return what gets the key out of a vault, for it may be asked twice."""
    if recovery_key is not None:
        from mentor_desk.storage.keys.recovery_key import read_recovery_key  # noqa: PLC0415

        bits = read_recovery_key(recovery_key)
        return lambda vault: vault.open_with_recovery(bits)

    def unlock(vault: keys.Vault) -> bytes:
        if vault.is_sample:
            return vault.open_sample()
        if passphrase is not None:
            from mentor_desk.storage.keys.typed_secret import open_by_either  # noqa: PLC0415

            return open_by_either(vault, passphrase)
        if vault.has(keys.KEYRING):
            return vault.open_with_keyring(keychain)
        raise LockedError("This desk needs its passphrase.")

    return unlock


def _is_made(plan: NewDesk) -> bool:
    # Stopped after its last step: the desk lies there, and opens by what the keyring holds.
    with contextlib.suppress(DeskError):
        return keys.read_vault(plan.folder / KEYS_NAME).desk_id == plan.vault.desk_id
    return False


def _back_up(path: Path, key: bytes) -> None:
    from mentor_desk.services.keeping.backups import back_up_before_upgrade  # noqa: PLC0415

    back_up_before_upgrade(path, key)


def _settle(path: Path, vault: keys.Vault, unlock: _Unlock, keychain: Keychain) -> None:
    # A change of keys that was killed is finished here. It may fail again and again: the desk
    # opens all the same, and the next opening tries anew.
    if not keys.is_settled(vault):
        from mentor_desk.storage.keys.slot_changes import settle  # noqa: PLC0415

        with contextlib.suppress(DeskError):
            settle(path, unlock, keychain)


def _mend_recovery(path: Path, vault: keys.Vault, key: bytes) -> None:
    # Found out now, and not on the day when no other way is left.
    if vault.has(keys.RECOVERY):
        from mentor_desk.storage.keys.recovery_proof import mend_recovery  # noqa: PLC0415

        with contextlib.suppress(DeskError):
            mend_recovery(path, key)


def _check_pair(file: OpenFile, vault: keys.Vault) -> None:
    # The key fits both the key file and the pages, so it is this row that is wrong.
    with file.reading() as reader:
        said = reader.value("SELECT CAST(desk_uid AS BLOB) FROM about WHERE id = 1")
    if said != vault.desk_id.encode():
        file.close()
        raise DeskDamagedError(
            "The data file does not say that it is the desk of these keys, though they open it."
            " Nothing was changed; please have it checked, and repaired."
        )
