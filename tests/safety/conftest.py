"""A desk on the disk, the real window on it, and a walk through all of that window."""

import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from mentor_desk.services.desk import Desk
from mentor_desk.services.opening.opening import make_desk_at
from mentor_desk.settings import Settings
from mentor_desk.ui.common import theme
from mentor_desk.ui.common.theme import Scheme
from mentor_desk.ui.shell.main_window import MainWindow
from mentor_desk.ui.shell.pages import Pages
from tests.homes import homeless
from tests.safety.filled_desk import FilledDesk
from tests.safety.looks import HOSTILE, Editors, Found, Unnamed
from tests.safety.walking import walk
from tests.visiting import open_window, settle


@dataclass
class OnDisk:
    """A desk that is open until the window takes it over."""

    folder: Path
    desk: Desk


@dataclass
class Walked:
    """What was seen on a walk, with markup in whatever people wrote; and whose words those are."""

    whose: dict[tuple[str, str], str]
    found: Found
    editors: Editors
    unnamed: Unnamed

    def look(self, place: str, root: QWidget) -> None:
        for each in (self.found, self.editors, self.unnamed):
            each.look(place, root)


@pytest.fixture(autouse=True)
def _at_home(home):
    pass


@pytest.fixture
def on_disk(tmp_path):
    with made_on_disk(tmp_path) as made:
        yield made


@pytest.fixture
def open_on(qapp, tmp_path):
    with windows_in(qapp, tmp_path) as open_on:
        yield open_on


@pytest.fixture(scope="session")
def walked(qapp, tmp_path_factory):
    """Walk once for all who look."""
    place, count = tmp_path_factory.mktemp("walk"), itertools.count(1)
    with homeless(place), made_on_disk(place) as on_disk, windows_in(qapp, place) as open_on:
        hostile = lambda *_: HOSTILE.format(next(count))  # noqa: E731
        filled = FilledDesk(on_disk.desk, hostile, datetime.now(UTC))
        walked = Walked(filled.whose, Found(), Editors(), Unnamed())
        walk(*open_on(on_disk), walked.look)
    return walked


@contextmanager
def made_on_disk(place: Path) -> Iterator[OnDisk]:
    folder = place / "desk"
    desk = make_desk_at(folder)
    yield OnDisk(folder, desk)
    desk.close()


@contextmanager
def windows_in(app: QApplication, place: Path) -> Iterator[Callable[..., tuple[MainWindow, Pages]]]:
    """Give a function that opens a desk in a window of its own; all are gone afterwards."""
    windows = []

    def open_on(
        on_disk: OnDisk,
        *,
        text_scale: float = 1.0,
        direction: Qt.LayoutDirection = Qt.LayoutDirection.LeftToRight,
    ) -> tuple[MainWindow, Pages]:
        on_disk.desk.close()
        theme.apply(app, Scheme.LIGHT, text_scale=text_scale, bundled_font=True)
        app.setLayoutDirection(direction)
        window = MainWindow(Settings(place / "settings.json"))
        windows.append(window)
        window.resize(1440, 900)
        window.show()
        return window, open_window(window, on_disk.folder)

    yield open_on
    for window in windows:
        window.close_desk()
        window.close()
        window.deleteLater()
    settle(0)
    app.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    theme.apply(app, Scheme.LIGHT, bundled_font=True)
