"""One mentee whole: the head of the page and the tabs below it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QMenu, QTabWidget, QVBoxLayout, QWidget
from typing_extensions import override

from mentor_desk.services.changes import EVERYTHING, Changes
from mentor_desk.services.desk import Desk
from mentor_desk.services.mentees.card import MenteeCard, mentee_card
from mentor_desk.ui.common.formatting import local_day
from mentor_desk.ui.common.text import name
from mentor_desk.ui.common.unread import Unread
from mentor_desk.ui.mentees.header import MenteeHeader
from mentor_desk.ui.mentees.overview import OverviewTab

# The tabs behind are filled once the mentee stands on the screen.
AFTER_PAINTING = 30


class MenteeTab(Protocol):
    """What is asked of a tab, whichever room it comes from; it is a widget besides."""

    def show_mentee(self, person_id: int, mentorship_id: int) -> None:
        """Show this mentee."""

    def count(self) -> int | None:
        """Return how much there is, for the title."""

    def react_to(self, changes: Changes) -> None:
        """Read again if what changed is shown here."""


@dataclass(slots=True)
class _Place:
    title: str
    tab: MenteeTab | None = None
    make: Callable[[], Any] | None = None
    count: Callable[[MenteeCard], int] | None = None
    shows: int | None = None


class MenteePane(QWidget):
    """Show one mentee. The tab in front is filled at once, the others when that is on screen.

    A tab of another room is made when it is first shown, for most of them are not needed by most
    who look in; until then its title counts by the mentee's card.
    """

    changed = Signal(object)
    refused = Signal(str)
    person_opened = Signal(int)
    session_opened = Signal(int)
    goal_opened = Signal(int)
    introduction_opened = Signal(int)
    share_opened = Signal(int)
    goal_requested = Signal(int)
    introduce_requested = Signal(int)
    review_requested = Signal(int)
    log_session_requested = Signal(int)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._card: MenteeCard | None = None
        self._places: list[_Place] = []
        self._unread = Unread(self._hand_on)
        self._build()
        self._connect()

    @property
    def card(self) -> MenteeCard | None:
        """The mentee who is shown."""
        return self._card

    def set_menu(self, menu: QMenu) -> None:
        """Put every verb of the mentee behind the button in the head."""
        self._header.set_menu(menu)

    def add_tab(
        self, title: str, make: Callable[[], Any], count: Callable[[MenteeCard], int]
    ) -> None:
        """Put a tab after those there are, to be made when it is first shown."""
        self._places.append(_Place(title, make=make, count=count))
        self._tab_pane.addTab(_Ground(), title)
        self._write_titles()

    def make_tab(self, title: str) -> Any:
        """Return the tab of this title, made now if it was not."""
        place = next(place for place in self._places if place.title == title)
        return self._made(place)

    def show_tab(self, tab: Any) -> None:
        """Bring a tab that was made to the front."""
        for number, place in enumerate(self._places):
            if place.tab is tab:
                self._tab_pane.setCurrentIndex(number)

    def tab_in_front(self) -> Any:
        """Return the tab that is seen."""
        return self._made(self._places[self._tab_pane.currentIndex()])

    def tabs(self) -> list[MenteeTab]:
        """Return every tab that was made, in order."""
        return [place.tab for place in self._places if place.tab is not None]

    def show_mentee(self, mentorship_id: int) -> None:
        """Show this mentee. Raises NotFoundError, and then stays as it was."""
        self._read_card(mentorship_id)
        self._unread.catch_up()
        self._fill_front()
        self._write_titles()
        self._catch_up_soon()

    def hear(self, changes: Changes, *, is_in_front: bool) -> None:
        """Let every tab that shows this mentee read what changed, once the mentee is in front."""
        if self._card is not None and (is_in_front or changes.areas == EVERYTHING):
            self._read_card(self._card.mentorship_id)
        self._unread.hear(changes, is_in_front=is_in_front)
        self._write_titles()

    def forget(self) -> None:
        """Show nobody any more."""
        self._card = None
        self._catch_up_timer.stop()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._catch_up_timer.start()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        # What nobody sees is filled when it is seen again.
        self._catch_up_timer.stop()
        super().hideEvent(event)

    def _build(self) -> None:
        self._header = MenteeHeader()
        self._overview = OverviewTab(self._desk)
        self._tab_pane = QTabWidget()
        self._tab_pane.setDocumentMode(True)
        self._tab_pane.tabBar().setDrawBase(False)
        name(self._tab_pane.tabBar(), self.tr("Parts of this mentee's page"))
        self._places.append(_Place(self.tr("Overview"), self._overview))
        self._tab_pane.addTab(self._overview, self.tr("Overview"))
        self._catch_up_timer = QTimer(self)
        self._catch_up_timer.setSingleShot(True)
        self._catch_up_timer.setInterval(AFTER_PAINTING)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 16, 24, 0)
        layout.setSpacing(10)
        layout.addWidget(self._header)
        layout.addWidget(self._tab_pane, 1)

    def _connect(self) -> None:
        self._catch_up_timer.timeout.connect(self._catch_up)
        self._tab_pane.currentChanged.connect(lambda _place: self._fill_front())
        self._header.person_requested.connect(self._on_person_requested)
        self._header.introduce_requested.connect(self._on_introduce_requested)
        self._header.review_requested.connect(self._on_review_requested)
        self._header.log_requested.connect(self._on_log_requested)
        self._overview.changed.connect(self.changed)
        self._overview.refused.connect(self.refused)
        self._overview.session_opened.connect(self.session_opened)
        self._overview.goal_opened.connect(self.goal_opened)
        self._overview.introduction_opened.connect(self.introduction_opened)
        self._overview.share_opened.connect(self.share_opened)
        self._overview.goal_requested.connect(self.goal_requested)
        self._overview.log_session_requested.connect(self.log_session_requested)

    def _fill_front(self) -> None:
        number = self._tab_pane.currentIndex()
        if 0 <= number < len(self._places):
            self._fill(self._places[number])

    def _catch_up_soon(self) -> None:
        if self.isVisible():
            self._catch_up_timer.start()

    def _catch_up(self) -> None:
        waiting = [place for place in self._places if place.tab and self._is_behind(place)]
        if waiting:
            self._fill(waiting[0])
            self._catch_up_timer.start()
        self._write_titles()

    def _read_card(self, mentorship_id: int) -> None:
        now = self._desk.now()
        self._card = self._overview.card = self._desk.look(
            mentee_card, mentorship_id=mentorship_id, now=now
        )
        self._header.show_card(self._card, local_day(now))

    def _hand_on(self, changes: Changes) -> None:
        for place in self._places:
            if place.tab is not None and not self._is_behind(place):
                place.tab.react_to(changes)
            else:
                # It may have shown another mentee before, and come back to that one.
                place.shows = None

    def _is_behind(self, place: _Place) -> bool:
        return self._card is not None and place.shows != self._card.mentorship_id

    def _made(self, place: _Place) -> Any:
        if place.tab is None and place.make is not None:
            tab = place.make()
            ground = self._tab_pane.widget(self._places.index(place))
            if isinstance(ground, _Ground):
                ground.bear(tab)
            place.tab = tab
        return place.tab

    def _fill(self, place: _Place) -> None:
        if self._card is not None and self._is_behind(place):
            place.shows = self._card.mentorship_id
            self._made(place).show_mentee(self._card.person_id, self._card.mentorship_id)

    def _count(self, place: _Place) -> int | None:
        if self._card is None:
            return None
        if place.tab is None or self._is_behind(place):
            return place.count(self._card) if place.count else None
        return place.tab.count()

    def _write_titles(self) -> None:
        for number, place in enumerate(self._places):
            count = self._count(place)
            title = f"{place.title} · {count}" if count else place.title
            if self._tab_pane.tabText(number) != title:
                self._tab_pane.setTabText(number, title)

    def _on_person_requested(self) -> None:
        if self._card is not None:
            self.person_opened.emit(self._card.person_id)

    def _on_introduce_requested(self) -> None:
        if self._card is not None:
            self.introduce_requested.emit(self._card.person_id)

    def _on_review_requested(self) -> None:
        if self._card is not None:
            self.review_requested.emit(self._card.mentorship_id)

    def _on_log_requested(self) -> None:
        if self._card is not None:
            self.log_session_requested.emit(self._card.mentorship_id)


class _Ground(QWidget):
    """The place of a tab, empty until the tab is made."""

    def __init__(self) -> None:
        super().__init__()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)

    def bear(self, tab: QWidget) -> None:
        """Take the tab in; the keyboard goes on to it."""
        self._layout.addWidget(tab)
        self.setFocusProxy(tab)
