"""What a page can ask for, and who does it: wired here and nowhere else."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from mentor_desk.errors import DeskError
from mentor_desk.services.changes import Changes
from mentor_desk.ui.shell.whereabouts import Place

if TYPE_CHECKING:
    from mentor_desk.ui.shell.pages import Pages


class Wishes(QObject):
    """Connect the signals of pages and tabs with the pages that can answer them."""

    def __init__(self, pages: "Pages") -> None:
        super().__init__(pages)
        self._pages = pages

    def wire(self, page: Any, changed: Callable[[Changes], object]) -> None:
        """Connect whatever a page can ask for; `changed` hears what was changed on it."""
        pages, histories = self._pages, self._pages.histories
        wishes: dict[str, Callable[..., object]] = {
            "changed": changed,
            "refused": pages.refused.emit,
            "person_opened": lambda each: pages.go(Place("network", each)),
            "mentee_opened": lambda each: pages.go(Place("mentees", each)),
            "session_opened": lambda each: pages.go(Place("mentees", each, "session")),
            "goal_opened": lambda each: pages.go(Place("mentees", each, "goal")),
            "introduction_opened": lambda each: pages.go(Place("introductions", each)),
            "share_opened": self._open_share,
            "review_requested": lambda each: pages.go(Place("reviews", each)),
            "goal_requested": self._set_goal,
            "introduce_requested": self._introduce,
            "take_on_requested": self._take_on,
            "log_session_requested": self._log_session,
            "import_requested": lambda: pages.bring_in([]),
            "history_requested": histories.show_record,
            "versions_requested": histories.show_versions,
            "forgetting_requested": histories.forget,
        }
        for wish, verb in wishes.items():
            if (signal := getattr(page, wish, None)) is not None:
                signal.connect(verb)

    def _set_goal(self, mentorship_id: int) -> None:
        self._pages.mentee_room.show_tab("goals", mentorship_id).make_new()

    def _open_share(self, share_id: int) -> None:
        mentorship_id = self._pages.page("mentees").current_mentorship()
        self._pages.mentee_room.show_tab("shared", mentorship_id).open_share(share_id)

    def _introduce(self, person_id: int) -> None:
        self._pages.go(Place("introductions"))
        self._pages.page("introductions").introduce(person_id)

    def _take_on(self, person_id: int) -> None:
        self._pages.go(Place("mentees"))
        self._pages.page("mentees").take_on(person_id)

    def _log_session(self, mentorship_id: int) -> None:
        from mentor_desk.services.sessions.planning import log_session  # noqa: PLC0415

        desk = self._pages.desk
        try:
            changes = desk.do(log_session, mentorship_id=mentorship_id, now=desk.now())
        except DeskError as refusal:
            self._pages.refused.emit(refusal.sentence)
            return
        self._pages.announce(changes)
        if changes.made is not None:
            self._pages.go(Place("mentees", changes.made, "session"))
