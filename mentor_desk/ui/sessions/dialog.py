"""Planning a session, and giving one another time."""

from PySide6.QtWidgets import QComboBox, QWidget
from typing_extensions import override

from mentor_desk.models.kinds import SessionFormat
from mentor_desk.services.changes import Changes
from mentor_desk.services.desk import Desk
from mentor_desk.services.sessions.card import SessionCard
from mentor_desk.services.sessions.moves import move_session
from mentor_desk.services.sessions.next_one import propose_session
from mentor_desk.services.sessions.planning import SessionRow, plan_session
from mentor_desk.ui.common.date_edit import MomentEdit
from mentor_desk.ui.common.dialog import Dialog
from mentor_desk.ui.common.notes_edit import NotesEdit
from mentor_desk.ui.common.number_edit import NumberEdit
from mentor_desk.ui.sessions.words import format_word, session_title

LONGEST_MINUTES = 1440


class PlanDialog(Dialog):
    """Ask when and how to meet, and plan it; the rhythm agreed is filled in."""

    def __init__(self, desk: Desk, mentorship_id: int, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Plan a session"), "", parent)
        self.verb_button.setText(self.tr("Plan it"))
        self._desk = desk
        self._mentorship_id = mentorship_id
        self.changes: Changes | None = None
        proposed = desk.run(propose_session, mentorship_id=mentorship_id, now=desk.now())
        self._when_edit = MomentEdit(proposed.starts_at)
        self._length_edit = _length_edit(proposed.minutes, self.tr(" min"))
        self._format_box = QComboBox()
        for kind in SessionFormat:
            self._format_box.addItem(format_word(kind), kind)
        self._format_box.setCurrentIndex(list(SessionFormat).index(proposed.format))
        self._agenda_edit = NotesEdit(min_lines=4)
        self.form.add_field("starts_at", self.tr("&When"), self._when_edit)
        self.form.add_pair(
            ("minutes", self.tr("&Length"), self._length_edit),
            ("format", self.tr("&How"), self._format_box),
        )
        self.form.add_field(
            "agenda",
            self.tr("&Agenda"),
            self._agenda_edit,
            hint=self.tr("What you would like to talk about. It stays on this desk."),
        )

    @override
    def keep(self) -> None:
        self.changes = self._desk.do(
            plan_session,
            mentorship_id=self._mentorship_id,
            starts_at=self._when_edit.value(),
            minutes=self._length_edit.value(),
            format=SessionFormat(self._format_box.currentData()),
            agenda=self._agenda_edit.text(),
        )


class MoveDialog(Dialog):
    """Ask when a session is and how long it lasts."""

    def __init__(
        self, desk: Desk, session: SessionCard | SessionRow, parent: QWidget | None = None
    ) -> None:
        super().__init__(session_title(session.number), "", parent)
        self.verb_button.setText(self.tr("Keep this time"))
        self._desk = desk
        self._session_id = session.id
        self.changes: Changes | None = None
        self._when_edit = MomentEdit(session.starts_at)
        self._length_edit = _length_edit(session.minutes, self.tr(" min"))
        self.form.add_field("starts_at", self.tr("&When"), self._when_edit)
        self.form.add_field("minutes", self.tr("&Length"), self._length_edit)

    @override
    def keep(self) -> None:
        self.changes = self._desk.do(
            move_session,
            session_id=self._session_id,
            starts_at=self._when_edit.value(),
            minutes=self._length_edit.value(),
            now=self._desk.now(),
        )


def _length_edit(minutes: int, suffix: str) -> NumberEdit:
    edit = NumberEdit(minutes, minimum=1, maximum=LONGEST_MINUTES, suffix=suffix)
    edit.setSingleStep(5)
    return edit
