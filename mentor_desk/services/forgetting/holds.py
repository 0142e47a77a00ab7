"""What outside the database still holds a person who is forgotten: backups, copies, set aside."""

import contextlib
import os
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path

from mentor_desk.paths import (
    DATABASE_NAME,
    KEYS_NAME,
    RESCUED_WORDS,
    RESTORING_NAME,
    SEALED_NAME,
    SET_ASIDE_NAME,
    rescued,
)
from mentor_desk.services.forgetting.absence import Absence
from mentor_desk.services.keeping.backups import (
    BackupRow,
    desk_id_in,
    list_backups,
    where_backups_lie,
)
from mentor_desk.settings import Settings
from mentor_desk.storage.backups.generations import MONTHS, Kept, that_stay
from mentor_desk.storage.backups.keeping import STAYING, kept_of

SALVAGED = " salvaged"


class HeldBy(StrEnum):
    """What still holds a person; only a plain backup goes by itself."""

    BACKUP = "backup"
    KEPT_BACKUP = "backup that stays"
    LARGER_BACKUP = "backup from when the desk was much larger"
    UNREADABLE_BACKUP = "backup that cannot be read"
    AWAY = "folder of backups that is not there now"
    SET_ASIDE = "desk that was set aside"
    COPY = "copy of the desk"
    TYPED = "typed words"


@dataclass(frozen=True, slots=True)
class Hold:
    """A file or folder that holds the person, or may; `made_at` is known of backups alone.

    A plain backup is gone by the day `until` at the latest, when one is made each day: of every
    month the newest and the fullest are kept until as many later months as `MONTHS` have one.
    """

    by: HeldBy
    path: Path
    made_at: datetime | None = None

    @property
    def until(self) -> date | None:
        """The day by which it is gone at the latest, when it goes by itself."""
        if self.by is not HeldBy.BACKUP or self.made_at is None:
            return None
        months = self.made_at.year * 12 + self.made_at.month - 1 + MONTHS
        return date(months // 12, months % 12 + 1, 1)


def holds_in(
    folder: Path | None, settings: Settings | None = None, *, absent: Absence | None
) -> tuple[Hold, ...]:
    """Return what lies in and beside the folder of a desk, and in its second folder of backups.

    Only backups from when the person was certainly `absent` are left out; all else is named, for
    it may hold them. A desk that was set aside makes nothing certain: backups may be of its time.
    """
    if folder is None:
        return ()
    aside = tuple(_set_aside(folder))
    return (
        *_backups(folder, settings, None if aside else absent),
        *aside,
        *_copies(folder),
        *_typed(folder),
    )


def _backups(folder: Path, settings: Settings | None, absent: Absence | None) -> Iterator[Hold]:
    folders = where_backups_lie(folder, settings)
    rows = list_backups(folders, desk_id=desk_id_in(folder))
    first = min((row.counter for row in rows if _may_hold(row, absent)), default=0)
    larger = _larger(rows)
    for row in rows:
        if row.trouble:
            yield Hold(HeldBy.UNREADABLE_BACKUP, row.path)
        # Made after one that may hold them, whatever the clock said then.
        elif _may_hold(row, absent) or (row.is_good and first and row.counter >= first):
            yield Hold(_kind_of(row, larger), row.path, row.made_at)
    # The first one need not be there before the first backup.
    yield from (Hold(HeldBy.AWAY, each) for each in folders[1:] if not each.is_dir())


def _may_hold(row: BackupRow, absent: Absence | None) -> bool:
    if not row.is_good or row.made_at is None:
        return False
    return absent is None or not absent.since <= row.made_at < absent.until


def _larger(rows: Iterable[BackupRow]) -> set[Path]:
    """Return those that stay because the later ones of their folder are much smaller."""
    theirs: dict[Path, dict[Path, Kept]] = {}
    for row in rows:
        if row.is_good and row.made_at is not None and row.why not in STAYING:
            kept = kept_of(row.counter, row.made_at, row.figures, row.size)
            theirs.setdefault(row.folder, {})[row.path] = kept
    stay = {folder: that_stay(found.values()) for folder, found in theirs.items()}
    return {
        path for folder in theirs for path, kept in theirs[folder].items() if kept in stay[folder]
    }


def _kind_of(row: BackupRow, larger: Collection[Path]) -> HeldBy:
    if row.why in STAYING:
        return HeldBy.KEPT_BACKUP
    return HeldBy.LARGER_BACKUP if row.path in larger else HeldBy.BACKUP


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
    # Whose they are tells the key alone.
    yield from (Hold(HeldBy.TYPED, each) for each in sorted(rescued().glob(f"{RESCUED_WORDS}*")))


def _within(folder: Path) -> Iterable[Path]:
    with contextlib.suppress(OSError):
        return list(folder.iterdir())
    return []
