"""D8: the file of a desk is removed or replaced while it is open; nothing saved goes with it."""

import errno
import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QPushButton

from mentor_desk.paths import rescued
from mentor_desk.services.keeping import parting as keeping
from mentor_desk.services.keeping.backup_keys import key_of_backup
from mentor_desk.services.keeping.backups import Occasion, back_up, list_backups
from mentor_desk.services.keeping.rescue import what_remains
from mentor_desk.services.keeping.restoring import restore
from mentor_desk.services.network.listing import find_people
from mentor_desk.services.network.people import PersonEntry, add_person
from mentor_desk.services.opening.opening import open_desk
from mentor_desk.settings import Settings
from mentor_desk.ui.common.banner import Banner
from mentor_desk.ui.recovery.page import RescuePage
from mentor_desk.ui.shell.locking.held_sign import HeldSign
from mentor_desk.ui.shell.main_window import MainWindow
from tests.conftest import NOW
from tests.own_desk import SECRET as OWN_SECRET
from tests.own_desk import make_own
from tests.ui.shell.protected_window import SECRET, words_in_sight
from tests.ui.shell.test_locking import lock, unlock

LATEST = "Halina Nowak"


@pytest.fixture
def saved(opened):
    """Return a window whose desk was saved into a moment ago."""
    desk = opened.pages.desk
    desk.do(add_person, entry=PersonEntry(display_name=LATEST), now=desk.now())
    return opened


@pytest.fixture
def older(protected, home):
    """Return a copy of the data file from before the window was opened."""
    return Path(shutil.copy(protected / "desk.db", home / "older.db"))


def remove(folder, _older):
    (folder / "desk.db").unlink()


def replace(folder, older):
    older.replace(folder / "desk.db")


def remove_keys(folder, _older):
    (folder / "desk.keys").unlink()


def remove_all(folder, _older):
    shutil.rmtree(folder)


LOSSES = [remove, replace, remove_keys, remove_all]


def answer(button):
    """Press a button of the question that comes, and return what it said."""
    said = []

    def press():
        question = QApplication.activeModalWidget()
        said.append(question.accessibleDescription())
        getattr(question, button).click()

    QTimer.singleShot(100, press)
    return said


def banner(window):
    return window.words._sentence


def names_in(backup, target):
    target.mkdir()
    key = key_of_backup(backup, target, passphrase=SECRET)
    restore(backup, target, key, now=NOW)
    desk = open_desk(target, passphrase=SECRET)
    names = [row.name for row in desk.run(find_people)]
    desk.close()
    return names


def the_backup(*folders):
    [row] = list_backups(folders)
    assert (row.why, row.trouble) == (Occasion.LOSS, "")
    return row.path


@pytest.mark.parametrize("lose", LOSSES)
def test_d8_locking_keeps_what_was_saved_and_says_where(qtbot, protected, older, saved, home, lose):
    lose(protected, older)

    lock(qtbot, saved)

    kept = the_backup(protected / "backups", rescued())
    assert str(kept) in banner(saved)
    assert "while the desk was open" in banner(saved)
    assert saved.findChild(Banner).isVisible()
    assert LATEST in names_in(kept, home / "restored")


def test_d8_what_was_kept_is_still_told_once_the_older_file_is_unlocked(
    qtbot, protected, older, saved
):
    replace(protected, older)

    lock(qtbot, saved)
    unlock(qtbot, saved)

    assert str(the_backup(protected / "backups")) in banner(saved)
    assert saved.words.banner.isVisible()
    assert LATEST not in [row.name for row in saved.pages.desk.run(find_people)]


@pytest.mark.parametrize("bring_back", [shutil.move, shutil.copytree])
def test_d8_nothing_more_is_told_of_a_loss_once_the_very_desk_is_back_and_open(
    qtbot, protected, saved, home, bring_back
):
    shutil.move(protected, home / "away")
    lock(qtbot, saved)
    assert saved.words.banner.isVisible()
    shutil.rmtree(protected, ignore_errors=True)
    bring_back(home / "away", protected)
    saved.opener.open(protected)

    unlock(qtbot, saved)

    assert LATEST in [row.name for row in saved.pages.desk.run(find_people)]
    assert not saved.words.banner.isVisible()


