"""The settings of the keys: what opens the desk, and every way to change it."""

import errno
import os
import shutil
import stat

import pytest
from keyring.backends import fail
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QLineEdit

from mentor_desk.errors import DeskError, KeyringError
from mentor_desk.services.opening.keys import (
    Way,
    ask_every_time,
    keep_unlocked,
    lock_info,
    reveal_recovery_key,
)
from mentor_desk.services.opening.opening import make_desk, make_desk_at, open_desk
from mentor_desk.settings import Settings
from mentor_desk.ui.common import theme
from mentor_desk.ui.common.theme import Scheme
from mentor_desk.ui.preferences.dialog import SettingsDialog
from mentor_desk.ui.preferences.key_dialogs import (
    NewRecoveryKeyDialog,
    PassphraseDialog,
    SecretDialog,
)
from mentor_desk.ui.preferences.keys import KeysSection
from tests.keyrings import Drawer, Forgetful, in_use
from tests.own_desk import OTHER, SECRET

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture(autouse=True)
def _look(qapp, monkeypatch):
    theme.apply(qapp, Scheme.LIGHT, bundled_font=True)
    monkeypatch.setattr("mentor_desk.storage.keys.keychain.PAUSE_SECONDS", 0)


@pytest.fixture
def opened(own_folder):
    desk = open_desk(own_folder, passphrase=SECRET)
    yield desk
    desk.close()


@pytest.fixture
def section_of(qtbot, tmp_path):
    def section_of(desk):
        section = KeysSection(desk, Settings(tmp_path / "settings.json"))
        qtbot.addWidget(section)
        section.show()
        return section

    return section_of


def when_open(kind, act):
    """Once a dialog of this kind is open, do this with it."""

    def look():
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, kind) and dialog.isEnabled():
            act(dialog)
        else:
            QTimer.singleShot(20, look)

    QTimer.singleShot(20, look)


def give(secret):
    def act(dialog):
        dialog.secret_edit.setText(secret)
        dialog.accept()

    return act


def breaking_flushes(monkeypatch, *, only):
    """Let the flush of a folder fail, the one of this number from now on."""
    left, real = [only], os.fsync

    def flush(handle):
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            left[0] -= 1
            if left[0] == 0:
                raise OSError(errno.EIO, "Input/output error")
        real(handle)

    monkeypatch.setattr("os.fsync", flush)


def opens(desk, **secret):
    desk.close()
    try:
        open_desk(desk.folder, **secret).close()
    except DeskError as refusal:
        return type(refusal).__name__
    return "opened"


def ways(desk):
    return {row.way for row in lock_info(desk.folder).ways}


def test_every_way_in_is_shown_with_its_date_and_none_with_a_secret(
    opened, section_of, recovery_key
):
    section = section_of(opened)

    shown = [label.text() for label in section.findChildren(type(section._told_label))]
    assert sum("In use since" in text for text in shown) == 2
    assert section.passphrase_button.text() == "Change passphrase…"
    assert not section.keyring_check.isChecked()
    assert not any(group in "".join(shown) for group in recovery_key.split("-")[1:])


def test_the_passphrase_is_changed(qtbot, opened, section_of):
    def fill(dialog):
        dialog.secret_edit.setText(SECRET)
        dialog.new_edit.setText(OTHER)
        dialog.again_edit.setText(OTHER)
        dialog.accept()

    section = section_of(opened)
    when_open(PassphraseDialog, fill)

    qtbot.mouseClick(section.passphrase_button, LEFT)

    assert opens(opened, passphrase=OTHER) == "opened"


@pytest.mark.parametrize(
    ("secret", "new", "again", "field", "sentence"),
    [
        (SECRET, OTHER, OTHER + "?", "again", "not the same"),
        (SECRET, "short", "short", "passphrase", "at least 8"),
        ("", OTHER, OTHER, "secret", "Please give the passphrase"),
        ("wrong horse battery", OTHER, OTHER, "", "does not open"),
    ],
)
def test_what_cannot_change_the_passphrase_is_said_in_the_dialog(
    qtbot, opened, secret, new, again, field, sentence
):
    dialog = PassphraseDialog(opened, is_first=False)
    qtbot.addWidget(dialog)
    dialog.secret_edit.setText(secret)
    dialog.new_edit.setText(new)
    dialog.again_edit.setText(again)

    dialog.accept()

    qtbot.waitUntil(lambda: sentence in dialog.form.refusal_of(field))
    assert dialog.form.isEnabled()
    assert opens(opened, passphrase=SECRET) == "opened"


