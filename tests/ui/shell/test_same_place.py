"""U4: unlocking comes back to what was chosen on a page, and to the view that was in front."""

import pytest

from mentor_desk.services.goals.setting import GoalEntry, add_goal
from mentor_desk.services.introductions.noting import IntroductionEntry, add_introduction
from mentor_desk.services.mentees.listing import list_mentees
from mentor_desk.services.network.people import PersonEntry, add_person, delete_person
from mentor_desk.ui.shell.whereabouts import Place
from tests.conftest import NOW
from tests.ui.shell.test_locking import lock, unlock
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
    opened.pages.show_tab("goals", mentorship).show_goal(made[2])

    come_back(qtbot, opened)

    tab = opened.pages.page("mentees").tab_in_front()
    assert tab is opened.pages.tabs["goals"]
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
