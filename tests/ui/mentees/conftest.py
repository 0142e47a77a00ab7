"""The page of the mentees, wired as the window wires it."""

import pytest

from mentor_desk.ui.mentees.page import MenteesPage


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
