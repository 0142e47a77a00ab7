"""The board on the screen: lanes side by side, and one card of them all that is chosen."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QWidget

from mentor_desk.models.kinds import IntroductionState
from mentor_desk.services.introductions.rows import IntroductionRow
from mentor_desk.ui.introductions.board import BoardTable
from mentor_desk.ui.introductions.lane import Lane

LANES = (
    (IntroductionState.IDEA,),
    (IntroductionState.ASKING,),
    (IntroductionState.INTRODUCED,),
    (IntroductionState.MET,),
    (IntroductionState.CLOSED,),
)
# Dropping a card here withdraws it; a no is noted with the one who said it.
OVER = (IntroductionState.WITHDRAWN, IntroductionState.DECLINED)


class Board(QScrollArea):
    """Every lane with its cards; one card is chosen at a time.

    Left and Right go to the lane beside, Ctrl+Left and Ctrl+Right move the card there, Enter
    opens it, Delete deletes it, and the menu key shows everything that can be done with it.
    """

    chosen = Signal(int)
    opened = Signal(int)
    move_requested = Signal(int, object)
    deletion_requested = Signal(int)
    menu_requested = Signal(int, QPoint)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._table = BoardTable(self)
        states = enumerate((*LANES, OVER))
        self._lanes = [Lane(number, self._table, each) for number, each in states]
        self._build()
        self._connect()
        self.show_over(is_shown=False)

    @property
    def lanes(self) -> Sequence[Lane]:
        """The lanes that are shown, in their order."""
        return [lane for lane in self._lanes if not lane.isHidden()]

    def set_rows(self, rows: Sequence[IntroductionRow]) -> None:
        """Show these introductions; the card that was chosen stays chosen wherever it went."""
        held = self.chosen_id()
        had_focus = any(lane.view.hasFocus() for lane in self._lanes)
        self._table.set_rows(rows)
        for lane in self._lanes:
            lane.count()
        if held is not None:
            self.choose(held, with_focus=had_focus)

    def chosen_id(self) -> int | None:
        """Return the id of the card that is chosen."""
        rows = (lane.chosen_row() for lane in self._lanes)
        return next((row.id for row in rows if row is not None), None)

    def choose(self, introduction_id: int, *, with_focus: bool = False) -> bool:
        """Choose a card and bring it into sight; tell whether it is on the board."""
        for lane in self.lanes:
            index = lane.rows.index_of(introduction_id)
            if index.isValid():
                self._show_lane(lane)
                lane.choose(index.row())
                if with_focus:
                    lane.view.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
        return False

    def show_over(self, *, is_shown: bool) -> None:
        """Show or hide the lane of what was declined or withdrawn."""
        self._lanes[-1].setVisible(is_shown)

    def _build(self) -> None:
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        side_by_side = QWidget()
        side_by_side.setProperty("page", "true")
        layout = QHBoxLayout(side_by_side)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        for lane in self._lanes:
            layout.addWidget(lane, 1)
        self.setWidget(side_by_side)

    def _connect(self) -> None:
        for lane in self._lanes:
            lane.chosen.connect(self._on_lane_chosen)
            lane.stepped.connect(self._on_lane_stepped)
            lane.pushed.connect(self._on_lane_pushed)
            lane.move_requested.connect(self.move_requested)
            lane.view.opened.connect(self.opened)
            lane.view.deletion_requested.connect(self.deletion_requested)
            lane.view.menu_requested.connect(self.menu_requested)

    def _show_lane(self, lane: Lane) -> None:
        self.ensureWidgetVisible(lane, 0, 0)

    def _beside(self, number: int, steps: int) -> Lane | None:
        there = number + steps
        shown = len(self.lanes)
        return self._lanes[there] if 0 <= there < shown else None

    def _on_lane_chosen(self, number: int, introduction_id: int) -> None:
        for lane in self._lanes:
            if lane.number != number:
                lane.view.clearSelection()
        self.chosen.emit(introduction_id)

    def _on_lane_stepped(self, number: int, steps: int) -> None:
        lane = self._beside(number, steps)
        # An empty lane is passed by, for nothing there could be chosen.
        while lane is not None and not lane.rows.rowCount():
            lane = self._beside(lane.number, steps)
        if lane is not None:
            place = max(self._lanes[number].view.currentIndex().row(), 0)
            lane.view.setFocus(Qt.FocusReason.OtherFocusReason)
            self._show_lane(lane)
            lane.choose(min(place, lane.rows.rowCount() - 1))

    def _on_lane_pushed(self, number: int, steps: int) -> None:
        held, lane = self.chosen_id(), self._beside(number, steps)
        if lane is not None and held is not None:
            self.move_requested.emit(held, lane.target)
