"""MappingPage: what the columns of a CSV file hold, said by the mentor."""

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QHBoxLayout,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from mentor_desk.exchange.csv_mapping import Mapping, guess_mapping
from mentor_desk.exchange.csv_table import CsvTable, with_headings
from mentor_desk.services.transfer.files import PeopleFile, first_people
from mentor_desk.ui.common import theme
from mentor_desk.ui.common.card import Card
from mentor_desk.ui.common.text import name, plain_label
from mentor_desk.ui.common.tokens import TextRole
from mentor_desk.ui.common.views import row_table
from mentor_desk.ui.transfer.encoding_box import EncodingBox
from mentor_desk.ui.transfer.mapping_table import (
    FIELD_COLUMN,
    HEADING_COLUMN,
    VALUES_COLUMN,
    FieldDelegate,
    FirstPeopleTable,
    MappingTable,
    column_rows,
)

MOST_BOXES = 100


class MappingPage(QWidget):
    """One line for each column, and the first people as they would come out of it.

    `mapped` tells whether anything is said to hold something, `encoding_chosen` that the letters
    are to be read in another way.
    """

    mapped = Signal(bool)
    encoding_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._raw = CsvTable()
        self._guess = Mapping()
        self._build()
        self._connect()

    def start(self, file: PeopleFile) -> None:
        """Show the columns of this file, as far as they can be guessed."""
        if file.table is None or file.mapping is None:
            return
        self._raw, self._guess = file.table, file.mapping
        self._doubt_label.setText(file.mapping.doubt)
        self._header_box.setChecked(file.mapping.has_header)
        self._encoding_box.show_encoding(file.encoding, file.table.encoding)
        self._show_columns()

    def mapping(self) -> Mapping:
        """Return what the mentor says the columns hold."""
        return replace(self._guess, columns=self._table.fields(), is_sure=True, doubt="")

    def _build(self) -> None:
        self._doubt_label = plain_label("", wrap=True)
        self._header_box = QCheckBox(self.tr("The first row holds headings"))
        self._encoding_box = EncodingBox()
        self._table = MappingTable(self)
        self._view = row_table(self._table, self.tr("Columns of the file"), stretch=VALUES_COLUMN)
        self._view.setSortingEnabled(False)
        self._view.setItemDelegateForColumn(FIELD_COLUMN, FieldDelegate(self._view))
        self._view.setEditTriggers(
            QAbstractItemView.EditTrigger.SelectedClicked
            | QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        self._view.verticalHeader().setDefaultSectionSize(theme.scaled(38))
        self._view.setColumnWidth(HEADING_COLUMN, theme.scaled(200))
        self._view.setColumnWidth(FIELD_COLUMN, theme.scaled(240))
        self._people = FirstPeopleTable(self)
        self._people_view = row_table(self._people, self.tr("The first people"), stretch=3)
        self._people_view.setSortingEnabled(False)
        for column, width in ((0, 190), (1, 140), (2, 160), (4, 120)):
            self._people_view.setColumnWidth(column, theme.scaled(width))
        self._people_label = plain_label("", TextRole.SMALL)
        name(self._people_view, self.tr("The first people as they would be kept"))
        self._lay_out()

    def _lay_out(self) -> None:
        columns = Card(self.tr("Columns"))
        columns.content.addWidget(self._view, 1)
        people = Card(self.tr("The first people"), trailing=self._people_label)
        people.content.addWidget(self._people_view, 1)
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.setProperty("look", "gap")
        splitter.setHandleWidth(12)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(columns)
        splitter.addWidget(people)
        splitter.setStretchFactor(0, 3)
        splitter.setStretchFactor(1, 2)
        how = QHBoxLayout()
        how.addWidget(self._header_box)
        how.addStretch(1)
        how.addWidget(self._encoding_box)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(self._doubt_label)
        layout.addLayout(how)
        layout.addWidget(splitter, 1)

    def _connect(self) -> None:
        self._header_box.clicked.connect(self._on_header_box_clicked)
        self._encoding_box.chosen.connect(self.encoding_chosen)
        self._table.chosen.connect(self._show_people)

    def _show_columns(self) -> None:
        table = with_headings(self._raw, wanted=self._guess.has_header)
        self._table.set_rows(column_rows(table, self._guess.columns))
        # A table may have thousands of columns; boxes for those that are seen first are enough.
        for row in range(min(self._table.rowCount(), MOST_BOXES)):
            self._view.openPersistentEditor(self._table.index(row, FIELD_COLUMN))
        self._show_people()

    def _show_people(self) -> None:
        mapping = self.mapping()
        is_mapped = any(mapping.columns)
        people = first_people(self._raw, mapping) if is_mapped else ()
        self._people.set_rows(people)
        self._people_label.setText(self._about_people(len(people), is_mapped=is_mapped))
        self.mapped.emit(is_mapped)

    def _about_people(self, number: int, *, is_mapped: bool) -> str:
        if not is_mapped:
            return self.tr("Say at least which column holds the name.")
        if not number:
            return self.tr("The first rows give nobody.")
        return self.tr("as they would be kept")

    def _on_header_box_clicked(self, is_checked: bool) -> None:
        table = with_headings(self._raw, wanted=is_checked)
        said = self._table.fields()
        before = self._guess.columns
        guess = guess_mapping(table)
        # What the mentor said of a column stays; the rest is guessed anew.
        columns = tuple(
            now if now != old else new
            for now, old, new in zip(said, _padded(before, len(said)), guess.columns, strict=False)
        )
        self._guess = replace(guess, columns=_padded(columns, table.width), has_header=is_checked)
        self._show_columns()


def _padded(columns: tuple[str | None, ...], width: int) -> tuple[str | None, ...]:
    return columns[:width] + (None,) * (width - len(columns))
