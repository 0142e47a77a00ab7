"""ReviewTable: the reviews of one mentee."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QObject
from typing_extensions import override

from mentor_desk.services.reviews.reviewing import ReviewRow
from mentor_desk.ui.common.formatting import count, moment, short_moment
from mentor_desk.ui.common.table import Column, RowTable
from mentor_desk.ui.reviews.wording import period_words

ISSUED_COLUMN = 1
_SHORT = 12


class ReviewTable(RowTable[ReviewRow]):
    """One line for each review: its days, when it was handed over, and the very file."""

    def __init__(self, today: date, parent: QObject | None = None) -> None:
        self._today = today
        super().__init__(parent)

    @override
    def columns(self) -> Sequence[Column[ReviewRow]]:
        return [
            Column(
                self.tr("Period"),
                lambda row: period_words(row.since, row.until),
                lambda row: (row.until, row.since),
            ),
            Column(
                self.tr("Issued"),
                self._issued,
                lambda row: row.issued_at.timestamp() if row.issued_at else float("inf"),
                tooltip=lambda row: moment(row.issued_at) if row.issued_at else "",
            ),
            Column(
                self.tr("Pages"),
                lambda row: count(row.pages) if row.pages else "",
                lambda row: row.pages,
                is_number=True,
            ),
            Column(
                self.tr("File"),
                lambda row: row.file_name,
                lambda row: row.file_name.casefold(),
                tooltip=lambda row: row.file_name,
            ),
            Column(
                self.tr("Hash"),
                lambda row: f"{row.sha256[:_SHORT]}…" if row.sha256 else "",
                lambda row: row.sha256,
                tooltip=lambda row: f"SHA-256 {row.sha256}" if row.sha256 else "",
            ),
        ]

    def _issued(self, row: ReviewRow) -> str:
        if row.issued_at is None:
            return self.tr("still a draft")
        return short_moment(row.issued_at, self._today)
