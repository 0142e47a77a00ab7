"""Words typed before a lock come back, whatever lies in the way of keeping them."""

import shutil
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QLineEdit

from mentor_desk.errors import FileError
from mentor_desk.paths import SEALED_NAME, SET_ASIDE_NAME, rescued
from mentor_desk.services.keeping.backup_keys import key_of_backup
from mentor_desk.services.keeping.restoring import restore
from mentor_desk.services.network.people import add_oneself
from mentor_desk.services.opening.opening import make_desk_at, open_desk
from mentor_desk.services.opening.typed_words import (
    TypedWords,
    keep_typed_words,
    seal_typed_words,
    take_typed_words,
)
from mentor_desk.storage.keys import sealed_words
from mentor_desk.ui.common.feedback import Question
from mentor_desk.ui.mentees.dialog import AddMenteeDialog
from mentor_desk.ui.shell.locking.held_sign import HeldSign
from mentor_desk.ui.shell.locking.typed_dialog import TypedDialog
from mentor_desk.ui.shell.opening.unlock import UnlockPage
from tests.conftest import NOW
from tests.ui.shell.protected_window import CHEAP, SECRET
from tests.visiting import settle


@pytest.fixture
def said():
    """Return what is said in windows of their own, each of which is closed at once."""
    told = []

    def look():
        window = QApplication.activeModalWidget()
        if isinstance(window, Question):
            told.append(window.accessibleDescription())
            window.accept()

    timer = QTimer()
    timer.timeout.connect(look)
    timer.start(20)
    yield told
    timer.stop()


def type_and_lock(qtbot, window, words):
    dialog = AddMenteeDialog(window.pages.desk, window)
    dialog.open()
    qtbot.keyClicks(dialog.findChild(QLineEdit), words)
    with qtbot.waitSignal(window.locking.locked, timeout=10_000):
        window.lock()


def unlock(qtbot, window):
    page = window.findChild(UnlockPage)
    qtbot.keyClicks(page._edit, SECRET)
    with qtbot.waitSignal(window.desk_shown, timeout=20_000):
        qtbot.keyPress(page._edit, Qt.Key.Key_Return)


def given(qtbot, window):
    qtbot.waitUntil(lambda: window.findChild(TypedDialog) is not None)
    return window.findChild(TypedDialog)


def foreign_words(tmp_path):
    other = make_desk_at(tmp_path / "other")
    sealed = seal_typed_words(other, [TypedWords("Add a mentee", "Name", "Somebody else")])
    other.close()
    return sealed


@pytest.mark.parametrize("is_foreign", [False, True])
def test_u4_what_lies_there_unreadable_is_said_once_and_keeps_no_words_back(
    qtbot, opened, protected, home, said, is_foreign
):
    content = foreign_words(home) if is_foreign else b"garbage"
    (protected / SEALED_NAME).write_bytes(content)

    type_and_lock(qtbot, opened, "Halina Nowak")
    unlock(qtbot, opened)

    words = [each.words for each in given(qtbot, opened)._words]
    assert words[0] == "Halina Nowak"
    assert SET_ASIDE_NAME in words[1]
    [aside] = (protected / SET_ASIDE_NAME).glob(f"*/{SEALED_NAME}")
    assert aside.read_bytes() == content
    given(qtbot, opened).verb_button.click()
    assert not said


def test_u4_what_is_found_unreadable_at_the_opening_is_put_aside_and_said_once(
    qtbot, opened, protected, said
):
    with qtbot.waitSignal(opened.locking.locked, timeout=10_000):
        opened.lock()
    (protected / SEALED_NAME).write_bytes(b"garbage")

    unlock(qtbot, opened)
    qtbot.waitUntil(lambda: len(said) == 1)
    with qtbot.waitSignal(opened.locking.locked, timeout=10_000):
        opened.lock()
    unlock(qtbot, opened)
    qtbot.wait(500)

    assert SET_ASIDE_NAME in said[0]
    assert len(said) == 1


@pytest.fixture
def full_disk(monkeypatch):
    """Let no disk take sealed words, until the test says otherwise."""

    def refuse(folder, sealed):
        raise FileError("The disk is full.")

    with monkeypatch.context() as full:
        full.setattr(sealed_words, "write_sealed", refuse)
        yield full


def test_u4_words_that_no_disk_took_are_on_it_once_it_takes_them(
    qtbot, opened, protected, said, full_disk
):
    type_and_lock(qtbot, opened, "Halina Nowak")
    assert opened.locking.holds_words
    full_disk.undo()

    unlock(qtbot, opened)
    given(qtbot, opened).cancel_button.click()
    settle()

    assert [each.words for each in take_typed_words(opened.pages.desk)] == ["Halina Nowak"]
    assert not opened.locking.holds_words
    assert not said


