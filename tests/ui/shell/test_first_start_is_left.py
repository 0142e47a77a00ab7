"""A first start that is left leaves no key in the keyring, and a desk that is kept its own."""

from threading import Timer
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt

from mentor_desk import paths
from mentor_desk.services.network.listing import oneself
from mentor_desk.services.opening.opening import open_desk
from mentor_desk.ui.shell.locking.locked import CoveredPage
from mentor_desk.ui.shell.opening.recovery import RecoveryPage
from mentor_desk.ui.shell.opening.welcome import WelcomePage
from tests.keyrings import Asking, in_use
from tests.ui.shell.protected_window import SECRET
from tests.ui.shell.test_covered_key import page_of, press_lock, wait_for

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def window(framed, drawer):
    """A window of a first start, beside a keyring that can be trusted."""
    framed.begin()
    return framed


def start(qtbot, window):
    """Fill the welcome page and go on, with the key in the keyring."""
    welcome = page_of(window, WelcomePage)
    qtbot.waitUntil(welcome._keyring_choice.isChecked)
    welcome._name_edit.setText("Michelle Roy")
    qtbot.mouseClick(welcome._start_button, LEFT)


@pytest.fixture
def shown(qtbot, window):
    """The page with the recovery key, before anything is on the disk."""
    start(qtbot, window)
    return wait_for(qtbot, window, RecoveryPage)


@pytest.mark.usefixtures("shown")
def test_k8_closing_the_window_before_the_key_is_kept_leaves_none_in_the_keyring(window, drawer):
    assert len(drawer.kept) == 1

    assert window.close()

    assert drawer.kept == {}
    assert not paths.default_desk().exists()


@pytest.mark.usefixtures("shown")
def test_k8_so_does_closing_it_over_a_key_that_is_covered(qtbot, window, drawer):
    press_lock(qtbot, window)
    assert page_of(window, CoveredPage) is not None
    assert len(drawer.kept) == 1

    assert window.close()

    assert drawer.kept == {}


@pytest.mark.usefixtures("shown")
def test_k8_so_does_an_end_from_outside(qtbot, window, drawer):
    window.endings = SimpleNamespace(code=0)

    window.locking.leaving.begin(window.close, words="Closing…")
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=10_000)

    assert drawer.kept == {}


def test_k8_so_does_closing_it_while_the_keyring_takes_the_key(qtbot, window, drawer):
    with in_use(Asking(drawer)) as slow:
        start(qtbot, window)
        qtbot.waitUntil(slow.is_asking.is_set)
        answer = Timer(0.2, slow.answered.set)
        answer.start()

        assert window.close()

        answer.join()
    # What was put in had been read back before, so it was there.
    assert slow.asked > 1
    assert drawer.kept == {}


def test_a_desk_that_is_being_made_while_the_window_closes_opens_by_the_keyring(
    qtbot, window, drawer, shown
):
    qtbot.mouseClick(shown.kept_button, LEFT)

    assert window.close()

    desk = open_desk(paths.default_desk())
    assert desk.run(oneself).name == "Michelle Roy"
    desk.close()


def test_so_does_one_that_is_being_made_while_another_is_opened(
    qtbot, window, drawer, shown, protected
):
    qtbot.mouseClick(shown.kept_button, LEFT)

    with qtbot.waitSignal(window.desk_shown, timeout=20_000):
        window.opener.open(protected, passphrase=SECRET)

    assert window.pages.desk.folder == protected
    desk = open_desk(paths.default_desk())
    assert desk.run(oneself).name == "Michelle Roy"
    desk.close()
