"""Bring a backup back into a folder, and put what lies there aside.

Everything is got ready in a folder of its own and proven there. From the moment it says that it
is ready, an interrupted restore is finished by `finish_restore`; before that moment, the desk in
place is untouched. So a kill leaves the old desk or the new one, never a mixture.
"""

import contextlib
import os
import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from mentor_desk.errors import DeskDamagedError, DeskError, DeskNewerError, FileError
from mentor_desk.files import flush_folder, whole_file, write_whole
from mentor_desk.paths import DATABASE_NAME, KEYS_NAME, RESTORING_NAME, SET_ASIDE_NAME
from mentor_desk.storage.backups.bundle import Manifest, read_keys, read_manifest, take_out_database
from mentor_desk.storage.backups.copying import OF, Progress, part_of, prove
from mentor_desk.storage.damage.aside import free_place
from mentor_desk.storage.database import SCHEMA, explained, schema_of
from mentor_desk.storage.desk_lock import DeskLock
from mentor_desk.storage.keys.vault import Vault, read_vault, vault_of

SIDECARS = tuple(f"{DATABASE_NAME}{ending}" for ending in ("-journal", "-wal", "-shm"))
ASIDE, READY = "aside", "ready"
TAKEN_OUT, PROVEN = 10, 99


@dataclass(frozen=True, slots=True)
class Restored:
    """What was brought back, and where the desk that lay there before is kept now."""

    manifest: Manifest
    set_aside: Path | None


def restore_bundle(
    bundle: Path,
    folder: Path,
    key: bytes,
    *,
    now: datetime,
    progress: Progress = lambda _done, _of: None,
) -> Restored:
    """Put the desk of a bundle into a folder; nobody may have the desk there open.

    The backup is opened and checked first. The key slots that lie in the folder stay when they
    are of the same desk, for they are newer. `progress` hears percentages and may stop it; once it
    has heard of all of them, the files are changed over and nothing stops it any more.
    Raises DeskBusyError, DeskNewerError, DeskDamagedError or another FileError; then the desk in
    place is as it was.
    """
    manifest = read_manifest(bundle)
    if manifest.schema > SCHEMA:
        raise DeskNewerError(
            f"A newer version of Mentor Desk made this backup ({manifest.version}). Nothing was"
            " changed; please update the program."
        )
    _make_folder(folder)
    lock = DeskLock(folder)
    try:
        _finish(folder)
        try:
            _get_ready(bundle, manifest, folder, key, progress)
            aside = _put_aside(folder, now)
        except BaseException:
            _clear(folder / RESTORING_NAME)
            raise
        _finish(folder)
        _verify(folder, key, manifest, aside)
    except OSError as problem:
        reason = (problem.strerror or str(problem)).lower()
        raise FileError(f"The backup could not be restored to {folder}: {reason}.") from problem
    finally:
        lock.release()
    return Restored(manifest, aside)


def finish_restore(folder: Path) -> None:
    """Finish a restore that was killed half way, or clear up one that had not begun to count.

    Does nothing when there is none, or while another program is at it.
    """
    if not (folder / RESTORING_NAME).exists():
        return
    with contextlib.suppress(DeskError):
        lock = DeskLock(folder)
        try:
            _finish(folder)
        finally:
            lock.release()


def vaults_for(bundle: Path, folder: Path) -> list[Vault]:
    """Return the key slots that may open a bundle: those of its desk in a folder, then its own.

    A passphrase that was changed since opens it too, for the key of the data stays the same.
    """
    own = vault_of(read_keys(bundle), bundle)
    with contextlib.suppress(DeskError):
        present = read_vault(folder / KEYS_NAME)
        if (present.desk_id, present.check) == (own.desk_id, own.check):
            return [present, own]
    return [own]


