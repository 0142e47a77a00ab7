"""U5: while somebody looks on, the window names nobody by itself and private words are covered."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from mentor_desk.services.mentees.listing import list_mentees
from mentor_desk.services.network.people import PersonEntry, add_person, edit_person, person_card
from mentor_desk.services.sessions.planning import list_sessions
from mentor_desk.ui.common import discreet
from mentor_desk.ui.network.about_card import PrivateCard
from mentor_desk.ui.shell.main_window import TITLE
from mentor_desk.ui.shell.whereabouts import Place
from tests.ui.shell.protected_window import CANARY, words_on_screen
from tests.visiting import settle


@pytest.fixture(autouse=True)
def as_before(qapp):
    yield
    discreet.discretion().set_on(is_on=False)


def sessions_of(window):
    desk = window.pages.desk
    return [
        desk.run(list_sessions, mentorship_id=mentee.mentorship_id, now=desk.now())[0].id
        for mentee in desk.look(list_mentees, now=desk.now())
    ]


def turn_on(qtbot, window):
    keys = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyPress(window, Qt.Key.Key_D, keys)
    assert discreet.is_on()


def private_pane(window):
    return window.pages._editor._parts.private_pane


def test_u5_the_title_of_the_window_names_nobody_on_any_page(opened):
    titles = set()
    for place in (
        *(Place(page) for page in ("mentees", "introductions", "network", "reviews")),
        Place("mentees", sessions_of(opened)[0], "session"),
    ):
        opened.pages.go(place)
        titles |= {opened.windowTitle(), QApplication.applicationDisplayName()}

    assert titles <= {TITLE, ""} | {QApplication.applicationDisplayName()}
    assert not any(CANARY in title for title in titles)


def test_u5_what_was_done_is_said_without_names(qtbot, opened):
    turn_on(qtbot, opened)
    desk = opened.pages.desk

    entry = PersonEntry(display_name="Halina Nowak")
    opened.pages.announce(desk.do(add_person, entry=entry, now=desk.now()))

    toast = opened.words.toasts._toast
    assert toast.accessibleName() == "Done."
    opened.verbs.undo()
    assert "Halina" not in opened.words.toasts._toast.accessibleName()


def test_u5_private_notes_are_covered_until_they_are_clicked(qtbot, opened):
    first, second = sessions_of(opened)
    opened.pages.go(Place("mentees", first, "session"))
    pane = private_pane(opened)
    assert pane.edit.isVisibleTo(pane)

    turn_on(qtbot, opened)
    assert not pane.edit.isVisibleTo(pane)
    qtbot.mouseClick(pane._cover._link, Qt.MouseButton.LeftButton)
    assert pane.edit.isVisibleTo(pane)
    assert pane.edit.text() == f"{CANARY} private"

    opened.pages.go(Place("mentees", second, "session"))
    assert not pane.edit.isVisibleTo(pane)


def test_u5_what_was_uncovered_is_covered_again_once_it_is_out_of_sight(qtbot, opened):
    session = sessions_of(opened)[0]
    opened.pages.go(Place("mentees", session, "session"))
    turn_on(qtbot, opened)
    pane = private_pane(opened)
    pane._cover._link.opened.emit()

    opened.pages.go(Place("network"))
    opened.pages.go(Place("mentees", session, "session"))

    assert not pane.edit.isVisibleTo(pane)
    assert pane._cover._link.isVisibleTo(pane)


def test_u5_the_keyboard_uncovers_too_and_comes_to_the_words(qtbot, opened):
    opened.pages.go(Place("mentees", sessions_of(opened)[0], "session"))
    turn_on(qtbot, opened)
    pane = private_pane(opened)

    qtbot.keyClick(pane._cover._link, Qt.Key.Key_Return)

    assert opened.focusWidget() is pane.edit


def test_u5_the_remark_about_a_person_is_covered(qtbot, opened):
    desk = opened.pages.desk
    person = desk.look(list_mentees, now=desk.now())[0].person_id
    card = desk.run(person_card, person_id=person)
    entry = PersonEntry(display_name=card.name, remark="rings only on Sundays")
    opened.pages.announce(desk.do(edit_person, person_id=person, entry=entry))
    turn_on(qtbot, opened)

    opened.pages.go(Place("network", person))
    settle()

    private = opened.pages.page("network").findChild(PrivateCard)
    assert private.isVisibleTo(opened)
    assert not private._remark_label.isVisibleTo(private)
    private._cover._link.opened.emit()
    assert private._remark_label.isVisibleTo(private)


def test_u5_leaving_the_mode_shows_everything_again(qtbot, opened):
    opened.pages.go(Place("mentees", sessions_of(opened)[0], "session"))
    turn_on(qtbot, opened)

    opened.verbs.turn_discreet()

    assert private_pane(opened).edit.isVisibleTo(private_pane(opened))
    assert not opened.actions_made._made["discreet"].isChecked()
    assert any(CANARY in words for words in words_on_screen())
