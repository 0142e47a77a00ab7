"""People are brought in from files: looked at first, then taken whole or not at all."""

import gc
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QTableView

from mentor_desk.services.history.steps import undo_step
from mentor_desk.services.network.listing import count_people, find_people, people_named
from mentor_desk.services.network.people import person_card
from mentor_desk.services.transfer.plan import Verdict
from mentor_desk.ui.transfer.dialog import BringInDialog, bring_in
from mentor_desk.ui.transfer.table import ImportTable
from tests.visiting import settle

FIXTURES = Path(__file__).parents[2] / "fixtures"
CHECK = Qt.ItemDataRole.CheckStateRole


def table_of(dialog) -> ImportTable:
    table: ImportTable = dialog._preview_page.table
    return table


def names_shown(dialog):
    return [row.name for row in table_of(dialog).rows()]


def index_of(dialog, name):
    return table_of(dialog).index(names_shown(dialog).index(name), 0)


def press(qtbot, button):
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def told(dialog):
    return dialog._preview_page._headline_label.text()


def choose_field(dialog, column, key):
    table = dialog._mapping_page._table
    assert table.setData(table.index(column, 2), key)


@pytest.fixture
def go_on(qtbot, rest):
    def go_on(dialog):
        press(qtbot, dialog.verb_button)
        rest(dialog)

    return go_on


@pytest.fixture
def two_cards(write, card):
    return write(
        "friends.vcf",
        card("Ada Okafor", "ORG:Weston", "EMAIL:ada@example.org") + card("Tara Bell"),
    )


def test_the_counts_add_up_to_the_records_of_the_file(open_dialog, add, write, card):
    add.person("Ada Okafor", organisation="Northgate")
    add.person("Tara Bell")
    nobody = "BEGIN:VCARD\nVERSION:3.0\nEND:VCARD\n"
    cards = card("Ada Okafor", "ORG:Weston") + card("Tara Bell") + card("Ravi Kapoor") + nobody

    dialog = open_dialog(write("friends.vcf", cards))

    texts = [made.text() for made in dialog._preview_page._verdict_buttons.values()]
    assert texts == ["New · 1", "Changed · 1", "Already here · 1", "Skipped · 1"]
    assert told(dialog) == "4 records in friends.vcf"
    assert dialog.verb_button.text() == "&Import 1 person, change 1"


def test_the_table_says_what_changes_and_why_not(open_dialog, add, write, card):
    add.person("Ada Okafor", organisation="Northgate")
    nobody = "BEGIN:VCARD\nVERSION:3.0\nEND:VCARD\n"

    dialog = open_dialog(
        write("friends.vcf", card("Ada Okafor", "ORG:Weston", "TEL:+44 113") + nobody)
    )

    table = table_of(dialog)
    assert table.index(0, 2).data() == "organisation: Northgate → Weston; phone: + +44 113"
    assert table.index(1, 1).data() == "skipped"
    assert "name" in table.index(1, 2).data()
    assert table.index(1, 3).data() == "record 2 · line 7"


def test_importing_takes_the_people_in_one_step(open_dialog, desk, two_cards, go_on):
    dialog = open_dialog(two_cards)

    go_on(dialog)

    assert dialog.result() == BringInDialog.DialogCode.Accepted.value
    assert dialog.changes.did == "Imported 2 people from friends.vcf"
    assert [row.name for row in desk.run(find_people)] == ["Ada Okafor", "Tara Bell"]
    desk.do(undo_step, step_id=dialog.changes.step)
    assert desk.run(count_people) == 0


def test_nothing_is_written_before_the_last_button(open_dialog, desk, two_cards):
    dialog = open_dialog(two_cards)

    dialog.reject()

    assert dialog.changes is None
    assert desk.run(count_people) == 0


def test_the_same_file_again_offers_nothing_but_to_close(
    open_dialog, two_cards, go_on, qtbot, desk
):
    go_on(open_dialog(two_cards))

    again = open_dialog(two_cards)

    assert told(again) == "2 records in friends.vcf. Nobody is new."
    assert again.verb_button.isHidden()
    assert again.cancel_button.text() == "Close"
    press(qtbot, again.cancel_button)
    assert not again.isVisible()
    assert desk.run(count_people) == 2