@pytest.mark.parametrize("lose", LOSSES)
def test_d8_closing_asks_and_says_where_it_is_kept(protected, older, saved, home, lose):
    lose(protected, older)

    first = answer("cancel_button")
    assert not saved.close()
    second = answer("verb_button")
    assert saved.close()

    kept = the_backup(protected / "backups", rescued())
    assert str(kept) in first[0]
    assert first == second
    assert LATEST in names_in(kept, home / "restored")


def test_d8_opening_another_desk_keeps_it_too(qtbot, protected, older, saved):
    replace(protected, older)

    with qtbot.waitSignal(saved.desk_shown, timeout=20_000):
        saved.open_sample()

    assert str(the_backup(protected / "backups")) in banner(saved)


def test_d8_an_end_from_outside_keeps_it_without_a_question(qtbot, protected, older, saved):
    replace(protected, older)
    saved.endings = SimpleNamespace(code=0)

    saved.locking.leaving.begin(saved.close, words="Closing…")
    qtbot.waitUntil(lambda: not saved.isVisible(), timeout=10_000)

    assert the_backup(protected / "backups").exists()


def test_d8_an_end_from_outside_asks_nothing_although_no_disk_takes_it(
    qtbot, protected, older, saved, no_room
):
    replace(protected, older)
    saved.endings = SimpleNamespace(code=0)

    saved.locking.leaving.begin(saved.close, words="Closing…")

    qtbot.waitUntil(lambda: not saved.isVisible(), timeout=10_000)


def test_d8_what_is_kept_is_pushed_out_by_no_later_backup(protected, older, saved):
    replace(protected, older)
    saved.close_desk()
    desk = open_desk(protected, passphrase=SECRET)

    for _ in range(15):
        back_up(desk, [protected / "backups"], now=desk.now())
    desk.close()

    reasons = [row.why for row in list_backups([protected / "backups"])]
    assert reasons.count(Occasion.LOSS) == 1


def test_a_desk_whose_file_lies_where_it_lay_is_closed_without_a_word(qtbot, protected, saved):
    lock(qtbot, saved)

    assert not banner(saved)
    assert list_backups([protected / "backups", rescued()]) == []
    assert saved.close()


@pytest.fixture
def no_room(monkeypatch):
    """Let no disk take a backup, until the test says otherwise."""

    def refuse(*_args, **_values):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as full:
        full.setattr(keeping, "make_backup", refuse)
        yield full


def test_d8_a_desk_that_no_disk_takes_is_held_out_of_sight_until_one_does(
    qtbot, protected, older, saved, home, no_room
):
    replace(protected, older)

    lock(qtbot, saved)
    assert "no space left" in banner(saved)
    unlock(qtbot, saved)
    saved.words.silence()
    assert saved.findChild(HeldSign).isVisible()
    no_room.undo()
    press(saved, "Try again")

    kept = the_backup(protected / "backups")
    assert str(kept) in banner(saved)
    assert not saved.findChild(HeldSign).isVisible()
    assert LATEST in names_in(kept, home / "restored")
    assert saved.close()


def press(window, words):
    buttons = window.findChild(HeldSign).findChildren(QPushButton)
    next(each for each in buttons if each.text() == words).click()


def test_a_desk_that_is_held_can_be_saved_to_a_folder_that_is_chosen(
    qtbot, protected, older, saved, home, monkeypatch
):
    elsewhere = home / "elsewhere"
    elsewhere.mkdir()
    for each in (protected / "backups", rescued()):
        each.parent.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(each, ignore_errors=True)
        each.write_text("no folder")
    replace(protected, older)
    lock(qtbot, saved)
    monkeypatch.setattr(
        "mentor_desk.ui.shell.locking.held_sign.QFileDialog.getExistingDirectory",
        lambda *_args: str(elsewhere),
    )

    press(saved, "Save it to…")

    kept = the_backup(elsewhere)
    assert str(kept) in banner(saved)
    assert not saved.findChild(HeldSign).isVisible()
    assert LATEST in names_in(kept, home / "restored")


