"""ShareTable: what was shared, by whom, when, and what they made of it."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QObject
from typing_extensions import override

from mentor_desk.services.network.sharing import ShareRow
from mentor_desk.ui.common.formatting import short_day
from mentor_desk.ui.common.table import Column, RowTable
from mentor_desk.ui.common.text import one_line
from mentor_desk.ui.sharing.wording import direction_word, kind_word, state_since, state_word

STATE_COLUMN = 2


class ShareTable(RowTable[ShareRow]):
    """One line for each thing shared, the latest first."""

    def __init__(self, today: date, parent: QObject | None = None) -> None:
        self._today = today
        super().__init__(parent)

    @override
    def columns(self) -> Sequence[Column[ShareRow]]:
        return [
            Column(self.tr("What"), lambda row: row.title, lambda row: row.title.casefold()),
            Column(self.tr("Kind"), lambda row: kind_word(row.kind)),
            Column(
                self.tr("How it stands"),
                lambda row: state_word(row.state),
                tooltip=lambda row: state_since(row, self._today),
            ),
            Column(
                self.tr("Shared"),
                lambda row: short_day(row.shared_on, self._today),
                lambda row: row.shared_on,
            ),
            Column(self.tr("By whom"), lambda row: direction_word(row.direction)),
            Column(
                self.tr("What they made of it"),
                lambda row: one_line(row.response),
                tooltip=lambda row: row.response,
            ),
        ]
