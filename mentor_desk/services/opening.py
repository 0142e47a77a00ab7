"""Find, make, open and close a desk: its folder, its lock, its key, its database."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.orm import Session as Db

from mentor_desk.errors import (
    DeskDamagedError,
    DeskError,
    DeskFileError,
    DeskMissingError,
    DeskReadOnlyError,
    FileError,
    InvalidEntryError,
    LockedError,
)
from mentor_desk.models import AboutDesk
from mentor_desk.paths import DATABASE_NAME, KEYS_NAME, LOCK_NAME
from mentor_desk.services.desk import Desk
from mentor_desk.services.people import add_oneself
from mentor_desk.storage import vault as keys
from mentor_desk.storage.database import writing
from mentor_desk.storage.desk_file import look_at, make_database, open_database
from mentor_desk.storage.desk_lock import DeskLock
from mentor_desk.storage.keychain import Keychain
from mentor_desk.version import __version__

SHORTEST_PASSPHRASE = 8
LONGEST_PASSPHRASE_FILE = 10_000


@dataclass(frozen=True, slots=True)
class DeskPlace:
    """What can be told of a desk without opening it."""

    folder: Path
    is_sample: bool
    has_passphrase: bool
    has_keyring: bool


def is_desk(folder: Path) -> bool:
    """Tell whether anything of a desk lies in a folder, whole or not."""
    return (folder / DATABASE_NAME).exists() or (folder / KEYS_NAME).exists()


def look_at_desk(folder: Path) -> DeskPlace:
    """Return what can be told of the desk in a folder, without a key and without writing.

    Raises DeskMissingError, DeskEmptyError, DeskDamagedError or DeskNewerError, each with its
    own sentence.
    """
    if not is_desk(folder):
        raise DeskMissingError(f"There is no desk in {folder}.")
    look_at(folder / DATABASE_NAME)
    vault = keys.read_vault(folder / KEYS_NAME)
    return DeskPlace(folder, vault.is_sample, vault.has(keys.PASSPHRASE), vault.has(keys.KEYRING))


def open_desk(
    folder: Path, *, passphrase: str | None = None, keychain: Keychain | None = None
) -> Desk:
    """Open the desk in a folder, by its passphrase if one is given, else by the keyring.

    A sample desk opens by itself. Can take half a second or wait for the keyring, so the window
    calls it beside itself. Raises LockedError, WrongKeyError, KeyringError or a DeskFileError;
    then nothing was written.
    """
    look_at_desk(folder)
    lock = DeskLock(folder)
    try:
        vault = keys.read_vault(folder / KEYS_NAME)
        key = _unlock(vault, passphrase, keychain or Keychain())
        engine = open_database(folder / DATABASE_NAME, key)
        _check_pair(engine, vault)
    except BaseException:
        lock.release()
        raise
    return Desk(engine, folder=folder, is_sample=vault.is_sample, on_close=lock.release)


def make_desk(
    folder: Path,
    *,
    name: str,
    passphrase: str | None,
    keychain: Keychain | None = None,
    now: datetime | None = None,
) -> Desk:
    """Make a desk of one's own and open it: protected by a passphrase, or by the keyring.

    Nothing is left in the folder when it fails. Raises InvalidEntryError naming the field,
    KeyringError, or a FileError.
    """
    if not name.strip():
        raise InvalidEntryError("Please give your name.", field="name")
    if passphrase is not None and len(passphrase) < SHORTEST_PASSPHRASE:
        raise InvalidEntryError(
            f"A passphrase has at least {SHORTEST_PASSPHRASE} characters; a few words are best.",
            field="passphrase",
        )
    chain = keychain or Keychain()

    def protect(vault: keys.Vault, key: bytes) -> keys.Vault:
        if passphrase is not None:
            return vault.with_passphrase(key, passphrase)
        return vault.with_keyring(key, chain)

    desk = make_desk_at(folder, protect)
    try:
        desk.do(add_oneself, name=name, now=now or datetime.now(UTC))
    except DeskError:
        desk.close()
        _clear(folder)
        raise
    return desk


def make_desk_at(
    folder: Path, protect: Callable[[keys.Vault, bytes], keys.Vault] | None = None
) -> Desk:
    """Make an empty desk in a folder that has none, and open it; without `protect`, a sample.

    The key is kept and read back before the database is made. Raises a FileError or
    KeyringError; then nothing is left in the folder.
    """
    if is_desk(folder):
        raise DeskFileError(f"There is already a desk in {folder}.")
    _make_folder(folder)
    lock = DeskLock(folder)
    try:
        vault, key = keys.new_vault()
        vault = protect(vault, key) if protect else vault.with_sample(key)
        keys.write_vault(folder / KEYS_NAME, vault)
        make_database(folder / DATABASE_NAME, key)
        engine = open_database(folder / DATABASE_NAME, key)
        _sign(engine, vault)
    except BaseException:
        lock.release()
        _clear(folder)
        raise
    return Desk(engine, folder=folder, is_sample=vault.is_sample, on_close=lock.release)


def keyring_name(keychain: Keychain | None = None) -> str:
    """Return the name of a keyring that can be trusted, or nothing; it may take a while."""
    try:
        return (keychain or Keychain()).backend_name()
    except DeskError:
        return ""


def read_passphrase(source: str) -> str:
    """Return the passphrase from a file, or from standard input for "-", without its line end.

    Raises FileError when it cannot be read, LockedError when it is empty.
    """
    try:
        if source == "-":
            content = sys.stdin.read(LONGEST_PASSPHRASE_FILE)
        else:
            with Path(source).open(encoding="utf-8") as stream:
                content = stream.read(LONGEST_PASSPHRASE_FILE)
    except (OSError, ValueError) as problem:
        raise FileError(f"The passphrase could not be read from {source}.") from problem
    passphrase = content.removesuffix("\n").removesuffix("\r")
    if not passphrase:
        raise LockedError("The passphrase that was given is empty.")
    return passphrase


def _unlock(vault: keys.Vault, passphrase: str | None, keychain: Keychain) -> bytes:
    if vault.is_sample:
        return vault.open_sample()
    if passphrase is not None:
        return vault.open_with_passphrase(passphrase)
    if vault.has(keys.KEYRING):
        return vault.open_with_keyring(keychain)
    raise LockedError("This desk needs its passphrase.")


def _sign(engine: Engine, vault: keys.Vault) -> None:
    with Db(writing(engine)) as db, db.begin():
        db.add(
            AboutDesk(
                id=1,
                desk_uid=vault.desk_id,
                is_sample=vault.is_sample,
                made_at=datetime.now(UTC),
                made_by=__version__,
            )
        )


def _check_pair(engine: Engine, vault: keys.Vault) -> None:
    with Db(engine) as db:
        about = db.get(AboutDesk, 1)
        if about is not None and about.desk_uid == vault.desk_id:
            return
    engine.dispose()
    raise DeskDamagedError("The key file and the data file in this folder are of two desks.")


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as problem:
        raise DeskReadOnlyError(f"The folder {folder} cannot be made.") from problem


def _clear(folder: Path) -> None:
    for name in (DATABASE_NAME, f"{DATABASE_NAME}-journal", KEYS_NAME, LOCK_NAME):
        (folder / name).unlink(missing_ok=True)
