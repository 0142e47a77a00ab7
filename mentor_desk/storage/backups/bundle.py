"""The bundle of a backup: one file with the encrypted database, its key slots and a few figures.

It is a plain zip without compression. Nothing but figures stands in it unencrypted: no name, no
note, and no key.
"""

import re
import struct
import zipfile
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC
from itertools import count
from pathlib import Path
from typing import Any

from mentor_desk.errors import (
    DeskDamagedError,
    DeskError,
    DeskMissingError,
    DeskNewerError,
    FileError,
)
from mentor_desk.files import whole_file
from mentor_desk.paths import DATABASE_NAME, KEYS_NAME
from mentor_desk.storage.backups.flushing import GrowingFile
from mentor_desk.storage.backups.manifest import Manifest, NewerFormatError, as_json, manifest_in
from mentor_desk.storage.database import PAGE
from mentor_desk.storage.keys.vault import WAYS_IN, Vault, vault_of

SUFFIX = ".mentordesk"
MANIFEST_NAME = "manifest.json"
PARTS = (MANIFEST_NAME, KEYS_NAME, DATABASE_NAME)
LARGEST_SMALL_PART = 1_000_000
CHUNK = 1 << 20
# So much is written between two flushes: else the last one keeps everybody waiting for the disk.
FLUSHED_AT_ONCE = 2 * CHUNK

Progress = Callable[[int, int], None]

# What the reading of a file raises that is no zip, or no whole one.
_NOT_OURS = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    EOFError,
    ValueError,
    RuntimeError,
    OverflowError,
    struct.error,
)


def bundle_name(manifest: Manifest, nth: int = 1) -> str:
    """Return the file name of a bundle: the day, the counter and the beginning of the desk's id.

    From the second of a name on, it ends in that number.
    """
    day = manifest.made_at.astimezone(UTC).date().isoformat()
    ending = f"-{nth}{SUFFIX}" if nth > 1 else SUFFIX
    return f"mentor-desk-{day}-{manifest.counter:05}-{manifest.desk_id[:8]}{ending}"


def place_in(folder: Path, manifest: Manifest) -> Path:
    """Return where a bundle belongs in a folder: where it lies already, or where none lies.

    The same desk may have gone on two ways from an earlier backup, so another one can bear its
    number. What can be read as no backup gives way.
    """
    places = (folder / bundle_name(manifest, nth) for nth in count(1))
    return next(place for place in places if _gives_way(place, manifest))


def counter_in(name: str, desk_id: str) -> int:
    """Return the counter that stands in a bundle's name, 0 when it is no backup of this desk."""
    told = rf"mentor-desk-\d+-\d\d-\d\d-(\d{{5,12}})-{re.escape(desk_id[:8])}"
    found = re.fullmatch(rf"{told}(-\d{{1,9}})?{re.escape(SUFFIX)}", name)
    return int(found[1]) if found else 0


def write_bundle(
    target: Path,
    manifest: Manifest,
    *,
    keys: bytes,
    database: Path,
    progress: Progress = lambda _done, _of: None,
) -> None:
    """Write a bundle whole or not at all, and read it back before it takes its place.

    `database` is a copy that nobody has open. `progress` hears bytes done of bytes to do; what it
    raises stops the work. Raises FileError when the disk refuses.
    """
    entry = _entry(DATABASE_NAME, manifest)
    entry.file_size = manifest.size
    with (
        whole_file(target, prove=lambda part: _prove(part, manifest)) as stream,
        GrowingFile(stream.fileno()) as growing,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as bundle,
    ):
        bundle.writestr(_entry(MANIFEST_NAME, manifest), as_json(manifest))
        bundle.writestr(_entry(KEYS_NAME, manifest), keys)
        with database.open("rb") as source, bundle.open(entry, "w") as part:
            for done in _poured(source, part):
                progress(done, manifest.size)
                if done % FLUSHED_AT_ONCE == 0:
                    growing.flush_soon()


def copy_bundle(source: Path, target: Path, progress: Progress = lambda _done, _of: None) -> None:
    """Copy a bundle to another folder, whole or not at all, and read it back."""
    manifest = read_manifest(source)
    size = source.stat().st_size
    with (
        source.open("rb") as reading,
        whole_file(target, prove=lambda part: _prove(part, manifest)) as stream,
        GrowingFile(stream.fileno()) as growing,
    ):
        for done in _poured(reading, stream):
            progress(done, size)
            if done % FLUSHED_AT_ONCE == 0:
                growing.flush_soon()


def read_manifest(path: Path) -> Manifest:
    """Return what a bundle says of itself; of the database, only its length is looked at.

    Raises DeskMissingError, DeskNewerError or DeskDamagedError.
    """
    with _opened(path) as bundle:
        return _manifest_of(bundle, path)


def read_keys(path: Path) -> bytes:
    """Return the key slots that a bundle carries. Raises as `read_manifest`."""
    with _opened(path) as bundle:
        _manifest_of(bundle, path)
        return _small_part(bundle, KEYS_NAME, path)


