"""The page: chosen, moved, refused, narrowed, deleted; what a mentor does and sees."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QMenu, QWidget

from mentor_desk.models.kinds import IntroductionState, OptIn, Side
from mentor_desk.services.changes import Area, Changes
from mentor_desk.services.history.steps import undo_step
from mentor_desk.services.introductions.noting import (
    delete_introduction,
    edit_introduction,
    list_introductions,
)
from mentor_desk.services.network.people import PersonEntry, edit_person
from mentor_desk.ui.common.table import ROW_ROLE
from mentor_desk.ui.introductions.dialog import IntroduceDialog
from mentor_desk.ui.introductions.outcome_dialog import OutcomeDialog
from mentor_desk.ui.introductions.table import IntroductionTable

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

STATE = IntroductionState
CONTROL = Qt.KeyboardModifier.ControlModifier


def view_of(page, place):
    return page._board.lanes[place].view


def menu_titles(menu):
    return [action.text() for action in menu.actions() if not action.isSeparator()]


def test_an_empty_page_offers_the_first_step(qtbot, opened):
    page = opened()

    assert page._stack.currentWidget() is page._empty
    assert not page._panel.isVisible()
    page._empty.step_requested.emit()
    dialog = page.findChild(IntroduceDialog)
    assert dialog.isVisible()
    dialog.reject()


def test_a_chosen_card_is_shown_whole_beside_the_board(opened, idea):
    page = opened()

    page.focus_introduction(idea)

    assert page._panel.introduction_id() == idea
    assert page._panel._first_link.text() == "Ada Okafor"
    assert view_of(page, 0).hasFocus()


def test_the_keyboard_moves_a_card_on_and_tells(qtbot, opened, idea, state_of, heard):
    page = opened()
    told = heard(page.changed)
    page.focus_introduction(idea)

    qtbot.keyClick(view_of(page, 0), Qt.Key.Key_Right, CONTROL)

    assert state_of(idea) is STATE.ASKING
    assert told[0].did == "Moved the introduction of Ada Okafor and Ravi Kapoor to asking both"
    assert page._board.lanes[1].chosen_row().id == idea
    assert view_of(page, 1).hasFocus()
    assert page._panel._state_pill.accessibleName() == "Asking both"


def test_a_refused_move_gives_its_reason_and_the_card_stays(qtbot, opened, idea, state_of):
    page = opened()
    page.focus_introduction(idea)
    qtbot.keyClick(view_of(page, 0), Qt.Key.Key_Right, CONTROL)

    qtbot.keyClick(view_of(page, 1), Qt.Key.Key_Right, CONTROL)

    assert state_of(idea) is STATE.ASKING
    assert page._banner.isVisible()
    sentence = page._banner._sentence_label.text()
    assert sentence.startswith("Ada Okafor and Ravi Kapoor have not agreed yet")
    assert page._board.lanes[1].chosen_row().id == idea
    qtbot.keyClick(view_of(page, 1), Qt.Key.Key_Left, CONTROL)
    assert not page._banner.isVisible()


def test_a_dropped_card_moves_when_both_have_agreed(qtbot, opened, asking, state_of):
    page = opened()
    lane = page._board.lanes[2]
    data = page._board.lanes[1].rows.mimeData([page._board.lanes[1].rows.index(0, 0)])

    with qtbot.waitSignal(page.changed):
        lane.rows.dropMimeData(data, Qt.DropAction.MoveAction, -1, -1, lane.view.rootIndex())

    assert state_of(asking) is STATE.INTRODUCED
    assert lane.rows.rowCount() == 1


def test_closing_asks_what_came_of_it_and_cancel_leaves_it(qtbot, opened, met, state_of, card_of):
    page = opened()
    page.focus_introduction(met)
    qtbot.keyClick(view_of(page, 3), Qt.Key.Key_Right, CONTROL)
    dialog = page.findChild(OutcomeDialog)
    assert dialog.isVisible()

    dialog.accept()
    assert dialog.form.refusal_of("first") == "Say what came of it, for at least one of them."
    dialog.reject()
    assert state_of(met) is STATE.MET

    page._verbs.move(met, STATE.CLOSED)
    dialog = next(each for each in page.findChildren(OutcomeDialog) if each.isVisible())
    qtbot.keyClicks(dialog.form.field("second"), "a second opinion")
    dialog.accept()

    assert state_of(met) is STATE.CLOSED
    assert card_of(met).second.outcome == "a second opinion"
    assert page._board.lanes[4].rows.rowCount() == 1


def test_delete_takes_the_card_away_and_undo_brings_it_back(qtbot, desk, opened, idea, heard):
    page = opened()
    told = heard(page.changed)
    page.focus_introduction(idea)

    qtbot.keyClick(view_of(page, 0), Qt.Key.Key_Delete)

    assert page._panel.introduction_id() is None
    assert page._stack.currentWidget() is page._empty
    page.react_to(desk.do(undo_step, step_id=told[0].step))
    assert page._board.lanes[0].rows.rowCount() == 1


def test_the_menu_holds_every_move_and_every_door(qtbot, opened, idea, state_of, heard, ada):
    page = opened()
    people = heard(page.person_opened)
    row = page._board.lanes[0].rows.index(0, 0).data(ROW_ROLE)
    menu = page._verbs.menu_of(row, page)

    assert menu_titles(menu) == [
        "Ask both",
        "They are introduced",
        "They have met",
        "Something came of it…",
        "Withdraw",
        "Open Ada Okafor",
        "Open Ravi Kapoor",
        "Note one that grew from it…",
        "Earlier versions of the words…",
        "History of this introduction…",
        "Delete",
    ]
    menu.actions()[0].trigger()
    assert state_of(idea) is STATE.ASKING
    next(action for action in menu.actions() if action.text() == "Open Ada Okafor").trigger()
    assert people == [ada]
    next(action for action in menu.actions() if "grew" in action.text()).trigger()
    dialog = page.findChild(IntroduceDialog)
    assert dialog._origin_box.currentData() == idea
    dialog.reject()
    wished = []
    page.versions_requested.connect(lambda *what: wished.append(what))
    page.history_requested.connect(lambda *what: wished.append(what))
    for words in ("Earlier versions", "History"):
        next(action for action in menu.actions() if action.text().startswith(words)).trigger()
    assert wished == [("introduction", idea)] * 2
    next(action for action in menu.actions() if action.text() == "Delete").trigger()
    assert page._stack.currentWidget() is page._empty


def test_the_menu_key_opens_the_menu_of_the_card(qtbot, opened, idea):
    page = opened()
    page.focus_introduction(idea)

    page._board.menu_requested.emit(idea, page.mapToGlobal(page.rect().center()))

    menu = page.findChild(QMenu)
    assert menu.isVisible()
    menu.close()


def test_what_is_over_can_be_shown_and_taken_up_again(qtbot, opened, add, ada, state_of):
    over = add.introduction(ada, add.person("Hana Wolf"), state=STATE.WITHDRAWN)
    page = opened()
    assert page._over_check.isVisible()
    assert len(page._board.lanes) == 5

    page.focus_introduction(over)
    assert page._over_check.isChecked()
    assert page._board.lanes[5].chosen_row().id == over
    page._panel._next_button.click()

    assert state_of(over) is STATE.IDEA
    assert page._panel._next_button.text() == "Begin asking"


def test_the_list_holds_every_state_and_is_narrowed(qtbot, opened, idea, met, add, ada, heard):
    over = add.introduction(ada, add.person("Hana Wolf"), state=STATE.DECLINED)
    page = opened()
    page.focus_introduction(met)
    qtbot.mouseClick(page._list_button, Qt.MouseButton.LeftButton)
    view = page._list._view

    assert view.hasFocus()
    assert view.model().rowCount() == 3
    assert view.currentIndex().data(ROW_ROLE).id == met
    page.go_find()
    qtbot.keyClicks(page._list._filter_edit, "hana decl")
    assert view.model().rowCount() == 1
    page._list.choose(over)
    assert page._panel.introduction_id() == over
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert page._panel._first_link.hasFocus()
    deleted = heard(page.changed)
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Delete)
    assert "Hana Wolf" in deleted[0].did


def test_the_list_keeps_qts_rules(qtmodeltester, qapp, desk, today, idea, met):
    table = IntroductionTable()
    table.set_rows(desk.run(list_introductions, today=today))

    qtmodeltester.check(table)


def test_the_list_sorts_days_as_numbers(qtbot, opened, add, ada, today):
    for days in (9, 10, 2):
        day = today - timedelta(days=days)
        add.introduction(ada, add.person(f"Person {days}"), state_since=day)
    page = opened()
    page._list_button.click()

    model = page._list._view.model()
    assert [model.index(row, 5).data() for row in range(3)] == ["2", "9", "10"]
    page._list._view.sortByColumn(3, Qt.SortOrder.AscendingOrder)
    assert model.index(0, 3).data() == "Idea"


def test_the_page_reads_again_when_a_name_changes(desk, opened, idea, ada):
    page = opened()
    page.focus_introduction(idea)
    entry = PersonEntry(display_name="Ada Lund", given="Ada", family="Lund")

    page.react_to(desk.do(edit_person, person_id=ada, entry=entry))

    assert page._panel._first_link.text() == "Ada Lund"
    assert page._board.lanes[0].chosen_row().first_name == "Ada Lund"


def test_the_page_leaves_what_does_not_concern_it(desk, opened, idea):
    page = opened()
    desk.do(edit_introduction, introduction_id=idea, topic="open data")

    page.react_to(Changes(Area.REVIEWS))
    assert page._board.lanes[0].rows.index(0, 0).data(ROW_ROLE).topic == ""

    page.react_to(Changes(Area.INTRODUCTIONS))
    assert page._board.lanes[0].rows.index(0, 0).data(ROW_ROLE).topic == "open data"


def test_an_introduction_that_is_gone_is_not_focused(opened, idea):
    page = opened()

    page.focus_introduction(99)

    assert page._panel.introduction_id() is None


def test_the_answer_chips_note_what_each_said(qtbot, opened, idea, card_of, state_of):
    page = opened()
    page.focus_introduction(idea)
    answers = page._panel._asking._answers
    first, second = answers.values()

    qtbot.keyClick(first._answer_chip, Qt.Key.Key_Return)
    menu = first.findChild(QMenu)
    assert menu_titles(menu) == ["Asked today", "Said yes", "Said no", "Take it back: not asked"]
    assert not menu.actions()[3].isEnabled()
    menu.actions()[1].trigger()
    menu.close()
    assert card_of(idea).first.opt_in is OptIn.AGREED
    assert state_of(idea) is STATE.ASKING
    assert first._answer_chip.accessibleName().startswith("Ada Okafor: said yes")

    second.menu().actions()[2].trigger()
    assert state_of(idea) is STATE.DECLINED
    second.menu().actions()[0].trigger()
    assert state_of(idea) is STATE.ASKING


def test_every_field_and_view_of_the_page_has_a_name(opened, asking, idea, met):
    page = opened()
    for each in (idea, asking, met):
        page.focus_introduction(each)
        nameless = [
            widget
            for widget in page.findChildren(QWidget)
            if widget.isVisible()
            and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
            and not widget.accessibleName()
            and not (isinstance(widget, QAbstractButton) and widget.text())
        ]
        assert nameless == []


def test_an_answer_that_cannot_be_is_refused_in_a_sentence(opened, add, ada, card_of):
    over = add.introduction(ada, add.person("Hana Wolf"), state=STATE.WITHDRAWN)
    page = opened()

    page._panel.answered.emit(over, Side.FIRST, OptIn.AGREED)

    assert page._banner._sentence_label.text().startswith("This introduction was withdrawn")
    assert card_of(over).first.opt_in is OptIn.NOT_ASKED


def test_deleting_what_is_gone_says_so(desk, opened, idea):
    page = opened()
    desk.do(delete_introduction, introduction_id=idea)

    page._verbs.delete(idea)

    sentence = page._banner._sentence_label.text()
    assert sentence == "This introduction is no longer on the desk."


def test_a_person_of_another_page_is_introduced_from_here(opened, ada):
    page = opened()

    page.introduce(ada)

    dialog = page.findChild(IntroduceDialog)
    assert dialog._first_edit.person_id() == ada
    assert dialog._second_edit.text() == ""
    dialog.reject()


def test_a_new_introduction_is_chosen_as_soon_as_it_is_noted(opened, idea, ada, add):
    add.person("Dan Vogel")
    page = opened()
    page.introduce(ada)
    dialog = page.findChild(IntroduceDialog)
    dialog._second_edit.setText("dan vogel")

    dialog.accept()

    assert page._panel._second_link.text() == "Dan Vogel"
    assert page._board.chosen_id() == page._panel.introduction_id()


def test_what_is_being_written_is_saved_when_the_window_asks(qtbot, opened, idea, card_of):
    page = opened()
    page.focus_introduction(idea)
    qtbot.keyClicks(page._panel._reasons._edits[Side.FIRST], "needs eyes")

    page.flush()

    assert card_of(idea).first.reason == "needs eyes"
