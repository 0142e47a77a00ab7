"""Going back to a backup: where it goes to, what is read before, and what is pressed how often."""

from contextlib import closing

import pytest
from PySide6.QtWidgets import QDialog, QFileDialog

from mentor_desk import paths
from mentor_desk.services.keeping.backup_keys import KeyOfThen, key_by_secret
from mentor_desk.services.keeping.backups import back_up, backup_folders
from mentor_desk.services.keeping.restoring import compare, look_ahead
from mentor_desk.services.network.listing import find_people
from mentor_desk.services.opening.opening import make_desk, open_desk
from mentor_desk.storage.keys import slot_changes
from mentor_desk.ui.backups.dialog import BackupsDialog
from mentor_desk.ui.backups.keeper import BackupKeeper
from mentor_desk.ui.backups.restore_dialog import RestoreDialog
from mentor_desk.ui.backups.words import loss_words
from tests.conftest import NOW
from tests.factories import Factories
from tests.own_desk import CHEAP, OTHER
from tests.own_desk import SECRET as OWN_SECRET

SECRET = "correct horse battery"


@pytest.fixture
def sample_dialog(qtbot, settings, sample_folder):
    """The backups of the sample desk, which is open."""
    with closing(open_desk(sample_folder)) as desk:
        keeper = BackupKeeper(desk, settings)
        dialog = BackupsDialog(keeper)
        qtbot.addWidget(dialog)
        dialog.show()
        yield dialog
        keeper.leave()


@pytest.fixture
def asked(qtbot, monkeypatch):
    """Answer the question before a restore; what it says and where it leads is kept."""
    seen = []

    def answer(dialog):
        dialog.show()
        seen.append((dialog._outlook, dialog._loss_label.text()))
        dialog._secret_edit.setText(SECRET)
        dialog.accept()
        qtbot.waitUntil(lambda: not dialog.isVisible(), timeout=10_000)
        return QDialog.DialogCode.Accepted.value

    monkeypatch.setattr(RestoreDialog, "exec", answer)
    return seen


@pytest.fixture
def own_file(own, own_folder):
    file = back_up(own, backup_folders(own_folder), now=NOW).row.path
    own.close()
    return file


def test_ones_own_desk_never_takes_the_place_of_the_sample(
    qtbot, sample_dialog, own_file, asked, sample_folder
):
    with qtbot.waitSignal(sample_dialog.restore_requested, timeout=10_000) as wanted:
        sample_dialog.restore(own_file)

    assert wanted.args[:2] == [own_file, paths.default_desk()]
    assert not asked[0][0].has_desk
    assert "No desk lies there" in asked[0][1]


def test_where_ones_own_desk_lies_already_the_mentor_is_asked(
    qtbot, sample_dialog, own_file, asked, tmp_path, monkeypatch
):
    make_desk(paths.default_desk(), name="Michelle", passphrase=SECRET, reveal=str).close()
    (tmp_path / "free").mkdir()
    chosen = [str(paths.default_desk()), str(tmp_path / "free")]
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: chosen.pop(0))

    sample_dialog.restore(own_file)
    qtbot.waitUntil(sample_dialog._banner.isVisible, timeout=10_000)
    assert "already a desk" in sample_dialog._banner._sentence_label.text()
    with qtbot.waitSignal(sample_dialog.restore_requested, timeout=10_000) as wanted:
        sample_dialog.restore(own_file)

    assert wanted.args[:2] == [own_file, tmp_path / "free"]


def test_a_place_that_is_not_chosen_restores_nothing(
    qtbot, sample_dialog, own_file, asked, monkeypatch
):
    make_desk(paths.default_desk(), name="Michelle", passphrase=SECRET, reveal=str).close()
    calls = []
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: calls.append(1) or "")

    with qtbot.assertNotEmitted(sample_dialog.restore_requested):
        sample_dialog.restore(own_file)
        qtbot.waitUntil(lambda: bool(calls), timeout=10_000)

    assert asked == []
    assert sample_dialog._file_button.isEnabled()


def test_a_backup_of_the_sample_goes_back_to_the_sample(qtbot, sample_dialog, asked, sample_folder):
    desk = sample_dialog._desk
    file = back_up(desk, backup_folders(sample_folder), now=NOW).row.path

    with qtbot.waitSignal(sample_dialog.restore_requested, timeout=10_000) as wanted:
        sample_dialog.restore(file)

    assert wanted.args[:2] == [file, sample_folder]


