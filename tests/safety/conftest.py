"""A desk on the disk, and the real window on it."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from mentor_desk.services.desk import Desk
from mentor_desk.services.opening.opening import make_desk_at
from mentor_desk.settings import Settings
from mentor_desk.ui.common import theme
from mentor_desk.ui.common.theme import Scheme
from mentor_desk.ui.shell.main_window import MainWindow
from tests.visiting import open_window


@dataclass
class OnDisk:
    """A desk that is open until the window takes it over."""

    folder: Path
    desk: Desk


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")
    return tmp_path


@pytest.fixture
def on_disk(tmp_path):
    folder = tmp_path / "desk"
    desk = make_desk_at(folder)
    yield OnDisk(folder, desk)
    desk.close()


@pytest.fixture
def open_on(qtbot, tmp_path):
    app = QApplication.instance()
    windows = []

    def open_on(
        on_disk: OnDisk,
        *,
        text_scale: float = 1.0,
        direction: Qt.LayoutDirection = Qt.LayoutDirection.LeftToRight,
    ):
        on_disk.desk.close()
        theme.apply(app, Scheme.LIGHT, text_scale=text_scale, bundled_font=True)
        app.setLayoutDirection(direction)
        window = MainWindow(Settings(tmp_path / "settings.json"))
        windows.append(window)
        qtbot.addWidget(window)
        window.resize(1440, 900)
        window.show()
        return window, open_window(window, on_disk.folder)

    yield open_on
    for window in windows:
        window.close_desk()
    app.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    theme.apply(app, Scheme.LIGHT, bundled_font=True)
