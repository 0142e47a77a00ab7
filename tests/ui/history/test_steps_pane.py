"""What was done: a list under its days, and one step whole beside it."""

from dataclasses import replace
from datetime import timedelta
from time import perf_counter

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from sqlalchemy import update

from mentor_desk.models import Person
from mentor_desk.services.changes import Area, Changes
from mentor_desk.services.goals.milestones import move_milestone
from mentor_desk.services.history.steps import StepRow, StepState, undo_step
from mentor_desk.ui.common.links import LinkLabel
from mentor_desk.ui.common.table import GROUP_ROLE, ROW_ROLE
from mentor_desk.ui.history.step_lines import PAGE, StepLines
from mentor_desk.ui.history.steps_pane import StepsPane
from mentor_desk.ui.history.words import day_words


def said(pane):
    lines = pane._lines
    return [lines.index(row, 0).data() for row in range(lines.rowCount())]


def changes_of(pane):
    table = pane._detail._changes._table
    return [
        table.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole)
        for row in range(table.rowCount())
    ]


def _be_found_otherwise(db):
    db.execute(update(Person).values(search_text="otherwise"))
    return Changes(Area.PEOPLE, did="Made everybody be found otherwise")


def many(now, number):
    """Steps that nobody has to keep, three to a day."""
    first = StepRow(0, now, "", Area(0), (), StepState.DONE, changed_at=None, is_autosave=False)
    rows = [
        replace(
            first, id=number - n, at=now - timedelta(hours=8 * n), did=f"Did thing {number - n}"
        )
        for n in range(number)
    ]

    def fetch(before, limit):
        first = 0 if before is None else number - before + 1
        return rows[first : first + limit]

    return fetch


@pytest.fixture
def pane(desk, show):
    def pane():
        made = show(StepsPane(desk))
        made.reload()
        return made

    return pane


def test_steps_stand_newest_first_under_their_day(pane, add_someone):
    add_someone("Ada Okafor")
    add_someone("Ravi Kapoor")

    assert said(pane()) == ["Today", "Added Ravi Kapoor", "Added Ada Okafor"]


def test_a_day_is_a_heading_that_cannot_be_chosen(pane, add_someone):
    add_someone()
    lines = pane()._lines

    heading = lines.index(0, 0)

    assert heading.data(GROUP_ROLE) is True
    assert heading.data(ROW_ROLE) is None
    assert lines.flags(heading) == Qt.ItemFlag.NoItemFlags


def test_days_are_named_as_one_would_say_them(today):
    assert day_words(today, today) == "Today"
    assert day_words(today - timedelta(days=1), today) == "Yesterday"
    assert day_words(today - timedelta(days=3), today) == "Friday 20 November"
    assert day_words(today.replace(year=2025), today) == "23 November 2025"


def test_the_newest_step_is_shown_whole_at_once(pane, add_someone, rename, texts):
    ada = add_someone("Ada").made
    rename(ada, "Ada Okafor", remark="Call her after noon")

    shown = pane()

    assert "Changed Ada Okafor" in texts(shown._detail)
    assert changes_of(shown) == [
        "Ada Okafor, changed",
        "Name: was Ada, became Ada Okafor",
        "Remark, private: Call her after noon",
    ]


def test_an_empty_history_says_what_it_is_for(pane, texts):
    shown = pane()

    assert shown._stack.currentWidget() is shown._none
    assert any("take it back" in text for text in texts(shown._none))
    assert not shown._filter_edit.isEnabled()


def test_a_milestone_that_was_moved_is_told_by_its_place(pane, desk, add):
    goal = add.goal(add.mentee())
    add.milestone(goal, "Deck finished", position=1)
    talk = add.milestone(goal, "Talk given", position=2)

    desk.do(move_milestone, milestone_id=talk, to=0)

    assert changes_of(pane()) == [
        "Deck finished, changed",
        "Place: was 1, became 2",
        "Talk given, changed",
        "Place: was 2, became 1",
    ]


def test_a_step_that_changed_only_what_is_never_shown_says_so(pane, desk, add):
    add.person()

    desk.do(_be_found_otherwise)

    assert changes_of(pane()) == ["Nothing that is shown here changed by it."]


def test_the_button_wishes_for_the_step_to_be_undone(pane, add_someone, heard, qtbot):
    added = add_someone()
    shown = pane()
    wishes = heard(shown.undo_requested)

    qtbot.mouseClick(shown._detail._verb_button, Qt.MouseButton.LeftButton)

    assert wishes == [added.step]


