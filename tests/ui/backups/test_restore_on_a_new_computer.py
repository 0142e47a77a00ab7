"""A computer that has never seen the desk: a backup, its recovery key, and everything is back."""

import shutil

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton

from mentor_desk import paths
from mentor_desk.services.keeping.backups import back_up, backup_folders
from mentor_desk.services.network.listing import find_people
from mentor_desk.ui.backups.dialog import BackupsDialog
from mentor_desk.ui.backups.restore_dialog import RestoreDialog
from mentor_desk.ui.shell.main_window import MainWindow
from mentor_desk.ui.shell.opening.welcome import WelcomePage
from tests.conftest import NOW


@pytest.fixture
def stick(own, own_folder, own_template, tmp_path):
    """Return a backup on a stick and its recovery key; the desk itself is far away."""
    made = back_up(own, backup_folders(own_folder), now=NOW).row.path
    own.close()
    stick = tmp_path / "stick"
    stick.mkdir()
    shutil.move(made, stick)
    shutil.rmtree(own_folder)
    return stick / made.name, own_template[1]


@pytest.fixture
def window(qtbot, settings):
    window = MainWindow(settings)
    qtbot.addWidget(window)
    window.resize(1300, 850)
    window.show()
    window.begin()
    qtbot.waitUntil(lambda: window.findChild(WelcomePage) is not None)
    yield window
    window.close_desk()


def soon(qtbot, kind, act):
    """Do something with the next dialog of this kind, once it stands in front."""

    def look():
        front = QApplication.activeModalWidget()
        if isinstance(front, kind):
            act(front)
        else:
            QTimer.singleShot(20, look)

    QTimer.singleShot(0, look)


def welcome_button(window, words):
    page = window.findChild(WelcomePage)
    return next(each for each in page.findChildren(QPushButton) if each.text() == words)


def test_b5_the_welcome_page_brings_a_desk_back(qtbot, window, stick, monkeypatch):
    file, recovery_key = stick
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(file), ""))

    def give_key(question):
        question._secret_edit.setText(recovery_key)
        question.accept()

    soon(qtbot, BackupsDialog, lambda dialog: dialog._empty.step_requested.emit())
    soon(qtbot, RestoreDialog, give_key)
    with qtbot.waitSignal(window.desk_shown, timeout=30_000):
        welcome_button(window, "Restore from a backup…").click()

    assert window.pages.desk.folder == paths.default_desk()
    names = [row.name for row in window.pages.desk.run(find_people)]
    assert "Ada Okafor" in names
    assert window.findChild(WelcomePage) is None


def test_b5_called_off_the_welcome_page_stays_with_what_was_typed(qtbot, window):
    window.findChild(WelcomePage)._name_edit.setText("Ruth Kim")

    soon(qtbot, BackupsDialog, lambda dialog: dialog.reject())
    welcome_button(window, "Restore from a backup…").click()

    assert window.findChild(WelcomePage)._name_edit.text() == "Ruth Kim"
    assert not paths.default_desk().exists()
