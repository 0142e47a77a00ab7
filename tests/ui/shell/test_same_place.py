"""U4: unlocking comes back to what was chosen on a page, and to the view that was in front."""

import pytest
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QAbstractItemView, QScrollArea, QScrollBar

from mentor_desk.services.goals.setting import GoalEntry, add_goal
from mentor_desk.services.introductions.noting import IntroductionEntry, add_introduction
from mentor_desk.services.mentees.listing import list_mentees
from mentor_desk.services.network.people import PersonEntry, add_person, delete_person
from mentor_desk.ui.common.notes_edit import NotesEdit
from mentor_desk.ui.shell.whereabouts import Place
from tests.conftest import NOW
from tests.ui.shell.test_locking import first_session, lock, unlock
from tests.visiting import settle


@pytest.fixture
def mentees(opened):
    desk = opened.pages.desk
    return desk.look(list_mentees, now=desk.now())


def come_back(qtbot, window):
    settle()
    before = window.pages.where()
    lock(qtbot, window)
    unlock(qtbot, window)
    settle()
    assert window.pages.where() == before


def test_u4_the_goal_that_was_chosen_is_shown_again(qtbot, opened, mentees):
    mentorship = mentees[1].mentorship_id
    entries = [GoalEntry(title=f"Goal {each}", started_on=NOW.date()) for each in range(3)]
    made = [
        opened.pages.desk.do(add_goal, mentorship_id=mentorship, entry=entry).made
        for entry in entries
    ]
    opened.pages.mentee_room.show_tab("goals", mentorship).show_goal(made[2])

    come_back(qtbot, opened)

    tab = opened.pages.page("mentees").tab_in_front()
    assert tab is opened.pages.mentee_room.tabs["goals"]
    assert tab.current_goal() == made[2]


def test_u4_the_trash_stays_in_front_with_what_was_chosen_in_it(qtbot, opened):
    desk = opened.pages.desk
    for name in ("Halina Nowak", "Kofi Boateng"):
        person = desk.do(add_person, entry=PersonEntry(display_name=name), now=NOW).made
        desk.do(delete_person, person_id=person)
    opened.pages.go(Place("history"))
    opened.pages.page("history").show_trash()
    trash = opened.pages.page("history")._trash
    row = next(each for each in trash._held if each.name == "Halina Nowak")
    trash.choose(row.kind.value, row.record_id)

    come_back(qtbot, opened)

    page = opened.pages.page("history")
    assert page._stack.currentWidget() is page._trash
    assert page._trash.chosen().name == "Halina Nowak"


def test_u4_an_empty_trash_stays_in_front_too(qtbot, opened):
    opened.pages.go(Place("history"))
    opened.pages.page("history").show_trash()

    come_back(qtbot, opened)

    page = opened.pages.page("history")
    assert page._stack.currentWidget() is page._trash


def test_u4_the_list_of_introductions_stays_in_front_with_the_one_chosen(qtbot, opened, mentees):
    first, second = (each.person_id for each in mentees)
    entry = IntroductionEntry(first, second)
    made = opened.pages.desk.do(add_introduction, entry=entry, today=NOW.date()).made
    opened.pages.go(Place("introductions", made))
    opened.pages.page("introductions")._list_button.click()

    come_back(qtbot, opened)

    page = opened.pages.page("introductions")
    assert page._stack.currentWidget() is page._list
    assert page.shown() == made


@pytest.fixture
def written(qtbot, opened):
    """Return a window on a session whose last field holds many lines."""
    opened.activateWindow()
    opened.resize(900, 560)
    opened.pages.go(Place("mentees", first_session(opened), "session"))
    settle()
    field = last_field(opened)
    field.setFocus()
    field.insertPlainText("one two three four five six\n" * 60)
    settle()
    return opened


def last_field(window):
    return [each for each in window.findChildren(NotesEdit) if each.isVisible()][-1]


def page_bar(window):
    areas = window.pages.current().findChildren(QScrollArea)
    bars = [each.verticalScrollBar() for each in areas if each.isVisible()]
    return max(bars, key=QScrollBar.maximum)


def test_u4_writing_goes_on_where_the_cursor_was(qtbot, written):
    field = last_field(written)
    cursor = field.textCursor()
    cursor.setPosition(290)
    cursor.setPosition(300, QTextCursor.MoveMode.KeepAnchor)
    field.setTextCursor(cursor)

    come_back(qtbot, written)

    field = last_field(written)
    assert written.focusWidget() is field
    assert (field.textCursor().anchor(), field.textCursor().position()) == (290, 300)


def test_u4_a_page_is_scrolled_as_far_as_it_was(qtbot, written):
    page_bar(written).setValue(page_bar(written).maximum())
    last_field(written).verticalScrollBar().setValue(7)
    before = page_bar(written).value(), last_field(written).verticalScrollBar().value()
    assert before[0] > 0

    come_back(qtbot, written)

    qtbot.waitUntil(
        lambda: (
            (page_bar(written).value(), last_field(written).verticalScrollBar().value()) == before
        )
    )


def list_bar(window):
    views = window.pages.current().findChildren(QAbstractItemView)
    return max((each.verticalScrollBar() for each in views), key=QScrollBar.maximum)


def test_u4_a_long_list_is_scrolled_as_far_as_it_was(qtbot, opened):
    desk = opened.pages.desk
    for number in range(40):
        desk.do(add_person, entry=PersonEntry(display_name=f"Halina {number}"), now=NOW)
    opened.pages.go(Place("network"))
    settle()
    bar = list_bar(opened)
    bar.setValue(bar.maximum() // 2)
    before = bar.value()
    assert before > 0

    come_back(qtbot, opened)

    qtbot.waitUntil(lambda: list_bar(opened).value() == before)


def test_u4_a_text_that_became_shorter_meanwhile_takes_the_cursor_at_its_end(qtbot, written):
    last_field(written).moveCursor(QTextCursor.MoveOperation.End)
    where = written.pages.where()
    last_field(written).setPlainText("one")

    written.pages.come_back(where)

    assert last_field(written).textCursor().position() == 3
