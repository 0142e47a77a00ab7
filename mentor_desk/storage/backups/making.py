"""Make a backup of an open desk, and copy one to another folder."""

import contextlib
import shutil
import threading
from collections.abc import Generator, Iterable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from mentor_desk.errors import DeskDamagedError, DeskError, DeskMissingError, FileError
from mentor_desk.files import PART
from mentor_desk.paths import KEYS_NAME, is_there
from mentor_desk.storage.backups.bundle import copy_bundle, place_in, write_bundle
from mentor_desk.storage.backups.copying import (
    OF,
    Progress,
    Proof,
    Tally,
    copy_open,
    part_of,
    prove,
)
from mentor_desk.storage.backups.keeping import (
    Bundle,
    Occasion,
    drop_superseded,
    highest_counter,
)
from mentor_desk.storage.backups.manifest import Manifest, sane_moment
from mentor_desk.storage.database import explained
from mentor_desk.storage.keys.vault import Vault, vault_of
from mentor_desk.version import __version__

if TYPE_CHECKING:
    from mentor_desk.storage.desk_file import OpenFile

COPIED, PROVEN = 45, 80
LOOKS_UP = 0.1

_turns: dict[str, threading.Lock] = {}


def make_backup(
    file: "OpenFile",
    *,
    keys: Path | bytes,
    folder: Path,
    known: Iterable[Path] = (),
    now: datetime,
    why: Occasion,
    thins: bool = True,
    progress: Progress = lambda _done, _of: None,
) -> Bundle:
    """Back an open desk up into a folder, beside whoever works on it.

    With `thins`, what is superseded there is dropped.
    The copy is opened with the key and checked before it counts. `keys` is the key file of the
    desk, or what stands in one where its own is lost; the counter goes on from the backups in
    `folder` and in the `known` ones. Of two into one folder the second waits for the first. What
    `progress` raises stops it. Raises a FileError; then nothing is left, and every earlier backup
    stays.
    """
    written, vault = _keys_of(file, keys)
    with _turn_in(folder, progress):
        _make_folder(folder)
        counter = 1 + max(highest_counter(folder, vault.desk_id), _highest_in(known, vault.desk_id))
        with _copy_in(folder, vault) as copy:
            _make_room(folder, file, vault)
            tally = copy_open(file, copy, part_of(progress, 0, COPIED))
            proof = _proven(copy, file.key, tally, vault, part_of(progress, COPIED, PROVEN))
            manifest = _manifest(proof, counter, now, why, copy.stat().st_size)
            target = place_in(folder, manifest)
            packed = part_of(progress, PROVEN, OF)
            write_bundle(target, manifest, keys=written, database=copy, progress=packed)
        if thins:
            _thin_out(target, manifest)
    progress(OF, OF)
    return Bundle(target, manifest)


def copy_backup(
    bundle: Bundle, folder: Path, progress: Progress = lambda _done, _of: None
) -> Bundle:
    """Put a copy of a backup into another folder that is there; drop what is superseded there.

    It is called there as it was when it was made, whatever it is called now; another backup that
    has this name there keeps it. Of two into one folder the second waits for the first.
    """
    if bundle.manifest is None:
        raise FileError(bundle.trouble)
    with _turn_in(folder, progress):
        _clear_parts(folder, bundle.manifest.desk_id)
        target = place_in(folder, bundle.manifest)
        copy_bundle(bundle.path, target, progress)
        _thin_out(target, bundle.manifest)
    return Bundle(target, bundle.manifest)


@contextlib.contextmanager
def _copy_in(folder: Path, vault: Vault) -> Generator[Path]:
    """Name the copy that a backup is packed from, and remove it in the end."""
    copy = folder / f".mentor-desk-{vault.desk_id[:8]}{PART}"
    try:
        yield copy
    except DeskDamagedError as damage:
        raise DeskDamagedError(
            f"No backup was made. {damage.sentence} Earlier backups are kept; please have the desk"
            " checked."
        ) from damage
    finally:
        # A stick that was pulled out must not hide what went wrong.
        with contextlib.suppress(OSError):
            copy.unlink()


@contextlib.contextmanager
def _turn_in(folder: Path, progress: Progress) -> Generator[None]:
    """Wait until no other backup is being made in a folder; what `progress` raises ends it."""
    turn = _turns.setdefault(str(folder.absolute()), threading.Lock())
    while not turn.acquire(timeout=LOOKS_UP):
        progress(0, OF)
    try:
        yield
    finally:
        turn.release()


