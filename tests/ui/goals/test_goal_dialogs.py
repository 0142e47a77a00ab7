"""Setting and changing a goal: everything kept, or refused beside the field it concerns."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt

from mentor_desk.models.kinds import GoalMeasure, GoalState
from mentor_desk.services.goals.listing import goal_card, list_goals
from mentor_desk.services.goals.setting import GoalEntry, goal_entry
from mentor_desk.ui.goals.dialog import GoalDialog, MilestoneDialog, UpdateDialog


@pytest.fixture
def mentee(add):
    return add.mentee("Ada Okafor")


@pytest.fixture
def setting(qtbot, desk, mentee):
    dialog = GoalDialog(desk, mentorship_id=mentee)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_a_goal_is_set_with_everything(setting, qtbot, desk, today):
    qtbot.keyClicks(setting._title_edit, "Present the study")
    setting._why_edit.setPlainText("The board decides")
    setting._success_edit.setPlainText("They ask")
    setting._target_edit.set_value(date(2026, 12, 18))
    setting._measure_box.setCurrentIndex(1)
    setting._private_check.setChecked(True)
    setting._draft_check.setChecked(True)

    setting.accept()

    made = setting.changes.made
    assert desk.run(goal_entry, goal_id=made) == GoalEntry(
        title="Present the study",
        started_on=today,
        why="The board decides",
        success_criteria="They ask",
        measure=GoalMeasure.MILESTONES,
        target_on=date(2026, 12, 18),
        is_private=True,
    )
    row = desk.look(goal_card, goal_id=made, today=today).row
    assert row.state is GoalState.DRAFT


def test_a_title_is_asked_for_beside_its_field(setting, desk, mentee, today):
    setting.accept()

    assert setting.isVisible()
    assert setting.form.refusal_of("title") == "A goal needs a title."
    assert desk.look(list_goals, mentorship_id=mentee, today=today) == []


def test_a_target_before_the_start_is_refused_at_its_field(setting, qtbot, today):
    qtbot.keyClicks(setting._title_edit, "Speak up")
    setting._target_edit.set_value(today - timedelta(days=1))

    setting.accept()

    assert "before the day the goal begins" in setting.form.refusal_of("target_on")


def test_escape_leaves_nothing(setting, qtbot):
    qtbot.keyClicks(setting._title_edit, "Speak up")

    qtbot.keyClick(setting, Qt.Key.Key_Escape)

    assert setting.changes is None


def test_a_goal_to_be_changed_stands_there_as_it_is(qtbot, desk, add, mentee):
    goal = add.goal(mentee, "Speak up", target_on=date(2026, 12, 1))
    dialog = GoalDialog(desk, goal_id=goal)
    qtbot.addWidget(dialog)
    dialog.show()

    assert dialog._title_edit.text() == "Speak up"
    assert not dialog._draft_check.isVisible()
    dialog._target_edit.set_value(None)
    dialog.accept()

    assert desk.run(goal_entry, goal_id=goal).target_on is None
    assert dialog.changes is not None
    assert dialog.changes.did == "Changed the goal “Speak up”"


def test_an_update_of_a_day_to_come_is_refused(qtbot, desk, add, mentee, today):
    goal = add.goal(mentee)
    add.progress(goal, 20)
    card = desk.look(goal_card, goal_id=goal, today=today)
    dialog = UpdateDialog(desk, card.row.updates[0], card.person_name)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog._day_edit.set_value(today + timedelta(days=1))

    dialog.accept()

    assert dialog.form.refusal_of("on_day") == "This day is still to come."
    dialog._day_edit.set_value(None)
    dialog._comment_edit.setPlainText("of today")
    dialog.accept()
    last = desk.look(goal_card, goal_id=goal, today=today).row.last_update
    assert (last.on_day, last.comment) == (today, "of today")


def test_a_milestone_without_words_is_refused(qtbot, desk, add, mentee, today):
    goal = add.goal(mentee)
    add.milestone(goal)
    step = desk.look(goal_card, goal_id=goal, today=today).milestones[0]
    dialog = MilestoneDialog(desk, step)
    qtbot.addWidget(dialog)
    dialog._title_edit.setText(" ")

    dialog.accept()

    assert dialog.form.refusal_of("title") == "A milestone needs a few words."
    assert dialog.changes is None