def test_over_another_desk_that_is_open_one_press_is_enough(qtbot, own, own_folder, tmp_path):
    with closing(
        make_desk(tmp_path / "other", name="Ruth", passphrase=SECRET, reveal=str)
    ) as other:
        file = back_up(other, [tmp_path / "stick"], now=NOW).row.path
    assert len(own.run(find_people)) > 0
    question = RestoreDialog(look_ahead(file, own_folder, desk=own))
    qtbot.addWidget(question)
    question.show()
    question._secret_edit.setText(SECRET)

    question.verb_button.click()
    qtbot.waitUntil(lambda: not question.isVisible(), timeout=10_000)

    assert question.result() == QDialog.DialogCode.Accepted.value
    assert question.key is not None


def test_b6_every_kind_and_all_that_was_done_since_is_told(own, own_folder):
    file = back_up(own, backup_folders(own_folder), now=NOW).row.path
    add = Factories(own, NOW)
    mentorship = add.mentee("Joy Mensah")
    for _ in range(10):
        add.goal(mentorship)
        add.action(mentorship)

    outlook = look_ahead(file, own_folder, desk=own)

    assert loss_words(outlook) == (
        "The desk would have 1 person fewer, 10 goals fewer, 10 actions fewer than now."
    )


@pytest.fixture
def earlier_question(qtbot, own, own_folder):
    """The question before a restore of a backup from before the passphrase was changed."""
    file = back_up(own, backup_folders(own_folder), now=own.now()).row.path
    slot_changes.set_passphrase(own_folder / "desk.keys", bytes(own.file.key), OTHER, CHEAP)
    own.close()
    question = RestoreDialog(look_ahead(file, own_folder))
    qtbot.addWidget(question)
    question.show()
    return question


def test_b5_that_the_earlier_secrets_will_count_again_is_said_before(qtbot, earlier_question):
    question = earlier_question
    question._secret_edit.setText(SECRET)

    question.verb_button.click()
    qtbot.waitUntil(question.verb_button.isEnabled, timeout=10_000)
    said, was_open = question._loss_label.text(), question.isVisible()
    question.verb_button.click()

    assert was_open
    assert "would take the passphrase and the recovery key of that backup again" in said
    assert question.result() == QDialog.DialogCode.Accepted.value
    assert isinstance(question.key, KeyOfThen)


def test_b5_with_the_secret_of_today_one_press_is_enough(qtbot, earlier_question):
    question = earlier_question
    question._secret_edit.setText(OTHER)

    question.verb_button.click()
    qtbot.waitUntil(lambda: not question.isVisible(), timeout=10_000)

    assert question.result() == QDialog.DialogCode.Accepted.value
    assert not isinstance(question.key, KeyOfThen)


def test_b5_the_key_of_then_goes_through_the_signal_as_it_is(qtbot, sample_dialog):
    heard = []
    sample_dialog.restore_requested.connect(lambda *told: heard.append(told[2]))

    sample_dialog.restore_requested.emit(None, None, KeyOfThen(bytes(32)))

    assert isinstance(heard[0], KeyOfThen)


def cut_off(folder):
    (folder / "desk.db").write_bytes(b"")


def take_away(folder):
    (folder / "desk.db").unlink()


def flip(folder):
    content = bytearray((folder / "desk.db").read_bytes())
    content[1000] ^= 1
    (folder / "desk.db").write_bytes(content)


def lay_beside(folder):
    (folder / "desk.db-journal").mkdir()


@pytest.mark.parametrize(
    ("lose", "words"),
    [
        (cut_off, "The data file of the desk is empty"),
        (take_away, "The data file of the desk is missing"),
        (flip, "The desk that lies there is damaged"),
        (lay_beside, "Something lies beside the desk that has to be seen to first"),
    ],
)
def test_damage_and_loss_of_the_desk_that_lies_there_are_not_called_closed(
    own_file, own_folder, lose, words
):
    lose(own_folder)

    outlook = compare(
        look_ahead(own_file, own_folder), key_by_secret(own_file, own_folder, OWN_SECRET)
    )

    assert loss_words(outlook) == f"{words}, so nobody can say what differs."
