"""A window of its own for every test, in a home of its own, without a keyring."""

import pytest
from PySide6.QtWidgets import QApplication

from mentor_desk.settings import Settings
from mentor_desk.ui.common import theme
from mentor_desk.ui.common.theme import Scheme
from mentor_desk.ui.shell.main_window import MainWindow
from tests.ui.shell.protected_window import make_protected_desk


@pytest.fixture
def framed(qtbot, home):
    """Return an empty window; its desk is closed at the end."""
    theme.apply(QApplication.instance(), Scheme.LIGHT, bundled_font=True)
    window = MainWindow(Settings(home / "settings.json"))
    qtbot.addWidget(window)
    window.resize(1300, 850)
    window.show()
    yield window
    window.close_desk()


@pytest.fixture
def protected(home):
    """Return the folder of a desk under a passphrase, with words to look for."""
    (home / "passphrase").write_text("correct horse battery\n")
    return make_protected_desk(home / "desk")


@pytest.fixture
def opened(qtbot, framed, protected, home):
    """Return a window on the protected desk."""
    with qtbot.waitSignal(framed.desk_shown, timeout=20_000):
        framed.begin(protected, passphrase_file=str(home / "passphrase"))
    return framed
