"""The history in the window: its keys, also after a restart, its page, and what pages ask of it."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QMenu

from mentor_desk.models.kinds import SessionState
from mentor_desk.services.goals.setting import GoalEntry, add_goal
from mentor_desk.services.history.keeping import Keeping, remember_keeping
from mentor_desk.services.history.steps import list_steps
from mentor_desk.services.mentees.listing import list_mentees
from mentor_desk.services.network.listing import count_people, find_people
from mentor_desk.services.network.people import PersonEntry, add_person, edit_person
from mentor_desk.services.sessions.planning import list_sessions, log_session
from mentor_desk.services.sessions.writing import SessionWords, write_session
from mentor_desk.ui.common.jobs import is_any_running
from mentor_desk.ui.history.forget_dialog import ForgetDialog
from mentor_desk.ui.history.forgotten_dialog import ForgottenDialog
from mentor_desk.ui.history.page import HistoryPage
from mentor_desk.ui.history.record_dialog import RecordHistoryDialog
from mentor_desk.ui.history.versions_dialog import VersionsDialog
from mentor_desk.ui.shell.whereabouts import Place

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def desk(opened):
    return opened.pages.desk


@pytest.fixture
def add(opened, desk):
    def add(name):
        changes = desk.do(add_person, entry=PersonEntry(display_name=name), now=desk.now())
        opened.pages.announce(changes)
        return changes

    return add


def answer(kind, act, waited=0):
    """Deal with the next modal dialog of this kind, once it is there."""

    def look():
        window = QApplication.activeModalWidget()
        if isinstance(window, kind):
            act(window)
        elif waited < 500:
            answer(kind, act, waited + 1)

    QTimer.singleShot(10, look)


def names(desk):
    return {row.name for row in desk.run(find_people, limit=1000)}


def undo(qtbot, window):
    qtbot.keyPress(window, Qt.Key.Key_Z, CTRL)


def redo(qtbot, window):
    qtbot.keyPress(window, Qt.Key.Key_Z, CTRL | SHIFT)


def test_steps_are_undone_and_done_again_one_after_the_other(qtbot, opened, desk, add):
    for name in ("First One", "Second One"):
        add(name)

    undo(qtbot, opened)
    undo(qtbot, opened)
    assert not names(desk) & {"First One", "Second One"}
    redo(qtbot, opened)
    assert "First One" in names(desk)
    redo(qtbot, opened)

    assert {"First One", "Second One"} <= names(desk)


def test_what_was_done_again_is_said_and_can_be_undone_from_there(qtbot, opened, desk, add):
    add("First One")
    undo(qtbot, opened)

    redo(qtbot, opened)

    toast = opened.words.toasts._toast
    assert toast.accessibleName() == "Did again: Added First One"
    toast.take_back()
    assert "First One" not in names(desk)


def test_with_nothing_left_to_do_again_the_window_says_so(qtbot, opened, add):
    add("First One")

    redo(qtbot, opened)

    assert opened.words.toasts._toast.accessibleName() == "There is nothing to do again."


def test_both_keys_work_after_a_restart(qtbot, opened, desk, add, home, protected):
    add("First One")
    undo(qtbot, opened)
    passphrase = str(home / "passphrase")
    opened.close_desk()

    with qtbot.waitSignal(opened.desk_shown, timeout=20_000):
        opened.opener.begin(protected, passphrase_file=passphrase)
    redo(qtbot, opened)
    assert "First One" in names(opened.pages.desk)
    undo(qtbot, opened)

    assert "First One" not in names(opened.pages.desk)


def test_a_field_that_has_the_keyboard_undoes_its_own_words_first(qtbot, opened, desk, add):
    add("First One")
    opened.pages.go(Place("network"))
    opened.activateWindow()
    filter_edit = opened.pages.page("network")._list._filter_edit
    filter_edit.setFocus()
    qtbot.waitUntil(filter_edit.hasFocus)
    qtbot.keyClicks(filter_edit, "abc")

    undo(qtbot, filter_edit)

    assert filter_edit.text() == ""
    assert "First One" in names(desk)
    redo(qtbot, filter_edit)
    assert filter_edit.text() == "abc"


def test_the_history_opens_by_its_key_and_no_page_of_the_navigation_is_marked(qtbot, opened, add):
    add("First One")

    qtbot.keyPress(opened, Qt.Key.Key_H, CTRL | SHIFT)

    page = opened.pages.current()
    assert isinstance(page, HistoryPage)
    assert page._steps._detail.step.did == "Added First One"
    assert not any(each.isChecked() for each in opened.frame.sidebar._buttons.values())
    qtbot.keyPress(opened, Qt.Key.Key_1, CTRL)
    assert opened.frame.sidebar._buttons["mentees"].isChecked()


def test_undoing_on_the_page_reaches_every_other_page(qtbot, opened, desk, add):
    opened.pages.page("network")
    add("First One")
    opened.pages.go(Place("history"))
    held = len(opened.pages.page("network")._list._ids)

    opened.pages.current()._steps._detail._verb_button.click()
    opened.pages.go(Place("network"))

    assert len(opened.pages.current()._list._ids) == held - 1


def test_one_comes_back_to_the_step_that_was_shown(opened, desk, add):
    first = add("First One")
    add("Second One")
    opened.pages.go(Place("history", first.step))
    where = opened.pages.where()
    opened.pages.go(Place("network"))

    opened.pages.come_back(where)

    assert opened.pages.current()._steps.chosen_id() == first.step


def actions_of(menu: QMenu) -> dict[str, QAction]:
    return {action.text(): action for action in menu.actions() if action.text()}


def test_the_menus_of_a_person_and_a_mentee_open_their_history(opened, desk, add):
    seen = []
    person = add("First One").made
    opened.pages.go(Place("network", person))

    def read(dialog):
        seen.append(dialog.windowTitle())
        dialog.reject()

    answer(RecordHistoryDialog, read)
    actions_of(opened.pages.page("network").menu())["History of this person…"].trigger()
    mentees = opened.pages.page("mentees")
    mentees._on_more_menu_opening()
    answer(RecordHistoryDialog, read)
    actions_of(mentees._more_menu)["History of this mentee…"].trigger()

    mentee = desk.look(list_mentees, now=desk.now())[0]
    assert seen == ["History of First One", f"History of {mentee.name}"]


def test_the_menu_of_a_goal_opens_its_history(opened, desk):
    mentee = desk.look(list_mentees, now=desk.now())[0]
    entry = GoalEntry(title="Speak up", started_on=desk.now().date())
    goal = desk.do(add_goal, mentorship_id=mentee.mentorship_id, entry=entry).made
    opened.pages.go(Place("mentees", goal, "goal"))
    seen = []
    menu = QMenu(opened)

    def read(dialog):
        seen.append(dialog.windowTitle())
        dialog.reject()

    opened.pages.mentee_room.tab("goals").fill_menu(menu, goal)
    answer(RecordHistoryDialog, read)
    actions_of(menu)["History of this goal…"].trigger()

    assert seen == ["History of Speak up"]


def test_what_is_undone_in_the_history_of_a_person_shows_on_the_page(opened, desk, add):
    person = add("First One").made
    entry = PersonEntry(display_name="Another One")
    opened.pages.announce(desk.do(edit_person, person_id=person, entry=entry))
    opened.pages.go(Place("network", person))

    def take_back(dialog):
        dialog._pane._detail._verb_button.click()
        dialog.reject()

    answer(RecordHistoryDialog, take_back)
    opened.pages.histories.show_record("person", person)

    assert opened.pages.page("network")._card.name == "First One"


def test_an_earlier_version_is_taken_back_from_the_session(opened, desk):
    mentee = desk.look(list_mentees, now=desk.now())[0]
    changes = desk.do(log_session, mentorship_id=mentee.mentorship_id, now=desk.now())
    for words in ("First words", "Second words"):
        written = SessionWords(shared_notes=words)
        desk.do(write_session, session_id=changes.made, words=written)
    opened.pages.go(Place("mentees", changes.made, "session"))
    editor = opened.pages.mentee_room.editor

    def take_back(dialog):
        assert isinstance(dialog, VersionsDialog)
        assert dialog._chosen().text == "First words"
        dialog.verb_button.click()

    answer(VersionsDialog, take_back)
    actions_of(editor._parts.header.menu())["Earlier versions of the notes…"].trigger()

    assert editor._parts.shared_pane.edit.text() == "First words"
    rows = desk.run(list_sessions, mentorship_id=mentee.mentorship_id, now=desk.now())
    assert any(row.state is SessionState.PLANNED for row in rows)


def test_versions_of_what_is_gone_are_refused_with_a_sentence(opened, qtbot):
    with qtbot.waitSignal(opened.pages.refused) as refused:
        opened.pages.histories.show_versions("session", 9_999)

    assert "no longer on the desk" in refused.args[0]


def test_forgetting_asks_does_it_and_reports(opened, desk, add):
    person = add("First One").made
    opened.pages.go(Place("network", person))
    before = desk.run(count_people)
    reports = []

    def confirm(dialog):
        dialog._typed_edit.setText("first one")
        answer(ForgottenDialog, report)
        dialog.verb_button.click()

    def report(dialog):
        reports.append(dialog.windowTitle())
        dialog.accept()

    answer(ForgetDialog, confirm)
    actions_of(opened.pages.page("network").menu())["Forget for good…"].trigger()

    assert reports == ["First One is forgotten"]
    assert desk.run(count_people) == before - 1
    assert not any("First One" in step.did for step in desk.run(list_steps))


def test_who_is_gone_already_cannot_be_forgotten_and_that_is_said(opened, qtbot):
    with qtbot.waitSignal(opened.pages.refused) as refused:
        opened.pages.histories.forget(999_999)

    assert "no longer on the desk" in refused.args[0]


def test_old_history_goes_at_leisure_and_the_latest_stays(qtbot, opened, desk, add, home):
    for number in range(120):
        entry = PersonEntry(display_name=f"Somebody {number}")
        desk.do(add_person, entry=entry, now=desk.now())
    later = desk.now() + timedelta(days=40)
    desk._clock = lambda: later
    remember_keeping(opened.settings, Keeping(days=30))
    add("The Last One")

    with qtbot.waitSignal(opened.pages.histories.pruned, timeout=10_000):
        opened.pages.histories.prune()

    qtbot.waitUntil(lambda: not is_any_running())
    assert len(desk.run(list_steps, limit=1000)) == 100
    assert desk.run(list_steps)[0].did == "Added The Last One"


def test_nothing_is_pruned_before_something_is_done(opened, add):
    assert not opened.pages.histories._timer.isActive()

    add("First One")

    assert opened.pages.histories._timer.isActive()


@pytest.mark.parametrize("kind", [ForgetDialog, RecordHistoryDialog])
def test_locking_takes_an_open_dialog_with_it(opened, add, qtbot, kind):
    person = add("First One").made
    histories = opened.pages.histories
    locked = []

    def lock(dialog):
        opened.lock()
        locked.append(dialog)

    answer(kind, lock)
    if kind is ForgetDialog:
        histories.forget(person)
    else:
        histories.show_record("person", person)

    assert len(locked) == 1
    qtbot.waitUntil(lambda: opened.pages is None)
    assert not [
        each for each in QApplication.topLevelWidgets() if each.isVisible() and each.isModal()
    ]
