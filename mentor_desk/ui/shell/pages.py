"""The pages of an open desk: which one is shown, how one came there, and who hears of changes."""

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from mentor_desk.errors import DeskError
from mentor_desk.services.changes import Area, Changes
from mentor_desk.services.desk import Desk
from mentor_desk.settings import Settings
from mentor_desk.ui.common.unread import Unread
from mentor_desk.ui.common.views import focus_first_list
from mentor_desk.ui.shell.histories import Histories
from mentor_desk.ui.shell.mentee_room import MenteeRoom
from mentor_desk.ui.shell.places import remember_places, restore_places
from mentor_desk.ui.shell.rooms import make_page
from mentor_desk.ui.shell.spot import come_back_to, spot_on
from mentor_desk.ui.shell.warming import Warming
from mentor_desk.ui.shell.whereabouts import Place, Whereabouts, place_on
from mentor_desk.ui.shell.wishes import Wishes

MOST_STEPS_BACK = 100
COUNTED = Area.MENTORSHIPS | Area.INTRODUCTIONS | Area.PEOPLE | Area.REVIEWS

_tr = QCoreApplication.translate


class Pages(QObject):
    """Hand changes from the page that made them to every page that shows them.

    `arrived` tells the key of the page that is shown, `told` a change that was made, `refused` a
    sentence for what could not be done, `troubled` the refusal of the desk itself to be read,
    `counted` a count for the navigation.
    """

    arrived = Signal(str)
    told = Signal(object)
    refused = Signal(str)
    troubled = Signal(object)
    counted = Signal(str, str)

    def __init__(self, desk: Desk, stack: QStackedWidget, settings: Settings) -> None:
        super().__init__(stack)
        self.desk = desk
        self._stack = stack
        self._settings = settings
        self._made: dict[str, Any] = {}
        self._unread: dict[str, Unread] = {}
        self._trail: list[Place] = []
        self._here: Place | None = None
        self._is_closed = False
        self._warming = Warming(desk, self)
        self.histories = Histories(self, stack, settings)
        self._wishes = Wishes(self)
        self.mentee_room = MenteeRoom(
            desk, settings, page=partial(self.page, "mentees"), wire=self._wire
        )

    def go(self, place: Place) -> None:
        """Show a place; the one before is a step back away."""
        if self._here is not None and self._here != place:
            self._trail = [*self._trail[-MOST_STEPS_BACK:], self._here]
        self._show(place)

    def back(self) -> None:
        """Go back to the place before, if there is one."""
        if self._trail:
            self._show(self._trail.pop())

    def where(self) -> Whereabouts:
        """Return where the mentor is, to come back to when the desk is opened again."""
        page = self.current()
        spot = spot_on(page) if page is not None else None
        return Whereabouts(self._place(), tuple(self._trail), spot)

    def come_back(self, where: Whereabouts) -> None:
        """Go to where the mentor was; what is gone meanwhile leaves the first page."""
        self._show(where.here)
        # Only now, for the mentees on the way there were no steps of the mentor.
        self._trail = list(where.trail)
        page = self.current()
        if page is not None and where.spot is not None and self._place() == where.here:
            come_back_to(where.spot, page)

    def current(self) -> QWidget | None:
        """Return the page that is shown."""
        return self._made.get(self._here.page) if self._here else None

    def page(self, key: str) -> Any:
        """Return a page as things stand, made now if it was not."""
        if key in self._made:
            self._unread[key].catch_up()
        else:
            page = self._made[key] = make_page(key, self.desk)
            self._unread[key] = Unread(page.react_to)
            self._wire(page)
            if key == "mentees":
                self._set_up_mentees(page)
            self._stack.addWidget(page)
            restore_places(page, key, self._settings)
        return self._made[key]

    def announce(self, changes: Changes) -> None:
        """Let every page that shows what changed read it again once it is seen, and tell it."""
        self._on_changed(None, changes)
        if self._here is None:
            # Damage kept the first page from being shown, and may be repaired now.
            self._show(Place("mentees"))

    def flush(self) -> bool:
        """Save what is being written anywhere; return whether all is safe."""
        pages = [*self._made.values(), self.mentee_room.editor]
        flushes = [page.flush for page in pages if hasattr(page, "flush")]
        # Each has its turn, also after one that could not.
        unsafe = [flush for flush in flushes if flush() is False]
        return not unsafe

    def keep_all(self) -> bool:
        """Save what is being written, and enter what is typed in any line, for it is the end.

        Return whether all is safe.
        """
        pages = [*self._made.values(), *self.mentee_room.tabs.values()]
        lines = [page.take_typed for page in pages if hasattr(page, "take_typed")]
        left = [take for take in lines if not take()]
        return self.flush() and not left

    def close(self) -> None:
        """Save what is being written, remember where things stood, and take the pages away."""
        self.keep_all()
        self._is_closed = True
        within = self.mentee_room.within()
        for key, part in within.items():
            remember_places(part, key, self._settings)
        for key, page in self._made.items():
            remember_places(page, key, self._settings, but=within.values())
            self._stack.removeWidget(page)
            page.deleteLater()
        self._made.clear()
        self._unread.clear()

    def count(self) -> None:
        """Count anew what stands beside the pages."""
        if self._is_closed:
            return
        from mentor_desk.ui.shell.counting import count_pages  # noqa: PLC0415

        try:
            counts = count_pages(self.desk)
        except DeskError as trouble:
            self.troubled.emit(trouble)
            return
        for key, words in counts.items():
            self.counted.emit(key, words)

    def bring_in(self, files: list[Path]) -> None:
        """Look at files of people and take them in; without files, ask for them."""
        from mentor_desk.ui.transfer.dialog import bring_in  # noqa: PLC0415

        changes = bring_in(self.desk, files, self._stack.window())
        if changes is not None:
            self.announce(changes)

    def _show(self, place: Place) -> None:
        try:
            self._go_to(place)
        except DeskError as trouble:
            self.troubled.emit(trouble)
            return
        self._here = place
        page = self._made[place.page]
        try:
            # Something may have been saved on the way.
            self._unread[place.page].catch_up()
            self._stack.setCurrentWidget(page)
        except DeskError as trouble:
            # Some pages read only once they are seen.
            self.troubled.emit(trouble)
        focus_first_list(page)
        self.arrived.emit(place.page)

    def _place(self) -> Place:
        """Return the place as it is now: what was chosen on a page is no step of the way."""
        key = self._here.page if self._here is not None else "mentees"
        room = self.mentee_room
        return place_on(key, self.page(key), editor=room.editor, tabs=room.tabs)

    def _go_to(self, place: Place) -> None:
        page = self.page(place.page)
        if place.kind and hasattr(page, "show_view"):
            page.show_view(place.kind)
        if place.thing is None:
            return
        match place.page, place.kind:
            case "mentees", kind:
                self.mentee_room.go_to(kind, place.thing)
            case "introductions", _:
                page.focus_introduction(place.thing)
            case "network", _:
                page.focus_person(place.thing)
            case "reviews", _:
                page.show_mentee(place.thing)
            case "history", view if view:
                page.show_deleted(view, place.thing)
            case "history", _:
                page.show_step(place.thing)

    def _set_up_mentees(self, page: Any) -> None:
        page.mentee_shown.connect(self._on_mentee_shown)
        self.mentee_room.furnish(page)

    def _wire(self, page: Any) -> None:
        self._wishes.wire(page, partial(self._on_changed, page))

    def _on_changed(self, source: Any, changes: Changes) -> None:
        for key, page in self._made.items():
            self._unread[key].hear(changes, is_in_front=page is self.current())
        self.mentee_room.hear(source, changes)
        self.told.emit(changes)
        if changes.areas & COUNTED:
            self.count()

    def _on_mentee_shown(self, mentorship_id: int) -> None:
        here = Place("mentees", mentorship_id)
        if self._here is None or self._here.page != "mentees":
            return
        if self._here != here:
            # Who is chosen in the list is a place too, to come back to.
            self._trail = [*self._trail[-MOST_STEPS_BACK:], self._here]
        self._here = here
