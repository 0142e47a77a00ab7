"""The tab shows what was handed over to one mentee, and takes it back without a question."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from mentor_desk.services.history.steps import undo_step
from mentor_desk.services.reviews.choice import ReviewChoice
from mentor_desk.services.reviews.reviewing import issue_review, list_reviews, save_draft
from mentor_desk.ui.reviews.tab import ReviewsTab

AUTUMN = ReviewChoice(date(2026, 9, 1), date(2026, 11, 23))


@pytest.fixture
def issued(desk, ada, now):
    return desk.do(
        issue_review,
        mentorship_id=ada,
        choice=AUTUMN,
        pdf=b"%PDF",
        pages=3,
        file_name="Review <b>Ada</b> & Co.pdf",
        now=now,
    ).made


@pytest.fixture
def tab(desk, add, ada, qtbot):
    tab = ReviewsTab(desk)
    qtbot.addWidget(tab)
    tab.show_mentee(add.person_of(ada), ada)
    return tab


def test_a_review_is_told_with_its_file(issued, tab, desk, qtmodeltester):
    cells = [tab._table.index(0, column).data() for column in range(5)]
    [row] = desk.run(list_reviews)

    assert cells[0] == "1 September 2026 – 23 November 2026"
    assert cells[2:4] == ["3", "Review <b>Ada</b> & Co.pdf"]
    assert cells[4] == row.sha256[:12] + "…"
    assert row.sha256 in tab._table.index(0, 4).data(Qt.ItemDataRole.ToolTipRole)
    assert "&lt;b&gt;" in tab._table.index(0, 3).data(Qt.ItemDataRole.ToolTipRole)
    assert tab.count() == 1
    qtmodeltester.check(tab._table)


def test_delete_takes_the_note_away_and_undo_brings_it_back(qtbot, issued, tab, desk):
    heard = []
    tab.changed.connect(heard.append)
    tab.show()
    tab._view.setFocus()
    tab._view.setCurrentIndex(tab._rows.index(0, 0))
    qtbot.waitUntil(tab._view.hasFocus)

    qtbot.keyClick(tab._view, Qt.Key.Key_Delete)

    assert tab.count() == 0
    assert tab._pages.currentWidget() is tab._empty
    tab.react_to(desk.do(undo_step, step_id=heard[0].step))
    assert tab.count() == 1


def test_a_draft_stands_on_top_and_can_be_gone_on_with(issued, tab, desk, ada):
    tab.react_to(desk.do(save_draft, mentorship_id=ada, choice=AUTUMN))
    wanted = []
    tab.review_requested.connect(wanted.append)

    assert tab._rows.index(0, 1).data() == "still a draft"
    draft = tab._rows.index(0, 0).data(Qt.ItemDataRole.UserRole + 1)
    tab._view.activated.emit(tab._rows.index(0, 0))
    menu = tab._menu(draft)
    [first, *_] = menu.actions()
    first.trigger()
    menu.deleteLater()

    assert first.text() == "Go on with this draft"
    assert wanted == [ada, ada]


def test_the_menu_copies_the_hash_and_deletes(issued, tab, desk):
    [row] = desk.run(list_reviews)
    menu = tab._menu(row)
    actions = {each.text(): each for each in menu.actions()}

    wished = []
    tab.versions_requested.connect(lambda *what: wished.append(what))
    tab.history_requested.connect(lambda *what: wished.append(what))

    actions["Copy the hash"].trigger()
    actions["Earlier versions of the words…"].trigger()
    actions["History of this review…"].trigger()
    actions["Delete"].trigger()
    menu.deleteLater()

    assert QGuiApplication.clipboard().text() == row.sha256
    assert wished == [("review", row.id)] * 2
    assert desk.run(list_reviews) == []


def test_what_is_gone_already_is_told(issued, tab, desk):
    [row] = desk.run(list_reviews)
    told = []
    tab.refused.connect(told.append)

    tab._delete(row)
    tab._delete(row)

    assert told == ["This review is no longer on the desk."]


def test_an_empty_tab_offers_the_first_step(tab, ada):
    wanted = []
    tab.review_requested.connect(wanted.append)

    tab._empty.step_requested.emit()

    assert wanted == [ada]
    assert tab.count() == 0
