"""MappingTable: one line for each column of a CSV file, and what it is said to hold."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QObject,
    Qt,
    Signal,
)
from PySide6.QtWidgets import QComboBox, QStyledItemDelegate, QStyleOptionViewItem, QWidget
from typing_extensions import override

from mentor_desk.exchange.csv_fields import FIELDS, IGNORE
from mentor_desk.exchange.csv_table import CsvTable
from mentor_desk.exchange.records import PersonRecord
from mentor_desk.ui.common.scrolled_area import is_idle_wheel
from mentor_desk.ui.common.table import Column, Index, RowTable
from mentor_desk.ui.common.text import name, one_line
from mentor_desk.ui.transfer.words import field_title

HEADING_COLUMN, VALUES_COLUMN, FIELD_COLUMN = range(3)

_ROWS_LOOKED_AT = 200
_VALUES_SHOWN = 3
_LONGEST_VALUE = 60
_TITLES = {field.key: field.title for field in FIELDS}


@dataclass(frozen=True, slots=True)
class ColumnRow:
    """One column of the file: its heading, some of what it holds, and the field it feeds."""

    number: int
    heading: str
    values: str
    field: str | None


def column_rows(table: CsvTable, fields: Sequence[str | None]) -> list[ColumnRow]:
    """Return a line for each column of the table."""
    held = _first_values(table)
    rows = []
    for number in range(table.width):
        heading = table.headings[number] if number < len(table.headings) else ""
        field = fields[number] if number < len(fields) else None
        rows.append(ColumnRow(number, heading, held.get(number, ""), field))
    return rows


class MappingTable(RowTable[ColumnRow]):
    """The columns of a file; the last cell of a line says what the column holds.

    `chosen` tells that a column is said to hold something else now.
    """

    chosen = Signal()

    @override
    def columns(self) -> list[Column[ColumnRow]]:
        return [
            Column(
                self.tr("Column"),
                lambda row: row.heading or self.tr("Column {n}").format(n=row.number + 1),
                tooltip=lambda row: row.heading,
            ),
            Column(self.tr("First values"), lambda row: row.values, tooltip=lambda row: row.values),
            Column(self.tr("What it holds"), lambda row: field_title(_TITLES[row.field or IGNORE])),
        ]

    def fields(self) -> tuple[str | None, ...]:
        """Return what each column holds, None for those that are left out."""
        return tuple(row.field for row in self.rows())

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        if index.isValid() and index.column() == FIELD_COLUMN:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.EditRole and index.isValid():
            is_field = index.column() == FIELD_COLUMN
            row = self.row_at(index)
            return row.field or IGNORE if is_field else super().data(index)
        return super().data(index, role)

    @override
    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        is_ours = index.isValid() and index.column() == FIELD_COLUMN
        if not is_ours or role != Qt.ItemDataRole.EditRole or value not in _TITLES:
            return False
        field = None if value == IGNORE else str(value)
        row = self.row_at(index)
        if row.field != field:
            self._rows[index.row()] = replace(row, field=field)
            self.dataChanged.emit(index, index)
            self.chosen.emit()
        return True


class FieldDelegate(QStyledItemDelegate):
    """Offer the fields of a person for a column, the common ones first."""

    @override
    def createEditor(
        self,
        parent: QWidget,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> QWidget:
        box = QComboBox(parent)
        is_common = True
        for field in FIELDS:
            if is_common and not field.is_common:
                box.insertSeparator(box.count())
            is_common = field.is_common
            box.addItem(field_title(field.title), field.key)
        box.setMaxVisibleItems(16)
        box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        heading = str(index.model().index(index.row(), HEADING_COLUMN).data() or "")
        name(box, self.tr("What “{heading}” holds").format(heading=heading))
        box.activated.connect(lambda: self.commitData.emit(box))
        return box

    @override
    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        if is_idle_wheel(editor, event):
            # It scrolls the table.
            event.ignore()
            return True
        return super().eventFilter(editor, event)

    @override
    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, QComboBox):
            editor.setCurrentIndex(editor.findData(index.data(Qt.ItemDataRole.EditRole)))

    @override
    def setModelData(
        self,
        editor: QWidget,
        model: QAbstractItemModel,
        index: Index,
    ) -> None:
        if isinstance(editor, QComboBox):
            model.setData(index, editor.currentData())


class FirstPeopleTable(RowTable[PersonRecord]):
    """Whom the first rows of the file give, as they would be kept."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)

    @override
    def columns(self) -> list[Column[PersonRecord]]:
        return [
            Column(self.tr("Name"), _name_of),
            Column(self.tr("Role"), lambda row: row.role),
            Column(self.tr("Organisation"), lambda row: row.organisation),
            Column(
                self.tr("Ways to reach them"),
                lambda row: ", ".join(way.value for way in row.ways[:3]),
            ),
            Column(
                self.tr("Place"),
                lambda row: ", ".join(filter(None, (row.city, row.country))),
            ),
        ]


def _name_of(row: PersonRecord) -> str:
    parts = (row.prefix, row.given, row.middle, row.family, row.suffix)
    return row.display_name or " ".join(part for part in parts if part) or row.nickname


def _first_values(table: CsvTable) -> dict[int, str]:
    found: dict[int, list[str]] = {}
    for row in table.rows[:_ROWS_LOOKED_AT]:
        for number, cell in enumerate(row.cells[: table.width]):
            held = found.setdefault(number, [])
            value = one_line(cell[: _LONGEST_VALUE * 2])[:_LONGEST_VALUE]
            if value and len(held) < _VALUES_SHOWN and value not in held:
                held.append(value)
    return {number: " · ".join(values) for number, values in found.items()}
