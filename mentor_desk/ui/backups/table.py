"""BackupTable: every copy of the desk, what it holds and where it lies."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtWidgets import QTableView
from typing_extensions import override

from mentor_desk.services.keeping.backups import BackupRow
from mentor_desk.ui.backups.words import (
    made_words,
    newest_note_words,
    size_words,
    state_words,
)
from mentor_desk.ui.common import theme
from mentor_desk.ui.common.formatting import count, local_day, short_day, short_moment
from mentor_desk.ui.common.table import Column, RowTable

PLACE_COLUMN = 6
# Beside the words of a column: the frame of the cell that has the keyboard; and in its head the
# padding and the arrow of the order.
SPARE, HEAD_SPARE = 8, 34


class BackupTable(RowTable[BackupRow]):
    """Backups in the order of their counter; `place` names the folder of one.

    Moments are said as they are said `today`; in full to a screen reader and in the tooltips.
    """

    def __init__(
        self,
        place: Callable[[BackupRow], str],
        today: Callable[[], date],
        parent: QObject | None = None,
    ) -> None:
        self._place, self._today = place, today
        super().__init__(parent)

    @override
    def columns(self) -> list[Column[BackupRow]]:
        return [
            Column(
                self.tr("Made"),
                self._made,
                lambda row: row.counter,
                tooltip=_made_and_told,
                spoken=made_words,
            ),
            Column(self.tr("People"), _figure("people"), _number("people"), is_number=True),
            Column(self.tr("Sessions"), _figure("sessions"), _number("sessions"), is_number=True),
            Column(self.tr("Notes"), _figure("notes"), _number("notes"), is_number=True),
            Column(
                self.tr("Newest note"),
                self._newest,
                _newest_moment,
                tooltip=_newest,
                spoken=_newest,
            ),
            Column(
                self.tr("Size"),
                lambda row: size_words(row.size),
                lambda row: row.size,
                is_number=True,
            ),
            Column(self.tr("Where"), self._place, tooltip=lambda row: str(row.folder)),
            Column(self.tr("State"), state_words, tooltip=_told),
        ]

    def _made(self, row: BackupRow) -> str:
        return short_moment(row.made_at, self._today()) if row.made_at else made_words(row)

    def _newest(self, row: BackupRow) -> str:
        newest = row.figures.newest_note
        if row.trouble or newest is None:
            return _newest(row)
        return short_day(local_day(newest), self._today())


def fit_columns(view: QTableView, table: BackupTable) -> None:
    """Make each column as wide as its words; only the place gives way, its tooltip has it whole.

    How long a moment is, the language and the clock of the computer decide.
    """
    head = view.horizontalHeader().fontMetrics()
    for place, column in enumerate(table.columns()):
        heading = head.horizontalAdvance(column.heading) + theme.scaled(HEAD_SPARE)
        words = view.sizeHintForColumn(place) + theme.scaled(SPARE)
        if place != PLACE_COLUMN:
            view.setColumnWidth(place, max(heading, words))


def _figure(name: str) -> Callable[[BackupRow], str]:
    return lambda row: "" if row.trouble else count(getattr(row.figures, name))


def _number(name: str) -> Callable[[BackupRow], int]:
    return lambda row: int(getattr(row.figures, name))


def _newest(row: BackupRow) -> str:
    return "" if row.trouble else newest_note_words(row)


def _newest_moment(row: BackupRow) -> float:
    newest = row.figures.newest_note
    return newest.timestamp() if newest else 0.0


def _made_and_told(row: BackupRow) -> str:
    return _told(row) if row.trouble else f"{made_words(row)}\n{_told(row)}"


def _told(row: BackupRow) -> str:
    if row.trouble:
        return row.trouble
    told = QCoreApplication.translate("backups", "{file}, made by version {version}")
    return told.format(file=row.path.name, version=row.version)
