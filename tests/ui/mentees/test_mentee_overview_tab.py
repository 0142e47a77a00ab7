"""The overview: goals, actions to tick, what comes next, and doors to what happened lately."""

from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QPushButton

from mentor_desk.models.kinds import (
    ActionState,
    GoalState,
    IntroductionState,
    MentorshipState,
    Owner,
    ResourceKind,
    SessionState,
    ShareState,
)
from mentor_desk.services.actions.noting import delete_action, tick_action
from mentor_desk.services.history.steps import undo_step
from mentor_desk.ui.common.check_line import CheckLine
from mentor_desk.ui.common.links import LinkLabel
from mentor_desk.ui.common.text import PlainLabel
from mentor_desk.ui.mentees.goal_line import GoalLine
from mentor_desk.ui.mentees.overview import OverviewTab


@pytest.fixture
def open_overview(qtbot, desk, add):
    kept = []

    def opened(mentorship_id: int) -> OverviewTab:
        tab = OverviewTab(desk)
        tab.changed.connect(tab.react_to)
        qtbot.addWidget(tab)
        tab.resize(900, 700)
        tab.show()
        qtbot.waitExposed(tab)
        tab.show_mentee(add.person_of(mentorship_id), mentorship_id)
        kept.append(tab)
        return tab

    return opened


def popup() -> Any:
    return QApplication.activePopupWidget()


def visible(tab, kind):
    QApplication.processEvents()
    return [each for each in tab.findChildren(kind) if each.isVisible()]


def test_a_goal_says_how_it_stands_and_is_a_door(open_overview, add, qtbot, heard, today):
    mentee = add.mentee()
    goal = add.goal(mentee, "Present the study")
    add.milestone(goal, done_on=today)
    add.milestone(goal, "Rehearsed")
    add.progress(goal, 55, comment="deck <b>done</b>")
    tab = open_overview(mentee)
    opened = heard(tab.goal_opened)

    (line,) = visible(tab, GoalLine)

    said = "1 of 2 milestones · last update Mon 23 Nov: “deck <b>done</b>”"
    assert line._note_label.text() == said
    assert line._pill.accessibleName() == "on track"
    qtbot.keyClick(line._title_link, Qt.Key.Key_Return)
    assert opened == [goal]


def test_a_slow_goal_says_why(open_overview, add, today):
    mentee = add.mentee()
    add.progress(add.goal(mentee), 30, on_day=today - timedelta(days=40))

    (line,) = visible(open_overview(mentee), GoalLine)

    assert line._note_label.text() == "no update for 5 weeks"
    assert line._pill.accessibleName() == "slow"


def test_ticking_an_action_keeps_it_and_takes_it_off_the_list(
    open_overview, add, qtbot, heard, today
):
    mentee = add.mentee("Ada Okafor")
    add.action(mentee, "Rehearse", due_on=today - timedelta(days=3))
    add.action(mentee, "Send the course", owner=Owner.MENTOR, due_on=today)
    tab = open_overview(mentee)
    told = heard(tab.changed)
    first, second = visible(tab, CheckLine)
    assert first.accessibleName() == "Rehearse, Ada, by Fri 20 Nov, 3 days late"
    assert second.accessibleName() == "Send the course, you, by Mon 23 Nov, today"

    qtbot.keyClick(first, Qt.Key.Key_Space)

    (left,) = visible(tab, CheckLine)
    assert left.accessibleName().startswith("Send the course")
    assert told[0].step is not None


def test_an_action_that_is_gone_is_refused_and_the_list_read_again(
    open_overview, add, qtbot, desk, heard
):
    mentee = add.mentee()
    action = add.action(mentee, "Rehearse")
    tab = open_overview(mentee)
    refused = heard(tab.refused)
    desk.do(delete_action, action_id=action)

    qtbot.mouseClick(visible(tab, CheckLine)[0], Qt.MouseButton.LeftButton)

    assert len(refused) == 1
    assert visible(tab, CheckLine) == []


def test_the_menu_of_an_action_holds_its_verbs(open_overview, add, heard):
    mentee = add.mentee()
    session = add.session(mentee)
    add.action(mentee, "Rehearse", session_id=session)
    tab = open_overview(mentee)
    opened, told = heard(tab.session_opened), heard(tab.changed)
    (line,) = visible(tab, CheckLine)

    line.customContextMenuRequested.emit(QPoint(3, 3))
    menu = popup()
    verbs = {each.text(): each for each in menu.actions() if each.text()}

    assert list(verbs) == ["Tick off", "Drop it", "Open the session", "Delete"]
    verbs["Open the session"].trigger()
    verbs["Drop it"].trigger()
    menu.close()
    assert opened == [session]
    assert visible(tab, CheckLine) == []
    assert "Rehearse" in told[0].did


def test_an_action_is_deleted_with_a_way_back(open_overview, add, qtbot, desk, heard):
    mentee = add.mentee()
    add.action(mentee, "Rehearse")
    tab = open_overview(mentee)
    told = heard(tab.changed)
    tab.activateWindow()
    (line,) = visible(tab, CheckLine)
    line.setFocus()

    qtbot.keyClick(line, Qt.Key.Key_Delete)

    assert visible(tab, CheckLine) == []
    tab.react_to(desk.do(undo_step, step_id=told[0].step))
    assert len(visible(tab, CheckLine)) == 1


