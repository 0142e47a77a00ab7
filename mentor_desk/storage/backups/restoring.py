"""Bring a backup back into a folder, and put what lies there aside.

Everything is got ready in a folder of its own and proven there. From the moment it says that it
is ready, an interrupted restore is finished by whoever opens the desk; before that moment, the
desk in place is untouched. So a kill leaves the old desk or the new one, never a mixture.
"""

import contextlib
import os
from collections.abc import Generator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from mentor_desk.errors import (
    DeskDamagedError,
    DeskError,
    DeskFileError,
    DeskMixedError,
    DeskNewerError,
    FileError,
)
from mentor_desk.files import write_whole
from mentor_desk.paths import (
    DATABASE_NAME,
    KEYS_NAME,
    LOCK_NAME,
    RESTORING_NAME,
    is_there,
    lies_in_desk,
)
from mentor_desk.storage.backups.bundle import (
    look_into,
    read_keys,
    read_manifest,
    take_out_database,
)
from mentor_desk.storage.backups.changing_over import Settled, clear, finish, keep_present
from mentor_desk.storage.backups.copying import OF, Progress, part_of, prove
from mentor_desk.storage.backups.manifest import Manifest
from mentor_desk.storage.damage.mixed import refuse_mixed
from mentor_desk.storage.database import SCHEMA, explained, schema_of
from mentor_desk.storage.desk_lock import DeskLock
from mentor_desk.storage.keys.vault import Vault, read_vault

TAKEN_OUT, PROVEN = 10, 99


@dataclass(frozen=True, slots=True)
class Restored:
    """What was brought back, and where the desk that lay there before is kept now.

    The `remark` is a sentence when that is not where it belongs.
    """

    manifest: Manifest
    set_aside: Path | None
    remark: str = ""


def restore_bundle(
    bundle: Path,
    folder: Path,
    key: bytes,
    *,
    now: datetime,
    with_keys: bool = False,
    progress: Progress = lambda _done, _of: None,
) -> Restored:
    """Put the desk of a bundle into a folder; nobody may have the desk there open.

    The backup is opened and checked first. The key slots that lie in the folder stay when they
    are of the same desk, for they are newer, unless those of the bundle are wanted `with_keys`:
    then they are put aside with the present desk. `progress` hears percentages and may stop it;
    once it has heard of all of them, the files are changed over and nothing stops it any more.
    Raises DeskBusyError, DeskNewerError, DeskDamagedError or another FileError; then the desk in
    place is as it was, and no folder is left that was not there.
    """
    manifest = read_manifest(bundle)
    if manifest.schema > SCHEMA:
        raise DeskNewerError(
            f"A newer version of Mentor Desk made this backup ({manifest.version}). Nothing was"
            " changed; please update the program."
        )
    refuse_inside_a_desk(folder)
    try:
        with _held(folder):
            _clear_the_way(folder)
            try:
                _get_ready(bundle, manifest, folder, key, progress)
                if with_keys or len(vaults_for(bundle, folder)) == 1:
                    write_whole(folder / RESTORING_NAME / KEYS_NAME, read_keys(bundle))
                progress(OF, OF)
                keep_present(folder, now, keys=_lost_keys(bundle, folder, key))
            except BaseException:
                with contextlib.suppress(OSError):
                    clear(folder / RESTORING_NAME)
                raise
            settled = _changed_over(folder)
            _verify(folder, key, manifest, settled.set_aside)
    except OSError as problem:
        reason = (problem.strerror or str(problem)).lower()
        raise FileError(f"The backup could not be restored to {folder}: {reason}.") from problem
    return Restored(manifest, settled.set_aside, settled.remark)


def refuse_inside_a_desk(folder: Path) -> None:
    """Refuse to make a desk within the folder of another, which then could not be backed up.

    One that lies there already may come back. Raises FileError.
    """
    has_desk = any(is_there(folder / name) for name in (DATABASE_NAME, KEYS_NAME))
    if not has_desk and any(map(lies_in_desk, (folder, Path(os.path.realpath(folder))))):
        raise FileError(
            f"{folder} lies in the folder of another desk; please choose a folder elsewhere."
            " Nothing was changed."
        )


def vaults_for(bundle: Path, folder: Path) -> list[Vault]:
    """Return the key slots that may open a bundle: those of its desk in a folder, then its own.

    A passphrase that was changed since opens it too, for the key of the data stays the same. A key
    file that is damaged does not count: whatever opens the backup shall open what is restored.
    """
    _, own = look_into(bundle)
    with contextlib.suppress(DeskError):
        present = read_vault(folder / KEYS_NAME)
        is_same = (present.desk_id, present.check) == (own.desk_id, own.check)
        if is_same and present.is_whole:
            return [present, own]
    return [own]


def _clear_the_way(folder: Path) -> None:
    """Settle what an earlier restore left, or refuse with its sentence."""
    remark = finish(folder).remark
    if remark:
        raise FileError(f"{remark} Nothing was restored.")
    if os.path.lexists(folder / RESTORING_NAME):
        raise FileError(
            f"“{RESTORING_NAME}” in {folder} is in the way of a restore; please move it away."
            " Nothing was changed."
        )


def _changed_over(folder: Path) -> Settled:
    try:
        return finish(folder)
    except OSError as problem:
        reason = (problem.strerror or str(problem)).lower()
        raise DeskFileError(
            f"The backup lies ready in {folder}, but could not take the place of the desk yet:"
            f" {reason}. The next opening of the desk tries again; nothing is lost."
        ) from problem


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
    held = (proof.desk_id, proof.schema, proof.figures, manifest.extent and proof.extent)
    if held != (manifest.desk_id, manifest.schema, manifest.figures, manifest.extent):
        raise DeskDamagedError(
            f"“{bundle.name}” does not hold what it says, so nothing was restored."
        )


def _lost_keys(bundle: Path, folder: Path, key: bytes) -> bytes | None:
    """Return the keys of the desk that lies there when its own are lost and those fit its data."""
    database = folder / DATABASE_NAME
    if os.path.lexists(folder / KEYS_NAME) or not database.is_file():
        return None
    try:
        refuse_mixed(database, key)
    except DeskMixedError:
        return None
    return read_keys(bundle)


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


@contextlib.contextmanager
def _held(folder: Path) -> Generator[None]:
    """Make a folder and hold its lock; what was made and holds nothing goes after a refusal."""
    made = [each for each in (folder, *folder.parents) if not each.exists()]
    try:
        _make_folder(folder)
        lock = DeskLock(folder)
        try:
            yield
        finally:
            lock.release()
    except BaseException:
        with contextlib.suppress(OSError):
            if folder in made and [each.name for each in folder.iterdir()] == [LOCK_NAME]:
                (folder / LOCK_NAME).unlink()
            for each in made:
                each.rmdir()
        raise


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as problem:
        reason = (problem.strerror or str(problem)).lower()
        raise FileError(f"The folder {folder} could not be made: {reason}.") from problem
