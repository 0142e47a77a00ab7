"""M6: a desk that was moved, or that another packaging looks for elsewhere, is never begun anew."""

import sys

import pytest

from tests.faults import desks
from tests.faults.window_process import WindowProcess
from tests.ui.shell.protected_window import SECRET, make_protected_desk

pytestmark = pytest.mark.timeout(120)
on_xdg = pytest.mark.skipif(sys.platform != "linux", reason="this system has no XDG_DATA_HOME")

_PAGES = (
    "from PySide6.QtWidgets import QWidget;"
    "tell(pages=[type(each).__name__ for each in window.findChildren(QWidget)])"
)


@pytest.fixture
def home(tmp_path):
    (tmp_path / "passphrase").write_text(SECRET + "\n")
    return tmp_path


@pytest.fixture
def own(home):
    """A desk where one's own lies, that was opened once and is remembered by the settings."""
    make_protected_desk(home / "data" / "MentorDesk" / "desk")
    with WindowProcess(None, home) as window:
        window.wait_for("shown")
    return home / "data" / "MentorDesk" / "desk"


def pages_of(window):
    window.do(_PAGES)
    return window.wait_for("pages")


def desks_under(folder):
    return [path for path in folder.rglob("*") if path.name.startswith("desk.")]


def test_m6_a_moved_folder_is_the_same_desk(base, tmp_path):
    folder, moved = desks.copy(base, tmp_path / "desk"), tmp_path / "elsewhere" / "data"
    before = desks.state(folder)
    moved.parent.mkdir()
    folder.rename(moved)

    assert desks.state_once_opened(moved) == before
    assert not folder.exists()


@on_xdg
def test_m6_with_another_place_for_data_the_desk_that_was_open_last_is_found(home, own):
    with WindowProcess(None, home, XDG_DATA_HOME=str(home / "other")) as window:
        window.wait_for("shown")
        window.do("tell(folder=str(window.pages.desk.folder))")

        assert window.wait_for("folder") == str(own)

    assert desks_under(home / "other") == []


@on_xdg
def test_m6_another_packaging_that_knows_no_settings_asks_and_makes_nothing(home, own):
    elsewhere = {"XDG_DATA_HOME": str(home / "other"), "XDG_CONFIG_HOME": str(home / "new")}

    with WindowProcess(None, home, **elsewhere) as window:
        pages = pages_of(window)

    assert "WelcomePage" in pages
    assert desks_under(home / "other") == []
    assert desks.opened(own, secret=SECRET).close() is None


@on_xdg
def test_m6_a_desk_that_is_not_where_it_was_is_asked_for_and_no_other_is_begun(home, own):
    own.rename(home / "moved")

    with WindowProcess(None, home) as window:
        pages = pages_of(window)

    assert "RescuePage" in pages
    assert "WelcomePage" not in pages
    assert desks_under(home / "data") == []
    with WindowProcess(home / "moved", home) as window:
        window.wait_for("shown")
