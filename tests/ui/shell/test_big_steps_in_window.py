"""A big step is taken back beside the window: it goes on painting, and nothing else is done."""

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication

from mentor_desk.services.history.steps import StepState, list_steps
from mentor_desk.services.network.listing import count_people, find_people
from mentor_desk.services.network.people import PersonEntry, delete_person, edit_person
from mentor_desk.services.opening.opening import open_desk
from mentor_desk.ui.common import discreet
from mentor_desk.ui.common.jobs import is_any_running
from mentor_desk.ui.common.waiting import UNSEEN, WaitingDialog
from mentor_desk.ui.shell.whereabouts import Place
from tests.canonical import canonical_dump
from tests.crowd import import_crowd
from tests.ui.shell.protected_window import CANARY, SECRET, words_in_sight, words_on_screen

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
CROWD = 1500
LONGEST = 20


@pytest.fixture
def desk(opened):
    return opened.pages.desk


@pytest.fixture
def imported(opened, desk):
    """The step by which a crowd came in."""
    changes = import_crowd(desk, CROWD)
    opened.pages.announce(changes)
    return changes.step


@pytest.fixture
def slowly(desk):
    """Let whatever is done beside the window wait for this event, in the midst of its step."""
    end, now = threading.Event(), desk.now
    moment = now()

    def clock():
        if threading.current_thread() is not threading.main_thread():
            end.wait(LONGEST)
        return moment

    desk._clock = clock
    yield end
    end.set()


def lock_by(qtbot, window, how):
    match how:
        case "the keys":
            dialog = QApplication.activeModalWidget()
            window.locking._idle._on_focus_window_changed(dialog.windowHandle())
            qtbot.keyPress(dialog.windowHandle(), Qt.Key.Key_L, CTRL)
        case "nobody there":
            window.locking._idle._touched_at -= 24 * 3600
            window.locking._idle.look()
        case _:
            window.locking._system.lock_asked.emit()


def rest(qtbot):
    qtbot.waitUntil(lambda: not is_any_running(), timeout=20_000)


def waiting(qtbot):
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), WaitingDialog))
    return QApplication.activeModalWidget()


def people(desk):
    return desk.run(count_people)


def state_of(desk, step):
    return next(row.state for row in desk.run(list_steps) if row.id == step)


def test_the_keys_undo_it_and_do_it_again(qtbot, opened, desk, imported):
    before = people(desk)

    qtbot.keyPress(opened, Qt.Key.Key_Z, CTRL)
    rest(qtbot)
    qtbot.waitUntil(lambda: state_of(desk, imported) is StepState.UNDONE)
    assert people(desk) == before - CROWD
    qtbot.keyPress(opened, Qt.Key.Key_Z, CTRL | SHIFT)
    rest(qtbot)

    assert people(desk) == before


def test_the_window_turns_while_it_is_undone(qtbot, opened, desk):
    import_crowd(desk, 6000)
    ticks = []
    timer = QTimer(opened, interval=5)
    timer.timeout.connect(lambda: ticks.append(is_any_running()))
    timer.start()

    opened.verbs.undo()
    rest(qtbot)

    timer.stop()
    assert people(desk) < 10
    assert sum(ticks) > 5


def test_what_is_being_undone_is_said_and_afterwards_that_it_is(qtbot, opened, imported, slowly):
    opened.verbs.undo()

    dialog = waiting(qtbot)
    assert dialog.windowTitle() == f"Undoing: Imported {CROWD} people from crowd.csv…"
    slowly.set()
    rest(qtbot)

    toast = opened.words.toasts._toast
    assert toast.accessibleName().startswith("Undid: Imported")
    toast.take_back()
    rest(qtbot)
    assert opened.words.toasts._toast.accessibleName().startswith("Did again: Imported")


def test_a_second_press_of_the_keys_is_not_kept_for_later(qtbot, opened, desk, imported, slowly):
    for _ in range(3):
        qtbot.keyPress(opened, Qt.Key.Key_Z, CTRL)
    waiting(qtbot)

    slowly.set()
    rest(qtbot)

    undone = [row.id for row in desk.run(list_steps) if row.state is StepState.UNDONE]
    assert undone == [imported]


