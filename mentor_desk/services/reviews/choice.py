"""What a review is asked to hold: its period, its sections, its paper."""

from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from mentor_desk.errors import InvalidEntryError
from mentor_desk.models.kinds import Paper


class Section(StrEnum):
    """The parts of a review that can be left out."""

    IN_SHORT = "in short"
    GOALS = "goals"
    SESSIONS = "sessions"
    ACTIONS = "actions"
    PEOPLE = "people"
    SHARED = "shared"
    NEXT = "next"


@dataclass(frozen=True, slots=True)
class ReviewChoice:
    """The choice made for one review; both days belong to the period."""

    since: date
    until: date
    sections: frozenset[Section] = field(default_factory=lambda: frozenset(Section))
    in_short: str = ""
    paper: Paper = Paper.A4

    def has(self, section: Section) -> bool:
        """Tell whether a section was chosen."""
        return section in self.sections

    def covers(self, day: date | None) -> bool:
        """Tell whether a day belongs to the period."""
        return day is not None and self.since <= day <= self.until

    def check(self) -> None:
        """Raise InvalidEntryError when the period runs backwards."""
        if self.until < self.since:
            raise InvalidEntryError("The last day lies before the first.", field="until")


def months_back(day: date, months: int) -> date:
    """Return the same day some months ago, or the last day of a month that is shorter."""
    count = day.year * 12 + day.month - 1 - months
    year, month = divmod(count, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
