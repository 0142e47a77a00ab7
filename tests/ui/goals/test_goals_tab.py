"""The goals of a mentee: chosen, moved, ticked, closed and deleted as a user does it."""

from datetime import date, timedelta
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from mentor_desk.models.kinds import GoalMeasure, GoalState, Owner
from mentor_desk.services.changes import Area, Changes
from mentor_desk.services.goals.listing import goal_card, list_goals
from mentor_desk.services.history.steps import undo_step
from mentor_desk.ui.common.table import ROW_ROLE


@pytest.fixture
def card(desk, today):
    return lambda goal_id: desk.look(goal_card, goal_id=goal_id, today=today)


@pytest.fixture
def stepped(add, today):
    """Return a goal measured by three milestones, of which one is done."""
    mentee = add.mentee("Joy Mensah")
    goal = add.goal(mentee, "Statistics", measure=GoalMeasure.MILESTONES)
    add.milestone(goal, "Course begun", position=1, done_on=today - timedelta(days=30))
    add.milestone(goal, "First test", position=2)
    add.milestone(goal, "Own study", position=3)
    add.progress(goal, 33, on_day=today - timedelta(days=30), comment="begun")
    return mentee, goal


def filled(act):
    """Do something with the next dialog of this thread, once it stands."""
    QTimer.singleShot(0, lambda: act(QApplication.activeModalWidget()))


def popup() -> Any:
    return QApplication.activePopupWidget()


def lines(tab):
    model = tab._list_pane._rows
    return [model.index(place, 0).data() for place in range(model.rowCount())]


def chosen(menu, text):
    next(each for each in menu.actions() if each.text() == text).trigger()


def test_goals_stand_open_ones_first_and_are_counted(open_tab, add, today):
    mentee = add.mentee()
    add.goal(mentee, "Old", state=GoalState.ACHIEVED, closed_on=today)
    add.goal(mentee, "Speak up")
    add.goal(mentee, "Perhaps", state=GoalState.DRAFT)

    tab = open_tab(mentee)

    assert lines(tab) == ["Open · 2", "Speak up", "Perhaps", "Closed · 1", "Old"]
    assert tab.count() == 2


def test_lists_and_tables_keep_qts_rules(open_tab, stepped, qtmodeltester):
    tab = open_tab(stepped[0])

    qtmodeltester.check(tab._list_pane._rows)
    qtmodeltester.check(tab._detail.milestones._table)
    qtmodeltester.check(tab._detail.history._rows)


def test_a_goal_is_shown_with_everything_about_it(open_tab, add):
    mentee = add.mentee()
    add.goal(
        mentee,
        "Present <b>the</b> study",
        why="The board decides",
        success_criteria="They ask",
        target_on=date(2026, 12, 18),
        is_private=True,
    )

    detail = open_tab(mentee)._detail

    assert detail._title_label.text() == "Present <b>the</b> study"
    assert detail._title_label.textFormat() is Qt.TextFormat.PlainText
    assert detail._why_label.text() == "The board decides"
    assert detail._success_label.text() == "They ask"
    assert detail._days_label.text() == "since 1 September 2026 · until 18 December 2026"
    assert "behind the plan: 0 % where 77 % was planned" in detail._reason_label.text()
    assert detail._private_pill.isVisible()


def test_what_was_not_written_takes_no_room(open_tab, add):
    detail = open_tab(add_goal_of(add))._detail

    assert not detail._about_card.isVisible()
    assert not detail._private_pill.isVisible()
    assert not detail._reason_label.isVisible() or detail._reason_label.text()


def add_goal_of(add):
    mentee = add.mentee()
    add.goal(mentee)
    return mentee


def test_the_slider_moves_a_goal_once_it_is_noted(open_tab, add, qtbot, card, heard):
    mentee = add.mentee("Ada Okafor")
    goal = add.goal(mentee)
    tab = open_tab(mentee)
    told = heard(tab.changed)
    move = tab._detail.move_card
    assert not move._note_button.isEnabled()

    for _ in range(3):
        qtbot.keyClick(move._slider.focusProxy(), Qt.Key.Key_PageUp)
    qtbot.keyClicks(move._comment_edit, "two sentences said")
    move._voice_box.setCurrentIndex(1)
    qtbot.mouseClick(move._note_button, Qt.MouseButton.LeftButton)

    last = card(goal).row.last_update
    assert (last.value, last.comment, last.by) == (30, "two sentences said", Owner.MENTEE)
    assert told[0].did == "Moved the goal “Present the study” from 0 to 30 %"
    assert move._comment_edit.text() == ""
    assert not move._note_button.isEnabled()
    assert lines(tab)[1] == "Present the study"