def test_a_record_without_its_tick_is_left_out(open_dialog, desk, two_cards, go_on):
    dialog = open_dialog(two_cards)

    table_of(dialog).toggle(index_of(dialog, "Ada Okafor"))

    assert dialog.verb_button.text() == "&Import 1 person"
    go_on(dialog)
    assert [row.name for row in desk.run(find_people)] == ["Tara Bell"]


def test_space_takes_the_tick_away_and_puts_it_back(open_dialog, two_cards, qtbot):
    dialog = open_dialog(two_cards)
    view = dialog._preview_page._view
    view.setFocus()
    view.setCurrentIndex(index_of(dialog, "Tara Bell"))

    qtbot.keyClick(view, Qt.Key.Key_Space)
    assert index_of(dialog, "Tara Bell").data(CHECK) == Qt.CheckState.Unchecked

    qtbot.keyClick(view, Qt.Key.Key_Space)
    assert index_of(dialog, "Tara Bell").data(CHECK) == Qt.CheckState.Checked


def test_enter_on_a_row_or_in_the_filter_takes_nobody_in(open_dialog, two_cards, qtbot, desk):
    dialog = open_dialog(two_cards)
    view = dialog._preview_page._view
    view.setCurrentIndex(index_of(dialog, "Tara Bell"))

    qtbot.keyClick(view, Qt.Key.Key_Return)
    qtbot.keyClick(dialog._preview_page._name_edit, Qt.Key.Key_Return)

    assert dialog.isVisible()
    assert not dialog.is_busy()
    assert desk.run(count_people) == 0


def test_without_a_single_tick_there_is_nothing_to_import(open_dialog, two_cards, qtbot):
    dialog = open_dialog(two_cards)

    press(qtbot, dialog._preview_page._untick_button)
    assert not dialog.verb_button.isEnabled()

    press(qtbot, dialog._preview_page._tick_button)
    assert dialog.verb_button.isEnabled()


def test_leaving_out_the_first_record_of_somebody_brings_the_second_to_light(
    open_dialog, write, card, qtbot, rest
):
    twice = card("Ada Okafor", "EMAIL:ada@example.org") * 2
    dialog = open_dialog(write("friends.vcf", twice))
    assert table_of(dialog).counts()[Verdict.ALREADY] == 1

    table_of(dialog).toggle(table_of(dialog).index(0, 0))

    qtbot.waitUntil(lambda: table_of(dialog).counts()[Verdict.NEW] == 2)
    rest(dialog)
    assert [table_of(dialog).is_taken(row) for row in table_of(dialog).rows()] == [False, True]
    assert dialog.verb_button.text() == "&Import 1 person"


def test_the_buttons_and_the_filter_narrow_the_table(open_dialog, add, two_cards, qtbot):
    add.person("Tara Bell")
    dialog = open_dialog(two_cards)
    page = dialog._preview_page

    press(qtbot, page._verdict_buttons[Verdict.ALREADY])
    assert names_shown(dialog) == ["Tara Bell"]

    press(qtbot, page._all_button)
    qtbot.keyClicks(page._name_edit, "oKa")
    qtbot.waitUntil(lambda: names_shown(dialog) == ["Ada Okafor"])


def test_unticking_all_concerns_only_what_is_shown(open_dialog, add, two_cards, qtbot):
    add.person("Ada Okafor", organisation="Northgate")
    dialog = open_dialog(two_cards)
    page = dialog._preview_page

    press(qtbot, page._verdict_buttons[Verdict.NEW])
    press(qtbot, page._untick_button)

    assert dialog.verb_button.text() == "&Change 1 person"


def test_a_file_that_cannot_be_read_does_not_keep_the_others_back(
    open_dialog, two_cards, tmp_path, go_on, desk
):
    dialog = open_dialog(tmp_path / "gone.vcf", two_cards)

    assert dialog._preview_page._said_label.text() == "There is no file “gone.vcf”."
    go_on(dialog)
    assert desk.run(count_people) == 2


def test_when_no_file_can_be_read_it_says_so_and_closes(open_dialog, tmp_path):
    dialog = open_dialog(tmp_path / "gone.vcf", tmp_path)

    assert told(dialog) == "No file could be read."
    assert "is a folder" in dialog._preview_page._said_label.text()
    assert dialog.verb_button.isHidden()


