"""The lines of the list of mentees, as they were last read."""

from datetime import date

from mentor_desk.services.desk import Desk
from mentor_desk.services.mentees.listing import MenteeRow, list_mentees, mentee_row
from mentor_desk.ui.common.formatting import local_day


class ListedMentees:
    """Read the lines whole, or find that what changed leaves them as they are."""

    def __init__(self, desk: Desk) -> None:
        self.rows: list[MenteeRow] = []
        self._desk = desk
        self._read_on: date | None = None

    def read(self) -> None:
        """Read every line."""
        now = self._desk.now()
        self.rows, self._read_on = self._desk.look(list_mentees, now=now), local_day(now)

    def has(self, mentorship_id: int | None) -> bool:
        """Tell whether a mentorship is among them."""
        return any(row.mentorship_id == mentorship_id for row in self.rows)

    def are_true_of(self, mentorship_id: int) -> bool:
        """Tell whether a mentorship still is what its line says; only this line is read."""
        now = self._desk.now()
        if self._read_on != local_day(now):
            return False
        row = self._desk.look(mentee_row, mentorship_id=mentorship_id, now=now)
        return row in self.rows
