"""ChoicePane: everything that can be chosen for a review, in one column of cards."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mentor_desk.services.reviews.choice import ReviewChoice
from mentor_desk.services.reviews.reviewing import ReviewDraft
from mentor_desk.ui.common import theme
from mentor_desk.ui.common.scrolled_area import ScrolledArea
from mentor_desk.ui.reviews.kept_out import KeptOutCard
from mentor_desk.ui.reviews.paper_card import PaperCard
from mentor_desk.ui.reviews.period_card import PeriodCard
from mentor_desk.ui.reviews.sections_card import SectionsCard

WIDTH = 412


class ChoicePane(ScrolledArea):
    """Period, sections, what stays, and paper; `changed` tells that another choice was made."""

    changed = Signal()

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown = ReviewChoice(today, today)
        self._build(today)
        self.period.changed.connect(self.changed)
        self.sections.changed.connect(self.changed)
        self.paper.changed.connect(self.changed)

    def show_choice(self, choice: ReviewChoice, *, today: date, last: date | None) -> None:
        """Show a choice without telling anyone; `last` is the first day after the last review."""
        self._shown = choice
        self.period.show_period(choice.since, choice.until, today=today, last=last)
        self.sections.show_choice(choice.sections, choice.in_short)
        self.paper.show_paper(choice.paper)

    def show_draft(self, draft: ReviewDraft) -> None:
        """Show how much of everything there is, and what stays on the desk."""
        self.sections.show_counts(draft.counts)
        self.kept_out.show_kept_out(draft.kept_out)

    def is_whole(self) -> bool:
        """Tell whether a review can be made of what is chosen."""
        return self.period.period() is not None

    def choice(self) -> ReviewChoice:
        """Return what is chosen; while the period makes no sense, with the last that did."""
        since, until = self.period.period() or (self._shown.since, self._shown.until)
        self._shown = ReviewChoice(
            since,
            until,
            self.sections.sections(),
            self.sections.in_short(),
            self.paper.paper(),
        )
        return self._shown

    def _build(self, today: date) -> None:
        self.period = PeriodCard(today)
        self.sections = SectionsCard()
        self.kept_out = KeptOutCard()
        self.paper = PaperCard()
        page = QWidget()
        page.setProperty("page", True)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 6, 20)
        column.setSpacing(12)
        for card in (self.period, self.sections, self.kept_out, self.paper):
            column.addWidget(card)
        column.addStretch(1)
        self.setWidget(page)
        self.setFixedWidth(theme.scaled(WIDTH))
