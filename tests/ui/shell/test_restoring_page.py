"""A restore in the window: how far it is, and that it can be stopped until files change over."""

import errno
import time

import pytest
from PySide6.QtCore import Qt

from mentor_desk.services.keeping.backups import back_up, backup_folders
from mentor_desk.services.network.listing import find_people
from mentor_desk.services.network.people import PersonEntry, add_person
from mentor_desk.storage.backups import changing_over
from mentor_desk.ui.common.jobs import is_any_running
from mentor_desk.ui.recovery.page import RescuePage
from mentor_desk.ui.shell.opening.restoring import RestoringPage
from mentor_desk.ui.shell.opening.unlock import TroublePage, UnlockPage
from tests.crowd import import_crowd
from tests.ui.shell.protected_window import SECRET, words_in_sight

LATER = PersonEntry(display_name="Came Later")
LONGEST = 20


@pytest.fixture
def kept(opened):
    """A backup of the desk that is open, since when somebody was added; and its key."""
    desk = opened.pages.desk
    import_crowd(desk, 2000)
    file = back_up(desk, backup_folders(desk.folder), now=desk.now()).row.path
    desk.do(add_person, entry=LATER, now=desk.now())
    return file, bytes(desk.file.key)


def came_later(window):
    return bool(window.pages.desk.run(find_people, "Came Later"))


def begin(window, folder, kept):
    window.restore(kept[0], folder, kept[1])
    return window.findChild(RestoringPage)


def test_the_page_says_how_far_it_is_and_the_desk_opens_as_it_was(qtbot, opened, protected, kept):
    told = []
    with qtbot.waitSignal(opened.desk_shown, timeout=30_000):
        begin(opened, protected, kept)
        opened.opener._restoring._job.progressed.connect(lambda *how_far: told.append(how_far))

    shares = [done for done, of in told if of]
    assert shares == sorted(shares)
    assert len(set(shares)) > 5
    assert told[-1] == (100, 100)
    assert not came_later(opened)


@pytest.mark.parametrize("by", ["click", "key"])
def test_stopped_the_same_desk_opens_again_without_a_question(qtbot, opened, protected, kept, by):
    with qtbot.waitSignal(opened.desk_shown, timeout=30_000):
        page = begin(opened, protected, kept)
        if by == "click":
            qtbot.mouseClick(page.stop_button, Qt.MouseButton.LeftButton)
        else:
            qtbot.keyClick(page.stop_button, Qt.Key.Key_Escape)
        assert not page.stop_button.isEnabled()

    assert came_later(opened)
    assert "Nothing was restored" in opened.words.toasts._toast.accessibleName()
    assert not (protected / ".restoring").exists()
    assert not (protected / "set-aside").exists()


def test_stopped_before_a_desk_was_open_it_is_asked_for_as_ever(qtbot, opened, protected, kept):
    opened.close_desk()

    page = begin(opened, protected, kept)
    page.stop_button.click()

    qtbot.waitUntil(lambda: opened.findChild(UnlockPage) is not None, timeout=20_000)
    assert opened.pages is None
    assert not (protected / "set-aside").exists()


def test_too_late_to_stop_is_said(qtbot, opened, protected, kept):
    with qtbot.waitSignal(opened.desk_shown, timeout=30_000):
        page = begin(opened, protected, kept)
        end = time.monotonic() + LONGEST
        # The window hears nothing of it meanwhile, so it still offers to stop.
        while not (protected / "set-aside").exists() and time.monotonic() < end:
            time.sleep(0.005)
        page.stop_button.click()

    assert not came_later(opened)
    assert "too late to stop" in opened.words.banner._sentence_label.text()


def test_once_the_files_change_over_nobody_can_stop(qtbot):
    page = RestoringPage("desk.mentordesk")
    qtbot.addWidget(page)
    page.show_progress(98, 100)
    assert page.stop_button.isEnabled()

    page.show_progress(100, 100)

    with qtbot.assertNotEmitted(page.stop_requested):
        page.stop_button.click()
        qtbot.keyClick(page, Qt.Key.Key_Escape)


def test_closing_the_window_stops_it_without_a_word(qtbot, opened, protected, kept):
    begin(opened, protected, kept)

    opened.close()

    qtbot.waitUntil(lambda: not (protected / ".restoring").exists(), timeout=20_000)
    assert opened.pages is None


