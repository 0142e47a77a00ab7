"""Take somebody on as a mentee, change what was agreed, delete a mentorship."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLineEdit, QStackedWidget, QWidget
from typing_extensions import override

from mentor_desk.errors import InvalidEntryError
from mentor_desk.models.kinds import MentorshipState
from mentor_desk.models.words import fold
from mentor_desk.services.changes import Changes
from mentor_desk.services.desk import Desk
from mentor_desk.services.mentees.card import MenteeCard
from mentor_desk.services.mentees.mentorships import (
    Belongings,
    MentorshipEntry,
    delete_mentee,
    edit_mentorship,
    mentorship_entry,
    take_on,
    take_on_new,
    what_goes_with,
)
from mentor_desk.services.network.listing import people_named
from mentor_desk.ui.common.buttons import Look, button
from mentor_desk.ui.common.dialog import Dialog
from mentor_desk.ui.common.formatting import local_day
from mentor_desk.ui.common.person_edit import PersonEdit
from mentor_desk.ui.common.text import plain_label
from mentor_desk.ui.mentees.agreement_fields import AgreementFields

translate = QCoreApplication.translate


class AddMenteeDialog(Dialog):
    """Ask who becomes a mentee: somebody new by name, or somebody who is on the desk."""

    def __init__(
        self, desk: Desk, parent: QWidget | None = None, *, person_id: int | None = None
    ) -> None:
        self._desk = desk
        self._warned_of = ""
        self.changes: Changes | None = None
        title = translate("AddMenteeDialog", "Add a mentee")
        super().__init__(title, translate("AddMenteeDialog", "Add"), parent)
        today = local_day(desk.now())
        self._build_who()
        self._fields = AgreementFields(self.form, MentorshipEntry(started_on=today), today)
        if person_id is not None:
            self._known_button.setChecked(True)
            self._who.setCurrentWidget(self._person_edit)
            self._person_edit.set_person(person_id)

    @override
    def keep(self) -> None:
        entry = self._fields.entry()
        if self._who.currentWidget() is self._person_edit:
            self.changes = self._take_on_known(entry)
        else:
            self.changes = self._take_on_new(entry)

    def _take_on_known(self, entry: MentorshipEntry) -> Changes:
        self._person_edit.settle()
        person_id = self._person_edit.person_id()
        if person_id is None:
            raise InvalidEntryError(
                self.tr("Choose one of the people on your desk."), field="display_name"
            )
        today = local_day(self._desk.now())
        return self._desk.do(
            take_on,
            person_id=person_id,
            entry=entry,
            today=today,
            state=self._state_for(entry),
        )

    def _take_on_new(self, entry: MentorshipEntry) -> Changes:
        typed = self._name_edit.text()
        self._warn_of_namesake(typed)
        return self._desk.do(
            take_on_new,
            name=typed,
            entry=entry,
            now=self._desk.now(),
            state=self._state_for(entry),
        )

    def _warn_of_namesake(self, typed: str) -> None:
        wanted = fold(typed)
        if not wanted or wanted == self._warned_of:
            return
        namesakes = self._desk.run(people_named, typed)
        if any(fold(row.name) == wanted for row in namesakes):
            self._warned_of = wanted
            raise InvalidEntryError(
                self.tr(
                    "Somebody of this name is on your desk already. Choose them under “Somebody"
                    " I know”, or press Add again if this is another person."
                ),
                field="display_name",
            )

    def _state_for(self, entry: MentorshipEntry) -> MentorshipState:
        is_to_come = entry.started_on > local_day(self._desk.now())
        return MentorshipState.PROSPECTIVE if is_to_come else MentorshipState.ACTIVE

    def _build_who(self) -> None:
        self._new_button = button(self.tr("Somebody &new"), Look.SEGMENT)
        self._known_button = button(self.tr("Somebody I &know"), Look.SEGMENT)
        self._new_button.setChecked(True)
        self._ways = QButtonGroup(self)
        choice = QWidget()
        row = QHBoxLayout(choice)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for way in (self._new_button, self._known_button):
            self._ways.addButton(way)
            # The one that is down is written in bold, which takes more room.
            way.setMinimumWidth(way.sizeHint().width() + 16)
            row.addWidget(way)
        row.addStretch(1)
        self._name_edit = QLineEdit()
        self._name_edit.setMaxLength(1000)
        self._name_edit.setPlaceholderText(self.tr("Name"))
        self._name_edit.setAccessibleName(self.tr("Name of the new mentee"))
        self._person_edit = PersonEdit(self._desk, self.tr("Type a name or a place of work"))
        self._who = QStackedWidget()
        self._who.addWidget(self._name_edit)
        self._who.addWidget(self._person_edit)
        self._who.setFocusProxy(self._name_edit)
        self.form.add_part(choice)
        self.form.add_field("display_name", self.tr("&Who"), self._who)
        self._ways.buttonClicked.connect(self._on_way_chosen)
        self._name_edit.setFocus()

    def _on_way_chosen(self) -> None:
        is_known = self._known_button.isChecked()
        shown = self._person_edit if is_known else self._name_edit
        self._who.setCurrentWidget(shown)
        self._who.setFocusProxy(shown)
        self.form.clear_refusals()
        shown.setFocus()


class EditMentorshipDialog(Dialog):
    """Ask what is agreed with a mentee."""

    def __init__(self, desk: Desk, card: MenteeCard, parent: QWidget | None = None) -> None:
        title = translate("EditMentorshipDialog", "What was agreed with {person}")
        keep = translate("EditMentorshipDialog", "Keep")
        super().__init__(title.format(person=card.name), keep, parent)
        self._desk = desk
        self._mentorship_id = card.mentorship_id
        self.changes: Changes | None = None
        entry = desk.run(mentorship_entry, mentorship_id=card.mentorship_id)
        self._fields = AgreementFields(self.form, entry, local_day(desk.now()))

    @override
    def keep(self) -> None:
        entry = self._fields.entry()
        self.changes = self._desk.do(
            edit_mentorship, mentorship_id=self._mentorship_id, entry=entry
        )


class DeleteMenteeDialog(Dialog):
    """Say what goes with a mentorship before it is deleted; Enter and Escape leave it alone."""

    def __init__(self, desk: Desk, card: MenteeCard, parent: QWidget | None = None) -> None:
        title = translate("DeleteMenteeDialog", "Delete the mentorship with {person}?")
        verb = translate("DeleteMenteeDialog", "Delete")
        super().__init__(title.format(person=card.name), verb, parent, look=Look.DANGER)
        self._desk = desk
        self._mentorship_id = card.mentorship_id
        self.changes: Changes | None = None
        goes = desk.run(what_goes_with, mentorship_id=card.mentorship_id)
        sentence = "\n".join((self._what_goes(goes), self._what_stays(card)))
        self.form.add_part(plain_label(sentence, wrap=True))
        self.setAccessibleDescription(sentence)
        self.verb_button.setDefault(False)
        self.cancel_button.setDefault(True)
        self.cancel_button.setFocus()

    @override
    def keep(self) -> None:
        self.changes = self._desk.do(delete_mentee, mentorship_id=self._mentorship_id)

    def _what_goes(self, goes: Belongings) -> str:
        if goes.is_nothing:
            return self.tr("Nothing else goes with it.")
        return self.tr("With it go: {things}.").format(things=self._things(goes))

    def _what_stays(self, card: MenteeCard) -> str:
        stays = self.tr(
            "{person} stays on your desk as a contact, with their introductions and interests."
        )
        undo = self.tr("You can take this back with Undo.")
        return f"{stays.format(person=card.name)} {undo}"

    def _things(self, goes: Belongings) -> str:
        things = (
            (goes.sessions, self.tr("1 session"), self.tr("%n sessions", "", goes.sessions)),
            (goes.goals, self.tr("1 goal"), self.tr("%n goals", "", goes.goals)),
            (goes.actions, self.tr("1 action"), self.tr("%n actions", "", goes.actions)),
            (goes.reviews, self.tr("1 review"), self.tr("%n reviews", "", goes.reviews)),
        )
        return ", ".join(one if number == 1 else more for number, one, more in things if number)
