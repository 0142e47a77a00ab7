"""What takes long is done beside the window, which waits for it and stays deaf meanwhile."""

from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QPushButton, QVBoxLayout, QWidget

from mentor_desk.errors import RefusedMoveError
from mentor_desk.ui.common.jobs import give_way, holds_up_a_lock, is_any_running
from mentor_desk.ui.common.waiting import UNSEEN, WaitingDialog, carry_out

WORDS = "Undoing: Imported 100,000 people…"
LONGEST = 20


class Answers:
    """What came of it."""

    def __init__(self):
        self.done, self.refused = [], []

    def to(self, parent, work, *, is_long=True, can_stop=False):
        carry_out(
            parent,
            work,
            WORDS,
            is_long=is_long,
            done=self.done.append,
            refused=lambda refusal: self.refused.append(refusal.sentence),
            can_stop=can_stop,
        )


@pytest.fixture
def answers():
    return Answers()


@pytest.fixture
def window(qtbot):
    """A window with something to type in and something to click, and the keyboard in it."""
    window = QWidget()
    window.edit, window.button = QLineEdit(), QPushButton("More")
    layout = QVBoxLayout(window)
    layout.addWidget(window.edit)
    layout.addWidget(window.button)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    window.edit.setFocus()
    qtbot.waitUntil(window.edit.hasFocus)
    yield window
    qtbot.waitUntil(lambda: not is_any_running())


@pytest.fixture
def end():
    end = Event()
    yield end
    end.set()


def slow(end):
    def work(progress):
        progress(1, 4)
        end.wait(LONGEST)
        return "all of it"

    return work


def patient(end):
    """Go on until it is told to stop, or the end is there."""

    def work(progress):
        while not end.wait(0.01):
            progress(0, 0)
        return "all of it"

    return work


def dialog_in(qtbot, window):
    qtbot.waitUntil(lambda: window.findChild(WaitingDialog) is not None)
    return window.findChild(WaitingDialog)


def refuse(_progress):
    raise RefusedMoveError("Later steps build on it.")


@pytest.mark.parametrize("is_long", [False, True])
def test_what_came_of_it_is_handed_on(qtbot, window, answers, is_long):
    answers.to(window, lambda _progress: 7, is_long=is_long)

    qtbot.waitUntil(lambda: answers.done == [7])
    assert answers.refused == []


@pytest.mark.parametrize("is_long", [False, True])
def test_a_refusal_is_handed_on_in_its_sentence(qtbot, window, answers, is_long):
    answers.to(window, refuse, is_long=is_long)

    qtbot.waitUntil(lambda: answers.refused == ["Later steps build on it."])
    assert answers.done == []


def test_what_is_short_is_done_before_anything_else(window, answers):
    answers.to(window, lambda _progress: 7, is_long=False)

    assert answers.done == [7]
    assert not is_any_running()


def test_what_is_over_soon_shows_no_dialog(qtbot, window, answers):
    answers.to(window, lambda _progress: 7)
    qtbot.waitUntil(lambda: bool(answers.done))

    qtbot.wait(400)

    assert window.findChild(WaitingDialog) is None


def test_what_lasts_says_what_is_being_done_and_how_far_it_is(qtbot, window, answers, end):
    answers.to(window, slow(end))

    dialog = dialog_in(qtbot, window)

    assert QApplication.activeModalWidget() is dialog
    assert dialog.windowTitle() == WORDS
    end.set()
    qtbot.waitUntil(lambda: answers.done == ["all of it"])
    qtbot.waitUntil(lambda: window.findChild(WaitingDialog) is None)


def test_neither_escape_nor_closing_sends_it(qtbot, window, answers, end):
    answers.to(window, slow(end))
    dialog = dialog_in(qtbot, window)

    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    dialog.close()

    assert dialog.isVisible()
    assert answers.done == []
    assert not dialog._stop_button.isVisible()


