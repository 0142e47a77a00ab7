"""A desk of invented people in a folder, and a window on it."""

import shutil

import pytest
from PySide6.QtWidgets import QApplication

from mentor_desk.services.opening.opening import open_desk
from mentor_desk.services.sample.desk import make_sample_desk
from mentor_desk.settings import Settings
from mentor_desk.ui.backups.keeper import BackupKeeper
from mentor_desk.ui.common import theme
from tests.conftest import NOW
from tests.factories import Factories
from tests.own_desk import SECRET, make_own


@pytest.fixture(autouse=True)
def _light_at_home(qapp, home):
    theme.apply(QApplication.instance(), theme.Scheme.LIGHT, bundled_font=True)


@pytest.fixture(scope="session")
def own_template(tmp_path_factory):
    """A desk of somebody's own, and its recovery key."""
    folder = tmp_path_factory.mktemp("own") / "desk"
    desk, recovery_key = make_own(folder)
    add = Factories(desk, NOW)
    add.session(add.mentee("Ada Okafor"), shared_notes="Rehearsed aloud.")
    desk.close()
    return folder, recovery_key


@pytest.fixture
def own(own_folder):
    """The desk of somebody's own, open; it may be closed by the test."""
    desk = open_desk(own_folder, passphrase=SECRET)
    yield desk
    desk.close()


@pytest.fixture(scope="session")
def sample_template(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sample") / "desk"
    make_sample_desk(folder)
    return folder


@pytest.fixture
def sample_folder(sample_template, tmp_path):
    shutil.copytree(sample_template, tmp_path / "sample")
    return tmp_path / "sample"


@pytest.fixture
def settings(home):
    return Settings(home / "settings.json")


@pytest.fixture
def keeper(own, settings):
    keeper = BackupKeeper(own, settings)
    yield keeper
    keeper.leave()
