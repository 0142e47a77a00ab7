"""The goals of a mentee, wired as the window wires them."""

import pytest

from mentor_desk.ui.goals.tab import GoalsTab


@pytest.fixture
def open_tab(qtbot, desk, add):
    """Return a function that opens the goals of a mentee."""

    kept = []

    def opened(mentorship_id: int) -> GoalsTab:
        tab = GoalsTab(desk)
        tab.changed.connect(tab.react_to)
        qtbot.addWidget(tab)
        tab.resize(980, 900)
        with qtbot.waitActive(tab):
            tab.show()
            tab.activateWindow()
        kept.append(tab)
        tab.show_mentee(add.person_of(mentorship_id), mentorship_id)
        return tab

    return opened
