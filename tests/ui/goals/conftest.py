"""The goals are tested in the theme it is shown in, wired as the window wires it."""

import pytest
from PySide6.QtWidgets import QApplication

from mentor_desk.ui.common import theme
from mentor_desk.ui.goals.tab import GoalsTab


@pytest.fixture(autouse=True)
def light(qapp: QApplication):
    theme.apply(qapp, theme.Scheme.LIGHT)


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


@pytest.fixture
def heard():
    """Return a list that fills with what a signal tells."""

    def listen(signal) -> list[object]:
        told: list[object] = []
        signal.connect(lambda *what: told.append(what[0] if len(what) == 1 else what))
        return told

    return listen
