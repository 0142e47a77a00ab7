"""Taking somebody on: new or known, refused beside the field it concerns, or left alone."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt

from mentor_desk.models.kinds import MentorshipKind, MentorshipState
from mentor_desk.services.mentees.card import mentee_card
from mentor_desk.services.mentees.mentorships import MentorshipEntry, mentorship_entry
from mentor_desk.services.network.listing import count_people
from mentor_desk.ui.mentees.dialog import AddMenteeDialog, DeleteMenteeDialog, EditMentorshipDialog


@pytest.fixture
def adding(qtbot, desk):
    dialog = AddMenteeDialog(desk)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_a_new_mentee_is_taken_on_with_everything(adding, desk, today):
    adding._name_edit.setText("Tomás Lindqvist")
    fields = adding._fields
    fields._purpose_edit.setPlainText("Find his way")
    fields._agreement_edit.setPlainText("Between us")
    fields._cadence_box.setCurrentIndex(fields._cadence_box.findData(28))
    fields._kind_box.setCurrentIndex(fields._kind_box.findData(MentorshipKind.PEER.value))

    adding.accept()

    assert desk.run(mentorship_entry, mentorship_id=adding.changes.made) == MentorshipEntry(
        started_on=today,
        purpose="Find his way",
        agreement="Between us",
        kind=MentorshipKind.PEER,
        cadence_days=28,
    )


def test_a_name_is_asked_for_beside_its_field(adding, desk):
    adding.accept()

    assert adding.isVisible()
    assert "name" in adding.form.refusal_of("display_name")
    assert desk.run(count_people) == 0


def test_a_namesake_is_pointed_out_once(adding, qtbot, desk, add):
    add.person("Ada Okafor")
    qtbot.keyClicks(adding._name_edit, "ada okafor")

    adding.accept()

    assert "on your desk already" in adding.form.refusal_of("display_name")
    adding.accept()
    assert desk.run(count_people) == 2


def test_somebody_known_becomes_a_mentee(qtbot, desk, add, now):
    ada = add.person("Ada Okafor")
    dialog = AddMenteeDialog(desk)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.mouseClick(dialog._known_button, Qt.MouseButton.LeftButton)
    qtbot.keyClicks(dialog._person_edit, "okafor")

    dialog.accept()

    assert dialog.changes is not None
    card = desk.look(mentee_card, mentorship_id=dialog.changes.made, now=now)
    assert (card.person_id, card.state) == (ada, MentorshipState.ACTIVE)


def test_nobody_chosen_is_asked_for(adding, qtbot):
    qtbot.mouseClick(adding._known_button, Qt.MouseButton.LeftButton)

    adding.accept()

    assert adding.form.refusal_of("display_name") == "Choose one of the people on your desk."


def test_who_is_a_mentee_is_refused(qtbot, desk, add):
    dialog = AddMenteeDialog(desk, person_id=add.person_of(add.mentee("Ada Okafor")))
    qtbot.addWidget(dialog)

    dialog.accept()

    assert dialog.form.refusal_of() == "Ada Okafor is your mentee already."
    assert dialog.changes is None


def test_one_who_begins_later_is_a_prospect(adding, qtbot, desk, now, today):
    qtbot.keyClicks(adding._name_edit, "Nora Quist")
    adding._fields._start_edit.set_value(today + timedelta(days=20))

    adding.accept()

    card = desk.look(mentee_card, mentorship_id=adding.changes.made, now=now)
    assert card.state is MentorshipState.PROSPECTIVE


def test_a_dialog_that_is_cancelled_leaves_nothing(adding, qtbot, desk):
    qtbot.keyClicks(adding._name_edit, "Ada")

    qtbot.keyClick(adding, Qt.Key.Key_Escape)

    assert adding.changes is None
    assert desk.run(count_people) == 0


def test_an_unusual_rhythm_is_kept_when_something_else_is_changed(qtbot, desk, add, now):
    mentee = add.mentee(cadence_days=10)
    card = desk.look(mentee_card, mentorship_id=mentee, now=now)
    dialog = EditMentorshipDialog(desk, card)
    qtbot.addWidget(dialog)
    dialog._fields._purpose_edit.setPlainText("Anew")

    dialog.accept()

    entry = desk.run(mentorship_entry, mentorship_id=mentee)
    assert (entry.cadence_days, entry.purpose) == (10, "Anew")
    assert dialog.changes is not None
    assert dialog.changes.did == "Changed the mentorship with Ada Okafor"


def test_a_mentorship_that_began_too_late_is_refused_at_its_day(qtbot, desk, add, now, today):
    mentee = add.mentee(state=MentorshipState.COMPLETED, ended_on=today)
    card = desk.look(mentee_card, mentorship_id=mentee, now=now)
    dialog = EditMentorshipDialog(desk, card)
    qtbot.addWidget(dialog)
    dialog._fields._start_edit.set_value(today + timedelta(days=1))

    dialog.accept()

    assert "ended on 23 November 2026" in dialog.form.refusal_of("started_on")


def test_nothing_goes_with_a_mentorship_without_a_story(qtbot, desk, add, now):
    card = desk.look(mentee_card, mentorship_id=add.mentee(), now=now)
    dialog = DeleteMenteeDialog(desk, card)
    qtbot.addWidget(dialog)

    assert "Nothing else goes with it." in dialog.accessibleDescription()
