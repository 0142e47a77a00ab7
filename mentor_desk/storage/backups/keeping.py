"""The backups that lie in a folder: what each says of itself, and which of them may go."""

import contextlib
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from mentor_desk.errors import DeskError, FileError
from mentor_desk.files import flush_folder
from mentor_desk.storage.backups import generations
from mentor_desk.storage.backups.bundle import SUFFIX, counter_in, look_into, read_manifest
from mentor_desk.storage.backups.generations import Kept
from mentor_desk.storage.backups.manifest import EARLIEST, MOST_BACKUPS, Figures, Manifest
from mentor_desk.storage.backups.proofs import Finding, Proofs, rotten_in


class Occasion(StrEnum):
    """Why a backup was made."""

    ASKED = "asked"
    DAILY = "daily"
    IMPORT = "import"
    MERGE = "merge"
    UPGRADE = "upgrade"
    REPAIR = "repair"
    RESTORE = "restore"
    LOSS = "loss"


# Nothing that is made later takes their place: they go when the mentor deletes them.
STAYING = frozenset({Occasion.UPGRADE, Occasion.LOSS})


@dataclass(frozen=True, slots=True)
class Bundle:
    """A backup that lies in a folder; one that cannot be read has no manifest, but a `trouble`."""

    path: Path
    manifest: Manifest | None
    trouble: str = ""


def bundles_in(folder: Path) -> list[Bundle]:
    """Return every backup in a folder, of whatever desk, the latest by its counter first.

    A folder that is not there holds none. Raises FileError when it cannot be read.
    """
    paths, rotten = _backups_in(folder), rotten_in(folder)
    found = [_spoilt(path) if path.name in rotten else look_at_bundle(path) for path in paths]
    return sorted(found, key=_place, reverse=True)


def look_at_bundle(path: Path) -> Bundle:
    """Return what a backup says of itself, or why it cannot be read."""
    try:
        return Bundle(path, look_into(path)[0])
    except DeskError as trouble:
        return Bundle(path, None, trouble.sentence)


def drop_superseded(
    folder: Path, desk_id: str, *, now: datetime, made: Path | None = None
) -> list[Path]:
    """Remove the good backups of a desk that no generation needs; return those removed.

    One goes only when the one that stays in its place is read through and found whole, which is
    remembered for a while. One that was made before an upgrade, or as the file of the desk was
    lost, stays until the mentor deletes it, and the one that was just `made` stays whatever the
    order says.
    """
    # Of one that lies there twice, one counts.
    good = {
        each.manifest: each.path
        for each in bundles_in(folder)
        if each.manifest and each.manifest.desk_id == desk_id
        if each.manifest.why not in STAYING
    }
    places = {_kept(manifest, path.name): path for manifest, path in good.items()}
    superseded = _superseded(places, Proofs(folder, desk_id, now=now))
    gone = [path for path in map(places.__getitem__, superseded) if path != made]
    for path in gone:
        # One that will not go is tried again next time.
        with contextlib.suppress(OSError):
            path.unlink()
    if gone:
        with contextlib.suppress(OSError):
            flush_folder(folder)
    return gone


def kept_of(counter: int, made_at: datetime, figures: Figures, size: int) -> Kept:
    """Return what decides about a backup of these figures; `size` in bytes."""
    return Kept(counter, made_at, figures.people + figures.sessions + figures.notes, size)


def highest_counter(folder: Path, desk_id: str) -> int:
    """Return the highest counter of a desk's backups in a folder; 0 for none.

    One that cannot be read is asked by its name, and one that was renamed by what it says itself.
    Raises FileError when the folder cannot be read.
    """
    counters = (
        counter
        for path in _backups_in(folder)
        for counter in (counter_in(path.name, desk_id), _counter_told(path, desk_id))
    )
    # Nothing can be counted on from the last number that there is.
    return max((each for each in counters if each < MOST_BACKUPS - 1), default=0)


def _backups_in(folder: Path) -> list[Path]:
    try:
        found = [each for each in folder.iterdir() if each.name.endswith(SUFFIX)]
    except FileNotFoundError:
        return []
    except OSError as problem:
        raise _unreadable(folder, problem) from problem
    return [each for each in found if not each.name.startswith(".")]


def _counter_told(path: Path, desk_id: str) -> int:
    with contextlib.suppress(DeskError):
        told = read_manifest(path)
        return told.counter if told.desk_id == desk_id else 0
    return 0


def _superseded(places: dict[Kept, Path], proofs: Proofs) -> list[Kept]:
    """Return which may go; those found rotten meanwhile count for nothing."""
    standing = set(places)
    while True:
        pairs = generations.superseded(standing)
        heirs = dict.fromkeys(heir for _, heir in pairs)
        found = {heir: proofs.find(places[heir]) for heir in heirs}
        rotten = {heir for heir, finding in found.items() if finding is Finding.ROTTEN}
        if not rotten:
            return [each for each, heir in pairs if found[heir] is Finding.SOUND]
        standing -= rotten


def _kept(manifest: Manifest, name: str) -> Kept:
    kept = kept_of(manifest.counter, manifest.made_at, manifest.figures, manifest.size)
    return replace(kept, name=name)


def _spoilt(path: Path) -> Bundle:
    return Bundle(
        path, None, f"“{path.name}” is damaged inside: it was read through, and not all was there."
    )


def _unreadable(folder: Path, problem: OSError) -> FileError:
    reason = (problem.strerror or str(problem)).lower()
    return FileError(f"The folder {folder} cannot be read: {reason}.")


def _place(bundle: Bundle) -> tuple[int, datetime, str]:
    told, name = bundle.manifest, bundle.path.name
    return (told.counter, told.made_at, name) if told else (-1, EARLIEST, name)
