"""The mentees' page is tested in the theme it is shown in, wired as the window wires it."""

import pytest
from PySide6.QtWidgets import QApplication

from mentor_desk.ui.common import theme
from mentor_desk.ui.mentees.page import MenteesPage


@pytest.fixture(autouse=True)
def light(qapp: QApplication):
    theme.apply(qapp, theme.Scheme.LIGHT)


@pytest.fixture
def open_page(qtbot, desk):
    """Return a function that opens the page on what is on the desk by then."""

    kept = []

    def opened() -> MenteesPage:
        page = MenteesPage(desk)
        page.changed.connect(page.react_to)
        qtbot.addWidget(page)
        page.resize(1180, 860)
        with qtbot.waitActive(page):
            page.show()
            page.activateWindow()
        kept.append(page)
        return page

    return opened


@pytest.fixture
def heard():
    """Return a list that fills with what a signal tells."""

    def listen(signal) -> list[object]:
        told: list[object] = []
        signal.connect(lambda *what: told.append(what[0] if len(what) == 1 else what))
        return told

    return listen
