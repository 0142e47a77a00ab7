"""Everything that can be done with a mentee, for the menu of a line and of the page."""

from collections.abc import Callable
from functools import partial
from typing import Protocol

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMenu

from mentor_desk.models.kinds import MentorshipState
from mentor_desk.services.mentees.card import MenteeCard
from mentor_desk.ui.common.icons import icon
from mentor_desk.ui.mentees.look import state_verb

translate = QCoreApplication.translate


class MenteeVerbs(Protocol):
    """What the menu asks for."""

    def open_person(self, card: MenteeCard) -> None:
        """Open the person."""

    def log_session(self, card: MenteeCard) -> None:
        """Write up the next session."""

    def introduce(self, card: MenteeCard) -> None:
        """Introduce them to somebody."""

    def review(self, card: MenteeCard) -> None:
        """Write a review."""

    def show_history(self, card: MenteeCard) -> None:
        """Show what was done with them."""

    def show_versions(self, card: MenteeCard) -> None:
        """Show how purpose and agreement read before."""

    def change_state(self, card: MenteeCard, state: MentorshipState) -> None:
        """Go over to another state."""

    def edit(self, card: MenteeCard) -> None:
        """Change what was agreed."""

    def delete(self, card: MenteeCard) -> None:
        """Delete the mentorship."""


def fill_menu(menu: QMenu, card: MenteeCard, verbs: MenteeVerbs) -> None:
    """Put every verb of a mentee into a menu, which is emptied first."""
    menu.clear()
    if card.is_ongoing:
        log = translate("mentees", "Log session {number}").format(number=card.next_number)
        _add(menu, log, "notes", lambda: verbs.log_session(card))
    _add(menu, translate("mentees", "Introduce…"), "users", lambda: verbs.introduce(card))
    _add(menu, translate("mentees", "Review…"), "file-text", lambda: verbs.review(card))
    _add(menu, translate("mentees", "Open this person"), "user", lambda: verbs.open_person(card))
    menu.addSeparator()
    _add(menu, translate("mentees", "What was agreed…"), "pencil", lambda: verbs.edit(card))
    for state in card.next_states:
        text = state_verb(card.state, state)
        _add(menu, text, "", partial(verbs.change_state, card, state))
    menu.addSeparator()
    earlier = translate("mentees", "Earlier versions of what was agreed…")
    _add(menu, earlier, "history", lambda: verbs.show_versions(card))
    history = translate("mentees", "History of this mentee…")
    _add(menu, history, "history", lambda: verbs.show_history(card))
    _add(menu, translate("mentees", "Delete this mentorship…"), "trash", lambda: verbs.delete(card))


def _add(menu: QMenu, text: str, icon_name: str, act: Callable[[], None]) -> None:
    action = menu.addAction(text)
    if icon_name:
        action.setIcon(icon(icon_name))
    action.triggered.connect(lambda *_: act())
