"""What was shared with a mentee: noted, changed, deleted with a way back."""

from datetime import date

import pytest
from PySide6.QtCore import Qt

from mentor_desk.models.kinds import ResourceKind, ShareState
from mentor_desk.services.history.steps import undo_step
from mentor_desk.services.network.sharing import list_shares
from mentor_desk.ui.sharing.dialog import ShareDialog
from mentor_desk.ui.sharing.tab import SharedTab
from mentor_desk.ui.sharing.table import ShareTable


@pytest.fixture
def ada(add):
    return add.mentee("Ada Okafor")


@pytest.fixture
def person(add, ada):
    return add.person_of(ada)


@pytest.fixture
def tab(qtbot, desk, ada, person):
    tab = SharedTab(desk)
    qtbot.addWidget(tab)
    tab.resize(900, 500)
    tab.show()
    tab.show_mentee(person, ada)
    return tab


@pytest.fixture
def dialog(qtbot, desk, person):
    dialog = ShareDialog(desk, person)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_without_anything_shared_the_first_step_is_offered(tab):
    assert tab.count() == 0
    assert tab._empty.isVisible()


def test_what_is_filled_in_is_shared(qtbot, desk, dialog, person):
    qtbot.keyClicks(dialog._title_edit, "Data <b>storytelling</b> & more")
    qtbot.keyClicks(dialog._response_edit, "It changed my deck")

    dialog.accept()

    [row] = desk.run(list_shares, person_id=person)
    assert (row.title, row.response) == ("Data <b>storytelling</b> & more", "It changed my deck")
    assert dialog.changes.made == row.id


def test_a_share_without_a_title_is_refused_beside_it(desk, dialog, person):
    dialog.accept()

    assert dialog.form.refusal_of("title") == "What was shared needs a title."
    assert dialog.isVisible()
    assert desk.run(list_shares, person_id=person) == []


def test_cancelling_shares_nothing(qtbot, desk, dialog, person):
    qtbot.keyClicks(dialog._title_edit, "Something")

    dialog.reject()

    assert dialog.changes is None
    assert desk.run(list_shares, person_id=person) == []


def test_a_known_title_brings_its_author_and_link(qtbot, desk, add, person):
    add.resource(
        "Data storytelling", kind=ResourceKind.BOOK, author="R. Stein", link="https://x.example"
    )
    dialog = ShareDialog(desk, person)
    qtbot.addWidget(dialog)

    dialog._on_known_chosen("Data storytelling")

    assert dialog._author_edit.text() == "R. Stein"
    assert dialog._kind_box.currentData() == ResourceKind.BOOK


def test_changing_a_share_begins_with_what_is_noted(qtbot, desk, add, person):
    add.share(add.resource("Leeds in Figures"), person, state=ShareState.STARTED, remark="mine")
    [row] = desk.run(list_shares, person_id=person)
    dialog = ShareDialog(desk, person, row)
    qtbot.addWidget(dialog)
    dialog._state_box.setCurrentIndex(dialog._state_box.findData(ShareState.FINISHED))

    dialog.accept()

    [changed] = desk.run(list_shares, person_id=person)
    assert (changed.state, changed.remark) == (ShareState.FINISHED, "mine")


def test_delete_takes_a_share_away_and_undo_brings_it_back(qtbot, desk, add, tab, person):
    add.share(add.resource("Old"), person, shared_on=date(2026, 1, 1))
    add.share(add.resource("New"), person, shared_on=date(2026, 2, 1))
    tab.reload()
    heard = []
    tab.changed.connect(heard.append)
    tab._view.selectRow(0)
    tab._view.setFocus()

    qtbot.keyClick(tab._view, Qt.Key.Key_Delete)

    assert [row.title for row in desk.run(list_shares, person_id=person)] == ["Old"]
    assert tab.count() == 1
    desk.do(undo_step, step_id=heard[0].step)
    assert len(desk.run(list_shares, person_id=person)) == 2


def test_the_table_keeps_qts_rules(qtmodeltester, desk, add, person, today):
    add.share(add.resource(), person)
    table = ShareTable(today)
    table.set_rows(desk.run(list_shares, person_id=person))

    qtmodeltester.check(table)
