"""When the desk locks itself, as chosen on this machine."""

from mentor_desk.settings import Settings

LOCK_AFTER = "lock after minutes"
LOCK_WITH_SYSTEM = "lock with the system"
USUAL_MINUTES = 15
NEVER = 0
MINUTES = (1, 2, 5, 10, 15, 30, 60, 120, NEVER)


def minutes_of(settings: Settings) -> int:
    """Return after how many minutes without a key or a mouse the desk is locked; 0 for never."""
    kept = settings.number(LOCK_AFTER, USUAL_MINUTES)
    return kept if kept in MINUTES else USUAL_MINUTES


def idle_limit(settings: Settings) -> float | None:
    """Return the same in seconds; None for never."""
    minutes = minutes_of(settings)
    return minutes * 60.0 if minutes != NEVER else None


def locks_with_system(settings: Settings) -> bool:
    """Tell whether the desk is locked when the computer sleeps or its screen is locked."""
    return settings.number(LOCK_WITH_SYSTEM, 1) != 0
