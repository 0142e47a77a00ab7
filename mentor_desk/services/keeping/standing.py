"""How a desk stands with its backups: whether the last one is recent, and when one is due."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from pathlib import Path

from mentor_desk.services.keeping.backups import BackupRow

DUE_AFTER = timedelta(days=1)
TOO_OLD_AFTER = timedelta(days=3)


class Standing(Enum):
    """How a desk stands with its backups."""

    NEVER = "never"
    FRESH = "fresh"
    TOO_OLD = "too old"
    AHEAD = "ahead"


@dataclass(frozen=True, slots=True)
class BackupState:
    """How a desk stands with its backups, and when the last good one was made."""

    standing: Standing
    made_at: datetime | None = None


def backup_state(rows: Iterable[BackupRow], *, now: datetime) -> BackupState:
    """Return how a desk stands with these backups, in which the latest of a folder comes first.

    Of several folders, the one whose latest was made last decides: a stick may hold higher numbers
    from before the desk was restored elsewhere.
    """
    latest: dict[Path, datetime] = {}
    for row in rows:
        if row.is_good and row.made_at:
            latest.setdefault(row.folder, row.made_at)
    if not latest:
        return BackupState(Standing.NEVER)
    # One that a wrong clock made says nothing while there is another.
    made_at = max(latest.values(), key=lambda made_at: (made_at <= now, made_at))
    passed = now - made_at
    if passed < timedelta(0):
        return BackupState(Standing.AHEAD, made_at)
    return BackupState(Standing.TOO_OLD if passed > TOO_OLD_AFTER else Standing.FRESH, made_at)


def is_due(rows: Iterable[BackupRow], *, now: datetime) -> bool:
    """Tell whether the last good backup is older than a day, or made when a clock was wrong."""
    made_at = backup_state(rows, now=now).made_at
    return made_at is None or not timedelta(0) <= now - made_at <= DUE_AFTER
