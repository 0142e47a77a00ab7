"""A desk that was made before there were recovery keys is offered one; what is on paper counts."""

import pytest
from PySide6.QtCore import Qt

from mentor_desk.services.keeping.backup_keys import key_of_backup
from mentor_desk.services.network.listing import oneself
from mentor_desk.services.network.people import add_oneself
from mentor_desk.services.opening.opening import look_at_desk, make_desk_at, open_desk
from mentor_desk.ui.preferences import sheet_saving
from mentor_desk.ui.preferences.recovery_card import RecoveryCard
from mentor_desk.ui.shell.opening.recovery import NoKeyPage, RecoveryPage
from mentor_desk.ui.shell.opening.unlock import UnlockPage
from tests.conftest import NOW
from tests.ui.shell.protected_window import (
    CHEAP,
    SECRET,
    holders_of,
    python_words,
    words_on_screen,
)
from tests.ui.shell.test_covered_key import (
    LEFT,
    key_on,
    page_of,
    press_lock,
    save_sheet,
    shown,
    wait_for,
)


def make_old(home):
    (home / "passphrase").write_text(SECRET)
    desk = make_desk_at(home / "old", lambda vault, key: vault.with_passphrase(key, SECRET, CHEAP))
    desk.do(add_oneself, name="Michelle Roy", now=NOW)
    desk.close()


@pytest.fixture
def offered(qtbot, framed, home):
    """A window on a desk that was made before there were recovery keys, which offers it one."""
    make_old(home)
    framed.begin(home / "old", passphrase_file=str(home / "passphrase"))
    wait_for(qtbot, framed, RecoveryPage)
    return framed


def unlock(qtbot, window):
    page = wait_for(qtbot, window, UnlockPage)
    qtbot.keyClicks(page._edit, SECRET)
    qtbot.keyPress(page._edit, Qt.Key.Key_Return)
    return wait_for(qtbot, window, RecoveryPage)


def test_u4_the_offer_of_a_key_closes_the_desk_and_comes_back_the_same_after_unlocking(
    qtbot, offered, home
):
    page = page_of(offered, RecoveryPage)
    key = str(key_on(page).encode(), "ascii")
    data_key = bytes(bytearray(offered.opener._desk.file.key))
    del page

    press_lock(qtbot, offered)

    assert shown(key) == []
    assert python_words(key) == []
    assert holders_of(data_key) == []
    open_desk(home / "old", passphrase=SECRET).close()

    again = unlock(qtbot, offered)
    assert key_on(again) == key
    with qtbot.waitSignal(offered.desk_shown, timeout=10_000):
        qtbot.mouseClick(again.kept_button, LEFT)
    assert offered.pages.desk.run(oneself).name == "Michelle Roy"
    offered.close_desk()
    open_desk(home / "old", recovery_key=key).close()


def test_an_offer_that_was_put_off_is_a_new_one_next_time(qtbot, offered, home):
    key = key_on(page_of(offered, RecoveryPage))
    with qtbot.waitSignal(offered.desk_shown, timeout=10_000):
        qtbot.mouseClick(page_of(offered, RecoveryPage).later_button, LEFT)
    offered.close_desk()
    assert not look_at_desk(home / "old").has_recovery_key

    offered.opener.open(home / "old", passphrase=SECRET)

    assert key_on(wait_for(qtbot, offered, RecoveryPage)) != key


def put_off(qtbot, window):
    """Say “Not now”, and return what the window says then."""
    with qtbot.waitSignal(window.opener.said, timeout=10_000) as said:
        qtbot.mouseClick(page_of(window, RecoveryPage).later_button, LEFT)
    return said.args[0]


def test_an_offer_of_an_earlier_showing_may_be_on_paper_so_putting_it_off_voids_nothing(
    qtbot, offered, home, monkeypatch
):
    page = page_of(offered, RecoveryPage)
    key = key_on(page)
    save_sheet(qtbot, page, home, monkeypatch)
    press_lock(qtbot, offered)
    again = unlock(qtbot, offered)
    assert key_on(again) == key
    assert "shown before" in again._card._told_label.text()

    said = put_off(qtbot, offered)

    assert "opens this desk: keep" in said
    offered.close_desk()
    open_desk(home / "old", recovery_key=key).close()


def test_an_offer_that_is_on_a_sheet_is_not_voided_by_a_later_start(
    qtbot, offered, home, monkeypatch
):
    page = page_of(offered, RecoveryPage)
    key = key_on(page)
    save_sheet(qtbot, page, home, monkeypatch)
    assert "opens this desk: keep" in put_off(qtbot, offered)
    offered.close_desk()

    for _ in range(2):
        offered.opener.open(home / "old", passphrase=SECRET)
        assert key_on(wait_for(qtbot, offered, RecoveryPage)) == key
        put_off(qtbot, offered)
        offered.close_desk()

    open_desk(home / "old", recovery_key=key).close()


def test_a_sheet_under_way_while_the_offer_is_put_off_is_no_void_paper(
    qtbot, offered, home, monkeypatch
):
    page = page_of(offered, RecoveryPage)
    key = key_on(page)
    monkeypatch.setattr(sheet_saving, "ask_sheet_target", lambda _: home / "sheet.pdf")
    qtbot.mouseClick(page._card.save_button, LEFT)

    put_off(qtbot, offered)

    qtbot.waitUntil((home / "sheet.pdf").exists, timeout=10_000)
    offered.close_desk()
    open_desk(home / "old", recovery_key=key).close()


