"""Ask what came of an introduction, before it is closed."""

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from mentor_desk.models.kinds import IntroductionState, Side
from mentor_desk.services.desk import Desk
from mentor_desk.services.introductions.cards import introduction_card
from mentor_desk.services.introductions.moves import move_introduction
from mentor_desk.ui.common.dialog import Dialog
from mentor_desk.ui.common.formatting import local_day
from mentor_desk.ui.common.notes_edit import NotesEdit
from mentor_desk.ui.common.text import without_mnemonic

translate = QCoreApplication.translate


class OutcomeDialog(Dialog):
    """A few words for each of the two; one of them is enough. `kept` tells what changed."""

    kept = Signal(object)

    def __init__(self, desk: Desk, introduction_id: int, parent: QWidget | None = None) -> None:
        super().__init__(
            translate("OutcomeDialog", "What came of it?"),
            translate("OutcomeDialog", "Keep"),
            parent,
        )
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk = desk
        self._introduction_id = introduction_id
        self._today = local_day(desk.now())
        self._build_fields()

    @override
    def keep(self) -> None:
        changes = self._desk.do(
            move_introduction,
            introduction_id=self._introduction_id,
            state=IntroductionState.CLOSED,
            today=self._today,
            outcomes={side: edit.text() for side, edit in self._edits.items()},
        )
        self.kept.emit(changes)

    def _build_fields(self) -> None:
        card = self._desk.run(
            introduction_card, introduction_id=self._introduction_id, today=self._today
        )
        self._edits = {}
        for party in card.parties:
            edit = NotesEdit(self.tr("A colleague, a talk, a job, a second meeting"), max_lines=6)
            edit.set_text(party.outcome)
            label = self.tr("For {name}").format(name=party.short_name)
            self._edits[party.side] = edit
            self.form.add_field(party.side.value, without_mnemonic(label), edit)
            edit.setAccessibleName(label)
        self.setMinimumWidth(460)
        self._edits[Side.FIRST].setFocus()
