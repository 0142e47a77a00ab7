"""The mentees: a list by state, and beside it one of them whole."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from mentor_desk.errors import DeskError
from mentor_desk.models.kinds import MentorshipState
from mentor_desk.services.changes import Area, Changes
from mentor_desk.services.desk import Desk
from mentor_desk.services.mentees.card import MenteeCard, mentee_card
from mentor_desk.services.mentees.listing import MenteeRow, mentees_matching
from mentor_desk.ui.common import theme
from mentor_desk.ui.common.formatting import local_day
from mentor_desk.ui.common.menus import open_menu
from mentor_desk.ui.mentees.list_pane import MenteeListPane
from mentor_desk.ui.mentees.listed import ListedMentees
from mentor_desk.ui.mentees.mentee_pane import MenteePane
from mentor_desk.ui.mentees.welcome import NoMentees


class MenteesPage(QWidget):
    """Show the mentees and one of them whole; tabs of other rooms stand beside the overview.

    The page shows an added tab the mentee, hands it changes and keeps the count in its title;
    the tab's own signals are wired by whoever adds it.
    """

    SHOWS = (
        Area.PEOPLE
        | Area.TOPICS
        | Area.MENTORSHIPS
        | Area.SESSIONS
        | Area.ACTIONS
        | Area.GOALS
        | Area.INTRODUCTIONS
        | Area.SHARING
        | Area.REVIEWS
    )

    changed = Signal(object)
    refused = Signal(str)
    mentee_shown = Signal(int)
    person_opened = Signal(int)
    session_opened = Signal(int)
    goal_opened = Signal(int)
    introduction_opened = Signal(int)
    share_opened = Signal(int)
    goal_requested = Signal(int)
    introduce_requested = Signal(int)
    review_requested = Signal(int)
    log_session_requested = Signal(int)
    import_requested = Signal()
    history_requested = Signal(str, int)
    versions_requested = Signal(str, int)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._listed = ListedMentees(desk)
        self._build()
        self._connect()
        self.reload()

    def add_tab(
        self, title: str, make: Callable[[], Any], count: Callable[[MenteeCard], int]
    ) -> None:
        """Put a tab after those there are: `make` returns a widget that is a `MenteeTab`.

        It is made when it is first shown; until then `count` tells how much there is on it.
        """
        self._mentee_pane.add_tab(title, make, count)

    def make_tab(self, title: str) -> Any:
        """Return the tab of this title, made now if it was not."""
        return self._mentee_pane.make_tab(title)

    def show_tab(self, tab: Any) -> None:
        """Bring a tab of this page to the front."""
        self._mentee_pane.show_tab(tab)

    def show_mentee(self, mentorship_id: int) -> None:
        """Show this mentee; one who is gone is refused and leaves the page as it was."""
        if not self._list_pane.choose(mentorship_id) and self._list_pane.words():
            self._list_pane.clear_words()
            self._list_pane.choose(mentorship_id)
        self._show(mentorship_id)

    def show_beside(self, widget: QWidget) -> None:
        """Show something else of the chosen mentee beside the list, such as a session.

        Choosing a mentee in the list shows the mentee again.
        """
        if self._right.indexOf(widget) < 0:
            self._right.addWidget(widget)
        self._right.setCurrentWidget(widget)

    def current_mentorship(self) -> int | None:
        """Return the mentorship that is shown."""
        card = self._mentee_pane.card
        return card.mentorship_id if card else None

    def tab_in_front(self) -> Any:
        """Return the tab that is seen."""
        return self._mentee_pane.tab_in_front()

    def make_new(self) -> None:
        """Make the new thing of what is in front: of the tab, or else a mentee."""
        make = getattr(self._mentee_pane.tab_in_front(), "make_new", None)
        if make is not None and self._mentee_pane.card is not None:
            make()
        else:
            self.add_mentee()

    def go_find(self) -> None:
        """Go to the filter of the list."""
        self._list_pane.go_to_filter()

    def react_to(self, changes: Changes) -> None:
        """Read again what changed, here and in every tab that shows the mentee."""
        if changes.areas & self.SHOWS:
            only = changes.mentorship_id
            if only is None or not self._listed.are_true_of(only):
                self._read_rows()
            if self._listed.has(self.current_mentorship()):
                is_in_front = self._right.currentWidget() is self._mentee_pane
                self._mentee_pane.hear(changes, is_in_front=is_in_front)
            else:
                self._show_first()

    def reload(self) -> None:
        """Show the mentees as they stand now, and the one who is shown."""
        self._read_rows()
        current = self.current_mentorship()
        if current is not None and self._listed.has(current):
            self._show(current)
        else:
            self._show_first()

    def add_mentee(self) -> None:
        """Ask who becomes a mentee, and show them."""
        self._ask_for_mentee(None)

    def take_on(self, person_id: int) -> None:
        """Ask on what terms this person becomes a mentee, and show them."""
        self._ask_for_mentee(person_id)

    def _ask_for_mentee(self, person_id: int | None) -> None:
        from mentor_desk.ui.mentees.asking import ask_for_mentee  # noqa: PLC0415

        changes = ask_for_mentee(self._desk, person_id, self)
        self._tell(changes)
        if changes is not None and changes.made is not None:
            self.show_mentee(changes.made)

    def open_person(self, card: MenteeCard) -> None:
        """Open the person behind a mentee."""
        self.person_opened.emit(card.person_id)

    def log_session(self, card: MenteeCard) -> None:
        """Ask for the next session of a mentee to be written up."""
        self.log_session_requested.emit(card.mentorship_id)

    def introduce(self, card: MenteeCard) -> None:
        """Ask for a mentee to be introduced."""
        self.introduce_requested.emit(card.person_id)

    def review(self, card: MenteeCard) -> None:
        """Ask for a review of a mentee."""
        self.review_requested.emit(card.mentorship_id)

    def show_history(self, card: MenteeCard) -> None:
        """Ask for what was done with the person and the mentorship."""
        self.history_requested.emit("person", card.person_id)

    def show_versions(self, card: MenteeCard) -> None:
        """Ask for how purpose and agreement read before."""
        self.versions_requested.emit("mentorship", card.mentorship_id)

    def edit(self, card: MenteeCard) -> None:
        """Ask what is agreed with a mentee."""
        from mentor_desk.ui.mentees.asking import ask_for_agreement  # noqa: PLC0415

        self._tell(ask_for_agreement(self._desk, card, self))

    def delete(self, card: MenteeCard) -> None:
        """Say what goes with a mentee, and delete the mentorship if that is wanted."""
        from mentor_desk.ui.mentees.asking import ask_to_delete  # noqa: PLC0415

        self._tell(ask_to_delete(self._desk, card, self))

    def change_state(self, card: MenteeCard, state: MentorshipState) -> None:
        """Let a mentorship go over to another state."""
        from mentor_desk.services.mentees.mentorships import change_mentorship_state  # noqa: PLC0415

        today = local_day(self._desk.now())
        try:
            changes = self._desk.do(
                change_mentorship_state,
                mentorship_id=card.mentorship_id,
                state=state,
                today=today,
            )
        except DeskError as refusal:
            self.refused.emit(refusal.sentence)
        else:
            self._tell(changes)

    def _build(self) -> None:
        self._list_pane = MenteeListPane()
        self._mentee_pane = MenteePane(self._desk)
        self._more_menu = QMenu(self)
        self._mentee_pane.set_menu(self._more_menu)
        self._no_mentees = NoMentees()
        self._right = QStackedWidget()
        self._right.addWidget(self._no_mentees)
        self._right.addWidget(self._mentee_pane)
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setHandleWidth(1)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.addWidget(self._list_pane)
        self._splitter.addWidget(self._right)
        self._splitter.setStretchFactor(1, 1)
        self._splitter.setSizes([theme.scaled(272), theme.scaled(900)])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._splitter)

    def _connect(self) -> None:
        self._list_pane.chosen.connect(self._show)
        self._list_pane.opened.connect(self._on_list_opened)
        self._list_pane.clicked.connect(self._on_list_clicked)
        self._list_pane.add_requested.connect(self.add_mentee)
        self._list_pane.words_changed.connect(lambda _words: self._fill_list())
        self._list_pane.menu_requested.connect(self._on_list_menu_requested)
        self._list_pane.deletion_requested.connect(self._on_list_deletion_requested)
        self._no_mentees.add_requested.connect(self.add_mentee)
        self._no_mentees.import_requested.connect(self.import_requested)
        self._more_menu.aboutToShow.connect(self._on_more_menu_opening)
        self._mentee_pane.changed.connect(self._tell)
        for name in (
            *("refused", "person_opened", "session_opened", "goal_opened"),
            *("introduction_opened", "share_opened", "goal_requested"),
            *("introduce_requested", "review_requested", "log_session_requested"),
        ):
            getattr(self._mentee_pane, name).connect(getattr(self, name))

    def _read_rows(self) -> None:
        self._listed.read()
        self._fill_list()

    def _fill_list(self) -> None:
        words = self._list_pane.words()
        rows = self._listed.rows
        if words.strip():
            found = self._desk.run(mentees_matching, words=words)
            rows = [row for row in rows if row.person_id in found]
        today = local_day(self._desk.now())
        self._list_pane.set_rows(rows, today, has_more=bool(self._listed.rows))
        if (current := self.current_mentorship()) is not None:
            self._list_pane.choose(current)

    def _show_first(self) -> None:
        if self._listed.rows:
            self.show_mentee(self._listed.rows[0].mentorship_id)
            return
        self._mentee_pane.forget()
        self._right.setCurrentWidget(self._no_mentees)

    def _show(self, mentorship_id: int) -> None:
        try:
            self._mentee_pane.show_mentee(mentorship_id)
        except DeskError as refusal:
            self.refused.emit(refusal.sentence)
            return
        self._right.setCurrentWidget(self._mentee_pane)
        self.mentee_shown.emit(mentorship_id)

    def _tell(self, changes: Changes | None) -> None:
        if changes is not None:
            self.react_to(changes)
            self.changed.emit(changes)

    def _card_of(self, mentorship_id: int) -> MenteeCard:
        now = self._desk.now()
        return self._desk.look(mentee_card, mentorship_id=mentorship_id, now=now)

    def _on_list_clicked(self, mentorship_id: int) -> None:
        # A session may stand in the mentee's place; a click on the name brings the mentee back.
        if self._right.currentWidget() is not self._mentee_pane:
            self.show_mentee(mentorship_id)

    def _on_list_opened(self, mentorship_id: int) -> None:
        self.show_mentee(mentorship_id)
        front = self._mentee_pane.tab_in_front()
        if front is not None:
            front.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_list_deletion_requested(self, row: MenteeRow) -> None:
        self.delete(self._card_of(row.mentorship_id))

    def _on_list_menu_requested(self, row: MenteeRow, place: QPoint) -> None:
        from mentor_desk.ui.mentees.menu import fill_menu  # noqa: PLC0415

        menu = QMenu(self)
        fill_menu(menu, self._card_of(row.mentorship_id), self)
        open_menu(menu, place)

    def _on_more_menu_opening(self) -> None:
        from mentor_desk.ui.mentees.menu import fill_menu  # noqa: PLC0415

        if self._mentee_pane.card is not None:
            fill_menu(self._more_menu, self._mentee_pane.card, self)
