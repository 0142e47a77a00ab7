"""Story days: the sample was told on one day, and is moved so that this day is always today."""

from datetime import date, datetime, timedelta

TOLD_ON = date(2026, 11, 23)
FRIDAY, SATURDAY = 4, 5
WEEK = 7


class StoryDays:
    """Turn the days of the story into days around today, in local time."""

    def __init__(self, today: date) -> None:
        self.today = today
        self._moved_by = today - TOLD_ON

    def exact(self, told: date) -> date:
        """Return the day as far from today as it was told, for what is due or late."""
        return told + self._moved_by

    def day(self, told: date) -> date:
        """Return the working day for what happened or will happen; the order of days is kept.

        What falls on a weekend goes to the Friday before, or to the Monday after when it is
        still to come. Today stays today.
        """
        day = self.exact(told)
        if day == self.today or day.weekday() < SATURDAY:
            return day
        if day < self.today:
            return day - timedelta(days=day.weekday() - FRIDAY)
        return day + timedelta(days=WEEK - day.weekday())

    def moment(self, told: datetime) -> datetime:
        """Return the moment on that working day, at the local time that was told."""
        return datetime.combine(self.day(told.date()), told.time()).astimezone()