def test_what_was_done_elsewhere_leaves_the_list(open_overview, add, desk, today):
    mentee = add.mentee()
    action = add.action(mentee, "Rehearse")
    add.action(mentee, "Dropped", state=ActionState.DROPPED)
    tab = open_overview(mentee)

    tab.react_to(desk.do(tick_action, action_id=action, today=today))

    assert visible(tab, CheckLine) == []


def test_todays_session_is_prepared_with_what_to_ask(open_overview, add, qtbot, heard, now):
    mentee = add.mentee()
    add.session(mentee, ask_next="the night class")
    planned = {"state": SessionState.PLANNED, "starts_at": now + timedelta(hours=5)}
    coming = add.session(mentee, agenda="Rehearse the pitch", **planned)
    tab = open_overview(mentee)
    opened = heard(tab.session_opened)
    card = tab._next_card

    qtbot.mouseClick(card._button, Qt.MouseButton.LeftButton)

    assert opened == [coming]
    assert card.accessibleName() == "Today, 15:00"
    assert card._agenda_label.text() == "Rehearse the pitch"
    assert card._ask_label.text() == "the night class"
    assert card._what_label.text() == "Session 2 · 1 h, video"


def test_a_session_left_planned_asks_to_be_written_up(open_overview, add, now):
    mentee = add.mentee()
    add.session(mentee, state=SessionState.PLANNED, starts_at=now - timedelta(days=3))

    card = open_overview(mentee)._next_card

    assert card.accessibleName() == "Session 1 is not written up"
    assert card._button.text() == "Write up"
    assert card._what_label.text() == "It was planned for Fri 20 Nov."


def test_without_a_planned_session_the_next_one_can_be_logged(open_overview, add, qtbot, heard):
    mentee = add.mentee()
    add.session(mentee)
    tab = open_overview(mentee)
    wishes = heard(tab.log_session_requested)

    qtbot.mouseClick(tab._next_card._button, Qt.MouseButton.LeftButton)

    assert wishes == [mentee]
    assert tab._next_card._what_label.text() == "You last met 2 weeks ago."


def test_who_was_never_met_is_told_so(open_overview, add):
    card = open_overview(add.mentee())._next_card

    assert card._what_label.text() == "You have not met yet."


def test_an_ended_mentorship_has_no_next_session(open_overview, add):
    tab = open_overview(add.mentee(state=MentorshipState.COMPLETED))

    assert not tab._next_card.isVisible()


def test_everything_that_happened_lately_is_a_door(open_overview, add, qtbot, heard, today):
    mentee = add.mentee()
    person = add.person_of(mentee)
    session = add.session(mentee, minutes=55)
    goal = add.goal(mentee, "Board study")
    add.progress(goal, 70, on_day=today - timedelta(days=20))
    day = today - timedelta(days=7)
    met = add.introduction(
        person,
        add.person("Ravi Kapoor"),
        state=IntroductionState.MET,
        introduced_on=today - timedelta(days=9),
        met_on=day,
    )
    course = add.resource("Data storytelling", kind=ResourceKind.COURSE)
    days = today - timedelta(days=60)
    share = add.share(course, person, state=ShareState.FINISHED, state_since=days)
    tab = open_overview(mentee)
    doors = {
        "session": heard(tab.session_opened),
        "goal": heard(tab.goal_opened),
        "introduction": heard(tab.introduction_opened),
        "share": heard(tab.share_opened),
    }

    links = visible(tab._lately_card, LinkLabel)
    for link in links:
        qtbot.mouseClick(link, Qt.MouseButton.LeftButton)

    assert [link.text() for link in links] == [
        "Met Ravi Kapoor through you",
        "Introduced to Ravi Kapoor",
        "Session 1 · 55 min, video",
        "Goal moved 0 → 70% · Board study",
        "Finished “Data storytelling”",
    ]
    assert doors == {
        "session": [session],
        "goal": [goal],
        "introduction": [met, met],
        "share": [share],
    }


def test_a_story_not_begun_says_what_belongs_here(open_overview, add, qtbot, heard):
    mentee = add.mentee()
    tab = open_overview(mentee)
    wishes = heard(tab.goal_requested)

    (goal_button,) = [each for each in visible(tab, QPushButton) if each.text() == "+ Goal"]
    qtbot.mouseClick(goal_button, Qt.MouseButton.LeftButton)

    assert wishes == [mentee]
    assert tab.count() is None


def test_closed_goals_are_not_shown_but_known_of(open_overview, add, today):
    mentee = add.mentee()
    add.goal(mentee, state=GoalState.ACHIEVED, closed_on=today)

    tab = open_overview(mentee)

    said = [each.text() for each in visible(tab._goals_card, PlainLabel)]
    assert "Every goal is closed. What comes next?" in said


def test_in_a_narrow_window_the_cards_stand_under_each_other(open_overview, add):
    tab = open_overview(add.mentee())

    tab.resize(420, 700)

    assert tab._lately_card.y() > tab._goals_card.y() + tab._goals_card.height() - 1


def test_a_tab_without_a_mentee_shows_nothing_and_asks_nothing(qtbot, desk, heard):
    tab = OverviewTab(desk)
    qtbot.addWidget(tab)
    wishes = heard(tab.goal_requested)

    tab.reload()
    tab._goal_button.click()
    tab._next_card.log_requested.emit()

    assert wishes == []
