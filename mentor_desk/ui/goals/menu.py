"""Everything that can be done with a goal, for the menu of a line and of the goal shown whole."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMenu

from mentor_desk.services.goals.listing import GoalCard
from mentor_desk.ui.goals.words import state_verb

if TYPE_CHECKING:
    from mentor_desk.ui.goals.tab import GoalsTab

_tr = QCoreApplication.translate


def fill_menu(menu: QMenu, card: GoalCard, verbs: "GoalsTab") -> None:
    """Put every verb of a goal into a menu, which is emptied first."""
    goal, is_private = card.row.id, card.row.is_private
    opens = _tr("GoalsTab", "Let it enter the review")
    hides = _tr("GoalsTab", "Keep it private")
    menu.clear()
    menu.addAction(_tr("GoalsTab", "Edit…"), partial(verbs.edit_goal, goal))
    menu.addAction(
        opens if is_private else hides, partial(verbs.set_privacy, goal, is_private=not is_private)
    )
    menu.addSeparator()
    for state in card.next_states:
        menu.addAction(state_verb(card.row.state, state), partial(verbs.change_state, goal, state))
    menu.addSeparator()
    wish = verbs.history_requested
    earlier = verbs.versions_requested
    menu.addAction(
        _tr("GoalsTab", "Earlier versions of the words…"), lambda: earlier.emit("goal", goal)
    )
    menu.addAction(_tr("GoalsTab", "History of this goal…"), lambda: wish.emit("goal", goal))
    menu.addSeparator()
    menu.addAction(_tr("GoalsTab", "Delete"), partial(verbs.delete_goal, goal))
