"""Tables, windows, groups and filters over frozen rows."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy

from mentor_desk.ui.common.filters import SortedRows
from mentor_desk.ui.common.grouped import Group, GroupedRows
from mentor_desk.ui.common.table import GROUP_ROLE, ROW_ROLE, Column, RowTable
from mentor_desk.ui.common.views import row_table
from mentor_desk.ui.common.windowed import PAGE, WindowedTable

# The screen that tests draw on says so whenever a window has a least size.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@dataclass(frozen=True)
class MeetingRow:
    id: int
    name: str
    at: datetime | None = NOON


COLUMNS = [
    Column[MeetingRow]("Who", lambda row: row.name, tooltip=lambda row: row.name),
    Column[MeetingRow]("When", lambda row: str(row.at), lambda row: row.at),
    Column[MeetingRow]("Number", lambda row: str(row.id), lambda row: row.id, is_number=True),
]


class MeetingTable(RowTable[MeetingRow]):
    def columns(self):
        return COLUMNS


def table_of(*rows: MeetingRow) -> MeetingTable:
    table = MeetingTable()
    table.set_rows(rows)
    return table


def ids_in(model) -> list[int]:
    return [model.index(place, 0).data(ROW_ROLE).id for place in range(model.rowCount())]


def test_a_table_keeps_qts_rules(qtmodeltester):
    qtmodeltester.check(table_of(MeetingRow(1, "Ada"), MeetingRow(2, "Grace")))


def test_sorted_rows_keep_qts_rules(qtmodeltester):
    table = table_of(MeetingRow(1, "Ada"), MeetingRow(2, "Grace"))

    qtmodeltester.check(SortedRows(table))


def test_moments_are_sorted_as_moments_and_missing_ones_stand_last():
    days = [NOON + timedelta(days=n) for n in (9, 1, 10)]
    table = table_of(*(MeetingRow(n, "Ada", day) for n, day in enumerate(days)))
    table.set_rows([*table.rows(), MeetingRow(3, "Ada", None)])
    rows = SortedRows(table)

    rows.sort(1)

    assert ids_in(rows) == [1, 0, 2, 3]


def test_words_narrow_the_rows_in_any_case_and_without_accents():
    rows = SortedRows(table_of(MeetingRow(1, "Tomás Lindqvist"), MeetingRow(2, "Ada Okafor")))

    rows.narrow("LIND tomas")

    assert ids_in(rows) == [1]

    rows.narrow("")

    assert len(ids_in(rows)) == 2


def test_the_same_rows_again_leave_the_view_alone():
    table = table_of(MeetingRow(1, "Ada"))
    spy = QSignalSpy(table.modelReset)

    table.set_rows([MeetingRow(1, "Ada")])

    assert spy.count() == 0


def test_a_cell_shows_and_explains_hard_text_literally(hard_text: str):
    table = table_of(MeetingRow(1, hard_text))
    index = table.index(0, 0)

    assert "\n" not in index.data()
    tooltip = index.data(Qt.ItemDataRole.ToolTipRole)
    assert "<img" not in tooltip
    assert "<b>" not in tooltip


def test_a_cell_is_spoken_with_its_heading():
    table = table_of(MeetingRow(1, "Ada"))
    index = table.index(0, 0)

    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "Who: Ada"


def test_figures_stand_at_the_end_with_their_heading():
    table = table_of(MeetingRow(1, "Ada"))
    role = Qt.ItemDataRole.TextAlignmentRole

    at_end = Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter
    assert table.index(0, 2).data(role) == at_end
    assert table.headerData(2, Qt.Orientation.Horizontal, role) == at_end


class Source:
    def __init__(self) -> None:
        self.asked: list[list[int]] = []
        self.gone: set[int] = set()

    def fetch(self, ids):
        self.asked.append(list(ids))
        return [MeetingRow(n, f"Person {n}") for n in reversed(ids) if n not in self.gone]


@pytest.fixture
def source() -> Source:
    return Source()


def test_a_windowed_table_keeps_qts_rules(qtmodeltester, source):
    table = WindowedTable(COLUMNS, source.fetch)
    table.set_ids(range(250))

    qtmodeltester.check(table)


def test_only_the_rows_in_sight_are_read(qtbot, source):
    table = WindowedTable(COLUMNS, source.fetch)
    table.set_ids(range(100_000))
    view = row_table(table, "People")
    qtbot.addWidget(view)

    view.resize(600, 400)
    view.show()
    view.grab()

    assert len(source.asked) == 1
    assert source.asked[0] == list(range(PAGE))


def test_pages_long_out_of_sight_are_given_back(source):
    table = WindowedTable(COLUMNS, source.fetch)
    table.set_ids(range(10_000))

    for place in range(0, 10_000, PAGE):
        assert table.index(place, 0).data() == f"Person {place}"
    table.index(0, 0).data()

    assert len(source.asked) == 101


def test_a_record_that_is_gone_shows_as_an_empty_line(source):
    source.gone.add(7)
    table = WindowedTable(COLUMNS, source.fetch)
    table.set_ids(range(10))

    assert table.index(7, 0).data() is None
    assert table.row_at(table.index(7, 0)) is None
    assert table.id_at(table.index(7, 0)) == 7


def test_what_is_in_sight_is_read_again_on_request(source):
    table = WindowedTable(COLUMNS, source.fetch)
    table.set_ids(range(10))
    table.index(0, 0).data()
    spy = QSignalSpy(table.dataChanged)

    table.forget()
    table.index(0, 0).data()

    assert len(source.asked) == 2
    assert spy.count() == 1


def test_the_source_is_asked_to_sort(source, heard):
    table = WindowedTable(COLUMNS, source.fetch)
    asked = heard(table.sort_requested)

    table.sort(1, Qt.SortOrder.DescendingOrder)

    assert asked == [(1, True)]


def grouped() -> GroupedRows[MeetingRow]:
    groups = GroupedRows[MeetingRow](lambda row: row.name, tooltip=lambda row: row.name)
    people = [MeetingRow(1, "Ada"), MeetingRow(2, "Joy")]
    groups.set_groups([Group("Active", people), Group("Paused", [])])
    return groups


def test_grouped_rows_keep_qts_rules(qtmodeltester):
    qtmodeltester.check(grouped())


def test_a_heading_counts_its_rows_and_cannot_be_chosen():
    groups = grouped()
    heading, first = groups.index(0, 0), groups.index(1, 0)

    assert heading.data() == "Active · 2"
    assert heading.data(GROUP_ROLE) is True
    assert groups.row_at(heading) is None
    assert not heading.flags() & Qt.ItemFlag.ItemIsSelectable
    assert first.flags() & Qt.ItemFlag.ItemIsSelectable
    assert groups.row_at(first) == MeetingRow(1, "Ada")


def test_an_empty_group_is_not_shown_and_a_row_is_found():
    groups = grouped()

    assert groups.rowCount() == 3
    assert groups.index_where(lambda row: row.name == "Joy").row() == 2
    assert not groups.index_where(lambda row: row.name == "Nobody").isValid()