def test_trying_again_leaves_the_backups_of_the_desk_that_is_open_looked_after(
    qtbot, protected, older, saved, no_room
):
    replace(protected, older)
    lock(qtbot, saved)
    unlock(qtbot, saved)
    saved.backing_up.begin()
    no_room.undo()

    press(saved, "Try again")

    keeper = saved.backing_up.keeper
    assert keeper.desk is saved.pages.desk
    qtbot.waitUntil(lambda: keeper.is_read and not keeper.is_busy, timeout=20_000)
    assert next(row.why for row in keeper.rows if row.is_good) == Occasion.LOSS


def test_a_backup_of_another_desk_that_is_open_goes_on_while_it_is_tried_again(
    qtbot, protected, older, saved, home, no_room
):
    replace(protected, older)
    lock(qtbot, saved)
    make_own(home / "own")[0].close()
    with qtbot.waitSignal(saved.desk_shown, timeout=20_000):
        saved.opener.open(home / "own", passphrase=OWN_SECRET)
    saved.backing_up.begin()
    keeper = saved.backing_up.keeper

    press(saved, "Try again")
    no_room.undo()
    press(saved, "Try again")

    assert saved.backing_up.keeper is keeper
    assert not saved.findChild(HeldSign).isVisible()
    qtbot.waitUntil(
        lambda: list_backups([home / "own" / "backups"]) != [] and not keeper.is_busy,
        timeout=20_000,
    )


def test_closing_says_where_a_desk_that_was_held_is_kept(
    qtbot, protected, older, saved, home, no_room
):
    replace(protected, older)
    lock(qtbot, saved)
    no_room.undo()

    said = answer("verb_button")
    assert saved.close()

    assert str(the_backup(protected / "backups")) in said[0]


def test_an_end_from_outside_keeps_a_held_desk_where_a_disk_takes_it_by_now(
    qtbot, protected, older, saved, no_room
):
    replace(protected, older)
    lock(qtbot, saved)
    no_room.undo()
    saved.endings = SimpleNamespace(code=0)

    saved.close()

    assert the_backup(protected / "backups").exists()


def test_d8_a_desk_that_no_disk_takes_is_closed_only_when_the_mentor_agrees(
    qtbot, protected, older, saved, no_room
):
    replace(protected, older)

    said = answer("cancel_button")
    assert not saved.close()
    lock(qtbot, saved)
    held = answer("cancel_button")
    assert not saved.close()
    answer("verb_button")
    assert saved.close()

    assert "no space left" in said[0]
    assert "in the menu" in said[0]
    assert "at the top" in held[0]


def test_d8_a_file_that_is_put_back_is_closed_as_ever(qtbot, protected, saved, home, no_room):
    (protected / "desk.db").rename(home / "away")
    lock(qtbot, saved)

    (home / "away").rename(protected / "desk.db")

    assert saved.close()
    desk = open_desk(protected, passphrase=SECRET)
    assert LATEST in [row.name for row in desk.run(find_people)]
    desk.close()


def test_a_desk_whose_folder_went_before_an_end_from_outside_is_told_at_the_next_start(
    qtbot, protected, saved, home
):
    shutil.rmtree(protected)
    saved.endings = SimpleNamespace(code=0)
    saved.locking.leaving.begin(saved.close, words="Closing…")
    qtbot.waitUntil(lambda: not saved.isVisible(), timeout=10_000)

    window = MainWindow(Settings(home / "settings.json"))
    qtbot.addWidget(window)
    window.show()
    window.begin(protected)
    qtbot.waitUntil(lambda: window.findChild(RescuePage) is not None, timeout=10_000)

    assert any("There is one backup" in words for words in words_in_sight())
    assert what_remains(protected).newest.path == the_backup(rescued())


def test_a_desk_locked_while_its_folder_is_gone_shows_the_backup_that_was_made(
    qtbot, protected, saved
):
    shutil.rmtree(protected)

    lock(qtbot, saved)

    assert saved.findChild(RescuePage) is not None
    assert any("There is one backup" in words for words in words_in_sight())