def test_a_word_alone_can_be_noted_with_enter(open_tab, stepped, qtbot, card):
    mentee, goal = stepped
    move = open_tab(mentee)._detail.move_card
    assert move._slider is None
    assert move._hint_label.isVisible()

    qtbot.keyClicks(move._comment_edit, "goes well")
    qtbot.keyClick(move._comment_edit, Qt.Key.Key_Return)

    last = card(goal).row.last_update
    assert (last.value, last.comment) == (33, "goes well")


def test_a_half_written_word_survives_a_change_elsewhere(open_tab, add, qtbot, card):
    mentee = add.mentee()
    goal = add.goal(mentee)
    other = add.goal(mentee, "Other")
    tab = open_tab(mentee)
    qtbot.keyClicks(tab._detail.move_card._comment_edit, "half a")

    tab.react_to(Changes(Area.GOALS))

    assert tab._detail.move_card._comment_edit.text() == "half a"
    tab.show_goal(other)
    assert tab._detail.move_card._comment_edit.text() == ""
    assert [update.comment for update in card(goal).row.updates] == ["half a"]


def test_a_half_written_milestone_stays_with_its_goal(open_tab, add, qtbot, card):
    mentee = add.mentee()
    goal, other = add.goal(mentee), add.goal(mentee, "Other")
    tab = open_tab(mentee)
    tab.show_goal(goal)
    qtbot.keyClicks(tab._detail.milestones._add_edit, "First talk")

    tab._list_pane.chosen.emit(other)

    assert [step.title for step in card(goal).milestones] == ["First talk"]
    assert tab._detail.milestones._add_edit.text() == ""
    assert tab.current_goal() == tab._list_pane.current_id() == other


def test_a_goal_is_not_left_while_its_words_cannot_be_kept(open_tab, add, qtbot, card, heard):
    mentee = add.mentee()
    goal, other = add.goal(mentee), add.goal(mentee, "Other")
    tab = open_tab(mentee)
    tab.show_goal(goal)
    refused = heard(tab.refused)
    tab._detail.milestones._add_edit.setText("x" * 301)

    tab._list_pane.chosen.emit(other)

    assert len(refused) == 1
    assert tab.current_goal() == tab._list_pane.current_id() == goal
    assert tab._detail.milestones._add_edit.text() == "x" * 301
    assert card(goal).milestones == ()


@pytest.mark.parametrize("verb", ["Delete", "Achieved"])
def test_a_word_that_is_typed_is_kept_before_its_goal_goes(open_tab, add, qtbot, card, heard, verb):
    mentee = add.mentee()
    goal = add.goal(mentee)
    tab = open_tab(mentee)
    told = heard(tab.changed)
    qtbot.keyClicks(tab._detail.move_card._comment_edit, "well done")
    menu = QMenu()
    tab.fill_menu(menu, goal)

    chosen(menu, verb)

    assert told[0].did.startswith("Noted")
    assert len(told) == 2


def test_a_comment_too_long_is_refused_and_stays(open_tab, add, heard, desk):
    mentee = add.mentee()
    add.goal(mentee)
    tab = open_tab(mentee)
    refused = heard(tab.refused)

    tab._detail.move_card.noted.emit(10, "x" * 2001, Owner.MENTOR)

    assert "2,000 characters" in refused[0]


def test_a_milestone_is_ticked_with_space_and_unticked(open_tab, stepped, qtbot, card):
    mentee, goal = stepped
    tab = open_tab(mentee)
    view = tab._detail.milestones._view
    view.setCurrentIndex(view.model().index(1, 0))
    view.setFocus()

    qtbot.keyClick(view, Qt.Key.Key_Space)

    assert card(goal).row.value == 67
    assert tab._detail.milestones.accessibleName() == "Milestones · 2 of 3"
    assert view.currentIndex().data(ROW_ROLE).title == "First test"
    qtbot.keyClick(view, Qt.Key.Key_Space)
    assert card(goal).row.value == 33


