"""Where a desk came back while a new one was to be started, the welcome page opens it."""

import pytest
from PySide6.QtCore import Qt

from mentor_desk import paths
from mentor_desk.ui.shell.opening.recovery import RecoveryPage
from mentor_desk.ui.shell.opening.unlock import UnlockPage
from mentor_desk.ui.shell.opening.welcome import WelcomePage
from tests.ui.shell.protected_window import SECRET, make_protected_desk
from tests.ui.shell.test_covered_key import page_of, wait_for

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def welcome(framed):
    """The welcome page, in whose folder a desk lies by now."""
    framed.begin()
    make_protected_desk(paths.default_desk())
    page = page_of(framed, WelcomePage)
    page._passphrase_choice.setChecked(True)
    page._name_edit.setText("Michelle Roy")
    return page


def start(qtbot, page, passphrase):
    page._passphrase_edit.setText(passphrase)
    page._again_edit.setText(passphrase)
    qtbot.mouseClick(page._start_button, LEFT)
    qtbot.waitUntil(lambda: page.isEnabled() and page._form.refusal_of() != "")


def test_the_refusal_comes_with_the_way_to_the_desk_that_lies_there(qtbot, framed, welcome):
    assert not welcome._own_button.isVisible()

    start(qtbot, welcome, SECRET)

    assert "already a desk" in welcome._form.refusal_of()
    assert framed.focusWidget() is welcome._own_button
    qtbot.keyClick(welcome._own_button, Qt.Key.Key_Space)
    assert page_of(framed, UnlockPage) is not None
    assert framed.opener.folder == paths.default_desk()


def test_a_refusal_of_an_entry_offers_no_desk(qtbot, welcome):
    welcome._passphrase_edit.setText("short")
    welcome._again_edit.setText("short")

    qtbot.mouseClick(welcome._start_button, LEFT)

    qtbot.waitUntil(lambda: welcome._form.refusal_of("passphrase") != "")
    assert not welcome._own_button.isVisible()


def test_once_the_folder_is_free_again_the_desk_is_begun_there(qtbot, framed, welcome, home):
    start(qtbot, welcome, SECRET)
    paths.default_desk().rename(home / "away")

    qtbot.mouseClick(welcome._start_button, LEFT)

    assert not welcome._own_button.isVisible()
    assert wait_for(qtbot, framed, RecoveryPage) is not None