def spoilt(kept):
    content = bytearray(kept[0].read_bytes())
    content[len(content) // 2] ^= 1
    kept[0].write_bytes(content)
    return kept


def banner_words(window):
    return window.words.banner._sentence_label.text()


def test_b2_a_damaged_backup_is_refused_and_the_healthy_desk_opens_again(
    qtbot, opened, protected, kept
):
    with qtbot.waitSignal(opened.desk_shown, timeout=30_000):
        begin(opened, protected, spoilt(kept))

    assert came_later(opened)
    assert opened.findChild(RescuePage) is None
    assert "damaged" in banner_words(opened)
    assert kept[0].name in banner_words(opened)


def test_b2_refused_before_a_desk_was_open_it_is_asked_for_as_ever(qtbot, opened, protected, kept):
    opened.close_desk()

    begin(opened, protected, spoilt(kept))

    qtbot.waitUntil(lambda: opened.findChild(UnlockPage) is not None, timeout=20_000)
    assert "damaged" in banner_words(opened)
    assert opened.pages is None


def test_b5_a_desk_that_cannot_be_put_aside_opens_again_and_says_so(qtbot, opened, protected, kept):
    (protected / "set-aside").write_bytes(b"in the way")

    with qtbot.waitSignal(opened.desk_shown, timeout=30_000):
        begin(opened, protected, kept)

    assert came_later(opened)
    assert "cannot be put aside" in banner_words(opened)


def test_b5_what_could_not_be_put_aside_is_said_when_the_desk_opens(qtbot, opened, protected, kept):
    opened.close_desk()
    staging = protected / ".restoring"
    (staging / "aside").mkdir(parents=True)
    (staging / "aside" / "desk.db").write_bytes(b"of before")
    (staging / "ready").write_bytes(b"2026-11-23 10.00.00")
    (protected / "set-aside").write_bytes(b"in the way")

    opened.opener.open(protected, passphrase=SECRET)
    qtbot.waitUntil(lambda: opened.pages is not None, timeout=20_000)

    assert "could not be put aside" in banner_words(opened)
    assert (staging / "aside" / "desk.db").read_bytes() == b"of before"


def cannot_be_moved(*_args):
    raise OSError(errno.EIO, "Input/output error")


@pytest.mark.parametrize("is_stopped", [False, True], ids=["left alone", "stopped too late"])
def test_b5_what_could_not_be_put_aside_is_said_at_once_in_the_same_window(
    qtbot, opened, protected, kept, monkeypatch, is_stopped
):
    monkeypatch.setattr(changing_over, "_moved_aside", cannot_be_moved)

    with qtbot.waitSignal(opened.desk_shown, timeout=30_000):
        begin(opened, protected, kept)
        if is_stopped:
            opened.opener._restoring._is_stopping = True

    assert not came_later(opened)
    assert "could not be put aside" in banner_words(opened)
    assert ("too late to stop" in banner_words(opened)) == is_stopped
    assert (protected / ".restoring" / "aside" / "desk.db").exists()


def test_b5_a_restore_that_stands_half_way_lets_nobody_work_on_the_desk_before(
    qtbot, opened, protected, kept, monkeypatch
):
    with monkeypatch.context() as patch:
        patch.setattr(changing_over, "_change_over", cannot_be_moved)
        begin(opened, protected, kept)
        qtbot.waitUntil(lambda: opened.findChild(TroublePage) is not None, timeout=30_000)

    assert opened.pages is None
    assert "cannot be finished" in opened.findChild(TroublePage).sentence_label.text()
    assert (protected / ".restoring" / "ready").exists()


def press_lock(qtbot, window):
    qtbot.keyPress(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)


def nothing_shows(window):
    return window.pages is None and not any("Came Later" in words for words in words_in_sight())


def test_u4_a_lock_during_a_restore_lets_it_end_and_shows_nothing(qtbot, opened, protected, kept):
    begin(opened, protected, kept)

    with qtbot.waitSignal(opened.locking.locked, timeout=30_000):
        press_lock(qtbot, opened)
        assert opened.findChild(RestoringPage) is not None

    assert nothing_shows(opened)
    page = opened.findChild(UnlockPage)
    assert page.isVisible()
    qtbot.keyClicks(page._edit, SECRET)
    with qtbot.waitSignal(opened.desk_shown, timeout=20_000):
        qtbot.keyPress(page._edit, Qt.Key.Key_Return)
    assert not came_later(opened)


@pytest.mark.parametrize("ends", ["stopped", "refused"])
def test_u4_a_lock_during_a_restore_that_comes_to_nothing_holds_too(
    qtbot, opened, protected, kept, ends
):
    page = begin(opened, protected, spoilt(kept) if ends == "refused" else kept)

    with qtbot.waitSignal(opened.locking.locked, timeout=30_000):
        opened.lock()
        if ends == "stopped":
            page.stop_button.click()

    assert nothing_shows(opened)
    assert opened.findChild(UnlockPage).isVisible()
    if ends == "refused":
        assert "damaged" in banner_words(opened)


def test_u4_a_lock_while_the_passphrase_is_worked_out_keeps_the_desk_closed(qtbot, opened):
    with qtbot.waitSignal(opened.locking.locked, timeout=10_000):
        opened.lock()
    page = opened.findChild(UnlockPage)
    qtbot.keyClicks(page._edit, SECRET)
    qtbot.keyPress(page._edit, Qt.Key.Key_Return)

    with qtbot.waitSignal(opened.locking.locked, timeout=10_000):
        opened.locking._on_system_lock_asked()
    qtbot.waitUntil(lambda: not is_any_running(), timeout=20_000)

    assert opened.pages is None
    assert opened.findChild(UnlockPage).isVisible()
    assert opened.findChild(UnlockPage)._edit.text() == ""
