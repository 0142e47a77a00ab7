"""No desk is used before its recovery key was shown, and with it every desk opens again."""

import json
import shutil

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit

from mentor_desk import paths
from mentor_desk.services.network.listing import oneself
from mentor_desk.services.opening.keys import lock_info
from mentor_desk.services.opening.opening import look_at_desk, make_desk, open_desk
from mentor_desk.settings import Settings
from mentor_desk.storage.keys.keychain import SERVICE
from mentor_desk.ui.common import theme
from mentor_desk.ui.common.clipboard import HINTS, copy_secret, forget_copied
from mentor_desk.ui.common.theme import Scheme
from mentor_desk.ui.shell.main_window import MainWindow
from mentor_desk.ui.shell.opening import waiting
from mentor_desk.ui.shell.opening.recovery import RecoveryPage
from mentor_desk.ui.shell.opening.unlock import TroublePage, UnlockPage
from mentor_desk.ui.shell.opening.waiting import WaitingPage
from mentor_desk.ui.shell.opening.welcome import WelcomePage
from tests.keyrings import Asking, Drawer, Refusing, in_use

SECRET = "correct horse battery"
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture(autouse=True)
def _without_a_pause(home, monkeypatch):
    monkeypatch.setattr("mentor_desk.storage.keys.keychain.PAUSE_SECONDS", 0)


@pytest.fixture
def window(qtbot, home):
    theme.apply(QApplication.instance(), Scheme.LIGHT, bundled_font=True)
    window = MainWindow(Settings(home / "settings.json"))
    qtbot.addWidget(window)
    window.show()
    yield window
    window.close_desk()


@pytest.fixture
def drawer():
    with in_use(Drawer()) as drawer:
        yield drawer


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    """Two desks, one with a passphrase and one in a keyring, each with its recovery key."""
    place, shown = tmp_path_factory.mktemp("template"), []
    make_desk(place / "typed", name="Typed", passphrase=SECRET, reveal=shown.append).close()
    with in_use(Drawer()) as drawer:
        make_desk(place / "kept", name="Kept", passphrase=None, reveal=shown.append).close()
    return place, shown, drawer.kept


@pytest.fixture
def typed(template, home):
    shutil.copytree(template[0] / "typed", home / "typed")
    return home / "typed", template[1][0]


@pytest.fixture
def kept(template, home, drawer):
    shutil.copytree(template[0] / "kept", home / "kept")
    drawer.kept.update(template[2])
    return home / "kept", template[1][1]


def wait_for(qtbot, window, kind):
    qtbot.waitUntil(lambda: page_of(window, kind) is not None, timeout=10_000)
    return page_of(window, kind)


def page_of(window, kind):
    return next((page for page in window.findChildren(kind) if page.isVisible()), None)


def start(qtbot, window, *, passphrase=SECRET):
    """Fill the welcome page and return the page with the recovery key."""
    window.begin()
    welcome = page_of(window, WelcomePage)
    choice = welcome._passphrase_choice if passphrase else welcome._keyring_choice
    qtbot.waitUntil(choice.isChecked)
    welcome._name_edit.setText("Michelle Roy")
    welcome._passphrase_edit.setText(passphrase or "")
    welcome._again_edit.setText(passphrase or "")
    qtbot.mouseClick(welcome._start_button, LEFT)
    return wait_for(qtbot, window, RecoveryPage)


def key_on(page):
    return page._card._recovery_key


def choose_file(target):
    """Once the file dialog is open, choose this file."""

    def look():
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, QFileDialog):
            QTimer.singleShot(20, look)
            return
        dialog.setDirectory(str(target.parent))
        dialog.findChild(QLineEdit).setText(target.name)
        dialog.accept()

    QTimer.singleShot(20, look)