@pytest.mark.parametrize("way", ["button", "escape", "close"])
def test_what_can_stop_is_cancelled_and_nobody_is_told(qtbot, window, answers, end, way):
    answers.to(window, patient(end), can_stop=True)
    dialog = dialog_in(qtbot, window)

    match way:
        case "button":
            qtbot.mouseClick(dialog._stop_button, Qt.MouseButton.LeftButton)
        case "escape":
            qtbot.keyClick(dialog, Qt.Key.Key_Escape)
        case _:
            dialog.close()

    assert dialog.isVisible()
    assert dialog._stop_button.text() == "Cancelling…"
    qtbot.waitUntil(lambda: window.findChild(WaitingDialog) is None)
    assert answers.done == answers.refused == []
    qtbot.waitUntil(window.edit.hasFocus)


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Space, Qt.Key.Key_Z])
def test_what_is_being_typed_when_it_appears_cancels_nothing(qtbot, window, answers, end, key):
    answers.to(window, patient(end), can_stop=True)
    dialog = dialog_in(qtbot, window)
    qtbot.waitUntil(dialog.isActiveWindow)

    qtbot.keyClick(QApplication.focusWidget() or dialog, key)
    end.set()

    qtbot.waitUntil(lambda: answers.done == ["all of it"])


def test_a_lock_stops_what_gives_way_and_nothing_else(qtbot, window, answers, end):
    answers.to(window, patient(end))
    assert holds_up_a_lock()
    other = Answers()
    other.to(window, patient(end), can_stop=True)

    give_way()
    qtbot.wait(2 * UNSEEN)

    assert len(window.findChildren(WaitingDialog)) == 1
    end.set()
    qtbot.waitUntil(lambda: answers.done == ["all of it"])
    assert other.done == []
    assert not holds_up_a_lock()


def test_the_key_of_the_lock_is_heard_before_it_is_there(qtbot, window, answers, end):
    heard = []
    shortcut = QShortcut(QKeySequence("Ctrl+L"), window)
    shortcut.activated.connect(lambda: heard.append("lock"))
    other = QShortcut(QKeySequence("Ctrl+M"), window)
    other.activated.connect(lambda: heard.append("other"))
    answers.to(window, slow(end))

    for key in (Qt.Key.Key_M, Qt.Key.Key_L):
        qtbot.keyClick(window, key, Qt.KeyboardModifier.ControlModifier)

    assert heard == ["lock"]


def test_keys_and_clicks_are_dropped_even_before_it_is_there(qtbot, window, answers, end):
    clicks = []
    window.button.clicked.connect(lambda: clicks.append(1))
    answers.to(window, slow(end))

    qtbot.keyClicks(window.edit, "lost")
    qtbot.mouseClick(window.button, Qt.MouseButton.LeftButton)
    end.set()
    qtbot.waitUntil(lambda: bool(answers.done))
    qtbot.keyClicks(window.edit, "kept")
    qtbot.mouseClick(window.button, Qt.MouseButton.LeftButton)

    assert window.edit.text() == "kept"
    assert clicks == [1]


def test_the_keyboard_comes_back_to_where_it_was(qtbot, window, answers, end):
    answers.to(window, slow(end))
    qtbot.waitUntil(dialog_in(qtbot, window).isActiveWindow)

    end.set()
    qtbot.waitUntil(lambda: bool(answers.done))

    qtbot.waitUntil(window.edit.hasFocus)


def test_nobody_is_told_once_the_window_is_gone(qtbot, answers, end):
    window = QWidget()
    answers.to(window, slow(end))

    window.deleteLater()
    qtbot.wait(10)
    end.set()

    qtbot.waitUntil(lambda: not is_any_running())
    assert answers.done == []


def test_what_nobody_foresaw_reaches_the_hook_and_the_window_hears_again(qtbot, window, answers):
    with qtbot.captureExceptions() as failures:
        answers.to(window, lambda _progress: 1 // 0)
        qtbot.waitUntil(lambda: bool(failures))

    qtbot.keyClicks(window.edit, "kept")
    assert failures[0][0] is ZeroDivisionError
    assert window.edit.text() == "kept"


def test_a_dialog_that_nobody_else_holds_may_go_with_the_answer(qtbot):
    def ask():
        dialog = QDialog()
        qtbot.addWidget(dialog)
        dialog.show()
        with qtbot.waitSignal(dialog.accepted):
            carry_out(
                dialog,
                lambda _progress: 7,
                WORDS,
                is_long=True,
                done=lambda _result: dialog.accept(),
                refused=lambda _refusal: None,
            )

    for _ in range(3):
        ask()
        qtbot.wait(10)

    assert not is_any_running()
