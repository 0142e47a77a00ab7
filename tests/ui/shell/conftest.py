"""A window of its own for every test, in a home of its own, without a keyring."""

import pytest
from PySide6.QtWidgets import QApplication

from mentor_desk.settings import Settings
from mentor_desk.ui.common import theme
from mentor_desk.ui.common.theme import Scheme
from mentor_desk.ui.shell.main_window import MainWindow
from tests.ui.shell.protected_window import make_protected_desk


@pytest.fixture
def own_home(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    for bus in ("DBUS_SESSION_BUS_ADDRESS", "DBUS_SYSTEM_BUS_ADDRESS"):
        monkeypatch.setenv(bus, "unix:path=/nonexistent")
    return tmp_path


@pytest.fixture
def framed(qtbot, own_home):
    """Return an empty window; its desk is closed at the end."""
    theme.apply(QApplication.instance(), Scheme.LIGHT, bundled_font=True)
    window = MainWindow(Settings(own_home / "settings.json"))
    qtbot.addWidget(window)
    window.resize(1300, 850)
    window.show()
    yield window
    window.close_desk()


@pytest.fixture
def protected(own_home):
    """Return the folder of a desk under a passphrase, with words to look for."""
    (own_home / "passphrase").write_text("correct horse battery\n")
    return make_protected_desk(own_home / "desk")


@pytest.fixture
def opened(qtbot, framed, protected, own_home):
    """Return a window on the protected desk."""
    with qtbot.waitSignal(framed.desk_shown, timeout=20_000):
        framed.begin(protected, passphrase_file=str(own_home / "passphrase"))
    return framed
