"""The board: one table, six lanes, moved by mouse and by keyboard."""

from datetime import timedelta

import pytest
from PySide6.QtCore import QMimeData, QModelIndex, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QDragEnterEvent, QDragMoveEvent, QDropEvent, QImage
from PySide6.QtWidgets import QApplication

from mentor_desk.models.kinds import IntroductionState
from mentor_desk.services.introductions.moves import move_introduction
from mentor_desk.services.introductions.noting import edit_introduction, list_introductions
from mentor_desk.ui.common.table import ROW_ROLE
from mentor_desk.ui.introductions.board import DRAGGED, BoardTable, LaneRows, dragged_id
from mentor_desk.ui.introductions.lanes import Board

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

STATE = IntroductionState
MOVE = Qt.DropAction.MoveAction
NOWHERE = QModelIndex()


@pytest.fixture
def rows(desk, today, idea, asking, met):
    return lambda: desk.run(list_introductions, today=today)


@pytest.fixture
def table(qapp, rows):
    table = BoardTable()
    table.set_rows(rows())
    return table


@pytest.fixture
def board(qtbot, rows):
    board = Board()
    board.set_rows(rows())
    board.resize(1000, 600)
    qtbot.addWidget(board)
    board.show()
    qtbot.waitExposed(board)
    board.activateWindow()
    qtbot.waitUntil(board.isActiveWindow)
    return board


def ids_in(lane):
    return [lane.rows.index(place, 0).data(ROW_ROLE).id for place in range(lane.rows.rowCount())]


def dragging(introduction_id):
    data = QMimeData()
    data.setData(DRAGGED, str(introduction_id).encode())
    return data


def menu_at(view, place, reason=QContextMenuEvent.Reason.Mouse):
    whole = view.viewport().mapToGlobal(place)
    QApplication.sendEvent(view.viewport(), QContextMenuEvent(reason, place, whole))


def drop_on(view, data, place=None):
    """Drop as a mouse does: enter, move, let go; return whether it was taken."""
    place = place or QPoint(20, view.viewport().height() - 10)
    hand = (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    enter = QDragEnterEvent(place.toPointF(), MOVE, data, *hand)
    QApplication.sendEvent(view.viewport(), enter)
    move = QDragMoveEvent(place.toPointF(), MOVE, data, *hand)
    QApplication.sendEvent(view.viewport(), move)
    if not move.isAccepted():
        return False
    drop = QDropEvent(place.toPointF(), MOVE, data, *hand)
    QApplication.sendEvent(view.viewport(), drop)
    return drop.isAccepted()


def test_the_table_and_its_lanes_keep_qts_rules(qtmodeltester, table):
    qtmodeltester.check(table)
    qtmodeltester.check(LaneRows(table, (STATE.IDEA,)))


def test_every_lane_holds_its_states(board, idea, asking, met):
    titles = [lane.title for lane in board.lanes]

    assert titles == ["Idea", "Asking both", "Introduced", "Met", "Came of it"]
    assert [ids_in(lane) for lane in board.lanes] == [[idea], [asking], [], [met], []]
    assert board.lanes[0].view.accessibleName() == "Idea"
    assert board.lanes[0].view.accessibleDescription() == "1 introduction"


def test_a_card_says_itself_as_a_sentence(desk, table, rows, idea):
    desk.do(edit_introduction, introduction_id=idea, topic="people analytics")
    table.set_rows(rows())
    lane = LaneRows(table, (STATE.IDEA,))

    said = lane.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)

    assert said == "Ada Okafor and Ravi Kapoor, people analytics, noted 2 days ago"


def test_a_card_is_carried_by_its_id_and_dropped_where_it_is_not(table, idea, heard):
    ideas, met_lane = LaneRows(table, (STATE.IDEA,)), LaneRows(table, (STATE.MET,))
    told = heard(met_lane.dropped)
    data = ideas.mimeData([ideas.index(0, 0)])

    assert data.formats() == [DRAGGED]
    assert dragged_id(data) == idea
    assert not ideas.canDropMimeData(data, MOVE, -1, -1, NOWHERE)
    assert not ideas.dropMimeData(data, MOVE, -1, -1, NOWHERE)
    assert met_lane.canDropMimeData(data, MOVE, -1, -1, NOWHERE)
    assert met_lane.dropMimeData(data, MOVE, -1, -1, NOWHERE)
    assert told == [idea]
    assert not ideas.removeRows(0, 1)
    assert ideas.rowCount() == 1


@pytest.mark.parametrize("held", [b"", b"x", b"-1", b"1,2", "１".encode()])
def test_what_is_no_introduction_is_not_taken(table, held, heard):
    lane = LaneRows(table, (STATE.MET,))
    told = heard(lane.dropped)
    data = QMimeData()
    data.setText("Ada")
    data.setData(DRAGGED, held)

    assert not lane.dropMimeData(data, MOVE, -1, -1, NOWHERE)
    assert told == []


def test_a_drop_on_a_lane_asks_for_the_move(qtbot, board, idea):
    with qtbot.waitSignal(board.move_requested) as asked:
        assert drop_on(board.lanes[1].view, dragging(idea))

    assert asked.args == [idea, STATE.ASKING]


def test_a_drop_between_cards_asks_for_it_too(qtbot, board, idea):
    view = board.lanes[3].view
    over = view.visualRect(view.model().index(0, 0)).center()

    with qtbot.waitSignal(board.move_requested) as asked:
        assert drop_on(view, dragging(idea), over)

    assert asked.args == [idea, STATE.MET]


