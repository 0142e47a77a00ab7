"""SessionTable: the sessions with one mentee, line by line."""

from datetime import date

from PySide6.QtCore import QObject
from typing_extensions import override

from mentor_desk.services.sessions.planning import SessionRow
from mentor_desk.ui.common.formatting import length, short_moment
from mentor_desk.ui.common.table import Column, RowTable
from mentor_desk.ui.sessions.words import format_word, session_title, standing_word

WHEN_COLUMN = 1
ABOUT_COLUMN = 4
STATE_COLUMN = 5


class SessionTable(RowTable[SessionRow]):
    """Which session, when, how long, how, what it was about, and how it stands."""

    def __init__(self, today: date, parent: QObject | None = None) -> None:
        self._today = today
        super().__init__(parent)

    def set_today(self, today: date) -> None:
        """Say moments as they are said on this day."""
        self._today = today

    @override
    def columns(self) -> list[Column[SessionRow]]:
        return [
            Column(
                self.tr("Session"),
                lambda row: str(row.number),
                lambda row: row.number,
                spoken=lambda row: session_title(row.number),
                is_number=True,
            ),
            Column(
                self.tr("When"),
                lambda row: short_moment(row.starts_at, self._today),
                lambda row: row.starts_at,
            ),
            Column(self.tr("Length"), lambda row: length(row.minutes), lambda row: row.minutes),
            Column(self.tr("How"), lambda row: format_word(row.format)),
            Column(self.tr("About"), about, tooltip=about),
            Column(self.tr("State"), standing_word),
        ]


def about(row: SessionRow) -> str:
    """Return what a session was about: its topics, or the first line of its notes."""
    return ", ".join(row.topics) or row.first_line