def test_no_change_of_keys_claims_that_the_earlier_one_is_void(qtbot, opened, section_of):
    told = []

    def read(dialog):
        told.append(" ".join(label.text() for label in dialog.findChildren(QLabel)))
        dialog.reject()

    def go_on(dialog):
        told.append(" ".join(label.text() for label in dialog.findChildren(QLabel)))
        when_open(NewRecoveryKeyDialog, read)
        give(SECRET)(dialog)

    section = section_of(opened)
    when_open(PassphraseDialog, read)
    qtbot.mouseClick(section.passphrase_button, LEFT)
    when_open(SecretDialog, go_on)
    qtbot.mouseClick(section.new_key_button, LEFT)
    first = PassphraseDialog(opened, is_first=True)
    qtbot.addWidget(first)

    assert len(told) == 3
    assert all("Backups made before" in words and "still" in words for words in told)
    assert all("delete those from before" in told[at] for at in (0, 2))
    assert not any("no more" in words for words in told)
    assert not any("Backups" in label.text() for label in first.findChildren(QLabel))


def test_a_cancelled_question_changes_nothing(qtbot, opened, section_of):
    before = (opened.folder / "desk.keys").read_bytes()
    section = section_of(opened)

    for kind, button in (
        (PassphraseDialog, section.passphrase_button),
        (SecretDialog, section.sheet_button),
        (SecretDialog, section.new_key_button),
    ):
        when_open(kind, lambda dialog: dialog.reject())
        qtbot.mouseClick(button, LEFT)

    assert (opened.folder / "desk.keys").read_bytes() == before


def test_the_desk_is_kept_unlocked_and_asks_again(qtbot, opened, section_of, drawer):
    section = section_of(opened)

    section.keyring_check.click()
    qtbot.waitUntil(lambda: Way.KEYRING in ways(opened) and section.keyring_check.isEnabled())
    assert "has the key since" in section._keyring_label.text()
    assert len(drawer.kept) == 1

    when_open(SecretDialog, give(SECRET))
    section.keyring_check.click()
    assert Way.KEYRING not in ways(opened)
    assert not section.keyring_check.isChecked()
    assert drawer.kept == {}


def test_a_keyring_that_refuses_is_said_and_the_mark_goes(qtbot, opened, section_of):
    section = section_of(opened)

    with in_use(Forgetful()), qtbot.waitSignal(section.refused, timeout=10_000) as refused:
        section.keyring_check.click()

    assert "does not give back" in refused.args[0]
    assert not section.keyring_check.isChecked()


def test_who_stays_without_a_passphrase_stays_in_the_keyring(qtbot, section_of, drawer, tmp_path):
    desk = make_desk(tmp_path / "kept", name="Me", passphrase=None, reveal=str)
    section = section_of(desk)
    assert section.passphrase_button.text() == "Add a passphrase…"

    with qtbot.waitSignal(section.refused) as refused:
        section.keyring_check.click()

    assert "Add a passphrase first" in refused.args[0]
    assert section.keyring_check.isChecked()
    assert len(drawer.kept) == 1

    def fill(dialog):
        assert not dialog.secret_edit.isVisible()
        dialog.new_edit.setText(OTHER)
        dialog.again_edit.setText(OTHER)
        dialog.accept()

    when_open(PassphraseDialog, fill)
    qtbot.mouseClick(section.passphrase_button, LEFT)
    assert ways(desk) == {Way.KEYRING, Way.RECOVERY, Way.PASSPHRASE}
    assert section.passphrase_button.text() == "Change passphrase…"
    desk.close()


