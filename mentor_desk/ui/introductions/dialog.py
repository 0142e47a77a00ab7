"""Introduce two people: who, why it is good for each, what about, what it grew from."""

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QComboBox, QWidget
from typing_extensions import override

from mentor_desk.errors import InvalidEntryError
from mentor_desk.services.desk import Desk
from mentor_desk.services.introductions.facts import why_they_should_meet
from mentor_desk.services.introductions.noting import (
    IntroductionEntry,
    add_introduction,
    list_introductions,
)
from mentor_desk.ui.common.dialog import Dialog
from mentor_desk.ui.common.formatting import local_day
from mentor_desk.ui.common.notes_edit import NotesEdit
from mentor_desk.ui.common.person_edit import PersonEdit
from mentor_desk.ui.common.text import name, one_line
from mentor_desk.ui.introductions.facts import FactsBox
from mentor_desk.ui.introductions.topic_edit import TopicEdit
from mentor_desk.ui.introductions.wording import names_of

translate = QCoreApplication.translate


class IntroduceDialog(Dialog):
    """Note that two people should meet; nobody is asked or told by the program.

    One of the two may be known already, and so may the introduction it grew from. `kept` tells
    what changed.
    """

    kept = Signal(object)

    def __init__(
        self,
        desk: Desk,
        *,
        person_id: int | None = None,
        grew_from_id: int | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            translate("IntroduceDialog", "Introduce two people"),
            translate("IntroduceDialog", "Note the idea"),
            parent,
        )
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk = desk
        self._today = local_day(desk.now())
        self._build_fields()
        self._connect()
        self._first_edit.set_person(person_id)
        self._second_edit.leave_out(*([] if person_id is None else [person_id]))
        self._offer_origins(grew_from_id)
        (self._first_edit if person_id is None else self._second_edit).setFocus()

    @override
    def keep(self) -> None:
        entry = IntroductionEntry(
            first_id=self._chosen(self._first_edit, "first_id"),
            second_id=self._chosen(self._second_edit, "second_id"),
            topic=self._topic_edit.text(),
            first_reason=self._first_reason_edit.text(),
            second_reason=self._second_reason_edit.text(),
            grew_from_id=self._origin_box.currentData(),
        )
        self.kept.emit(self._desk.do(add_introduction, entry=entry, today=self._today))

    def _build_fields(self) -> None:
        self._first_edit = PersonEdit(self._desk)
        self._second_edit = PersonEdit(self._desk)
        self._facts_box = FactsBox()
        self._topic_edit = TopicEdit(self._desk)
        self._first_reason_edit = NotesEdit(min_lines=2, max_lines=5)
        self._second_reason_edit = NotesEdit(min_lines=2, max_lines=5)
        self._origin_box = QComboBox()
        form = self.form
        form.add_pair(
            ("first_id", self.tr("&Who"), self._first_edit),
            ("second_id", self.tr("Wi&th whom"), self._second_edit),
        )
        form.add_part(self._facts_box)
        form.add_field("topic", self.tr("&About"), self._topic_edit)
        form.add_field(
            "first_reason", self.tr("Why it is good for the &first"), self._first_reason_edit
        )
        form.add_field(
            "second_reason", self.tr("Why it is good for the &second"), self._second_reason_edit
        )
        form.add_field("grew_from", self.tr("What it &grew from"), self._origin_box)
        for edit, spoken in (
            (self._first_edit, self.tr("Who")),
            (self._second_edit, self.tr("With whom")),
            (self._first_reason_edit, self.tr("Why it is good for the first")),
            (self._second_reason_edit, self.tr("Why it is good for the second")),
        ):
            name(edit, spoken, edit.accessibleDescription())
        self.setMinimumWidth(560)

    def _connect(self) -> None:
        for edit in (self._first_edit, self._second_edit):
            edit.chosen.connect(self._show_facts)
            edit.textEdited.connect(self._show_facts)

    def _offer_origins(self, chosen: int | None) -> None:
        self._origin_box.addItem(self.tr("Nothing in particular"), None)
        for row in self._desk.run(list_introductions, today=self._today):
            about = f"{names_of(row)}, {row.topic}" if row.topic else names_of(row)
            self._origin_box.addItem(one_line(about)[:120], row.id)
        self._origin_box.setCurrentIndex(max(self._origin_box.findData(chosen), 0))

    def _chosen(self, edit: PersonEdit, field: str) -> int:
        edit.settle()
        person_id = edit.person_id()
        if person_id is None:
            raise InvalidEntryError(self._missing(edit.text().strip()), field=field)
        return person_id

    def _missing(self, typed: str) -> str:
        if not typed:
            return self.tr("Choose a person.")
        return self.tr(
            "Nobody here is called “{name}”. Choose from the list, or add them in Network first."
        ).format(name=one_line(typed))

    def _show_facts(self) -> None:
        first, second = self._first_edit.person_id(), self._second_edit.person_id()
        self._second_edit.leave_out(*([] if first is None else [first]))
        if first is None or second is None or first == second:
            self._facts_box.set_facts(())
            return
        self._facts_box.set_facts(
            self._desk.run(why_they_should_meet, first_id=first, second_id=second)
        )
