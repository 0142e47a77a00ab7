"""U5: while somebody looks on, the window names nobody by itself and private words are covered."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from mentor_desk.errors import FileError
from mentor_desk.models.kinds import Owner
from mentor_desk.services.actions.noting import ActionEntry, add_action
from mentor_desk.services.changes import EVERYTHING, Changes
from mentor_desk.services.goals.progress import move_goal
from mentor_desk.services.goals.setting import GoalEntry, add_goal
from mentor_desk.services.history.words import Kind
from mentor_desk.services.mentees.listing import list_mentees
from mentor_desk.services.network.people import PersonEntry, add_person, edit_person, person_card
from mentor_desk.services.sessions.planning import list_sessions, plan_session
from mentor_desk.services.sessions.writing import SessionWords, write_session
from mentor_desk.ui.common import discreet
from mentor_desk.ui.common.formatting import local_day
from mentor_desk.ui.common.links import LinkLabel
from mentor_desk.ui.history.record_dialog import RecordHistoryDialog
from mentor_desk.ui.mentees.dialog import AddMenteeDialog
from mentor_desk.ui.network.about_card import PrivateCard
from mentor_desk.ui.shell.locking.typed_dialog import TypedDialog
from mentor_desk.ui.shell.main_window import TITLE
from mentor_desk.ui.shell.whereabouts import Place
from tests.ui.shell.protected_window import CANARY, words_in_sight, words_on_screen
from tests.ui.shell.test_locking import lock, unlock
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
    return window.pages.mentee_room.editor._parts.private_pane


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


HUSH = "Umbrella"


@pytest.fixture
def hushed(opened):
    """A desk with private words of every kind that belong to a session, a goal or an action."""
    desk = opened.pages.desk
    mentorship = desk.look(list_mentees, now=desk.now())[0].mentorship_id
    today = local_day(desk.now())
    session = sessions_of(opened)[0]
    words = {each: f"{HUSH} {each}" for each in ("agenda", "learned", "ask_next")}
    desk.do(write_session, session_id=session, words=SessionWords(shared_notes="Open", **words))
    for title, is_private in ((f"Leave {HUSH}", True), ("Speak up", False)):
        goal = GoalEntry(title, today, why=f"{title}, why", is_private=is_private)
        made = desk.do(add_goal, mentorship_id=mentorship, entry=goal).made
        comment = f"{HUSH} comment"
        desk.do(move_goal, goal_id=made, value=30, comment=comment, by=Owner.MENTOR, today=today)
        action = ActionEntry(text=f"Ask about {title}", is_private=is_private)
        desk.do(
            add_action,
            mentorship_id=mentorship,
            session_id=session,
            entry=action,
            today=today,
        )
    opened.pages.announce(Changes(EVERYTHING))
    desk.do(
        plan_session,
        mentorship_id=mentorship,
        starts_at=desk.now() + timedelta(days=3),
        agenda=f"{HUSH} later",
    )
    return Place("mentees", session, "session"), Place("mentees", mentorship)


def hushed_words():
    settle()
    return {words for words in words_in_sight() if HUSH in words}


def test_u5_no_private_word_of_a_session_a_goal_or_an_action_is_in_sight(qtbot, opened, hushed):
    session, mentee = hushed
    places = (session, mentee, Place("mentees", mentee.thing, "goals"))
    for place in places:
        opened.pages.go(place)
        assert len(hushed_words()) > 2

    turn_on(qtbot, opened)

    for place in places:
        opened.pages.go(place)
        assert hushed_words() == set()
        assert any("Speak up" in words for words in words_in_sight())
    opened.verbs.turn_discreet()
    assert len(hushed_words()) > 2


def test_u5_what_is_in_sight_already_is_covered_at_once(qtbot, opened, hushed):
    for place in (*hushed, Place("mentees", hushed[1].thing, "goals")):
        opened.pages.go(place)
        assert hushed_words()

        turn_on(qtbot, opened)

        assert hushed_words() == set()
        opened.verbs.turn_discreet()


def test_u5_a_private_goal_is_read_once_its_cover_is_clicked(qtbot, opened, hushed):
    turn_on(qtbot, opened)
    tab = opened.pages.mentee_room.show_tab("goals", hushed[1].thing)
    goal = next(row.id for row in tab._rows if row.is_private)
    tab.show_goal(goal)
    detail = tab._detail
    assert detail._title_label.text() == "Private"

    qtbot.mouseClick(detail._cover._link, Qt.MouseButton.LeftButton)

    assert detail._title_label.text() == f"Leave {HUSH}"
    assert detail._why_label.isVisibleTo(detail)
    tab.show_goal(next(row.id for row in tab._rows if not row.is_private))
    assert detail._why_label.isVisibleTo(detail)
    tab.show_goal(goal)
    assert not detail._why_label.isVisibleTo(detail)


def test_u5_an_agenda_is_written_in_company_when_it_is_asked_for(qtbot, opened, hushed):
    opened.pages.go(hushed[0])
    turn_on(qtbot, opened)
    pane = opened.pages.mentee_room.editor._parts.agenda_pane
    assert not pane.edit.isVisibleTo(pane)

    opened.pages.mentee_room.editor._parts.header.agenda_requested.emit()

    assert opened.focusWidget() is pane.edit


def test_u5_a_refusal_stands_across_the_top_only_once_it_is_asked_for(qtbot, opened):
    refusal = "This cannot be undone by itself, for later steps build on it: Changed Halina."
    turn_on(qtbot, opened)

    opened.say(refusal)

    banner = opened.words.banner
    assert not any("Halina" in words for words in words_in_sight())
    qtbot.mouseClick(banner._action_button, Qt.MouseButton.LeftButton)
    assert banner._sentence_label.text() == refusal
    assert not banner._action_button.isVisible()


def test_u5_trouble_with_a_file_says_its_kind_and_names_no_folder(qtbot, opened, protected):
    turn_on(qtbot, opened)

    opened.say_refusal(FileError(f"The file {protected}/picture.png could not be read."))

    label = opened.words.banner._sentence_label
    assert label.text() == "A file could not be read or written."
    qtbot.mouseClick(opened.words.banner._action_button, Qt.MouseButton.LeftButton)
    assert str(protected) in label.text()


def test_u5_a_desk_whose_folder_is_gone_is_told_on_the_locked_page_without_the_folder(
    qtbot, opened, protected
):
    turn_on(qtbot, opened)
    (protected / "desk.db").unlink()

    lock(qtbot, opened)

    label = opened.words.banner._sentence_label
    assert label.text() == (
        "The file of this desk was moved, removed or replaced. What was saved in it is kept as a"
        " backup."
    )
    qtbot.mouseClick(opened.words.banner._action_button, Qt.MouseButton.LeftButton)
    assert str(protected) in label.text()


def test_u5_what_stands_there_already_is_taken_back_at_once(qtbot, opened):
    desk = opened.pages.desk
    entry = PersonEntry(display_name="Halina Nowak")
    opened.pages.announce(desk.do(add_person, entry=entry, now=desk.now()))
    opened.say("Halina Nowak is there already.")

    turn_on(qtbot, opened)

    settle()
    assert not any("Halina" in words for words in words_in_sight())
    opened.verbs.turn_discreet()
    assert opened.words.banner._sentence_label.text() == "Halina Nowak is there already."


def test_u5_no_dialog_says_a_name_in_the_title_of_its_window(qtbot, opened):
    desk = opened.pages.desk
    mentee = desk.look(list_mentees, now=desk.now())[0]
    turn_on(qtbot, opened)

    dialog = RecordHistoryDialog(desk, Kind.PERSON, mentee.person_id, opened)
    qtbot.addWidget(dialog)

    assert dialog.windowTitle() == ""
    assert mentee.name in dialog.accessibleName()


def test_u5_what_was_typed_before_a_lock_is_covered_field_by_field(qtbot, opened):
    turn_on(qtbot, opened)
    dialog = AddMenteeDialog(opened.pages.desk, opened)
    dialog.open()
    qtbot.keyClicks(dialog._name_edit, "Halina Nowak")
    qtbot.keyClicks(dialog.form.field("agreement"), f"{HUSH} between us")

    lock(qtbot, opened)
    unlock(qtbot, opened)
    qtbot.waitUntil(lambda: opened.findChild(TypedDialog) is not None)

    given = opened.findChild(TypedDialog)
    assert not any("Halina" in words or HUSH in words for words in words_in_sight())
    links = [each for each in given.findChildren(LinkLabel) if each.isVisible()]
    assert [each.accessibleDescription() for each in links] == [
        "Name of the new mentee",
        "What you agreed",
    ]
    qtbot.keyClick(links[1], Qt.Key.Key_Return)
    assert hushed_words() == {f"{HUSH} between us"}
    assert given.focusWidget().accessibleName() == "What you agreed"
    assert not any("Halina" in words for words in words_in_sight())
    given.reject()