def test_a_new_recovery_key_counts_once_it_is_kept(qtbot, opened, section_of, recovery_key):
    shown = []

    def keep(dialog):
        shown.append(dialog.card._recovery_key)
        dialog.accept()

    def first(dialog):
        when_open(NewRecoveryKeyDialog, keep)
        give(SECRET)(dialog)

    section = section_of(opened)
    when_open(SecretDialog, first)

    qtbot.mouseClick(section.new_key_button, LEFT)

    assert opens(opened, recovery_key=shown[0]) == "opened"
    assert opens(opened, recovery_key=recovery_key) == "WrongKeyError"


def test_a_new_recovery_key_that_was_not_kept_is_none(qtbot, opened, section_of, recovery_key):
    def first(dialog):
        when_open(NewRecoveryKeyDialog, lambda shown: shown.reject())
        give(SECRET)(dialog)

    section = section_of(opened)
    when_open(SecretDialog, first)

    qtbot.mouseClick(section.new_key_button, LEFT)

    assert reveal_recovery_key(opened, secret=SECRET) == recovery_key


def test_a_sheet_of_a_key_that_was_not_kept_is_said_to_be_void(
    qtbot, opened, section_of, tmp_path, recovery_key
):
    target = tmp_path / "void.pdf"

    def choose(dialog):
        dialog.setDirectory(str(tmp_path))
        dialog.findChild(QLineEdit).setText(target.name)
        dialog.accept()

    def save_and_leave(dialog):
        when_open(QFileDialog, choose)
        dialog.card.save_button.click()
        qtbot.waitUntil(lambda: target.name in dialog.card._told_label.text())
        dialog.reject()

    def first(dialog):
        when_open(NewRecoveryKeyDialog, save_and_leave)
        give(SECRET)(dialog)

    section = section_of(opened)
    when_open(SecretDialog, first)

    qtbot.mouseClick(section.new_key_button, LEFT)

    assert target.exists()
    assert "does not open this desk" in section._told_label.text()
    assert reveal_recovery_key(opened, secret=SECRET) == recovery_key
    assert [row.way for row in lock_info(opened.folder).ways].count(Way.RECOVERY) == 1


def test_a_new_recovery_key_that_is_in_force_is_not_called_void(
    qtbot, opened, section_of, recovery_key, monkeypatch
):
    shown = []

    def fail_and_leave(dialog):
        shown.append(dialog.card._recovery_key)
        breaking_flushes(monkeypatch, only=2)
        dialog.accept()
        qtbot.waitUntil(lambda: "the disk does not confirm" in dialog.form.refusal_of())
        assert "The new recovery key opens the desk all the same" in dialog.form.refusal_of()
        dialog.reject()

    def first(dialog):
        when_open(NewRecoveryKeyDialog, fail_and_leave)
        give(SECRET)(dialog)

    section = section_of(opened)
    when_open(SecretDialog, first)

    qtbot.mouseClick(section.new_key_button, LEFT)

    assert "opens this desk, and no earlier one does: keep it" in section._told_label.text()
    assert opens(opened, recovery_key=shown[0]) == "opened"
    assert opens(opened, recovery_key=recovery_key) == "WrongKeyError"


def test_a_change_under_way_is_not_cancelled_by_closing_its_dialog(qtbot, opened):
    dialog = PassphraseDialog(opened, is_first=False)
    qtbot.addWidget(dialog)
    dialog.secret_edit.setText(SECRET)
    dialog.new_edit.setText(OTHER)
    dialog.again_edit.setText(OTHER)
    dialog.show()

    with qtbot.waitSignal(dialog.accepted, timeout=10_000):
        dialog.accept()
        dialog.reject()
        assert dialog.isVisible()
        assert not dialog.cancel_button.isEnabled()

    assert opens(opened, passphrase=OTHER) == "opened"


@pytest.mark.parametrize("leaves_it", [True, False])
def test_a_copy_says_before_it_takes_the_key_of_the_other_out_of_the_keyring(
    qtbot, opened, section_of, drawer, tmp_path, leaves_it
):
    keep_unlocked(opened)
    opened.close()
    shutil.copytree(opened.folder, tmp_path / "copy")
    copy = open_desk(tmp_path / "copy", passphrase=SECRET)
    section, told = section_of(copy), []

    def answer(dialog):
        told.extend(label.text() for label in dialog.findChildren(QLabel))
        dialog._leave_check.setChecked(leaves_it)
        give(SECRET)(dialog)

    when_open(SecretDialog, answer)
    section.keyring_check.click()

    assert any("If a copy still lies there" in words for words in told)
    assert Way.KEYRING not in ways(copy)
    assert ("stays in the keyring" in section._keyring_label.text()) is leaves_it
    copy.close()
    assert opens(opened) == ("opened" if leaves_it else "KeyringError")


