"""ReviewsTab: the reviews that were made for one mentee."""

from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QMenu, QStackedLayout, QVBoxLayout, QWidget
from typing_extensions import override

from mentor_desk.errors import DeskError
from mentor_desk.services.changes import Area, Changes
from mentor_desk.services.desk import Desk
from mentor_desk.services.reviews.reviewing import ReviewRow, delete_review, list_reviews
from mentor_desk.ui.common import theme
from mentor_desk.ui.common.buttons import button
from mentor_desk.ui.common.card import Card
from mentor_desk.ui.common.empty_state import EmptyState
from mentor_desk.ui.common.filters import SortedRows
from mentor_desk.ui.common.formatting import local_day
from mentor_desk.ui.common.menus import open_menu
from mentor_desk.ui.common.table import ROW_ROLE
from mentor_desk.ui.common.views import row_table
from mentor_desk.ui.reviews.table import ISSUED_COLUMN, ReviewTable


class ReviewsTab(QWidget):
    """A table of what was handed over, and of what is still being put together."""

    SHOWS = Area.REVIEWS

    changed = Signal(object)
    refused = Signal(str)
    review_requested = Signal(int)
    history_requested = Signal(str, int)
    versions_requested = Signal(str, int)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._mentorship_id: int | None = None
        self._build()
        self._connect()

    def show_mentee(self, person_id: int, mentorship_id: int) -> None:
        """Show the reviews of this mentorship."""
        del person_id
        self._mentorship_id = mentorship_id
        self.reload()

    def count(self) -> int | None:
        """Return how many reviews the mentee who is shown has."""
        return self._table.rowCount() if self._mentorship_id is not None else None

    def react_to(self, changes: Changes) -> None:
        """Read again if what changed is shown here."""
        if changes.areas & self.SHOWS:
            self.reload()

    def reload(self) -> None:
        """Show the reviews as they stand now."""
        if self._mentorship_id is None:
            return
        self._table.set_rows(self._desk.run(list_reviews, mentorship_id=self._mentorship_id))
        self._pages.setCurrentWidget(self._card if self._table.rowCount() else self._empty)

    def make_new(self) -> None:
        """Ask for the page where a review is put together."""
        if self._mentorship_id is not None:
            self.review_requested.emit(self._mentorship_id)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self._current()
        if event.key() == Qt.Key.Key_Delete and row is not None and self._view.hasFocus():
            self._delete(row)
            return
        super().keyPressEvent(event)

    def _build(self) -> None:
        self._table = ReviewTable(local_day(self._desk.now()), self)
        self._rows = SortedRows(self._table, self)
        self._view = row_table(self._rows, self.tr("Reviews"))
        self._view.sortByColumn(ISSUED_COLUMN, Qt.SortOrder.DescendingOrder)
        self._view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        for column, width in ((1, 140), (2, 70), (3, 210), (4, 120)):
            self._view.setColumnWidth(column, theme.scaled(width))
        self._new_button = button(self.tr("New review…"))
        self._card = Card(self.tr("Reviews"), trailing=self._new_button)
        self._card.add(self._view)
        self._empty = EmptyState(
            "file-text",
            self.tr(
                "No review was made yet. A review tells what was achieved in a period, and leaves"
                " out whatever is private."
            ),
            self.tr("New review…"),
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 16, 0, 0)
        middle = QWidget()
        self._pages = QStackedLayout(middle)
        self._pages.addWidget(self._empty)
        self._pages.addWidget(self._card)
        layout.addWidget(middle)

    def _connect(self) -> None:
        self._new_button.clicked.connect(self.make_new)
        self._empty.step_requested.connect(self.make_new)
        self._view.activated.connect(self.make_new)
        self._view.customContextMenuRequested.connect(self._on_menu_requested)

    def _current(self) -> ReviewRow | None:
        row: ReviewRow | None = self._view.currentIndex().data(ROW_ROLE)
        return row

    def _delete(self, row: ReviewRow) -> None:
        try:
            changes = self._desk.do(delete_review, review_id=row.id)
        except DeskError as refusal:
            self.refused.emit(refusal.sentence)
            self.reload()
            return
        self.reload()
        self.changed.emit(changes)

    def _menu(self, row: ReviewRow) -> QMenu:
        menu = QMenu(self)
        if row.issued_at is None:
            menu.addAction(self.tr("Go on with this draft"), self.make_new)
        else:
            menu.addAction(self.tr("New review…"), self.make_new)
            menu.addAction(
                self.tr("Copy the hash"),
                lambda: QGuiApplication.clipboard().setText(row.sha256),
            )
        menu.addSeparator()
        for words, wish in (
            (self.tr("Earlier versions of the words…"), self.versions_requested),
            (self.tr("History of this review…"), self.history_requested),
        ):
            menu.addAction(words, partial(wish.emit, "review", row.id))
        menu.addSeparator()
        menu.addAction(self.tr("Delete"), lambda: self._delete(row))
        return menu

    def _on_menu_requested(self, place: QPoint) -> None:
        row = self._current()
        if row is not None:
            open_menu(self._menu(row), self._view.viewport().mapToGlobal(place))
