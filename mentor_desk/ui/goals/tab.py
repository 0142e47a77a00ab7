"""The goals of one mentee: the list of them, and one whole beside it."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QMenu, QSplitter, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from mentor_desk.errors import DeskError, NotFoundError
from mentor_desk.models.kinds import GoalMeasure, GoalState
from mentor_desk.services.changes import Area, Changes
from mentor_desk.services.desk import Desk
from mentor_desk.services.goals.listing import (
    GoalRow,
    MilestoneRow,
    UpdateRow,
    goal_card,
    list_goals,
)
from mentor_desk.services.goals.milestones import (
    add_milestone,
    delete_milestone,
    move_milestone,
    tick_milestone,
    untick_milestone,
)
from mentor_desk.services.goals.progress import delete_update, move_goal
from mentor_desk.services.goals.setting import change_goal_state, delete_goal, set_goal_privacy
from mentor_desk.ui.common import theme
from mentor_desk.ui.common.dialog import Dialog
from mentor_desk.ui.common.empty_state import EmptyState
from mentor_desk.ui.common.formatting import local_day
from mentor_desk.ui.common.menus import open_menu
from mentor_desk.ui.goals.detail import GoalDetail
from mentor_desk.ui.goals.list_pane import GoalListPane
from mentor_desk.ui.goals.menu import fill_menu

_NARROW = 640


class GoalsTab(QWidget):
    """Show the goals of one mentee, and do with them whatever a goal is for."""

    SHOWS = Area.GOALS | Area.MENTORSHIPS | Area.PEOPLE

    changed = Signal(object)
    refused = Signal(str)
    session_opened = Signal(int)
    history_requested = Signal(str, int)
    versions_requested = Signal(str, int)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._mentorship_id: int | None = None
        self._rows: list[GoalRow] = []
        self._build()
        self._connect()

    def show_mentee(self, person_id: int, mentorship_id: int) -> None:
        """Show the goals of this mentee, the first of them whole."""
        del person_id
        if mentorship_id != self._mentorship_id:
            self.take_typed()
            self._list_pane.clear_words()
        self._mentorship_id = mentorship_id
        self.reload()

    def count(self) -> int | None:
        """Return how many goals are open."""
        return sum(row.is_open for row in self._rows)

    def show_goal(self, goal_id: int) -> None:
        """Show this goal of the mentee who is shown, once what is typed on the other is kept.

        A goal whose words cannot be kept is not left.
        """
        current = self.current_goal()
        is_kept = current is None or goal_id == current or self.take_typed()
        self._bring(goal_id if current is None or is_kept else current)

    def current_goal(self) -> int | None:
        """Return the goal that is shown whole."""
        return self._detail.card.row.id if self._detail.card else None

    def take_typed(self) -> bool:
        """Keep the word and the milestone that are typed; return whether all is safe."""
        return self._detail.take_typed()

    def make_new(self) -> None:
        """Ask for a new goal, and show it."""
        from mentor_desk.ui.goals.dialog import GoalDialog  # noqa: PLC0415

        if self._mentorship_id is None:
            return
        dialog = GoalDialog(self._desk, self, mentorship_id=self._mentorship_id)
        made = self._ask(dialog, lambda: dialog.changes)
        if made is not None:
            self.reload()
            self.show_goal(made)

    def react_to(self, changes: Changes) -> None:
        """Read again if what changed is shown here."""
        if changes.areas & self.SHOWS:
            self.reload()

    def reload(self) -> None:
        """Show the goals as they stand now."""
        if self._mentorship_id is None:
            return
        today = local_day(self._desk.now())
        self._rows = self._desk.look(list_goals, mentorship_id=self._mentorship_id, today=today)
        self._list_pane.set_rows(self._rows)
        held = {row.id for row in self._rows}
        current = self.current_goal()
        if current in held and current is not None:
            self._bring(current)
        elif self._rows:
            self._bring(self._rows[0].id)
        else:
            self._detail.card = None
        self._stack.setCurrentWidget(self._splitter if self._rows else self._none)

    def edit_goal(self, goal_id: int) -> None:
        """Ask what is to be changed about a goal."""
        from mentor_desk.ui.goals.dialog import GoalDialog  # noqa: PLC0415

        dialog = GoalDialog(self._desk, self, goal_id=goal_id)
        self._ask(dialog, lambda: dialog.changes)

    def delete_goal(self, goal_id: int) -> None:
        """Delete a goal with what is typed on it; Undo brings it back."""
        if goal_id != self.current_goal() or self.take_typed():
            self._do(delete_goal, goal_id=goal_id)

    def change_state(self, goal_id: int, state: GoalState) -> None:
        """Let a goal go over to another state, once what is typed on it is kept."""
        today = local_day(self._desk.now())
        if goal_id != self.current_goal() or self.take_typed():
            self._do(change_goal_state, goal_id=goal_id, state=state, today=today)

    def set_privacy(self, goal_id: int, *, is_private: bool) -> None:
        """Let a goal enter the review, or keep it out."""
        today = local_day(self._desk.now())
        self._do(set_goal_privacy, goal_id=goal_id, is_private=is_private, today=today)

    def fill_menu(self, menu: QMenu, goal_id: int) -> None:
        """Put every verb of a goal into a menu, which is emptied first."""
        card = self._desk.look(goal_card, goal_id=goal_id, today=local_day(self._desk.now()))
        fill_menu(menu, card, self)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_narrow = self.width() < theme.scaled(_NARROW)
        wanted = Qt.Orientation.Vertical if is_narrow else Qt.Orientation.Horizontal
        if self._splitter.orientation() is not wanted:
            self._splitter.setOrientation(wanted)
            first, rest = (180, 500) if is_narrow else (320, 600)
            self._splitter.setSizes([theme.scaled(first), theme.scaled(rest)])

    def _build(self) -> None:
        self._list_pane = GoalListPane()
        self._detail = GoalDetail()
        self._more_menu = QMenu(self)
        self._detail.set_menu(self._more_menu)
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setHandleWidth(1)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.addWidget(self._list_pane)
        self._splitter.addWidget(self._detail)
        self._splitter.setStretchFactor(1, 1)
        self._splitter.setSizes([theme.scaled(320), theme.scaled(600)])
        self._none = EmptyState(
            "target",
            self.tr(
                "A goal says what they would like to reach, why it matters and how you will both"
                " know. It moves as you talk about it."
            ),
            self.tr("Set a goal"),
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self._none)
        self._stack.addWidget(self._splitter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)

    def _connect(self) -> None:
        self._none.step_requested.connect(self.make_new)
        self._list_pane.chosen.connect(self.show_goal)
        self._list_pane.add_requested.connect(self.make_new)
        self._list_pane.edit_requested.connect(self.edit_goal)
        self._list_pane.deletion_requested.connect(self.delete_goal)
        self._list_pane.menu_requested.connect(self._on_list_menu_requested)
        self._more_menu.aboutToShow.connect(self._on_more_menu_opening)
        self._detail.edit_requested.connect(self._on_edit_requested)
        self._detail.move_card.noted.connect(self._on_noted)
        steps = self._detail.milestones
        steps.tick_requested.connect(self._on_tick_requested)
        steps.add_requested.connect(self._on_milestone_entered)
        steps.edit_requested.connect(self._on_milestone_edit_requested)
        steps.deletion_requested.connect(self._on_milestone_deletion_requested)
        steps.move_requested.connect(self._on_milestone_move_requested)
        history = self._detail.history
        history.edit_requested.connect(self._on_update_edit_requested)
        history.deletion_requested.connect(self._on_update_deletion_requested)
        history.session_opened.connect(self.session_opened)

    def _bring(self, goal_id: int) -> None:
        if not self._list_pane.choose(goal_id):
            self._list_pane.clear_words()
            self._list_pane.choose(goal_id)
        today = local_day(self._desk.now())
        try:
            card = self._desk.look(goal_card, goal_id=goal_id, today=today)
        except NotFoundError as refusal:
            self.refused.emit(refusal.sentence)
            return
        self._detail.show_goal(card, today)

    def _do(self, verb: Callable[..., Changes], **entry: Any) -> bool:
        try:
            changes = self._desk.do(verb, **entry)
        except DeskError as refusal:
            self.refused.emit(refusal.sentence)
            return False
        self.changed.emit(changes)
        return True

    def _ask(self, dialog: Dialog, answer: Callable[[], Changes | None]) -> int | None:
        dialog.exec()
        changes = answer()
        dialog.deleteLater()
        if changes is None:
            return None
        self.changed.emit(changes)
        return changes.made

    def _on_edit_requested(self) -> None:
        if (goal_id := self.current_goal()) is not None:
            self.edit_goal(goal_id)

    def _on_list_menu_requested(self, row: GoalRow, place: QPoint) -> None:
        menu = QMenu(self)
        self.fill_menu(menu, row.id)
        open_menu(menu, place)

    def _on_more_menu_opening(self) -> None:
        if (goal_id := self.current_goal()) is not None:
            self.fill_menu(self._more_menu, goal_id)

    def _on_noted(self, value: int | None, comment: str, by: Any) -> None:
        goal_id, today = self.current_goal(), local_day(self._desk.now())
        if self._do(move_goal, goal_id=goal_id, value=value, comment=comment, by=by, today=today):
            self._detail.move_card.clear_entry()

    def _on_tick_requested(self, step: MilestoneRow, is_done: bool) -> None:
        verb = tick_milestone if is_done else untick_milestone
        self._do(verb, milestone_id=step.id, today=local_day(self._desk.now()))

    def _on_milestone_entered(self, title: str) -> None:
        today = local_day(self._desk.now())
        if self._do(add_milestone, goal_id=self.current_goal(), title=title, today=today):
            self._detail.milestones.clear_entry()

    def _on_milestone_edit_requested(self, step: MilestoneRow) -> None:
        from mentor_desk.ui.goals.dialog import MilestoneDialog  # noqa: PLC0415

        dialog = MilestoneDialog(self._desk, step, self)
        self._ask(dialog, lambda: dialog.changes)

    def _on_milestone_deletion_requested(self, step: MilestoneRow) -> None:
        today = local_day(self._desk.now())
        self._do(delete_milestone, milestone_id=step.id, today=today)

    def _on_milestone_move_requested(self, step: MilestoneRow, place: int) -> None:
        self._do(move_milestone, milestone_id=step.id, to=place)

    def _on_update_edit_requested(self, update: UpdateRow) -> None:
        from mentor_desk.ui.goals.dialog import UpdateDialog  # noqa: PLC0415

        if self._detail.card is None:
            return
        card = self._detail.card
        is_counted = card.row.measure is GoalMeasure.MILESTONES
        dialog = UpdateDialog(self._desk, update, card.person_name, self, is_counted=is_counted)
        self._ask(dialog, lambda: dialog.changes)

    def _on_update_deletion_requested(self, update: UpdateRow) -> None:
        self._do(delete_update, update_id=update.id)
