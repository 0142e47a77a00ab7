"""What outside the database still holds a person who is forgotten: backups, copies, set aside."""

import contextlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from mentor_desk.paths import (
    DATABASE_NAME,
    KEYS_NAME,
    RESTORING_NAME,
    SEALED_NAME,
    SET_ASIDE_NAME,
)
from mentor_desk.services.keeping.backups import (
    BackupRow,
    Occasion,
    backup_folders,
    desk_id_in,
    list_backups,
)
from mentor_desk.settings import Settings

SALVAGED = " salvaged"


class HeldBy(StrEnum):
    """What still holds a person. Only a plain backup goes by itself, as newer ones take its place.

    Of the last twelve months that have a backup, the newest of each is kept, besides those of the
    last days and weeks.
    """

    BACKUP = "backup"
    KEPT_BACKUP = "backup from before an upgrade"
    UNREADABLE_BACKUP = "backup that cannot be read"
    AWAY = "folder of backups that is not there now"
    SET_ASIDE = "desk that was set aside"
    COPY = "copy of the desk"
    TYPED = "typed words"


@dataclass(frozen=True, slots=True)
class Hold:
    """A file or folder that holds the person, or may; `made_at` is known of backups alone."""

    by: HeldBy
    path: Path
    made_at: datetime | None = None


def holds_in(
    folder: Path | None, settings: Settings | None = None, *, known_since: datetime
) -> tuple[Hold, ...]:
    """Return what lies in and beside the folder of a desk, and in its second folder of backups.

    Backups from before the person was known are left out; what else does not tell its moment is
    named in any case.
    """
    if folder is None:
        return ()
    return (
        *_backups(folder, settings, known_since),
        *_set_aside(folder),
        *_copies(folder),
        *_typed(folder),
    )


def _backups(folder: Path, settings: Settings | None, known_since: datetime) -> Iterator[Hold]:
    folders = backup_folders(folder, settings)
    for row in list_backups(folders, desk_id=desk_id_in(folder)):
        if row.trouble:
            yield Hold(HeldBy.UNREADABLE_BACKUP, row.path)
        elif row.is_good and row.made_at is not None and row.made_at >= known_since:
            yield Hold(_kind_of(row), row.path, row.made_at)
    # The first one need not be there before the first backup.
    yield from (Hold(HeldBy.AWAY, each) for each in folders[1:] if not each.is_dir())


def _kind_of(row: BackupRow) -> HeldBy:
    return HeldBy.KEPT_BACKUP if row.why == Occasion.UPGRADE else HeldBy.BACKUP


def _set_aside(folder: Path) -> Iterator[Hold]:
    places = sorted(_within(folder / SET_ASIDE_NAME))
    if (folder / RESTORING_NAME).exists():
        places.append(folder / RESTORING_NAME)
    yield from (Hold(HeldBy.SET_ASIDE, each) for each in places)


def _copies(folder: Path) -> Iterator[Hold]:
    folder = folder.absolute()
    desk_id = desk_id_in(folder)
    for other in sorted(_within(folder.parent)):
        if other != folder and _is_copy(other, folder, desk_id):
            yield Hold(HeldBy.COPY, other)


def _is_copy(other: Path, folder: Path, desk_id: str) -> bool:
    if not any((other / name).is_file() for name in (DATABASE_NAME, KEYS_NAME)):
        return False
    is_salvaged = other.name.startswith(f"{folder.name}{SALVAGED}")
    return is_salvaged or (bool(desk_id) and desk_id_in(other) == desk_id)


def _typed(folder: Path) -> Iterator[Hold]:
    if os.path.lexists(folder / SEALED_NAME):
        yield Hold(HeldBy.TYPED, folder / SEALED_NAME)


def _within(folder: Path) -> Iterable[Path]:
    with contextlib.suppress(OSError):
        return list(folder.iterdir())
    return []
