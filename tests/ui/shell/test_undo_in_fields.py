"""Ctrl+Z takes back what is typed in a field, and where there is nothing the last step."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDateEdit, QLineEdit, QPlainTextEdit, QWidget

from mentor_desk.services.goals.setting import GoalEntry, add_goal
from mentor_desk.services.history.steps import latest_step, list_steps, next_redo
from mentor_desk.services.mentees.listing import list_mentees
from mentor_desk.services.network.people import PersonEntry, add_person
from mentor_desk.ui.common.notes_edit import NotesEdit
from mentor_desk.ui.shell.whereabouts import Place
from tests.conftest import NOW
from tests.ui.shell.test_locking import first_session
from tests.visiting import settle

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
FIELDS = (QLineEdit, QPlainTextEdit)


@pytest.fixture
def window(qtbot, opened):
    opened.activateWindow()
    qtbot.waitUntil(opened.isActiveWindow)
    return opened


def press(qtbot, window, key, modifiers=Qt.KeyboardModifier.NoModifier):
    # By the window itself, as a real key comes.
    qtbot.keyClick(window.windowHandle(), key, modifiers)
    settle()


def undo(qtbot, window):
    press(qtbot, window, Qt.Key.Key_Z, CTRL)


def redo(qtbot, window):
    press(qtbot, window, Qt.Key.Key_Z, CTRL | SHIFT)


def latest(window):
    step = window.pages.desk.run(latest_step)
    return step.did if step is not None else ""


def go(window, place):
    window.pages.go(place)
    settle()
    window.activateWindow()
    settle()


def named(window, words):
    return next(
        each
        for each in window.findChildren(QLineEdit)
        if each.isVisible() and each.accessibleName() == words
    )


def test_a_line_emptied_by_saving_leaves_undo_and_redo_to_the_desk(qtbot, window):
    go(window, Place("mentees", first_session(window), "session"))
    before = latest(window)
    line = named(window, "New action")
    line.setFocus()
    qtbot.keyClicks(line, "Send the slides")
    press(qtbot, window, Qt.Key.Key_Return)
    saved = latest(window)
    assert "Send the slides" in saved

    undo(qtbot, window)
    assert latest(window) == before
    assert line.text() == ""

    redo(qtbot, window)
    assert latest(window) == saved


def test_what_is_typed_is_taken_back_before_any_step(qtbot, window):
    go(window, Place("mentees", first_session(window), "session"))
    before = latest(window)
    line = named(window, "New action")
    line.setFocus()
    qtbot.keyClicks(line, "Send")

    undo(qtbot, window)
    assert (line.text(), latest(window)) == ("", before)
    redo(qtbot, window)
    assert (line.text(), latest(window)) == ("Send", before)


def action_undone(qtbot, window):
    """Save an action and undo that; return how the desk stood with it and without."""
    line = named(window, "New action")
    line.setFocus()
    qtbot.keyClicks(line, "Send the slides")
    press(qtbot, window, Qt.Key.Key_Return)
    saved = latest(window)
    undo(qtbot, window)
    return saved, latest(window)


def typed_notes(qtbot, window):
    notes = next(each for each in window.findChildren(NotesEdit) if each.isVisible())
    notes.setFocus()
    qtbot.keyClicks(notes, "Quokka")
    return notes


def test_words_of_a_line_that_are_not_saved_are_not_mixed_with_a_step_done_again(qtbot, window):
    go(window, Place("mentees", first_session(window), "session"))
    _saved, before = action_undone(qtbot, window)
    line = named(window, "New action")
    line.setFocus()
    qtbot.keyClicks(line, "Ask")

    redo(qtbot, window)

    assert (line.text(), latest(window)) == ("Ask", before)


def test_redo_passes_notes_that_are_saved_and_have_only_something_to_take_back(qtbot, window):
    go(window, Place("mentees", first_session(window), "session"))
    notes = typed_notes(qtbot, window)
    window.pages.flush()
    saved, _before = action_undone(qtbot, window)
    notes.setFocus()
    assert notes.document().isUndoAvailable()

    redo(qtbot, window)

    assert latest(window) == saved
    assert "Quokka" in notes.text()


def test_notes_that_are_not_saved_are_saved_and_no_step_is_done_again(qtbot, window):
    go(window, Place("mentees", first_session(window), "session"))
    saved, before = action_undone(qtbot, window)
    notes = typed_notes(qtbot, window)

    redo(qtbot, window)

    assert latest(window) not in {saved, before}
    assert "Quokka" in notes.text()


def people_added(window, *names):
    desk = window.pages.desk
    for name in names:
        window.announce(desk.do(add_person, entry=PersonEntry(display_name=name), now=NOW))
    settle()


def undone_step(window):
    step = window.pages.desk.run(next_redo)
    return step.did if step is not None else ""


def test_steps_undone_after_what_was_typed_in_notes_are_done_again_before_it(qtbot, window):
    go(window, Place("mentees", first_session(window), "session"))
    people_added(window, "Halina One", "Halina Two")
    notes = typed_notes(qtbot, window)
    typed = notes.text()
    window.pages.flush()
    for _ in range(3):
        undo(qtbot, window)
    assert (notes.text() == typed, undone_step(window)) == (False, "Added Halina One")

    redo(qtbot, window)
    assert (notes.text() == typed, latest(window)) == (False, "Added Halina One")
    for _ in range(2):
        redo(qtbot, window)

    assert notes.text() == typed
    assert undone_step(window) == ""
    assert "Added Halina Two" in [step.did for step in window.pages.desk.run(list_steps)]


def test_steps_undone_after_the_words_of_a_line_are_done_again_before_them(qtbot, window):
    go(window, Place("mentees", first_session(window), "session"))
    people_added(window, "Halina One", "Halina Two")
    line = named(window, "New action")
    line.setFocus()
    qtbot.keyClicks(line, "Send")
    undo(qtbot, window)
    undo(qtbot, window)
    window.verbs.undo()
    settle()

    seen = []
    for _ in range(3):
        redo(qtbot, window)
        seen.append((line.text(), latest(window)))

    assert seen == [
        ("", "Added Halina One"),
        ("", "Added Halina Two"),
        ("Send", "Added Halina Two"),
    ]


def test_what_is_taken_back_after_a_step_was_undone_is_put_back_first(qtbot, window):
    go(window, Place("mentees", first_session(window), "session"))
    people_added(window, "Halina One")
    window.verbs.undo()
    settle()
    line = named(window, "New action")
    line.setFocus()
    qtbot.keyClicks(line, "Send")
    undo(qtbot, window)

    redo(qtbot, window)

    assert (line.text(), undone_step(window)) == ("Send", "Added Halina One")


def test_a_completion_is_taken_back_before_any_step(qtbot, window):
    go(window, Place("network"))
    line = named(window, "Who can help with this topic")
    line.completer().model().setStringList(["Advocacy"])
    line.setFocus()
    before = latest(window)
    qtbot.keyClicks(line, "Ad")
    popup = line.completer().popup()
    qtbot.waitUntil(popup.isVisible)
    qtbot.keyClick(popup, Qt.Key.Key_Down)
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    settle()
    assert (line.text(), line.isModified()) == ("Advocacy", True)

    undo(qtbot, window)
    assert (line.text(), latest(window)) == ("Ad", before)
    redo(qtbot, window)
    assert (line.text(), latest(window)) == ("Advocacy", before)


def test_words_on_a_goal_and_milestones_leave_undo_to_the_desk(qtbot, window):
    desk = window.pages.desk
    mentee = desk.look(list_mentees, now=desk.now())[0].mentorship_id
    entry = GoalEntry(title="Speak up", started_on=NOW.date())
    goal = desk.do(add_goal, mentorship_id=mentee, entry=entry).made
    tab = window.pages.mentee_room.show_tab("goals", mentee)
    tab.show_goal(goal)
    settle()
    before = latest(window)
    for line in [each for each in tab.findChildren(QLineEdit) if each.isVisible()]:
        line.setFocus()
        qtbot.keyClicks(line, "Halina")
        press(qtbot, window, Qt.Key.Key_Return)
        if latest(window) == before:
            continue
        assert line.text() == ""

        undo(qtbot, window)

        assert latest(window) == before
        assert line.text() == ""


PLACES = [
    lambda window: Place("mentees", first_session(window), "session"),
    lambda _window: Place("mentees"),
    lambda _window: Place("introductions"),
    lambda _window: Place("network"),
    lambda _window: Place("reviews"),
    lambda _window: Place("history"),
]


@pytest.mark.parametrize("place", PLACES)
def test_every_field_without_words_of_its_own_leaves_undo_to_the_desk(qtbot, window, place):
    go(window, place(window))
    fields = [
        each
        for each in window.findChildren(QWidget)
        if isinstance(each, FIELDS) and each.isVisible() and each.isEnabled()
    ]
    for number, field in enumerate(fields):
        name = f"Halina {number}"
        desk = window.pages.desk
        changes = desk.do(add_person, entry=PersonEntry(display_name=name), now=NOW)
        window.announce(changes)
        settle()
        assert name in latest(window)
        field.setFocus()

        undo(qtbot, window)

        assert name not in latest(window), field.accessibleName()


def test_a_field_of_days_is_asked_like_any_other(qtbot, window):
    before = latest(window)
    field = QDateEdit(window)
    field.show()
    field.setFocus()

    undo(qtbot, window)

    assert latest(window) != before
    field.deleteLater()


def test_the_other_key_of_this_computer_for_redo_reaches_the_desk_too(qtbot, window):
    usual = QKeySequence.keyBindings(QKeySequence.StandardKey.Redo)
    assert QKeySequence("Ctrl+Y") in usual
    go(window, Place("mentees", first_session(window), "session"))
    people_added(window, "Halina One")
    typed_notes(qtbot, window)
    window.pages.flush()
    for _ in range(2):
        undo(qtbot, window)
    assert undone_step(window) == "Added Halina One"

    press(qtbot, window, Qt.Key.Key_Y, CTRL)

    assert latest(window) == "Added Halina One"