def test_a_milestone_is_added_in_one_line(open_tab, stepped, qtbot, card):
    mentee, goal = stepped
    parts = open_tab(mentee)._detail.milestones

    qtbot.keyClicks(parts._add_edit, "Report written")
    qtbot.keyClick(parts._add_edit, Qt.Key.Key_Return)

    assert card(goal).milestones[-1].title == "Report written"
    assert parts._add_edit.text() == ""
    qtbot.keyClick(parts._add_edit, Qt.Key.Key_Return)
    assert len(card(goal).milestones) == 4


def test_milestones_are_moved_and_deleted_with_the_keyboard(open_tab, stepped, qtbot, card, heard):
    mentee, goal = stepped
    tab = open_tab(mentee)
    told = heard(tab.changed)
    view = tab._detail.milestones._view
    view.setFocus()
    view.setCurrentIndex(view.model().index(2, 0))

    qtbot.keyClick(view, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    qtbot.keyClick(view, Qt.Key.Key_Delete)

    assert [step.title for step in card(goal).milestones] == ["Course begun", "First test"]
    assert [each.did for each in told] == [
        "Moved the milestone “Own study”",
        "Deleted the milestone “Own study”",
    ]


def test_the_menu_of_a_milestone_holds_its_verbs(open_tab, stepped, card):
    mentee, goal = stepped
    parts = open_tab(mentee)._detail.milestones
    parts._view.setCurrentIndex(parts._view.model().index(0, 0))

    parts._view.customContextMenuRequested.emit(QPoint(5, 5))
    menu = popup()

    shown = [each.text() for each in menu.actions() if each.text()]
    assert shown == ["Open again", "Change…", "Move up", "Move down", "Delete"]
    chosen(menu, "Move up")
    chosen(menu, "Move down")
    menu.close()
    assert card(goal).milestones[0].title == "First test"


def test_a_milestone_is_given_weight(open_tab, stepped, card):
    mentee, goal = stepped
    parts = open_tab(mentee)._detail.milestones

    def fill(dialog):
        dialog._title_edit.setText("Course passed")
        dialog._weight_edit.setValue(2)
        dialog.accept()

    filled(fill)
    parts._view.activated.emit(parts._view.model().index(0, 0))

    assert card(goal).milestones[0].title == "Course passed"
    assert card(goal).row.value == 50
    assert parts._look(parts._table.rows()[0]).pill == "weight 2"


def test_the_history_stands_newest_first_and_is_corrected(open_tab, add, card, today):
    mentee = add.mentee("Ada Okafor")
    goal = add.goal(mentee)
    add.progress(goal, 20, on_day=today - timedelta(days=20), comment="first")
    add.progress(goal, 50, on_day=today - timedelta(days=2), by=Owner.MENTEE, comment="then")
    history = open_tab(mentee)._detail.history
    cells = [[history._rows.index(row, column).data() for column in range(4)] for row in range(2)]
    assert cells == [
        ["21 November 2026", "20% → 50%", "Ada Okafor", "then"],
        ["3 November 2026", "0% → 20%", "you", "first"],
    ]

    def fill(dialog):
        dialog._value_edit.setValue(45)
        dialog.accept()

    filled(fill)
    history._view.activated.emit(history._rows.index(0, 0))

    assert card(goal).row.value == 45


def test_an_update_is_deleted_and_its_session_is_a_door(open_tab, add, qtbot, card, heard):
    mentee = add.mentee()
    goal = add.goal(mentee)
    session = add.session(mentee)
    add.progress(goal, 20, session_id=session)
    tab = open_tab(mentee)
    opened = heard(tab.session_opened)
    view = tab._detail.history._view
    view.setCurrentIndex(view.model().index(0, 0))

    view.customContextMenuRequested.emit(QPoint(5, 5))
    menu = popup()
    chosen(menu, "Open the session")
    menu.close()
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Delete)

    assert opened == [session]
    assert card(goal).row.updates == ()


