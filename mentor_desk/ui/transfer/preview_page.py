"""PreviewPage: what an import would do, record by record, before anything is written."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from mentor_desk.services.transfer.importing import ImportRow
from mentor_desk.services.transfer.plan import Verdict
from mentor_desk.ui.common import theme
from mentor_desk.ui.common.buttons import Look, button
from mentor_desk.ui.common.card import Card
from mentor_desk.ui.common.cells import PillDelegate
from mentor_desk.ui.common.text import name, plain_label
from mentor_desk.ui.common.tokens import TextRole
from mentor_desk.ui.common.views import row_table
from mentor_desk.ui.transfer.encoding_box import EncodingBox
from mentor_desk.ui.transfer.table import (
    NAME_COLUMN,
    PLACE_COLUMN,
    VERDICT_COLUMN,
    WHAT_COLUMN,
    ImportTable,
)
from mentor_desk.ui.transfer.words import verdict_title, verdict_tone

WAIT = 150
MOST_NOTES = 8


class PreviewPage(QWidget):
    """Four counts that filter, the table of records, and what is to be said of the files.

    `ticked` tells that what is left out is another now, `encoding_chosen` that the letters are
    to be read in another way.
    """

    ticked = Signal()
    encoding_chosen = Signal(str)

    def __init__(self, place: Callable[[ImportRow], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = ImportTable(place, self)
        self._build()
        self._connect()

    def start(self, headline: str, rows: Sequence[ImportRow], notes: Sequence[str]) -> None:
        """Show the records of other files, nothing left out."""
        self._headline_label.setText(headline)
        self._say_notes(notes)
        self._all_button.setChecked(True)
        self._name_edit.clear()
        self.table.narrow(None, "")
        self.table.start(rows)
        self._view.sortByColumn(PLACE_COLUMN, Qt.SortOrder.AscendingOrder)
        self.count()

    def show_encoding(self, chosen: str, found_out: str, *, is_open: bool) -> None:
        """Offer other encodings while it is open which one is right."""
        self._encoding_box.show_encoding(chosen, found_out)
        self._encoding_box.setVisible(is_open)

    def say(self, sentence: str) -> None:
        """Show a sentence above the records, or take it away."""
        self._said_label.setText(sentence)
        self._said_label.setVisible(bool(sentence))

    def count(self) -> None:
        """Count anew how many records have each verdict."""
        counts = self.table.counts()
        for verdict, made in self._verdict_buttons.items():
            made.setText(verdict_title(verdict, counts[verdict]))
        has_choice = bool(counts[Verdict.NEW] or counts[Verdict.CHANGED])
        self._tick_button.setVisible(has_choice)
        self._untick_button.setVisible(has_choice)

    def _build(self) -> None:
        self._headline_label = plain_label("", TextRole.STRONG, wrap=True)
        self._said_label = plain_label("", TextRole.ERROR, wrap=True)
        self._notes_label = plain_label("", TextRole.SMALL, wrap=True, selectable=True)
        self._encoding_box = EncodingBox()
        self._all_button = button(self.tr("All"), Look.SEGMENT)
        self._all_button.setChecked(True)
        self._verdict_buttons = {verdict: button("", Look.SEGMENT) for verdict in Verdict}
        self._choice = QButtonGroup(self)
        self._name_edit = QLineEdit(clearButtonEnabled=True)
        self._name_edit.setPlaceholderText(self.tr("Filter by name…"))
        self._name_edit.setMaximumWidth(theme.scaled(200))
        name(self._name_edit, self.tr("Filter the records by name"))
        self._tick_button = button(self.tr("Tick all"), Look.QUIET)
        self._untick_button = button(self.tr("Untick all"), Look.QUIET)
        self._timer = QTimer(self, singleShot=True, interval=WAIT)
        self._view = row_table(self.table, self.tr("Records"), stretch=WHAT_COLUMN)
        pill = PillDelegate(lambda row: verdict_tone(row.verdict), parent=self._view)
        self._view.setItemDelegateForColumn(VERDICT_COLUMN, pill)
        for column, width in ((NAME_COLUMN, 220), (VERDICT_COLUMN, 130), (PLACE_COLUMN, 150)):
            self._view.setColumnWidth(column, theme.scaled(width))
        self._lay_out()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._headline_label, 1)
        head.addWidget(self._encoding_box)
        filters = QHBoxLayout()
        filters.setSpacing(4)
        for made in (self._all_button, *self._verdict_buttons.values()):
            self._choice.addButton(made)
            filters.addWidget(made)
        filters.addStretch(1)
        for widget in (self._tick_button, self._untick_button, self._name_edit):
            filters.addWidget(widget)
        card = Card()
        card.content.addLayout(filters)
        card.content.addWidget(self._view, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addLayout(head)
        layout.addWidget(self._said_label)
        layout.addWidget(self._notes_label)
        layout.addWidget(card, 1)
        self._said_label.hide()
        self.setFocusProxy(self._view)

    def _connect(self) -> None:
        self._choice.buttonClicked.connect(self._on_narrowed)
        self._name_edit.textChanged.connect(self._timer.start)
        self._timer.timeout.connect(self._on_narrowed)
        self._encoding_box.chosen.connect(self.encoding_chosen)
        self.table.ticked.connect(self.ticked)
        self._tick_button.clicked.connect(lambda: self.table.tick_shown(is_taken=True))
        self._untick_button.clicked.connect(lambda: self.table.tick_shown(is_taken=False))
        self._view.doubleClicked.connect(self._on_row_toggled)
        toggling = QShortcut(QKeySequence(Qt.Key.Key_Space), self._view)
        toggling.setContext(Qt.ShortcutContext.WidgetShortcut)
        toggling.activated.connect(lambda: self._on_row_toggled(self._view.currentIndex()))

    def _say_notes(self, notes: Sequence[str]) -> None:
        shown = list(notes[:MOST_NOTES])
        if len(notes) > MOST_NOTES:
            shown.append(self.tr("and {count} more").format(count=len(notes) - MOST_NOTES))
        self._notes_label.setText("\n".join(shown))
        self._notes_label.setVisible(bool(shown))

    def _on_narrowed(self) -> None:
        chosen = self._choice.checkedButton()
        verdicts = (each for each, made in self._verdict_buttons.items() if made is chosen)
        self.table.narrow(next(verdicts, None), self._name_edit.text())

    def _on_row_toggled(self, index: QModelIndex) -> None:
        if index.isValid():
            self.table.toggle(index)