def _thin_out(made: Path, latest: Manifest) -> None:
    # The new one counts, whatever becomes of the old ones.
    with contextlib.suppress(DeskError):
        drop_superseded(made.parent, latest.desk_id, now=latest.made_at, made=made)


def _keys_of(file: "OpenFile", keys: Path | bytes) -> tuple[bytes, Vault]:
    # The library of keys takes a while to load, and the window stands without it.
    from mentor_desk.storage.keys.wrapping import check_value  # noqa: PLC0415

    written = keys if isinstance(keys, bytes) else _read(keys)
    vault = vault_of(written, Path(KEYS_NAME) if isinstance(keys, bytes) else keys)
    if check_value(file.key, vault.desk_id) != vault.check:
        raise DeskDamagedError("The key file and the data file in this folder are of two desks.")
    return written, vault


def _read(keys: Path) -> bytes:
    try:
        return keys.read_bytes()
    except OSError:
        raise DeskMissingError(
            f"The key file “{keys.name}” is missing from {keys.parent}, so no backup was made."
        ) from None


def _highest_in(folders: Iterable[Path], desk_id: str) -> int:
    highest = 0
    for folder in folders:
        # A stick may not be there today.
        with contextlib.suppress(FileError):
            highest = max(highest, highest_counter(folder, desk_id))
    return highest


def _make_room(folder: Path, file: "OpenFile", vault: Vault) -> None:
    _clear_parts(folder, vault.desk_id)
    with explained(file.path.parent if file.path else None), file.unit():
        pages, size = (
            int(file.connection.execute(f"pragma {what}").fetchone()[0])
            for what in ("page_count", "page_size")
        )
    # The copy is checked before it is packed, so for a while there are two of it.
    needed = 2 * pages * size
    try:
        free = shutil.disk_usage(folder).free
    except OSError as problem:
        raise FileError(f"The disk of {folder} does not answer.") from problem
    if free < needed:
        raise FileError(
            f"The disk of {folder} has too little room for a backup: {needed / 1e6:.0f} MB are"
            f" needed and {free / 1e6:.0f} MB are free. Nothing was changed."
        )


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(exist_ok=True, mode=0o700)
    except OSError as problem:
        raise FileError(_why_unmade(folder, problem)) from problem


def _why_unmade(folder: Path, problem: OSError) -> str:
    if isinstance(problem, FileExistsError):
        what = "not a folder" if is_there(folder) else "a link to a place that is not there now"
        return f"{folder} is {what}, so no backup was made in it."
    if isinstance(problem, FileNotFoundError):
        # Above it a stick may be missing, and what is made then lies on another disk.
        if not is_there(folder.parent):
            return f"There is no folder {folder.parent}, so no backup was made in it."
        return f"{folder.parent} takes no folder, so no backup was made in it."
    reason = (problem.strerror or str(problem)).lower()
    return f"The folder {folder} could not be made: {reason}."


def _clear_parts(folder: Path, desk_id: str) -> None:
    """Remove what a backup of this desk left behind that was killed; no other is under way."""
    for part in folder.glob(f".mentor-desk-*{PART}"):
        is_ours = f"-{desk_id[:8]}" in part.name
        if is_ours:
            with contextlib.suppress(OSError):
                part.unlink()


def _proven(copy: Path, key: bytes, tally: Tally, vault: Vault, progress: Progress) -> Proof:
    if not copy.is_file():
        raise FileError(
            f"The copy in {copy.parent} was moved or removed while it was made, so no backup was"
            " made."
        )
    proof = prove(copy, key, progress)
    if proof.tally != tally or proof.desk_id != vault.desk_id:
        raise DeskDamagedError("The copy does not hold what the desk holds.")
    return proof


def _manifest(proof: Proof, counter: int, now: datetime, why: Occasion, size: int) -> Manifest:
    return Manifest(
        counter=counter,
        made_at=sane_moment(now),
        desk_id=proof.desk_id,
        schema=proof.schema,
        version=__version__,
        why=why.value,
        is_sample=proof.is_sample,
        size=size,
        figures=proof.figures,
        extent=proof.extent,
    )
