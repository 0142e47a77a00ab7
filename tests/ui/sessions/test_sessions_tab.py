"""The sessions of a mentee as a table, and the dialogs beside it."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from mentor_desk.models.kinds import ActionState, Owner, SessionFormat, SessionState
from mentor_desk.services.actions.rows import ActionRow, actions_of
from mentor_desk.services.changes import Area, Changes
from mentor_desk.services.desk import Desk
from mentor_desk.services.history.steps import undo_step
from mentor_desk.services.sessions.planning import SessionRow, list_sessions
from mentor_desk.ui.common.table import ROW_ROLE
from mentor_desk.ui.sessions.action_dialog import ActionDialog
from mentor_desk.ui.sessions.action_list import ActionList, ActionTable
from mentor_desk.ui.sessions.dialog import PlanDialog
from mentor_desk.ui.sessions.tab import SessionsTab
from mentor_desk.ui.sessions.table import SessionTable
from tests.factories import Factories

Heard = Callable[..., list[object]]


def shown(tab: SessionsTab) -> list[SessionRow]:
    model = tab._view.model()
    return [model.index(place, 0).data(ROW_ROLE) for place in range(model.rowCount())]


def texts(tab: SessionsTab, place: int) -> list[str]:
    model = tab._view.model()
    return [model.index(place, column).data() for column in range(model.columnCount())]


def entry(actions: list[QAction], words: str) -> QAction:
    [found] = [each for each in actions if each.text() == words]
    return found


def answer(keys: Callable[[QWidget], None]) -> None:
    """Deal with the next dialog as soon as it is open."""

    def act() -> None:
        dialog = QApplication.activeModalWidget()
        assert dialog is not None
        keys(dialog)

    QTimer.singleShot(0, act)


@pytest.fixture
def tab(qtbot: QtBot, desk: Desk, ada) -> SessionsTab:
    made = SessionsTab(desk)
    qtbot.addWidget(made)
    made.resize(900, 500)
    made.show_mentee(1, ada.mentorship)
    made.show()
    return made


def test_the_table_keeps_qts_rules(
    qtmodeltester: ModelTester, desk: Desk, add: Factories, ada, now: datetime
):
    table = SessionTable(now.date())
    table.set_rows(desk.run(list_sessions, mentorship_id=ada.mentorship, now=now))

    qtmodeltester.check(table)


def test_the_table_of_actions_keeps_qts_rules(
    qtmodeltester: ModelTester, desk: Desk, add: Factories, ada, today: date
):
    add.action(ada.mentorship)
    add.action(ada.mentorship, state=ActionState.DROPPED)
    table = ActionTable()
    rows = desk.look(actions_of, mentorship_id=ada.mentorship, today=today)
    table.show_actions(rows, "Ada", today)

    qtmodeltester.check(table)


def test_sessions_stand_latest_first_with_their_states(
    tab: SessionsTab, add: Factories, ada, now: datetime
):
    add.session(ada.mentorship, starts_at=now - timedelta(days=1))
    tab.reload()

    assert [row.number for row in shown(tab)] == [2, 3, 1]
    assert tab.count() == 3
    when = now.astimezone().strftime("today, %H:%M")
    assert texts(tab, 0)[0] == "2"
    assert texts(tab, 0)[2:] == ["1 h", "Video", "", "planned"]
    assert texts(tab, 0)[1].startswith(when[:7])
    assert texts(tab, 1)[-1] == "notes owed"
    assert texts(tab, 2)[-2:] == ["Met", "held"]


def test_sessions_are_sorted_by_number_and_not_by_its_letters(
    tab: SessionsTab, add: Factories, ada, now: datetime
):
    for days in range(3, 13):
        add.session(ada.mentorship, starts_at=now - timedelta(days=days))
    tab.reload()

    tab._view.sortByColumn(0, Qt.SortOrder.AscendingOrder)

    assert [row.number for row in shown(tab)] == list(range(1, 13))


def test_a_mentee_without_sessions_is_offered_the_first_step(
    qtbot: QtBot, tab: SessionsTab, add: Factories, heard: Heard
):
    opened = heard(tab.session_opened)
    tab.show_mentee(2, add.mentee("Joy Mensah"))
    assert tab._pages.currentWidget() is tab._empty

    tab._empty.step_requested.emit()

    assert len(opened) == 1
    assert [row.number for row in shown(tab)] == [1]
    assert tab._pages.currentWidget() is tab._view


def test_before_a_mentee_is_shown_there_is_nothing_to_do(qtbot: QtBot, desk: Desk):
    tab = SessionsTab(desk)
    qtbot.addWidget(tab)

    tab.reload()
    tab.make_new()
    tab.plan()

    assert tab.count() is None


def test_enter_opens_a_session(qtbot: QtBot, tab: SessionsTab, ada, heard: Heard):
    opened = heard(tab.session_opened)
    tab._view.setCurrentIndex(tab._view.model().index(1, 0))

    qtbot.keyClick(tab._view, Qt.Key.Key_Return)

    assert opened == [ada.before]


def test_logging_opens_the_session_of_today(qtbot: QtBot, tab: SessionsTab, ada, heard: Heard):
    opened = heard(tab.session_opened)

    qtbot.mouseClick(tab._log_button, Qt.MouseButton.LeftButton)

    assert opened == [ada.session]


def test_logging_that_is_refused_says_why(
    tab: SessionsTab, add: Factories, now: datetime, heard: Heard
):
    joy = add.mentee("Joy Mensah")
    add.session(joy, starts_at=now)
    tab.show_mentee(2, joy)
    refused, opened = heard(tab.refused), heard(tab.session_opened)

    tab.make_new()

    assert refused == ["There is already session 1 with Joy Mensah at that time."]
    assert opened == []


def test_delete_deletes_and_undo_brings_back(
    qtbot: QtBot, desk: Desk, tab: SessionsTab, heard: Heard
):
    told = heard(tab.changed)
    tab._view.setFocus()
    tab._view.setCurrentIndex(tab._view.model().index(1, 0))

    qtbot.keyClick(tab._view, Qt.Key.Key_Delete)
    assert [row.number for row in shown(tab)] == [2]

    tab.react_to(desk.do(undo_step, step_id=told[0].step))
    assert [row.number for row in shown(tab)] == [2, 1]


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ("It was held", SessionState.HELD),
        ("It was cancelled", SessionState.CANCELLED),
        ("It was missed", SessionState.MISSED),
    ],
)
def test_the_menu_of_a_planned_session_says_what_became_of_it(
    tab: SessionsTab, words: str, state: SessionState
):
    entry(tab.menu_for(shown(tab)[0]).actions(), words).trigger()

    row = shown(tab)[0]
    assert row.state is state
    entry(tab.menu_for(row).actions(), "Open it again").trigger()
    assert shown(tab)[0].state is SessionState.PLANNED


def test_the_menu_opens_and_deletes(tab: SessionsTab, ada, heard: Heard):
    opened = heard(tab.session_opened)
    menu = tab.menu_for(shown(tab)[1])

    entry(menu.actions(), "Open").trigger()
    entry(menu.actions(), "Delete").trigger()

    assert opened == [ada.before]
    assert [row.id for row in shown(tab)] == [ada.session]


def test_the_menu_changes_the_time(tab: SessionsTab, now: datetime):
    def an_hour_later(dialog: QWidget) -> None:
        dialog._when_edit.set_value(now + timedelta(hours=1))
        dialog.accept()

    answer(an_hour_later)
    entry(tab.menu_for(shown(tab)[0]).actions(), "Change the time…").trigger()

    assert shown(tab)[0].starts_at == now + timedelta(hours=1)


def test_planning_fills_in_the_rhythm(qtbot: QtBot, tab: SessionsTab, now: datetime, heard: Heard):
    told = heard(tab.changed)

    def by_phone(dialog: QWidget) -> None:
        dialog._format_box.setCurrentIndex(2)
        dialog.accept()

    answer(by_phone)
    qtbot.mouseClick(tab._plan_button, Qt.MouseButton.LeftButton)

    row = shown(tab)[0]
    assert row.starts_at.astimezone() == now.astimezone() + timedelta(days=14)
    assert (row.format, row.state) == (SessionFormat.PHONE, SessionState.PLANNED)
    assert told[0].did == "Planned session 3 with Ada Okafor"


def test_a_plan_that_clashes_is_refused_beside_its_field(
    qtbot: QtBot, desk: Desk, ada, now: datetime
):
    dialog = PlanDialog(desk, ada.mentorship)
    qtbot.addWidget(dialog)
    dialog._when_edit.set_value(now)
    dialog._agenda_edit.insertPlainText("kept")

    dialog.accept()

    assert dialog.form.refusal_of("starts_at").startswith("There is already session 2")
    assert dialog.changes is None
    assert dialog._agenda_edit.text() == "kept"


def test_a_chosen_session_stays_chosen_when_the_list_is_read_again(
    tab: SessionsTab, add: Factories, ada, now: datetime
):
    tab._view.setCurrentIndex(tab._view.model().index(1, 0))
    add.session(ada.mentorship, starts_at=now + timedelta(days=3), state=SessionState.PLANNED)

    tab.react_to(Changes(Area.SESSIONS))

    assert tab._view.currentIndex().data(ROW_ROLE).id == ada.before
    assert len(shown(tab)) == 3


def test_what_is_not_shown_here_is_not_read_again(tab: SessionsTab, add: Factories, ada):
    add.session(ada.mentorship)

    tab.react_to(Changes(Area.SHARING))

    assert len(shown(tab)) == 2


@pytest.fixture
def action_list(qtbot: QtBot, desk: Desk, add: Factories, ada, today: date) -> ActionList:
    add.action(ada.mentorship, "Rehearse <b>twice</b>", due_on=today - timedelta(days=2))
    made = ActionList(desk, "Actions")
    qtbot.addWidget(made)
    made.changed.connect(lambda _changes: fill(made, desk, ada.mentorship))
    fill(made, desk, ada.mentorship)
    made.show()
    return made


def fill(made: ActionList, desk: Desk, mentorship_id: int) -> None:
    rows = desk.look(actions_of, mentorship_id=mentorship_id, today=desk.now().date())
    made.show_actions(rows, mentee_name="Ada Okafor", first_name="Ada")


def only(action_list: ActionList) -> ActionRow:
    [row] = action_list.rows()
    return row


def test_an_action_says_whose_it_is_and_how_late(action_list: ActionList):
    look = action_list._table.look(only(action_list))

    assert look.pill == "Ada · 2 days late"
    assert look.text == "Rehearse <b>twice</b>"


def test_the_menu_of_an_action_holds_all_that_can_be_done(action_list: ActionList):
    def choose(words: str) -> ActionRow:
        entry(action_list.menu_for(only(action_list)).actions(), words).trigger()
        return only(action_list)

    assert choose("Tick off").is_done
    assert choose("Open again").state is ActionState.OPEN
    assert choose("Keep private").is_private
    assert "private" in action_list._table.look(only(action_list)).pill
    assert not choose("Let it enter the review").is_private
    assert choose("Drop").state is ActionState.DROPPED
    assert action_list._table.look(only(action_list)).pill == "dropped"
    entry(action_list.menu_for(only(action_list)).actions(), "Delete").trigger()
    assert action_list.rows() == ()
    assert action_list.isHidden()


def test_delete_deletes_the_chosen_action(qtbot: QtBot, action_list: ActionList, heard: Heard):
    told = heard(action_list.changed)
    action_list._view.setFocus()
    action_list._view.setCurrentIndex(action_list._table.index(0, 0))

    qtbot.keyClick(action_list._view, Qt.Key.Key_Delete)

    assert told[0].did == "Deleted the action “Rehearse <b>twice</b>”"


def test_an_action_deleted_elsewhere_is_refused_with_a_sentence(
    desk: Desk, action_list: ActionList, heard: Heard
):
    refused = heard(action_list.refused)
    row = only(action_list)
    entry(action_list.menu_for(row).actions(), "Delete").trigger()

    entry(action_list.menu_for(row).actions(), "Tick off").trigger()

    assert refused == ["This action is no longer on the desk."]


def test_enter_changes_an_action(qtbot: QtBot, action_list: ActionList, today: date):
    def change(dialog: QWidget) -> None:
        dialog._text_edit.setText(" ")
        dialog.accept()
        assert dialog.form.refusal_of("text") == "An action needs a few words."
        dialog._text_edit.setText("Rehearse aloud")
        dialog._owner_box.setCurrentIndex(1)
        dialog._due_edit.set_value(None)
        dialog._private_box.setChecked(True)
        dialog.accept()

    action_list._view.setCurrentIndex(action_list._table.index(0, 0))
    answer(change)
    qtbot.keyClick(action_list._view, Qt.Key.Key_Return)

    row = only(action_list)
    assert (row.text, row.owner, row.due_on) == ("Rehearse aloud", Owner.MENTOR, None)
    assert row.is_private


def test_leaving_the_dialog_of_an_action_changes_nothing(
    qtbot: QtBot, desk: Desk, action_list: ActionList
):
    dialog = ActionDialog(desk, only(action_list), "Ada Okafor")
    qtbot.addWidget(dialog)
    dialog._text_edit.setText("Something else")

    dialog.reject()

    assert dialog.changes is None
    assert only(action_list).text == "Rehearse <b>twice</b>"


def test_a_menu_is_opened_where_a_session_stands(qtbot: QtBot, tab: SessionsTab):
    tab._view.setCurrentIndex(tab._view.model().index(0, 0))

    tab._view.customContextMenuRequested.emit(tab._view.rect().center())

    menu = QApplication.activePopupWidget()
    assert menu is not None
    assert menu.actions()[0].text() == "Open"
    menu.close()