def look_into(path: Path) -> tuple[Manifest, Vault]:
    """Return what a bundle says of itself, and the key slots that it carries.

    Raises as `read_manifest`, and DeskDamagedError when none of the slots is as it was made, or
    they are of another desk.
    """
    with _opened(path) as bundle:
        manifest = _manifest_of(bundle, path)
        written = _small_part(bundle, KEYS_NAME, path)
    try:
        vault = vault_of(written, path)
    except DeskDamagedError:
        raise _damaged(path) from None
    if vault.desk_id != manifest.desk_id or not has_sound_way_in(vault):
        raise DeskDamagedError(f"The keys in “{path.name}” are damaged, so it opens no more.")
    return manifest, vault


def has_sound_way_in(vault: Vault) -> bool:
    """Tell whether one way in at least is as it was made."""
    ways = [slot for slot in vault.slots if slot.get("kind") in WAYS_IN]
    return any(replace(vault, slots=(slot,)).is_whole for slot in ways)


def prove_bundle(path: Path) -> None:
    """Read every byte of a bundle, without its key.

    Raises DeskDamagedError when they are not those that were put in, another FileError when it
    cannot be read.
    """
    with _opened(path) as bundle:
        _manifest_of(bundle, path)
        if bundle.testzip() is not None:
            raise _damaged(path)


def take_out_database(
    path: Path, target: Path, progress: Progress = lambda _done, _of: None
) -> None:
    """Write the database of a bundle to a new file, flushed to the disk.

    Raises DeskDamagedError when its bytes are not those that were put in, FileError when the
    disk refuses; `target` is then not finished.
    """
    with _opened(path) as bundle:
        size = _manifest_of(bundle, path).size
        with bundle.open(DATABASE_NAME) as source, whole_file(target) as stream:
            for done in _poured(source, stream):
                progress(done, size)


def _gives_way(place: Path, manifest: Manifest) -> bool:
    try:
        return read_manifest(place) == manifest
    except (DeskMissingError, DeskDamagedError):
        return True
    except DeskError:
        return False


def _prove(path: Path, manifest: Manifest) -> None:
    with _opened(path) as bundle:
        if _manifest_of(bundle, path) != manifest or bundle.testzip() is not None:
            raise FileError("The backup does not read back as it was written, so it was dropped.")


@contextmanager
def _opened(path: Path) -> Generator[zipfile.ZipFile]:
    try:
        if not path.exists():
            raise _missing(path)
        if not path.is_file():
            raise _damaged(path)
        with zipfile.ZipFile(path) as bundle:
            yield bundle
    except _NOT_OURS:
        raise _damaged(path) from None
    except OSError as problem:
        reason = (problem.strerror or str(problem)).lower()
        raise FileError(f"The backup “{path.name}” could not be read: {reason}.") from problem


def _manifest_of(bundle: zipfile.ZipFile, path: Path) -> Manifest:
    if sorted(bundle.namelist()) != sorted(PARTS):
        raise _damaged(path)
    try:
        manifest = manifest_in(_small_part(bundle, MANIFEST_NAME, path))
    except NewerFormatError:
        raise DeskNewerError(
            f"A newer version of Mentor Desk made “{path.name}”; please update the program."
        ) from None
    except (ValueError, TypeError, KeyError, RecursionError, OverflowError):
        raise _damaged(path) from None
    entry = bundle.getinfo(DATABASE_NAME)
    is_plain = entry.compress_type == zipfile.ZIP_STORED and entry.compress_size == entry.file_size
    if not is_plain or entry.file_size != manifest.size or manifest.size < PAGE:
        raise _damaged(path)
    return manifest


def _small_part(bundle: zipfile.ZipFile, name: str, path: Path) -> bytes:
    if bundle.getinfo(name).file_size > LARGEST_SMALL_PART:
        raise _damaged(path)
    return bundle.read(name)


def _entry(name: str, manifest: Manifest) -> zipfile.ZipInfo:
    made = manifest.made_at.astimezone(UTC)
    # A zip knows no year outside these.
    year = min(max(made.year, 1980), 2107)
    entry = zipfile.ZipInfo(name, (year, made.month, made.day, made.hour, made.minute, made.second))
    entry.external_attr = 0o600 << 16
    return entry


def _poured(source: Any, target: Any) -> Generator[int]:
    done = 0
    while chunk := source.read(CHUNK):
        target.write(chunk)
        done += len(chunk)
        yield done


def _missing(path: Path) -> DeskMissingError:
    if path.is_symlink():
        return DeskMissingError(f"“{path.name}” is a link to a file that is not there now.")
    return DeskMissingError(f"There is no backup at {path}.")


def _damaged(path: Path) -> DeskDamagedError:
    return DeskDamagedError(f"“{path.name}” is damaged, or it is no backup of Mentor Desk.")
