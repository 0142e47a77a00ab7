"""One goal in the overview: how far it is, how it went, and how it stands."""

from datetime import date

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from mentor_desk.services.goals.listing import GoalRow
from mentor_desk.ui.common import discreet
from mentor_desk.ui.common.bars import ProgressBar, Sparkline
from mentor_desk.ui.common.discreet import for_all
from mentor_desk.ui.common.formatting import by_day, percent, short_day
from mentor_desk.ui.common.goal_look import pace_tone
from mentor_desk.ui.common.links import LinkLabel
from mentor_desk.ui.common.marks import Pill
from mentor_desk.ui.common.menus import open_menu
from mentor_desk.ui.common.text import one_line, plain_label, set_tooltip
from mentor_desk.ui.common.tokens import TextRole


class GoalLine(QWidget):
    """Show one goal; its title is the door to it."""

    opened = Signal(int)

    def __init__(self, row: GoalRow, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = row
        self._today = today
        self._build()
        self._connect()

    def _build(self) -> None:
        row, tone = self._row, pace_tone(self._row.pace)
        self._title_link = LinkLabel(self._title())
        self._pill = Pill(row.standing.word, tone, self)
        set_tooltip(self._pill, row.standing.sentence)
        until = plain_label(self._until(), TextRole.SMALL)
        done = percent(row.value / 100)
        bar = ProgressBar(row.value / 100, tone, spoken=self._spoken(done))
        value = plain_label(done, TextRole.SMALL)
        spark = Sparkline([each for _day, each in row.points], tone, spoken=self._story())
        self._note_label = plain_label(self._note(), TextRole.SMALL, elide=True)

        first = QHBoxLayout()
        first.setSpacing(10)
        first.addWidget(self._title_link, 1)
        first.addWidget(self._pill)
        first.addWidget(until)
        second = QHBoxLayout()
        second.setSpacing(10)
        second.addWidget(bar, 1)
        second.addWidget(value)
        second.addWidget(spark)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 2, 0, 2)
        layout.setSpacing(4)
        layout.addLayout(first)
        layout.addLayout(second)
        if self._note_label.text():
            layout.addWidget(self._note_label)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)

    def _connect(self) -> None:
        self._title_link.opened.connect(lambda: self.opened.emit(self._row.id))
        self.customContextMenuRequested.connect(self._on_menu_requested)

    def _title(self) -> str:
        return for_all(self._row.title, is_private=self._row.is_private)

    def _until(self) -> str:
        if self._row.target_on is None:
            return self.tr("ongoing")
        return by_day(self._row.target_on, self._today)

    def _spoken(self, done: str) -> str:
        return self.tr("{goal}: {done} done, {pace}").format(
            goal=one_line(self._title()), done=done, pace=self._row.standing.sentence
        )

    def _story(self) -> str:
        values = ", ".join(str(update.value) for update in self._row.updates)
        return self.tr("Progress so far: {values}").format(values=values or "0")

    def _note(self) -> str:
        parts = [self._steps(), self._row.standing.reason or self._last_word()]
        return " · ".join(part for part in parts if part)

    def _steps(self) -> str:
        if not self._row.milestones:
            return ""
        return self.tr("{done} of {all} milestones").format(
            done=self._row.milestones_done, all=self._row.milestones
        )

    def _last_word(self) -> str:
        last = self._row.last_update
        if last is None:
            return self.tr("not moved yet")
        day = short_day(last.on_day, self._today)
        # No review holds a comment, whatever the goal.
        if not last.comment or discreet.is_on():
            return self.tr("last update {day}").format(day=day)
        said = one_line(last.comment)
        return self.tr("last update {day}: “{comment}”").format(day=day, comment=said)

    def _on_menu_requested(self, place: QPoint) -> None:
        menu = QMenu(self)
        menu.addAction(self.tr("Open this goal"), lambda: self.opened.emit(self._row.id))
        open_menu(menu, self.mapToGlobal(place))
