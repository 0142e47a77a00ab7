"""When the next session would be, by the rhythm that was agreed."""

from datetime import UTC, datetime, timedelta, tzinfo


def propose_next(
    *, after: datetime, cadence_days: int, now: datetime, zone: tzinfo | None = None
) -> datetime:
    """Return the first moment in the rhythm after `after` that is still to come.

    The clock on the wall stays: 15:00 is 15:00 after summer time has ended. `zone` is the
    mentor's; None is that of this computer.
    """
    turns = 1
    behind = (now - after).days
    if behind > cadence_days:
        turns = behind // cadence_days
    moment = _days_later(after, turns * cadence_days, zone)
    while moment <= now:
        turns += 1
        moment = _days_later(after, turns * cadence_days, zone)
    return moment


def _days_later(moment: datetime, days: int, zone: tzinfo | None) -> datetime:
    wall = moment.astimezone(zone).replace(tzinfo=None) + timedelta(days=days)
    # Without a zone, Python reads a bare time on the clock of this computer.
    return (wall.replace(tzinfo=zone) if zone else wall).astimezone(UTC)