def test_a_step_that_was_undone_says_so_and_can_be_done_again(
    pane, desk, add_someone, heard, qtbot, texts
):
    added = add_someone()
    desk.do(undo_step, step_id=added.step)
    shown = pane()
    wishes = heard(shown.redo_requested)

    assert shown._detail.step.state is StepState.UNDONE
    assert any("undone" in text for text in texts(shown._detail))
    assert shown._detail._verb_button.text() == "Do this again"
    qtbot.mouseClick(shown._detail._verb_button, Qt.MouseButton.LeftButton)

    assert wishes == [added.step]


def test_a_step_that_later_ones_build_on_names_them_as_doors(
    pane, add_someone, rename, qtbot, texts
):
    added = add_someone("Ada")
    renamed = rename(added.made, "Ada Okafor")
    shown = pane()

    shown.show_step(added.step)

    assert not shown._detail._verb_button.isEnabled()
    assert not shown._detail.can_reverse
    assert "A later step builds on this one. Undo that first:" in texts(shown._detail)
    door = next(each for each in shown._detail.findChildren(LinkLabel) if each.isVisible())
    assert door.text() == "Changed Ada Okafor"
    qtbot.keyClick(door, Qt.Key.Key_Return)
    assert shown.chosen_id() == renamed.step


def test_words_narrow_what_is_shown_and_can_be_taken_away(pane, add_someone, qtbot):
    add_someone("Ada Okafor")
    add_someone("Ravi Kapoor")
    shown = pane()

    qtbot.keyClicks(shown._filter_edit, "OKAF add")

    qtbot.waitUntil(lambda: said(shown) == ["Today", "Added Ada Okafor"])
    shown._filter_edit.setText("nobody")
    qtbot.waitUntil(lambda: shown._stack.currentWidget() is shown._nobody)
    assert shown._filter_edit.isEnabled()
    shown._nobody.step_requested.emit()
    assert len(said(shown)) == 3


def test_the_step_chosen_stays_chosen_when_something_new_is_done(pane, add_someone):
    ada = add_someone("Ada Okafor")
    shown = pane()
    shown.show_step(ada.step)

    add_someone("Ravi Kapoor")
    shown.reload()

    assert shown.chosen_id() == ada.step
    assert said(shown)[1] == "Added Ravi Kapoor"


def test_enter_goes_from_the_step_to_what_it_changed(pane, add_someone, qtbot):
    add_someone()
    shown = pane()
    shown._view.setFocus()

    qtbot.keyClick(shown._view, Qt.Key.Key_Return)

    assert shown._detail._changes._view.hasFocus()


def test_what_a_field_was_and_became_can_be_copied(pane, add_someone, rename):
    ada = add_someone("Ada").made
    rename(ada, "Ada Okafor")
    changes = pane()._detail._changes
    changes._view.setCurrentIndex(changes._table.index(1, 0))

    for action in changes.menu().actions():
        if "was" in action.text():
            action.trigger()

    assert QGuiApplication.clipboard().text() == "Ada"


def test_the_models_keep_qts_rules(pane, add_someone, rename, qtmodeltester):
    ada = add_someone("Ada").made
    rename(ada, "Ada Okafor")
    shown = pane()

    qtmodeltester.check(shown._lines)
    qtmodeltester.check(shown._detail._changes._table)


def test_further_steps_are_read_as_one_scrolls(qapp, now):
    lines = StepLines(many(now, 2 * PAGE + 5), heading=str, spoken=str)
    tester = QAbstractItemModelTester(lines, QAbstractItemModelTester.FailureReportingMode.Fatal)
    lines.reload()
    first = lines.rowCount()

    while lines.canFetchMore():
        lines.fetchMore()

    held = [lines.index(row, 0).data(ROW_ROLE) for row in range(lines.rowCount())]
    assert PAGE < first < 2 * PAGE
    assert [step.id for step in held if step is not None] == list(range(2 * PAGE + 5, 0, -1))
    days = [lines.index(row, 0).data() for row, step in enumerate(held) if step is None]
    assert len(days) == len(set(days))
    tester.deleteLater()


def test_a_step_far_down_is_found(qapp, now):
    lines = StepLines(many(now, 3 * PAGE), heading=str, spoken=str)
    lines.reload()

    assert lines.index_of(7).data() == "Did thing 7"
    assert not lines.index_of(0).isValid()
    assert not lines.index_of(10_000).isValid()


def test_a_hundred_thousand_steps_scroll_in_no_time(desk, show, now, qapp):
    fetch = many(now, 100_000)
    pane = show(StepsPane(desk, list_them=lambda _words, *window: fetch(*window)))
    pane.reload()
    while pane._lines.canFetchMore():
        pane._lines.fetchMore()
    qapp.processEvents()
    bar = pane._view.verticalScrollBar()
    start = perf_counter()

    for place in range(0, bar.maximum(), bar.maximum() // 50):
        bar.setValue(place)
        pane._view.viewport().repaint()

    assert pane._lines.rowCount() > 100_000
    assert (perf_counter() - start) / 50 < 0.05
