"""Tab goes round a whole page: nobody who takes the keyboard is passed over."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from mentor_desk.ui.introductions.page import IntroductionsPage
from mentor_desk.ui.mentees.page import MenteesPage
from mentor_desk.ui.network.page import NetworkPage


@pytest.mark.parametrize("page_of", [MenteesPage, NetworkPage, IntroductionsPage])
def test_tab_passes_nobody_over(desk, add, qtbot, page_of):
    mentorship = add.mentee("Ada Okafor")
    add.session(mentorship)
    add.person("Ben Diaz")
    page = page_of(desk)
    qtbot.addWidget(page)
    page.resize(1200, 800)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    page.reload()
    QApplication.processEvents()
    wanted = [each for each in page.findChildren(QWidget) if takes_tab(each)]

    wanted[0].setFocus()
    reached = set()
    for _ in range(2 * len(wanted)):
        page.focusNextChild()
        reached.add(QApplication.focusWidget())

    assert [each.accessibleName() for each in wanted if each not in reached] == []


def takes_tab(widget):
    return (
        bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
        and widget.isVisible()
        and widget.isEnabled()
        and widget.focusProxy() is None
    )