def test_a_file_without_people_says_what_it_seems_to_be(open_dialog, write):
    dialog = open_dialog(write("empty.csv", b""))

    assert told(dialog) == "0 records in empty.csv. There is nobody to bring in."
    assert dialog._preview_page._notes_label.text() == "The file is empty."


def test_several_files_count_their_records_each_for_itself(open_dialog, write, card, go_on, desk):
    first = write("a.vcf", card("Ada Okafor") + card("Tara Bell"))
    second = write("b.vcf", card("Ravi Kapoor"))

    dialog = open_dialog(first, second)

    assert told(dialog) == "3 records in 2 files"
    places = [table_of(dialog).index(row, 3).data() for row in range(3)]
    assert places == [
        "a.vcf · record 1 · line 1",
        "a.vcf · record 2 · line 5",
        "b.vcf · record 1 · line 1",
    ]
    go_on(dialog)
    assert dialog.changes.did == "Imported 3 people from a.vcf, b.vcf"


def test_a_csv_of_unknown_headings_asks_what_its_columns_hold(
    open_dialog, write, go_on, rest, desk
):
    dialog = open_dialog(write("list.csv", "Wer,Wo,Post\nAda Okafor,Leeds,ada@example.org\n"))
    page = dialog._mapping_page
    assert dialog.page() is page
    assert "not known" in page._doubt_label.text()
    assert page._table.index(0, 0).data() == "Wer"
    assert page._table.index(0, 1).data() == "Ada Okafor"

    choose_field(dialog, 0, "full_name")
    choose_field(dialog, 1, "city")

    assert [row.city for row in page._people.rows()] == ["Leeds"]
    assert page._people.index(0, 0).data() == "Ada Okafor"
    go_on(dialog)
    assert told(dialog) == "1 record in list.csv"
    go_on(dialog)
    [row] = desk.run(people_named, "Ada Okafor")
    assert row.city == "Leeds"


def test_going_on_waits_until_a_column_is_said_to_hold_something(open_dialog, write):
    dialog = open_dialog(write("list.csv", "Wer,Wo\nAda Okafor,Leeds\n"))

    assert not dialog.verb_button.isEnabled()

    choose_field(dialog, 0, "full_name")
    assert dialog.verb_button.isEnabled()

    choose_field(dialog, 0, "ignore")
    assert not dialog.verb_button.isEnabled()


def test_a_box_in_the_table_chooses_the_field(open_dialog, write, qtbot):
    dialog = open_dialog(write("list.csv", "Wer,Wo\nAda Okafor,Leeds\n"))
    page = dialog._mapping_page
    box = page._view.indexWidget(page._table.index(0, 2))
    assert box.accessibleName() == "What “Wer” holds"

    box.setCurrentIndex(box.findData("full_name"))
    box.activated.emit(box.currentIndex())

    assert page._table.fields() == ("full_name", None)


def test_the_wheel_over_a_box_in_the_table_chooses_nothing(open_dialog, write, qtbot):
    dialog = open_dialog(write("list.csv", "Wer,Wo\nAda Okafor,Leeds\n"))
    page = dialog._mapping_page
    box = page._view.indexWidget(page._table.index(0, 2))
    box.clearFocus()
    before = box.currentIndex()

    place = box.mapTo(dialog, QPoint(6, 6))
    QTest.wheelEvent(dialog.windowHandle(), place, QPoint(0, -120))
    settle()

    assert box.currentIndex() == before


def test_what_the_first_row_is_can_be_put_right(open_dialog, write, qtbot):
    dialog = open_dialog(write("list.csv", "Ada Okafor,Leeds\nTara Bell,York\n"))
    page = dialog._mapping_page
    choose_field(dialog, 0, "full_name")
    had_header = page._header_box.isChecked()

    page._header_box.click()

    assert page.mapping().has_header is not had_header
    assert page._table.fields()[0] == "full_name"
    assert page._people.rowCount() == (2 if had_header else 1)