def test_who_asks_every_time_hears_of_copies_and_is_not_asked_about_them(
    qtbot, opened, section_of, drawer
):
    keep_unlocked(opened)
    section = section_of(opened)

    def answer(dialog):
        assert not dialog._leave_check.isVisible()
        give(SECRET)(dialog)

    when_open(SecretDialog, answer)
    section.keyring_check.click()

    assert "no copy of this desk" in section._keyring_label.text()
    assert drawer.kept == {}


def test_an_entry_that_this_computer_never_had_is_said_to_be_elsewhere(
    qtbot, opened, section_of, drawer
):
    keep_unlocked(opened)
    with in_use(Drawer()):
        section, told = section_of(opened), []

        def answer(dialog):
            give(SECRET)(dialog)
            qtbot.waitUntil(lambda: dialog.form.refusal_of() != "")
            told.append(dialog.form.refusal_of())
            dialog.reject()

        when_open(SecretDialog, answer)
        section.keyring_check.click()

    assert "if the keyring of another computer has its key" in told[0]
    assert "on the computer where it was kept" in section._keyring_label.text()
    assert len(drawer.kept) == 1


def test_a_keyring_that_has_not_let_go_of_the_key_is_named(opened, section_of, drawer):
    keep_unlocked(opened)
    with in_use(fail.Keyring()), pytest.raises(KeyringError):
        ask_every_time(opened, secret=SECRET)

    section = section_of(opened)

    assert not section.keyring_check.isChecked()
    assert "has not let go of the key yet" in section._keyring_label.text()
    assert len(drawer.kept) == 1


def test_the_sheet_is_saved_for_who_gives_the_passphrase_again(qtbot, opened, section_of, tmp_path):
    target = tmp_path / "sheet.pdf"

    def choose(dialog):
        dialog.setDirectory(str(tmp_path))
        dialog.findChild(QLineEdit).setText(target.name)
        dialog.accept()

    def first(dialog):
        when_open(QFileDialog, choose)
        give(SECRET)(dialog)

    section = section_of(opened)
    when_open(SecretDialog, first)

    qtbot.mouseClick(section.sheet_button, LEFT)

    qtbot.waitUntil(lambda: "sheet.pdf" in section._told_label.text(), timeout=10_000)
    assert target.read_bytes().startswith(b"%PDF")


def test_the_sheet_is_not_for_who_does_not_know_a_secret(qtbot, opened, section_of):
    told = []

    def wrong(dialog):
        give("wrong horse battery")(dialog)
        qtbot.waitUntil(lambda: dialog.form.refusal_of() != "")
        told.append(dialog.form.refusal_of())
        dialog.reject()

    section = section_of(opened)
    when_open(SecretDialog, wrong)

    qtbot.mouseClick(section.sheet_button, LEFT)

    assert "does not open" in told[0]


def test_the_sample_desk_has_nothing_to_change(section_of, tmp_path):
    desk = make_desk_at(tmp_path / "sample")
    section = section_of(desk)

    assert "opens by itself" in section._sentence_label.text()
    assert not section.passphrase_button.isVisible()
    desk.close()


def test_a_change_that_was_not_finished_is_told(opened, section_of, drawer):
    from mentor_desk.storage.keys.vault import read_vault, write_vault

    path = opened.folder / "desk.keys"
    write_vault(path, read_vault(path).with_passphrase(opened.file.key, OTHER, pending=True))

    assert "was not finished" in section_of(opened)._passphrase_label.text()


def test_the_keys_are_a_section_of_the_settings(qtbot, opened, tmp_path, drawer):
    keep_unlocked(opened)
    dialog = SettingsDialog(opened, Settings(tmp_path / "settings.json"))
    qtbot.addWidget(dialog)

    dialog.show_section("keys")

    section = dialog.findChild(KeysSection)
    dialog.show()
    assert section.isVisible()
    assert section.keyring_check.isChecked()
