"""ReviewsPage: choose what a review holds, see its very pages, and hand them over."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtCore import QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget
from typing_extensions import override

from mentor_desk.errors import DeskError, InvalidEntryError
from mentor_desk.services.changes import Area, Changes
from mentor_desk.services.desk import Desk
from mentor_desk.services.mentees.listing import MenteeRow, list_mentees
from mentor_desk.services.reviews.reviewing import (
    default_choice,
    draft_choice,
    file_name_for,
    first_day_after_last,
    save_draft,
)
from mentor_desk.ui.common.banner import Banner
from mentor_desk.ui.common.buttons import Look, button
from mentor_desk.ui.common.card import PageHeader
from mentor_desk.ui.common.empty_state import EmptyState
from mentor_desk.ui.common.formatting import local_day
from mentor_desk.ui.common.tokens import Tone
from mentor_desk.ui.reviews.choice_pane import ChoicePane
from mentor_desk.ui.reviews.mentee_chooser import MenteeChooser
from mentor_desk.ui.reviews.page_maker import MadeReview, PageMaker
from mentor_desk.ui.reviews.preview import Preview
from mentor_desk.ui.reviews.target import ask_target, hand_over, usual_folder

SAVE_MS = 1000


class ReviewsPage(QWidget):
    """One review being put together; every choice is kept as a draft while it is made."""

    SHOWS = ~Area.TOPICS

    changed = Signal(object)
    refused = Signal(str)
    mentee_opened = Signal(int)

    def __init__(
        self,
        desk: Desk,
        parent: QWidget | None = None,
        *,
        ask: Callable[[QWidget, Path], Path | None] = ask_target,
        open_folder: Callable[[QUrl], object] = QDesktopServices.openUrl,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._ask, self._open_folder = ask, open_folder
        self._mentees: dict[int, MenteeRow] = {}
        self._mentorship_id: int | None = None
        self._has_draft = self._is_unsaved = False
        self._wants_export = self._is_outdated = False
        self._folder: Path | None = None
        self._save_timer = QTimer(self, singleShot=True, interval=SAVE_MS)
        self._maker = PageMaker(desk, self)
        self._build()
        self._connect()
        self.reload()

    def show_mentee(self, mentorship_id: int) -> None:
        """Show the review of one mentorship as far as it was put together.

        Raises NotFoundError.
        """
        self.flush()
        if mentorship_id not in self._mentees:
            self._read_mentees()
        self._read_choice(mentorship_id)
        self._mentorship_id = mentorship_id
        self._wants_export = False
        self._banner.hide()
        self._show_whose()
        self._make_pages(at_once=True)

    def react_to(self, changes: Changes) -> None:
        """Read again if what changed is shown here."""
        if not changes.areas & self.SHOWS:
            return
        if changes.areas & Area.REVIEWS and not self._is_unsaved:
            self._read_choice_again()
        self.reload()

    def reload(self) -> None:
        """Show the mentees and the review as they stand now."""
        self._read_mentees()
        if not self._mentees:
            self._mentorship_id = None
            self._is_unsaved = False
            self._maker.forget()
        elif self._mentorship_id not in self._mentees:
            self._is_unsaved = False
            self.show_mentee(next(iter(self._mentees)))
        else:
            self._show_whose()
            self._make_pages()
        self._pages.setCurrentWidget(self._page if self._mentees else self._empty)

    def shown(self) -> int | None:
        """Return which one is shown, to come back to it."""
        return self._mentorship_id

    def flush(self) -> bool:
        """Keep what was chosen and typed, if it is not kept yet; return whether all is safe."""
        self._save_timer.stop()
        if not self._is_unsaved or self._mentorship_id is None:
            return True
        choice = self._pane.choice()
        try:
            changes = self._desk.autosave(
                f"review:{self._mentorship_id}",
                save_draft,
                mentorship_id=self._mentorship_id,
                choice=choice,
            )
        except InvalidEntryError as refusal:
            self._pane.sections.refuse_text(refusal.sentence)
            return False
        except DeskError as refusal:
            self.refused.emit(refusal.sentence)
            return False
        self._is_unsaved, self._has_draft = False, True
        self._pane.sections.refuse_text("")
        self.changed.emit(changes)
        return True

    def go_find(self) -> None:
        """Go where another mentee is chosen."""
        self._chooser.ask()

    def make_new(self) -> None:
        """Offer the mentees to make a review for."""
        self._chooser.ask()
        self._chooser.showPopup()

    def export(self) -> None:
        """Write the pages shown to a file the mentor names, once they are those chosen."""
        if self._mentorship_id is None or not self._pane.is_whole():
            return
        self.flush()
        if self._is_outdated:
            self._maker.ask(self._mentorship_id, self._pane.choice(), at_once=True)
            self._is_outdated = False
        made = self._maker.current
        self._wants_export = made is None
        if made is not None:
            self._export(made)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_outdated:
            self._make_pages(at_once=True)

    def _build(self) -> None:
        self._chooser = MenteeChooser()
        self._mentee_button = button(self.tr("Open mentee"))
        self._export_button = button(self.tr("Export PDF…"), Look.PRIMARY)
        self._header = PageHeader(
            self.tr("Review"), "", self._chooser, self._mentee_button, self._export_button
        )
        self._banner = Banner()
        self._banner.hide()
        self._pane = ChoicePane(self._today())
        self._preview = Preview()
        self._empty = EmptyState(
            "file-text",
            self.tr(
                "A review tells a mentee what was achieved. Take somebody on as a mentee, on the"
                " page Mentees, and make it here."
            ),
        )
        columns = QHBoxLayout()
        columns.setSpacing(10)
        columns.addWidget(self._pane)
        columns.addWidget(self._preview, 1)
        self._page = QWidget()
        layout = QVBoxLayout(self._page)
        layout.setContentsMargins(28, 18, 28, 24)
        layout.setSpacing(16)
        layout.addWidget(self._header)
        layout.addWidget(self._banner)
        layout.addLayout(columns, 1)
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self._page)
        self._pages.addWidget(self._empty)

    def _connect(self) -> None:
        self._chooser.chosen.connect(self._on_mentee_chosen)
        self._mentee_button.clicked.connect(self._on_mentee_button_clicked)
        self._export_button.clicked.connect(self.export)
        self._banner.acted.connect(self._on_banner_acted)
        self._pane.changed.connect(self._on_pane_changed)
        self._save_timer.timeout.connect(self.flush)
        self._maker.waiting.connect(self._preview.wait)
        self._maker.drafted.connect(self._pane.show_draft)
        self._maker.made.connect(self._on_made)
        self._maker.refused.connect(self._on_maker_refused)

    def _today(self) -> date:
        return local_day(self._desk.now())

    def _read_mentees(self) -> None:
        rows = self._desk.look(list_mentees, now=self._desk.now())
        self._mentees = {row.mentorship_id: row for row in rows}
        self._chooser.set_mentees(rows)

    def _read_choice(self, mentorship_id: int) -> None:
        kept = self._desk.run(draft_choice, mentorship_id=mentorship_id)
        today = self._today()
        choice = kept or self._desk.run(default_choice, mentorship_id=mentorship_id, today=today)
        last = self._desk.run(first_day_after_last, mentorship_id=mentorship_id, today=today)
        self._has_draft = kept is not None
        self._pane.show_choice(choice, today=today, last=last)

    def _read_choice_again(self) -> None:
        if self._mentorship_id is None or self._mentorship_id not in self._mentees:
            return
        had_draft = self._has_draft
        kept = self._desk.run(draft_choice, mentorship_id=self._mentorship_id)
        # A review that was handed over leaves its choices on the page.
        if had_draft or kept is not None:
            self._read_choice(self._mentorship_id)

    def _show_whose(self) -> None:
        row = self._mentees.get(self._mentorship_id or 0)
        self._chooser.show_mentee(self._mentorship_id)
        self._header.set_title(self.tr("Review for {0}").format(row.name) if row else "")

    def _make_pages(self, *, at_once: bool = False) -> None:
        is_whole = self._pane.is_whole()
        self._export_button.setEnabled(is_whole)
        # Nobody sees a page that is not shown: its paper can wait until it is.
        self._is_outdated = not self.isVisible()
        if is_whole and self._mentorship_id is not None and not self._is_outdated:
            self._maker.ask(self._mentorship_id, self._pane.choice(), at_once=at_once)

    def _on_pane_changed(self) -> None:
        self._is_unsaved = True
        if not self._save_timer.isActive():
            self._save_timer.start()
        self._make_pages()

    def _on_mentee_chosen(self, mentorship_id: int) -> None:
        try:
            self.show_mentee(mentorship_id)
        except DeskError as refusal:
            self.refused.emit(refusal.sentence)
            self.reload()

    def _on_mentee_button_clicked(self) -> None:
        if self._mentorship_id is not None:
            self.mentee_opened.emit(self._mentorship_id)

    def _on_made(self, made: MadeReview) -> None:
        self._preview.show_review(made.paper)
        if self._wants_export:
            self._wants_export = False
            self._export(made)

    def _on_maker_refused(self, refusal: DeskError) -> None:
        self._wants_export = False
        self._preview.show_trouble(refusal.sentence)

    def _export(self, made: MadeReview) -> None:
        name = file_name_for(made.draft.mentee_name, made.choice.until)
        target = self._ask(self, (self._folder or usual_folder()) / name)
        if target is None:
            return
        try:
            changes = hand_over(self._desk, made, target)
        except DeskError as refusal:
            self._banner.say(refusal.sentence, Tone.RED)
            return
        self._folder = target.parent
        self._has_draft = False
        self._tell_written(made, target)
        self.changed.emit(changes)

    def _tell_written(self, made: MadeReview, target: Path) -> None:
        sentence = self.tr("The review for {0} was written to {1}.").format(
            made.draft.mentee_name, target
        )
        self._banner.say(sentence, Tone.ACCENT, action=self.tr("Open the folder"))

    def _on_banner_acted(self) -> None:
        if self._folder is not None:
            self._open_folder(QUrl.fromLocalFile(str(self._folder)))