def test_columns_can_be_looked_at_again_when_the_guess_was_wrong(open_dialog, qtbot, go_on):
    dialog = open_dialog(FIXTURES / "csv" / "google_2024.csv")
    before = told(dialog)

    press(qtbot, dialog._columns_button)
    assert dialog.page() is dialog._mapping_page
    go_on(dialog)

    assert told(dialog) == before


def test_of_several_files_one_can_be_left_out_of_it(open_dialog, write, two_cards, qtbot, rest):
    dialog = open_dialog(two_cards, write("list.csv", "Wer,Wo\nAda Okafor,Leeds\n"))

    press(qtbot, dialog._skip_button)
    rest(dialog)

    assert told(dialog) == "2 records in friends.vcf"


def test_letters_can_be_read_in_another_way(open_dialog, write, rest):
    text = "First Name,Last Name,E-mail Address\nJosé,Núñez,jose@example.org\n"
    dialog = open_dialog(write("old.csv", text.encode("cp1252")))
    box = dialog._preview_page._encoding_box
    assert box.isVisible()

    box.chosen.emit("cp1253")
    rest(dialog)
    assert names_shown(dialog) != ["José Núñez"]

    box.chosen.emit("cp1252")
    rest(dialog)
    assert names_shown(dialog) == ["José Núñez"]
    assert box.isVisible()
    assert box.currentData() == "cp1252"


def test_columns_said_stay_when_the_letters_are_read_in_another_way(open_dialog, write, rest):
    dialog = open_dialog(write("old.csv", "Wer,Wo\nJosé Núñez,Cádiz\n".encode("cp1252")))
    choose_field(dialog, 0, "full_name")

    dialog._mapping_page._encoding_box.chosen.emit("cp1252")
    rest(dialog)

    assert dialog.page() is dialog._mapping_page
    assert dialog._mapping_page._table.fields() == ("full_name", None)
    assert dialog._mapping_page._people.index(0, 0).data() == "José Núñez"


def test_letters_that_are_certain_offer_no_other_way(open_dialog, two_cards):
    assert not open_dialog(two_cards)._preview_page._encoding_box.isVisible()


def test_an_import_that_is_stopped_leaves_everything_as_it_was(
    open_dialog, write, card, qtbot, rest, desk
):
    cards = "".join(card(f"Person {number}") for number in range(6000))
    dialog = open_dialog(write("many.vcf", cards))

    press(qtbot, dialog.verb_button)
    dialog.reject()
    rest(dialog)

    assert dialog.isVisible()
    assert "Nothing was brought in" in dialog._preview_page._said_label.text()
    assert desk.run(count_people) == 0
    press(qtbot, dialog.verb_button)
    rest(dialog)
    assert desk.run(count_people) == 6000


def test_closing_while_files_are_read_leaves_quietly(qtbot, desk, write, card):
    cards = "".join(card(f"Person {number}") for number in range(3000))
    dialog = BringInDialog(desk, [write("many.vcf", cards)])
    qtbot.addWidget(dialog)
    dialog.show()

    dialog.reject()

    assert not dialog.isVisible()
    assert not dialog.is_busy()


def test_names_with_markup_are_shown_literally(open_dialog, write, card):
    evil = "<img src=x> & <b>Ada</b>"

    dialog = open_dialog(write("<b>evil & co.vcf", card(evil)))

    index = index_of(dialog, evil)
    assert index.data() == evil
    assert "&lt;img" in index.data(Qt.ItemDataRole.ToolTipRole)
    assert dialog._preview_page._headline_label.textFormat() is Qt.TextFormat.PlainText
    assert told(dialog) == "1 record in <b>evil & co.vcf"


def test_a_private_remark_is_kept_private(open_dialog, write, card, go_on, desk):
    dialog = open_dialog(write("friends.vcf", card("Ada Okafor", "NOTE:Shy at first")))

    go_on(dialog)

    [row] = desk.run(find_people)
    assert desk.run(person_card, person_id=row.id).entry.remark == "Shy at first"


def test_everything_that_takes_the_keyboard_has_a_name(open_dialog, write, two_cards, nameless):
    assert nameless(open_dialog(two_cards)) == []
    asking = open_dialog(write("old.csv", "Wer,Wo\nJosé Núñez,Cádiz\n".encode("cp1252")))
    assert nameless(asking) == []


