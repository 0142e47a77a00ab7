"""U4: a locked desk shows nothing, holds no key, and comes back to the same place."""

import signal
from functools import partial

import pytest
from PySide6.QtCore import SIGNAL, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu

from mentor_desk.paths import SEALED_NAME
from mentor_desk.services.mentees.listing import list_mentees
from mentor_desk.services.opening.opening import open_desk
from mentor_desk.services.opening.typed_words import take_typed_words
from mentor_desk.services.sessions.card import session_card
from mentor_desk.services.sessions.planning import list_sessions
from mentor_desk.ui.common.jobs import is_any_running, start_job
from mentor_desk.ui.common.lock_settings import LOCK_AFTER, NEVER, idle_limit
from mentor_desk.ui.mentees.dialog import AddMenteeDialog
from mentor_desk.ui.shell.about import AboutDialog
from mentor_desk.ui.shell.endings import Endings
from mentor_desk.ui.shell.locking.idle import IdleWatch
from mentor_desk.ui.shell.locking.locked import LockedPage
from mentor_desk.ui.shell.locking.typed_dialog import TypedDialog
from mentor_desk.ui.shell.opening.unlock import UnlockPage
from mentor_desk.ui.shell.whereabouts import Place
from tests.ui.shell.protected_window import (
    CANARY,
    SECRET,
    holders_of,
    python_words,
    words_on_screen,
)
from tests.visiting import settle


def lock(qtbot, window):
    with qtbot.waitSignal(window.locking.locked, timeout=10_000):
        window.lock()


def unlock(qtbot, window):
    page = window.findChild(UnlockPage)
    qtbot.keyClicks(page._edit, SECRET)
    with qtbot.waitSignal(window.desk_shown, timeout=20_000):
        qtbot.keyPress(page._edit, Qt.Key.Key_Return)


def first_session(window):
    desk = window.pages.desk
    mentee = desk.look(list_mentees, now=desk.now())[0]
    return desk.run(list_sessions, mentorship_id=mentee.mentorship_id, now=desk.now())[0].id


def visit_everything(window):
    window.pages.mentee_room.make_tabs()
    for page in ("introductions", "network", "reviews", "mentees"):
        window.pages.go(Place(page))
        settle()
    window.pages.go(Place("mentees", first_session(window), "session"))
    settle()


def first_field(dialog, qtbot, words):
    qtbot.keyClicks(dialog.findChild(QLineEdit), words)


def canaries():
    return [words for words in words_on_screen() if CANARY in words]


def test_u4_a_locked_desk_leaves_no_word_on_the_screen(qtbot, opened):
    visit_everything(opened)
    opened.words.tell(f"Added {CANARY}", undo=lambda: None)
    opened.say(f"{CANARY} could not be saved")
    QGuiApplication.clipboard().setText(CANARY)
    assert len(canaries()) > 10

    lock(qtbot, opened)
    settle()

    assert canaries() == []
    assert opened.pages is None
    assert opened.findChild(UnlockPage).isVisible()
    assert opened.frame.sidebar._buttons["network"]._count == ""


def test_u4_not_even_python_holds_the_words_of_a_locked_desk(qtbot, opened):
    visit_everything(opened)
    assert len(python_words(f"{CANARY}0 Okafor")) > 3

    lock(qtbot, opened)
    settle()

    assert python_words(f"{CANARY}0 Okafor") == []
    assert python_words(f"{CANARY} private") == []


def test_u4_nothing_refers_to_the_key_of_a_locked_desk(qtbot, opened):
    # A copy that the collector does not see, to look for the others.
    key = bytes(bytearray(opened.pages.desk.file.key))
    assert holders_of(key) != []

    lock(qtbot, opened)
    settle()

    assert holders_of(key) == []


