"""The settings of the keys: what opens the desk, and every way to change it."""

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
from tests.keyrings import Forgetful, in_use
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
        qtbot.waitUntil(lambda: dialog.has_sheet)
        dialog.reject()

    def first(dialog):
        when_open(NewRecoveryKeyDialog, save_and_leave)
        give(SECRET)(dialog)

    section = section_of(opened)
    when_open(SecretDialog, first)

    qtbot.mouseClick(section.new_key_button, LEFT)

    assert target.exists()
    assert "opens nothing" in section._told_label.text()
    assert reveal_recovery_key(opened, secret=SECRET) == recovery_key


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