def test_the_tables_keep_qts_rules(open_dialog, write, two_cards, qtmodeltester):
    preview = open_dialog(two_cards)
    asking = open_dialog(write("list.csv", "Wer,Wo\nAda Okafor,Leeds\n"))
    choose_field(asking, 0, "full_name")

    qtmodeltester.check(preview._preview_page.table)
    qtmodeltester.check(asking._mapping_page._table)
    qtmodeltester.check(asking._mapping_page._people)


def test_the_table_refuses_what_is_no_tick(open_dialog, two_cards):
    table = table_of(open_dialog(two_cards))

    assert not table.setData(table.index(0, 1), Qt.CheckState.Unchecked, CHECK)
    assert not table.setData(table.index(0, 0), "Eve")
    assert table.data(QModelIndex(), CHECK) is None
    assert table.setData(table.index(0, 0), Qt.CheckState.Unchecked, CHECK)
    assert table.left_out == {1}


def test_it_can_be_sorted_by_name_and_back_by_its_place(open_dialog, write, card):
    dialog = open_dialog(write("a.vcf", card("Zoe") + card("Ada") + card("Mia")))
    view = dialog.findChild(QTableView, options=Qt.FindChildOption.FindChildrenRecursively)
    assert view is not None

    dialog._preview_page._view.sortByColumn(0, Qt.SortOrder.AscendingOrder)
    assert names_shown(dialog) == ["Ada", "Mia", "Zoe"]

    dialog._preview_page._view.sortByColumn(3, Qt.SortOrder.DescendingOrder)
    assert names_shown(dialog) == ["Mia", "Ada", "Zoe"]


def test_the_way_in_returns_what_was_changed(desk, two_cards, qtbot):
    def accept():
        [dialog] = [
            each for each in QApplication.topLevelWidgets() if isinstance(each, BringInDialog)
        ]
        qtbot.waitUntil(lambda: dialog.can_go_on() and not dialog.is_busy())
        dialog.accept()

    QTimer.singleShot(0, accept)

    changes = bring_in(desk, [two_cards], None)

    assert changes is not None
    assert changes.did == "Imported 2 people from friends.vcf"


def test_without_files_it_asks_for_them_and_may_be_given_none(desk, qtbot):
    def cancel():
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QFileDialog)
        assert "*.vcf" in dialog.nameFilters()[0]
        dialog.reject()

    QTimer.singleShot(200, cancel)

    assert bring_in(desk, [], None) is None


@pytest.mark.parametrize("path", sorted(FIXTURES.glob("*/*.*")), ids=lambda path: path.name)
def test_every_file_of_ours_is_taken_once(open_dialog, go_on, desk, path):
    dialog = open_dialog(path)
    records = sum(table_of(dialog).counts().values())
    assert dialog.page() is dialog._preview_page
    assert records == dialog._looked.people.records > 0

    go_on(dialog)

    assert dialog.changes is not None
    assert open_dialog(path).verb_button.isHidden()


@pytest.mark.parametrize("folder", ["vcard", "csv", "hostile"])
def test_files_of_other_programs_are_looked_at_and_taken_all_at_once(
    open_dialog, go_on, shared, folder
):
    paths = shared(folder)

    dialog = open_dialog(*paths)
    while dialog.page() is dialog._mapping_page:
        choose_field(dialog, 0, "full_name")
        go_on(dialog)

    assert sum(table_of(dialog).counts().values()) == dialog._looked.people.records > 0
    go_on(dialog)
    assert dialog.changes is not None


def test_thousands_of_columns_do_not_stop_the_page(open_dialog, write):
    wide = ",".join(f"Spalte {number}" for number in range(3000))
    values = ",".join("x" for _ in range(3000))

    dialog = open_dialog(write("wide.csv", f"{wide}\n{values}\n"))

    assert dialog._mapping_page._table.rowCount() == 3000


def test_no_rubbish_is_collected_beside_the_window_while_work_goes_on(open_dialog, qtbot):
    seen = []
    dialog = open_dialog()

    dialog.start_job(lambda _progress: gc.isenabled(), seen.append)
    qtbot.waitUntil(lambda: seen != [])

    assert seen == [False]
    assert gc.isenabled()
