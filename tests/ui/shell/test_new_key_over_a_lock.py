"""U4: a new recovery key that a lock came over is no void paper, and it is spoken of again."""

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from mentor_desk.services.opening.opening import open_desk
from mentor_desk.settings import Settings
from mentor_desk.ui.preferences import sheet_saving
from mentor_desk.ui.preferences.dialog import SettingsDialog
from mentor_desk.ui.preferences.key_dialogs import NewRecoveryKeyDialog, SecretDialog
from mentor_desk.ui.preferences.keys import KeysSection
from tests.ui.shell.protected_window import SECRET
from tests.ui.shell.test_locking import lock, unlock
from tests.ui.shell.test_stopped_by_a_lock import banner_words
from tests.visiting import settle


def ask_for_new_key(window, home, act):
    """Press “New recovery key…” in the settings, give the passphrase, and do this with the key."""
    dialog = SettingsDialog(window.pages.desk, Settings(home / "other.json"), window)

    def go_on():
        match QApplication.activeModalWidget():
            case NewRecoveryKeyDialog() as shown:
                act(shown)
                return
            case SecretDialog() as asking if asking.form.isEnabled():
                asking.secret_edit.setText(SECRET)
                asking.accept()
        QTimer.singleShot(20, go_on)

    QTimer.singleShot(20, go_on)
    dialog.findChild(KeysSection).new_key_button.click()
    dialog.deleteLater()


def opens(folder, key):
    open_desk(folder, recovery_key=key).close()
    return True


@pytest.fixture
def locked_over(qtbot, opened, home, monkeypatch):
    """Lock the desk over a new key whose sheet was saved, and return what key it was."""
    monkeypatch.setattr(sheet_saving, "ask_sheet_target", lambda _: home / "sheet.pdf")
    shown = []

    def save_and_lock(dialog):
        shown.append(dialog.card._recovery_key)
        dialog.card.save_button.click()
        qtbot.waitUntil(lambda: "sheet.pdf" in dialog.card._told_label.text(), timeout=10_000)
        opened.lock()

    with qtbot.waitSignal(opened.locking.locked, timeout=10_000):
        ask_for_new_key(opened, home, save_and_lock)
    settle()
    return shown[0]


def test_u4_after_unlocking_it_is_said_and_the_same_key_is_shown_again(
    qtbot, opened, protected, home, locked_over
):
    unlock(qtbot, opened)
    assert "A new recovery key was begun and is not kept yet" in banner_words(opened)
    shown = []

    def keep(dialog):
        shown.append(dialog.card._recovery_key)
        dialog.accept()

    ask_for_new_key(opened, home, keep)

    assert shown == [locked_over]
    lock(qtbot, opened)
    assert opens(protected, locked_over)
    unlock(qtbot, opened)
    assert opened.words.banner is None


def test_u4_the_key_on_the_sheet_opens_the_desk_that_was_locked_over_it(protected, locked_over):
    assert opens(protected, locked_over)