def test_a_lane_takes_neither_its_own_cards_nor_other_things(board, idea):
    words = QMimeData()
    words.setText("hello")

    assert not drop_on(board.lanes[0].view, dragging(idea))
    assert not drop_on(board.lanes[1].view, words)


def test_the_keys_walk_over_cards_and_past_empty_lanes(qtbot, board, idea, asking, met, heard):
    told = heard(board.chosen)
    board.choose(asking, with_focus=True)

    qtbot.keyClick(board.lanes[1].view, Qt.Key.Key_Right)
    assert board.lanes[3].view.hasFocus()
    qtbot.keyClick(board.lanes[3].view, Qt.Key.Key_Right)
    qtbot.keyClick(board.lanes[3].view, Qt.Key.Key_Left)
    qtbot.keyClick(board.lanes[1].view, Qt.Key.Key_Left)

    assert told == [asking, met, asking, idea]
    assert board.chosen_id() == idea


def test_control_and_an_arrow_push_the_card(qtbot, board, idea, asking, heard):
    told = heard(board.move_requested)
    board.choose(asking, with_focus=True)
    view = board.lanes[1].view

    qtbot.keyClick(view, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(view, Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(view, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)

    assert told == [(asking, STATE.INTRODUCED), (asking, STATE.IDEA)]


def test_a_card_at_the_edge_is_not_pushed_over_it(qtbot, board, idea, heard):
    told = heard(board.move_requested)
    board.choose(idea, with_focus=True)

    qtbot.keyClick(board.lanes[0].view, Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)

    assert told == []


def test_in_a_mirrored_window_right_goes_back(qtbot, board, idea, asking):
    board.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    board.choose(asking, with_focus=True)

    qtbot.keyClick(board.lanes[1].view, Qt.Key.Key_Right)

    assert board.chosen_id() == idea


def test_enter_opens_delete_deletes_and_the_menu_key_shows_the_menu(qtbot, board, idea, heard):
    opened, deleted = heard(board.opened), heard(board.deletion_requested)
    menus = heard(board.menu_requested)
    board.choose(idea, with_focus=True)
    view = board.lanes[0].view

    qtbot.keyClick(view, Qt.Key.Key_Return)
    qtbot.keyClick(view, Qt.Key.Key_Delete)
    menu_at(view, QPoint(1, 1), QContextMenuEvent.Reason.Keyboard)

    assert (opened, deleted) == ([idea], [idea])
    assert [each for each, _ in menus] == [idea]


def test_the_mouse_chooses_opens_and_asks_for_the_menu(qtbot, board, idea, met, heard):
    chosen, opened = heard(board.chosen), heard(board.opened)
    menus = heard(board.menu_requested)
    board.choose(met)
    view = board.lanes[0].view
    place = view.visualRect(view.model().index(0, 0)).center()

    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    menu_at(view, place)
    menu_at(view, QPoint(10, view.viewport().height() - 5))

    assert chosen == [met, idea]
    assert board.chosen_id() == idea
    assert opened == [idea]
    assert [each for each, _ in menus] == [idea]


def test_tab_into_a_lane_chooses_its_first_card(board, idea, asking, heard):
    told = heard(board.chosen)

    board.lanes[1].view.setFocus(Qt.FocusReason.TabFocusReason)

    assert told == [asking]


def test_a_chosen_card_stays_chosen_when_it_moves(desk, board, rows, idea, add, today):
    board.choose(idea, with_focus=True)
    desk.do(move_introduction, introduction_id=idea, state=STATE.ASKING, today=today)

    board.set_rows(rows())

    assert board.lanes[1].chosen_row().id == idea
    assert board.lanes[1].view.hasFocus()


def test_what_is_over_has_a_lane_when_it_is_wanted(board, rows, add, ada):
    over = add.introduction(ada, add.person("Hana Wolf"), state=STATE.DECLINED)
    board.set_rows(rows())
    assert not board.choose(over)

    board.show_over(is_shown=True)

    assert board.lanes[-1].title == "Declined, withdrawn"
    assert board.lanes[-1].target is STATE.WITHDRAWN
    assert board.choose(over)


@pytest.mark.parametrize("scale", [1.0, 2.0])
@pytest.mark.parametrize(
    "hard",
    [
        "x" * 300,
        "👩‍👩‍👧‍👦 " * 40,
        "مرحبا بالعالم",
        "<b>Ada</b> & {first}\nOkafor",
        "\u202eabc",
        "Ada Ada Ada",
    ],
)
def test_any_name_is_painted_within_its_card(qtbot, desk, add, today, at_scale, hard, scale):
    at_scale(scale)
    person = add.person(hard)
    each = add.introduction(
        person,
        add.person("Ravi Kapoor"),
        state=STATE.CLOSED,
        first_party={"outcome": hard * 3},
    )
    desk.do(edit_introduction, introduction_id=each, topic=hard[:80])
    board = Board()
    qtbot.addWidget(board)
    board.resize(900, 700)
    board.set_rows(desk.run(list_introductions, today=today))
    board.choose(each)
    board.show()

    picture = board.grab().toImage()

    view = board.lanes[4].view
    height = view.visualRect(view.model().index(0, 0)).height()
    assert picture.format() != QImage.Format.Format_Invalid
    assert 90 * scale < height < 330 * scale


def test_the_words_that_wait_are_said_and_not_only_coloured(desk, add, ada, today, qapp):
    add.introduction(
        ada,
        add.person("Carla Ruiz"),
        state=STATE.ASKING,
        state_since=today - timedelta(days=20),
    )
    table = BoardTable()
    table.set_rows(desk.run(list_introductions, today=today))

    said = table.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)

    assert said == "Ada Okafor and Carla Ruiz, nobody asked yet · waiting"