def test_u4_locking_saves_what_is_being_written_and_closes_the_file(qtbot, opened, protected):
    session = first_session(opened)
    opened.pages.go(Place("mentees", session, "session"))
    edit = opened.pages.mentee_room.editor._parts.shared_pane.edit
    qtbot.keyClicks(edit, "typed a moment ago ")

    lock(qtbot, opened)

    desk = open_desk(protected, passphrase=SECRET)
    card = desk.run(session_card, session_id=session, now=desk.now())
    desk.close()
    assert "typed a moment ago" in card.shared_notes


@pytest.mark.parametrize(
    "go",
    [
        lambda pages, at: pages.go(Place("mentees", at["session"], "session")),
        lambda pages, at: pages.mentee_room.show_tab("goals", at["mentee"].mentorship_id),
        lambda pages, at: pages.go(Place("mentees", at["mentee"].mentorship_id)),
        lambda pages, at: pages.go(Place("network", at["mentee"].person_id)),
        lambda pages, at: pages.go(Place("reviews", at["mentee"].mentorship_id)),
    ],
    ids=["session", "tab", "mentee", "network", "review"],
)
def test_u4_unlocking_comes_back_to_the_same_place(qtbot, opened, go):
    desk = opened.pages.desk
    mentee = desk.look(list_mentees, now=desk.now())[1]
    session = desk.run(list_sessions, mentorship_id=mentee.mentorship_id, now=desk.now())[0].id
    go(opened.pages, {"session": session, "mentee": mentee})
    settle()
    before = opened.pages.where()

    lock(qtbot, opened)
    unlock(qtbot, opened)

    assert opened.pages.where() == before
    assert opened.pages.where().here.thing is not None