def test_a_value_from_milestones_is_not_corrected_by_hand(open_tab, stepped):
    history = open_tab(stepped[0])._detail.history
    enabled = []

    def look(dialog):
        enabled.append(dialog._value_edit.isEnabled())
        dialog.reject()

    filled(look)
    history._view.activated.emit(history._rows.index(0, 0))

    assert enabled == [False]


def test_a_first_goal_is_set_from_the_empty_page(open_tab, add, qtbot, heard):
    tab = open_tab(add.mentee())
    told = heard(tab.changed)
    assert tab._stack.currentWidget() is tab._none

    def fill(dialog):
        qtbot.keyClicks(dialog._title_edit, "Speak up")
        dialog.accept()

    filled(fill)
    tab._none.step_requested.emit()

    assert lines(tab) == ["Open · 1", "Speak up"]
    assert tab._detail._title_label.text() == "Speak up"
    assert tab.current_goal() == told[0].made


def test_setting_a_goal_can_be_cancelled(open_tab, add, desk, today):
    mentee = add.mentee()
    tab = open_tab(mentee)

    filled(lambda dialog: dialog.reject())
    tab.make_new()

    assert desk.look(list_goals, mentorship_id=mentee, today=today) == []


def test_a_goal_is_changed_by_enter(open_tab, add, card):
    mentee = add.mentee()
    goal = add.goal(mentee)
    tab = open_tab(mentee)

    def fill(dialog):
        dialog._why_edit.setPlainText("Because")
        dialog.accept()

    filled(fill)
    tab._list_pane._view.activated.emit(tab._list_pane._view.currentIndex())
    assert card(goal).why == "Because"

    filled(lambda dialog: dialog.reject())
    tab._detail._edit_button.click()
    assert card(goal).why == "Because"


def test_a_deleted_goal_comes_back_with_undo(open_tab, add, qtbot, desk, heard):
    mentee = add.mentee()
    add.goal(mentee, "Speak up")
    tab = open_tab(mentee)
    told = heard(tab.changed)
    tab._list_pane._view.setFocus()

    qtbot.keyClick(tab._list_pane._view, Qt.Key.Key_Delete)

    assert tab.count() == 0
    assert tab.current_goal() is None
    tab.react_to(desk.do(undo_step, step_id=told[0].step))
    assert lines(tab) == ["Open · 1", "Speak up"]


def test_the_menu_of_a_goal_holds_every_verb_and_state(open_tab, add, card):
    mentee = add.mentee()
    goal = add.goal(mentee)
    tab = open_tab(mentee)

    tab._more_menu.aboutToShow.emit()

    assert [each.text() for each in tab._more_menu.actions() if each.text()] == [
        *("Edit…", "Keep it private", "Achieved", "Partly achieved", "Defer", "Drop"),
        *("Earlier versions of the words…", "History of this goal…", "Delete"),
    ]
    wished = []
    tab.versions_requested.connect(lambda *what: wished.append(what))
    chosen(tab._more_menu, "Earlier versions of the words…")
    assert wished == [("goal", goal)]
    chosen(tab._more_menu, "Keep it private")
    assert card(goal).row.is_private
    chosen(tab._more_menu, "Achieved")
    assert card(goal).row.state is GoalState.ACHIEVED
    assert not tab._detail.move_card.isVisible()


def test_a_closed_goal_is_taken_up_again_from_the_menu_of_its_line(open_tab, add, card, today):
    mentee = add.mentee()
    goal = add.goal(mentee, state=GoalState.DEFERRED, closed_on=today)
    tab = open_tab(mentee)

    tab._list_pane._view.customContextMenuRequested.emit(QPoint(5, 5))
    menu = popup()
    chosen(menu, "Take up again")
    menu.close()

    assert card(goal).row.state is GoalState.ACTIVE
    assert tab._detail.move_card.isVisible()


def test_the_filter_narrows_the_goals(open_tab, add, qtbot):
    mentee = add.mentee()
    add.goal(mentee, "Über die Bühne")
    other = add.goal(mentee, "Statistics")
    tab = open_tab(mentee)
    edit = tab._list_pane._filter_edit

    qtbot.keyClicks(edit, "buhne")
    assert lines(tab) == ["Open · 1", "Über die Bühne"]
    qtbot.keyClicks(edit, "x")
    assert tab._list_pane._none_label.isVisible()

    tab.show_goal(other)
    assert edit.text() == ""
    assert tab.current_goal() == other


