"""TrashDetail: one thing that was deleted: when, what went with it, and what it held."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mentor_desk.services.history.details import RecordChange
from mentor_desk.services.history.trash import TrashRow
from mentor_desk.ui.common.buttons import Look, button
from mentor_desk.ui.common.card import Card, Divider
from mentor_desk.ui.common.formatting import short_moment
from mentor_desk.ui.common.links import LinkLabel
from mentor_desk.ui.common.text import plain_label, set_tooltip
from mentor_desk.ui.common.tokens import TextRole
from mentor_desk.ui.history.change_lines import change_lines
from mentor_desk.ui.history.changes_view import ChangesView
from mentor_desk.ui.history.words import all_counts_words


class TrashDetail(Card):
    """Show what lies in the trash whole; `put_back_requested` carries its row."""

    put_back_requested = Signal(object)
    step_opened = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._row: TrashRow | None = None
        self._build_parts()
        self._put_back_button.clicked.connect(self._on_put_back_button_clicked)
        self._step_link.opened.connect(self._on_step_link_opened)
        self.show_row(None, (), date.min)

    def show_row(self, row: TrashRow | None, records: Sequence[RecordChange], today: date) -> None:
        """Show what was deleted, with what its step took away; None says what this is for."""
        self._row = row
        self._nothing_label.setVisible(row is None)
        self._parts.setVisible(row is not None)
        self._changes.set_lines(change_lines(records))
        if row is None:
            # Nothing of what lay here stays in what is hidden: it may have gone for good.
            for label in (self._title_label, self._when_label, self._step_link, self._with_label):
                label.setText("")
                set_tooltip(label, "")
            return
        self._title_label.setText(row.name)
        set_tooltip(self._title_label, row.name)
        when = self.tr("deleted {moment}").format(moment=short_moment(row.deleted_at, today))
        self._when_label.setText(when)
        self._step_link.setText(row.did)
        went = all_counts_words(row.went_with)
        self._with_label.setText(self.tr("With it went: {things}.").format(things=went))
        self._with_label.setVisible(bool(row.went_with))

    def go_in(self) -> None:
        """Bring the keyboard to the button that puts it back."""
        self._put_back_button.setFocus(Qt.FocusReason.TabFocusReason)

    def _build_parts(self) -> None:
        self._nothing_label = plain_label(
            self.tr("Choose something to see what it held, and to put it back."),
            TextRole.SOFT,
            wrap=True,
        )
        self._title_label = plain_label("", TextRole.CARD, wrap=True)
        # A word of 300 letters must not make the window as wide as itself.
        self._title_label.setMinimumWidth(1)
        self._when_label = plain_label("", TextRole.SMALL, wrap=True)
        self._step_link = LinkLabel("", TextRole.SMALL)
        self._with_label = plain_label("", wrap=True)
        self._put_back_button = button(self.tr("Put back"), Look.PRIMARY)
        self._changes = ChangesView()
        self._parts = QWidget()
        words = QVBoxLayout()
        words.setSpacing(2)
        for label in (self._title_label, self._when_label, self._step_link):
            words.addWidget(label)
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addLayout(words, 1)
        head.addWidget(self._put_back_button, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self._parts)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self._with_label)
        column.addWidget(Divider())
        column.addWidget(self._changes, 1)
        self.add(self._nothing_label)
        self.content.addWidget(self._parts, 1)
        self.content.addStretch(0)

    def _on_put_back_button_clicked(self) -> None:
        if self._row is not None:
            self.put_back_requested.emit(self._row)

    def _on_step_link_opened(self) -> None:
        if self._row is not None:
            self.step_opened.emit(self._row.step_id)