def _get_ready(
    bundle: Path, manifest: Manifest, folder: Path, key: bytes, progress: Progress
) -> None:
    staging = folder / RESTORING_NAME
    staging.mkdir(mode=0o700)
    database = staging / DATABASE_NAME
    take_out_database(bundle, database, part_of(progress, 0, TAKEN_OUT))
    proof = prove(
        database, key, part_of(progress, TAKEN_OUT, PROVEN), what=f"The backup “{bundle.name}”"
    )
    held = (proof.desk_id, proof.schema, proof.figures)
    if held != (manifest.desk_id, manifest.schema, manifest.figures):
        raise DeskDamagedError(
            f"“{bundle.name}” does not hold what it says, so nothing was restored."
        )
    if len(vaults_for(bundle, folder)) == 1:
        write_whole(staging / KEYS_NAME, read_keys(bundle))
    progress(OF, OF)


def _put_aside(folder: Path, now: datetime) -> Path | None:
    """Keep all of the present desk in the staging folder, and say that everything is ready."""
    staging = folder / RESTORING_NAME
    aside = staging / ASIDE
    aside.mkdir(mode=0o700)
    present = [each for each in _parts(folder) if os.path.lexists(each)]
    target = free_place(folder, now) if present else None
    for each in present:
        if each.is_file():
            _keep(each, aside / each.name)
    flush_folder(aside)
    write_whole(staging / READY, target.name.encode() if target else b"")
    return target


def _parts(folder: Path) -> list[Path]:
    return [folder / name for name in (DATABASE_NAME, *SIDECARS, KEYS_NAME)]


def _keep(path: Path, target: Path) -> None:
    try:
        if path.is_symlink():
            raise OSError
        os.link(path, target)
    except OSError:
        # A disk without links takes a copy.
        with path.open("rb") as source, whole_file(target) as stream:
            shutil.copyfileobj(source, stream)


def _finish(folder: Path) -> None:
    staging = folder / RESTORING_NAME
    if not (staging / READY).exists():
        _clear(staging)
        return
    if (staging / DATABASE_NAME).exists():
        for each in _parts(folder):
            if os.path.lexists(each) and not each.is_file():
                # What is no file cannot be kept beforehand, and would stand in the way.
                each.rename(staging / ASIDE / each.name)
        for name in SIDECARS:
            # A journal of the old data must never be played into the new.
            (folder / name).unlink(missing_ok=True)
        flush_folder(folder)
        if (staging / KEYS_NAME).exists():
            (staging / KEYS_NAME).replace(folder / KEYS_NAME)
        (staging / DATABASE_NAME).replace(folder / DATABASE_NAME)
        flush_folder(folder)
    _move_aside(folder, staging)
    _clear(staging)
    flush_folder(folder)


def _move_aside(folder: Path, staging: Path) -> None:
    name = (staging / READY).read_text()
    if name and (staging / ASIDE).exists():
        (folder / SET_ASIDE_NAME).mkdir(mode=0o700, exist_ok=True)
        (staging / ASIDE).rename(folder / SET_ASIDE_NAME / name)
        flush_folder(folder / SET_ASIDE_NAME)


def _verify(folder: Path, key: bytes, manifest: Manifest, aside: Path | None) -> None:
    kept = f" What lay there before is kept in {aside}." if aside else ""
    try:
        with explained(folder):
            found = schema_of(folder / DATABASE_NAME, key)
        desk_id = read_vault(folder / KEYS_NAME).desk_id
    except DeskError as trouble:
        raise DeskDamagedError(
            f"The restored desk does not open. {trouble.sentence}{kept}"
        ) from None
    if (found, desk_id) != (manifest.schema, manifest.desk_id):
        raise DeskDamagedError(f"The restored desk is not that of the backup.{kept}")


def _clear(staging: Path) -> None:
    if staging.exists():
        (staging / READY).unlink(missing_ok=True)
        shutil.rmtree(staging)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as problem:
        reason = (problem.strerror or str(problem)).lower()
        raise FileError(f"The folder {folder} could not be made: {reason}.") from problem
