"""U4: a recovery key on the screen is locked away like the desk, and comes back the same."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from mentor_desk import paths
from mentor_desk.services.opening.opening import open_desk
from mentor_desk.ui.common.clipboard import copy_secret
from mentor_desk.ui.preferences import sheet_saving
from mentor_desk.ui.shell.locking.locked import CoveredPage
from mentor_desk.ui.shell.opening.recovery import RecoveryPage
from mentor_desk.ui.shell.opening.unlock import UnlockPage
from mentor_desk.ui.shell.opening.welcome import WelcomePage
from tests.ui.shell.protected_window import (
    SECRET,
    words_in_sight,
    words_on_screen,
)
from tests.visiting import settle

WRONG = "MD1-AAAAA-BBBBB-CCCCC-DDDDD"
LEFT = Qt.MouseButton.LeftButton


def page_of(window, kind):
    return next((page for page in window.findChildren(kind) if page.isVisible()), None)


def wait_for(qtbot, window, kind):
    qtbot.waitUntil(lambda: page_of(window, kind) is not None, timeout=10_000)
    return page_of(window, kind)


def key_on(page):
    return page._card._recovery_key


def pieces(key):
    """Return the groups of a key but its beginning, which is the same in all of them."""
    return set(key.split("-")[1:])


def shown(key):
    return [words for words in words_on_screen() if any(each in words for each in pieces(key))]


def press_lock(qtbot, window):
    with qtbot.waitSignal(window.locking.locked, timeout=10_000):
        QTest.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    settle()


@pytest.fixture
def first_start(qtbot, framed):
    """A window whose welcome page was filled in, with the recovery key on the screen."""
    framed.begin()
    welcome = page_of(framed, WelcomePage)
    qtbot.waitUntil(welcome._passphrase_choice.isChecked)
    welcome._name_edit.setText("Michelle Roy")
    welcome._passphrase_edit.setText(SECRET)
    welcome._again_edit.setText(SECRET)
    qtbot.mouseClick(welcome._start_button, LEFT)
    wait_for(qtbot, framed, RecoveryPage)
    return framed


def test_u4_before_a_desk_is_made_the_key_is_covered_and_one_click_brings_it_back(
    qtbot, first_start
):
    page = page_of(first_start, RecoveryPage)
    key = key_on(page)
    qtbot.mouseClick(page._card.copy_button, LEFT)

    press_lock(qtbot, first_start)

    cover = page_of(first_start, CoveredPage)
    assert shown(key) == []
    assert QGuiApplication.clipboard().text() == ""
    assert first_start.focusWidget() is cover.back_button
    assert first_start.frame.sidebar._subtitle.text() == "Locked"
    assert not paths.default_desk().exists()

    qtbot.keyClick(cover.back_button, Qt.Key.Key_Space)
    again = page_of(first_start, RecoveryPage)
    assert key_on(again) == key
    assert first_start.frame.sidebar._subtitle.text() == "No desk is open"
    with qtbot.waitSignal(first_start.desk_shown, timeout=10_000):
        qtbot.mouseClick(again.kept_button, LEFT)
    first_start.close_desk()
    open_desk(paths.default_desk(), recovery_key=key).close()


def test_u4_a_key_that_was_covered_once_can_be_covered_again(qtbot, first_start):
    for _ in range(2):
        press_lock(qtbot, first_start)
        qtbot.mouseClick(page_of(first_start, CoveredPage).back_button, LEFT)

    assert page_of(first_start, RecoveryPage) is not None


def test_u4_the_file_dialog_of_the_sheet_is_closed_with_it(qtbot, first_start):
    page = page_of(first_start, RecoveryPage)

    def lock_over_the_dialog():
        assert isinstance(QApplication.activeModalWidget(), QFileDialog)
        first_start.lock()

    from PySide6.QtCore import QTimer

    QTimer.singleShot(300, lock_over_the_dialog)
    with qtbot.waitSignal(first_start.locking.locked, timeout=10_000):
        qtbot.mouseClick(page._card.save_button, LEFT)

    assert page_of(first_start, CoveredPage) is not None


def save_sheet(qtbot, page, home, monkeypatch):
    monkeypatch.setattr(sheet_saving, "ask_sheet_target", lambda _: home / "sheet.pdf")
    qtbot.mouseClick(page._card.save_button, LEFT)
    qtbot.waitUntil(lambda: "sheet.pdf" in page._card._told_label.text(), timeout=10_000)


def test_going_back_says_that_the_sheet_that_was_saved_opens_nothing(
    qtbot, first_start, home, monkeypatch
):
    page = page_of(first_start, RecoveryPage)
    save_sheet(qtbot, page, home, monkeypatch)
    assert "opens nothing until you say that you have kept it" in page._card._told_label.text()

    qtbot.mouseClick(page.later_button, LEFT)

    welcome = page_of(first_start, WelcomePage)
    assert "the recovery key that was shown opens nothing: throw away" in " ".join(words_in_sight())
    assert welcome._name_edit.text() == "Michelle Roy"


def test_u4_a_key_that_nobody_looks_at_is_covered_by_itself(qtbot, first_start):
    qtbot.waitUntil(lambda: first_start.locking._idle is not None, timeout=10_000)

    with qtbot.waitSignal(first_start.locking.locked, timeout=10_000):
        first_start.locking._idle.left_alone.emit()

    assert page_of(first_start, CoveredPage) is not None


def test_the_way_to_lock_is_offered_while_a_key_is_shown_and_not_beside_the_welcome(
    qtbot, first_start
):
    button = first_start.frame.sidebar.lock_button
    assert button.isVisible()

    press_lock(qtbot, first_start)
    assert not button.isVisible()

    qtbot.mouseClick(page_of(first_start, CoveredPage).back_button, LEFT)
    assert button.isVisible()
    qtbot.mouseClick(page_of(first_start, RecoveryPage).later_button, LEFT)
    assert not button.isVisible()
    assert page_of(first_start, WelcomePage) is not None


def test_a_covered_key_is_let_go_when_another_desk_is_opened(qtbot, first_start, protected):
    press_lock(qtbot, first_start)

    first_start.close_desk()
    with qtbot.waitSignal(first_start.desk_shown, timeout=20_000):
        first_start.opener.open(protected, passphrase=SECRET)
    with qtbot.waitSignal(first_start.locking.locked, timeout=10_000):
        first_start.lock()

    assert page_of(first_start, CoveredPage) is None
    assert page_of(first_start, UnlockPage) is not None


LOCKS = [
    lambda window: window.lock(),
    lambda window: window.locking._idle.left_alone.emit(),
    lambda window: window.locking._on_system_lock_asked(),
]


@pytest.mark.parametrize("lock", LOCKS)
def test_u4_a_recovery_key_that_was_mistyped_goes_with_the_next_lock(qtbot, opened, lock):
    press_lock(qtbot, opened)
    page = wait_for(qtbot, opened, UnlockPage)
    page._way_button.click()
    qtbot.keyClicks(page._recovery_edit, WRONG)
    qtbot.keyClick(page._recovery_edit, Qt.Key.Key_Return)
    qtbot.waitUntil(page._unlock_button.isEnabled, timeout=10_000)
    assert shown(WRONG)
    qtbot.waitUntil(lambda: opened.locking._idle is not None)

    with qtbot.waitSignal(opened.locking.locked, timeout=10_000):
        lock(opened)
    settle()

    assert not shown(WRONG)
    assert wait_for(qtbot, opened, UnlockPage)._edit.text() == ""


def test_u4_a_recovery_key_typed_at_the_first_start_can_be_locked_too(qtbot, framed, protected):
    framed.begin(protected)
    page = wait_for(qtbot, framed, UnlockPage)
    page._way_button.click()
    assert framed.frame.sidebar.lock_button.isHidden()

    qtbot.keyClicks(page._recovery_edit, WRONG)
    assert framed.frame.sidebar.lock_button.isVisible()
    press_lock(qtbot, framed)

    assert not shown(WRONG)
    assert framed.frame.sidebar.lock_button.isHidden()


def test_u4_a_recovery_key_that_was_copied_goes_when_the_window_is_closed(opened):
    copy_secret(WRONG)

    assert opened.close()

    assert QGuiApplication.clipboard().text() == ""


def test_what_is_no_secret_may_be_pasted_after_the_window_is_closed(opened):
    QGuiApplication.clipboard().setText("a draft for a letter")

    assert opened.close()

    assert QGuiApplication.clipboard().text() == "a draft for a letter"
    QGuiApplication.clipboard().clear()