def test_u4_held_words_are_given_back_while_the_disk_still_refuses(
    qtbot, opened, protected, said, full_disk
):
    for words in ("Halina Nowak", "Zofia Lis"):
        type_and_lock(qtbot, opened, words)
        unlock(qtbot, opened)
        found = [each.words for each in given(qtbot, opened)._words]
        given(qtbot, opened).cancel_button.click()
        settle()

    assert found == ["Halina Nowak", "Zofia Lis"]
    assert said == ["The disk is full."] * 2
    assert len(opened.locking.leaving.held(opened.pages.desk)) == 2


def test_u4_held_words_that_were_read_are_let_go_of(qtbot, opened, protected, said, full_disk):
    type_and_lock(qtbot, opened, "Halina Nowak")
    unlock(qtbot, opened)

    given(qtbot, opened).verb_button.click()

    assert not opened.locking.holds_words


def answer(button):
    """Press a button of the question that comes, and return what it said."""
    said = []

    def press():
        question = QApplication.activeModalWidget()
        said.append(question.accessibleDescription())
        getattr(question, button).click()

    QTimer.singleShot(100, press)
    return said


def test_words_that_no_disk_takes_are_said_to_be_held_and_closing_asks(
    qtbot, opened, protected, full_disk
):
    type_and_lock(qtbot, opened, "Halina Nowak")
    assert opened.findChild(HeldSign).isVisible()

    said = answer("cancel_button")
    assert not opened.close()
    assert "What you were typing" in said[0]
    full_disk.undo()
    unlock(qtbot, opened)
    given(qtbot, opened).verb_button.click()
    settle()

    assert not opened.findChild(HeldSign).isVisible()
    assert opened.close()


@pytest.mark.parametrize("is_asked", [True, False])
def test_held_words_are_written_at_the_end_once_the_disk_takes_them(
    qtbot, opened, protected, full_disk, is_asked
):
    type_and_lock(qtbot, opened, "Halina Nowak")
    full_disk.undo()
    opened.endings = None if is_asked else SimpleNamespace(code=0)

    assert opened.close()

    assert words_waiting(protected) == ["Halina Nowak"]


def words_waiting(folder):
    desk = open_desk(folder, passphrase=SECRET)
    words = [each.words for each in take_typed_words(desk)]
    desk.close()
    return words


def test_words_typed_while_the_folder_is_gone_are_given_back_on_the_restored_desk(
    qtbot, opened, protected, home
):
    shutil.rmtree(protected)
    type_and_lock(qtbot, opened, "Halina Nowak")
    assert not opened.locking.holds_words
    [backup] = rescued().glob("*.mentordesk")

    target = home / "restored"
    target.mkdir()
    restore(backup, target, key_of_backup(backup, target, passphrase=SECRET), now=NOW)

    assert words_waiting(target) == ["Halina Nowak"]


@pytest.fixture
def another(home):
    """Return the folder of another desk under the same passphrase, with words waiting."""

    def protect(vault, key):
        return vault.with_recovery(key, bytes(16)).with_passphrase(key, SECRET, CHEAP)

    desk = make_desk_at(home / "another", protect)
    desk.do(add_oneself, name="Beata Lis", now=NOW)
    keep_typed_words(desk, [TypedWords("Add a mentee", "Name", "Somebody else")])
    desk.close()
    return home / "another"


def test_d8_words_typed_while_another_desk_came_in_its_place_go_to_neither_folder_but_come_back(
    qtbot, opened, protected, another, home, said
):
    protected.rename(home / "away")
    another.rename(protected)

    type_and_lock(qtbot, opened, "Halina Nowak")

    assert words_waiting(protected) == ["Somebody else"]
    assert words_waiting(home / "away") == ["Halina Nowak"]
    assert not (protected / SET_ASIDE_NAME).exists()


def test_d8_held_words_wait_for_their_desk_and_not_for_the_one_that_is_unlocked_in_its_place(
    qtbot, opened, protected, another, home, said, full_disk
):
    protected.rename(home / "away")
    another.rename(protected)
    type_and_lock(qtbot, opened, "Halina Nowak")

    unlock(qtbot, opened)
    assert [each.words for each in given(qtbot, opened)._words] == ["Somebody else"]
    given(qtbot, opened).verb_button.click()

    assert opened.locking.holds_words
    full_disk.undo()
    opened.locking.leaving.keep_held()
    assert words_waiting(home / "away") == ["Halina Nowak"]
