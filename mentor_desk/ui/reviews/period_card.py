"""PeriodCard: which days a review tells of."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from mentor_desk.services.reviews.choice import months_back
from mentor_desk.ui.common.buttons import Look, button
from mentor_desk.ui.common.card import Card
from mentor_desk.ui.common.date_edit import DateEdit
from mentor_desk.ui.common.flow_layout import FlowLayout
from mentor_desk.ui.common.text import name, plain_label
from mentor_desk.ui.common.tokens import TextRole

MONTHS = 3


class PeriodCard(Card):
    """Three usual periods, and the two days themselves; `changed` after each choice."""

    changed = Signal()

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.set_title(self.tr("Period"))
        self._today = today
        self._since_last: date | None = None
        self._build_card()
        self._since_edit.changed.connect(self._on_day_changed)
        self._until_edit.changed.connect(self._on_day_changed)

    def show_period(self, since: date, until: date, *, today: date, last: date | None) -> None:
        """Show a period without telling anyone; `last` is the first day after the last review."""
        self._today, self._since_last = today, last
        self._since_edit.set_value(since)
        self._until_edit.set_value(until)
        self._last_button.setEnabled(last is not None)
        self._show_state()

    def period(self) -> tuple[date, date] | None:
        """Return the first and the last day, or None while they are no period."""
        since, until = self._since_edit.value(), self._until_edit.value()
        if since is None or until is None or until < since:
            return None
        return since, until

    def _build_card(self) -> None:
        self._months_button = button(self.tr("Last 3 months"), Look.CHOICE)
        self._last_button = button(self.tr("Since last review"), Look.CHOICE)
        self._year_button = button(self.tr("This year"), Look.CHOICE)
        chips = QWidget()
        flow = FlowLayout(chips, spacing=6)
        policy = chips.sizePolicy()
        policy.setHeightForWidth(True)
        chips.setSizePolicy(policy)
        for each in (self._months_button, self._last_button, self._year_button):
            flow.addWidget(each)
            each.clicked.connect(self._on_chip_clicked)
        self._since_edit = DateEdit(self._today)
        self._until_edit = DateEdit(self._today)
        name(self._since_edit, self.tr("First day of the period"))
        name(self._until_edit, self.tr("Last day of the period"))
        self._error_label = plain_label("", TextRole.ERROR, wrap=True)
        self._error_label.hide()
        self.add(chips)
        for words, edit in ((self.tr("From"), self._since_edit), (self.tr("To"), self._until_edit)):
            row = QHBoxLayout()
            label = plain_label(words, TextRole.SOFT)
            label.setMinimumWidth(label.fontMetrics().horizontalAdvance(self.tr("From")) + 12)
            label.setBuddy(edit)
            row.addWidget(label)
            row.addWidget(edit, 1)
            self.content.addLayout(row)
        self.add(self._error_label)

    def _usual(self) -> list[tuple[object, date | None]]:
        return [
            (self._months_button, months_back(self._today, MONTHS)),
            (self._last_button, self._since_last),
            (self._year_button, date(self._today.year, 1, 1)),
        ]

    def _on_chip_clicked(self) -> None:
        pressed = self.sender()
        for each, since in self._usual():
            if each is pressed and since is not None:
                self._since_edit.set_value(since)
                self._until_edit.set_value(self._today)
        self._show_state()
        self.changed.emit()

    def _on_day_changed(self) -> None:
        self._show_state()
        self.changed.emit()

    def _show_state(self) -> None:
        since, until = self._since_edit.value(), self._until_edit.value()
        for each, first in self._usual():
            is_this = first is not None and (since, until) == (first, self._today)
            each.setChecked(is_this)  # type: ignore[attr-defined]
        sentence = ""
        if since is None or until is None:
            sentence = self.tr("A review needs a first and a last day.")
        elif until < since:
            sentence = self.tr("The last day lies before the first.")
        self._error_label.setText(sentence)
        self._error_label.setVisible(bool(sentence))
