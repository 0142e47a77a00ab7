"""One goal whole: why, how it will be known, how it went, its milestones and its history."""

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QVBoxLayout, QWidget

from mentor_desk.services.goals.listing import GoalCard
from mentor_desk.ui.common import theme
from mentor_desk.ui.common.buttons import button
from mentor_desk.ui.common.card import Card
from mentor_desk.ui.common.discreet import PrivateCover
from mentor_desk.ui.common.goal_look import pace_tone
from mentor_desk.ui.common.marks import Pill
from mentor_desk.ui.common.scrolled_area import ScrolledArea
from mentor_desk.ui.common.text import name, plain_label, set_tooltip
from mentor_desk.ui.common.tokens import TextRole, Tone
from mentor_desk.ui.goals.chart import ProgressChart
from mentor_desk.ui.goals.history import HistoryCard
from mentor_desk.ui.goals.milestones import MilestonesCard
from mentor_desk.ui.goals.move_card import MoveCard
from mentor_desk.ui.goals.words import days_words, goal_words


class GoalDetail(ScrolledArea):
    """Show one goal. The parts that ask for something are open to the tab that holds this."""

    edit_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.card: GoalCard | None = None
        self._was_private = False
        self.move_card = MoveCard()
        self.milestones = MilestonesCard()
        self.history = HistoryCard()
        self._build()
        self._edit_button.clicked.connect(self._on_edit_button_clicked)

    def show_goal(self, card: GoalCard, today: date) -> None:
        """Show this goal."""
        is_other = self.card is None or self.card.row.id != card.row.id
        if is_other:
            self.verticalScrollBar().setValue(0)
        self.card = card
        row = card.row
        if is_other or row.is_private != self._was_private:
            self._was_private = row.is_private
            self._cover.cover(is_private=row.is_private)
        self._show_title()
        self._pill.show_state(row.standing.word, pace_tone(row.pace))
        self._pill.setVisible(True)
        self._private_pill.setVisible(row.is_private)
        self._days_label.setText(days_words(row, today))
        self._reason_label.setText(row.standing.sentence)
        self._reason_label.setVisible(bool(row.standing.reason))
        _show(self._why_heading, self._why_label, card.why)
        _show(self._success_heading, self._success_label, card.success_criteria)
        self._about_card.setVisible(bool(card.why or card.success_criteria))
        self._chart.show_goal(row, today)
        self.move_card.show_goal(card)
        self.milestones.show_goal(card)
        self.history.show_goal(card)

    def take_typed(self) -> bool:
        """Keep the word and the milestone that are typed; return whether none is left there."""
        is_noted = self.move_card.take_typed()
        return self.milestones.take_typed() and is_noted

    def set_menu(self, menu: QMenu) -> None:
        """Put every verb of the goal behind the button at the end."""
        self._more_button.setMenu(menu)

    def _build(self) -> None:
        self.setMinimumWidth(theme.scaled(300))
        page = QWidget()
        page.setProperty("page", True)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(16, 16, 2, 20)
        layout.setSpacing(14)
        layout.addLayout(self._head())
        layout.addWidget(self._days_label)
        chart_card = Card(self.tr("How it went"))
        self._chart = ProgressChart()
        chart_card.add(self._chart)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(layout.spacing())
        column.addWidget(self._reason_label)
        column.addWidget(self._about())
        for card in (self.move_card, chart_card, self.milestones, self.history):
            column.addWidget(card)
        layout.addWidget(inside)
        layout.addStretch(1)
        self._cover: PrivateCover = PrivateCover(page, inside, layout)
        self._cover.turned.connect(self._show_title)
        self.setWidget(page)

    def _head(self) -> QHBoxLayout:
        self._title_label = plain_label("", TextRole.CARD, wrap=True, selectable=True)
        self._title_label.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        head = QHBoxLayout()
        head.setSpacing(8)
        self._pill = Pill(parent=self)
        self._private_pill = Pill(self.tr("private"), Tone.WARM, self)
        set_tooltip(self._private_pill, self.tr("This goal stays on your desk, in no review."))
        self._edit_button = button(self.tr("Edit…"))
        self._more_button = button(self.tr("More"))
        name(self._more_button, self.tr("More about this goal"))
        set_tooltip(self._more_button, self.tr("Everything that can be done with this goal"))
        head.addWidget(self._title_label, 1)
        for widget in (self._private_pill, self._pill, self._edit_button, self._more_button):
            head.addWidget(widget)
        self._days_label = plain_label("", TextRole.SMALL, wrap=True)
        self._reason_label = plain_label("", TextRole.SMALL, wrap=True)
        return head

    def _about(self) -> Card:
        self._about_card = Card()
        self._why_heading = plain_label(self.tr("Why"), TextRole.STRONG)
        self._why_label = plain_label("", wrap=True)
        self._success_heading = plain_label(self.tr("How you will know"), TextRole.STRONG)
        self._success_label = plain_label("", wrap=True)
        for label in (
            self._why_heading,
            self._why_label,
            self._success_heading,
            self._success_label,
        ):
            self._about_card.add(label)
        return self._about_card

    def _show_title(self) -> None:
        if self.card is not None:
            row = self.card.row
            self._title_label.setText(goal_words(row) if self._cover.is_down else row.title)

    def _on_edit_button_clicked(self) -> None:
        self.edit_requested.emit()


def _show(heading: QLabel, label: QLabel, words: str) -> None:
    label.setText(words)
    heading.setVisible(bool(words))
    label.setVisible(bool(words))