def test_u4_ctrl_l_and_the_foot_of_the_navigation_lock(qtbot, opened):
    with qtbot.waitSignal(opened.locking.locked, timeout=10_000):
        qtbot.keyPress(opened, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    unlock(qtbot, opened)

    with qtbot.waitSignal(opened.locking.locked, timeout=10_000):
        qtbot.mouseClick(opened.frame.sidebar.lock_button, Qt.MouseButton.LeftButton)

    assert not opened.frame.sidebar.lock_button.isVisible()


def test_u4_a_dialog_is_closed_and_what_was_typed_in_it_is_given_back(qtbot, opened, protected):
    def type_and_lock():
        first_field(QApplication.activeModalWidget(), qtbot, "Halina Nowak")
        opened.lock()

    def ask():
        QTimer.singleShot(50, type_and_lock)
        dialog = AddMenteeDialog(opened.pages.desk, opened)
        dialog.exec()
        dialog.deleteLater()
        # Whoever waited for the dialog may still read, for the desk is closed only later.
        assert opened.pages.desk.look(list_mentees, now=opened.pages.desk.now())

    with qtbot.waitSignal(opened.locking.locked, timeout=10_000):
        QTimer.singleShot(0, ask)
    settle()

    assert QApplication.activeModalWidget() is None
    assert b"Halina" not in (protected / SEALED_NAME).read_bytes()
    assert not any("Halina" in words for words in words_on_screen())
    unlock(qtbot, opened)
    qtbot.waitUntil(lambda: opened.findChild(TypedDialog) is not None)
    given = opened.findChild(TypedDialog)
    assert ("Halina Nowak") in [each.words for each in given._words]
    given.verb_button.click()
    assert not (protected / SEALED_NAME).exists()


def test_u4_words_given_back_wait_until_the_mentor_lets_them_go(qtbot, opened, protected):
    dialog = AddMenteeDialog(opened.pages.desk, opened)
    dialog.open()
    first_field(dialog, qtbot, "Halina Nowak")
    lock(qtbot, opened)
    unlock(qtbot, opened)
    qtbot.waitUntil(lambda: opened.findChild(TypedDialog) is not None)
    opened.findChild(TypedDialog).cancel_button.click()
    settle()

    lock(qtbot, opened)
    unlock(qtbot, opened)

    qtbot.waitUntil(lambda: opened.findChild(TypedDialog) is not None)
    assert opened.findChild(TypedDialog)._words[0].words == "Halina Nowak"
    opened.findChild(TypedDialog).close()


def test_u4_a_menu_that_is_open_goes_too(qtbot, opened):
    menu = QMenu(opened)
    menu.addAction("Whatever")
    menu.popup(opened.mapToGlobal(opened.rect().center()))

    lock(qtbot, opened)

    assert QApplication.activePopupWidget() is None


def test_u4_what_cannot_be_saved_is_kept_sealed_and_given_back(qtbot, opened, protected):
    opened.pages.go(Place("mentees", first_session(opened), "session"))
    edit = opened.pages.mentee_room.editor._parts.shared_pane.edit
    opened.pages.desk.file.connection.execute("pragma max_page_count=1")
    edit.textCursor().insertText("no disk takes this " * 10_000)
    assert not opened.pages.flush()

    lock(qtbot, opened)

    assert opened.pages is None
    unlock(qtbot, opened)
    qtbot.waitUntil(lambda: opened.findChild(TypedDialog) is not None)
    words = [each.words for each in opened.findChild(TypedDialog)._words]
    assert any("no disk takes this" in each for each in words)
    opened.findChild(TypedDialog).verb_button.click()


def test_u4_a_lock_waits_for_a_job_and_covers_the_screen_meanwhile(qtbot, opened):
    from threading import Event

    ends = Event()
    job = start_job(opened, lambda _progress: ends.wait(10))
    opened.lock()
    settle(100)
    assert not opened.frame.stack.isVisible()
    assert opened.pages is not None

    with (
        qtbot.waitSignal(opened.locking.locked, timeout=10_000),
        qtbot.waitSignal(job.done),
    ):
        ends.set()

    assert opened.frame.stack.isVisible()
    assert opened.pages is None


def test_u4_a_desk_without_a_passphrase_asks_nothing_before_a_click(qtbot, framed, home):
    from mentor_desk.services.opening.opening import make_desk_at

    make_desk_at(home / "sample").close()
    with qtbot.waitSignal(framed.desk_shown):
        framed.begin(home / "sample")

    lock(qtbot, framed)

    page = framed.findChild(LockedPage)
    assert framed.focusWidget() is page.unlock_button
    with qtbot.waitSignal(framed.desk_shown):
        qtbot.keyClick(page.unlock_button, Qt.Key.Key_Space)


def test_nothing_happens_to_a_window_without_a_desk(framed):
    framed.begin()

    framed.lock()
    settle()

    assert not framed.locking.is_locked
    assert framed.frame.stack.isVisible()


class Clock:
    """A steady clock that goes when it is told to."""

    def __init__(self):
        self.seconds = 1000.0

    def __call__(self):
        return self.seconds


def test_u4_the_idle_time_is_counted_by_a_steady_clock_from_the_last_key_or_mouse(qtbot, framed):
    clock, told = Clock(), []
    watch = IdleWatch(lambda: 900.0, framed, clock=clock)
    watch.left_alone.connect(lambda: told.append(clock.seconds))
    qtbot.waitExposed(framed)
    qtbot.waitUntil(lambda: not is_any_running())
    watch.begin()

    clock.seconds += 899
    QTest.mouseMove(framed.windowHandle(), framed.rect().center())
    settle()
    clock.seconds += 899
    QTest.keyClick(framed.windowHandle(), Qt.Key.Key_A)
    clock.seconds += 899
    watch.look()
    assert told == []

    clock.seconds += 2
    watch.look()

    assert told == [clock.seconds]


def test_u4_the_wall_clock_says_nothing_about_being_away(framed, monkeypatch):
    told = []
    watch = IdleWatch(lambda: 900.0, framed)
    watch.left_alone.connect(lambda: told.append(True))
    watch.begin()

    monkeypatch.setattr("time.time", lambda: 9e9)
    watch.look()

    assert told == []


def test_u4_a_job_under_way_puts_the_idle_lock_off_for_an_hour_at_most(qtbot, framed):
    from threading import Event

    clock, told, ends = Clock(), [], Event()
    watch = IdleWatch(lambda: 60.0, framed, clock=clock)
    watch.left_alone.connect(lambda: told.append(True))
    watch.begin()
    job = start_job(framed, lambda _progress: ends.wait(10))

    clock.seconds += 61
    watch.look()
    assert told == []
    clock.seconds += 3600
    watch.look()

    assert told == [True]
    with qtbot.waitSignal(job.done):
        ends.set()


def test_u4_the_window_locks_by_itself_after_the_time_that_was_set(qtbot, opened):
    opened.settings.remember({LOCK_AFTER: 1})
    opened.locking.watch()
    clock = Clock()
    idle = opened.locking._idle
    idle._clock = clock
    idle.begin()

    with qtbot.waitSignal(opened.locking.locked, timeout=10_000):
        clock.seconds += 61
        idle.look()

    assert opened.pages is None


def test_u4_never_means_never(home, framed):
    framed.settings.remember({LOCK_AFTER: NEVER})

    assert idle_limit(framed.settings) is None


def test_u4_the_key_of_the_lock_works_in_a_dialog_too(qtbot, opened):
    opened.locking.watch()
    dialog = AboutDialog(opened)
    dialog.open()
    qtbot.waitUntil(lambda: QApplication.focusWindow() is dialog.windowHandle())

    with qtbot.waitSignal(opened.locking.locked, timeout=10_000):
        QTest.keyClick(dialog.windowHandle(), Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)

    assert opened.pages is None


def test_u4_the_window_behind_a_dialog_hands_the_keyboard_to_it_and_so_to_the_lock(qtbot, opened):
    opened.locking.watch()
    dialog = AboutDialog(opened)
    dialog.open()
    front = dialog.windowHandle()
    qtbot.waitUntil(lambda: QApplication.focusWindow() is front)
    focused = []
    QApplication.instance().focusWindowChanged.connect(focused.append)

    opened.windowHandle().requestActivate()
    qtbot.waitUntil(lambda: focused == [opened.windowHandle(), front])

    QApplication.instance().focusWindowChanged.disconnect(focused.append)
    with qtbot.waitSignal(opened.locking.locked, timeout=10_000):
        keyboard = QApplication.focusWindow()
        QTest.keyClick(keyboard, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)


def test_u4_the_key_of_the_lock_works_while_a_menu_is_open(qtbot, opened):
    opened.locking.watch()
    menu = QMenu(opened)
    menu.addAction("Whatever")
    menu.popup(opened.mapToGlobal(opened.rect().center()))
    front = menu.windowHandle()
    qtbot.waitUntil(lambda: QApplication.focusWindow() is front)

    with qtbot.waitSignal(opened.locking.locked, timeout=10_000):
        QTest.keyClick(front, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)

    assert QApplication.activePopupWidget() is None


def test_what_cannot_be_saved_at_the_end_is_kept_aside_once_the_mentor_agrees(
    qtbot, opened, protected
):
    opened.pages.go(Place("mentees", first_session(opened), "session"))
    opened.pages.desk.file.connection.execute("pragma max_page_count=1")
    edit = opened.pages.mentee_room.editor._parts.shared_pane.edit
    edit.textCursor().insertText("no disk takes this " * 10_000)

    def answer(button):
        getattr(QApplication.activeModalWidget(), button).click()

    QTimer.singleShot(200, partial(answer, "cancel_button"))
    assert not opened.close()
    QTimer.singleShot(200, partial(answer, "verb_button"))
    assert opened.close()

    desk = open_desk(protected, passphrase=SECRET)
    assert any("no disk takes this" in each.words for each in take_typed_words(desk))
    desk.close()


def test_d11_the_session_manager_of_the_desktop_is_listened_to(framed):
    app = QApplication.instance()
    before = app.receivers(SIGNAL("commitDataRequest(QSessionManager&)"))
    restored = {number: signal.getsignal(number) for number in (2, 15, 1)}

    framed.endings = Endings(framed)

    assert app.receivers(SIGNAL("commitDataRequest(QSessionManager&)")) == before + 1
    for number, handler in restored.items():
        signal.signal(number, handler)
    signal.set_wakeup_fd(-1)