def test_k8_a_new_desk_is_made_only_after_its_recovery_key_was_kept(qtbot, window):
    page = start(qtbot, window)
    assert not paths.default_desk().exists()

    with qtbot.waitSignal(window.desk_shown, timeout=10_000):
        qtbot.mouseClick(page.kept_button, LEFT)

    key = key_on(page)
    assert window.pages.desk.run(oneself).name == "Michelle Roy"
    window.close_desk()
    open_desk(paths.default_desk(), recovery_key=key).close()


def test_k8_going_back_leaves_neither_a_desk_nor_a_key_in_the_keyring(qtbot, window, drawer):
    page = start(qtbot, window, passphrase=None)
    assert len(drawer.kept) == 1

    qtbot.mouseClick(page.later_button, LEFT)

    welcome = wait_for(qtbot, window, WelcomePage)
    assert welcome._name_edit.text() == "Michelle Roy"
    qtbot.waitUntil(lambda: drawer.kept == {})
    assert not paths.default_desk().exists()


def test_a_desk_that_cannot_be_made_says_why_on_the_page_with_its_key(qtbot, window):
    page = start(qtbot, window)
    paths.default_desk().parent.mkdir(parents=True)
    paths.default_desk().write_text("a file in its place")

    qtbot.mouseClick(page.kept_button, LEFT)

    qtbot.waitUntil(lambda: "is not a folder" in page._refusal_label.text())
    assert page.isEnabled()


def test_the_sheet_is_saved_from_the_page(qtbot, window, home):
    page = start(qtbot, window)
    choose_file(home / "sheet.pdf")

    qtbot.mouseClick(page._card.save_button, LEFT)

    qtbot.waitUntil((home / "sheet.pdf").exists, timeout=10_000)
    qtbot.waitUntil(lambda: "sheet.pdf" in page._card._told_label.text())
    assert (home / "sheet.pdf").read_bytes().startswith(b"%PDF")


def test_a_sheet_that_cannot_be_written_is_refused_on_the_page(qtbot, window, home, monkeypatch):
    page = start(qtbot, window)
    monkeypatch.setattr("os.fsync", _full_disk)
    choose_file(home / "sheet.pdf")

    qtbot.mouseClick(page._card.save_button, LEFT)

    qtbot.waitUntil(lambda: "could not be written" in page._refusal_label.text())
    assert not (home / "sheet.pdf").exists()


def _full_disk(_handle):
    raise OSError(28, "No space left on device")


def test_a_desk_of_the_former_format_is_offered_a_recovery_key(qtbot, window, typed):
    folder, old_key = typed
    former(folder)
    page = open_until(qtbot, window, folder, RecoveryPage)
    assert key_on(page) != old_key

    with qtbot.waitSignal(window.desk_shown, timeout=10_000):
        qtbot.mouseClick(page.kept_button, LEFT)

    key = key_on(page)
    window.close_desk()
    assert look_at_desk(folder).has_recovery_key
    open_desk(folder, recovery_key=key).close()


def test_the_offer_can_be_put_off_and_comes_again(qtbot, window, typed):
    folder, _ = typed
    former(folder)
    page = open_until(qtbot, window, folder, RecoveryPage)

    with qtbot.waitSignal(window.desk_shown, timeout=10_000):
        qtbot.mouseClick(page.later_button, LEFT)

    assert not look_at_desk(folder).has_recovery_key
    window.close_desk()
    assert open_until(qtbot, window, folder, RecoveryPage) is not None


def former(folder):
    keys = json.loads((folder / "desk.keys").read_bytes())
    keys["slots"] = [slot for slot in keys["slots"] if slot["kind"] != "recovery"]
    (folder / "desk.keys").write_text(json.dumps(keys))


def open_until(qtbot, window, folder, kind):
    """Open a desk by its passphrase and wait for a page."""
    (folder.parent / "pass").write_text(SECRET)
    window.begin(folder, passphrase_file=str(folder.parent / "pass"))
    return wait_for(qtbot, window, kind)