def test_a_discreet_window_names_nothing(qtbot, opened, imported, slowly):
    discreet.turn(opened.settings, is_on=True)
    try:
        opened.verbs.undo()

        assert waiting(qtbot).windowTitle() == "Undoing…"
    finally:
        slowly.set()
        rest(qtbot)
        discreet.turn(opened.settings, is_on=False)


def test_what_later_steps_build_on_is_refused_with_a_sentence(qtbot, opened, desk, imported):
    somebody = next(row for row in desk.run(find_people, "Given7"))
    entry = PersonEntry(display_name="Seven of them")
    desk.do(edit_person, person_id=somebody.id, entry=entry)
    before = people(desk)

    opened.verbs.undo_step(imported)
    rest(qtbot)

    assert "Changed Seven of them" in opened.words.banner._sentence_label.text()
    assert people(desk) == before


def test_the_history_page_undoes_it_too(qtbot, opened, desk, imported):
    opened.pages.go(Place("history", imported))
    detail = opened.pages.page("history")._steps._detail

    qtbot.mouseClick(detail._verb_button, Qt.MouseButton.LeftButton)
    rest(qtbot)

    assert detail.step.state is StepState.UNDONE
    assert state_of(desk, imported) is StepState.UNDONE


def test_one_of_a_crowd_that_was_deleted_is_put_back(qtbot, opened, desk, imported):
    somebody = desk.run(find_people, "Given7")[0]
    opened.pages.announce(desk.do(delete_person, person_id=somebody.id))
    opened.pages.go(Place("history"))
    page = opened.pages.page("history")
    page.show_trash()

    qtbot.mouseClick(page._trash._detail._put_back_button, Qt.MouseButton.LeftButton)
    rest(qtbot)

    assert somebody.id in {row.id for row in desk.run(find_people, "Given7")}


def test_it_can_be_cancelled_and_the_step_stands_as_it_was(qtbot, opened, desk, imported, slowly):
    before = canonical_dump(desk)
    opened.verbs.undo()
    dialog = waiting(qtbot)

    qtbot.mouseClick(dialog._stop_button, Qt.MouseButton.LeftButton)
    assert not dialog._stop_button.isEnabled()
    slowly.set()
    rest(qtbot)

    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)
    assert canonical_dump(desk) == before
    assert state_of(desk, imported) is StepState.DONE
    assert opened.words.banner is None


@pytest.mark.parametrize("how", ["the keys", "nobody there", "the system"])
def test_a_lock_covers_it_at_once_and_cancels_it(
    qtbot, opened, desk, imported, slowly, protected, how
):
    before = people(desk)
    opened.locking.watch()
    opened.verbs.undo()
    waiting(qtbot)

    lock_by(qtbot, opened, how)

    assert QApplication.activeModalWidget() is None
    assert not any("crowd.csv" in words or CANARY in words for words in words_in_sight())
    with qtbot.waitSignal(opened.locking.locked, timeout=20_000):
        slowly.set()
    assert not any("crowd.csv" in words for words in words_on_screen())
    kept = open_desk(Path(protected), passphrase=SECRET)
    assert people(kept) == before
    kept.close()


def test_the_key_of_the_lock_works_before_the_dialog_is_there(
    qtbot, opened, imported, slowly, protected
):
    opened.verbs.undo()

    qtbot.keyPress(opened, Qt.Key.Key_L, CTRL)

    assert opened.locking.is_locking
    qtbot.wait(2 * UNSEEN)
    assert QApplication.activeModalWidget() is None
    with qtbot.waitSignal(opened.locking.locked, timeout=20_000):
        slowly.set()


def test_closing_the_window_waits_for_it_and_keeps_it_whole(
    qtbot, opened, desk, imported, slowly, protected
):
    before = people(desk)
    opened.verbs.undo()
    waiting(qtbot)

    threading.Timer(0.2, slowly.set).start()
    opened.close()
    rest(qtbot)

    assert opened.pages is None
    kept = open_desk(Path(protected), passphrase=SECRET)
    assert people(kept) == before - CROWD
    kept.close()
