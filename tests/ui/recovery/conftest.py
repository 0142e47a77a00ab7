"""A window in a home of its own, and a protected desk that can be damaged."""

import shutil

import pytest
from PySide6.QtWidgets import QApplication

from mentor_desk.services.keeping.backups import back_up
from mentor_desk.services.mentees.mentorships import MentorshipEntry, take_on_new
from mentor_desk.services.opening.opening import make_desk
from mentor_desk.settings import Settings
from mentor_desk.ui.common import theme
from mentor_desk.ui.common.theme import Scheme
from mentor_desk.ui.shell.main_window import MainWindow
from tests.faults import desks


@pytest.fixture(scope="session")
def whole(tmp_path_factory):
    folder = tmp_path_factory.mktemp("recovery") / "desk"
    desk = make_desk(folder, name="Michelle Roy", passphrase=desks.SECRET, reveal=str)
    entry = MentorshipEntry(started_on=desks.NOW.date())
    for name in ("Ada Okafor", "Grace Lindqvist"):
        desk.do(take_on_new, name=name, entry=entry, now=desks.NOW)
    back_up(desk, [folder / "backups"], now=desks.NOW)
    desk.close()
    return folder


@pytest.fixture
def home(home):
    (home / "passphrase").write_text(desks.SECRET)
    return home


@pytest.fixture
def folder(whole, home):
    shutil.copytree(whole, home / "desk")
    return home / "desk"


@pytest.fixture
def settings(home):
    return Settings(home / "settings.json")


@pytest.fixture
def window(qtbot, home, settings):
    theme.apply(QApplication.instance(), Scheme.LIGHT, bundled_font=True)
    window = MainWindow(settings)
    qtbot.addWidget(window)
    window.resize(1300, 850)
    window.show()
    yield window
    window.close_desk()
