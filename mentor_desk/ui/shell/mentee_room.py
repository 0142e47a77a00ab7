"""What stands within the page of the mentees: their tabs, and the editor of a session."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from mentor_desk.services.changes import Changes
from mentor_desk.ui.shell.places import restore_places
from mentor_desk.ui.shell.tabs import TabEntry, tab_entries

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from mentor_desk.services.desk import Desk
    from mentor_desk.settings import Settings


class MenteeRoom:
    """Make the tabs and the editor when they are first asked for, and go to what they show.

    `page` gives the page of the mentees, `wire` connects what was made with all that it can ask
    for. Raises DeskError where the desk cannot be read or the thing is gone.
    """

    def __init__(
        self,
        desk: "Desk",
        settings: "Settings",
        *,
        page: Callable[[], Any],
        wire: Callable[[Any], None],
    ) -> None:
        self.tabs: dict[str, Any] = {}
        self.editor: Any = None
        self._desk = desk
        self._settings = settings
        self._page = page
        self._wire = wire

    def furnish(self, page: Any) -> None:
        """Put the tabs on the page of the mentees, each made once it is seen."""
        for entry in tab_entries():
            page.add_tab(entry.title, partial(self._make_tab, entry), entry.count)

    def go_to(self, kind: str, thing: int) -> None:
        """Show a session, a goal, or a mentee with a tab in front or as they stand."""
        match kind:
            case "session":
                self._open_session(thing)
            case "goal":
                self._show_goal(thing)
            case "":
                self._page().show_mentee(thing)
            case tab:
                self.show_tab(tab, thing)

    def tab(self, key: str) -> Any:
        """Return a tab of the mentee's page, made now if it was not."""
        title = next(entry.title for entry in tab_entries() if entry.key == key)
        return self._page().make_tab(title)

    def show_tab(self, key: str, mentorship_id: int) -> Any:
        """Bring a tab of a mentee to the front and return it."""
        page, tab = self._page(), self.tab(key)
        page.show_mentee(mentorship_id)
        page.show_tab(tab)
        return tab

    def make_tabs(self) -> None:
        """Make every tab now."""
        for entry in tab_entries():
            self.tab(entry.key)

    def within(self) -> "dict[str, QWidget]":
        """Return what was made and has places of its own, by their keys."""
        tabs = {f"mentees {key}": tab for key, tab in self.tabs.items()}
        return {**tabs, "session": self.editor} if self.editor is not None else tabs

    def hear(self, source: Any, changes: Changes) -> None:
        """Let the editor read what somebody else changed.

        It knows what it has just saved, and where its cursor stands.
        """
        if self.editor is not None and self.editor is not source:
            self.editor.react_to(changes)

    def _make_tab(self, entry: TabEntry) -> Any:
        tab = self.tabs[entry.key] = entry.make(self._desk)
        self._wire(tab)
        restore_places(tab, f"mentees {entry.key}", self._settings)
        return tab

    def _open_session(self, session_id: int) -> None:
        from mentor_desk.services.sessions.card import session_card  # noqa: PLC0415

        card = self._desk.run(session_card, session_id=session_id, now=self._desk.now())
        page = self._page()
        if page.current_mentorship() != card.mentorship_id:
            page.show_mentee(card.mentorship_id)
        editor = self._made_editor()
        editor.show_session(session_id)
        page.show_beside(editor)
        editor.setFocus()

    def _made_editor(self) -> Any:
        from mentor_desk.ui.sessions.editor import SessionEditor  # noqa: PLC0415

        if self.editor is None:
            self.editor = SessionEditor(self._desk)
            self._wire(self.editor)
            restore_places(self.editor, "session", self._settings)
        return self.editor

    def _show_goal(self, goal_id: int) -> None:
        from mentor_desk.services.goals.listing import goal_card  # noqa: PLC0415
        from mentor_desk.ui.common.formatting import local_day  # noqa: PLC0415

        today = local_day(self._desk.now())
        card = self._desk.look(goal_card, goal_id=goal_id, today=today)
        self.show_tab("goals", card.row.mentorship_id).show_goal(goal_id)
