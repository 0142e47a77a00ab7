"""BackupTable: every copy of the desk, what it holds and where it lies."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QObject
from typing_extensions import override

from mentor_desk.services.keeping.backups import BackupRow
from mentor_desk.ui.backups.words import (
    made_words,
    newest_note_words,
    size_words,
    state_words,
)
from mentor_desk.ui.common.formatting import count
from mentor_desk.ui.common.table import Column, RowTable

MADE_COLUMN, PLACE_COLUMN, STATE_COLUMN = 0, 6, 7


class BackupTable(RowTable[BackupRow]):
    """Backups in the order of their counter; `place` names the folder of one."""

    def __init__(self, place: Callable[[BackupRow], str], parent: QObject | None = None) -> None:
        self._place = place
        super().__init__(parent)

    @override
    def columns(self) -> list[Column[BackupRow]]:
        return [
            Column(self.tr("Made"), made_words, lambda row: row.counter, tooltip=_told),
            Column(self.tr("People"), _figure("people"), _number("people"), is_number=True),
            Column(self.tr("Sessions"), _figure("sessions"), _number("sessions"), is_number=True),
            Column(self.tr("Notes"), _figure("notes"), _number("notes"), is_number=True),
            Column(self.tr("Newest note"), _newest, _newest_moment),
            Column(
                self.tr("Size"),
                lambda row: size_words(row.size),
                lambda row: row.size,
                is_number=True,
            ),
            Column(self.tr("Where"), self._place, tooltip=lambda row: str(row.folder)),
            Column(self.tr("State"), state_words, tooltip=_told),
        ]


def _figure(name: str) -> Callable[[BackupRow], str]:
    return lambda row: "" if row.trouble else count(getattr(row.figures, name))


def _number(name: str) -> Callable[[BackupRow], int]:
    return lambda row: int(getattr(row.figures, name))


def _newest(row: BackupRow) -> str:
    return "" if row.trouble else newest_note_words(row)


def _newest_moment(row: BackupRow) -> float:
    newest = row.figures.newest_note
    return newest.timestamp() if newest else 0.0


def _told(row: BackupRow) -> str:
    if row.trouble:
        return row.trouble
    told = QCoreApplication.translate("backups", "{file}, made by version {version}")
    return told.format(file=row.path.name, version=row.version)
