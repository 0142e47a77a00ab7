"""The fields of what was agreed with a mentee."""

from datetime import date

from PySide6.QtWidgets import QComboBox, QPlainTextEdit

from mentor_desk.models.kinds import MentorshipKind
from mentor_desk.services.mentees.mentorships import MentorshipEntry
from mentor_desk.ui.common.date_edit import DateEdit
from mentor_desk.ui.common.form import Form
from mentor_desk.ui.common.formatting import every

_USUAL = (7, 14, 21, 28, 42, 56, 84)


class AgreementFields:
    """Put purpose, rhythm, kind, start and agreement into a form, and read them again."""

    def __init__(self, form: Form, entry: MentorshipEntry, today: date) -> None:
        self._today = today
        self._tr = form.tr
        self._purpose_edit = _text(entry.purpose, self._tr("What they would like to get out of it"))
        self._agreement_edit = _text(entry.agreement, "")
        self._cadence_box = self._cadences(entry.cadence_days)
        self._kind_box = self._kinds(entry.kind)
        self._start_edit = DateEdit(entry.started_on, self._tr("today"))
        self._put_into(form)

    def entry(self) -> MentorshipEntry:
        """Return what was entered."""
        return MentorshipEntry(
            started_on=self._start_edit.value() or self._today,
            purpose=self._purpose_edit.toPlainText(),
            agreement=self._agreement_edit.toPlainText(),
            kind=MentorshipKind(self._kind_box.currentData()),
            cadence_days=self._cadence_box.currentData(),
        )

    def _put_into(self, form: Form) -> None:
        form.add_field("purpose", self._tr("&Purpose"), self._purpose_edit)
        form.add_pair(
            ("cadence_days", self._tr("How &often you meet"), self._cadence_box),
            ("started_on", self._tr("&Since"), self._start_edit),
        )
        form.add_field("kind", self._tr("&Kind"), self._kind_box)
        form.add_field(
            "agreement",
            self._tr("What you &agreed"),
            self._agreement_edit,
            hint=self._tr("Private: this stays on your desk and enters no review."),
        )

    def _cadences(self, current: int | None) -> QComboBox:
        box = QComboBox()
        box.addItem(self._tr("no fixed rhythm"), None)
        for days in sorted({*_USUAL, *({current} if current else set())}):
            box.addItem(every(days), days)
        box.setCurrentIndex(box.findData(current) if current else 0)
        return box

    def _kinds(self, current: MentorshipKind) -> QComboBox:
        words = {
            MentorshipKind.ONE_TO_ONE: self._tr("one to one"),
            MentorshipKind.PEER: self._tr("peer: you mentor each other"),
            MentorshipKind.GROUP: self._tr("in a group"),
            MentorshipKind.REVERSE: self._tr("reverse: you are the one who learns"),
        }
        box = QComboBox()
        for kind, text in words.items():
            box.addItem(text, kind.value)
        box.setCurrentIndex(box.findData(current.value))
        return box


def _text(text: str, placeholder: str) -> QPlainTextEdit:
    edit = QPlainTextEdit(text)
    edit.setPlaceholderText(placeholder)
    edit.setTabChangesFocus(True)
    edit.setFixedHeight(edit.fontMetrics().lineSpacing() * 3 + 16)
    return edit