def test_a_forgotten_passphrase_is_replaced_by_the_recovery_key(qtbot, window, typed):
    folder, key = typed
    window.begin(folder)
    unlock = page_of(window, UnlockPage)

    qtbot.mouseClick(unlock._way_button, LEFT)
    assert window.focusWidget() is unlock._recovery_edit
    qtbot.keyClicks(unlock._recovery_edit, key[:-1])
    qtbot.keyPress(unlock._recovery_edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Group 7 is the first" in unlock._form.refusal_of("recovery"))
    assert unlock._recovery_edit.text() == key[:-1]

    qtbot.keyClicks(unlock._recovery_edit, key[-1])
    with qtbot.waitSignal(window.desk_shown, timeout=10_000):
        qtbot.keyPress(unlock._recovery_edit, Qt.Key.Key_Return)


def test_the_passphrase_can_be_chosen_again_on_the_unlock_page(qtbot, window, typed):
    window.begin(typed[0])
    unlock = page_of(window, UnlockPage)

    for _ in range(2):
        qtbot.mouseClick(unlock._way_button, LEFT)

    assert window.focusWidget() is unlock._edit
    assert unlock._way_button.text() == "Use the recovery key…"


def test_k2_a_lost_entry_is_told_and_the_recovery_key_stores_it_again(qtbot, window, kept, drawer):
    folder, key = kept
    entries = dict(drawer.kept)
    drawer.kept.clear()
    window.begin(folder)
    unlock = wait_for(qtbot, window, UnlockPage)
    assert "does not hold the key of this desk" in unlock.sentence_label.text()
    assert unlock._keep_check.isChecked()
    assert not unlock._way_button.isVisible()

    qtbot.keyClicks(unlock._recovery_edit, key)
    with qtbot.waitSignal(window.desk_shown, timeout=10_000):
        qtbot.mouseClick(unlock._unlock_button, LEFT)

    assert drawer.kept == entries


def test_k5_a_wrong_entry_stays_and_the_right_key_is_stored_beside_it(qtbot, window, kept, drawer):
    folder, key = kept
    (entry,) = drawer.kept
    drawer.kept[entry] = "ab" * 32
    window.begin(folder)
    unlock = wait_for(qtbot, window, UnlockPage)
    assert "key of another desk" in unlock.sentence_label.text()

    qtbot.keyClicks(unlock._recovery_edit, key)
    with qtbot.waitSignal(window.desk_shown, timeout=10_000):
        qtbot.mouseClick(unlock._unlock_button, LEFT)
    window.close_desk()

    assert drawer.kept[entry] == "ab" * 32
    with qtbot.waitSignal(window.desk_shown, timeout=10_000):
        window.begin(folder)


def test_k4_without_a_keyring_the_desk_opens_and_the_refusal_is_said(qtbot, window, kept):
    folder, key = kept
    with in_use(Refusing(OSError("no bus"))):
        window.begin(folder)
        unlock = wait_for(qtbot, window, UnlockPage)
        qtbot.keyClicks(unlock._recovery_edit, key)
        with qtbot.waitSignal(window.opener.said, timeout=10_000) as said:
            qtbot.mouseClick(unlock._unlock_button, LEFT)

    assert "does not answer" in said.args[0]
    assert window.pages is not None


def test_the_keyring_is_asked_again_when_it_is_there_again(qtbot, window, kept, drawer):
    folder, _ = kept
    entries = dict(drawer.kept)
    drawer.kept.clear()
    window.begin(folder)
    unlock = wait_for(qtbot, window, UnlockPage)
    drawer.kept.update(entries)

    with qtbot.waitSignal(window.desk_shown, timeout=10_000):
        qtbot.mouseClick(unlock._keyring_button, LEFT)


def test_k7_a_keyring_that_asks_its_question_leaves_the_window_free(
    qtbot, window, kept, drawer, monkeypatch
):
    folder, key = kept
    monkeypatch.setattr(waiting, "PATIENCE", 50)
    with in_use(Asking(drawer)) as asking:
        window.begin(folder)
        page = wait_for(qtbot, window, WaitingPage)
        qtbot.waitUntil(asking.is_asking.is_set)
        qtbot.waitUntil(lambda: hasattr(page, "another_button"))
        qtbot.mouseClick(page.another_button, LEFT)
        unlock = wait_for(qtbot, window, UnlockPage)
        unlock._keep_check.setChecked(False)
        qtbot.keyClicks(unlock._recovery_edit, key)

        with qtbot.waitSignal(window.desk_shown, timeout=10_000):
            qtbot.mouseClick(unlock._unlock_button, LEFT)
        opened = window.pages.desk

        # The late answer is let go: one window, one desk.
        asking.answered.set()
        qtbot.waitUntil(lambda: not _is_any_running())
        assert window.pages.desk is opened
        assert opened.run(oneself).name == "Kept"


def test_k7_a_keyring_that_hangs_is_given_up_and_the_desk_opens_by_its_recovery_key(
    qtbot, window, kept, drawer, monkeypatch
):
    folder, key = kept
    monkeypatch.setattr("mentor_desk.storage.keys.keychain.PATIENCE_SECONDS", 0.1)
    with in_use(Asking(drawer)) as hanging:
        window.begin(folder)
        unlock = wait_for(qtbot, window, UnlockPage)
        assert not _is_any_running()
        assert "does not answer" in unlock.sentence_label.text()
        unlock._keep_check.setChecked(False)
        qtbot.keyClicks(unlock._recovery_edit, key)

        with qtbot.waitSignal(window.desk_shown, timeout=10_000):
            qtbot.mouseClick(unlock._unlock_button, LEFT)

        hanging.answered.set()
    assert window.pages.desk.run(oneself).name == "Kept"


def _is_any_running():
    from mentor_desk.ui.common.jobs import is_any_running

    return is_any_running()


def test_k1_a_keyring_without_an_answer_is_never_a_first_start(qtbot, window, home, drawer):
    folder = paths.default_desk()
    make_desk(folder, name="Me", passphrase=None, reveal=str).close()
    entry = (SERVICE, f"database-key:{lock_info(folder).desk_id}")
    drawer.kept[entry] = ""

    window.begin()

    assert wait_for(qtbot, window, UnlockPage)
    assert page_of(window, WelcomePage) is None
    assert drawer.kept == {entry: ""}


def test_a_desk_that_nothing_opens_but_a_keyring_in_trouble_says_so(qtbot, window, kept, drawer):
    folder, _ = kept
    former(folder)
    drawer.kept.clear()

    window.begin(folder)

    trouble = wait_for(qtbot, window, TroublePage)
    assert "does not hold the key" in trouble.sentence_label.text()


def test_the_window_opens_by_a_recovery_key_in_a_file(qtbot, window, typed):
    folder, key = typed
    (folder.parent / "key").write_text(key)

    with qtbot.waitSignal(window.desk_shown, timeout=10_000):
        window.begin(folder, recovery_key_file=str(folder.parent / "key"))


def test_a_secret_that_cannot_be_read_is_a_page_and_no_failure(qtbot, window, typed):
    window.begin(typed[0], recovery_key_file="/nowhere/at/all")

    trouble = page_of(window, TroublePage)
    assert "could not be read" in trouble.sentence_label.text()


def test_a_copied_key_is_marked_as_secret_and_does_not_stay(qtbot, window):
    page = start(qtbot, window)
    qtbot.mouseClick(page._card.copy_button, LEFT)
    clipboard = QGuiApplication.clipboard()
    assert clipboard.text() == key_on(page)
    assert set(HINTS) <= set(clipboard.mimeData().formats())

    forget_copied(key_on(page))
    assert clipboard.text() == ""

    copy_secret(key_on(page))
    clipboard.setText("something else")
    forget_copied(key_on(page))
    assert clipboard.text() == "something else"
    clipboard.clear()
