"""What a lock stops is said once the desk is unlocked, and the screen says that it is locking."""

from threading import Event

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from mentor_desk.services.network.listing import count_people
from mentor_desk.ui.common.jobs import is_any_running, start_job
from mentor_desk.ui.transfer.dialog import BringInDialog
from tests.ui.shell.protected_window import words_in_sight
from tests.ui.shell.test_locking import lock, unlock
from tests.visiting import settle

LONGEST = 20
CROWD = "BEGIN:VCARD\nVERSION:3.0\nFN:Halina Nowak {}\nEND:VCARD\n"


def until_stopped(progress):
    """Work that tells how far it is, and never comes to an end by itself."""
    pause = Event()
    for _ in range(LONGEST * 100):
        progress(0, 0)
        pause.wait(0.01)


def banner_words(window):
    return window.words.banner._sentence_label.text()


def test_u4_an_import_that_a_lock_stopped_says_so_after_unlocking(qtbot, opened, tmp_path):
    file = tmp_path / "crowd.vcf"
    file.write_text("".join(CROWD.format(each) for each in range(3000)))
    before = opened.pages.desk.run(count_people)

    def go_on():
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, BringInDialog) or dialog.is_busy() or not dialog.can_go_on():
            QTimer.singleShot(10, go_on)
            return
        dialog.accept()
        opened.lock()

    with qtbot.waitSignal(opened.locking.locked, timeout=30_000):
        QTimer.singleShot(0, lambda: opened.bring_in([file]))
        QTimer.singleShot(0, go_on)
    unlock(qtbot, opened)

    assert banner_words(opened) == (
        "The desk was locked meanwhile. The import was stopped; nobody was brought in."
    )
    assert opened.pages.desk.run(count_people) == before


def test_u4_what_the_mentor_stopped_before_is_not_said_again(qtbot, opened):
    job = start_job(opened, until_stopped, if_stopped="It was stopped.")
    with qtbot.waitSignal(job.cancelled):
        job.cancel()

    lock(qtbot, opened)
    unlock(qtbot, opened)

    assert opened.words.banner is None


@pytest.mark.parametrize("is_open_again", [True, False], ids=["the same", "another"])
def test_u4_it_is_said_in_the_desk_it_was_about_and_once(qtbot, opened, home, is_open_again):
    from mentor_desk.services.opening.opening import make_desk_at

    make_desk_at(home / "other").close()
    start_job(opened, until_stopped, gives_way=True, if_stopped="It was stopped.")
    lock(qtbot, opened)

    if not is_open_again:
        with qtbot.waitSignal(opened.desk_shown):
            opened.opener.open(home / "other")
        assert opened.words.banner is None
        return
    unlock(qtbot, opened)

    assert banner_words(opened).endswith("It was stopped.")
    lock(qtbot, opened)
    unlock(qtbot, opened)
    assert opened.words.banner is None


def test_u4_a_backup_gives_way_to_a_lock(qtbot, opened, monkeypatch):
    from mentor_desk.ui.backups import keeper as keeping

    def endless(_desk, _folders, _why, progress):
        until_stopped(progress)

    monkeypatch.setattr(keeping, "_made", endless)
    opened.backing_up.begin()
    keeper = opened.backing_up.keeper
    qtbot.waitUntil(lambda: keeper.is_busy, timeout=10_000)

    with qtbot.waitSignal(opened.locking.locked, timeout=3_000):
        opened.lock()

    assert not is_any_running()


def test_u4_while_the_desk_is_being_locked_the_window_says_so(qtbot, opened):
    ends = Event()
    start_job(opened, lambda _progress: ends.wait(LONGEST))

    opened.lock()
    settle(100)

    assert "Locking…" in words_in_sight()
    assert "Encrypted on this computer" not in words_in_sight()
    with qtbot.waitSignal(opened.locking.locked, timeout=10_000):
        ends.set()
    settle()
    assert "Locking…" not in words_in_sight()


def test_a_window_that_closes_is_gone_before_it_waits(qtbot, opened):
    seen = []
    opened.desk_closed.connect(lambda: seen.append(opened.isVisible()))

    opened.close()

    assert seen == [False]