def test_walking_the_list_shows_each_goal(open_tab, add, qtbot):
    mentee = add.mentee()
    add.goal(mentee, "First")
    second = add.goal(mentee, "Second")
    tab = open_tab(mentee)
    tab._list_pane._view.setFocus()

    qtbot.keyClick(tab._list_pane._view, Qt.Key.Key_Down)

    assert tab.current_goal() == second


def test_a_goal_that_is_gone_is_said(open_tab, add, heard):
    tab = open_tab(add_goal_of(add))
    refused = heard(tab.refused)

    tab.show_goal(404)

    assert refused == ["This goal is no longer on the desk."]


def test_the_chart_says_what_it_shows_and_paints_every_kind_of_goal(open_tab, add, qapp, today):
    mentee = add.mentee()
    moved = add.goal(mentee, target_on=today + timedelta(days=40))
    add.progress(moved, 40, on_day=today - timedelta(days=9))
    new = add.goal(mentee, "New", started_on=today)
    tab = open_tab(mentee)
    chart = tab._detail._chart

    assert chart.accessibleName().endswith("1 September 2026: 0%; 14 November 2026: 40%")
    first = chart.grab().toImage()
    chart.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert chart.grab().toImage() != first
    tab.show_goal(new)
    assert chart.accessibleName().startswith("Progress of New")
    assert chart.grab().toImage() != first


def test_everything_that_takes_the_keyboard_has_a_name(open_tab, stepped):
    tab = open_tab(stepped[0])

    nameless = [
        type(each).__name__
        for each in tab.findChildren(QWidget)
        if each.focusPolicy() != Qt.FocusPolicy.NoFocus
        and each.isVisible()
        and not each.objectName().startswith("qt_")
        and not (each.accessibleName() or getattr(each, "text", str)())
    ]

    assert nameless == []


def test_a_tab_without_a_mentee_waits(qtbot, desk):
    from mentor_desk.ui.goals.tab import GoalsTab

    tab = GoalsTab(desk)
    qtbot.addWidget(tab)

    tab.reload()
    tab.make_new()
    tab._detail._edit_button.click()
    tab._more_menu.aboutToShow.emit()

    assert tab.count() == 0


def test_in_a_narrow_window_the_goal_stands_below_the_list(open_tab, add):
    tab = open_tab(add_goal_of(add))
    assert tab._splitter.orientation() is Qt.Orientation.Horizontal

    tab.resize(450, 700)

    assert tab._splitter.orientation() is Qt.Orientation.Vertical


def test_the_menu_of_an_update_corrects_and_deletes_it(open_tab, add, card):
    mentee = add.mentee()
    goal = add.goal(mentee)
    add.progress(goal, 20)
    view = open_tab(mentee)._detail.history._view
    view.setCurrentIndex(view.model().index(0, 0))

    def fill(dialog):
        dialog._comment_edit.setPlainText("in other words")
        dialog.accept()

    filled(fill)
    view.customContextMenuRequested.emit(QPoint(5, 5))
    menu = popup()
    assert [each.text() for each in menu.actions() if each.text()] == ["Correct…", "Delete"]
    chosen(menu, "Correct…")

    assert card(goal).row.last_update.comment == "in other words"


def test_the_lines_of_milestones_are_spoken_with_their_state(open_tab, stepped):
    table = open_tab(stepped[0])._detail.milestones._table

    spoken = [table.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(2)]

    assert spoken == ["Milestone: Course begun, done", "Milestone: First test, open"]


def test_a_goal_to_come_and_a_draft_say_so(open_tab, add, today):
    mentee = add.mentee()
    add.goal(mentee, state=GoalState.DRAFT, started_on=today + timedelta(days=8))
    tab = open_tab(mentee)

    tab._more_menu.aboutToShow.emit()

    assert tab._detail._days_label.text() == "from 1 December 2026 · no target date"
    assert "Begin to work on it" in [each.text() for each in tab._more_menu.actions()]
