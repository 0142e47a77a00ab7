"""What can be done with an introduction, on the board, in the list and on a mentee's page."""

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from mentor_desk.errors import DeskError, InvalidEntryError
from mentor_desk.models.kinds import IntroductionState, OptIn, Side
from mentor_desk.services.desk import Desk
from mentor_desk.services.introductions.moves import answer_party, move_introduction
from mentor_desk.services.introductions.noting import delete_introduction
from mentor_desk.services.introductions.rows import IntroductionRow
from mentor_desk.ui.common.formatting import local_day
from mentor_desk.ui.common.text import without_mnemonic
from mentor_desk.ui.introductions.dialog import IntroduceDialog
from mentor_desk.ui.introductions.outcome_dialog import OutcomeDialog
from mentor_desk.ui.introductions.wording import move_title

_MOVES = (
    IntroductionState.IDEA,
    IntroductionState.ASKING,
    IntroductionState.INTRODUCED,
    IntroductionState.MET,
    IntroductionState.CLOSED,
    IntroductionState.WITHDRAWN,
)
_OVER = {IntroductionState.DECLINED, IntroductionState.WITHDRAWN}


class IntroductionVerbs(QObject):
    """Do it, and tell what changed, or the sentence that says why it was refused."""

    changed = Signal(object)
    refused = Signal(str)
    person_opened = Signal(int)
    history_requested = Signal(str, int)
    versions_requested = Signal(str, int)

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._window = parent

    def today(self) -> date:
        """Return the day on the clock of this computer."""
        return local_day(self._desk.now())

    def introduce(self, person_id: int | None = None, *, grew_from_id: int | None = None) -> None:
        """Ask whom to introduce to whom; one of them may be known already."""
        dialog = IntroduceDialog(
            self._desk, person_id=person_id, grew_from_id=grew_from_id, parent=self._window
        )
        dialog.kept.connect(self.changed)
        dialog.open()

    def move(self, introduction_id: int, state: IntroductionState) -> None:
        """Move an introduction; what came of it is asked for when nobody has said so yet."""
        try:
            changes = self._desk.do(
                move_introduction, introduction_id=introduction_id, state=state, today=self.today()
            )
        except InvalidEntryError:
            self._ask_for_outcome(introduction_id)
        except DeskError as refusal:
            self.refused.emit(refusal.sentence)
        else:
            self.changed.emit(changes)

    def answer(
        self, introduction_id: int, side: Side, opt_in: OptIn, *, on: date | None = None
    ) -> None:
        """Note what one side answered."""
        try:
            changes = self._desk.do(
                answer_party,
                introduction_id=introduction_id,
                side=side,
                opt_in=opt_in,
                today=self.today(),
                on=on,
            )
        except DeskError as refusal:
            self.refused.emit(refusal.sentence)
        else:
            self.changed.emit(changes)

    def delete(self, introduction_id: int) -> None:
        """Delete an introduction; the toast offers to take it back."""
        try:
            changes = self._desk.do(delete_introduction, introduction_id=introduction_id)
        except DeskError as refusal:
            self.refused.emit(refusal.sentence)
        else:
            self.changed.emit(changes)

    def menu_of(self, row: IntroductionRow, parent: QWidget) -> QMenu:
        """Return everything that can be done with an introduction."""
        menu = QMenu(parent)
        for state in _MOVES:
            if state is not row.state:
                title = self._title(row, state)
                menu.addAction(title).triggered.connect(self._mover(row.id, state))
        menu.addSeparator()
        for person_id, name in ((row.first_id, row.first_name), (row.second_id, row.second_name)):
            title = without_mnemonic(self.tr("Open {name}").format(name=name))
            menu.addAction(title).triggered.connect(self._opener(person_id))
        grow = menu.addAction(self.tr("Note one that grew from it…"))
        grow.triggered.connect(lambda: self.introduce(row.first_id, grew_from_id=row.id))
        menu.addSeparator()
        for words, wish in (
            (self.tr("Earlier versions of the words…"), self.versions_requested),
            (self.tr("History of this introduction…"), self.history_requested),
        ):
            menu.addAction(words).triggered.connect(partial(wish.emit, "introduction", row.id))
        menu.addSeparator()
        delete = menu.addAction(self.tr("Delete"))
        delete.setShortcut(QKeySequence(QKeySequence.StandardKey.Delete))
        delete.triggered.connect(lambda: self.delete(row.id))
        return menu

    def _title(self, row: IntroductionRow, state: IntroductionState) -> str:
        if row.state in _OVER and state is IntroductionState.IDEA:
            return self.tr("Take it up again")
        return move_title(state)

    def _mover(self, introduction_id: int, state: IntroductionState) -> Callable[[], None]:
        return lambda: self.move(introduction_id, state)

    def _opener(self, person_id: int) -> Callable[[], None]:
        return lambda: self.person_opened.emit(person_id)

    def _ask_for_outcome(self, introduction_id: int) -> None:
        dialog = OutcomeDialog(self._desk, introduction_id, self._window)
        dialog.kept.connect(self.changed)
        dialog.open()