def test_an_offer_that_is_taken_back_says_that_the_key_opens_nothing(qtbot, offered):
    assert "does not open this desk: throw away" in put_off(qtbot, offered)


def test_an_offer_that_the_disk_does_not_let_go_of_says_that_the_key_still_opens(
    qtbot, offered, home
):
    key = key_on(page_of(offered, RecoveryPage))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("os.fsync", _refuse)
        said = put_off(qtbot, offered)

    assert "opens this desk: keep" in said
    offered.close_desk()
    open_desk(home / "old", recovery_key=key).close()


def test_promise_4_a_key_that_is_kept_opens_a_backup_made_at_once(qtbot, offered, home):
    page = page_of(offered, RecoveryPage)
    key = key_on(page)

    with qtbot.waitSignal(offered.desk_shown, timeout=20_000):
        qtbot.mouseClick(page.kept_button, LEFT)

    (backup,) = (home / "old" / "backups").glob("*.mentordesk")
    assert key_of_backup(backup, home / "elsewhere", recovery_key=key)
    assert offered.words.banner is None


def test_promise_4_a_key_that_no_backup_takes_yet_says_so(qtbot, offered, home):
    (home / "old" / "backups").write_text("a file in its place")

    with qtbot.waitSignal(offered.opener.said, timeout=20_000) as said:
        qtbot.mouseClick(page_of(offered, RecoveryPage).kept_button, LEFT)

    assert said.args[0].startswith("The new recovery key opens this desk, but no backup yet")
    assert offered.pages is not None


def test_a_lock_over_a_key_that_is_being_kept_leaves_it_in_force(qtbot, offered, home):
    page = page_of(offered, RecoveryPage)
    key = key_on(page)
    qtbot.mouseClick(page.kept_button, LEFT)

    press_lock(qtbot, offered)

    asking = wait_for(qtbot, offered, UnlockPage)
    qtbot.keyClicks(asking._edit, SECRET)
    with qtbot.waitSignal(offered.desk_shown, timeout=20_000):
        qtbot.keyPress(asking._edit, Qt.Key.Key_Return)
    offered.close_desk()
    open_desk(home / "old", recovery_key=key).close()


def has_backup(home, key):
    (backup,) = (home / "old" / "backups").glob("*.mentordesk")
    return bool(key_of_backup(backup, home / "elsewhere", recovery_key=key))


def test_promise_4_closing_the_window_waits_until_a_backup_takes_the_key_that_is_kept(
    qtbot, offered, home
):
    page = page_of(offered, RecoveryPage)
    key = key_on(page)
    qtbot.mouseClick(page.kept_button, LEFT)

    assert offered.close()

    assert has_backup(home, key)
    open_desk(home / "old", recovery_key=key).close()


def test_promise_4_so_does_opening_another_desk(qtbot, offered, home, protected):
    page = page_of(offered, RecoveryPage)
    key = key_on(page)
    qtbot.mouseClick(page.kept_button, LEFT)

    offered.close_desk()
    with qtbot.waitSignal(offered.desk_shown, timeout=10_000):
        offered.opener.open(protected, passphrase=SECRET)

    assert has_backup(home, key)
    assert offered.pages.desk.folder == protected


@pytest.fixture
def refused(qtbot, framed, home):
    """A window on a desk without a recovery key, on a disk that took none."""
    make_old(home)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("os.fsync", _refuse)
        framed.begin(home / "old", passphrase_file=str(home / "passphrase"))
        wait_for(qtbot, framed, NoKeyPage)
    return framed


def test_an_offer_that_the_disk_refuses_says_so_and_holds_up_no_desk(qtbot, refused):
    page = page_of(refused, NoKeyPage)
    assert "could not be written" in page.trouble_label.text()

    with qtbot.waitSignal(refused.desk_shown, timeout=10_000):
        qtbot.mouseClick(page.later_button, LEFT)

    assert refused.words.banner is None


def test_no_key_is_shown_or_put_on_a_sheet_while_the_disk_does_not_take_it(qtbot, refused):
    assert page_of(refused, RecoveryCard) is None
    assert not any("MD1-" in words for words in words_on_screen())

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("os.fsync", _refuse)
        qtbot.mouseClick(page_of(refused, NoKeyPage).again_button, LEFT)
        wait_for(qtbot, refused, NoKeyPage)

    assert page_of(refused, RecoveryCard) is None


def test_a_key_that_the_disk_takes_on_trying_again_opens_the_desk(qtbot, refused, home):
    qtbot.mouseClick(page_of(refused, NoKeyPage).again_button, LEFT)

    key = key_on(wait_for(qtbot, refused, RecoveryPage))
    refused.close_desk()
    open_desk(home / "old", recovery_key=key).close()


def test_u4_the_page_that_shows_no_key_is_locked_like_the_one_that_does(qtbot, refused, home):
    press_lock(qtbot, refused)

    assert wait_for(qtbot, refused, UnlockPage) is not None
    open_desk(home / "old", passphrase=SECRET).close()


def _refuse(_handle):
    raise OSError(28, "No space left on device")
